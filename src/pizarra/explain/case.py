"""The case: the one entry that a page works out to the last factor, and the units on its way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np

from ..errors import DataError, nearest, shown
from ..layout import SAMPLES
from ..mathematics.unicode import inline
from ..network import INPUT, LOSS, TARGET
from ..record import record
from .local import Local
from .view import View


@record
class Case:
    """An entry of a parameter or value (`place`, core order), a sample, and the place of a unit in every value."""

    name: str
    place: tuple[int, ...]
    sample: int
    places: Mapping[str, tuple[int, ...]]


def choose(view: View, wanted: str | None) -> Case:
    """Read a case such as `W[1,3]`, in the reader's symbols and indices; nothing wanted: the first weight.

    Raises DataError for a name or a place that there is not.
    """
    network = view.network
    if wanted is None:
        name = network.parameters[0] if network.parameters else INPUT
        place = (0,) * view.array(name).ndim
    else:
        name, place = _read(view, wanted)
    sample = place[0] if name in view.trace.values else _sample(view, name, place)
    return Case(name, place, sample, places_of(view, name, place, sample))


def _read(view: View, wanted: str) -> tuple[str, tuple[int, ...]]:
    if not isinstance(wanted, str):
        raise DataError(f"A case is text, such as 'W[1,3]'; {shown(wanted)} is not.")
    match = re.fullmatch(r"\s*([^\[\]]{1,80}?)\s*\[\s*(\d{1,9}(?:\s*,\s*\d{1,9})*)\s*\]\s*", wanted)
    if match is None:
        raise DataError(f"A case is a name with its indices, such as W[1,3]; {shown(wanted)} is not.")
    known = _names(view)
    if match[1].isalpha():  # a letter alone, W or b, means the first of its kind
        known = {re.sub(r"\d+$", "", key): name for key, name in reversed(known.items())} | known
    key = _plain(match[1])
    if key not in known:
        listed = [inline(view.whole(name), ascii=True) for name in dict.fromkeys(known.values())]
        raise DataError(f"There is no {shown(match[1])} in this network." + nearest(match[1], listed))
    name = known[key]
    given = [int(k) - view.notation.base for k in match[2].split(",")]
    kind = view.kind(name)
    axes = view.layout.indices(kind)
    shape = view.stored(name).shape
    if len(given) != len(axes):
        raise DataError(f"{match[1]} has {len(axes)} indices; the case {shown(wanted)} gives {len(given)}.")
    for number, length in zip(given, shape, strict=True):
        if not 0 <= number < length:
            base = view.notation.base
            size = "×".join(map(str, shape))
            raise DataError(
                f"The case {shown(wanted)} lies outside {match[1]}, which is {size}: indices run from {base}"
                f" to {length - 1 + base}."
            )
    at = dict(zip(axes, given, strict=True))
    return name, tuple(at.get(axis, 0) for axis in kind.axes)


def _names(view: View) -> dict[str, str]:
    """Give every way to call a quantity: by the reader's symbol, by its name in the network."""
    network = view.network
    names = [*network.parameters, *network.values]
    found = {_plain(name): name for name in reversed(names)}
    return found | {_plain(inline(view.whole(name), ascii=True)): name for name in reversed(names)}


def _plain(text: str) -> str:
    return re.sub(
        r"[^a-z0-9]",
        "",
        text.lower().translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")),
    )


def _sample(view: View, name: str, place: tuple[int, ...]) -> int:
    """Choose the sample that matters most for the entry, so that its case is not all zeros."""
    if view.trace.samples == 1:
        return 0
    step, inside = view.network.readers(name)[0]
    local = Local.of(view, step, inside)
    cotangent = view.trace.cotangents[step.output] if step.output != LOSS else np.array(1.0)
    if SAMPLES not in local.out_axes:
        return 0
    axis = local.out_axes.index(SAMPLES)
    weight = np.zeros(view.trace.samples)
    for out in local.reached(place):
        weight[out[axis]] += abs(float(cotangent[out]) * local.value(out, place))
    return int(np.argmax(weight))


def places_of(view: View, name: str, place: tuple[int, ...], sample: int) -> dict[str, tuple[int, ...]]:
    """Give a unit in every value: the one that the entry makes, kept by element-wise layers, else the first."""
    network = view.network
    units: dict[str, int] = {}
    if name in network.parameters:
        step, inside = network.readers(name)[0]
        at = dict(zip(step.layer.axes(inside), place, strict=True))
        for value, own in (
            (step.output, step.layer.output),
            *zip(step.inputs, step.layer.inputs, strict=True),
        ):
            for axis in step.layer.axes(own):
                if axis in at:
                    units[value] = at[axis]
    else:
        units[name] = place[-1]
    for step in network.steps:
        if step.output not in units and _same(step.layer) and step.inputs[0] in units:
            units[step.output] = units[step.inputs[0]]
    for step in reversed(network.steps):
        if step.output in units and _same(step.layer):
            for value in step.inputs:
                units.setdefault(value, units[step.output])
    for step in network.steps:  # what neither way reached follows the first units
        units.setdefault(step.output, units.get(step.inputs[0], 0) if _same(step.layer) else 0)
    units.setdefault(TARGET, units.get(network.prediction, 0))
    places = {}
    for value in (*network.values, TARGET, *(n for n in view.axes if "." in n)):
        made = network.prediction if value.startswith(LOSS + ".") else value.split(".")[0]
        unit = units.get(value, units.get(made, 0))
        places[value] = tuple(sample if axis == SAMPLES else unit for axis in view.axes[value])
    for parameter in network.parameters:
        step, inside = network.readers(parameter)[0]
        at = {SAMPLES: sample}
        for value, own in (
            *zip(step.inputs, step.layer.inputs, strict=True),
            (step.output, step.layer.output),
        ):
            at |= dict(zip(step.layer.axes(own), places[value], strict=True))
        places[parameter] = tuple(at.get(axis, 0) for axis in step.layer.axes(inside))
    if name in network.parameters:
        places[name] = place
    return places


def _same(layer) -> bool:
    """Whether the units of the output are those of the inputs, one for one."""
    return all(layer.axes(name) == layer.axes(layer.output) for name in layer.inputs)


@record
class Edge:
    """One local derivative on a path: of an entry of `local.target` by an entry of `local.source`."""

    local: Local
    out: tuple[int, ...]
    place: tuple[int, ...]
    value: float


def routes(view: View, name: str) -> Iterator[tuple[Local, ...]]:
    """Yield every way through the layers from a value or parameter to the loss, the first layer first."""
    for step, inside in view.network.readers(name):
        local = Local.of(view, step, inside)
        if step.output == LOSS:
            yield (local,)
            continue
        for rest in routes(view, step.output):
            yield (local, *rest)


def count(route: tuple[Local, ...]) -> int:
    """Say how many paths a route has for one entry, without walking them."""
    total = 1
    for local in route:
        total *= local.count()
    return total


def paths(route: tuple[Local, ...], place: tuple[int, ...]) -> Iterator[tuple[Edge, ...]]:
    """Yield every path of a route from one entry, as its edges from the entry to the loss."""
    local, *rest = route
    for out in local.reached(place):
        edge = Edge(local, out, place, local.value(out, place))
        if not rest:
            yield (edge,)
            continue
        for others in paths(tuple(rest), out):
            yield (edge, *others)
