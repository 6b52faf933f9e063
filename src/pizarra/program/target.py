"""Target: where a prediction meets what it should be, and which loss of the two is shown, or implied.

Longer than most files: how programs hold a prediction against a target, and what tells a loss from a measure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .blocks import beside
from .derivative import COMPARED, ELEMENTWISE, Opaque
from .graph import Graph
from .picked import picked
from .recording import Operation
from .steps import Parameter

MOST_ASKED = 150  # numbers of a round that are looked at as losses, the likeliest first


@dataclass(eq=False)
class Meeting:
    """A prediction's numbers, and the target's, entry by entry; the operations where they meet."""

    y: np.ndarray
    t: np.ndarray
    t_ids: np.ndarray  # −1 where the target is a constant
    operations: list[Operation]
    labels: bool = False
    shapes: tuple[tuple[int, ...], ...] = ()
    heads: tuple[Meeting, ...] = ()  # of several outputs, each with a target of its own


@dataclass(eq=False)
class Round:
    """One round of updates: each parameter with its numbers before, and what its step depends on."""

    number: int
    parameters: list[Parameter]
    since: int  # operations before it do not count
    until: int
    stop: np.ndarray  # the numbers that begin the round
    behind: list[int]
    live: np.ndarray
    bits: np.ndarray
    penalised: np.ndarray | None = None  # marks of the parameters whose penalty is another than the loss has


def round_of(graph: Graph, listed: list[Parameter], number: int, after: np.ndarray) -> Round | None:
    """Gather a round of updates; None where there is none. after: marks of what updates made."""
    taking = [p for p in listed if len(p.steps) > number]
    if not taking:
        return None
    stop = beside(graph, listed)
    since = 0
    for parameter in taking:
        stop[parameter.steps[number].base] = True
        if number:
            first = parameter.steps[number - 1].operations[0].number
            since = min(since or first, first)
    sources = np.concatenate([s for p in taking for s in p.steps[number].sources])
    behind, live = graph.behind(sources, stop)
    until = max(operation.number for p in taking for operation in p.steps[number].operations) + 1
    marks = {place: p.steps[number].base for place, p in enumerate(taking[:60])}
    if len(taking) > 60:  # as where each weight is a number: there are no more bits than these
        marks[60] = np.concatenate([p.steps[number].base for p in taking[60:]])
    bits = graph.ahead(marks, since, min(len(graph.operations), until + 4000), np.flatnonzero(after))
    return Round(number, taking, since, until, stop, behind, live, bits)


def meeting(graph: Graph, turn: Round, behind: list[int] | None = None) -> Meeting | None:
    """Find where what depends on most parameters first meets what depends on none.

    Where that is nowhere, what depends on fewer: a prediction may be mistaken for another value.
    """
    numbers = turn.behind if behind is None else behind
    counts = {_bits(turn, graph.operations[n])[0] for n in numbers} - {0}
    for most in sorted(counts, reverse=True):
        found = _meeting(graph, turn, numbers, most)
        if found is not None:
            return _behind_threshold(graph, turn, numbers, most, found) or found
    # A target may be written as a number, as the 1 that a network is to be judged by.
    return _meeting(graph, turn, numbers, max(counts, default=0), written=True)


def by_margin(graph: Graph, turn: Round, known: Callable[[Meeting], bool]) -> Meeting | None:
    """Give the meeting of scores and labels where only margins between them count: the loss has to be known.

    known: whether the program computes a loss of what it is asked of.
    """
    for naming in graph.recording.named:
        if (
            naming.name != "(labels)"
            or not turn.since <= naming.position <= turn.until
            or not naming.ids.size
        ):
            continue
        maker = graph.maker(int(naming.ids.flat[0]))
        if maker is None or not turn.bits[maker.ids].all() or maker.ids.ndim != 2:
            continue
        uses = [
            graph.operations[n]
            for n in range(maker.number, turn.until)
            if any(
                o.ids is not None and np.isin(naming.ids, o.ids).all() for o in graph.operations[n].operands
            )
        ]
        if not uses or uses[0].name != "sub":
            continue
        hot = np.isin(maker.ids, naming.ids).astype(float).ravel()
        shapes = (maker.ids.shape,) * 3
        met = Meeting(maker.ids.ravel(), hot, np.full(hot.size, -1), uses[:1], True, shapes)
        return met if known(met) else None
    for number in range(turn.since, turn.until):
        operation = graph.operations[number]
        if operation.name != "mul" or operation.ids.size < 2:
            continue
        for mine, other in (operation.operands, operation.operands[::-1]):
            if mine.ids is None or other.ids is None or mine.ids.size != other.ids.size:
                continue
            signs = np.abs(graph.values[other.ids]) == 1
            if not signs.all() or turn.bits[other.ids].any() or not turn.bits[mine.ids].all():
                continue
            if _bits(turn, operation)[0] < len(turn.parameters):
                continue
            t = other.ids.ravel()
            met = Meeting(mine.ids.ravel(), graph.values[t], t, [operation])
            return met if known(met) else None
    return None


# What an activation is computed by.
BENDING = {"neg", "exp", "add", "sub", "div", "tanh", "maximum", "where", "clip", "cast"}


def _behind_threshold(
    graph: Graph, turn: Round, numbers: list[int], most: int, found: Meeting
) -> Meeting | None:
    """Give the meeting behind an activation, where what was found is a sum that a threshold is taken from."""
    first, last = found.operations[0], found.operations[-1]
    maker = graph.maker(int(found.y[0]))
    if first.name != "sub" or maker is None or maker.name not in ("matmul", "dot", "sum", "add", "mul"):
        return None
    if maker.name == "mul" and maker.ids.ndim:
        return None
    later = _meeting(graph, turn, [n for n in numbers if n > last.number], most)
    if later is None or later.operations[0].name != "sub" or later.labels:
        return None
    made = np.zeros(graph.values.size, dtype=bool)
    for operation in found.operations:
        made[operation.ids] = True
    between = [graph.operations[n] for n in graph.behind(later.y, turn.stop | made, turn.since)[0]]
    bent = {"exp", "tanh", "maximum"} & {operation.name for operation in between}
    mine = any(o.ids is not None and made[o.ids].any() for one in between for o in one.operands)
    return later if bent and mine and all(one.name in BENDING for one in between) else None


def _meeting(
    graph: Graph, turn: Round, numbers: list[int], most: int, written: bool = False
) -> Meeting | None:
    found: list[tuple[Operation, int]] = []
    targets = {n.position: n for n in graph.recording.named if n.name == "(target)"}
    kept: set[object] = set()
    covered = 0
    for number in numbers:
        operation = graph.operations[number]
        place = _meets(graph, turn, operation, most, number in targets or written)
        if place is None or (written and (operation.name != "sub" or place)):
            continue
        if number not in targets and operation.operands[place].ids is None:
            continue  # a number that the program's text has
        key = (operation.name, operation.site, operation.stack)
        mark = _bits(turn, operation)[1]
        # Outputs that are single numbers may each have a line of their own; then each has parameters of its own.
        alone = operation.ids.size == 1 and mark & ~covered
        if not found or (alone and operation.name == found[0][0].name):
            kept.add(key)
        if key in kept:
            covered |= mark
            found.append((operation, place))
    if not found:
        return None
    ys, ts, t_ids, labels = [], [], [], False
    shapes: tuple[tuple[int, ...], ...] = ()
    for operation, place in found:
        if operation.number in targets:
            base = targets[operation.number].ids
            hot = np.isin(base, _ids(operation)).astype(float)
            ys.append(base.ravel())
            ts.append(hot.ravel())
            t_ids.append(np.full(base.size, -1))
            labels = True
            continue
        mine, other = operation.operands[place], operation.operands[1 - place]
        assert mine.ids is not None
        if other.ids is not None and turn.bits[other.ids].any():
            apart = mine.ids != other.ids
            ys.append(mine.ids[apart])
            ts.append(graph.values[other.ids[apart]])
            t_ids.append(other.ids[apart])
            continue
        own = _without_sign(graph, mine.ids) if operation.name == "add" else mine.ids
        own = without_guard(graph, own) if operation.name == "div" else own
        y = np.broadcast_to(own, operation.ids.shape)
        shapes = (
            mine.ids.shape,
            np.shape(other.ids if other.ids is not None else other.constant),
            operation.ids.shape,
        )
        ys.append(y.ravel())
        if other.ids is not None:
            turned = operation.name == "add" and own is mine.ids and _negated(graph, other.ids)
            turned = turned or operation.name == "div"
            theirs = _without_sign(graph, other.ids) if turned else other.ids
            spread = np.broadcast_to(theirs, operation.ids.shape).ravel()
            ts.append(graph.values[spread])
            t_ids.append(spread)
        else:
            ts.append(np.broadcast_to(other.constant, operation.ids.shape).ravel())  # type: ignore[arg-type]
            t_ids.append(np.full(operation.ids.size, -1))
    return Meeting(
        np.concatenate(ys), np.concatenate(ts), np.concatenate(t_ids), [o for o, _ in found], labels, shapes
    )


def _negated(graph: Graph, ids: np.ndarray | None) -> bool:
    maker = graph.maker(int(ids.flat[0])) if ids is not None and ids.size else None
    return maker is not None and maker.name == "neg"


def _without_sign(graph: Graph, ids: np.ndarray) -> np.ndarray:
    """Give what was negated, so that what is added to a target is the prediction itself."""
    maker = graph.maker(int(ids.flat[0]))
    given = maker.operands[0].ids if maker is not None and maker.name == "neg" else None
    if maker is None or given is None or not np.isin(ids, maker.ids).all():
        return ids
    return given.ravel()[ids - int(maker.ids.flat[0])]


def without_guard(graph: Graph, ids: np.ndarray) -> np.ndarray:
    """Give the prediction itself, where a little was added to it before something is divided by it."""
    maker = graph.maker(int(ids.flat[0]))
    if maker is None or maker.name != "add" or not np.array_equal(ids.ravel(), maker.ids.ravel()):
        return ids
    for place, operand in enumerate(maker.operands):
        inner = maker.operands[1 - place].ids
        size = operand.numbers(graph.values)
        if size.size == 1 and 0 < float(np.ravel(size)[0]) <= GUARD and inner is not None:
            return inner.reshape(ids.shape) if inner.size == ids.size else ids
    return ids


def _ids(operation: Operation) -> np.ndarray:
    ids = operation.operands[0].ids
    return ids if ids is not None else np.empty(0, dtype=int)


def _bits(turn: Round, operation: Operation) -> tuple[int, int]:
    mark = int(np.bitwise_or.reduce(turn.bits[operation.ids], axis=None))
    return mark.bit_count(), mark


def _meets(graph: Graph, turn: Round, operation: Operation, most: int, labelled: bool) -> int | None:
    """Say which operand is the prediction, where an operation is the meeting."""
    if operation.name not in ("sub", "div", "add") or len(operation.operands) < 2:
        return None
    sides = []
    for operand in operation.operands:
        if operand.ids is None:
            sides.append(0)
        else:
            sides.append(int(np.bitwise_or.reduce(turn.bits[operand.ids], axis=None)).bit_count())
    for place in (0, 1):
        other = operation.operands[1 - place]
        if sides[place] != most or (sides[1 - place] and not _own_but_for_some(turn, operation, place)):
            continue
        if other.written and not labelled:
            continue
        if operation.name == "div" and place == 0:
            continue  # a share of something
        size = other.ids.size if other.ids is not None else np.size(other.constant)
        mine = operation.operands[place].ids
        if operation.name == "add" and not _negated(graph, mine) and not _negated(graph, other.ids):
            continue
        if mine is not None and mine.size > size and size == 1 and other.ids is not None:
            continue
        return place
    return None


def _own_but_for_some(turn: Round, operation: Operation, place: int) -> bool:
    """Whether predictions are held against themselves, but for those that have a target: one action of several."""
    mine, other = operation.operands[place].ids, operation.operands[1 - place].ids
    if operation.name != "sub" or mine is None or other is None or mine.shape != other.shape:
        return False
    apart = mine != other
    return (
        bool(apart.any() and turn.bits[mine[apart]].all())
        and not apart.all()
        and not turn.bits[other[apart]].any()
    )


def shown_losses(
    graph: Graph, turn: Round, met: Meeting, after: np.ndarray, measures: bool = False
) -> list[int]:
    """Find the numbers that the program computes of this prediction and this target, and hands to nothing else.

    The likeliest first: what is shown, near the step.

    after: numbers of later rounds. A mean absolute error, or what has nothing to do with this target, is none.
    """
    most = max((_bits(turn, o)[0] for o in met.operations), default=0)
    used: set[int] = set()
    until = min(len(graph.operations), turn.until + 4000)
    for operation in graph.operations[turn.since : until]:
        if operation.name in COMPARED:
            continue  # held against a limit, to stop there
        for operand in operation.operands:
            if operand.ids is None:
                continue
            # Terms of one round are parts of its loss; what is summed of several rounds are losses themselves.
            terms = operation.name in ("sum", "mean") and np.count_nonzero(turn.bits[operand.ids]) > 1
            if operand.ids.size < 3 or terms:
                used.update(operand.ids.ravel().tolist())
    back = backwards(graph, turn, met)
    updates = {number for number, *_ in graph.recording.updates if number > met.operations[0].number}
    found: list[tuple[int, int, int]] = []
    wanted = np.sort(met.t)
    fixed = beside(graph, turn.parameters)
    mine = graph.behind(met.y, turn.stop, turn.since)[1] & fixed
    signs: list[bool] = []  # whether the sign alone counts, once it was asked
    single: list[tuple[bool, int, Operation]] = []
    for operation in graph.operations[turn.since : until]:
        if operation.ids.size != 1 or operation.name in COMPARED or _bits(turn, operation)[0] < most:
            continue
        number = int(operation.ids.flat[0])
        if turn.live[number] or (number in used and number not in graph.recording.shown):
            continue
        single.append((number in graph.recording.shown, -abs(operation.number - turn.until), operation))
    single.sort(key=lambda one: one[:2], reverse=True)
    for likely, near, operation in single[:MOST_ASKED]:
        number = int(operation.ids.flat[0])
        if _extreme_of_rounds(graph, turn, operation):
            continue
        behind, live = graph.behind(operation.ids, turn.stop | after, turn.since)
        if not back.isdisjoint(behind) or not updates.isdisjoint(behind):
            continue  # it is made of gradients, or comes after a step
        if passed_back(graph, turn, met, behind) or not np.array_equal(live & fixed, mine):
            continue
        names = {graph.operations[n].name for n in behind if turn.bits[graph.operations[n].ids.flat[0]]}
        absolute = absolute_error(graph, behind, met.y, number)
        if absolute and not signs:
            signs = [_by_sign(graph, turn, met)]
        absolute = absolute and not signs[0]
        if names & {"argmax", "eq", "ne", "opaque"} or absolute != measures:
            continue
        if not _of_target(graph, live, behind, met, wanted) or _quotient(graph, turn, behind):
            continue
        if _linear(graph, turn, met, operation) or (
            names & {*COMPARED} and _counted(graph, turn, met, number)
        ):
            continue
        found.append((likely, near, number))
    return [number for *_, number in sorted(found, reverse=True)]


def _extreme_of_rounds(graph: Graph, turn: Round, operation: Operation) -> bool:
    """Whether a number is the greatest or the least of what several rounds have computed."""
    taken = operation.operands[0].ids if operation.name in ("max", "min") else None
    if taken is None or taken.size < 2:
        return False
    return bool((~turn.bits[taken].astype(bool) & (graph.made_by[taken] >= 0)).any())


def absolute_error(graph: Graph, behind: list[int], y: np.ndarray, number: int) -> bool:
    """Whether a number is made of predictions by absolute values alone: Huber's loss squares those near the target."""
    stop = np.zeros(graph.values.size, dtype=bool)
    for operation in graph.made_of(y, behind):
        if operation.name == "where":
            return False  # it may square those that are near, though none is
        if operation.name == "abs":
            stop[operation.ids] = True
    try:
        return bool(stop.any()) and not graph.cotangents({number: 1.0}, 0, stop)[y].any()
    except Opaque:
        return True


