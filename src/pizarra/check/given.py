"""Given: what a user handed in, ready to be called: the loss, and the gradient as a function or as numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .finding import Finding
from .function import EPS, Guarded, Loss, call, style_of
from .leaves import Parameters, read_gradient, read_parameters

STEADY = 1e-9  # two calls that differ by less than this part waver, but are not random


@dataclass(frozen=True)
class Given:
    """What came from the user, ready to be called."""

    loss: Loss
    grad: Guarded | None
    values: Any  # the gradient's values where `grad` is no function

    @staticmethod
    def read(loss: Callable[..., Any], grad: Any, params: Any) -> Given:
        """Find the parameters, and out how both functions take them."""
        style, names = style_of(loss, params)
        parameters = read_parameters(params, names=names, container=style == "star")
        guarded = Loss(loss, parameters, style)
        if style == "plain" and isinstance(params, list | tuple):
            style = _tried(guarded, params)
        if not callable(grad):
            return Given(guarded, None, grad)
        own, _ = style_of(grad, params)
        if own == "plain" and style == "star" and isinstance(params, list | tuple):
            own = _tried(Guarded(grad, guarded.parameters, "plain", "gradient"), params)
        return Given(guarded, Guarded(grad, guarded.parameters, own, "gradient"), None)

    @property
    def parameters(self) -> Parameters:
        """The parameters."""
        return self.loss.parameters

    def gradient(self, arrays: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Call the gradient's function away from the point."""
        assert self.grad is not None
        return read_gradient(self.parameters, self.grad.returned(arrays))


def _tried(function: Guarded, params: Any) -> str:
    """Where the signature leaves it open, take the way of calling that works."""
    try:
        function.returned(function.parameters.arrays)
    except Exception:
        try:
            call(function.function, function.parameters.made(function.parameters.arrays), "star")
        except Exception:
            return "plain"
        if isinstance(function, Loss):
            function.parameters = read_parameters(params, container=True)
        function.style = "star"
        return "star"
    return "plain"


def numbers_of(given: Given) -> tuple[list[np.ndarray], list[Finding]]:
    """Get the gradient's numbers, and say whether its function can be relied on. Raises StructureError."""
    parameters = given.parameters
    if given.grad is None:
        return read_gradient(parameters, given.values), []
    findings = []
    calls = [read_gradient(parameters, _copied(given.grad.at_point())) for _ in range(2)]
    if given.grad.mutated:
        values = {"who": "gradient", "names": ", ".join(given.grad.mutated)}
        findings.append(Finding("note", "mutated", values=values))
    first, second = calls
    if not _same(first, second):
        third = read_gradient(parameters, _copied(given.grad.at_point(look=False)))
        grows = _same([b - a for a, b in zip(first, second, strict=True)],
                      [c - b for b, c in zip(second, third, strict=True)])  # fmt: skip
        findings.append(Finding("fault" if grows else "note", "accumulated" if grows else "random_gradient"))
    return first, findings


def _copied(value: Any) -> Any:
    """Copy arrays that a function may write into at its next call."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_copied(item) for item in value)
    return value.clone() if hasattr(value, "clone") and hasattr(value, "detach") else value


def _same(first: Sequence[np.ndarray], second: Sequence[np.ndarray]) -> bool:
    def close(a: np.ndarray, b: np.ndarray) -> bool:
        eps = EPS.get(a.dtype.char, EPS["d"])
        a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
        largest = float(np.max(np.abs(a), initial=0.0, where=np.isfinite(a)))
        return a.shape == b.shape and np.allclose(
            a, b, rtol=max(STEADY, 8 * eps), atol=64 * eps * largest, equal_nan=True
        )

    return all(close(a, b) for a, b in zip(first, second, strict=True))


def precision_of(
    given: Given, raw: Sequence[np.ndarray], here: float
) -> tuple[float, list[np.ndarray] | None]:
    """Say in which precision both functions compute; where float32 can be left for float64, give the gradient in it."""
    loss, parameters = given.loss, given.parameters
    coarse = _eps_of(raw)
    loss.look_around()
    if all(leaf.dtype.char == "d" for leaf in parameters.leaves):
        return max(coarse, loss.eps), None
    double = Loss(loss.function, parameters, loss.style)
    double.double = True
    wide = double(parameters.arrays)
    double.look_around()
    if not abs(wide - here) <= 1e-2 * max(abs(here), abs(wide)) or double.eps > EPS["d"]:
        return max(coarse, loss.eps), None
    loss.double, loss.short, loss.kinds = True, None, {"d"}
    if given.grad is None:
        return coarse, None
    given.grad.double = True
    try:
        finer = given.gradient(parameters.arrays)
        if _eps_of(finer) == EPS["d"] and all(np.isfinite(a).all() for a in raw):
            return EPS["d"], finer
    except Exception:  # then the gradient is judged as it came
        pass
    given.grad.double = False
    return coarse, None


def _eps_of(arrays: Sequence[np.ndarray]) -> float:
    """Say how precise numbers are: by their type, or, where they come as float64, by the digits that they use."""
    eps = max(EPS.get(array.dtype.char, EPS["d"]) for array in arrays)
    if eps > EPS["d"]:
        return eps
    numbers = np.concatenate([np.asarray(array, dtype=float).reshape(-1)[:1000] for array in arrays])
    numbers = numbers[np.isfinite(numbers) & (numbers != 0)]
    mantissas = np.frexp(numbers)[0]
    short = np.float32(mantissas) == mantissas
    few = mantissas * 2.0**12 == np.round(mantissas * 2.0**12)
    return EPS["f"] if short.all() and (~few).sum() >= 4 else EPS["d"]
