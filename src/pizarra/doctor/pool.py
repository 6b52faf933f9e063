"""Pool: what may stand where a name belongs: arrays of its kind and shape, turned too, other samples of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ..formula import evaluate
from ..formula.tree import renamed
from ..network import INPUT, TARGET
from .bench import Bench
from .derivation import Line


class Pool:
    """The arrays that may be taken for another in one line: none that was computed from what the line defines."""

    def __init__(self, bench: Bench, line: Line) -> None:
        self.bench, self.line = bench, line
        network = bench.derivation.network
        self.predicted = network.loss_step.names().get("p", network.prediction)
        below = bench.derivation.below[line.name]
        self.allowed = [
            name
            for name in bench.values
            if name != line.name
            and name not in below
            and name not in bench.forbidden
            and name not in bench.hidden
        ]

    def near(self, name: str, other: str) -> bool:
        """Whether two names are easily taken for each other.

        A parameter before and after the update, a value before and after its activation, cotangents of neighbours.
        """
        if name.removesuffix("'") == other.removesuffix("'"):
            return True
        network = self.bench.derivation.network
        if name[:2] == other[:2] == "d:":
            return True
        return any(
            {name, other} == {step.inputs[0], step.output} and not step.parameters for step in network.steps
        )

    def others(self, name: str, true: np.ndarray) -> Iterator[tuple[str, np.ndarray, float]]:
        """Yield other arrays of a name's kind and shape, each with how it is told and its weight."""
        derivation, values = self.bench.derivation, self.bench.values
        kind = derivation.kind_of(name)
        for other in self.allowed:
            if other == name or derivation.kind_of(other) != kind:
                continue
            if self.line.kind == "update" and name == self.line.of and other in derivation.network.parameters:
                continue  # another base, which is an edit of its own
            found = np.asarray(values[other], dtype=float)
            weight = 0.0 if self.near(name, other) else 1.25
            if found.shape == true.shape:
                yield other, found, weight
                if self.line.kind == "update" and other.startswith(
                    "d:"
                ):  # of what is known to be wrong above
                    yield other, self.bench.gradient(other), weight
                if (late := self.after_update(other)) is not None:
                    yield f"{other} after the update", late, 1.1
            if kind == "weight" and found.T.shape == true.shape:
                yield f"{other} transposed", found.T, weight + (0.2 if weight else 1.2)
        if kind == "sample" and self.line.kind == "cotangent" and name == self.predicted:
            yield f"{name} decided", _decided(true), 1.2
        bias = self.bias_of(name) if kind == "weight" and self.line.kind == "cotangent" else None
        if bias is not None:
            for told, found in stacked(true[None], np.asarray(values[bias], dtype=float)[None]):
                yield f"{name} {told}", found[0], 1.3
        if kind == "weight" and true.shape[0] == true.shape[1]:
            yield f"{name} transposed", true.T, 0.0
        if kind == "weight" and true.shape[0] != true.shape[1] and 1 not in true.shape:
            yield f"{name} reshaped", true.T.reshape(true.shape), 1.25
            yield f"{name} reshaped", true.reshape(true.shape[::-1]).T, 1.25

    def after_update(self, name: str) -> np.ndarray | None:
        """Compute a cotangent with weights that have been moved already, where a line further down makes it anew."""
        line = self.bench.derivation.by_name.get(name)
        if line is None or line.kind != "cotangent" or self.line.kind != "cotangent":
            return None
        moved = {read: f"{read}'" for read in line.reads if f"{read}'" in self.allowed}
        if not moved or any(read in self.bench.hidden for read in line.reads):
            return None
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(renamed(line.tree, moved), self.bench.values, line.axes), dtype=float)

    def turns(
        self, name: str, true: np.ndarray
    ) -> Iterator[tuple[str, Callable[[np.ndarray], np.ndarray], float]]:
        """Yield what may be mistaken within an array: one sample for another, one unit for another."""
        if self.bench.derivation.kind_of(name) != "sample":
            return
        data = name in (TARGET, INPUT)
        # Behind a gradient's sum over samples either factor may be the one that is late: the data are likelier.
        weight = 1.65 if name.startswith("d:") or self.line.kind == "cotangent" else 1.6
        if len(true) > 1 and (data or self.line.kind != "value"):
            yield "sample first", lambda v: filled(v, v[:, :1]), weight
            yield "sample last", lambda v: filled(v, v[:, -1:]), weight
            if self.line.step.index is None:
                yield (
                    "sample mean",
                    lambda v: filled(v, v.mean(axis=1, keepdims=True)),
                    weight,
                )
            if not data:
                yield "sample before, 0 at first", _late, weight
            yield "sample next", lambda v: rolled(v, -1, 1), weight
            if len(true) > 2:
                yield "sample previous", lambda v: rolled(v, 1, 1), weight
                yield "sample reversed", lambda v: v[:, ::-1], weight
        if name == TARGET and true.shape[1] > 1:
            yield "units rolled", lambda v: rolled(v, 1, 2), 1.7
            if true.shape[1] > 2:
                yield "units reversed", lambda v: v[:, :, ::-1], 1.7

    def bias_of(self, weight: str) -> str | None:
        """Name the vector that belongs to the same layer as a matrix of weights."""
        derivation = self.bench.derivation
        for step in derivation.network.steps:
            names = list(step.parameters.values())
            if weight in names and derivation.kind_of(weight) == "weight":
                return next((name for name in names if derivation.kind_of(name) == "vector"), None)
        return None


def filled(like: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Spread a part to the shape of an array."""
    found = np.empty_like(like)
    found[...] = part
    return found


def rolled(values: np.ndarray, shift: int, axis: int) -> np.ndarray:
    """Roll along an axis by one, as `np.roll` does, in a tenth of its time."""
    return values.take(np.arange(-shift, values.shape[axis] - shift), axis, mode="wrap")


def _late(values: np.ndarray) -> np.ndarray:
    """Give each sample what the one before had."""
    found = rolled(values, 1, 1)
    found[:, 0] = 0.0
    return found


def _decided(prediction: np.ndarray) -> np.ndarray:
    """Give the answer in the place of its probability: 1 for the greatest of several outputs, yes or no of one."""
    if prediction.shape[1] == 1:
        return (prediction >= 0.5).astype(float)
    return (prediction == prediction.max(axis=1, keepdims=True)).astype(float)


def stacked(weight: np.ndarray, bias: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield weights, stacked along the first axis, with the bias as a row, where the wrong row was taken off."""
    yield "bias first, last removed", np.concatenate([bias[:, None, :], weight], axis=1)[:, :-1]
    yield "bias last, first removed", np.concatenate([weight, bias[:, None, :]], axis=1)[:, 1:]
