"""Faults: what is wrong in a network of a program, each with its class and its line, in the order that is asked."""

from __future__ import annotations

import numpy as np

from .bare import beside_penalties
from .classes import other_loss
from .graph import Graph
from .halves import wrong_slope
from .heedless import by_targets_alone
from .inside import rates_inside
from .inspected import by_known
from .inspection import Inspection
from .judge import Judged
from .memory import changing_factor, goes_on, settled
from .odd import odd_steps, unexplained
from .outdated import left_over, outdated
from .pairing import mispaired
from .passed_over import pass_over
from .recording import Operation
from .rounds import together
from .settled import settled_steps, turned_updates, unscaled
from .source import Source
from .steps import Parameter
from .stopped import stopped
from .structure import (
    GUESSED,
    UNSPECIFIC,
    VAGUE,
    Noticed,
    left_out,
    result_name,
    spread,
    unused_result,
)
from .suspects import Search
from .taken import exchanged_names, never_set_here, other_targets, random_target, unpacked
from .target import KINDS, possible
from .told import by_halves, told
from .twice import meant_elsewhere
from .unmoved import based_elsewhere, never_moved

# What is told of an update whatever the error is, and what a spread error may look like itself.
OF_UPDATES = (
    "wrong-base-in-update",
    "wrong-parameter-updated",
    "bias-never-updated",
    "weights-never-updated",
)
OF_TARGETS = ("wrong-sample-or-target", "target-broadcast", "loss-and-delta-do-not-match")


class Unclear(Exception):
    """What keeps the program from being read: a key of the language's messages, and what goes into it."""

    def __init__(self, key: str, **given: object) -> None:
        super().__init__(key)
        self.key, self.given = key, given


def faults(
    source: Source,
    graph: Graph,
    inspection: Inspection,
    based: list[tuple[Operation, Parameter | None]],
    seconds: float,
) -> list[Noticed]:
    """Say what is wrong in a network. Raises Unclear where that cannot be told."""
    if not inspection.rounds:
        old = left_over(inspection) if inspection.reason == "program.no_target" else None
        if old is not None:
            return [old]
        raise Unclear(inspection.reason or "program.no_update")
    if inspection.descends:  # all first steps are right; what else there may be is not told without a target
        still = never_moved(Search(inspection, inspection.rounds[0], seconds), based)
        if still or any(any(settled(inspection, place)) for place in range(1, len(inspection.rounds))):
            raise Unclear("program.no_target")
        return []
    found = spread(inspection, 0)
    if found is not None:
        beside = _beside_spread(source, inspection, based, seconds / 2)
        return merged([found, *beside, *_stored_elsewhere(inspection)])

    def judge(one: Inspection) -> list[Noticed]:
        try:
            return _judged(source, one, based, seconds / 4)
        except Unclear:
            return []

    noticed = _judged(source, inspection, based, seconds)
    noticed = by_targets_alone(inspection, noticed, judge) or noticed
    return meant_elsewhere(inspection, noticed, judge) or noticed


def _beside_spread(
    source: Source, inspection: Inspection, based: list[tuple[Operation, Parameter | None]], seconds: float
) -> list[Noticed]:
    """Say what else is wrong where the error was spread: in updates; in gradients where most are the shown loss's."""
    first = inspection.rounds[0]
    try:
        noticed = _judged(source, inspection, based, seconds)
    except Unclear:
        return []
    right = sum(step.right and not step.vacuous for step in first.steps)
    sure = first.shown and 2 * right > len(first.steps)
    sure = sure and not any(one.fault in GUESSED for one in noticed)
    return [one for one in noticed if one.fault in OF_UPDATES or (sure and one.fault not in OF_TARGETS)]


def _judged(
    source: Source, inspection: Inspection, based: list[tuple[Operation, Parameter | None]], seconds: float
) -> list[Noticed]:
    """Say what is wrong in rounds of which the target is known."""
    _of_another_loss(inspection, seconds)
    one = together(inspection)
    joined = [] if one is None else _searched(source, inspection, based, Search(inspection, one, seconds / 2))
    if joined and not any(noticed.fault in UNSPECIFIC for noticed in joined):
        return joined
    try:
        alone = _alone(source, inspection, based, seconds)
    except Unclear:
        if joined:
            return joined
        raise
    told = not any(noticed.fault in UNSPECIFIC for noticed in alone)
    return joined if joined and len(joined) <= len(alone) and not (alone and told) else alone


