"""Stopped: parameters that an earlier part of a program moves, and the loop that trains all the others does not."""

from __future__ import annotations

import numpy as np

from .arrays import PRODUCTS
from .calls import all_names
from .inspection import Inspection
from .recording import Operation
from .steps import Parameter
from .structure import Noticed, name_at, result_name, unused_result
from .suspects import Array, Search
from .unmoved import from_another


def stopped(inspection: Inspection, place: int, seconds: float) -> list[Noticed]:
    """Say of biases, and of weights whose biases go on, that a round leaves them alone which the one before moved.

    Only where the others go on in another place, as from a first step that is shown alone to the loop that trains:
    what is trained no longer, from some round of a loop on, is left alone on purpose.
    """
    one = inspection.rounds[place]
    number = one.turn.number
    most = max(len(p.steps) for p in inspection.parameters)
    gone = [p for p in inspection.parameters if number <= len(p.steps) <= min(number + 1, most - 2)]
    if not gone or not any(_elsewhere(p, number) for p in one.turn.parameters):
        return []
    search = Search(inspection, one, seconds)
    found = []
    for parameter in gone:
        last = parameter.steps[-1]
        if len(parameter.steps) > number:
            operation = unused_result(inspection, parameter, last=True)
            if operation is not None and last.operations[-1] is operation:
                found.append(_said(search, "update-stored-under-another-name", operation))
            continue
        fault = _left(search, last.after)
        if not fault:
            continue
        names = all_names(search.graph, Array(last.after, 0))
        other = from_another(search, last.after, names)
        if other is not None:
            found.append(_said(search, "wrong-base-in-update", other))
            continue
        named = name_at(search.graph, last.after)
        first = next((n for n in search.graph.recording.named if n.name in names and n.ids.size), named)
        found.append(Noticed(fault, parameter.name, first.site if first is not None else last.site))
    return found


def _elsewhere(parameter: Parameter, number: int) -> bool:
    """Whether a parameter's step stands on another line than its last one."""
    sites = [step.site[:2] if step.site is not None else None for step in parameter.steps]
    return 0 < number < len(sites) and sites[number] != sites[number - 1]


def _said(search: Search, fault: str, operation: Operation) -> Noticed:
    return Noticed(fault, result_name(search.graph, operation), operation.site, operation.stack)


def _left(search: Search, ids: np.ndarray) -> str:
    """Name what is wrong where numbers are used and not moved, and what stands beside them in their layer is."""
    stop, forwards = search.one.turn.stop, search.arrays.operations(search.arrays.forward)
    if not search.adjoint[ids].any():
        return ""
    for operation in forwards:
        given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size]
        if operation.name != "add" or len(given) != 2:
            continue
        for bias, product in (given, given[::-1]):
            maker = search.graph.maker(int(product.flat[0]))
            if maker is None or maker.name not in PRODUCTS:
                continue
            weights = [o.ids for o in maker.operands if o.ids is not None and o.ids.size]
            moved = any(stop[one].all() for one in weights)
            if moved and np.isin(bias, ids).all():
                return "bias-never-updated"
            if stop[bias].all() and any(np.isin(one, ids).all() for one in weights):
                return "weights-never-updated"
    return ""
