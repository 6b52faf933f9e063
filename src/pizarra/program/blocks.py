"""Blocks: parts of a network that are trained in turn, each by a forward pass of its own, while the others stay.

As where a head is trained on a body that was trained before, where every other round moves the other layers, or where
two networks work against one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .graph import Graph

if TYPE_CHECKING:
    from .steps import Parameter, Step


def in_turn(graph: Graph, listed: list[Parameter]) -> list[list[Parameter]]:
    """Part a network where it goes forward anew between two steps, with what the first of them made."""
    if len(listed) < 2:
        return [listed]
    ordered = sorted(listed, key=lambda one: one.steps[0].operations[-1].number)
    blocks: list[list[Parameter]] = [ordered[:1]]
    for second in ordered[1:]:
        if any(_anew(graph, first, second) for first in blocks[-1]):
            blocks.append([])
        blocks[-1].append(second)
    if len(blocks) == 1:
        return [listed]
    for block in blocks:
        for one in block:
            one.beside = [other for rest in blocks if rest is not block for other in rest]
    return [[one for one in listed if one in block] for block in blocks]


def _anew(graph: Graph, first: Parameter, second: Parameter) -> bool:
    """Whether lines that the first step of one was made by were run again with its result before the other's."""
    own, other = first.steps[0], second.steps[0]
    end, begin = other.operations[0].number, own.operations[-1].number
    if begin >= end:
        return False
    made = np.zeros(graph.values.size, dtype=bool)
    for step in first.steps:
        if step.operations[-1].number < end:
            made[step.after] = True
    lines = _taking(graph, own, own.base, 0)
    again = _taking(graph, other, made, begin)
    return bool(lines & again)


def _taking(graph: Graph, step: Step, numbers: np.ndarray, since: int) -> set[object]:
    """Give the lines behind a step that compute of certain numbers what is no product with an error."""
    marks = numbers
    if numbers.dtype != bool:
        marks = np.zeros(graph.values.size, dtype=bool)
        marks[numbers] = True
    behind, _ = graph.behind(np.concatenate(step.sources), None, since)
    return {
        (graph.operations[n].name, graph.operations[n].site)
        for n in behind
        if any(o.ids is not None and o.ids.size and marks[o.ids].any() for o in graph.operations[n].operands)
    }


def beside(graph: Graph, listed: list[Parameter]) -> np.ndarray:
    """Mark the numbers, before and after their steps, of what is trained in turn with a block."""
    marks = np.zeros(graph.values.size, dtype=bool)
    for one in listed[0].beside if listed else ():
        for step in one.steps:
            marks[step.base] = marks[step.after] = True
    return marks
