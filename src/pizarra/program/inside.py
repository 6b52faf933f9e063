"""Inside: a rate that stands in a cotangent which is wrong besides, so that no factor of a step shows it."""

from __future__ import annotations

import numpy as np

from .calls import layer_of
from .judge import Judged
from .recording import Operand, Operation
from .structure import Noticed, result_name
from .suspects import Search

PLAIN = (0.0, 0.5, 1.0, 2.0)  # numbers that are written for other reasons, too

Places = dict[object, dict[object, Operation]]  # by a number, the lines that multiply by it


def rates_inside(search: Search) -> list[Noticed]:
    """Give the lines that multiply by the rate of the updates on the way to what was found wrong.

    The true cotangent was put in its place, and the rate went with what was wrong. It counts where the steps that
    are made of it are multiplied by the rate once more than those that are not.
    """
    wrong = [
        t.change.old.ids for t in search.accepted if t.change.kind == "value" and t.change.old is not None
    ]
    steps = [step for step in search.steps if not step.vacuous]
    if not wrong or len(steps) < 2:
        return []
    every = [_scaled(search, np.concatenate(step.step.sources)) for step in steps]
    updates = [_of_update(step, places) for step, places in zip(steps, every, strict=True)]
    rates = set.intersection(*updates)
    found = []
    for rate in rates:
        for ids in wrong:
            for line, operation in _scaled(search, ids.ravel()).get(rate, {}).items():
                mine = [line in places[rate] for places in every]
                rest = [len(places[rate]) for places, own in zip(every, mine, strict=True) if not own]
                more = [len(places[rate]) for places, own in zip(every, mine, strict=True) if own]
                if rest and more and max(rest) < min(more):
                    name = result_name(search.graph, operation)
                    step = steps[mine.index(True)]
                    site, layer = operation.site, layer_of(search, step)
                    found.append(
                        Noticed(
                            "rate-inside-delta", name or step.parameter.name, site, operation.stack, layer
                        )
                    )
    return found


def _of_update(step: Judged, places: Places) -> set[object]:
    """Give the numbers by which a step is multiplied where it is made of its gradient."""
    sites = {operation.site and operation.site[:2] for operation in step.step.operations}
    sites |= {operation.site and operation.site[:2] for operation, _, _ in step.chain}
    return {
        number
        for number, lines in places.items()
        if any(operation.site and operation.site[:2] in sites for operation in lines.values())
    }


def _scaled(search: Search, ids: np.ndarray) -> Places:
    """Give by which numbers from outside something is multiplied on the way from the error to an array."""
    graph, turn, arrays = search.graph, search.one.turn, search.arrays
    stop = turn.stop | arrays.after
    ahead, met = set(arrays.forward), min(one.number for one in search.one.met.operations)
    found: Places = {}
    for number in graph.behind(ids, stop, turn.since, exact=True)[0]:
        operation = graph.operations[number]
        if operation.name != "mul" or number in ahead or number < met:
            continue  # or what data are made of, before any of it
        for key in (key for operand in operation.operands for key in _numbers(search, operand)):
            found.setdefault(key, {})[operation.site, operation.stack] = operation
    return found


def _numbers(search: Search, operand: Operand) -> list[object]:
    """Give what a factor is, where it is one number without anything of the network: itself, or what it is made of."""
    graph, arrays = search.graph, search.arrays
    ids = operand.ids
    if ids is None:
        size = float(operand.constant.ravel()[0]) if operand.constant.size == 1 else 0.0
        return [size] if abs(size) not in PLAIN else []
    if ids.size != 1 or arrays.made_of_errors(ids) or search.one.turn.bits[ids].any():
        return []
    if graph.made_by[ids].max() < 0:
        return [("number", int(ids.flat[0]))]
    live = graph.behind(ids)[1] & (graph.made_by < 0)
    return [("number", int(one)) for one in np.flatnonzero(live)[:8]]