def _of_another_loss(inspection: Inspection, seconds: float) -> None:
    """Take another loss than the implied one where that explains all, once a softmax goes along its other axis."""
    first, graph = inspection.rounds[0], inspection.graph
    if first.shown or any(step.right and not step.vacuous for step in first.steps):
        return
    for kind in KINDS:
        y = graph.values[first.met.y]
        if kind == first.kind or not possible(kind, y, first.met.t):
            continue
        rounds = []
        for one in inspection.rounds:
            known = by_known(graph, one, kind)
            if known is None:
                return
            rounds.append(known)
        search = Search(inspection, rounds[0], seconds)
        if search.on_other_axis() is not None:
            inspection.rounds[:] = rounds
            return


def _alone(
    source: Source, inspection: Inspection, based: list[tuple[Operation, Parameter | None]], seconds: float
) -> list[Noticed]:
    """Say what the first round tells; by changes of the forward pass first, where that leaves nothing vague."""
    search = Search(inspection, inspection.rounds[0], seconds)
    found = _searched(source, inspection, based, search)
    if not search.seen_ahead or not any(noticed.fault in GUESSED for noticed in found):
        return found
    search = Search(inspection, inspection.rounds[0], seconds)
    try:
        other = _searched(source, inspection, based, search, ahead=True)
    except Unclear:
        return found
    better = 0 < len(other) <= len(found) and not any(noticed.fault in GUESSED for noticed in other)
    return other if better else found


def _searched(
    source: Source,
    inspection: Inspection,
    based: list[tuple[Operation, Parameter | None]],
    search: Search,
    ahead: bool = False,
) -> list[Noticed]:
    """Say what a search finds; of several rounds nothing, where it does not explain all of them.

    ahead: whether the forward pass is put right first; nothing is said where nothing in it helps.
    """
    noticed = never_set_here(source, search)
    noticed += random_target(search)
    noticed += (
        other_targets(search)
        or exchanged_names(search)
        or unpacked(search)
        or mispaired(source, search.inspection)
    )
    noticed += settled_steps(source, search)
    before = len(search.accepted)
    turned = search.on_other_axis()
    if turned is not None:
        search.accept(turned)
    pass_over(search)
    if ahead and not search.ahead():
        return []
    search.run(wrong_slope)
    for tried in search.accepted[before:]:
        if not tried.again:
            noticed += by_halves(source, search, tried.change) or [told(source, search, tried)]
    noticed += beside_penalties(source, search, noticed)
    left = [step for place, step in enumerate(search.steps) if place not in search.right]
    left = [step for step in left if not (step.vacuous and step.right)]  # still, now, as it should be
    if left and search.one.parts:
        return []
    if left and not inspection.rounds[0].shown and not search.right - search.settled:
        raise Unclear("program.loss")
    noticed += [unexplained(search, step) for step in left]
    noticed += odd_steps(search) + turned_updates(search)
    noticed += rates_inside(search)
    elsewhere = based_elsewhere(search, based)
    unmoved = never_moved(search, based)
    noticed += elsewhere + [n for n in unmoved if not elsewhere or n.fault == "wrong-parameter-updated"]
    noticed += _stored_elsewhere(inspection)
    if not noticed and all(step.vacuous for one in inspection.rounds for step in one.steps):
        raise Unclear("program.nothing_moves")
    if not noticed:
        noticed = _later(source, inspection, search.seconds)
    elif not search.accepted and not search.settled:  # in the first round there are factors alone
        later = _added_up(inspection)
        noticed += [later] if later is not None else []
    elif (again := goes_on(inspection)) is not None:
        noticed.append(_accumulated(inspection, 1, again))
    noticed += _left_out(source, inspection)
    return _once(noticed)


def _stored_elsewhere(inspection: Inspection) -> list[Noticed]:
    """Updates whose results take other names than those of what is updated."""
    made = [(one.name, unused_result(inspection, one)) for one in inspection.parameters]
    return [
        Noticed("update-stored-under-another-name", name, operation.site, operation.stack)
        for name, operation in made
        if operation is not None
    ]


def _left_out(source: Source, inspection: Inspection) -> list[Noticed]:
    """A loop over the samples that ends one too early, or begins one too late."""
    home = left_out(inspection)
    site = inspection.rounds[0].met.operations[0].site
    if home is None or site is None:
        return []
    line = source.loop_around(site[0], site[1])
    return [Noticed("wrong-sample-or-target", "", (site[0], line, 0))] if line is not None else []


def _once(noticed: list[Noticed]) -> list[Noticed]:
    """Say once what is said of one line for several layers."""
    found: dict[tuple, Noticed] = {}
    for one in noticed:
        found.setdefault((one.fault, one.site[:2] if one.site else None), one)
    return list(found.values())