def _by_sign(graph: Graph, turn: Round, met: Meeting) -> bool:
    """Whether only the sign of the error goes into the steps, as under the absolute error."""
    sources = np.concatenate([s for p in turn.parameters for s in p.steps[turn.number].sources])
    errors = np.concatenate([operation.ids.ravel() for operation in met.operations])
    sizes = np.random.default_rng(0).uniform(0.5, 1.5, sources.size)
    try:
        return not graph.cotangents((sources, sizes), int(graph.made_by[errors].min()), turn.stop)[
            errors
        ].any()
    except Opaque:
        return False


def _counted(graph: Graph, turn: Round, met: Meeting, number: int) -> bool:
    """Whether a number is a count of comparisons of predictions, which changes with them by no little."""
    live = graph.behind(np.array([number]), turn.stop, turn.since)[1]
    try:
        slopes = graph.cotangents({number: 1.0}, turn.since)
    except Opaque:
        return False
    return bool(live[met.y].any()) and not slopes[met.y].any()


def passed_back(graph: Graph, turn: Round, met: Meeting, behind: list[int]) -> bool:
    """Whether the error is multiplied by weights on the way to a number, or added to some, as on the way back."""
    errors, moved = (np.zeros(graph.values.size, dtype=bool) for _ in range(2))
    met_ = {operation.number for operation in met.operations}
    steps = {number for number, *_ in graph.recording.weak}  # of what the prediction does not depend on
    for number in behind:
        operation = graph.operations[number]
        given = [o.ids for o in operation.operands if o.ids is not None]
        mine = number in met_ or any(errors[ids].any() for ids in given)
        if not mine:
            continue
        errors[operation.ids] = True
        product = number not in met_ and operation.name in ("mul", "matmul", "dot")
        if number in steps - met_ and any(not errors[ids].any() for ids in given):
            moved[operation.ids] = True
        makers = [graph.maker(int(ids.flat[0])) for ids in given]
        onwards = any(maker is not None and maker.name in ("matmul", "dot", "einsum") for maker in makers)
        if onwards and operation.name in ("add", "sub") and any(moved[ids].any() for ids in given):
            return True
        if product and any(turn.stop[ids].all() for ids in given):
            return True
    return False


