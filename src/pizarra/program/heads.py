"""Heads: a network with several outputs, each held against a target of its own, and losses that are never added up.

What each head's own parameters are stepped by tells its loss and its weight in the sum, which the rest is judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .derivative import Opaque
from .form import Form
from .graph import Graph
from .judge import judged
from .target import KINDS, Meeting, Round, implied, meeting, possible, shown_losses

MOST_HEADS = 4


@dataclass(eq=False)
class Head:
    """One output with its target, and the loss of the two: one that is shown, or a known kind."""

    met: Meeting
    form: Form | None
    kind: str
    weight: float | None = None  # None where no step of its own tells it
    told: int = 0  # how many of its own steps do, by more than one number

    def seeds(self, values: np.ndarray) -> np.ndarray:
        """Give the derivatives of its loss by its predictions."""
        if self.form is not None:
            return self.form.seeds(values)[1]
        return implied(self.kind, values[self.met.y], self.met.t)


@dataclass(eq=False)
class Heads:
    """The sum of the losses of several heads, as a form of a round's loss."""

    heads: list[Head]

    penalised = False

    def seeds(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the derivatives by all predictions."""
        parts = [(1.0 if one.weight is None else one.weight) * one.seeds(values) for one in self.heads]
        return np.concatenate([one.met.y for one in self.heads]), np.concatenate(parts)


def meetings(graph: Graph, turn: Round, first: Meeting) -> list[Meeting]:
    """Give where several heads meet their targets; only what was found, where all parameters are behind that."""
    found = [first]
    every = int(np.bitwise_or.reduce([_mark(turn, p.steps[turn.number].base) for p in turn.parameters]))
    while len(found) < MOST_HEADS:
        covered = 0
        errors = np.zeros(graph.values.size, dtype=bool)
        for met in found:
            covered |= _mark(turn, met.y)
            for operation in met.operations:
                errors[operation.ids] = True
        made = {operation.number for operation in graph.made_of(np.flatnonzero(errors), turn.behind)}
        rest = [
            number
            for number in turn.behind
            if number not in made
            and not errors[graph.operations[number].ids].any()
            and _mark(turn, graph.operations[number].ids) & every & ~covered
        ]
        other = meeting(graph, turn, rest) if every & ~covered and rest else None
        if other is None or not _mark(turn, other.y) & ~covered:
            break
        found.append(other)
    return found


def joined(mets: Sequence[Meeting]) -> Meeting:
    """Take several meetings as one."""
    return Meeting(
        np.concatenate([met.y for met in mets]),
        np.concatenate([met.t for met in mets]),
        np.concatenate([met.t_ids for met in mets]),
        [operation for met in mets for operation in met.operations],
        any(met.labels for met in mets),
        mets[0].shapes,
        tuple(mets),
    )


def by_heads(
    graph: Graph, turn: Round, mets: Sequence[Meeting], after: np.ndarray, stop: np.ndarray
) -> Heads | None:
    """Find the loss and the weight of each head; None where no weight is known."""
    found = []
    for place, met in enumerate(mets):
        others = [_mark(turn, other.y) for at, other in enumerate(mets) if at != place]
        own = _mark(turn, met.y) & ~int(np.bitwise_or.reduce(others))
        found.append(_heads(graph, turn, met, own, after, stop))
    known = [one.weight for heads in found for one in heads if one.told and one.weight]
    if not known or not all(found):
        return None

    def likely(one: Head) -> tuple[int, float]:
        return one.told, -abs(np.log(one.weight / known[0])) if one.weight else -np.inf

    chosen = [max(heads, key=likely) for heads in found]
    for head in chosen:
        head.weight = head.weight / known[0] if head.weight and head.told else None
    return Heads(chosen)


def _heads(
    graph: Graph, turn: Round, met: Meeting, own: int, after: np.ndarray, stop: np.ndarray
) -> list[Head]:
    """Give what may be the loss of a head: those that are shown, else the known ones."""
    mine = stop.copy()
    mine[met.y] = True
    nothing = np.empty(0, dtype=int)
    shown = []
    for loss in shown_losses(graph, turn, met, after)[:2]:
        numbers = graph.behind(np.array([loss]), mine, turn.since)[0]
        shown.append(Head(met, Form(graph, loss, met.y, met.y, nothing, nothing, numbers, True), "shown"))
    y = graph.values[met.y]
    known = [Head(met, None, kind) for kind in KINDS if possible(kind, y, met.t)]
    # What is shown may be of other predictions, as of those after the step before.
    return _weighed(graph, turn, shown, own, stop) or _weighed(graph, turn, known, own, stop)


def _weighed(graph: Graph, turn: Round, heads: list[Head], own: int, stop: np.ndarray) -> list[Head]:
    """Give the losses of a head that can be differentiated, with how large its own steps are by them."""
    found = []
    for head in heads:
        try:
            seeds = head.seeds(graph.values)
            adjoint = graph.cotangents((head.met.y, seeds), 0, stop)
        except (Opaque, ValueError):
            continue
        if not np.isfinite(seeds).all() or not seeds.any():
            continue
        right = [
            one
            for one in judged(graph, turn, adjoint)
            if one.right and not one.vacuous and _mark(turn, one.step.base) & own
        ]
        several = [one for one in right if one.step.base.size > 1]  # a single number is right by any loss
        head.told = len(several)
        head.weight = float(np.median([one.factor for one in several or right])) if right else None
        found.append(head)
    return found


def _mark(turn: Round, ids: np.ndarray) -> int:
    """Give the parameters that numbers depend on, as bits."""
    return int(np.bitwise_or.reduce(turn.bits[ids], axis=None)) if ids.size else 0
