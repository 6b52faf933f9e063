"""Form: a loss as what it is of a prediction, wherever a program shows it: of all samples, after the step, later on.

What was computed of other numbers is computed again with the parameters of the round; there the round's own predictions
are found among those of the loss, whose derivative by them is that of the round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from .derivative import COMPARED, ELEMENTWISE, Opaque
from .graph import Graph
from .steps import Parameter
from .target import Meeting, Round, absolute_error, backwards

MOST_FORMS = 5  # losses of a program that are looked at
MOST_PAIRS = 4_000_000  # predictions of a round times those of a loss, held against each other
NEAR = 1e-9


@dataclass(eq=False)
class Form:
    """A loss, the numbers in it that stand for the predictions of a round, and those that stand for its parameters."""

    graph: Graph
    loss: int
    outer: np.ndarray  # the predictions of the round, or what they are made of entry by entry
    inner: np.ndarray  # for each of them, the number in its place
    held: np.ndarray  # the numbers in the place of the parameters
    base: np.ndarray  # the parameters of the round, in the same order
    numbers: list[int]  # the operations behind the loss
    whole: bool  # whether it is a loss of this round's samples alone
    share: float = 0.0  # of its penalty, what belongs to this round's samples, where it has others too
    _last: tuple[np.ndarray, np.ndarray] | None = field(default=None, repr=False)

    def seeds(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the derivatives by the predictions, and by what a penalty has of the parameters. Raises Opaque."""
        y = values[self.outer]
        if self._last is not None and np.array_equal(self._last[0], y):
            return np.concatenate([self.outer, self.base]), self._last[1]
        graph = self.graph
        given = graph.values[self.base]
        ids, numbers = np.concatenate([self.held, self.inner]), np.concatenate([given, y])
        again, _ = graph.again((ids, numbers), self.numbers)
        stop = np.zeros(graph.values.size, dtype=bool)
        stop[ids] = True
        for number in () if self.whole else graph.makers(self.inner):
            stop[graph.operations[number].ids] = True  # what it has by way of the other samples is no penalty
        adjoint = graph.cotangents({self.loss: 1.0}, 0, stop, again)
        # Beside the mean of other samples, how large a penalty would be is not known by the loss.
        direct = adjoint[self.held] * (1.0 if self.whole else self.share)
        found = np.concatenate([adjoint[self.inner], direct])
        self._last = (y, found)
        return np.concatenate([self.outer, self.base]), found

    @property
    def penalised(self) -> bool:
        """Whether it has the parameters in it beside the predictions."""
        return bool(self.seeds(self.graph.values)[1][self.outer.size :].any())


def form_of(graph: Graph, listed: Sequence[Parameter], turn: Round, met: Meeting, loss: int) -> Form | None:
    """Find the predictions of a round in a loss that was computed of others; None where they are not in it."""
    stop = np.zeros(graph.values.size, dtype=bool)
    for parameter in listed:
        for step in parameter.steps:
            stop[step.base] = stop[step.after] = True
    own_y = stop.copy()
    own_y[met.y] = True
    numbers, live = graph.behind(np.array([loss]), own_y)
    at_once = bool(met.y.size) and bool(live[met.y].all())  # of these predictions, and of later parameters
    if not at_once:
        numbers, live = graph.behind(np.array([loss]), stop)
    held, base = [], []
    forwards = graph.behind(met.y, turn.stop, turn.since)[0]
    for parameter in turn.parameters:
        first = parameter.steps[turn.number].base
        versions = [first, *(s.base for s in parameter.steps), *(s.after for s in parameter.steps)]
        used = {v.tobytes(): v for v in versions if v.size == first.size and live[v].any()}
        if len(used) > 1:
            return None
        for version in used.values():
            held.append(version)
            base.append(moved_ahead(graph, turn, forwards, first))
    if not held or not numbers or (met.labels and not met.y.size):
        return None
    ids, to = np.concatenate(held), np.concatenate(base)
    if at_once and _predicts_again(graph, numbers, forwards, ids):
        return None
    again, _ = graph.again((ids, graph.values[to]), numbers)
    # All that a loss has of them should go by what was found; of a part of the samples it has to.
    places = [
        (outer, inner, whole and not _of_others_too(graph, numbers, ids, inner))
        for outer in (() if at_once else made_of(graph, turn, met.y))
        for inner, whole in islice(_found(graph, numbers, again, met, graph.values[outer]), 4)
    ]
    clean = (place for place in places if not _passed_by(graph, numbers, loss, ids, place[1]))
    outer, inner, whole = next(clean, next((p for p in places if p[2]), (met.y, None, False)))
    if at_once:
        inner, whole = met.y, True
    if inner is None:
        return None
    if _goes_on(graph, numbers, inner, stop):
        return None
    form = Form(graph, loss, outer, inner, ids, to, numbers, whole)
    try:
        made = form.seeds(graph.values)[1]
    except (Opaque, ValueError):
        return None
    if absolute_error(graph, numbers, inner, loss):
        return None
    return form if np.isfinite(made).all() and made.any() else None