def _quotient(graph: Graph, turn: Round, behind: list[int]) -> bool:
    """Whether one value of a function was taken from another one: a difference quotient, or how far it is off."""
    for number in behind:
        operation = graph.operations[number]
        if operation.name != "sub" or operation.ids.size != 1:
            continue
        sides = [operand.ids for operand in operation.operands]
        if any(ids is None or not turn.bits[ids].any() for ids in sides):
            continue
        made = [graph.maker(int(ids.flat[0])) for ids in sides if ids is not None]
        first, second = made if len(made) == 2 else (None, None)
        if first is None or second is None or first is second:
            continue
        if first.site == second.site and first.name == second.name and first.stack != second.stack:
            return True
    return False


def _linear(graph: Graph, turn: Round, met: Meeting, operation: Operation) -> bool:
    """Whether a number is a sum of errors as they are, such as a bias's gradient: that is no loss."""
    for _ in range(8):
        sides = [o.ids for o in operation.operands if o.ids is not None and turn.bits[o.ids].any()]
        if len(sides) != 1 or operation.name not in ("sum", "mean", "div", "mul", "neg", "cast", "sub"):
            return False
        if operation.name == "sub":
            return any(operation.site == other.site for other in met.operations)
        maker = graph.maker(int(sides[0].flat[0]))
        if maker is None:
            return False
        operation = maker
    return False


