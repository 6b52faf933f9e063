"""How exactly a line can be known: its numbers, and for each of them how far rounding may have taken it.

A running error analysis: every operation adds half a unit in the last place of its result, every input brings its own
error along. Where a comparison lies within the error, either outcome is possible, so the bend of a ReLU judges itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import FormulaError
from ..formula.functions import ALONG, FUNCTIONS
from ..formula.tree import (
    Add,
    Along,
    Call,
    Delta,
    Div,
    Mul,
    Neg,
    Node,
    Number,
    Pow,
    Ref,
    Size,
    Sum,
    Test,
    Where,
    as_float,
    refs,
)

TESTS = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}
FUNCTION_ULPS = 4.0  # the error of exp, tanh and their like, in units of rounding


@dataclass(frozen=True)
class Known:
    """Numbers, and how far from the truth each may be."""

    value: np.ndarray
    error: np.ndarray


Term = tuple[tuple[str, ...], np.ndarray, np.ndarray]


def bounded(
    tree: Node,
    axes: tuple[str, ...],
    known: Mapping[str, Known],
    unit: float,
    lengths: Mapping[str, int],
    *,
    bends: bool = True,
) -> Known:
    """Compute an index formula with its error; the result has the axes in that order.

    unit: the rounding of one operation, 1.1e-16 in float64. lengths: of axes that no array shows. bends: whether at a
    tie either outcome of a comparison is possible.
    """
    tiny = 1e-307 if unit < 1e-12 else 2e-38  # what underflows is lost, at every operation
    found = dict(lengths)
    for ref in refs(tree):
        for axis, length in zip(ref.indices, known[ref.name].value.shape, strict=True):
            if isinstance(axis, str):
                found[axis] = length

    def spread(term: Term, wanted: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        own, value, error = term
        if own == wanted and value.shape == error.shape:
            return value, error
        order = [own.index(axis) for axis in wanted if axis in own]
        shape = [found[axis] if axis in own else 1 for axis in wanted]
        return (
            np.transpose(value, order).reshape(shape),
            np.transpose(np.broadcast_to(error, value.shape), order).reshape(shape),
        )

    def join(*terms: Term) -> tuple[tuple[str, ...], list[tuple[np.ndarray, np.ndarray]]]:
        wanted = tuple(dict.fromkeys(axis for own, _, _ in terms for axis in own))
        return wanted, [spread(term, wanted) for term in terms]

    def rounded(own: tuple[str, ...], value: np.ndarray, error: np.ndarray, ulps: float = 1.0) -> Term:
        return own, value, error + ulps * unit * np.abs(value) + tiny

    def work(node: Node) -> Term:
        match node:
            case Number(number):
                return (), np.asarray(as_float(number)), np.asarray(0.0)
            case Size(axis):
                return (), np.asarray(float(found[axis])), np.asarray(0.0)
            case Ref(name, indices):
                own = tuple(str(i) for i in indices if isinstance(i, str))
                place = tuple(i if isinstance(i, int) else slice(None) for i in indices)
                return own, known[name].value[place], known[name].error[place]
            case Neg(body):
                own, value, error = work(body)
                return own, -value, error
            case Add(items):
                own, parts = join(*(work(item) for item in items))
                value, error = parts[0]
                for other, more in parts[1:]:
                    value = value + other
                    error = error + more + unit * np.abs(value)
                return own, value, error + tiny
            case Mul(items):
                own, parts = join(*(work(item) for item in items))
                value, error = parts[0]
                for other, more in parts[1:]:
                    error = _times(np.abs(value), more) + _times(np.abs(other), error) + _times(error, more)
                    value = value * other
                    error = error + unit * np.abs(value) + tiny
                return own, value, error
            case Div(left, right):
                own, ((a, ea), (b, eb)) = join(work(left), work(right))
                value = a / b
                room = np.maximum(np.abs(b) - eb, tiny)
                return rounded(own, value, (ea + np.abs(value) * eb) / room)
            case Pow(left, right):
                own, ((a, ea), (b, _)) = join(work(left), work(right))
                value = a**b
                moved = np.maximum(np.abs((a + ea) ** b - value), np.abs((a - ea) ** b - value))
                return rounded(own, value, np.where(np.isnan(moved), np.inf, moved), FUNCTION_ULPS)
            case Sum(axis, body):
                if isinstance(body, Mul) and len(body.items) == 2:
                    left, right = map(work, body.items)
                    if (product := _matrix_product(left, right, axis, unit, tiny)) is not None:
                        return product
                own, value, error = work(body)
                if axis not in own:
                    return rounded(own, value * found[axis], error * found[axis])
                place = own.index(axis)
                size = np.abs(value).sum(axis=place)
                total = error.sum(axis=place) + unit * (value.shape[place] + 1) * size + tiny
                return own[:place] + own[place + 1 :], value.sum(axis=place), total
            case Call(name, arguments):
                terms = [work(argument) for argument in arguments]
                own, parts = join(*terms)
                kernel = FUNCTIONS[name].kernel
                value = kernel(np, *(v for v, _ in parts))
                moved = np.zeros_like(value)
                for sign in (1.0, -1.0):
                    moved = np.maximum(moved, np.abs(kernel(np, *(v + sign * e for v, e in parts)) - value))
                return rounded(own, value, np.where(np.isnan(moved), np.inf, moved), FUNCTION_ULPS)
            case Along(name, axis, body, at):
                own, value, error = work(body)
                if axis not in own:
                    own, value = (*own, axis), np.repeat(value[..., None], found[axis], -1)
                    error = np.repeat(error[..., None], found[axis], -1)
                place = own.index(axis)
                result = ALONG[name].kernel(np, value, place)
                worst = error.max(axis=place, keepdims=True)
                scale = np.maximum(np.abs(result), worst if name != "softmax" else 0.0)
                lost = 2 * worst * (scale if name == "softmax" else 1.0)
                lost = lost + FUNCTION_ULPS * unit * (value.shape[place] + np.abs(value).max()) * np.abs(
                    result
                )
                lost = (
                    lost
                    + tiny
                    + (0.0 if name == "softmax" else unit * np.abs(value).max(axis=place, keepdims=True))
                )
                if at is None:
                    return own[:place] + own[place + 1 :], np.squeeze(result, place), np.squeeze(lost, place)
                return (*own[:place], str(at), *own[place + 1 :]), result, np.broadcast_to(lost, result.shape)
            case Test(left, sign, right):
                own, ((a, ea), (b, eb)) = join(work(left), work(right))
                near = np.abs(a - b) <= (ea + eb if bends else -1.0)
                return own, TESTS[sign](a, b).astype(float), near.astype(float)
            case Where(test, then, otherwise):
                own, ((t, et), (a, ea), (b, eb)) = join(work(test), work(then), work(otherwise))
                taken = t > 0.5
                error = np.where(taken, ea, eb) + np.where(et > 0, np.abs(a - b), 0.0)
                return own, np.where(taken, a, b), error
            case Delta(left, right):
                if isinstance(left, str) and isinstance(right, str):
                    eye = np.eye(found[left], found[right])
                    return (left, right), eye, np.zeros_like(eye)
        raise FormulaError(f"{type(node).__name__} has no error bound.")

    with np.errstate(all="ignore"):
        own, value, error = work(tree)
        found.update(zip(own, value.shape, strict=True))
        value, error = spread((own, value, error), axes)
        shape = tuple(found[axis] for axis in axes)
        if value.shape == shape == error.shape:
            return Known(value.astype(float), error.astype(float))
        return Known(np.broadcast_to(value, shape).astype(float), np.broadcast_to(error, shape).astype(float))


def _matrix_product(a: Term, b: Term, axis: str, unit: float, tiny: float) -> Term | None:
    """Multiply two terms and sum over the one axis that they share, as matrices; None where they are none.

    The error is that of every product, and of adding them up.
    """
    parts = []
    for own, value, error in (a, b):
        # A sum of numbers shows one that is none: |a| + |b| is no number, or has no end, where either is.
        if axis not in own or not np.isfinite((np.abs(value) + error).sum()):
            return None
        place = own.index(axis)
        for array in (value, error if error.shape == value.shape else np.broadcast_to(error, value.shape)):
            last = (
                array.T
                if place == 0 and len(own) == 2
                else np.moveaxis(array, place, -1)
                if own[-1] != axis
                else array
            )
            parts.append(last.reshape(-1, value.shape[place]))
    left, right = (tuple(other for other in own if other != axis) for own, _, _ in (a, b))
    if {*left} & {*right}:
        return None
    A, ea, B, eb = parts
    size, terms = np.abs(A) @ np.abs(B).T, A.shape[1]
    error = np.abs(A) @ eb.T + ea @ np.abs(B).T + ea @ eb.T + unit * (terms + 2) * size + (terms + 1) * tiny
    found = dict(zip((*a[0], *b[0]), (*a[1].shape, *b[1].shape), strict=True))
    shape = tuple(found[other] for other in (*left, *right))
    return (*left, *right), (A @ B.T).reshape(shape), error.reshape(shape)


def _times(size: np.ndarray, error: np.ndarray) -> np.ndarray:
    """Multiply an error, which may be anything at all, by a number: by 0 it is none."""
    return np.where((size == 0) | (error == 0), 0.0, size * error)
