"""A reader's function, called at points of our choice: what it takes, what it gives, what it spoils."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..data import number
from ..errors import DataError, PizarraError, shown
from ..network import INPUT, TARGET
from .derivation import Derivation, cotangent, updated
from .layouts import Reader
from .names import matched, plain
from .point import Point

RATES = ("rate", "learning_rate", "lr", "eta", "alpha", "step_size", "tasa", "taza", "ritmo", "rho", "mu")
DATA = {
    INPUT: ("x", "xs", "inputs", "input", "data", "entrada", "entradas"),
    TARGET: ("t", "y", "target", "targets", "ytrue", "y_true", "yd", "objetivo", "labels"),
}
WEIGHTS = ("parameters", "params", "weights", "p", "theta", "pesos", "parametros")


class Failed(DataError):
    """The reader's function did not give what it should."""


@dataclass(eq=False)
class Function:
    """A function of parameters and data that gives gradients, or, where it takes a rate, parameters after a step."""

    derivation: Derivation
    call: Callable[..., Any]
    reader: Reader
    step: bool
    names: Mapping[str, str] | None = None
    mutates: set[str] = field(default_factory=set)
    extra: set[str] = field(default_factory=set)
    misshapen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def given(self, point: Point) -> dict[str, np.ndarray]:
        """Call it with a point's arrays turned into the reader's layout, and turn what it gives back."""
        parameters, x, t, rate = point.parameters, point.x, point.t, point.rate
        form, dtype = self.reader.form, self.dtype
        mine = {
            name: form.to_reader(name, parameters[name], np.asarray(like)).astype(dtype)
            for name, like in self.reader.parameters.items()
        }
        data = {
            INPUT: form.to_reader(INPUT, x, self.reader.x if len(x) == 1 or x.shape[1] == 1 else None).astype(
                dtype
            ),
            TARGET: form.to_reader(
                TARGET, t, self.reader.t if len(t) == 1 or t.shape[1] == 1 else None
            ).astype(dtype),
        }
        before = {
            **{name: array.copy() for name, array in mine.items()},
            **{k: v.copy() for k, v in data.items()},
        }
        arguments, keywords = self._arguments(mine, data[INPUT], data[TARGET], dtype.type(rate))
        try:
            with np.errstate(all="ignore"):
                result = self.call(*arguments, **keywords)
        except PizarraError:
            raise
        except (Exception, SystemExit) as error:
            raise Failed(
                f"The function raised {type(error).__name__} ({str(error)[:200]}) for x of shape {data[INPUT].shape}."
            ) from error
        for name, array in {**mine, **data}.items():
            if not np.array_equal(array, before[name]) and not self.step:
                self.mutates.add(name)
        return self._read(result, mine, point)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type in which the reader's parameters are: float32 or float64."""
        kinds = {np.asarray(array).dtype for array in self.reader.parameters.values()}
        return np.dtype(np.float32) if kinds == {np.dtype(np.float32)} else np.dtype(np.float64)

    @cached_property
    def signature(self) -> Mapping[str, inspect.Parameter]:
        """What the function says that it takes; nothing where it does not say."""
        try:
            return inspect.signature(self.call).parameters
        except (TypeError, ValueError):
            return {}

    def _arguments(
        self, mine: Mapping[str, np.ndarray], x: np.ndarray, t: np.ndarray, rate: Any
    ) -> tuple[list[Any], dict[str, Any]]:
        values: dict[str, Any] = {}
        signature = self.signature
        named = [p for p in signature.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        wanted = [p.name for p in named if p.default is p.empty]
        by_word = [p.name for p in named if p.default is p.empty and p.kind is p.KEYWORD_ONLY]
        # A rate with a default is the one thing beside what must be given that a step is judged by.
        keywords = {
            p.name: rate for p in named if p.name not in wanted and plain(p.name) in RATES and self.step
        }
        if not wanted and any(p.kind is p.VAR_POSITIONAL for p in signature.values()):
            return [*mine.values(), x, t, *([rate] if self.step and not keywords else [])], keywords
        if not wanted and any(p.kind is p.VAR_KEYWORD for p in signature.values()):
            return [], {**mine, INPUT: x, TARGET: t, **({"rate": rate} if self.step else {}), **keywords}
        by_plain = {plain(name): array for name, array in mine.items()}
        for name in wanted:
            key = plain(name)
            if key in by_plain:
                values[name] = by_plain[key]
            elif key in DATA[INPUT]:
                values[name] = x
            elif key in DATA[TARGET]:
                values[name] = t
            elif key in RATES:
                values[name] = rate
            elif key in WEIGHTS:
                values[name] = dict(mine)
        if wanted and len(values) == len(wanted):
            keywords |= {name: values[name] for name in by_word}
            return [values[name] for name in wanted if name not in by_word], keywords
        if by_word:
            raise Failed(self._unknown(wanted, mine))
        if (self.step and len(wanted) == 4) or (not wanted and self.step):
            return [dict(mine), x, t, rate], {}
        if len(wanted) == 3:
            return [dict(mine), x, t], keywords
        if len(wanted) == len(mine) + 2:
            return [*mine.values(), x, t], keywords
        if len(wanted) == len(mine) + 3:
            return [*mine.values(), x, t, rate], {}
        raise Failed(self._unknown(wanted, mine))

    def _unknown(self, wanted: Sequence[str], mine: Iterable[str]) -> str:
        return (
            f"The function takes {', '.join(wanted) or 'no arguments'}. It is called with parameters by name "
            f"({', '.join(mine)}), x, t and, for a step, rate; or with a dictionary of parameters, x and t."
        )

    def _read(self, result: Any, mine: Mapping[str, np.ndarray], point: Point) -> dict[str, np.ndarray]:
        if self.step and result is None:  # it moved what it was given
            result = dict(mine)
        if isinstance(result, tuple | list):
            if len(result) != len(mine):
                raise Failed(
                    f"The function gave {len(result)} arrays; one for each parameter was expected "
                    f"({', '.join(mine)}), or a dictionary by name."
                )
            result = dict(zip(mine, result, strict=True))
        if not isinstance(result, Mapping):
            raise Failed(f"The function gave {shown(result)}; a dictionary of arrays by name was expected.")
        own = {plain(name): name for name in mine}
        as_line = updated if self.step else cotangent
        called = {str(name): (self.names or {}).get(str(name), str(name)) for name in result}
        told = {name: as_line(own[plain(other)]) for name, other in called.items() if plain(other) in own}
        known = {}
        for name in result:
            try:
                known[name] = told.get(name) or matched(self.derivation, [name], self.names)[name]
            except DataError:
                self.extra.add(str(name))
        wanted = {name: array.shape for name, array in point.true.items()}
        found: dict[str, np.ndarray] = {}
        for name, line in known.items():
            try:
                array = np.asarray(result[name])
            except ValueError:
                raise Failed(f"{shown(name)} is ragged; rows of equal length are expected.") from None
            if array.dtype.kind not in "fiub":
                raise Failed(f"{shown(name)} is {shown(result[name])}; an array of numbers was expected.")
            core, fits = self.reader.form.conformed(line, array, wanted[line])
            if not fits:
                self.misshapen.setdefault(line, array.shape)
            if core is not None:
                found[line] = core
        return found


def drawn(function: Function, seed: int, count: int) -> Iterator[tuple[Point, Any]]:
    """Yield points at which no unit sleeps: random parameters of moderate size, several samples, several rates."""
    derivation, reader = function.derivation, function.reader
    widths = {d for array in reader.core.values() for d in array.shape}
    sizes = [n for n in (5, 3, 7, 4, 6, 8, 9) if n not in widths] or [5, 3, 7]
    single = reader.x.ndim == 1 and reader.core_x.shape[0] == 1  # one sample, without an axis of its own
    for k in range(count):
        rng = np.random.default_rng((seed, k))
        samples = 1 if single else sizes[k % len(sizes)]
        rate = (0.3, 0.11, 0.47)[k % 3]
        unit = 2.0**-24 if function.dtype == np.float32 else 2.0**-53
        point = _lively(derivation, reader, rng, samples, rate, unit)
        try:
            given = function.given(point)
        except Failed as first:
            if k or samples == 1:
                raise
            samples, single = 1, True  # it may be written for one sample
            point = _lively(derivation, reader, rng, samples, rate, unit)
            try:
                given = function.given(point)
            except Failed:
                raise first from None
        yield point.holding(given), None


def _lively(
    derivation: Derivation, reader: Reader, rng: np.random.Generator, samples: int, rate: float, unit: float
) -> Point:
    network, single = derivation.network, np.dtype(np.float32)
    bent = [step.inputs[0] for step in network.steps if step.layer.kinks]
    best: tuple[tuple[bool, bool, int], Point] | None = None
    for _ in range(12):
        parameters = {}
        for name, array in reader.core.items():
            scale = 1.0 if array.ndim < 2 else 1.4 / np.sqrt(array.shape[0])
            parameters[name] = (rng.normal(size=array.shape) * scale).astype(single).astype(float)
        x = rng.normal(size=(samples, reader.core_x.shape[1])).astype(single).astype(float)
        t = _target(network.loss, rng, samples, reader.core_t.shape[1])
        point = Point(derivation, parameters, x, t, float(single.type(rate)), unit=unit)
        awake = all(
            (np.abs(point.true[line.name]) > 1e-6).any(axis=0).mean() > 0.6
            for line in derivation.lines
            if line.kind == "cotangent" and line.of != INPUT and point.true[line.name].ndim == 2
        )
        both = sum(point.true[name].min() < 0 < point.true[name].max() for name in bent)  # sides of a bend
        score = (point.computable, awake, both)
        if best is None or score > best[0]:
            best = score, point
        if score == (True, True, len(bent)):
            break
    assert best is not None
    return best[1]


def _target(loss: Any, rng: np.random.Generator, samples: int, outputs: int) -> np.ndarray:
    domain = loss.domain.get("t")
    if domain == "distribution":
        return np.eye(outputs)[rng.integers(0, outputs, samples)]
    if domain == "probability":
        return rng.integers(0, 2, (samples, outputs)).astype(float)
    return rng.normal(size=(samples, outputs)).astype(np.float32).astype(float)


def takes_rate(call: Callable[..., Any]) -> bool:
    """Whether a function takes a learning rate: then it makes a step."""
    try:
        return any(plain(name) in RATES for name in inspect.signature(call).parameters)
    except (TypeError, ValueError):
        return False


def checked_rate(rate: Any) -> float:
    """Refuse a rate that is none."""
    return 1.0 if rate is None else number(rate, "rate", least=0.0)