def backwards(graph: Graph, turn: Round, met: Meeting) -> set[int]:
    """Give the operations behind the steps after the meeting, but for those that only scale the error."""
    forwards = set(graph.behind(met.y, turn.stop, turn.since)[0])
    scaled = {operation.number for operation in met.operations}
    errors = np.concatenate([operation.ids.ravel() for operation in met.operations])
    of_it = {operation.number for operation in graph.made_of(errors, turn.behind)}
    found = set()
    for number in turn.behind:
        operation = graph.operations[number]
        if number in forwards or number in scaled or not turn.bits[operation.ids.flat[0]]:
            continue
        if number not in of_it:
            continue  # beside the prediction: another output, of which the loss may be, too
        makers = {
            int(m) for o in operation.operands if o.ids is not None for m in np.unique(graph.made_by[o.ids])
        }
        alike = operation.name in ELEMENTWISE or _still_an_error(graph, turn, met, operation)
        if alike and makers & scaled and not (makers - scaled) & {*forwards, *found}:
            scaled.add(number)
        else:
            found.add(number)
    return found


def _still_an_error(graph: Graph, turn: Round, met: Meeting, operation: Operation) -> bool:
    """Whether what is summed has as many numbers as the prediction, and is passed back: along an axis of length 1.

    Or along the one that a target was spread along. A bias's gradient may look so too, but nothing is made of that.
    """
    if operation.name not in ("sum", "mean", "max") or not met.shapes:
        return False
    if operation.ids.size != np.prod(met.shapes[0]):
        return False
    return any(
        one.name in ("matmul", "dot", "outer", "einsum") for one in graph.made_of(operation.ids, turn.behind)
    )