def made_of(graph: Graph, turn: Round, y: np.ndarray) -> Iterator[np.ndarray]:
    """Give predictions, and what they are made of entry by entry: of exp(s), a loss may have s beside it."""
    for _ in range(6):  # a sigmoid is made of its own in four
        yield y
        maker = graph.maker(int(y[0])) if y.size else None
        if maker is None or maker.name not in ELEMENTWISE or not np.isin(y, maker.ids).all():
            return
        given = [o.ids for o in maker.operands if o.ids is not None and turn.bits[o.ids].any()]
        if len(given) != 1 or given[0].shape != maker.ids.shape or turn.stop[given[0]].any():
            return
        y = given[0].ravel()[y - int(maker.ids.flat[0])]


def _passed_by(graph: Graph, numbers: list[int], loss: int, held: np.ndarray, inner: np.ndarray) -> bool:
    """Whether a loss also depends on what certain numbers are made of, and not by way of them alone."""
    moved = np.zeros(graph.values.size, dtype=bool)
    for operation in graph.made_of(held, numbers):
        moved[operation.ids] = True
    mine = np.zeros(graph.values.size, dtype=bool)
    mine[held] = True
    for number in graph.makers(inner):  # with those of the other samples, which lie beside them
        mine[graph.operations[number].ids] = True
    behind = graph.behind(inner, None, numbers[0])[1]
    beside = graph.behind(np.array([loss]), mine)[1]
    return bool((behind & beside & moved & ~mine).any())


def _predicts_again(graph: Graph, numbers: list[int], forwards: list[int], ids: np.ndarray) -> bool:
    """Whether a loss takes later parameters as a forward pass does, as a sum over samples: they are no penalty."""
    held = np.zeros(graph.values.size, dtype=bool)
    held[ids] = True
    lines = {graph.operations[number].site for number in forwards}
    return any(
        graph.operations[number].site in lines
        and any(o.ids is not None and held[o.ids].any() for o in graph.operations[number].operands)
        for number in numbers
    )


def _of_others_too(graph: Graph, numbers: list[int], held: np.ndarray, inner: np.ndarray) -> bool:
    """Whether a loss has other predictions beside these, made one by one by the lines that made these."""
    mine = graph.marked([held])
    using = {
        n
        for n in numbers
        if any(o.ids is not None and mine[o.ids].any() for o in graph.operations[n].operands)
    }
    own = using.intersection(graph.behind(inner, mine)[0])
    sites = {graph.operations[n].site for n in own}
    return any(graph.operations[n].site in sites for n in using - own)


def moved_ahead(graph: Graph, turn: Round, forwards: list[int], own: np.ndarray) -> np.ndarray:
    """Give what a round goes forward with in the place of a parameter, as where it is moved ahead by its velocity."""
    users = [
        graph.operations[n]
        for n in forwards
        if any(o.ids is not None and np.isin(own, o.ids).any() for o in graph.operations[n].operands)
    ]
    if len(users) != 1 or users[0].name not in ("add", "sub") or users[0].ids.size != own.size:
        return own
    given = [o.ids for o in users[0].operands if o.ids is not None]
    whole = [ids for ids in given if np.array_equal(ids.ravel(), own)]
    others = [ids for ids in given if turn.bits[ids].any()]
    return users[0].ids.ravel() if len(whole) == len(others) == 1 else own


