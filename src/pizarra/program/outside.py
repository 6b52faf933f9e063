"""Outside: the loss that a program shows apart from its training, as of all samples after an epoch."""

from __future__ import annotations

import numpy as np

from .derivative import Opaque
from .graph import Graph
from .judge import proportion
from .steps import Parameter
from .target import KINDS, Meeting, Round, implied, meeting, possible, without_guard

MOST_SHOWN = 6


def shown_outside(graph: Graph, listed: list[Parameter]) -> set[str]:
    """Name the losses among the numbers that are shown, of predictions that were made after the first steps."""
    stop = np.zeros(graph.values.size, dtype=bool)
    marks: dict[int, np.ndarray] = {}
    for place, parameter in enumerate(listed[:60]):
        marks[place] = np.concatenate([s.after for s in parameter.steps])
        stop[marks[place]] = True
    since = max(step.operations[-1].number for p in listed for step in p.steps[:1])
    nothing = np.empty(0, dtype=int)
    bits = graph.ahead(marks, since, len(graph.operations), nothing)
    found: set[str] = set()
    shown = [n for n in sorted(graph.recording.shown) if bits[n] and graph.made_by[n] >= 0 and not stop[n]]
    for number in shown[:MOST_SHOWN]:
        behind, live = graph.behind(np.array([number]), stop, since)
        turn = Round(0, listed, since, len(graph.operations), stop, behind, live, bits)
        if any(graph.operations[one].name == "abs" for one in behind):
            continue  # how far predictions are off: a measure
        met = meeting(graph, turn) or _in_a_logarithm(graph, turn)
        kind = _kind(graph, met, number, stop) if met is not None and met.y.size > 1 else ""
        if kind:
            found.add(kind)
    return found


def _in_a_logarithm(graph: Graph, turn: Round) -> Meeting | None:
    """Find where targets are multiplied by the logarithm of predictions, which may be kept from 0 before."""
    for number in turn.behind:
        operation = graph.operations[number]
        given = [o.ids for o in operation.operands if o.ids is not None] if operation.name == "mul" else []
        if len(given) != 2 or given[0].size != given[1].size:
            continue
        for t, taken in (given, given[::-1]):
            maker = graph.maker(int(taken.flat[0]))
            y = maker.operands[0].ids if maker is not None and maker.name == "log" else None
            if y is not None and turn.bits[y].all() and not turn.bits[t].any():
                y, t_ids = without_guard(graph, y).ravel(), t.ravel()
                return Meeting(y, graph.values[t_ids], t_ids, [operation])
    return None


def _kind(graph: Graph, met: Meeting, number: int, stop: np.ndarray) -> str:
    """Name the loss whose derivative by the predictions a number has; by one of them alone, all have the same."""
    try:
        adjoint = graph.cotangents({number: 1.0}, 0, stop)
    except Opaque:
        return ""
    y = graph.values[met.y]
    for kind in KINDS:
        if not possible(kind, y, met.t):
            continue
        known = implied(kind, y, met.t)
        factor = proportion(-adjoint[met.y], known, 1e-6) if np.isfinite(known).all() else None
        if factor is not None and factor > 0:
            return kind
    return ""
