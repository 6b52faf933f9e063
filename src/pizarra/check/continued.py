"""Continued: the complex step, with NumPy's functions continued from the real line as the derivative needs it.

f(x + ih) has h·f′(x) as its imaginary part, without any difference of nearly equal numbers. That holds where f is
analytic, which `abs`, `maximum`, comparisons and `sign` are not on complex numbers; here each acts on the real part and
carries the imaginary part along, so that it holds piece by piece. What is not known to hold is refused.

How far the derivative's own rounding reaches is seen by shaking: after every operation each imaginary part is changed
at random by a small part of itself, and what becomes of that at the end is scaled down to a unit in the last place.
Where large terms cancel it is as large as their last digits, though what is left of them be 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

SHAKEN = 1e-6  # by this part of itself each imaginary part is shaken
SHAKES = 4
STEP = 2.0**-300  # exact, and so small that its square is nothing; large enough not to underflow in products
_KEPT = {"add", "subtract", "multiply", "divide", "negative", "positive", "power", "float_power", "square", "sqrt",
         "reciprocal", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "arcsin", "arccos",
         "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "matmul", "vecdot", "matvec",
         "vecmat"}  # fmt: skip
_REAL = {"greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "isfinite", "isnan", "isinf", "sign",
         "signbit", "logical_and", "logical_or", "logical_not", "heaviside", "floor", "ceil", "rint",
         "trunc"}  # fmt: skip
_FUNCTIONS = {"where", "sum", "mean", "dot", "inner", "outer", "vdot", "tensordot", "einsum", "kron", "trace", "prod",
              "cumsum", "concatenate", "stack", "vstack", "hstack", "column_stack", "reshape", "ravel", "transpose",
              "swapaxes", "moveaxis", "squeeze", "expand_dims", "broadcast_to", "take", "take_along_axis", "repeat",
              "tile", "diag", "diagonal", "roll", "flip", "split", "array_split", "append", "pad", "solve", "inv",
              "det", "copy", "atleast_1d", "atleast_2d", "tril", "triu", "diff", "matrix_transpose", "permute_dims",
              "concat", "rot90", "block"}  # fmt: skip
_SHAPED = {"zeros_like", "ones_like", "full_like", "empty_like", "shape", "ndim", "size", "argmax", "argmin", "argsort",
           "array_equal", "allclose", "isclose", "result_type", "can_cast"}  # fmt: skip


class RefusedError(TypeError):
    """Something was done with a number of which it is not known how it continues."""


class Continued(np.ndarray):
    """An array of complex numbers on which NumPy's functions do what they do on the real parts."""

    seen: list[complex]
    shaken: np.random.Generator | None

    def __array_finalize__(self, source: Any) -> None:
        self.seen = getattr(source, "seen", [])
        self.shaken = getattr(source, "shaken", None)

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        name = ufunc.__name__
        plain = [_plain(value) for value in inputs]
        if out is not None:
            options["out"] = tuple(_plain(value) for value in out)
        if name in _REAL:
            return getattr(ufunc, method)(*(_real(value) for value in plain), **_without_out(options))
        if name in ("maximum", "minimum", "fmax", "fmin"):
            made = _extreme(plain, method, options, largest="max" in name)
        elif name in ("absolute", "fabs") and method == "__call__":
            made = np.where(_real(plain[0]) < 0, -plain[0], plain[0])
        elif name == "conjugate":
            made = plain[0]
        elif name == "logaddexp" and method == "__call__":
            top = np.where(_real(plain[0]) > _real(plain[1]), plain[0], plain[1])
            made = top + np.log(np.exp(plain[0] - top) + np.exp(plain[1] - top))
        elif name in _KEPT:
            made = getattr(ufunc, method)(*plain, **options)
        else:
            raise RefusedError(name)
        if out is not None and name not in _KEPT:
            options["out"][0][...] = made
            made = options["out"][0]
        elif out is None and self.shaken is not None and np.iscomplexobj(made):
            made = np.real(made) + 1j * np.imag(made) * (
                1 + SHAKEN * self.shaken.uniform(-1, 1, np.shape(made))
            )
        return _wrapped(made, self)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        name = func.__name__
        if name in ("real", "imag", "abs"):
            raise RefusedError(name)
        args, kwargs = _plain(args), _plain(kwargs)
        if name in ("max", "amax", "min", "amin"):
            keys = {"axis": None} | dict(zip(("a", "axis"), args, strict=False)) | kwargs
            made = _extreme([keys.pop("a")], "reduce", keys, largest="max" in name)
        elif name == "clip":
            low, high = (*args[1:3], None, None)[:2]
            low, high = (
                kwargs.get("a_min", kwargs.get("min", low)),
                kwargs.get("a_max", kwargs.get("max", high)),
            )
            made = args[0] if args else kwargs["a"]
            made = made if low is None else np.where(_real(made) < low, low, made)
            made = made if high is None else np.where(_real(made) > high, high, made)
        elif name == "norm" and len(args) == 1 and not kwargs:
            made = np.sqrt(np.sum(args[0] * args[0]))
        elif name in ("var", "std") and len(args) == 1 and set(kwargs) <= {"axis", "keepdims"}:
            centred = args[0] - np.mean(args[0], axis=kwargs.get("axis"), keepdims=True)
            made = np.mean(centred * centred, **kwargs)
            made = made if name == "var" else np.sqrt(made)
        elif name in _SHAPED:
            return func(*_real(args), **_real(kwargs))
        elif name in _FUNCTIONS:
            made = func(*args, **kwargs)
        else:
            raise RefusedError(name)
        return [_wrapped(part, self) for part in made] if isinstance(made, list) else _wrapped(made, self)

    def __getitem__(self, key: Any) -> Any:
        return _wrapped(super().__getitem__(key), self)

    def __iter__(self) -> Iterator[Any]:
        return (self[k] for k in range(len(self)))

    @property
    def real(self) -> Any:  # type: ignore[override]
        """A real function's real part is itself."""
        return self

    @property
    def imag(self) -> Any:  # type: ignore[override]
        """Refused."""
        raise RefusedError("imag")

    def max(self, *args: Any, **kwargs: Any) -> Any:
        """Take the entry with the largest real part."""
        return np.max(self, *args, **kwargs)

    def min(self, *args: Any, **kwargs: Any) -> Any:
        """Take the entry with the smallest real part."""
        return np.min(self, *args, **kwargs)

    def clip(self, *args: Any, **kwargs: Any) -> Any:
        """Clip by the real part."""
        return np.clip(self, *args, **kwargs)

    def astype(self, *args: Any, **kwargs: Any) -> Any:
        """Stay complex, whatever real type is asked for."""
        return self.copy()

    def __float__(self) -> float:
        """Give the real part; what came with it is remembered, for a loss that ends in `float(…)`."""
        value = complex(_plain(self).reshape(()))
        self.seen.append(value)
        return value.real

    def item(self, *args: Any) -> float:
        """As `float`."""
        return float(self[args] if args else self)


