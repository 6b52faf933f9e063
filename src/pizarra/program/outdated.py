"""Outdated: a later round whose error is made of weights as they were before an update that comes before the error."""

from __future__ import annotations

import numpy as np

from .inspection import Inspection
from .recording import Operation
from .structure import Noticed, result_name


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


def _user(inspection: Inspection, forward: list[int], updated: int, base: np.ndarray) -> Operation | None:
    """Give the first line of a round that takes what was made of weights before their update.

    What the first round has not done before its error belongs to the end of the round before.
    """
    graph = inspection.graph
    first = inspection.rounds[0].met.operations[0].number
    done = {operation.sites for operation in graph.operations[: first + 1]}
    old = graph.made_of(base, forward)
    return next((o for o in old if o.number > updated and o.sites in done), None)
