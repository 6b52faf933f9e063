"""Make a problem from a shape such as 2-3-2: small numbers from a seed, that can be copied by hand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np

from ..data import whole
from ..errors import NetworkError, nearest
from ..layers import Linear
from ..layout import Layout
from ..loss import Loss
from ..network import Part
from .build import build
from .kinds import make_layer, make_loss
from .plain import NAMED
from .problem import Problem
from .targets import OF_CLASSES, OF_YES_AND_NO
from .words import quoted

WEIGHTS_AT_MOST = 2_000_000
WIDTHS_AT_MOST = 100


def is_shape(text: str) -> bool:
    """Whether a text looks like a shape: numbers with dashes between.

    >>> is_shape("2-3-2"), is_shape("xor")
    (True, False)
    """
    return re.fullmatch(r"\s*\d+(\s*-\s*\d+)+\s*", text, re.ASCII) is not None


def from_shape(
    shape: str,
    *,
    hidden: str = "sigmoid",
    output: str = "identity",
    loss: str = "squared_error",
    factor: Any = None,
    x: Any = None,
    y: Any = None,
    seed: int = 0,
    learning_rate: float = 1.0,
    bias: bool = True,
) -> Problem:
    """Make a chain of linear layers, each followed by `hidden`, the last by `output`; `identity` adds no layer.

    Weights lie between −1 and 1 and have two decimals. x and y are drawn where they are not given: one sample. The same
    seed gives the same numbers. Raises PizarraError alone.

    >>> problem = from_shape("2-3-1", seed=1)
    >>> problem.network
    Network([Linear(bias=True), Sigmoid(), Linear(bias=True)], SquaredError(factor='1'))
    >>> from_shape("2-3-1", seed=1).parameters["b2"] == problem.parameters["b2"]
    array([ True])
    """
    widths = _widths(shape)
    between, last = _activation(hidden, "hidden"), _activation(output, "output")
    made = make_loss(loss, factor)
    if not isinstance(bias, bool | np.bool):
        raise NetworkError(f"bias is {quoted(bias)}; True or False is expected.")
    rng = np.random.default_rng(whole(seed, "seed", least=0, most=2**64 - 1))
    parts: list[Part] = []
    parameters: dict[str, np.ndarray] = {}
    for number, (inputs, outputs) in enumerate(pairwise(widths), 1):
        parts.append(Part(Linear(bias=bool(bias))))
        parameters[f"W{number}"] = _drawn(rng, (inputs, outputs))
        if bias:
            parameters[f"b{number}"] = _drawn(rng, (outputs,))
        activation = last if number == len(widths) - 1 else between
        if activation != "identity":
            parts.append(Part(make_layer(activation, {}, f"Layer {len(parts)}")))
    drawn = rng.integers(-2, 4, widths[0])
    drawn[0] = drawn[0] or 1
    x = drawn.tolist() if x is None else x
    y = _target(rng, made, widths[-1], x) if y is None else y
    return build(
        parts,
        parameters,
        x,
        y,
        made,
        learning_rate=learning_rate,
        layout=Layout(),
        factor_said=factor is not None,
    )


def _widths(shape: Any) -> list[int]:
    if not isinstance(shape, str) or len(shape) > 2000 or not is_shape(shape):
        raise NetworkError(f"A shape is numbers with dashes between, such as 2-3-2; {quoted(shape)} is not.")
    texts = re.findall(r"\d+", shape)
    if len(texts) > WIDTHS_AT_MOST:
        raise NetworkError(f"The shape has {len(texts)} numbers; {WIDTHS_AT_MOST} are the most.")
    if long := [text for text in texts if len(text) > 9]:
        raise NetworkError(f"The shape {quoted(shape)} is too large: {quoted(long[0])} units.")
    widths = [int(text) for text in texts]
    if 0 in widths:
        raise NetworkError(f"In the shape {quoted(shape)} a layer has 0 units; give each at least 1.")
    count = sum(a * b for a, b in pairwise(widths))
    if count > WEIGHTS_AT_MOST:
        raise NetworkError(f"The shape {quoted(shape)} has {count} weights; {WEIGHTS_AT_MOST} are the most.")
    return widths


def _activation(name: Any, what: str) -> str:
    if not isinstance(name, str) or name not in NAMED:
        raise NetworkError(
            f"The {what} activation is of an unknown type, {quoted(name)}."
            + nearest(name[:60] if isinstance(name, str) else "", NAMED)
        )
    return name


def _drawn(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw numbers with two decimals between −1 and 1, none of them 0."""
    hundredths = rng.integers(1, 101, shape) * rng.choice((-1, 1), shape)
    return hundredths / 100


def _target(rng: np.random.Generator, loss: Loss, outputs: int, x: Any) -> Any:
    """Draw a target for each sample: a class for a cross-entropy over classes, yes or no, or small numbers."""
    several = (
        isinstance(x, list | tuple | np.ndarray)
        and len(x) > 0
        and isinstance(x[0], list | tuple | np.ndarray)
    )
    rows = len(x) if several else 1
    if isinstance(loss, OF_CLASSES):
        y = np.eye(outputs)[rng.integers(0, outputs, rows)]
    elif isinstance(loss, OF_YES_AND_NO):
        y = rng.integers(0, 2, (rows, outputs)).astype(float)
    else:
        y = rng.integers(-2, 4, (rows, outputs)).astype(float)
    return y.tolist() if several else y[0].tolist()
