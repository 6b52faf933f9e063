"""Steady: which steps of single numbers, of which anything is a multiple, keep their share from round to round."""

from __future__ import annotations

from .graph import Graph
from .inspected import Inspected
from .inspection import Inspection
from .judge import ALIKE, Judged

EXACT = 1e-8  # factors of single numbers that are the same


def unsteady(inspection: Inspection, one: Inspected) -> dict[int, float]:
    """Give the steps of one number, by place, that are no fixed share of what the others say; and what is due."""
    if one.parts:
        return {}
    found: dict[int, float] = {}
    for place, step in enumerate(one.steps):
        if step.step.base.size != 1 or step.vacuous:
            continue
        shares = []
        due = 0.0
        for turn in inspection.rounds:
            mine = next((s for s in turn.steps if s.parameter is step.parameter), None)
            known = _agreed(inspection.graph, turn)
            if mine is None or not known:
                break
            due = due or known
            shares.append(mine.factor / known)
        if len(shares) > 1 and max(shares) - min(shares) > 0.01 * max(map(abs, shares)):
            found[place] = due
    return found


def _agreed(graph: Graph, one: Inspected) -> float:
    """Give the factor of a round, as more than one step says it that cannot say so by chance; 0 where none does."""
    steps = one.steps
    others = [s for s in steps if s.step.base.size > 1 and not s.vacuous]
    known = [s for s in others or steps if s.right and s.factor > 0 and not (s.bent or s.decay or s.vacuous)]
    if others:
        factors = [s.factor for s in known]
        agreed = len(known) >= max(len(others), 2) and max(factors) <= (1 + ALIKE) * min(factors)
        return factors[0] if agreed else 0.0
    # Of single numbers anything is a multiple, but not by the same factor; biases alone may be what does not decay.
    groups = [[s for s in known if abs(s.factor / first.factor - 1) < EXACT] for first in known]
    most = max(groups, key=len, default=[])
    weights = any(_multiplied(graph, one, s) for s in most)
    return most[0].factor if len(most) > 2 and weights else 0.0


def _multiplied(graph: Graph, one: Inspected, step: Judged) -> bool:
    """Whether a parameter is one that something is multiplied by on the way forward."""
    return any(
        operation.name == "mul"
        and any(o.ids is not None and step.step.base[0] in o.ids for o in operation.operands)
        for operation in graph.operations[one.turn.since : one.met.operations[-1].number]
    )
