"""Outdated: errors made of weights as they were before an update that comes before them, or of no weights at all."""

from __future__ import annotations

import numpy as np

from .inspection import Inspection
from .recording import Operation
from .structure import Noticed, result_name
from .target import round_of


def outdated(inspection: Inspection, place: int) -> Noticed | None:
    """Say where a round takes what a forward pass made of weights that have been updated since.

    The error is made after a step, of a prediction from the weights before that step and not from those after it, and
    the next step of the same weights goes by that error. A forward pass at the end of a round is as good as one at the
    beginning of the next, as long as nothing is updated in between.
    """
    graph, one = inspection.graph, inspection.rounds[place]
    turn, error = one.turn, one.met.operations[0]
    if not turn.number or any(not step.right for step in inspection.rounds[0].steps):
        return None
    # An update takes the weights before it, which is no use of them in a forward pass: nothing is looked at behind it.
    forward, live = graph.behind(one.met.y, inspection.after)
    for parameter in turn.parameters:
        before, now = parameter.steps[turn.number - 1 : turn.number + 1]
        updated = max(operation.number for operation in before.operations)
        if updated > error.number or not before.move.any():
            continue
        if live[now.base].any() or not live[before.base].all():
            continue
        _, driving = graph.behind(np.concatenate(now.sources), one.stop, updated)
        user = _user(inspection, [*forward, error.number], updated, before.base)
        if user is not None and driving[error.ids].any():
            return Noticed("stale-or-undefined-variable", result_name(graph, user), user.site, user.stack)
    return None


def left_over(inspection: Inspection) -> Noticed | None:
    """Say where the steps go by the error of something that the program had before the training.

    It is held against what the network's prediction is held against as well, by which nothing is stepped.
    """
    graph = inspection.graph
    turn = round_of(graph, inspection.parameters, 0, inspection.after)
    if turn is None:
        return None
    targets: list[np.ndarray] = []
    for operation in graph.operations[turn.since : turn.until]:
        given = [o.ids for o in operation.operands] if operation.name == "sub" else []
        first = [
            int(np.bitwise_or.reduce(turn.bits[ids], axis=None)) if ids is not None else 0 for ids in given
        ]
        for place, bits in enumerate(first):
            other = given[1 - place]
            met = other is not None and other.shape == operation.ids.shape and not first[1 - place]
            if met and other is not None and bits.bit_count() == min(len(turn.parameters), 61):
                targets.append(other)
    begin = next((n for n in range(turn.since, turn.until) if turn.bits[graph.operations[n].ids].any()), 0)
    for number in turn.behind:
        operation = graph.operations[number]
        given = [o.ids for o in operation.operands] if operation.name == "sub" and number > begin else []
        for place, ids in enumerate(given):
            old = given[1 - place]
            if ids is None or old is None or old.size != ids.size or ids.size < 2 or turn.bits[old].any():
                continue
            if any(np.array_equal(ids, t) for t in targets) and graph.made_by[old].max() < begin:
                return Noticed("stale-or-undefined-variable", result_name(graph, operation), operation.site)
    return None


def _user(inspection: Inspection, forward: list[int], updated: int, base: np.ndarray) -> Operation | None:
    """Give the first line of a round that takes what was made of weights before their update.

    What the first round has not done before its error belongs to the end of the round before.
    """
    graph = inspection.graph
    first = inspection.rounds[0].met.operations[0].number
    done = {operation.sites for operation in graph.operations[: first + 1]}
    old = graph.made_of(base, forward)
    return next((o for o in old if o.number > updated and o.sites in done), None)
