"""Heedless: what is moved each round by targets, and by nothing of the prediction: weights with a mistaken step.

Nothing in such an update looks like a step of what it changes, so that it would pass for no step at all.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import PRODUCTS
from .inspection import Inspection, inspect
from .recording import Operation
from .steps import Parameter, Step, name_of
from .structure import GUESSED, Noticed
from .target import takes
from .turns import MOST


def by_targets_alone(
    inspection: Inspection, found: list[Noticed], judge: Callable[[Inspection], list[Noticed]]
) -> list[Noticed]:
    """Say what is found once such updates count as steps; nothing, where none is.

    Where nothing was found before, and no cause is known, they are told if the loss is shown and others go by it.

    found: what was found without them. judge: finds what is wrong in an inspection.
    """
    more = heedless(inspection)
    if not more:
        return []
    listed = sorted([*inspection.parameters, *more], key=lambda one: one.steps[0].operations[0].number)
    other = inspect(inspection.graph, listed)
    if not other.rounds or not any(step.parameter in more for step in other.rounds[0].wrong):
        return []
    noticed = judge(other)
    guessed, before = (sum(one.fault in GUESSED for one in ones) for ones in (noticed, found))
    first = other.rounds[0]
    sure = not found and first.shown and any(step.right and not step.vacuous for step in first.steps)
    return noticed if guessed <= before or sure else []


def heedless(inspection: Inspection) -> list[Parameter]:
    """Find what the first round's loss depends on, and what is moved from round to round by targets alone.

    So are no means that are kept, no copies of weights, and nothing that noise is added to.
    """
    graph, one = inspection.graph, inspection.rounds[0]
    turn, found = one.turn, []
    again: dict[object, list[Operation]] = {}
    for operation in graph.operations[turn.since :]:
        if operation.name in ("add", "sub"):
            again.setdefault((operation.name, operation.sites), []).append(operation)
    forwards = [graph.operations[n] for n in graph.behind(one.met.y, turn.stop, turn.since)[0]]
    known = inspection.after | turn.stop
    for number, leaf, place in graph.recording.weak:
        first = graph.operations[number]
        base = first.operands[place].ids
        if number < turn.since or base is None or known[base].any() or not one.adjoint[base].any():
            continue
        if base.size != first.ids.size or not any(_weighs(o, base, turn.stop) for o in forwards):
            continue
        steps: list[Step] = []
        for operation in again[first.name, first.sites]:
            before, step = operation.operands[place].ids, operation.operands[1 - place].ids
            if before is None or step is None or len(steps) == MOST:
                continue
            if steps and before.flat[0] != steps[-1].after[0]:
                continue
            if not steps and operation is not first:
                continue
            sign = -1 if operation.name == "sub" else 1
            sources = np.broadcast_to(step, operation.ids.shape).ravel()
            moved = sign * graph.values[sources]
            after = operation.ids.ravel()
            steps.append(Step(before.ravel(), after, [operation], [sources], [moved], sign))
        if len(steps) > 1 and _of_targets(inspection, steps[0]):
            parameter = Parameter(leaf, base.shape, steps)
            parameter.name = name_of(graph, parameter)
            found.append(parameter)
    return found


def _weighs(operation: Operation, ids: np.ndarray, trained: np.ndarray) -> bool:
    """Whether numbers are weights of a product with values, which are not weights themselves, or are added to one."""
    given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size]
    mine = [own for own in given if own.size == ids.size and np.isin(own, ids).all()]
    if operation.name == "add":
        return bool(mine)
    return operation.name in PRODUCTS and any(
        not trained[other].all() for own in mine for other in given if other is not own
    )


def _of_targets(inspection: Inspection, step: Step) -> bool:
    """Whether a step is made of targets, and of no error nor of what it changes."""
    graph, one = inspection.graph, inspection.rounds[0]
    behind, live = graph.behind(np.concatenate(step.sources), one.turn.stop)
    if live[step.base].any() or any(live[operation.ids].any() for operation in one.met.operations):
        return False
    own = one.met.t_ids[one.met.t_ids >= 0]
    return bool(own.size and live[own].all()) or takes(graph, behind, np.sort(one.met.t))
