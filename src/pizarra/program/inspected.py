"""Inspected: one round of updates with its truth: by which loss it goes, and which steps are right.

Longer than most files: in what order losses are asked, and what is done where the program shows none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .derivative import Opaque
from .descent import descended
from .form import Form, form_of, forms, made_of, moved_ahead
from .graph import Graph
from .heads import Heads, by_heads, joined, meetings
from .judge import Judged, judged, proportion, uneven
from .outside import shown_outside
from .owed import direct, held_against, in_proportion
from .recording import Operation
from .slopes import Slope, slopes
from .steps import Parameter
from .target import (
    KINDS,
    Meeting,
    Round,
    implied,
    possible,
    shown_losses,
    truth,
    unguarded,
)
from .untaken import take

MOST_LOSSES = 3  # numbers of a round that may be its loss


@dataclass(eq=False)
class Inspected:
    """A round with its truth: the meeting of prediction and target, the loss, the cotangents, the steps."""

    turn: Round
    met: Meeting
    loss: int | None
    kind: str
    adjoint: np.ndarray
    steps: list[Judged]
    stop: np.ndarray
    form: Form | Heads | Slope | None = None  # the loss, where it is of other predictions than the round's
    fits_other: str = ""  # a loss that makes all steps right, where the one that is shown does not
    followed: bool = False  # whether the loss is known by the steps, which go down it
    parts: tuple[Inspected, ...] = ()  # the rounds that it joins, where it joins several

    @property
    def shown(self) -> bool:
        """Whether the loss is one that the program computes, and not the one that its gradient implies."""
        return self.loss is not None or self.form is not None

    @property
    def sloped(self) -> bool:
        """Whether the loss is not shown, and known by its slope alone."""
        return isinstance(self.form, Slope)

    @property
    def losses(self) -> np.ndarray:
        """The numbers that are the losses of its rounds."""
        return np.array([one.loss for one in self.parts or (self,) if one.loss is not None], dtype=int)

    @property
    def wrong(self) -> list[Judged]:
        """The steps that are not right."""
        return [step for step in self.steps if not step.right]

    @property
    def decays(self) -> bool:
        """Whether steps are right by a decay that the loss has nothing of."""
        return any(step.decay for step in self.steps)

    @property
    def uneven(self) -> dict[str, float]:
        """The steps with a factor of their own."""
        return uneven(self.steps)


def inspected(
    graph: Graph,
    listed: list[Parameter],
    turn: Round,
    met: Meeting,
    after: np.ndarray,
    before: str,
    shown: Operation | None = None,
) -> Inspected | None:
    """Look at a round; a number that rather is a measure than a loss is one only if it makes all steps right.

    before, shown: which known loss the first round goes by, and what computes it there.
    """
    made = _by_loss(graph, listed, turn, met, after, before, shown)
    if made is None:
        return None
    kind = _less_of(graph, made)
    still = all(step.vacuous for step in made.steps)
    if kind and not still:
        return by_known(graph, made, kind) or made
    if all_right(made.steps) and not still:
        return _by_form(graph, listed, made) if made.loss is None and made.decays else made
    measure = next(iter(shown_losses(graph, turn, met, after, measures=True)), None)
    adjoint = truth(graph, turn, met, measure, "", made.stop) if measure is not None else None
    if adjoint is not None and all_right(judged(graph, turn, adjoint)):
        return Inspected(turn, met, measure, "", adjoint, judged(graph, turn, adjoint), made.stop)
    down = gone_down(graph, turn, after) if made.shown or still else None
    if down is not None:
        return replace(down, met=met)
    if made.loss is None:
        return _by_form(graph, listed, made)
    uphill = all(step.factor < 0 for step in made.steps)  # a measure that is better when it is greater
    return (by_known(graph, made, made.fits_other) if uphill and made.fits_other else None) or made


def with_heads(
    graph: Graph, listed: list[Parameter], turn: Round, met: Meeting, after: np.ndarray, one: Inspected | None
) -> Inspected | None:
    """Look at a round with all of its heads, where that makes more steps right than one of them does."""
    mets = meetings(graph, turn, met)
    if len(mets) < 2:
        return one
    whole = joined(mets)
    made = (
        _by_loss(graph, listed, turn, whole, after, "") if shown_losses(graph, turn, whole, after) else None
    )
    if made is None or not made.shown or not all(made.adjoint[part.y].any() for part in mets):
        stop = turn.stop | after
        heads = by_heads(graph, turn, mets, after, stop)
        if heads is None:
            return one
        adjoint = graph.cotangents(heads.seeds(graph.values), 0, stop)
        made = Inspected(turn, whole, None, "", adjoint, judged(graph, turn, adjoint), stop, heads)
    # What moves though the loss of one head does not reach it needs the others.
    unreached = one is not None and any(step.vacuous and not step.right for step in one.steps)
    return made if one is None or score(made) + unreached > score(one) else one


def by_slope(graph: Graph, implied_one: Inspected, first: Inspected | None) -> Inspected:
    """Judge by the slope of a loss that nothing shows, where that makes more steps right than the implied one.

    first: the first round, whose slope the later ones go by.
    """
    best = implied_one
    if all_right(best.steps) or (first is not None and not first.sloped):
        return best
    for slope in slopes(graph, best.turn, best.met):
        if first is not None and not slope.like(first.form, graph):
            continue
        try:
            adjoint = graph.cotangents(slope.seeds(graph.values), 0, best.stop)
        except Opaque:
            continue
        steps = judged(graph, best.turn, adjoint)
        one = Inspected(best.turn, best.met, None, slope.kind, adjoint, steps, best.stop, slope)
        if first is not None:
            return one
        telling_ = any(step.right and not step.vacuous and step.step.base.size > 1 for step in steps)
        best = one if telling_ and score(one) > score(best) else best
    return best


def gone_down(graph: Graph, turn: Round, after: np.ndarray, like: int | None = None) -> Inspected | None:
    """Judge a round by the number that all of its steps go down; None without one.

    like: the number that those of the first round go down.
    """
    found = descended(graph, turn, after, like)
    if found is None:
        return None
    met, loss, adjoint, steps = found
    return Inspected(turn, met, loss, "", adjoint, steps, turn.stop | after, followed=True)


def as_shown(graph: Graph, listed: list[Parameter], one: Inspected) -> Inspected:
    """Judge by the loss that alone is shown, apart from the rounds, where another one is stepped by.

    The squared error for a cross-entropy, or a cross-entropy for the squared error.
    """
    if one.shown or not one.kind or not _fits(one.steps):
        return one
    shown = shown_outside(graph, listed)
    kind = next(iter(shown)) if len(shown) == 1 else one.kind
    if kind == one.kind or "squared_error" not in (kind, one.kind):
        return one
    made = by_known(graph, one, kind) if possible(kind, graph.values[one.met.y], one.met.t) else None
    return one if made is None else replace(made, fits_other=one.kind)


def as_first(graph: Graph, listed: list[Parameter], one: Inspected, first: Inspected) -> Inspected:
    """Judge a later round by what the first one went by, where that is shown elsewhere, and no loss that is known."""
    if one.shown or first.kind or not isinstance(first.form, Form) or all_right(one.steps):
        return one
    form = form_of(graph, listed, one.turn, one.met, first.form.loss)
    return one if form is None else _of_form(graph, form, one.turn, one.met, one.stop, None)


def _less_of(graph: Graph, one: Inspected) -> str:
    """Name the known loss that is less where what is shown is greater, as a likelihood is, or a share explained."""
    y = graph.values[one.met.y]
    if one.loss is None or not one.adjoint[one.met.y].any() or _least(graph.values, one):
        return ""
    return _kind(-one.adjoint, one.met, y, [kind for kind in KINDS if possible(kind, y, one.met.t)])


def by_known(graph: Graph, one: Inspected, kind: str) -> Inspected | None:
    """Judge a round by a known loss, whichever it was judged by; None where that cannot be differentiated."""
    adjoint = truth(graph, one.turn, one.met, None, kind, one.stop)
    if adjoint is None:
        return None
    steps = judged(graph, one.turn, adjoint)
    return Inspected(one.turn, one.met, None, kind, adjoint, steps, one.stop)


def _by_form(graph: Graph, listed: list[Parameter], implied_one: Inspected) -> Inspected:
    """Judge by a loss that is shown elsewhere, where the one that is implied does not make all right."""
    found = [implied_one]
    for form in forms(graph, listed, implied_one.turn, implied_one.met):
        one = _of_form(graph, form, implied_one.turn, implied_one.met, implied_one.stop, None)
        if _least(graph.values, one):
            found.append(one)
    # Where it makes no more steps right than the implied one, its target may be another one than the gradient's.
    # Unless the implied one has to let a decay pass, which the penalty of the other accounts for.
    decays = any(step.decay for step in implied_one.steps)
    # Or nothing is right by the implied one, which is a guess then, and what is shown is of shares.
    nothing = not any(step.right and not step.vacuous for step in implied_one.steps)

    def shown_first(one: Inspected) -> bool:
        shares = nothing and one.kind in ("binary_cross_entropy", "cross_entropy")
        return shares or (decays and one.form is not None and one.form.penalised)

    best = max(
        found,
        key=lambda one: (
            one.turn.penalised is not None,
            score(one),
            one.form is None or 2 * shown_first(one),
        ),
    )
    if best.form is None or not best.kind or best.form.penalised:
        return best
    # A known one, as large as it is in rounds where nothing is shown.
    adjoint = truth(graph, best.turn, best.met, None, best.kind, best.stop)
    steps = judged(graph, best.turn, adjoint) if adjoint is not None else best.steps
    return replace(best, form=None, steps=steps, adjoint=best.adjoint if adjoint is None else adjoint)


def _of_form(
    graph: Graph, form: Form, turn: Round, met: Meeting, stop: np.ndarray, loss: int | None
) -> Inspected:
    adjoint = graph.cotangents(form.seeds(graph.values), 0, stop)
    y = graph.values[met.y]
    kinds = [kind for kind in KINDS if possible(kind, y, met.t)]
    kind = _kind(adjoint, met, y, kinds)
    steps = judged(graph, turn, adjoint)
    if form.penalised and any(step.decay or step.bent for step in steps):
        turn, steps = held_against(graph, turn, steps, adjoint, direct(graph, form))
    elif not form.whole and any(step.decay for step in steps):
        form, left = in_proportion(graph, form, steps)
        if left:
            adjoint = graph.cotangents(form.seeds(graph.values), 0, stop)
            turn = replace(turn, penalised=graph.marked(step.step.base for step in left))
            steps = judged(graph, turn, adjoint)
    made = Inspected(turn, met, loss, kind, adjoint, steps, stop, form)
    made.fits_other = _other(graph, made, kinds)
    return made


def _other(graph: Graph, made: Inspected, kinds: list[str]) -> str:
    """Name a known loss that makes all steps right, where the one that is shown does not."""
    found = ""
    for kind in kinds if made.wrong else ():
        if kind != made.kind:
            also = truth(graph, made.turn, made.met, None, kind, made.stop)
            if also is not None and _fits(judged(graph, made.turn, also)):
                found = kind
    return found


def _by_loss(
    graph: Graph,
    listed: list[Parameter],
    turn: Round,
    met: Meeting,
    after: np.ndarray,
    before: str,
    shown: Operation | None = None,
) -> Inspected | None:
    found: list[Inspected] = []
    numbers = shown_losses(graph, turn, met, after)[:MOST_LOSSES]
    if shown is not None:  # what a step has of earlier rounds, as by a velocity, fits no loss
        numbers.sort(key=lambda number: (maker := graph.maker(number)) is None or maker.site != shown.site)
    losses: list[int | None] = [*numbers] or [None]
    while losses:
        made = _by_one(graph, listed, turn, met, after, before, losses.pop(0))
        if made is not None:
            found.append(made)
        if made is None or (not made.wrong and not made.decays and _least(graph.values, made)):
            break
        if not losses and made.loss is not None and made.form is None and not made.adjoint[met.y].any():
            losses.append(None)  # it was computed of other samples
    found = [one for one in found if not one.decays or not _part_of_penalised(graph, one, found)]
    # Where both fail, not the loss of the predictions before a parameter was moved ahead.
    ahead = len(found) > 1 and _looks_ahead(graph, turn, met)

    def mine(one: Inspected) -> bool:
        return not ahead or one.loss is None or one.form is not None or bool(one.adjoint[met.y].any())

    return max(found, key=lambda one: (_least(graph.values, one), score(one), mine(one)), default=None)


def _part_of_penalised(graph: Graph, one: Inspected, found: list[Inspected]) -> bool:
    """Whether another of the losses is this one and a penalty of what decays by it: then that is the one to go by."""
    for other in found:
        if other is one or other.loss is None or one.loss is None:
            continue
        live = graph.behind(np.array([other.loss]), None, one.turn.since)[1]
        alone = one.stop.copy()
        alone[one.met.y] = True
        direct = graph.cotangents({other.loss: 1.0}, 0, alone)
        if live[one.loss] and any(direct[step.step.base].any() for step in one.steps if step.decay):
            return True
    return False


def _looks_ahead(graph: Graph, turn: Round, met: Meeting) -> bool:
    """Whether a round goes forward with parameters that were moved ahead of where they are."""
    forwards = graph.behind(met.y, turn.stop, turn.since)[0]
    bases = [parameter.steps[turn.number].base for parameter in turn.parameters]
    return any(moved_ahead(graph, turn, forwards, base) is not base for base in bases)


def _least(values: np.ndarray, one: Inspected) -> bool:
    """Whether a loss is less where the prediction is nearer to the target, as it is not with a share explained."""
    return bool(one.adjoint[one.met.y] @ (values[one.met.y] - one.met.t) >= 0)


def _by_one(
    graph: Graph,
    listed: list[Parameter],
    turn: Round,
    met: Meeting,
    after: np.ndarray,
    before: str,
    loss: int | None,
) -> Inspected | None:
    stop = turn.stop | after
    y = graph.values[met.y]
    kinds = [kind for kind in KINDS if possible(kind, y, met.t)]
    if loss is not None:
        adjoint = truth(graph, turn, met, loss, "", stop)
        if adjoint is None:
            return None
        if not adjoint[met.y].any():
            take(graph, turn, met, stop, adjoint)
        # A penalty may be shown of the weights as they are after the step.
        later = any(adjoint[p.steps[turn.number].after].any() for p in turn.parameters)
        # Of what the prediction is made of, it is a loss of the same one.
        elsewhere = later or not any(adjoint[ids].any() for ids in made_of(graph, turn, met.y))
        form = form_of(graph, listed, turn, met, loss) if elsewhere else None
        if form is not None:
            return _of_form(graph, form, turn, met, stop, loss)
        kind = _kind(adjoint, met, y, kinds)
        steps = judged(graph, turn, adjoint)
        if any(step.decay or step.bent for step in steps):
            alone = stop.copy()
            alone[met.y] = True
            turn, steps = held_against(graph, turn, steps, adjoint, graph.cotangents({loss: 1.0}, 0, alone))
        made = Inspected(turn, met, loss, kind, adjoint, steps, stop)
        values = unguarded(graph, loss, turn) if made.wrong else None
        if values is not None:
            other = graph.cotangents({loss: 1.0}, 0, stop, values)
            one = Inspected(turn, met, loss, kind, other, judged(graph, turn, other), stop)
            made = one if score(one) > score(made) else made
        made.fits_other = _other(graph, made, kinds)
        return made
    best: Inspected | None = None
    pulling = [
        kind for kind in kinds if implied(kind, y, met.t).any()
    ]  # cross-entropy does not, of a 0 alone
    for kind in [before] if before in kinds else pulling or kinds:
        adjoint = truth(graph, turn, met, None, kind, stop)
        if adjoint is None:
            return None
        one = Inspected(turn, met, None, kind, adjoint, judged(graph, turn, adjoint), stop)
        if best is None or score(one) > score(best):
            best = one
    return best


def all_right(steps: list[Judged]) -> bool:
    """Whether all steps are right, and by the same factor."""
    return all(step.right for step in steps) and not uneven(steps)


def _fits(steps: list[Judged]) -> bool:
    """Whether steps are right by themselves, with no decay to help some of them."""
    return all_right(steps) and not any(step.decay for step in steps)


def score(one: Inspected) -> int:
    """Give how much speaks for the loss that a round was judged by."""
    return 2 * sum(step.right for step in one.steps) - len(one.uneven)


def _kind(adjoint: np.ndarray, met: Meeting, y: np.ndarray, kinds: list[str]) -> str:
    """Name the loss that is computed, if its derivative by the prediction is that of a known one."""
    true = adjoint[met.y]
    for kind in kinds:
        known = implied(kind, y, met.t)
        factor = proportion(-true, known, 1e-6) if np.isfinite(known).all() and (known != 0).any() else None
        if factor is not None and factor > 0:
            return kind
    return ""