def _of_target(graph: Graph, live: np.ndarray, behind: list[int], met: Meeting, wanted: np.ndarray) -> bool:
    if met.heads:
        return all(_of_target(graph, live, behind, one, np.sort(one.t)) for one in met.heads)
    ids = met.t_ids[met.t_ids >= 0]
    if ids.size and live[ids].all():
        return True
    if live[met.y].sum() and (met.labels or not ids.size):
        return True
    own = live[met.y]
    if own.any() and not own.all() and np.array_equal(own, met.t == 1):
        return True  # the predictions of the right classes alone, picked by where the target is 1
    if picked(graph, live, met.t):
        return True
    return takes(graph, behind, wanted)


def takes(graph: Graph, behind: list[int], wanted: np.ndarray) -> bool:
    """Whether one of some operations takes just these numbers, in whatever order. wanted: sorted."""
    taken = (one.numbers(graph.values) for number in behind for one in graph.operations[number].operands)
    return any(one.size == wanted.size and np.array_equal(np.sort(one, axis=None), wanted) for one in taken)


KINDS = ("squared_error", "binary_cross_entropy", "cross_entropy")


def implied(kind: str, y: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Give the derivative of a known loss by the prediction."""
    with np.errstate(all="ignore"):
        match kind:
            case "squared_error":
                return y - t
            case "binary_cross_entropy":
                return (y - t) / (y * (1 - y))
            case _:
                return -t / y


def possible(kind: str, y: np.ndarray, t: np.ndarray) -> bool:
    """Whether a loss can be meant with these numbers."""
    if kind == "squared_error":
        return True
    inside = bool(((y > 0) & (y < 1)).all())
    return inside and bool(((t >= 0) & (t <= 1)).all())


def value_of(kind: str, y: np.ndarray, t: np.ndarray) -> float:
    """Give a known loss, summed."""
    with np.errstate(all="ignore"):
        match kind:
            case "squared_error":
                return float(((y - t) ** 2).sum())
            case "binary_cross_entropy":
                return float(-(t * np.log(y) + (1 - t) * np.log(1 - y)).sum())
            case _:
                return float(-(t * np.log(y)).sum())


def truth(
    graph: Graph, turn: Round, met: Meeting, loss: int | None, kind: str, stop: np.ndarray
) -> np.ndarray | None:
    """Give the cotangent of every number, of the loss computed or of a known one; None where it is not known."""
    try:
        if loss is not None:
            return graph.cotangents({loss: 1.0}, 0, stop)
        y = graph.values[met.y]
        return graph.cotangents((met.y, implied(kind, y, met.t)), 0, stop)
    except Opaque:
        return None


GUARD = 1e-3


def unguarded(graph: Graph, loss: int, turn: Round, values: np.ndarray | None = None) -> np.ndarray | None:
    """Give the numbers as they are without the little that is added to keep a logarithm finite; None without any."""
    known, found = graph.values if values is None else values, None
    for number in graph.behind(np.array([loss]), turn.stop, turn.since)[0]:
        operation = graph.operations[number]
        ids = operation.operands[0].ids if operation.name == "log" else None
        maker = graph.maker(int(ids.flat[0])) if ids is not None else None
        if ids is None or maker is None or maker.name != "add" or not np.isin(ids, maker.ids).all():
            continue
        for place, operand in enumerate(maker.operands):
            size = operand.numbers(known)
            inner = maker.operands[1 - place].ids
            if size.size == 1 and 0 < float(size.ravel()[0]) <= GUARD and inner is not None:
                found = known.copy() if found is None else found
                found[maker.ids] = np.maximum(known[inner], np.finfo(float).tiny)
    return found
