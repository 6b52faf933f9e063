"""Rounding: steps that are the gradient but for what saturated units lose, as 1 − a does where a is all but 1."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .derivative import ELEMENTWISE
from .graph import Graph
from .judge import Judged
from .target import Meeting, Round

DRAWS = 3
EPSILON = float(np.finfo(float).eps)
MARGIN = 20.0  # how much more than what was drawn may be lost


def but_for_rounding(
    graph: Graph, turn: Round, met: Meeting, steps: list[Judged], adjoint: np.ndarray
) -> list[Judged]:
    """Take steps for right that are wrong by no more than they move when activations change in their last digit."""
    if all(step.right for step in steps):
        return steps
    known = [step.factor for step in steps if step.right and not step.vacuous and step.factor > 0]
    moved = _moved(graph, turn, met, steps)
    found = []
    for step, less in zip(steps, moved, strict=True):
        true, move = adjoint[step.step.base], step.step.move
        size = float(true @ true)
        factor = known[0] if known else -float(move @ true) / size if size else 0.0
        left = np.abs(move + factor * true)
        lost = not step.right and less.any() and bool((left <= MARGIN * less.max()).all())
        found.append(replace(step, right=True, factor=0.0, vacuous=True) if lost and factor >= 0 else step)
    return found


def _moved(graph: Graph, turn: Round, met: Meeting, steps: list[Judged]) -> list[np.ndarray]:
    """Give how far each step moves when what is computed on the way forward changes by what rounding may change."""
    forward = [graph.operations[n] for n in graph.behind(met.y, turn.stop, turn.since)[0]]
    bent = [o.ids.ravel() for o in forward if o.name in ELEMENTWISE and turn.bits[o.ids].any()]
    most = [np.zeros(step.step.move.size) for step in steps]
    if not bent:
        return most
    ids = np.unique(np.concatenate(bent))
    rng = np.random.default_rng(0)
    for _ in range(DRAWS):
        other = graph.values[ids] * (1 + EPSILON * rng.choice([-1.0, 1.0], ids.size))
        values, _ = graph.again((ids, other), turn.behind)
        for place, step in enumerate(steps):
            sources = np.concatenate(step.step.sources)
            most[place] = np.maximum(most[place], np.abs(values[sources] - graph.values[sources]))
    return most
