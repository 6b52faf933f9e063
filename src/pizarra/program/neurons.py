"""Neurons: weights that are single numbers, each with the number that it is multiplied by on the way forward."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from .arrays import Array
from .graph import Graph
from .recording import Operation
from .trying import Change, Trying


def inputs(trying: Trying) -> Iterator[Change]:
    """Where the steps of single weights take another forward number than their own input: that input in its place."""
    own = _own(trying)
    for place, step in enumerate(trying.steps):
        sources = step.step.sources
        weights = step.step.base
        if place in trying.right or len(sources) != weights.size or not all(int(w) in own for w in weights):
            continue
        wanted = np.array([own[int(w)] for w in weights])
        taken = [_taken(trying, int(source[0])) for source in sources]
        for found in zip(*taken, strict=False):
            if len({(o.site, p) for o, p in found}) > 1:
                continue
            given = np.array([int(o.operands[p].ids.flat[0]) for o, p in found])  # type: ignore[union-attr]
            if np.array_equal(given, wanted):
                continue
            first = found[0][0]
            yield Change(
                "operand",
                first,
                first.site,
                first.stack,
                operands={o.number: {p: np.array(w)} for (o, p), w in zip(found, wanted, strict=True)},
                old=Array(given, _position(trying, given)),
                new=Array(wanted, _position(trying, wanted)),
            )


def _own(trying: Trying) -> dict[int, int]:
    """Give by a weight what it is multiplied by on the way forward."""
    own: dict[int, int] = {}
    stop = trying.one.turn.stop
    for operation in trying.arrays.operations(trying.arrays.forward):
        given = [o.ids for o in operation.operands]
        if operation.name != "mul" or operation.ids.ndim or any(ids is None for ids in given):
            continue
        first, second = (int(ids.flat[0]) for ids in given if ids is not None)
        for weight, other in ((first, second), (second, first)):
            if stop[weight] and not stop[other]:
                own[weight] = other
    return own


def exchanged(trying: Trying) -> Iterator[Change]:
    """Where single weights form a square, and each takes the step of the one across: its own error and input."""
    rounds, inside = max(len(trying.one.parts), 1), set(_own(trying).values())
    for place, step in enumerate(trying.steps):
        sources, size = step.step.sources, step.step.base.size
        side = math.isqrt(size // rounds)
        if place in trying.right or len(sources) != size or side < 2 or rounds * side * side != size:
            continue
        found = [_product(trying, int(source[0]), inside) for source in sources]
        if None in found or len({o.site for o in found if o is not None}) != 1:
            continue
        made = [operation for operation in found if operation is not None]
        across = np.swapaxes(np.arange(size).reshape(rounds, side, side), 1, 2).ravel()
        operands = {
            one.number: {p: o.ids for p, o in enumerate(made[other].operands) if o.ids is not None}
            for one, other in zip(made, across, strict=True)
        }
        ids = np.array([int(one.ids.flat[0]) for one in made])
        position = _position(trying, ids)
        yield Change(
            "operand",
            made[0],
            made[0].site,
            made[0].stack,
            operands=operands,
            old=Array(ids, position),
            new=Array(ids[across], position),
            turned=True,
        )


def _product(trying: Trying, source: int, inside: set[int]) -> Operation | None:
    """Give what multiplies an error by the input of a weight, for a step. inside: the inputs of all weights."""
    graph, arrays = trying.graph, trying.arrays
    operation = graph.maker(source)
    while operation is not None and operation.name in ("mul", "div", "neg", "cast"):
        given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size == 1]
        errors = [ids for ids in given if arrays.made_of_errors(ids)]
        others = [ids for ids in given if not arrays.made_of_errors(ids)]
        if operation.name == "mul" and any(_carries(graph, int(ids.flat[0]), inside) for ids in others):
            return operation
        operation = graph.maker(int(errors[0].flat[0])) if len(errors) == 1 else None
    return None


def _carries(graph: Graph, number: int, inside: set[int]) -> bool:
    """Whether a number is the input of a weight, or that times a number."""
    maker = None if number in inside else graph.maker(number)
    if maker is None or maker.name not in ("mul", "div", "neg"):
        return number in inside
    return any(
        _carries(graph, int(o.ids.flat[0]), inside)
        for o in maker.operands
        if o.ids is not None and o.ids.size == 1
    )


def _taken(trying: Trying, source: int) -> list[tuple[Operation, int]]:
    """Give where a step's own line takes forward numbers: the operations of the line, and the places in them."""
    found: list[tuple[Operation, int]] = []
    last = trying.graph.maker(source)
    waiting = [last] if last is not None else []
    while waiting and last is not None:
        operation = waiting.pop(0)
        for place, operand in enumerate(operation.operands if operation.name == "mul" else ()):
            if operand.ids is None or operand.ids.size != 1:
                continue
            maker = trying.graph.maker(int(operand.ids.flat[0]))
            errors = trying.arrays.made_of_errors(operand.ids)
            if maker is not None and maker.site is not None and maker.site[:2] == (last.site or ())[:2]:
                waiting.append(maker)
            elif not errors:
                found.append((operation, place))
    return found


def _position(trying: Trying, ids: np.ndarray) -> int:
    return int(trying.graph.made_by[ids].max()) + 1
