"""Blocks: parts of a network that are trained in turn, each by a forward pass of its own, while the others stay.

As where a head is trained on a body that was trained before, where every other round moves the other layers, or where
two networks work against one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .graph import Graph
from .recording import Operation

if TYPE_CHECKING:
    from .steps import Parameter, Step


def in_turn(graph: Graph, listed: list[Parameter]) -> list[list[Parameter]]:
    """Part a network where it goes forward anew between two steps, with what the first of them made."""
    if len(listed) < 2:
        return [listed]
    ordered = sorted(listed, key=lambda one: one.steps[0].operations[-1].number)
    afters = graph.marked(step.after for one in listed for step in one.steps)
    blocks: list[list[Parameter]] = [ordered[:1]]
    for second in ordered[1:]:
        if any(_anew(graph, first, second, afters) for first in blocks[-1]):
            blocks.append([])
        blocks[-1].append(second)
    if len(blocks) == 1:
        return [listed]
    for block in blocks:
        for one in block:
            one.beside = [other for rest in blocks if rest is not block for other in rest]
    return [[one for one in listed if one in block] for block in blocks]


def _anew(graph: Graph, first: Parameter, second: Parameter, afters: np.ndarray) -> bool:
    """Whether lines that the first step of one was made by were run again with its result before the other's.

    Not so where what they are run with comes from the numbers before that step: an error, which is passed back late.
    """
    own, other = first.steps[0], second.steps[0]
    end, begin = other.operations[0].number, own.operations[-1].number
    if begin >= end:
        return False
    made = graph.marked(step.after for step in first.steps if step.operations[-1].number < end)
    lines = {_line(one) for one in _taking(graph, own, graph.marked([own.base]), 0)}
    again = [one for one in _taking(graph, other, made, begin) if _line(one) in lines]
    for one in again:
        given = [o.ids.ravel() for o in one.operands if o.ids is not None and not made[o.ids].any()]
        _, live = graph.behind(np.concatenate(given), afters) if given else ((), made)
        if not given or not live[own.base].any():
            return True
    return False


def _line(operation: Operation) -> tuple[object, ...]:
    return operation.name, operation.site


def _taking(graph: Graph, step: Step, marks: np.ndarray, since: int) -> list[Operation]:
    """Give the operations behind a step that compute of certain numbers, which are marked."""
    behind, _ = graph.behind(np.concatenate(step.sources), None, since)
    return [
        graph.operations[n]
        for n in behind
        if any(o.ids is not None and o.ids.size and marks[o.ids].any() for o in graph.operations[n].operands)
    ]


def beside(graph: Graph, listed: list[Parameter]) -> np.ndarray:
    """Mark the numbers, before and after their steps, of what is trained in turn with a block."""
    others = listed[0].beside if listed else ()
    return graph.marked(ids for one in others for step in one.steps for ids in (step.base, step.after))
