"""Widths: the shapes of a network's parameters, found from its formulas, the data and the hidden widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..data import whole
from ..errors import DataError, NetworkError, shown
from ..formula.tree import refs
from ..layer import SAMPLES
from ..network import INPUT, Network, Step

_WIDEST = 10_000_000
Place = tuple[Any, Any]  # an axis: (value or parameter, its number), or (step, the letter it has there)


def shapes_of(
    network: Network, inputs: int, outputs: int | None = None, sizes: Any = None
) -> dict[str, tuple[int, ...]]:
    """Give the shape of every parameter, by name.

    `inputs` and `outputs` are the numbers that a sample has in x and in the target; `sizes` are the widths that follow
    from neither, in the order of the layers. Raises DataError, which names the layers that want a width.

    >>> from pizarra.layers import Linear, Tanh
    >>> from pizarra.losses import SquaredError
    >>> shapes_of(Network([Linear(), Tanh(), Linear(bias=False)], SquaredError()), 2, 1, sizes=[3])
    {'W1': (2, 3), 'b1': (3,), 'W2': (3, 1)}
    """
    axes = _Axes()
    for step in network.all_steps:
        _join(axes, step)
    known: dict[Place, int] = {axes.root((INPUT, 1)): inputs}
    last = axes.root((network.prediction, 1))
    if outputs is not None and known.setdefault(last, outputs) != outputs:
        raise DataError(
            f"Y has {outputs} for each sample, but this network gives back as many numbers as X has: {inputs}."
        )
    wanted = _unknown(network, axes, known)
    given = _given(sizes)
    if len(given) != len(wanted):
        named = ", ".join(step.place() for step in wanted.values()) or "none"
        raise DataError(
            f"sizes has {_count(len(given), 'width')}, but {len(wanted)} must be said (output of: {named}). "
            + ("Leave sizes out." if not wanted else f"Write sizes=[{', '.join(['8'] * len(wanted))}].")
        )
    known.update(zip(wanted, given, strict=True))
    return {
        name: tuple(known[axes.root((name, place))] for place in range(_dimensions(network, name)))
        for name in network.parameters
    }


class _Axes:
    """Which axes have one length: a forest of places, each joined to the one that stands for it."""

    def __init__(self) -> None:
        self.joined: dict[Place, Place] = {}

    def root(self, place: Place) -> Place:
        while self.joined.setdefault(place, place) != place:
            place = self.joined[place]
        return place

    def join(self, one: Place, other: Place) -> None:
        self.joined[self.root(other)] = self.root(one)


def _join(axes: _Axes, step: Step) -> None:
    layer, outside = step.layer, step.names()
    mentioned = [(ref.name, ref.indices) for line in layer.values for ref in (line.left, *refs(line.tree))]
    mentioned += [(name, layer.axes(name)) for name in (*layer.inputs, *layer.parameters)]
    for name, indices in mentioned:
        for place, index in enumerate(indices):
            if isinstance(index, str):
                axes.join((outside[name], place), (step.output + " of " + type(layer).__name__, index))


def _unknown(network: Network, axes: _Axes, known: dict[Place, int]) -> dict[Place, Step]:
    """Give the axes of parameters whose length nothing says yet, each with the first layer that has it."""
    found: dict[Place, Step] = {}
    for step in sorted(network.steps, key=lambda step: step.index or 0):
        for role, name in step.parameters.items():
            for place, index in enumerate(step.layer.axes(role)):
                if index == SAMPLES:
                    raise NetworkError(
                        f"{name} of {step.place()} has an axis of samples; a parameter cannot depend on how many "
                        "there are."
                    )
                if (root := axes.root((name, place))) not in known:
                    found.setdefault(root, step)
    return found


def _dimensions(network: Network, name: str) -> int:
    step, role = network.readers(name)[0]
    return len(step.layer.axes(role))


def _given(sizes: Any) -> Sequence[int]:
    if sizes is None:
        return ()
    if isinstance(sizes, str | bytes | dict):
        raise DataError(f"sizes must be a list of whole numbers, such as [16, 16]; {shown(sizes)} is not.")
    try:
        given = list(sizes) if not hasattr(sizes, "__index__") else [sizes]
    except Exception:  # an object of any kind, whose iteration may fail in any way
        raise DataError(
            f"sizes must be a list of whole numbers, such as [16, 16]; {shown(sizes)} is not."
        ) from None
    return [whole(size, f"sizes[{place}]", least=1, most=_WIDEST) for place, size in enumerate(given)]


def _count(count: int, word: str) -> str:
    return f"{count} {word}" + "s" * (count != 1)