def _goes_on(graph: Graph, numbers: list[int], inner: np.ndarray, stop: np.ndarray) -> bool:
    """Whether what was found is multiplied by weights before it becomes a loss: that is no prediction."""
    return any(
        operation.name in ("mul", "matmul", "dot")
        and any(o.ids is not None and stop[o.ids].all() for o in operation.operands)
        for operation in graph.made_of(inner, numbers)
    )


def _found(
    graph: Graph, numbers: list[int], again: np.ndarray, met: Meeting, y: np.ndarray
) -> Iterator[tuple[np.ndarray, bool]]:
    """Give the places of predictions, by value, in what a loss is made of, the last first; whether those are all."""
    near = NEAR * max(1.0, float(np.abs(y).max(initial=0.0)))
    for number in reversed(numbers):
        ids = graph.operations[number].ids
        if ids.size == y.size and np.allclose(again[ids].ravel(), y, rtol=0, atol=near):
            yield ids.ravel(), True
    single = met.shapes[0][-1] if met.shapes and met.shapes[0] else 1
    for number in reversed(numbers):
        ids = graph.operations[number].ids
        if ids.size <= y.size or ids.ndim > 2 or ids.size * y.size > MOST_PAIRS:
            continue
        for rows, mine in _by_samples(ids, y, single, met):
            apart = np.abs(again[rows][None] - y[mine][:, None]).max(axis=2)
            same = apart <= near
            if same.any(axis=1).all() and (same.sum(axis=1) == 1).all():
                found = np.empty(y.size, dtype=int)
                found[mine] = rows[apart.argmin(axis=1)]
                yield found, False


def _by_samples(
    ids: np.ndarray, y: np.ndarray, single: int, met: Meeting
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Lay the numbers of an array, and the places of a round's predictions, in one row for each sample."""
    places = np.arange(y.size)
    found = []
    if ids.ndim == 2 and ids.shape[1] == single and y.size % single == 0:
        found.append((ids, places.reshape(-1, single)))
    shape = met.shapes[0] if met.shapes else ()
    if ids.ndim == 2 and len(shape) == 2 and ids.shape[0] == shape[0] and np.prod(shape) == y.size:
        found.append((ids.T, places.reshape(shape).T))
    if ids.ndim == 1 and (single == 1 or len(shape) == 1):
        found.append((ids.reshape(-1, 1), places.reshape(-1, 1)))
    return found


def forms(graph: Graph, listed: Sequence[Parameter], turn: Round, met: Meeting) -> list[Form]:
    """Give the losses that a program shows anywhere, of predictions of all that it trains, as forms of a round's."""
    marks = {
        min(place, 60): np.concatenate([s.base for s in p.steps] + [s.after for s in p.steps])
        for place, p in enumerate(listed)
    }
    own = np.concatenate([*marks.values()])
    bits = graph.ahead(marks, 0, len(graph.operations), own)
    stop = np.zeros(graph.values.size, dtype=bool)
    stop[own] = True
    back = {(graph.operations[n].site, graph.operations[n].stack) for n in backwards(graph, turn, met)}
    every = int(np.bitwise_or.reduce([1 << bit for bit in marks]))
    sites: set[object] = set()
    found: list[Form] = []
    for operation in graph.operations:
        if operation.ids.size != 1 or operation.name in COMPARED:
            continue
        number = int(operation.ids.flat[0])
        if int(bits[number]) != every or (graph.handed_on[number] and number not in graph.recording.shown):
            continue
        key = (operation.site, operation.stack)
        if key in sites or len(sites) > 40:
            continue
        sites.add(key)
        form = form_of(graph, listed, turn, met, number) if _a_loss(graph, stop, back, bits, number) else None
        if form is not None:
            found.append(form)
        if len(found) == MOST_FORMS:
            break
    return found


def _a_loss(graph: Graph, stop: np.ndarray, back: Collection[object], bits: np.ndarray, number: int) -> bool:
    """Whether a number may be a loss: no count of predictions, and nothing that is made of gradients."""
    made = [graph.operations[n] for n in graph.behind(np.array([number]), stop)[0]]
    names = {operation.name for operation in made if bits[operation.ids.flat[0]]}
    counted = bool(names & {"argmax", "eq", "ne", "opaque"})
    return not counted and all((o.site, o.stack) not in back for o in made)
