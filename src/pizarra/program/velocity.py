"""Velocity: what an update changes that is no parameter, but what a parameter is moved by.

With Nesterov's momentum the gradient is taken ahead, at p + m v: there the velocity is a part of what the prediction is
made of, and its own update looks like that of a parameter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .graph import Graph
from .recording import Operation

if TYPE_CHECKING:
    from .steps import Parameter, Step

FURTHEST = 400  # operations after a velocity's update, up to where what it moves is looked for


def moved_by(graph: Graph, listed: list[Parameter]) -> list[Parameter]:
    """Put what a velocity moves in its place, where it is moved by it in each round, and the gradient depends on it."""
    takers: dict[int, list[Operation]] = defaultdict(list)
    for operation in graph.operations:
        for operand in operation.operands:
            if operand.ids is not None and operand.ids.size:
                takers[int(operand.ids.flat[0])].append(operation)
    return [_moved(graph, takers, parameter) for parameter in listed]


def _moved(graph: Graph, takers: dict[int, list[Operation]], parameter: Parameter) -> Parameter:
    """Give the parameter that another one is the velocity of; itself where it is none."""
    steps: list[Step] = []
    for step in parameter.steps:
        before = steps[-1].after if steps else None
        found = _one(graph, takers, step, before)
        if found is None:
            break
        steps.append(found)
    # Once alone, it may be anything that is added to something.
    return replace(parameter, steps=steps) if len(steps) > 1 else parameter


def _one(
    graph: Graph, takers: dict[int, list[Operation]], step: Step, before: np.ndarray | None
) -> Step | None:
    if len(step.operations) != 1:
        return None
    waiting, seen = [step.after], 0
    last = step.operations[0].number
    while waiting and seen < 20:
        ids = waiting.pop()
        for operation in takers[int(ids[0])]:
            if not last < operation.number < last + FURTHEST or operation.ids.size != ids.size:
                continue
            seen += 1
            own = [place for place, o in enumerate(operation.operands) if _is(o.ids, ids)]
            others = [o.ids for place, o in enumerate(operation.operands) if place not in own]
            if operation.name == "neg" or (operation.name in ("mul", "div") and _scaled(operation)):
                waiting.append(operation.ids.ravel())
            if operation.name not in ("add", "sub") or len(own) != 1:
                continue
            if operation.name == "sub" and own != [1]:
                continue
            base = others[0]
            if base is None or base.size != ids.size or (before is not None and not _is(base, before)):
                continue
            if before is None and not _depends(graph, step, base):
                continue
            sign = -1 if operation.name == "sub" else 1
            moved = sign * graph.values[ids]
            return replace(
                step,
                base=base.ravel(),
                after=operation.ids.ravel(),
                operations=[operation],
                sources=[ids],
                moved=[moved],
                sign=sign,
            )
    return None


def _is(ids: np.ndarray | None, other: np.ndarray) -> bool:
    return ids is not None and ids.size == other.size and np.array_equal(ids.ravel(), other)


def _scaled(operation: Operation) -> bool:
    return any((o.ids if o.ids is not None else o.constant).size == 1 for o in operation.operands)


def _depends(graph: Graph, step: Step, base: np.ndarray) -> bool:
    """Whether what a velocity takes up is made of what it moves."""
    _, live = graph.behind(np.concatenate(step.sources))
    return bool(live[base].all())
