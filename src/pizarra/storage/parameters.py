"""Whether parameters are those of a network: each there, of the right size, finite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..errors import FileError, nearest, shown
from ..network import Network, Step

DTYPES = (np.float64, np.float32, np.float16)


def check_parameters(network: Network, parameters: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Give the parameters in the network's order. Raises FileError, which names the first that does not fit."""
    for name in parameters:
        if name not in network.parameters:
            known = nearest(name, network.parameters) if network.parameters else " It has none."
            raise FileError(f"the network has no parameter {shown(name)}." + known)
    found: dict[str, np.ndarray] = {}
    for name in network.parameters:
        if name not in parameters:
            raise FileError(f"the parameter {name} is missing.")
        array = np.asarray(parameters[name])
        step, role = network.readers(name)[0]
        axes = step.layer.axes(role)
        if array.dtype.newbyteorder("=").type not in DTYPES:
            raise FileError(
                f"the parameter {name} holds {array.dtype}; float64, float32 or float16 is expected."
            )
        if array.ndim != len(axes) or 0 in array.shape:
            raise FileError(
                f"the parameter {name} has the shape {array.shape}; {len(axes)} lengths, each at least 1, are expected."
            )
        if not np.isfinite(array).all():
            place = tuple(int(k) for k in np.argwhere(~np.isfinite(array))[0])
            raise FileError(f"the parameter {name} has {array[place]} at {list(place)}; it must be finite.")
        found[name] = array
    _check_sizes(network, found)
    return found


def _check_sizes(network: Network, parameters: Mapping[str, np.ndarray]) -> None:
    """Follow the lengths through the network, in both directions: the input's is known only from what reads it."""
    shapes: dict[str, tuple[int | None, ...]] = {name: array.shape for name, array in parameters.items()}
    steps = [(step.place(), _axes(step)) for step in network.steps]
    changed = True
    while changed:
        changed = False
        for place, arrays in (*steps, *reversed(steps)):
            lengths: dict[str, tuple[int, str]] = {}
            for name, axes in arrays:
                for axis, length in zip(axes, shapes.get(name, ()), strict=False):
                    other, whose = lengths.setdefault(axis, (length, name)) if length else (length, name)
                    if other != length:
                        raise FileError(
                            f"in {place}, {whose} has the length {other} where {name} has {length}."
                        )
            for name, axes in arrays:
                known = tuple(lengths[axis][0] if axis in lengths else None for axis in axes)
                changed |= any(known) and known != shapes.get(name)
                shapes[name] = known


def _axes(step: Step) -> list[tuple[str, tuple[str, ...]]]:
    """Give the indices of every array that a step reads or makes, by its name in the network."""
    layer = step.layer
    inside = [
        *step.parameters.items(),
        *zip(layer.inputs, step.inputs, strict=True),
        (layer.output, step.output),
    ]
    return [(name, layer.axes(own)) for own, name in inside]
