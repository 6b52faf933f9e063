"""Pieces: one vector of all parameters, by the matrices and biases that the forward pass takes out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .graph import Graph, places_of
from .recording import Operation

if TYPE_CHECKING:
    from .steps import Parameter, Step

USES = ("matmul", "dot", "einsum", "tensordot", "outer", "inner", "add", "sub", "mul")


def in_pieces(graph: Graph, listed: list[Parameter]) -> list[Parameter]:
    """Part each vector that the program takes its weights out of, so that each of them is judged by itself."""
    return [piece for parameter in listed for piece in _pieces(graph, parameter)]


def _pieces(graph: Graph, parameter: Parameter) -> list[Parameter]:
    first = parameter.steps[0]
    whole = all(len(step.operations) == 1 and step.base.size == first.base.size for step in parameter.steps)
    if len(parameter.shape) != 1 or first.base.size < 3 or not whole:
        return [parameter]
    taken = _taken(graph, first.base, first.operations[0].number)
    if len(taken) < 2:
        return [parameter]
    found = []
    for ids in taken:
        places = places_of(first.base, ids.ravel())
        steps = [_part(step, places) for step in parameter.steps]
        found.append(replace(parameter, shape=ids.shape, steps=steps))
    return found


def _part(step: Step, places: np.ndarray) -> Step:
    sources = np.concatenate([np.ravel(ids) for ids in step.sources])[places]
    return replace(
        step,
        base=step.base[places],
        after=step.after[places],
        sources=[sources],
        moved=[step.move[places]],
    )


def _taken(graph: Graph, base: np.ndarray, until: int) -> list[np.ndarray]:
    """Give the parts of a vector that are taken before its update, the largest of those that lie in one another.

    None where they are not all of it, or one is a part of two.
    """
    mine = np.zeros(graph.values.size, dtype=bool)
    mine[base] = True
    parts: dict[tuple[int, int], np.ndarray] = {}
    for operation in graph.operations[:until]:
        if operation.name not in USES or len(operation.operands) < 2:
            continue
        for ids in _own(operation, mine, base.size):
            parts.setdefault((int(ids.flat[0]), ids.size), ids)
    found: list[np.ndarray] = []
    covered = np.zeros(graph.values.size, dtype=bool)
    for ids in sorted(parts.values(), key=lambda one: -one.size):
        if covered[ids].all():
            continue
        if covered[ids].any() or np.unique(ids).size < ids.size:
            return []
        covered[ids] = True
        found.append(ids)
    if not covered[base].all():
        return []
    return [_as_named(graph, ids) for ids in sorted(found, key=lambda one: int(one.min()))]


def _as_named(graph: Graph, ids: np.ndarray) -> np.ndarray:
    """Give an array as it lies where it has a name, and not turned as it is taken."""
    own = np.sort(ids, axis=None)
    named = (n.ids for n in graph.recording.named if n.ids.size == ids.size and n.name[0] != "(")
    return next((one for one in named if np.array_equal(np.sort(one, axis=None), own)), ids)


def _own(operation: Operation, mine: np.ndarray, size: int) -> list[np.ndarray]:
    """Give the operands that are parts of a vector, where the others are no parts of it."""
    given = [operand.ids for operand in operation.operands]
    own = [ids for ids in given if ids is not None and ids.size < size and mine[ids].all()]
    scaled = any((o.ids if o.ids is not None else o.constant).size == 1 for o in operation.operands)
    return own if len(own) == 1 and not (scaled and operation.name == "mul") else []
