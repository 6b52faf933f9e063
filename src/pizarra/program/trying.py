"""Trying: a round with changes that hold so far; what one more change would make right, tried in one buffer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Array, Arrays
from .derivative import Opaque
from .graph import Graph
from .inspected import Inspected
from .inspection import Inspection
from .judge import ALIKE, Judged, judge, judged, proportion
from .recording import Operation, Site
from .rerun import Rerun
from .rounds import joined
from .steady import unsteady
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


class Trying:
    """A round as it is with the changes that were accepted, and what another change would do."""

    def __init__(self, inspection: Inspection, one: Inspected, seconds: float) -> None:
        self.inspection, self.one = inspection, one
        self.arrays = Arrays(inspection, one)
        self.graph: Graph = inspection.graph
        self.accepted: list[Tried] = []
        self.seconds = seconds
        self.until = time.process_time() + seconds
        self.target = self.one.met.t  # by which an implied loss goes
        self.settled: set[int] = set()  # steps of which it is known what is wrong
        self.collapsed: dict[int, Operation] = {}  # of settled ones, what made one number of many
        self.steps = self.one.steps
        self.unsteady = unsteady(inspection, one)
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

    def tried(self, change: Change) -> Tried | None:
        """Try a change in the buffer; give it if it makes more steps right, and none wrong."""
        if not change.forward and self._reached(change) <= self.right:
            return None
        dirty = self.rerun.run(change.changed, change.operands, change.params, self.taken, self.fixed)
        try:
            steps, adjoint = self._tried(change, dirty)
            twice = change.kind == "operand" and not change.forward and self._adds_twice(change, dirty)
        except (Opaque, ValueError, IndexError):
            return None
        finally:
            self.rerun.back()
        if steps is None or twice:
            return None
        right = self._right(steps)
        if change.kind == "sign" and any(s.factor < 0 for s in steps):
            return None
        more = right > self.right and not (change.forward and self._blown(adjoint, steps))
        return Tried(change, steps, right) if more else None

    def _adds_twice(self, change: Change, dirty: set[int]) -> bool:
        """Whether with a change an array is added to itself, or to a multiple: that does away with the other term."""
        for number in dirty:
            operation = self.graph.operations[number]
            other = {**self.taken.get(number, {}), **change.operands.get(number, {})}
            given = [o.ids for o in operation.operands]
            sides = [other.get(place, ids) for place, ids in enumerate(given)]
            first, second = sides if operation.name in ("add", "sub") and len(sides) == 2 else (None, None)
            if first is None or second is None or first.size != second.size or first.size < 3:
                continue
            now, before = self.rerun.values, self.values
            if _alike(now[first], now[second]) and not _alike(before[given[0]], before[given[1]]):
                return True
        return False

    def _reached(self, change: Change) -> frozenset[int]:
        """Give the steps that a change of the backward pass can touch; all, where it changes what is given."""
        begun = {*change.operands, *change.params}
        begun |= set(self.graph.makers(change.changed[0])) if change.changed is not None else set()
        reach = self._reach
        if -1 in begun:
            return frozenset(range(len(self.steps)))
        return frozenset().union(*(reach.get(number, frozenset()) for number in begun))

    @cached_property
    def _reach(self) -> dict[int, frozenset[int]]:
        """By operation, the steps that are made of it."""
        found: dict[int, frozenset[int]] = {}
        for number in reversed(self.arrays.numbers):
            own = {place for place, behind in enumerate(self.behind) if number in behind}
            found[number] = frozenset(own).union(*(found[n] for n in self.rerun.after.get(number, ())))
        return found

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
            now = judge(self.graph, self.one.turn, step.parameter, adjoint, values, whole=False)
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

    def _already(self, value: np.ndarray) -> bool:
        """Whether an array is a right cotangent of something."""
        for array in self.arrays.ahead:
            if array.size == value.size:
                true = self.adjoint[array.ids.ravel()]
                if proportion(value, true, 1e-6) is not None:
                    return True
        return False

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

    def _several(self, array: Array) -> bool:
        """Whether an array is a vector of several parameters."""
        number, ids = self.one.turn.number, array.ids
        bases = [parameter.steps[number].base for parameter in self.one.turn.parameters]
        return sum(base.size < ids.size and bool(np.isin(base, ids).all()) for base in bases) > 1

    def _put(self, kind: str, array: Array, numbers: np.ndarray, of: Array | None = None) -> Change:
        ids = array.ids.ravel()
        last = int(ids[-1])
        whole = of is not None and array.hits == 1 and self._several(of)
        if whole and len(self.graph.makers(ids)) > 1:  # of all parameters: where that is made which is wrong
            last = int(ids[np.abs(self.values[ids] - numbers).argmax()])
        operation = self.graph.maker(last) or self.graph.operations[self.arrays.backward[0]]
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


def _alike(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether an array is a multiple of another one."""
    return any(proportion(sign * first.ravel(), second.ravel(), 1e-6) is not None for sign in (1, -1))
