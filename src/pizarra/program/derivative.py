"""Derivative: what each recorded operation computes, again, and how a cotangent goes back through it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray
Params = dict[str, Any]


class Opaque(Exception):
    """An operation of which nothing is known but its result."""


_erf = np.vectorize(math.erf, otypes=[float])


def _by_exponent(base: Array, y: Array) -> Array:
    """Give the derivative of a power by its exponent; 0 where the base has no logarithm, as in (-2) ** 2."""
    return np.where(base > 0, y * np.log(base), 0.0)


# Entry by entry: the function, and its derivative from x and y.
SINGLE: dict[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Any]]] = {
    "neg": (np.negative, lambda x, y: -1.0),
    "positive": (np.positive, lambda x, y: 1.0),
    "cast": (lambda x: x, lambda x, y: 1.0),
    "exp": (np.exp, lambda x, y: y),
    "log": (np.log, lambda x, y: 1 / x),
    "log2": (np.log2, lambda x, y: 1 / (x * math.log(2))),
    "log10": (np.log10, lambda x, y: 1 / (x * math.log(10))),
    "log1p": (np.log1p, lambda x, y: 1 / (1 + x)),
    "expm1": (np.expm1, lambda x, y: y + 1),
    "sqrt": (np.sqrt, lambda x, y: 0.5 / y),
    "cbrt": (np.cbrt, lambda x, y: 1 / (3 * y * y)),
    "square": (np.square, lambda x, y: 2 * x),
    "abs": (np.abs, lambda x, y: np.sign(x)),
    "tanh": (np.tanh, lambda x, y: 1 - y * y),
    "sin": (np.sin, lambda x, y: np.cos(x)),
    "cos": (np.cos, lambda x, y: -np.sin(x)),
    "tan": (np.tan, lambda x, y: 1 + y * y),
    "sinh": (np.sinh, lambda x, y: np.cosh(x)),
    "cosh": (np.cosh, lambda x, y: np.sinh(x)),
    "arctan": (np.arctan, lambda x, y: 1 / (1 + x * x)),
    "arcsinh": (np.arcsinh, lambda x, y: 1 / np.sqrt(1 + x * x)),
    "exp2": (np.exp2, lambda x, y: y * math.log(2)),
    "reciprocal": (np.reciprocal, lambda x, y: -y * y),
    "sign": (np.sign, lambda x, y: 0.0),
    "expit": (lambda x: 1 / (1 + np.exp(-x)), lambda x, y: y * (1 - y)),
    "erf": (_erf, lambda x, y: 2 / math.sqrt(math.pi) * np.exp(-x * x)),
}
COMPARED = {
    "gt": np.greater,
    "lt": np.less,
    "ge": np.greater_equal,
    "le": np.less_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}
# Two operands, broadcast: the function, and its derivatives from a, b, y.
DOUBLE: dict[str, tuple[Callable[..., Array], Callable[[Array, Array, Array], tuple[Any, Any]]]] = {
    "add": (np.add, lambda a, b, y: (1.0, 1.0)),
    "sub": (np.subtract, lambda a, b, y: (1.0, -1.0)),
    "mul": (np.multiply, lambda a, b, y: (b, a)),
    "div": (np.divide, lambda a, b, y: (1 / b, -y / b)),
    "pow": (np.power, lambda a, b, y: (b * np.power(a, b - 1), _by_exponent(a, y))),
    "maximum": (np.maximum, lambda a, b, y: ((a > b) + 0.5 * (a == b), (b > a) + 0.5 * (a == b))),
    "minimum": (np.minimum, lambda a, b, y: ((a < b) + 0.5 * (a == b), (b < a) + 0.5 * (a == b))),
    "mod": (np.mod, lambda a, b, y: (1.0, -np.floor(a / b))),
    "floordiv": (np.floor_divide, lambda a, b, y: (0.0, 0.0)),
    "hypot": (np.hypot, lambda a, b, y: (a / y, b / y)),
    "arctan2": (np.arctan2, lambda a, b, y: (b / (a * a + b * b), -a / (a * a + b * b))),
    "logaddexp": (np.logaddexp, lambda a, b, y: (np.exp(a - y), np.exp(b - y))),
    **{name: (function, lambda a, b, y: (0.0, 0.0)) for name, function in COMPARED.items()},
}
ELEMENTWISE = {*SINGLE, *DOUBLE, "where", "clip", "chosen"}


def forward(name: str, given: Sequence[Array], params: Params) -> Array:
    """Compute what an operation computed. Raises Opaque for one that is not known."""
    with np.errstate(all="ignore"):
        if "share" in params:  # of a counterfactual: softmax along another axis
            raised = np.exp(given[0] - given[0].max(axis=params["share"], keepdims=True))
            return raised / raised.sum(axis=params["share"], keepdims=True)
        if name in SINGLE:
            return SINGLE[name][0](given[0])
        if name in DOUBLE:
            return np.asarray(DOUBLE[name][0](given[0], given[1]), dtype=float)
        match name:
            case "where":
                return np.where(given[0] != 0, given[1], given[2])
            case "chosen":  # a number that was picked by what the others are: it stays the one picked
                return given[0]
            case "clip":
                return np.clip(given[0], given[1], given[2])
            case "matmul":
                return given[0] @ given[1]
            case "outer":
                return np.outer(given[0], given[1])
            case "dot" | "inner" | "kron":
                return getattr(np, name)(given[0], given[1])
            case "einsum":
                return np.einsum(params["form"], *given)
            case "tensordot":
                return np.tensordot(given[0], given[1], _axes(params["axes"]))
    x, axis = given[0], _axis(params)
    with np.errstate(all="ignore"):
        match name:
            case "sum" | "mean" | "max" | "min" | "prod":
                return np.asarray(getattr(np, name)(x, axis=axis))
            case "var" | "std":
                return np.asarray(getattr(np, name)(x, axis=axis, ddof=params.get("ddof", 0)))
            case "norm":
                return np.sqrt(np.sum(x * x, axis=axis))
            case "logsumexp":
                top = x.max(axis=axis, keepdims=True)
                return np.log(np.exp(x - top).sum(axis=axis)) + np.squeeze(top, axis=axis)
            case "softmax" | "log_softmax":
                raised = np.exp(x - x.max(axis=axis, keepdims=True))
                y = raised / raised.sum(axis=axis, keepdims=True)
                return y if name == "softmax" else np.log(y)
            case "cumsum":
                return np.cumsum(x, axis=axis)
    raise Opaque(name)


def backward(name: str, given: Sequence[Array], y: Array, dy: Array, params: Params) -> list[Array | None]:
    """Give the cotangent of each operand; None where none passes. Raises Opaque for an operation that is not known."""
    with np.errstate(all="ignore"):
        if "share" in params:
            return [y * (dy - (dy * y).sum(axis=params["share"], keepdims=True)), None]
        if name in SINGLE:
            (slope,) = _at_kinks([SINGLE[name][1](given[0], y)], params)
            return [_times(dy, slope)]
        if name in DOUBLE:
            slopes = _at_kinks(DOUBLE[name][1](given[0], given[1], y), params)
            return [_gathered(_times(dy, s), np.shape(x)) for s, x in zip(slopes, given, strict=False)]
        match name:
            case "where":
                mask = np.asarray(given[0] != 0)
                _, *slopes = _at_kinks([0.0, mask, ~mask], params)
                return [None, *(_gathered(dy * m, x.shape) for m, x in zip(slopes, given[1:], strict=True))]
            case "chosen":
                return [dy, *(None for _ in given[1:])]
            case "clip":
                (inside,) = _at_kinks([(given[0] >= given[1]) & (given[0] <= given[2])], params)
                return [_gathered(dy * inside, given[0].shape)]
            case "matmul":
                return _matmul(given[0], given[1], dy)
            case "outer":
                a, b = given[0].ravel(), given[1].ravel()
                return [(dy @ b).reshape(given[0].shape), (a @ dy).reshape(given[1].shape)]
            case "dot" | "inner" | "kron" | "einsum" | "tensordot":
                return _bilinear(name, given, dy, params)
        return [_reduced(name, given[0], y, dy, params)]


def _at_kinks(slopes: Sequence[Any], params: Params) -> Sequence[Any]:
    """Put the slopes that are meant at kinks in the place of those on one of their sides."""
    if "kink" not in params:
        return slopes
    ties, meant = params["kink"]
    return [np.where(ties, one, slope) for one, slope in zip(meant, slopes, strict=True)]


def _times(dy: Array, slope: Any) -> Array:
    """Multiply by a slope; where nothing arrives nothing passes, even where exp has become infinite."""
    made = np.asarray(dy * slope)
    lost = np.isnan(made)
    return np.where(lost & (dy == 0), 0.0, made) if lost.any() else made


def _reduced(name: str, x: Array, y: Array, dy: Array, params: Params) -> Array:
    axis = _axis(params)
    if name == "cumsum":
        if axis is None:
            return np.flip(np.cumsum(np.flip(dy))).reshape(x.shape)
        return np.flip(np.cumsum(np.flip(dy, axis), axis), axis)
    if name in ("softmax", "log_softmax"):
        if name == "softmax":
            return y * (dy - (dy * y).sum(axis=axis, keepdims=True))
        return dy - np.exp(y) * dy.sum(axis=axis, keepdims=True)
    shape = tuple(np.sum(np.empty(x.shape), axis=axis, keepdims=True).shape)
    y, dy = y.reshape(shape), dy.reshape(shape)
    share = x.size / max(y.size, 1)
    match name:
        case "sum":
            return np.broadcast_to(dy, x.shape)
        case "mean":
            return np.broadcast_to(dy / share, x.shape)
        case "max" | "min":
            at = x == y
            return dy * at / at.sum(axis=axis, keepdims=True)
        case "prod":
            return dy * y / x
        case "var" | "std":
            slope = 2 * (x - x.mean(axis=axis, keepdims=True)) / (share - params.get("ddof", 0))
            return dy * slope if name == "var" else dy * slope / (2 * y)
        case "norm":
            return dy * x / y
        case "logsumexp":
            return dy * np.exp(x - y)
    raise Opaque(name)


def _axis(params: Params) -> Any:
    axis = params.get("axis")
    return tuple(axis) if isinstance(axis, list) else axis


def _axes(axes: Any) -> Any:
    return tuple(map(tuple, axes)) if isinstance(axes, list) and isinstance(axes[0], list) else axes


def _gathered(dy: Array, shape: tuple[int, ...]) -> Array:
    """Sum over the axes along which an operand was spread."""
    dy = np.asarray(dy)
    if dy.shape == shape:
        return dy
    dy = dy.sum(axis=tuple(range(dy.ndim - len(shape)))) if dy.ndim > len(shape) else dy
    spread = tuple(axis for axis, size in enumerate(shape) if size == 1 and dy.shape[axis] != 1)
    dy = dy.sum(axis=spread, keepdims=True) if spread else dy
    return np.broadcast_to(dy, shape)


def _matmul(a: Array, b: Array, dy: Array) -> list[Array | None]:
    rows = a if a.ndim > 1 else a[None, :]
    columns = b if b.ndim > 1 else b[:, None]
    full = dy
    if b.ndim == 1:
        full = full[..., None]
    if a.ndim == 1:
        full = full[..., None, :]
    da = _gathered(full @ np.swapaxes(columns, -1, -2), rows.shape)
    db = _gathered(np.swapaxes(rows, -1, -2) @ full, columns.shape)
    return [da.reshape(a.shape), db.reshape(b.shape)]


def _bilinear(name: str, given: Sequence[Array], dy: Array, params: Params) -> list[Array | None]:
    """What is linear in each operand; of small ones, whatever it is: the operation on unit arrays."""
    if len(given) == 2 and max(x.ndim for x in given) < 3 and name in ("dot", "inner"):
        a, b = given
        if not a.ndim or not b.ndim:
            return [_gathered(dy * b, a.shape), _gathered(dy * a, b.shape)]
        turned = name == "inner" and b.ndim == 2
        da, db = _matmul(a, b.T if turned else b, dy)
        return [da, db.T if turned and db is not None else db]
    if name == "einsum" and (parts := _subscripts(params["form"], len(given))) is not None:
        inner, outer = parts
        return [
            _spread_sum(
                inner[place], [outer, *_without(inner, place)], [dy, *_without(given, place)], x.shape
            )
            for place, x in enumerate(given)
        ]
    return _by_units(name, given, dy, params)


def _subscripts(form: str, count: int) -> tuple[list[str], str] | None:
    """Give the letters of each operand and of the result; None for what is not written out."""
    left, _, outer = form.replace(" ", "").partition("->")
    inner = left.split(",")
    if "->" not in form or "." in form or len(inner) != count:
        return None
    return (inner, outer) if all(len(set(one)) == len(one) for one in inner) else None


def _without(these: Sequence[Any], place: int) -> list[Any]:
    return [*these[:place], *these[place + 1 :]]


def _spread_sum(wanted: str, letters: list[str], arrays: list[Array], shape: tuple[int, ...]) -> Array:
    """Sum products over all letters but the wanted ones; spread along those that none has."""
    known = {letter for one in letters for letter in one}
    made = np.einsum(",".join(letters) + "->" + "".join(w for w in wanted if w in known), *arrays)
    for axis, letter in enumerate(wanted):
        if letter not in known:
            made = np.expand_dims(made, axis)
    return np.broadcast_to(made, shape)


def _by_units(name: str, given: Sequence[Array], dy: Array, params: Params) -> list[Array | None]:
    found: list[Array | None] = []
    for place, x in enumerate(given):
        if x.size > 5000:
            raise Opaque(name)
        parts = np.empty(x.size)
        for entry in range(x.size):
            unit = np.zeros(x.size)
            unit[entry] = 1.0
            put = [*given[:place], unit.reshape(x.shape), *given[place + 1 :]]
            parts[entry] = np.sum(forward(name, put, params) * dy)
        found.append(parts.reshape(x.shape))
    return found
