"""Inspection: one network of a program, round by round: what it predicts, and by which loss its rounds are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from .blocks import beside
from .form import forms
from .graph import Graph
from .inspected import (
    Inspected,
    all_right,
    as_first,
    as_shown,
    by_known,
    by_slope,
    gone_down,
    inspected,
    score,
    with_heads,
)
from .judge import proportion
from .outside import shown_outside
from .rounding import but_for_rounding
from .steps import Parameter, Stray, chained, other_bases, parted
from .target import (
    KINDS,
    Meeting,
    Round,
    by_margin,
    implied,
    meeting,
    possible,
    round_of,
    shown_losses,
)
from .turns import telling

STEADY = 1e-5  # factors of steps from round to round, where the rate is the same


@dataclass(eq=False)
class Inspection:
    """A network of a program: its parameters, and its rounds."""

    graph: Graph
    parameters: list[Parameter]
    rounds: list[Inspected] = field(default_factory=list)
    reason: str = ""  # what kept it from being judged
    strays: list[Stray] = field(default_factory=list)  # updates of what is updated elsewhere
    descends: bool = (
        False  # whether what the steps go down is known, and not where prediction and target meet
    )
    stale: int | None = None  # the round whose error does not depend on its own parameters

    @cached_property
    def after(self) -> np.ndarray:
        """The numbers that updates made."""
        marks = beside(self.graph, self.parameters)
        for parameter in self.parameters:
            for step in parameter.steps:
                marks[step.after] = True
        for operation in other_bases(self.graph):
            marks[operation.ids] = True
        return marks


def inspect(graph: Graph, listed: list[Parameter]) -> Inspection:
    """Look at the first rounds of a network's updates; at kinks, such as ReLU has at 0, with their slope."""
    found: list[tuple[float | None, Inspection]] = []
    bent = any(not one.smooth for one in graph.kinks)
    for slope in (0.0, 1.0, None, 0.5) if bent else (None,):
        graph.bend(slope)
        one = _parted(graph, listed)
        found.append((slope, one))
        if not any(turn.wrong or turn.uneven for turn in one.rounds):
            return one
    slope, best = max(found, key=lambda pair: sum(score(turn) for turn in pair[1].rounds))
    graph.bend(slope)
    return best


def _parted(graph: Graph, listed: list[Parameter]) -> Inspection:
    # Where a parameter has two updates a round, one of them may belong to another one.
    for place, parameter in _more_often(listed):
        for whole, stray in parted(parameter):
            found = _inspect(graph, [*listed[:place], whole, *listed[place + 1 :]])
            steps = found.rounds[0].steps if found.rounds else []
            mine = any(step.parameter is whole and step.right and not step.vacuous for step in steps)
            if mine or (steps and _of_another(found, stray)):
                found.strays.append(stray)
                return found
    for first, second in chained(listed):
        found = _inspect(graph, [one for one in listed if one is not second])
        steps = found.rounds[0].steps if found.rounds else []
        if any(step.parameter is first and step.right and not step.vacuous for step in steps):
            found.strays.append(Stray(first, second.steps[0]))
            return found
    return _inspect(graph, listed)


def _more_often(listed: list[Parameter]) -> Iterator[tuple[int, Parameter]]:
    """Give the parameters that are moved more often than any other, as by two lines of a round, and their places."""
    for place, parameter in enumerate(listed):
        if all(len(p.steps) < len(parameter.steps) for p in listed if p is not parameter):
            yield place, parameter


def with_strays(one: Inspection) -> Iterator[Inspection]:
    """Give the same network with each update taken for another parameter's that stands beside the parameter's own."""
    for place, parameter in _more_often(one.parameters) if not one.strays else ():
        for whole, stray in parted(parameter):
            found = _inspect(one.graph, [*one.parameters[:place], whole, *one.parameters[place + 1 :]])
            if found.rounds:
                found.strays.append(stray)
                yield found


def _of_another(found: Inspection, stray: Stray) -> bool:
    """Whether what is added beside a parameter's own step is the gradient of what is used and never updated."""
    graph, one = found.graph, found.rounds[0]
    move = stray.step.move
    single = np.unique(np.concatenate(stray.step.sources)).size == 1
    for number in graph.behind(one.met.y, one.turn.stop, one.turn.since)[0]:
        for operand in graph.operations[number].operands:
            ids = operand.ids
            if (
                ids is None
                or graph.made_by[ids].max() >= 0
                or found.after[ids].any()
                or one.turn.stop[ids].any()
            ):
                continue
            true = one.adjoint[ids.ravel()]
            if true.size == 1 and move.size > 1:
                known = [s.factor for s in one.steps if s.right and not s.vacuous and not s.bent]
                if single and any(np.allclose(move, -f * true, rtol=1e-6, atol=0) for f in known):
                    return True
            elif true.size == move.size > 1 and true.any():
                factor = proportion(move, true, 1e-6)
                if factor is not None and factor > 0:
                    return True
    return False


def _inspect(graph: Graph, listed: list[Parameter]) -> Inspection:
    found = _from(graph, listed, 0)
    if found.reason != "program.no_target" or found.rounds:
        return found
    # In the first round, what was copied of a parameter, or a parameter of the data, cannot be told from it.
    later = _from(graph, listed, 1)
    steps = [step for one in later.rounds for step in one.steps]
    moved = any(not step.vacuous for step in steps)
    return later if moved and all(step.right for step in steps) else found


