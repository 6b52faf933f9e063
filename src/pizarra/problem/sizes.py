"""Sizes: whether the arrays of a network fit together, said in the words of the source that gave them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..errors import LayerError, ShapeError
from ..layers import Add, Linear
from ..layout import Layout
from ..network import INPUT, Network, Step

Shapes = Mapping[str, tuple[int, ...]]


def shapes(
    network: Network, parameters: Mapping[str, np.ndarray], x: np.ndarray, layout: Layout
) -> dict[str, tuple[int, ...]]:
    """Give the shape of every value. Raises ShapeError, which names the layer, both sizes and the remedy."""
    known: dict[str, tuple[int, ...]] = {INPUT: x.shape}
    for step in network.steps:
        if isinstance(step.layer, Linear):
            _linear(step, parameters, known, layout)
        if isinstance(step.layer, Add):
            _add(step, known)
        arrays = {role: parameters[name] for role, name in step.parameters.items()}
        for inside, outside in zip(step.layer.inputs, step.inputs, strict=True):
            arrays[inside] = np.broadcast_to(0.0, known[outside])
        try:
            lengths = step.layer.lengths(arrays)
            known[step.output] = tuple(lengths[index] for index in step.layer.axes(step.layer.output))
        except ShapeError as error:
            raise ShapeError(f"In {place(step)}: {error}") from None
        except KeyError as error:
            raise LayerError(
                f"In {place(step)}: nothing says how long index {error} of the output is."
            ) from None
    return known


def place(step: Step) -> str:
    """Say which layer it is."""
    return step.place()


def _linear(step: Step, parameters: Mapping[str, np.ndarray], known: Shapes, layout: Layout) -> None:
    weights = parameters[step.parameters["W"]]
    inputs, outputs = weights.shape
    width = known[step.inputs[0]][-1]
    stored = "column" if layout.weights == "out_in" else "row"
    if inputs != width:
        source = "x" if step.inputs[0] == INPUT else f"its input {step.inputs[0]!r}"
        turned = " Its transpose would fit." if outputs == width else ""
        raise ShapeError(
            f"In {place(step)}: the weights have {_count(inputs, stored)}, one for each input, but {source} has "
            f"{_count(width, 'number')} for each sample. Give weights with {_count(width, stored)}.{turned}"
        )
    if "b" in step.parameters and len(parameters[step.parameters["b"]]) != outputs:
        length = len(parameters[step.parameters["b"]])
        raise ShapeError(
            f"In {place(step)}: the bias has {_count(length, 'number')}, but the weights make "
            f"{_count(outputs, 'output')}. Give one number for each output."
        )


def _add(step: Step, known: Shapes) -> None:
    (left, right), widths = step.inputs, [known[name][-1] for name in step.inputs]
    if widths[0] != widths[1]:
        raise ShapeError(
            f"In {place(step)}: {left!r} has {_count(widths[0], 'number')} for each sample but {right!r} has "
            f"{widths[1]}. Only values of the same size can be added."
        )


def _count(count: int, word: str) -> str:
    return f"{count} {word}" + "s" * (count != 1)
