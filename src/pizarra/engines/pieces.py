"""Pieces: the element-wise work of a step between its matrix products, in the layers' and losses' own code.

The kernel has functions of the same names, arguments and codes; this file stands in where it was not built. Rows are
taken some at a time, so that what is computed on the way stays small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .chain import ACTIVATIONS as KINDS
from .chain import LOSSES as LOSS_KINDS
from .chain import Rule

ACTIVATIONS, LOSSES = tuple(KINDS.values()), tuple(LOSS_KINDS.values())
AT_ONCE = 1 << 14  # numbers
_LOSSES = [kind("1") for kind in LOSS_KINDS]


def activate(z: np.ndarray, b: np.ndarray | None, code: int, slope: float) -> None:
    """z ← f(z + b) in place; b may be None."""
    layer = _activation(code, slope)
    for some in _blocks(z):
        block = z[some]
        if b is not None:
            block += b
        if code:
            block[...] = layer.forward(np, block)["y"]


def pull(d: np.ndarray, y: np.ndarray, db: np.ndarray | None, code: int, slope: float) -> None:
    """d ← the cotangent of z in place, from that of y = f(z); db ← its sum over rows, unless it is None.

    The sign of y is that of z wherever it is asked for, so y may stand for z.
    """
    layer = _activation(code, slope)
    for some in _blocks(d) if code else ():
        known = {"x": y[some], "y": y[some]}
        d[some] = layer.pull(np, d[some], known)["x"]
    if db is not None:
        np.sum(d, axis=0, out=db)


def output(
    z: np.ndarray,
    b: np.ndarray | None,
    t: np.ndarray,
    db: np.ndarray | None,
    activation: int,
    slope: float,
    loss: int,
    factor: float,
) -> float:
    """Give the loss of the outputs f(z + b) for the targets t; z ← its cotangent, db ← that of b."""
    layer, last, total = _activation(activation, slope), _LOSSES[loss], 0.0
    activate(z, b, activation, slope)
    for some in _blocks(z):
        y = z[some]
        known = dict(zip(last.inputs, (y, t[some]), strict=True))
        known |= last.run(np, *known.values())
        total += float(known["L"]) * factor
        d = np.multiply(last.pull(np, None, known)[last.inputs[0]], factor)
        z[some] = layer.pull(np, d, {"x": y, "y": y})["x"] if activation else d
    if db is not None:
        np.sum(z, axis=0, out=db)
    return total


def squares(arrays: Sequence[np.ndarray]) -> float:
    """Give the sum of the squares of all numbers."""
    return sum(float(np.vdot(array, array)) for array in arrays)


def penalise(rule: Rule, p: np.ndarray, g: np.ndarray) -> None:
    """Add the gradient of the rule's penalties on p to g, in place."""
    l1, l2 = rule[6:8]
    for some in _blocks(p):
        block = np.sign(p[some])
        block *= l1
        block += l2 * p[some]
        g[some] += block


def gather(x: np.ndarray, order: np.ndarray, out: np.ndarray) -> None:
    """Copy the rows of x that order names to out, from one type to another."""
    if x.dtype == out.dtype:
        np.take(x, order, axis=0, out=out, mode="clip")  # the default mode would copy once more
    else:
        out[...] = x[order]


def _activation(code: int, slope: float):
    kind = list(KINDS)[code]
    return kind(slope) if slope else kind()


def _blocks(array: np.ndarray) -> Iterator[slice]:
    step = max(1, AT_ONCE // max(1, array[0].size))
    for start in range(0, len(array), step):
        yield slice(start, start + step)
