"""Rounds: several rounds of updates taken as one, where one alone has too few numbers to tell causes apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .graph import Graph
from .inspected import Inspected
from .inspection import Inspection
from .judge import judged
from .steps import Parameter, Step
from .target import Meeting, Round

FEW_NUMBERS = 6  # predictions of a round that tells little by itself
MOST_NUMBERS = 40  # of one that says enough, whatever is lost in zeros


def together(inspection: Inspection) -> Inspected | None:
    """Join the first rounds into one; None where that says nothing more, or the rounds are of different kinds.

    With one sample and one output a wrong cotangent is only a factor, and an input of zeros accepts anything. Each
    round begins with its own weights and has its own truth, so what holds in one has to hold in all.
    """
    rounds, graph = inspection.rounds, inspection.graph
    first, size = rounds[0] if rounds else None, max((one.met.y.size for one in rounds), default=0)
    if first is None or len(rounds) < 2 or size > MOST_NUMBERS:
        return None
    if size > FEW_NUMBERS and not any(step.vacuous for one in rounds for step in one.steps):
        return None
    if not any(one.wrong or one.uneven or any(s.vacuous for s in one.steps) for one in rounds):
        return None
    listed = [s.parameter for s in first.steps]
    for one in rounds[1:]:
        same = [s.parameter for s in one.steps] == listed and one.met.labels == first.met.labels
        sizes = len(one.met.operations) == len(first.met.operations) and one.met.y.size == first.met.y.size
        if not (same and sizes and (one.loss is None) == (first.loss is None) and one.shown == first.shown):
            return None
        if any(a.step.base.size != b.step.base.size for a, b in zip(one.steps, first.steps, strict=True)):
            return None
    if _remembers(graph, rounds):
        return None
    made = _joined(graph, rounds)
    return made if any(not step.right for step in made.steps) or made.uneven else None


def _remembers(graph: Graph, rounds: Sequence[Inspected]) -> bool:
    """Whether a step is made of the step before it."""
    for before, after in pairwise(rounds):
        sources = np.concatenate([s for one in after.steps for s in one.step.sources])
        _, live = graph.behind(sources, after.turn.stop)
        if any(live[s].any() for one in before.steps for s in one.step.sources):
            return True
    return False


def joined(parts: Sequence[Inspected], adjoints: Sequence[np.ndarray]) -> np.ndarray:
    """Join the cotangents of rounds: each number has that of the round in which it is made or trained."""
    found = adjoints[0].copy()
    for one, adjoint in zip(parts[1:], adjoints[1:], strict=True):
        start = int(max(s.step.base.max() for s in one.steps)) + 1
        found[start:] = adjoint[start:]
    for one, adjoint in zip(parts, adjoints, strict=True):
        for step in one.steps:
            found[step.step.base] = adjoint[step.step.base]
    return found


def _joined(graph: Graph, rounds: Sequence[Inspected]) -> Inspected:
    first, last = rounds[0], rounds[-1]
    parameters = []
    for place, judged_ in enumerate(first.steps):
        steps = [one.steps[place].step for one in rounds]
        whole = Step(
            np.concatenate([s.base for s in steps]),
            np.concatenate([s.after for s in steps]),
            [operation for s in steps for operation in s.operations],
            [ids for s in steps for ids in s.sources],
            [numbers for s in steps for numbers in s.moved],
            steps[0].sign,
        )
        old = judged_.parameter
        parameters.append(Parameter(old.leaf, (len(rounds), *old.shape), [whole], old.name))
    turns = [one.turn for one in rounds]
    turn = Round(
        0,
        parameters,
        turns[0].since,
        turns[-1].until,
        np.logical_or.reduce([t.stop for t in turns]),
        sorted({number for t in turns for number in t.behind}),
        np.logical_or.reduce([t.live for t in turns]),
        np.bitwise_or.reduce([t.bits for t in turns]),
        np.logical_or.reduce([t.penalised for t in turns if t.penalised is not None])
        if any(t.penalised is not None for t in turns)
        else None,
    )
    mets = [one.met for one in rounds]
    met = Meeting(
        np.concatenate([m.y for m in mets]),
        np.concatenate([m.t for m in mets]),
        np.concatenate([m.t_ids for m in mets]),
        [operation for m in mets for operation in m.operations],
        mets[0].labels,
        mets[0].shapes,
    )
    adjoint = joined(rounds, [one.adjoint for one in rounds])
    stop = np.logical_or.reduce([one.stop for one in rounds])
    steps = judged(graph, turn, adjoint)
    fits = first.fits_other if first.fits_other == last.fits_other else ""
    return Inspected(
        turn, met, first.loss, first.kind, adjoint, steps, stop, first.form, fits, parts=tuple(rounds)
    )
