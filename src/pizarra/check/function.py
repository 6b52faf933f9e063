"""Function: a user's loss or gradient as a function of plain arrays, guarded against what users' functions do."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import DataError, PizarraError, shown
from .leaves import Parameters, is_tensor, numbers

ENOUGH = 3  # different values that float32 can hold: then it computes in float32
EPS = {"d": 2.0**-52, "f": 2.0**-23, "e": 2.0**-10}


class Guarded:
    """A function of the parameters, called as its signature asks, always with copies; the calls are counted.

    `mutated`: the names of parameters that it has written into.
    """

    def __init__(self, function: Callable[..., Any], parameters: Parameters, style: str, what: str) -> None:
        self.function, self.parameters, self.style, self.what = function, parameters, style, what
        self.double = False
        self.calls = 0
        self.mutated: tuple[str, ...] = ()

    def returned(self, arrays: Sequence[np.ndarray], *, look: bool = False) -> Any:
        """Call it with copies of the arrays and give what it returns. look: see whether it writes into them."""
        made = self.parameters.made(arrays, double=self.double)
        self.calls += 1
        result = call(self.function, made, self.style)
        if look:
            self._look(made, arrays)
        return result

    def _look(self, made: Any, arrays: Sequence[np.ndarray]) -> None:
        changed = []
        for leaf, array in zip(self.parameters.leaves, arrays, strict=True):
            after: Any = made
            try:
                for key in leaf.path:
                    after = after[key]
                kept = numbers(after)
                wanted = array if self.double else array.astype(leaf.dtype)
                same = (
                    kept is not None
                    and kept.shape == wanted.shape
                    and np.array_equal(kept, wanted, equal_nan=True)
                )
            except (LookupError, TypeError):
                same = False
            if not same:
                changed.append(leaf.name)
        self.mutated = tuple(changed)

    def at_point(self, look: bool = True) -> Any:
        """Call it where the gradient is checked. Raises DataError, which says what the function raised."""
        try:
            return self.returned(self.parameters.arrays, look=look)
        except PizarraError:
            raise
        except Exception as error:
            raise DataError(
                f"The {self.what} raised {type(error).__name__} at the given parameters: {shown(str(error), 160)}. "
                f"It was called as {self.called()}."
            ) from error

    def called(self) -> str:
        """Say how it is called."""
        name = getattr(self.function, "__name__", type(self.function).__name__)
        names = [leaf.name for leaf in self.parameters.leaves]
        inside = {"plain": "params", "star": "*params", "keywords": "**params"}[self.style]
        if len(names) == 1 and self.style == "plain" and not self.parameters.leaves[0].path:
            inside = names[0]
        return f"{name}({inside})"


class Loss(Guarded):
    """A loss: a function that gives one number. Where it cannot be computed it gives NaN."""

    def __init__(self, function: Callable[..., Any], parameters: Parameters, style: str) -> None:
        super().__init__(function, parameters, style, "loss")
        self.short: set[float] | None = (
            set()
        )  # values that float32 can hold; None once there was one that it cannot
        self.kinds: set[str] = set()

    def __call__(self, arrays: Sequence[np.ndarray]) -> float:
        """Give the loss for these arrays, as a float."""
        try:
            value = one_number(self.returned(arrays))
        except Exception:  # away from the point a function may leave its domain as it likes
            return float("nan")
        return self._noted(value)

    def first(self) -> float:
        """Give the loss at the point. Raises DataError where it is no finite number."""
        result = self.at_point()
        try:
            value = one_number(result)
        except ValueError as error:
            raise DataError(f"The loss must be one number; {error}.") from None
        if not np.isfinite(value):
            raise DataError(
                f"The loss is {float(value)} at the given parameters, so it has no gradient there. "
                "Give parameters where it is finite."
            )
        return self._noted(value)

    def _noted(self, value: Any) -> float:
        kind = value.dtype.char
        self.kinds.add(kind)
        if self.short is not None and kind == "d":
            if np.float32(value) != value:
                self.short = None
            elif len(self.short) < ENOUGH:
                self.short.add(float(value))
        return float(value)

    def look_around(self) -> None:
        """Call it at some points close by, to see in what precision it computes."""
        rng = np.random.default_rng(0)
        for _ in range(ENOUGH):
            self([a * (1 + rng.uniform(-1, 1) / 64) + rng.uniform(-1, 1, a.shape) / 64 * _size(a)
                  for a in self.parameters.arrays])  # fmt: skip

    @property
    def eps(self) -> float:
        """The precision in which it computes, judged by what it has returned."""
        coarsest = max((EPS.get(kind, EPS["d"]) for kind in self.kinds), default=EPS["d"])
        short = self.short is not None and len(self.short) >= ENOUGH
        return max(coarsest, EPS["f"]) if short else coarsest


def _size(array: np.ndarray) -> float:
    return float(np.max(np.abs(array))) or 1.0


def one_number(result: Any) -> np.generic:
    """Read what a loss returned as one real number, in its own precision. Raises ValueError, which says what came."""
    if result is None:
        raise ValueError("it returned None (is a `return` missing?)")
    if isinstance(result, tuple):
        raise ValueError(f"it returned a tuple of {len(result)}; give a function that returns the loss alone")
    array = numbers(result)
    if array is None:
        raise ValueError(f"it returned {shown(result)}")
    if array.size != 1:
        raise ValueError(f"it returned an array of shape {array.shape}; take its sum or its mean")
    value = array.reshape(-1)[0]
    return value if array.dtype.kind == "f" else np.float64(value)


def call(function: Callable[..., Any], params: Any, style: str) -> Any:
    """Call it as its signature asks."""
    if style == "star":
        return function(*params)
    return function(**params) if style == "keywords" else function(params)


def style_of(function: Callable[..., Any], params: Any) -> tuple[str, tuple[str, ...]]:
    """Say how a function takes the parameters, and what it calls them: `plain`, `star` or `keywords`.

    A tuple or list is spread over the arguments if there are so many without a default, a dict if its keys are their
    names.
    """
    try:
        arguments = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # a function of C tells nothing
        arguments = None
    if arguments is None or (arguments and arguments[0].kind is inspect.Parameter.VAR_POSITIONAL):
        return ("star" if isinstance(params, tuple) else "plain"), ()
    plain = [a for a in arguments if a.kind in (a.POSITIONAL_ONLY, a.POSITIONAL_OR_KEYWORD)]
    needed = [a for a in plain if a.default is a.empty]
    names = tuple(a.name for a in plain)
    if isinstance(params, Mapping):
        keys = [a.name for a in arguments if a.kind in (a.POSITIONAL_OR_KEYWORD, a.KEYWORD_ONLY)]
        required = [a.name for a in arguments if a.default is a.empty and a.name in keys]
        fits = set(required) <= set(params) <= set(keys)
        return ("keywords" if fits and required else "plain"), ()
    if isinstance(params, list | tuple) and not is_tensor(params):
        if len(needed) == len(params) and (len(params) > 1 or isinstance(params, tuple)):
            return "star", names
        if len(needed) != 1 and len(needed) <= len(params) <= len(plain):
            return "star", names
    return "plain", names[:1]