def merged(noticed: list[Noticed]) -> list[Noticed]:
    """Say once what is said of one line, and nothing vague of a line of which a cause is known."""
    found = _once(noticed)
    told = {one.site[:2] for one in found if one.site and one.fault not in VAGUE}
    return [one for one in found if one.fault not in VAGUE or not one.site or one.site[:2] not in told]


def _later(source: Source, inspection: Inspection, seconds: float) -> list[Noticed]:
    """What the first round does not show: sums that go on, values that stay, what was lost in zeros or in ones."""
    graph = inspection.graph
    if inspection.stale is not None:
        return [_out_of_date(inspection)]
    if other := changing_factor(inspection):
        first = inspection.rounds[0].met.operations[0]
        fault = other_loss(inspection.rounds[0].kind, other)
        return [Noticed(fault, result_name(graph, first), first.site, first.stack)]
    rounds = inspection.rounds
    # Where the loss is worked out in each round, one without it was cut off by the end of the recording.
    whole = all(one.loss is not None for one in rounds[:2])
    for place in range(1, len(rounds)):
        if whole and rounds[place].loss is None:
            continue
        if rounds[place].wrong and (old := outdated(inspection, place)) is not None:
            return [old]
        if still := stopped(inspection, place, seconds):
            return still + _beside(source, inspection, place, seconds)
        unexplained, added = settled(inspection, place)
        if added:
            return [_accumulated(inspection, place, added[0])]
        if unexplained:
            return _searched_later(source, inspection, place, seconds)
    return []


def _out_of_date(inspection: Inspection) -> Noticed:
    """Say where a round that depends on nothing of its own takes the error of an earlier one.

    Where the error is made again, it is made of an earlier prediction; where it is not, the first line takes it
    that takes anything made of it.
    """
    graph, last = inspection.graph, inspection.rounds[-1]
    first = inspection.rounds[0].met.operations[0]
    later = graph.operations[last.turn.until :]
    again = next((o for o in later if o.site == first.site and o.name == first.name), None)
    if again is None:
        old = np.zeros(graph.values.size, dtype=bool)
        for operation in (*last.met.operations, *graph.made_of(last.met.y, last.turn.behind)):
            old[operation.ids] = True
        again = next(
            (o for o in later if any(t.ids is not None and old[t.ids].any() for t in o.operands)), first
        )
    return Noticed("stale-or-undefined-variable", result_name(graph, again), again.site, again.stack)


def _added_up(inspection: Inspection) -> Noticed | None:
    """Sums that go on from the first round to the second."""
    for place in range(1, min(len(inspection.rounds), 2)):
        _, added = settled(inspection, place)
        if added:
            return _accumulated(inspection, place, added[0])
    return None


def _searched_later(source: Source, inspection: Inspection, place: int, seconds: float) -> list[Noticed]:
    """Look for what is wrong in a later round, where the numbers of the first one do not tell it."""
    search = Search(inspection, inspection.rounds[place], seconds)
    if all(step.right for step in search.steps) or not search.run():
        raise Unclear("program.rounds")
    if len(search.right) < len(search.steps):
        raise Unclear("program.rounds")
    return [
        one
        for tried in search.accepted
        for one in by_halves(source, search, tried.change) or [told(source, search, tried)]
    ]


def _beside(source: Source, inspection: Inspection, place: int, seconds: float) -> list[Noticed]:
    """Look for what else is wrong in a later round in which something is left alone."""
    try:
        return _searched_later(source, inspection, place, seconds) if inspection.rounds[place].wrong else []
    except Unclear:
        return []


def _accumulated(inspection: Inspection, place: int, step: Judged) -> Noticed:
    """Where an array of sums is made, that goes on from round to round."""
    graph, turn = inspection.graph, inspection.rounds[0].turn
    _, live = graph.behind(np.concatenate(step.step.sources), None, 0)
    for naming in graph.recording.named:
        ids = naming.ids.ravel()
        if ids.size == step.step.base.size and naming.site is not None and live[ids].all():
            nothing = not graph.values[ids].any() and graph.made_by[ids].max() < 0
            before = graph.operations[naming.position - 1].ids.max() if naming.position else -1
            if nothing and ids.min() > before and not turn.stop[ids].any():
                return Noticed("accumulator-not-reset", naming.name, naming.site)
    # Made where it has no name yet: where something is added to it.
    added = graph.maker(int(unscaled(graph, turn, step)[0]))
    operation = added if added is not None and added.name == "add" else step.step.operations[-1]
    return Noticed("accumulator-not-reset", step.parameter.name, operation.site, operation.stack)
