"""Suspects: which one change of a line makes steps right that are not; tried on the recording, one line at a time.

Longer than most files: what is tried, and what holds of it so far, share the numbers of one round.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .arrays import PRODUCTS, Array, Arrays
from .derivative import Opaque
from .graph import Graph
from .inspection import Inspected, Inspection
from .judge import ALIKE, Judged, judge, judged, proportion, uneven
from .recording import Operation, Site
from .rerun import Rerun
from .rounds import joined
from .target import implied, unguarded


@dataclass(frozen=True, eq=False)
class Change:
    """Something done otherwise: other numbers, other operands, or other parameters of operations."""

    kind: str  # "before", "operand", "axis", "sign", "mask", "slope" or "value"
    operation: Operation
    site: Site | None
    callers: tuple[Site, ...] = ()
    changed: tuple[np.ndarray, np.ndarray] | None = None
    operands: dict[int, dict[int, np.ndarray]] = field(default_factory=dict)
    params: dict[int, dict[str, Any]] = field(default_factory=dict)
    old: Array | None = None
    new: Array | None = None
    turned: bool = False
    forward: bool = False
    found: np.ndarray | None = None
    expected: np.ndarray | None = None
    far: int = 0  # how far it is from the line that it belongs to


@dataclass(eq=False)
class Tried:
    """A change and what it made right: the parameters, and all steps."""

    change: Change
    steps: list[Judged]
    right: frozenset[int]
    alias: bool = False  # what it replaces is the right cotangent of something else
    uphill: bool = False  # nothing was right before, and all is right now
    again: bool = False  # what was told of one call, at another call of the same line


class Search:
    """Looks for changes in a round, and keeps those that were accepted."""

    def __init__(self, inspection: Inspection, one: Inspected, seconds: float) -> None:
        self.inspection, self.one = inspection, one
        self.arrays = Arrays(inspection, one)
        self.graph: Graph = inspection.graph
        self.accepted: list[Tried] = []
        self.seconds = seconds
        self.until = time.process_time() + seconds
        self.target = self.one.met.t  # by which an implied loss goes
        self.settled: set[int] = set()  # steps of which it is known what is wrong
        self.steps = self.one.steps
        self.unsteady = _unsteady(inspection, one)
        self.values, self.adjoint = self.graph.values, self.one.adjoint
        self.right = self._right(self.steps)
        self.factors_now = [1.0]
        self.halved: dict[Site | None, str] = {}  # what comes wrong from above, by its line
        self._truths: dict[int, dict[int, bool]] = {}
        self._hold()

    @property
    def out_of_time(self) -> bool:
        """Whether the time is up."""
        return time.process_time() > self.until

    def _right(self, steps: list[Judged]) -> frozenset[int]:
        """Give the steps that are multiples of the gradient: what their factors are is another question."""
        return frozenset(place for place, step in enumerate(steps) if self._is_right(place, step))

    def _is_right(self, place: int, step: Judged) -> bool:
        first = self.one.steps[place]
        due = self.unsteady.get(place)  # of one number anything is a multiple
        if due is not None and place not in self.settled:
            return abs(step.factor / due - 1) < ALIKE
        return bool(
            place in self.settled
            or step.bent
            or (step.factor and not step.vacuous)
            or (step.right and first.right and first.vacuous)
        )

    def settle(self, place: int) -> None:
        """Leave a step out of the search."""
        self.settled.add(place)
        self.right |= {place}

    def _hold(self) -> None:
        """Take the numbers as they are now for those that a change is tried on."""
        changes = self._changes()
        self.rerun = Rerun(self.graph, self.arrays.numbers, self.values)
        self.taken: dict[int, dict[int, np.ndarray]] = {}
        self.params: dict[int, dict[str, Any]] = {}
        self.fixed: np.ndarray | None = None
        for change in changes:
            for number, other in change.operands.items():
                self.taken.setdefault(number, {}).update(other)
            self.params.update(change.params)
            if change.changed is not None:
                self.fixed = np.zeros(self.values.size, dtype=bool) if self.fixed is None else self.fixed
                self.fixed[change.changed[0]] = True
        turn = self.one.turn
        self.behind = [
            frozenset(self.graph.makers(np.concatenate(p.steps[turn.number].sources)))
            for p in turn.parameters
        ]

    def accept(self, change: Change) -> None:
        """Take a change for granted, whatever it makes right."""
        values, adjoint = self._numbers([*self._changes(), change])
        self.steps = judged(self.graph, self.one.turn, adjoint, values)
        self.right = self._right(self.steps)
        self.accepted.append(Tried(change, self.steps, self.right))
        self.values, self.adjoint = values, adjoint
        self._hold()

    def withdraw(self) -> None:
        """Take the last change back."""
        self.accepted.pop()
        self.values, self.adjoint = self._numbers(self._changes())
        self.steps = judged(self.graph, self.one.turn, self.adjoint, self.values)
        self.right = self._right(self.steps)
        self._hold()

    def run(self, by_itself: Callable[[Search], Change | None] | None = None) -> list[Tried]:
        """Accept changes until all steps are right, or none helps.

        by_itself: gives what is wrong given what it is made of, whether or not a step is right by that alone.
        """
        while len(self.right) < len(self.steps) and len(self.accepted) < 8 and not self.out_of_time:
            best = self._other_loss() or self._best()
            if best is None or best.change.kind == "value":
                best = self._behind_updates() or best
            if by_itself is not None and (best is None or self._of_gradient(best)):
                best = self._after(by_itself) or best
            if best is None:
                break
            self._take(best)
        return self.accepted

    def _of_gradient(self, tried: Tried) -> bool:
        """Whether a gradient alone is put right, whatever is wrong with it."""
        of = tried.change.new
        stop = self.one.turn.stop
        return tried.change.kind == "value" and of is not None and bool(stop[of.ids].all())

    def _after(self, by_itself: Callable[[Search], Change | None]) -> Tried | None:
        """Take what is wrong by itself, where more is told after it."""
        before = len(self.accepted)
        while len(self.accepted) < before + 4:
            change = by_itself(self)
            if change is None:
                break
            self.accept(change)
            self._truths.clear()
        best = self._best() if len(self.accepted) > before else None
        if best is None or self._of_gradient(best):
            while len(self.accepted) > before:
                self.withdraw()
            self._truths.clear()
            return None
        return best

    def _other_loss(self) -> Tried | None:
        """Where all is right by another loss than the one that is shown: the error, as the shown one has it."""
        if not self.one.fits_other or self.accepted:
            return None
        known = self.one.kind in ("cross_entropy", "binary_cross_entropy")
        for operation in self.one.met.operations:
            for array in self.arrays.back:
                if array.size != operation.ids.size or array.ids.flat[0] != operation.ids.flat[0]:
                    continue
                right = known and self._already(self.values[array.ids.ravel()])
                tried = self._made_right(array) if not right else None
                for other in (
                    self.arrays.back if right else ()
                ):  # what is made of the error, which is right itself
                    if tried is None and other.size == array.size and other.position > array.position:
                        tried = self._made_right(other)
                if tried is not None:
                    return tried
        return None

    def _made_right(self, array: Array) -> Tried | None:
        """Give the change of an array into a true cotangent that makes all steps right, if there is one."""
        for of in self.arrays.ahead:
            if of.size == array.size:
                tried = self._try(self._put("value", array, self.adjoint[of.ids].ravel(), of))
                if tried is not None and len(tried.right) == len(self.steps):
                    return tried
        return None

    def _take(self, best: Tried) -> None:
        self.accepted.append(best)
        self.steps, self.right = best.steps, best.right
        self.values, self.adjoint = self._numbers(self._changes())
        self._truths.clear()
        self._hold()
        if best.change.kind == "slope":
            self._at_other_calls(best.change)

    def _at_other_calls(self, change: Change) -> None:
        """Put the right slope wherever the same line of a function gives one, though that alone makes nothing right."""
        places = [
            array
            for array in self.arrays.back
            if (made := self.graph.maker(int(array.ids.flat[-1]))) is not None
            and made.site is not None
            and made.site == change.site != made.sites[0]
            and made.name == change.operation.name
            and made.sites != change.operation.sites
        ]
        for array in places:
            slopes = [
                slope.ravel()
                for _, a, slope in self.arrays.bends
                if slope.size == array.size and self._goes_on(a)
            ]
            value = self.values[array.ids.ravel()]
            alone = bool(slopes) and all(np.allclose(slope, slopes[0]) for slope in slopes)
            if alone and proportion(value, slopes[0], 1e-6) is None and len(self.right) < len(self.steps):
                self.accept(self._put("slope", array, slopes[0]))
                self.accepted[-1].again = True

    def _goes_on(self, array: Array) -> bool:
        """Whether an array is what a layer gives: the next one takes it, or it is the prediction."""
        first = int(array.ids.flat[0])
        return bool(np.isin(array.ids, self.one.met.y).all()) or any(
            operation.name in PRODUCTS
            and any(o.ids is not None and o.ids.flat[0] == first for o in operation.operands)
            for operation in self.arrays.operations(self.arrays.forward)
        )

    def _behind_updates(self) -> Tried | None:
        """Take weights as they were before their update, though that alone makes nothing right: where more is wrong."""
        changes = list(self._before())
        for change in changes:
            self.accept(change)
            self._truths.clear()
        best = self._best() if changes else None
        if best is None:
            for _ in changes:
                self.withdraw()
            self._truths.clear()
        return best

    def _changes(self) -> list[Change]:
        return [tried.change for tried in self.accepted]

    def _numbers(self, changes: list[Change]) -> tuple[np.ndarray, np.ndarray]:
        """Compute the round again with changes: the numbers and the cotangents."""
        ids = [c.changed[0] for c in changes if c.changed is not None]
        sizes = [c.changed[1] for c in changes if c.changed is not None]
        operands: dict[int, dict[int, np.ndarray]] = {}
        params: dict[int, dict[str, Any]] = {}
        for change in changes:
            for number, other in change.operands.items():
                operands.setdefault(number, {}).update(other)
            params.update(change.params)
        changed = (np.concatenate(ids), np.concatenate(sizes)) if ids else None
        values, _ = self.graph.again(changed, self.arrays.numbers, operands, params)
        if not any(change.forward for change in changes):
            return values, self.one.adjoint
        return values, self._truth(values, operands, params)

    def _truth(self, values: np.ndarray, operands: dict, params: dict) -> np.ndarray:
        one = self.one
        if not one.parts:
            return self._truth_of(one, values, self.target, operands, params)
        ends = np.cumsum([part.met.t.size for part in one.parts])[:-1]
        targets = np.split(self.target, ends)
        return joined(
            one.parts,
            [
                self._truth_of(part, values, target, operands, params)
                for part, target in zip(one.parts, targets, strict=True)
            ],
        )

    def _truth_of(
        self, one: Inspected, values: np.ndarray, target: np.ndarray, operands: dict, params: dict
    ) -> np.ndarray:
        graph = self.graph
        if one.form is not None:
            seeds = one.form.seeds(values)
        elif one.loss is not None:
            seeds = (np.array([one.loss]), np.ones(1))
            values = next(
                (v for v in [unguarded(graph, one.loss, one.turn, values)] if v is not None), values
            )
        else:
            seeds = (one.met.y, implied(one.kind, values[one.met.y], target))
        return graph.cotangents(seeds, 0, one.stop, values, operands, params)

    def _try(self, change: Change) -> Tried | None:
        """Try a change in the buffer; give it if it makes more steps right, and none wrong."""
        dirty = self.rerun.run(change.changed, change.operands, change.params, self.taken, self.fixed)
        try:
            steps, adjoint = self._tried(change, dirty)
        except (Opaque, ValueError, IndexError):
            return None
        finally:
            self.rerun.back()
        if steps is None:
            return None
        right = self._right(steps)
        if change.kind == "sign" and any(s.factor < 0 for s in steps):
            return None
        more = right > self.right and not (change.forward and self._blown(adjoint, steps))
        return Tried(change, steps, right) if more else None

    def _tried(self, change: Change, dirty: set[int]) -> tuple[list[Judged] | None, np.ndarray]:
        """Judge what a change touches; None as soon as a step that was right is not."""
        values, adjoint = self.rerun.values, self.adjoint
        if change.forward:
            operands = {n: {**self.taken.get(n, {}), **o} for n, o in change.operands.items()}
            merged = {**self.taken, **operands}
            adjoint = self._truth(values, merged, {**self.params, **change.params})
        same = adjoint is self.adjoint
        wrong_too = change.changed is not None and -1 in self.graph.makers(change.changed[0])
        steps: list[Judged] = []
        for place, (step, behind) in enumerate(zip(self.steps, self.behind, strict=True)):
            if same and not wrong_too and dirty.isdisjoint(behind):
                steps.append(step)
                continue
            now = judge(self.graph, self.one.turn, step.parameter, adjoint, values)
            if place in self.right and not self._is_right(place, now):
                return None, adjoint
            steps.append(now)
        return steps, adjoint

    def _blown(self, adjoint: np.ndarray, steps: list[Judged]) -> bool:
        """Whether a change of the forward pass makes numbers so large that what differs is lost in them."""
        stop = self.one.turn.stop
        sizes = np.abs(adjoint[stop]).max(), np.abs(self.one.adjoint[stop]).max()
        if not np.isfinite(sizes[0]) or sizes[0] > 100 * sizes[1] or sizes[0] < 0.01 * sizes[1]:
            return True
        known = [s.factor for s in steps if s.factor and not s.bent]
        near = [abs(f / known[0] - 1) for f in known if abs(f / known[0] - 1) < 2e-3]
        return max(near, default=0.0) > 1e-5

    # ---- what is tried

    def _best(self) -> Tried | None:
        found: list[tuple[tuple, Tried]] = []
        for number, change in enumerate(self._candidates()):
            if self.out_of_time:
                break
            tried = self._try(change)
            if tried is None:
                continue
            kind = {"before": 0, "axis": 1, "mask": 1, "operand": 1, "sign": 1, "slope": 2, "value": 3}[
                change.kind
            ]
            alias = change.kind == "value" and self._already(self.values[change.changed[0]])  # type: ignore[index]
            tried.alias = alias
            nothing = not any(step.right and not step.vacuous for step in self.one.steps)
            tried.uphill = nothing and len(tried.right) == len(self.steps)
            place = change.operation.number
            late = kind == 3 or (change.forward and len(tried.right) < len(self.steps))
            if kind == 1 and not change.forward and self._within(change):
                late, kind = True, 4  # a part of a line for all of it: where no value there does as much
            of = change.new
            gradient = kind == 3 and not alias and of is not None and bool(self.one.turn.stop[of.ids].all())
            role = 2 if gradient else int(alias)  # what makes a cotangent wrong, before what is made of it
            role = change.far or role
            if kind == 1 and not change.forward and place < self.one.met.operations[0].number:
                role = 2  # in another pass, of which something is taken
            place = -place if alias else place
            # What comes back through weights belongs to an activation: it has not met the slope of a z yet.
            through = change.operation.name in PRODUCTS and of is not None and self.arrays.is_product(of)
            strange = kind == 3 and through
            # Another network that explains a part of the steps has to explain more of them than another gradient.
            part = change.forward and len(tried.right) < len(self.steps)
            apart = len(uneven(tried.steps)) + sum(s.factor < 0 for s in tried.steps)
            found.append(((late, part - len(tried.right), apart, kind, role, place, strange, number), tried))
            if change.kind == "before":
                break
        if not found:
            return None
        first, best = min(found, key=lambda pair: pair[0])
        best = self._at_the_root(best, found)
        best = self._upstream(best, first, found)
        taken = {int(o.ids.flat[0]) for o in best.change.operation.operands if o.ids is not None}
        for key, tried in found:  # the error taken for the delta: where it was made, not where it was used
            old = tried.change.old
            alike = best.change.kind == "value" and key[:4] == first[:4] and key[4] == 1 and old is not None
            if alike and old is not None and int(old.ids.flat[0]) in taken:
                return tried
        return best

    def _at_the_root(self, best: Tried, found: list[tuple[tuple, Tried]]) -> Tried:
        """Give what makes all right at once, where a change of what is made of it makes a part of it right."""
        if best.change.kind != "operand" or best.change.forward or len(best.right) == len(self.steps):
            return best
        turn = self.one.turn
        behind = set(self.graph.behind(best.change.operation.ids, turn.stop, turn.since)[0])
        whole = [
            (key, tried)
            for key, tried in found
            if tried.change.kind == "value"
            and not tried.alias
            and len(tried.right) == len(self.steps)
            and tried.change.operation.number in behind
            and tried.change.operation.number != best.change.operation.number
        ]
        return min(whole, key=lambda pair: pair[0])[1] if whole else best

    def _upstream(self, best: Tried, key: tuple, found: list[tuple[tuple, Tried]]) -> Tried:
        """Give what has to be put right before a cotangent that is made of it, where each makes other steps right."""
        if best.change.kind != "value" or best.alias:
            return best
        gained, old = best.right - self.right, best.change.old
        turn = self.one.turn
        behind = set() if old is None else set(self.graph.behind(old.ids, turn.stop, turn.since)[0])
        behind.discard(best.change.operation.number)
        for other, tried in sorted(found, key=lambda pair: pair[1].change.operation.number):
            apart = tried.change.kind == "value" and not gained & (tried.right - self.right)
            if not apart or tried.change.operation.number >= best.change.operation.number:
                continue
            if (tried.alias and other[:4] == key[:4]) or tried.change.operation.number in behind:
                return tried
        return best

    def _within(self, change: Change) -> bool:
        """Whether what would be taken has no name: a part of the line that made what is taken now."""
        old, new = change.old, change.new
        if old is None or new is None or new.name:
            return False
        made, part = self.graph.maker(int(old.ids.flat[-1])), self.graph.maker(int(new.ids.flat[-1]))
        if made is None or part is None or made.site is None or part.site is None:
            return False
        return made.site[:2] == part.site[:2] != (change.site or (None, 0))[:2]

    def _already(self, value: np.ndarray) -> bool:
        """Whether an array is a right cotangent of something."""
        for array in self.arrays.ahead:
            if array.size == value.size:
                true = self.adjoint[array.ids.ravel()]
                if proportion(value, true, 1e-6) is not None:
                    return True
        return False

    def _candidates(self) -> Iterator[Change]:
        yield from self._before()
        yield from self._axes()
        yield from self._signs()
        yield from self._masks()
        yield from self._operands(self.arrays.backward, False)
        yield from self._operands(self.arrays.forward, True)
        yield from self._slopes()
        yield from self._values()

    def _before(self) -> Iterator[Change]:
        """Weights that were updated already: what they were before in their place."""
        graph = self.graph
        before = np.arange(graph.values.size)
        marks = np.zeros(graph.values.size, dtype=bool)
        used: dict[object, list[Operation]] = {}
        since = 0
        for one in self.one.parts or (self.one,):
            own = np.zeros(graph.values.size, dtype=bool)
            updates = set()
            for judged_ in one.steps:
                step = judged_.step
                before[step.after] = step.base
                own[step.after] = True
                updates |= {operation.number for operation in step.operations}
            for operation in self.arrays.operations(self.arrays.backward):
                if since <= operation.number < one.turn.until and operation.number not in updates:
                    taken = [o.ids for o in operation.operands if o.ids is not None and own[o.ids].any()]
                    for ids in taken:
                        marks[ids] |= own[ids]
                    if taken:
                        used.setdefault((operation.site, operation.stack), []).append(operation)
            since = one.turn.until
        for hits in used.values():
            if any(t.change.kind == "before" and t.change.site == hits[0].site for t in self.accepted):
                continue
            operands = {
                o.number: {
                    p: before[g.ids]
                    for p, g in enumerate(o.operands)
                    if g.ids is not None and marks[g.ids].any()
                }
                for o in hits
            }
            first = next(g.ids for g in hits[0].operands if g.ids is not None and marks[g.ids].any())
            old = Array(first, 0)
            yield Change(
                "before",
                hits[0],
                hits[0].site,
                hits[0].stack,
                operands=operands,
                old=old,
                new=Array(before[first], 0),
            )

    def _axes(self) -> Iterator[Change]:
        """Sums along another axis, in the forward pass; all of a line, and of the lines of its function, at once."""
        calls: dict[object, list[Operation]] = {}
        for operation in self.arrays.operations(self.arrays.forward):
            if (
                operation.name in ("sum", "max", "mean", "softmax", "logsumexp")
                and operation.operands[0].ids is not None
            ) and operation.operands[0].ids.ndim == 2:
                calls.setdefault((operation.stack, operation.site[0] if operation.site else None), []).append(
                    operation
                )
        for hits in calls.values():
            for axis in (0, 1):
                sums = [o for o in hits if o.params.get("axis") != axis and o.name != "max"]
                if not sums:
                    continue
                yield from self._normalised(sums[0], axis)

    def _normalised(self, operation: Operation, axis: int) -> Iterator[Change]:
        """A softmax along another axis in the place of the recorded one."""
        source = operation.operands[0].ids
        assert source is not None
        users = [
            o
            for o in self.arrays.operations(self.arrays.forward)
            if o.name == "div"
            and o.ids.shape == source.shape
            and o.operands[0].ids is not None
            and o.operands[0].ids.flat[0] == source.flat[0]
        ]
        for user in users:
            place = user.number
            raised = self.graph.maker(int(source.flat[0]))
            logits = self._logits(raised) if raised is not None and raised.name == "exp" else None
            if logits is None:
                continue
            params = {place: {"share": axis}}
            yield Change(
                "axis",
                operation,
                operation.site,
                operation.stack,
                params=params,
                operands={place: {0: logits}},
                forward=True,
                new=Array(user.ids, place),
            )

    def _logits(self, raised: Operation) -> np.ndarray | None:
        """Give what is exponentiated, without what keeps it small."""
        ids = raised.operands[0].ids
        maker = self.graph.maker(int(ids.flat[0])) if ids is not None else None
        if maker is not None and maker.name == "sub" and maker.operands[1].ids is not None:
            less = self.graph.maker(int(maker.operands[1].ids.flat[0]))
            if less is not None and less.name in ("max", "amax"):
                ids = maker.operands[0].ids
        return ids if ids is not None and ids.shape == raised.ids.shape else None

    def _signs(self) -> Iterator[Change]:
        """An array of the backward pass with the other sign, where something is added to it that has its own."""
        for array in self.arrays.back:
            yield self._put("sign", array, -self.values[array.ids.ravel()])

    def _masks(self) -> Iterator[Change]:
        """An array of the backward pass times what comes from outside and leaves some out on the way forward."""
        bits = self.one.turn.bits
        for operation in self.arrays.operations(self.arrays.forward):
            if operation.name not in ("mul", "div") or operation.ids.size < 2:
                continue
            for place, operand in enumerate(operation.operands):
                if operand.ids is None or operand.ids.size < 2 or bits[operand.ids].any():
                    continue
                mask = np.broadcast_to(self.values[operand.ids], operation.ids.shape).ravel()
                if not mask.all() and mask.any() and not (operation.name == "div" and place):
                    for array in self.arrays.back:
                        if array.size == mask.size:
                            change = self._put("mask", array, self.values[array.ids.ravel()] * mask)
                            yield replace(change, far=_far(operation, change.operation))

    def _lines(self, numbers: list[int]) -> Iterator[tuple[Site, tuple[Site, ...], list[Operation]]]:
        """Give the operations of each line as it was reached: each time by itself, and all times together."""
        met: dict[tuple[Site, ...], list[list[Operation]]] = {}
        for operation in self.arrays.operations(numbers):
            for depth in range(len(operation.sites)):
                key = operation.sites[: depth + 1]
                runs = met.setdefault(key, [])
                if runs and operation.number - runs[-1][-1].number <= 1 + self._between(
                    runs[-1][-1].number, operation.number, key
                ):
                    runs[-1].append(operation)
                else:
                    runs.append([operation])
        for key, runs in met.items():
            if len(runs) < 13:
                for run in runs:
                    yield key[-1], key[:-1], run
            if len(runs) > 1:
                yield key[-1], key[:-1], [o for run in runs for o in run]

    def _between(self, first: int, second: int, key: tuple[Site, ...]) -> int:
        """Count what stands between two operations and belongs to the same line."""
        if second - first > 40:
            return 0
        return sum(self.graph.operations[n].sites[: len(key)] == key for n in range(first + 1, second))

    def _operands(self, numbers: list[int], forward: bool) -> Iterator[Change]:
        """On one line another array in the place of one that it takes, or that array turned."""
        arrays, graph = self.arrays, self.graph
        pool = arrays.pool
        single: dict[int, bool] = {}  # whether an array has no number twice
        same = np.arange(graph.values.size)
        for site, callers, operations in self._lines(numbers):
            first = operations[0].number
            inside = {o.number for o in operations}
            taken = [
                (o.number, p, g.ids)
                for o in operations
                for p, g in enumerate(o.operands)
                if g.ids is not None and inside.isdisjoint(graph.makers(g.ids))
            ]
            if not taken:
                continue
            used = np.zeros(graph.values.size, dtype=bool)
            for _, _, ids in taken:
                used[ids] = True
            for old in pool:
                if old.size < 2 or not used[old.ids.flat[0]] or not used[old.ids].all():
                    continue
                if id(old) not in single:
                    single[id(old)] = np.unique(old.ids).size == old.size
                for new in pool:
                    if new.size != old.size or new.position > first or (new is old and forward):
                        continue
                    if new is not old and not self._usable(old, new, forward):
                        continue
                    for turned in (new is old, True) if new is not old else (True,):
                        ids = new.turned if turned else new.ids
                        if ids is None or (new is old and ids.shape != old.ids.shape):
                            continue
                        if (
                            new.ids.ndim == old.ids.ndim == 2
                            and ids.shape != old.ids.shape
                            and 1 not in ids.shape
                        ):
                            continue
                        if not single[id(old)]:
                            continue
                        same[old.ids.ravel()] = ids.ravel()
                        operands: dict[int, dict[int, np.ndarray]] = {}
                        for number, place, given in taken:
                            other = same[given]
                            if not np.array_equal(other, given):
                                operands.setdefault(number, {})[place] = other
                        same[old.ids.ravel()] = old.ids.ravel()
                        yield Change(
                            "operand",
                            operations[0],
                            site,
                            callers,
                            operands=operands,
                            old=old,
                            new=new,
                            turned=turned,
                            forward=forward,
                        )

    def _usable(self, old: Array, new: Array, forward: bool) -> bool:
        """Whether an array may belong where another stands: of the forward pass, or a true cotangent."""
        bits, stop = self.one.turn.bits, self.one.turn.stop
        ahead = any(new is a for a in self.arrays.ahead)
        if forward:
            trained = stop[old.ids].all(), stop[new.ids].all()
            moved = bool(bits[old.ids].all()) and bool(bits[new.ids].all())
            ahead = ahead or new.position <= self.one.met.operations[0].number
            if not (self._whole(old) and self._whole(new)):
                return False
            return ahead and any(old is a for a in self.arrays.ahead) and moved and trained[0] == trained[1]
        if stop[new.ids].all() and not stop[old.ids].all():
            return False  # weights stand where weights stood
        maker = self.graph.maker(int(new.ids.flat[0]))
        if not new.name and maker is not None and maker.name == "mul" and not maker.ids.ndim:
            return False  # one weight times its input: a part of a sum
        return (ahead and not self._halfway(new)) or self._true(new)

    def _halfway(self, array: Array) -> bool:
        """Whether an array is a step on the way from a pre-activation to its activation: 1 + exp(-z) is 1 / a."""
        if array.name or self.arrays.is_product(array):
            return False
        return any(
            array.size == z.size and z.position < array.position < a.position for z, a, _ in self.arrays.bends
        )

    def _whole(self, array: Array) -> bool:
        """Whether an array is something by itself, and no step of computing an activation."""
        maker = self.graph.maker(int(array.ids.flat[0]))
        return bool(array.name) or maker is None or not maker.ids.ndim or self.arrays.is_product(array)

    def _true(self, array: Array) -> bool:
        if array.position not in self._truths:
            self._truths[array.position] = {}
        key = int(array.ids.flat[0])
        if key not in self._truths[array.position]:
            self._truths[array.position][key] = self._already(self.values[array.ids.ravel()])
        return self._truths[array.position][key]

    def _slopes(self) -> Iterator[Change]:
        """Where a function gives a slope: the right one of some activation."""
        for array in self.arrays.back:
            for _, _, slope in self.arrays.bends:
                if slope.size == array.size:
                    yield self._put("slope", array, slope.ravel())

    def _values(self) -> Iterator[Change]:
        """Where an array of the backward pass is made: a true cotangent in its place."""
        self.factors_now = self.factors
        for array in self.arrays.back:
            for of in self.arrays.ahead:
                if of.size != array.size:
                    continue
                true = self.adjoint[of.ids]
                if not true.any():
                    continue
                ways = [true.ravel()]
                if of.turned is not None:
                    other = np.swapaxes(true, -1, -2)
                    if array.ids.shape == other.shape:
                        ways = [*ways, other.ravel()] if other.shape == true.shape else [other.ravel()]
                for way in self._sized(ways):
                    single = array.size == 1 and self._is_unsteady(of)
                    found = self.values[array.ids.ravel()]
                    if single or len(ways) > 1 or proportion(found, way, 1e-6) is None:
                        yield self._put("value", array, way, of)

    def _is_unsteady(self, of: Array) -> bool:
        return any(np.array_equal(self.steps[place].step.base, of.ids.ravel()) for place in self.unsteady)

    def _sized(self, ways: list[np.ndarray]) -> list[np.ndarray]:
        """Give true cotangents as large as those that the program has: what is added to them counts."""
        return [factor * way for way in ways for factor in self.factors_now]

    @property
    def factors(self) -> list[float]:
        """The factors of what is right in the backward pass, the most frequent first; 1 where nothing is."""
        found: dict[float, int] = {}
        for array in self.arrays.back[:60]:
            value = self.values[array.ids.ravel()]
            for of in self.arrays.ahead:
                if of.size == array.size > 1:
                    factor = proportion(value, self.adjoint[of.ids.ravel()], 1e-6)
                    if factor is not None:
                        short = float(f"{-factor:.9g}")
                        found[short] = found.get(short, 0) + 1
                        break
        return sorted(found, key=lambda f: -found[f])[:2] or [1.0]

    def _put(self, kind: str, array: Array, numbers: np.ndarray, of: Array | None = None) -> Change:
        operation = (
            self.graph.maker(int(array.ids.flat[-1])) or self.graph.operations[self.arrays.backward[0]]
        )
        return Change(
            kind,
            operation,
            operation.site,
            operation.stack,
            changed=(array.ids.ravel(), numbers),
            old=array,
            new=of,
            found=self.values[array.ids.ravel()],
            expected=numbers,
        )


def _far(ahead: Operation, back: Operation) -> int:
    """Give how many lines a function goes back from where another one goes forward: those of one layer are close."""
    if not ahead.stack or not back.stack or ahead.site is None or back.site is None:
        return 0
    return abs(ahead.site[1] - back.site[1]) if ahead.site[0] == back.site[0] else 10_000


def _unsteady(inspection: Inspection, one: Inspected) -> dict[int, float]:
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
            others = [s for s in turn.steps if s.step.base.size > 1 and not s.vacuous]
            known = [s.factor for s in others if s.right and s.factor > 0 and not (s.bent or s.decay)]
            if mine is None or len(known) < max(len(others), 2) or max(known) > (1 + ALIKE) * min(known):
                break
            due = due or known[0]
            shares.append(mine.factor / known[0])
        if len(shares) > 1 and max(shares) - min(shares) > 0.01 * max(map(abs, shares)):
            found[place] = due
    return found