def _from(graph: Graph, listed: list[Parameter], first: int) -> Inspection:
    """Look at the rounds of a network from one on."""
    found = Inspection(graph, listed)
    after = found.after
    kind, margin = "", False
    for place, number in enumerate(telling(listed)[first:]):
        turn = round_of(graph, listed, number, after)
        if turn is None:
            break
        ends = after | _used_later(graph, turn)
        if place and {id(p) for p in turn.parameters} < {id(p) for p in listed if len(p.steps) > 1}:
            break
        met = meeting(graph, turn)
        if not place or margin:
            other = by_margin(graph, turn, _known(graph, listed, turn))
            first = met.operations[0].number if met is not None else len(graph.operations)
            if other is None and margin:
                break
            margin = other is not None and other.operations[0].number < first
            met = other if margin else met
        if found.descends or (met is None and not place):
            down = gone_down(graph, turn, ends, found.rounds[0].loss if found.rounds else None)
            if down is not None:
                found.rounds.append(down)
                found.descends = True
                continue
            if found.descends:  # only the first round goes down what was found
                found.rounds, found.descends = [], False
            found.reason = "program.no_target"
            break
        if met is None:
            if place and found.rounds:
                found.stale = number
            else:
                found.reason = "program.no_target"
            break
        shown = found.rounds[0].loss if place else None
        before = graph.maker(shown) if shown is not None else None
        followed = found.rounds and found.rounds[0].followed
        made = gone_down(graph, turn, ends, found.rounds[0].loss) if followed else None
        if made is not None:
            made = replace(made, met=met)
        else:
            made = inspected(graph, listed, turn, met, ends, kind, before)
            if made is None or not all_right(made.steps):
                made = with_heads(graph, listed, turn, met, ends, made)
        if made is None:
            found.reason = found.reason or ("" if found.rounds else "program.opaque")
            break
        if place:
            made = as_first(graph, listed, made, found.rounds[0])
        if not made.shown:
            made = by_slope(graph, made, found.rounds[0] if place else None)
        if not place:
            made = as_shown(graph, listed, made)
            kind = made.kind
        made.steps = but_for_rounding(graph, turn, met, made.steps, made.adjoint)
        found.rounds.append(made)
        if not made.shown and not kind:
            break
    if not found.rounds and not found.reason:
        found.reason = "program.no_update"
    _as_later(graph, found.rounds)
    steady = _steady(found)
    if steady:
        found.rounds = steady
    return found


def _used_later(graph: Graph, turn: Round) -> np.ndarray:
    """Mark what later rounds make of parameters whose step nobody took: a loss that goes on has them in it, too."""
    found = np.zeros(graph.values.size, dtype=bool)
    still = [p for p in turn.parameters if len(p.steps) == turn.number + 1]
    if not still or len(still) == len(turn.parameters):
        return found
    marks = graph.marked(p.steps[turn.number].base for p in still)
    for operation in graph.operations[turn.until :]:
        given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size]
        mine = [bool(marks[ids.flat[0]]) for ids in given]
        if any(mine) and not all(mine):  # what it is made of alone is a penalty
            found[operation.ids] = True
    return found


def _as_later(graph: Graph, rounds: list[Inspected]) -> None:
    """Judge the first round by the loss that is shown in later ones, where the implied one makes no more right."""
    kinds = {one.kind for one in rounds[1:] if one.shown}
    if not kinds or len(kinds) > 1 or rounds[0].shown:
        return
    first, kind = rounds[0], kinds.pop()
    if not kind or kind == first.kind or not possible(kind, graph.values[first.met.y], first.met.t):
        return
    other = by_known(graph, first, kind)
    if other is not None and score(other) >= score(first):
        rounds[0] = replace(other, fits_other=first.fits_other)


def _known(graph: Graph, listed: list[Parameter], turn: Round) -> Callable[[Meeting], bool]:
    """Give what says whether the program computes a loss of a meeting, in the round or elsewhere."""
    ends = graph.marked(step.after for parameter in turn.parameters for step in parameter.steps)

    def known(met: Meeting) -> bool:
        return bool(shown_losses(graph, turn, met, ends) or forms(graph, listed, turn, met))

    return known


def _steady(found: Inspection) -> list[Inspected]:
    """Judge by another known loss, where by that one more steps keep their factor than by the one that was taken.

    Of one number, all losses have gradients that are multiples of one another; nothing is shown that tells them apart.
    """
    rounds, graph = found.rounds, found.graph
    if len(rounds) < 3 or any(
        one.loss is not None or one.met.y.size != 1 or one.fits_other for one in rounds
    ):
        return []
    most, best = _steps_of_one_factor(rounds), []
    if most == len(rounds[0].steps) or shown_outside(graph, found.parameters):
        return []
    for kind in KINDS:
        if kind == rounds[0].kind or not all(
            possible(kind, graph.values[one.met.y], one.met.t)
            and implied(kind, graph.values[one.met.y], one.met.t).any()
            for one in rounds
        ):
            continue
        made = []
        for one in rounds:
            known = by_known(graph, one, kind)
            if known is None:
                return best
            made.append(known)
        if _steps_of_one_factor(made) > most:
            most, best = _steps_of_one_factor(made), made
    return best


def _steps_of_one_factor(rounds: list[Inspected]) -> int:
    """Count the parameters whose steps are right in all rounds, and by the same factor."""
    wrong = {id(step.parameter) for one in rounds for step in one.steps if not step.right}
    known: dict[int, list[float]] = {}
    for one in rounds:
        for step in one.steps:
            if id(step.parameter) not in wrong and not step.vacuous and not step.bent:
                known.setdefault(id(step.parameter), []).append(step.factor)
    return sum(
        len(factors) > 1 and min(factors) > 0 and max(factors) / min(factors) < 1 + STEADY
        for factors in known.values()
    )
