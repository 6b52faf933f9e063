"""Read a problem from plain arrays: `[(W1, b1), "sigmoid", (W2, b2)]`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from ..errors import DataError, NetworkError, ShapeError, nearest
from ..layer import Layer
from ..layers import Linear
from ..layout import Layout
from ..loss import Loss
from ..network import Part
from .arrays import bias_of, weights_of
from .build import LAYERS_AT_MOST, build
from .kinds import LAYER_KINDS, make_layer, make_loss
from .numbers import numbers
from .problem import Problem
from .words import quoted

NAMED = tuple(kind for kind in LAYER_KINDS if kind not in ("linear", "add", "activation"))


def from_plain(
    layers: Iterable[Any],
    x: Any,
    y: Any,
    *,
    loss: str | Loss = "squared_error",
    factor: Any = None,
    learning_rate: float = 1.0,
    samples: str = "rows",
    weights: str = "out_in",
) -> Problem:
    """Read a problem from a list of layers; arrays may be lists or NumPy arrays.

    A layer is `(W, b)`; `(W, None)`, `(W,)` or the matrix W alone for one without bias; the name of an activation; a
    `Layer` or `Part`; or a tuple of one of these and its parameters, which are indexed as in its formulas (those of
    `Linear` as `weights` says). Raises PizarraError alone.

    >>> problem = from_plain([([[1, 2]], [3]), "tanh"], [1, 0], [0.5], factor="1/2")
    >>> {name: array.tolist() for name, array in problem.parameters.items()}
    {'W1': [[1.0], [2.0]], 'b1': [3.0]}
    """
    layout = _layout(samples, weights)
    items = _items(layers)
    parts: list[Part] = []
    parameters: dict[str, np.ndarray] = {}
    count = 0
    for place, item in enumerate(items):
        part, arrays = _read(item, place)
        roles = part.layer.parameters
        if part.share is None and roles:
            count += 1
            if len(arrays) != len(roles):
                raise NetworkError(
                    f"Layer {place}, {type(part.layer).__name__}, has the parameters {', '.join(roles)}; "
                    f"{len(arrays)} arrays were given. Write (layer, {', '.join(roles)})."
                )
            for role, values in zip(roles, arrays, strict=True):
                parameters[f"{role}{count}"] = _parameter(part.layer, role, values, place, layout)
        elif arrays:
            why = f"it shares those of {part.share!r}" if part.share else "it has none"
            raise NetworkError(
                f"Layer {place}, {type(part.layer).__name__}, was given parameters, but {why}."
            )
        parts.append(part)
    said = factor is not None or not isinstance(loss, str)
    made = _loss(loss, factor)
    return build(parts, parameters, x, y, made, learning_rate=learning_rate, layout=layout, factor_said=said)


def _items(layers: Any) -> list[Any]:
    """Give the list of layers; one that never ends is cut where it is too long in any case."""
    if not isinstance(layers, str | bytes | dict):
        try:
            return list(islice(layers, LAYERS_AT_MOST + 1))
        except Exception:  # an object of any kind, whose iteration may fail in any way
            pass
    raise NetworkError(f'The layers must be a list, such as [(W1, b1), "sigmoid"]; {quoted(layers)} is not.')


def _layout(samples: Any, weights: Any) -> Layout:
    for what, value, known in (
        ("samples", samples, ("rows", "columns")),
        ("weights", weights, ("out_in", "in_out")),
    ):
        if not isinstance(value, str) or value not in known:
            raise NetworkError(
                f"{what} cannot be {quoted(value)}."
                + nearest(str(value)[:60] if isinstance(value, str) else "", known)
            )
    return Layout(samples, weights)  # type: ignore[arg-type]


def _loss(loss: Any, factor: Any) -> Loss:
    if not isinstance(loss, Loss):
        return make_loss(loss, factor)
    if factor is not None:
        raise NetworkError(f"The loss {type(loss).__name__} has its own factor; leave factor out.")
    return loss


def _read(item: Any, place: int) -> tuple[Part, Sequence[Any]]:
    """Give the layer of one item of the list, and its parameters as they were given."""
    if isinstance(item, str):
        if item not in NAMED:
            raise NetworkError(
                f"Layer {place} is {quoted(item)}, which is no activation." + nearest(item[:60], NAMED)
            )
        return Part(make_layer(item, {}, f"Layer {place}")), ()
    if isinstance(item, Layer | Part):
        return _part(item, place), ()
    if isinstance(item, list | tuple):
        if len(item) == 0:
            raise NetworkError(f"Layer {place} is empty. Give (W, b), or the name of an activation.")
        if isinstance(item[0], Layer | Part):
            return _part(item[0], place), item[1:]
        if isinstance(item[0], str):
            raise NetworkError(f"Layer {place} is {quoted(item)}; write the name of an activation alone.")
        if _depth(item[0]) == 2:
            if len(item) > 2:
                raise NetworkError(f"Layer {place} has {len(item)} arrays; (W, b) are two.")
            bias = item[1] if len(item) == 2 else None
            return Part(Linear(bias=bias is not None)), [item[0]] if bias is None else item
        if isinstance(item, tuple) and (len(item) == 1 or item[1] is None or _depth(item[1]) == 0):
            raise ShapeError(
                f"The weights of layer {place} are not a matrix. Write one row for each unit: [[1, 2]]."
            )
    elif not hasattr(item, "__array__"):
        raise NetworkError(
            f"Layer {place} is {quoted(item)}; a layer is (W, b), a matrix W, the name of an activation such as "
            '"sigmoid", or a Layer.'
        )
    return Part(Linear(bias=False)), [item]


def _part(item: Layer | Part, place: int) -> Part:
    part = item if isinstance(item, Part) else Part(item)
    if not isinstance(part.layer, Layer) or isinstance(part.layer, Loss):
        raise NetworkError(f"Layer {place} must be a Layer, such as Linear(); {quoted(part.layer)} is not.")
    if not isinstance(part.inputs, list | tuple):
        raise NetworkError(
            f"The inputs of layer {place} are {quoted(part.inputs)}; a tuple of names is expected."
        )
    return part


def _depth(values: Any) -> int:
    """Count the dimensions without converting anything: as deep as the first entries go, three at most."""
    depth = 0
    while isinstance(values, list | tuple) and depth < 3:
        depth += 1
        values = values[0] if values else None
    try:
        return depth + int(getattr(values, "ndim", 0))
    except Exception:  # a foreign object's attribute may be anything
        return depth


def _parameter(layer: Layer, role: str, values: Any, place: int, layout: Layout) -> np.ndarray:
    if isinstance(layer, Linear):
        if role == "W":
            return weights_of(values, f"weights of layer {place}", layout)
        return bias_of(values, f"bias of layer {place}")
    what = f"{role} of layer {place}, {type(layer).__name__}"
    wanted = len(layer.axes(role))
    given = numbers(values, what, dimensions=tuple(range(max(wanted, 2) + 1)))
    if given.ndim != wanted:
        raise DataError(f"{what} has {given.ndim} dimensions; its formulas index it with {wanted}.")
    return given
