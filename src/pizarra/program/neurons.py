"""Neurons: weights that are single numbers, each with the number that it is multiplied by on the way forward."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .arrays import Array
from .recording import Operation
from .trying import Change, Trying


def inputs(trying: Trying) -> Iterator[Change]:
    """Where the steps of single weights take another forward number than their own input: that input in its place."""
    own: dict[int, int] = {}  # by a weight, what it is multiplied by
    stop = trying.one.turn.stop
    for operation in trying.arrays.operations(trying.arrays.forward):
        given = [o.ids for o in operation.operands]
        if operation.name != "mul" or operation.ids.ndim or any(ids is None for ids in given):
            continue
        first, second = (int(ids.flat[0]) for ids in given if ids is not None)
        for weight, other in ((first, second), (second, first)):
            if stop[weight] and not stop[other]:
                own[weight] = other
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
            elif not errors and (trying.one.turn.bits[operand.ids].any() or maker is None):
                found.append((operation, place))
    return found


def _position(trying: Trying, ids: np.ndarray) -> int:
    return int(trying.graph.made_by[ids].max()) + 1