def _plain(value: Any) -> Any:
    """Take the arrays out of their guard, wherever they stand."""
    if isinstance(value, Continued):
        return value.view(np.ndarray)
    if isinstance(value, list | tuple):
        return type(value)(_plain(item) for item in value)
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _real(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "c":
        return value.real
    if isinstance(value, list | tuple):
        return type(value)(_real(item) for item in value)
    return {key: _real(item) for key, item in value.items()} if isinstance(value, dict) else value


def _without_out(options: dict[str, Any]) -> dict[str, Any]:
    if "out" in options:
        raise RefusedError("out")
    return options


def _wrapped(made: Any, source: Continued) -> Any:
    array = np.asarray(made)
    if array.dtype.kind != "c":
        return made
    result = array.view(Continued)
    result.seen, result.shaken = source.seen, source.shaken
    return result


def _extreme(plain: Sequence[Any], method: str, options: dict[str, Any], *, largest: bool) -> Any:
    """Take the larger, or the smaller, by the real parts."""
    if method == "__call__":
        a, b = (np.asarray(value) for value in plain[:2])
        return np.where((_real(a) >= _real(b)) if largest else (_real(a) <= _real(b)), a, b)
    if (
        method != "reduce"
        or options.get("initial") is not None
        or ("where" in options and options["where"] is not True)
    ):
        raise RefusedError(method)
    array, axis, keep = np.asarray(plain[0]), options.get("axis", 0), options.get("keepdims", False)
    if axis is None:
        flat = array.reshape(-1)
        found = flat[int(np.argmax(_real(flat)) if largest else np.argmin(_real(flat)))]
        return np.full((1,) * array.ndim, found) if keep is True else found
    axis = axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis
    if not isinstance(axis, int):
        raise RefusedError("axis")
    places = np.expand_dims((np.argmax if largest else np.argmin)(_real(array), axis=axis), axis)
    found = np.take_along_axis(array, places, axis)
    return found if keep is True else np.squeeze(found, axis)


def complex_step(
    function: Callable[[list[Any]], Any],
    arrays: Sequence[np.ndarray],
    which: int,
    direction: np.ndarray,
    shaken: np.random.Generator | None = None,
) -> float | None:
    """Give the derivative along a direction within one array, or None where the function does not allow it."""
    seen: list[complex] = []
    made = []
    for k, array in enumerate(arrays):
        whole = array + (1j * STEP) * direction if k == which else array.astype(complex)
        one = np.asarray(whole).view(Continued)
        one.seen, one.shaken = seen, shaken
        made.append(one)
    try:
        result = function(made)
    except Exception:  # whatever it is, the function does not allow it
        return None
    if isinstance(result, Continued) and result.size == 1:
        value = complex(_plain(result).reshape(()))
    elif isinstance(result, float) and seen and seen[-1].real == result:
        value = seen[-1]
    else:
        return None
    slope = value.imag / STEP
    return slope if np.isfinite(slope) and np.isfinite(value.real) else None


def rounding(
    function: Callable[[list[Any]], Any], arrays: Sequence[np.ndarray], which: int, direction: np.ndarray
) -> float:
    """Give how far the derivative is off where every operation is off by a unit in the last place of float64."""
    rng = np.random.default_rng(0)
    exact = complex_step(function, arrays, which, direction)
    shaken = [complex_step(function, arrays, which, direction, rng) for _ in range(SHAKES)]
    apart = [abs(value - exact) for value in shaken if value is not None and exact is not None]
    return max(apart, default=0.0) * 2.0**-52 / SHAKEN
