"""The functions that formulas know: value, derivative, displayed definition.

Element-wise functions have a kernel against an array namespace `xp`, their derivative as a formula in `x` (and, where
shorter, in the function itself), and, where a reader would not know them, a definition in simpler ones. A function that
is numerically delicate (sigmoid, softplus, softmax, …) is a primitive: its definition is shown, its kernel is computed
in a form that neither overflows nor loses digits, and tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Array = Any


@dataclass(frozen=True)
class Function:
    """An element-wise function: `slopes` are its derivatives, one for each argument, as formulas in x (and y)."""

    kernel: Callable[..., Array]
    slopes: tuple[str, ...]
    definition: str | None = None

    @property
    def arity(self) -> int:
        """How many arguments it takes."""
        return len(self.slopes)


def sigmoid(xp: Any, x: Array) -> Array:
    """Compute 1 / (1 + exp(−x)) without overflow and with a full left tail."""
    tail = xp.exp(-xp.abs(x))
    return xp.where(x >= 0, 1.0, tail) / (1.0 + tail)


def softplus(xp: Any, x: Array) -> Array:
    """Compute log(1 + exp(x)) without overflow."""
    return xp.maximum(x, 0.0 * x) + xp.log1p(xp.exp(-xp.abs(x)))


def softmax(xp: Any, x: Array, axis: int) -> Array:
    """Compute exp(x) over its sum along the axis, shifted by the maximum so that nothing overflows."""
    e = xp.exp(x - xp.max(x, axis=axis, keepdims=True))
    return e / xp.sum(e, axis=axis, keepdims=True)


def logsumexp(xp: Any, x: Array, axis: int) -> Array:
    """Compute log(Σ exp(x)) along the axis, which is kept with length 1."""
    top = xp.max(x, axis=axis, keepdims=True)
    return top + _log_sum(xp, x - top, axis)


def log_softmax(xp: Any, x: Array, axis: int) -> Array:
    """Compute log(softmax(x)) along the axis, finite where softmax itself is 0 in floating point."""
    shifted = x - xp.max(x, axis=axis, keepdims=True)
    return shifted - _log_sum(xp, shifted, axis)


def _log_sum(xp: Any, shifted: Array, axis: int) -> Array:
    """Compute log(Σ exp(x)) of numbers whose greatest is 0, with every digit even where it is next to 0."""
    tops = shifted == 0
    count = xp.sum(xp.astype(tops, shifted.dtype), axis=axis, keepdims=True)
    rest = xp.sum(xp.where(tops, xp.zeros_like(shifted), xp.exp(shifted)), axis=axis, keepdims=True)
    return xp.log(count) + xp.log1p(rest / count)


# Functions of a whole array, in matrix formulas only.
WHOLE: dict[str, Callable[[Any], Any]] = {"norm2": lambda x: (x * x).sum().reshape(1, 1)}

FUNCTIONS: dict[str, Function] = {
    "exp": Function(lambda xp, x: xp.exp(x), ("exp(x)",)),
    "log": Function(lambda xp, x: xp.log(x), ("1 / x",)),
    "sqrt": Function(lambda xp, x: xp.sqrt(x), ("1 / (2 * sqrt(x))",)),
    "sin": Function(lambda xp, x: xp.sin(x), ("cos(x)",)),
    "cos": Function(lambda xp, x: xp.cos(x), ("-sin(x)",)),
    "tanh": Function(lambda xp, x: xp.tanh(x), ("1 - tanh(x) ** 2",)),
    "arctan": Function(lambda xp, x: xp.atan(x), ("1 / (1 + x ** 2)",)),
    "abs": Function(lambda xp, x: xp.abs(x), ("sign(x)",)),
    "sign": Function(lambda xp, x: xp.sign(x), ("0",)),
    "sigmoid": Function(sigmoid, ("sigmoid(x) * (1 - sigmoid(x))",), "1 / (1 + exp(-x))"),
    "softplus": Function(softplus, ("sigmoid(x)",), "log(1 + exp(x))"),
    "relu": Function(lambda xp, x: xp.maximum(x, 0.0 * x), ("x > 0",), "where(x > 0, x, 0)"),
    "maximum": Function(lambda xp, a, b: xp.maximum(a, b), ("x > y", "x <= y")),
    "minimum": Function(lambda xp, a, b: xp.minimum(a, b), ("x < y", "x >= y")),
    "pow": Function(lambda xp, a, b: a**b, ("y * x ** (y - 1)", "x ** y * log(x)")),
}


@dataclass(frozen=True)
class AlongAxis:
    """A function along an axis: whether its result still has the axis, its kernel, its displayed definition.

    In the definition `x[i]` is the body and `k` runs along the axis.
    """

    kernel: Callable[[Any, Array, int], Array]
    keeps_axis: bool
    definition: str


ALONG: dict[str, AlongAxis] = {
    "softmax": AlongAxis(softmax, True, "exp(x[i]) / sum(k, exp(x[k]))"),
    "log_softmax": AlongAxis(log_softmax, True, "x[i] - log(sum(k, exp(x[k])))"),
    "logsumexp": AlongAxis(logsumexp, False, "log(sum(k, exp(x[k])))"),
}
