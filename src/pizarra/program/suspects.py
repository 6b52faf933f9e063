"""Suspects: which one change of a line makes steps right that are not; tried on the recording, one line at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .arrays import PRODUCTS, Array
from .candidates import Candidates
from .judge import ALIKE, judged, proportion, uneven
from .trying import Change, Tried


class Search(Candidates):
    """Looks for changes in a round, and keeps those that were accepted."""

    seen_ahead = False  # whether a change of the forward pass that makes a part of it right was passed over

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

    def on_other_axis(self) -> Change | None:
        """Give the softmax along its other axis where nothing is right, and weights step right by that alone."""
        if any(step.right and not step.vacuous for step in self.one.steps):
            return None
        for change in self.along_other_axes():
            tried = self.tried(change)
            right = [tried.steps[place].step for place in tried.right - self.right] if tried else []
            if any(step.base.size > 3 for step in right):
                return change
        return None

    def ahead(self) -> bool:
        """Accept changes of the forward pass alone, as long as each makes more steps right; whether there is one."""
        while len(self.right) < len(self.steps) and len(self.accepted) < 8 and not self.out_of_time:
            changes = {
                _done(change): change for change in self._operands(self.arrays.forward, True, back=True)
            }
            found = [tried for change in changes.values() if (tried := self.tried(change)) is not None]
            if not found:
                break
            self._take(max(found, key=lambda tried: (len(tried.right), -tried.change.operation.number)))
        return bool(self.accepted)

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
        self.factors_now = self.factors  # of what is right, as where the error is taken the other way round
        for operation in self.one.met.operations:
            size = sum(
                o.ids.size for o in self.one.met.operations if o.site == operation.site
            )  # in all rounds
            for array in self.arrays.back:
                if array.size not in (operation.ids.size, size) or array.ids.flat[0] != operation.ids.flat[0]:
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
            if of.size != array.size:
                continue
            for way in self._sized([self.adjoint[of.ids].ravel()]):
                tried = self.tried(self._put("value", array, way, of))
                if tried is not None and len(tried.right) == len(self.steps):
                    return tried
        return None

    def _take(self, best: Tried) -> None:
        self.accepted.append(best)
        self.right = best.right
        self.values, self.adjoint = self._numbers(self._changes())
        self.steps = judged(self.graph, self.one.turn, self.adjoint, self.values)
        self._truths.clear()
        if best.change.forward and best.change.new is not None:
            self.arrays.go_by(best.change.new.ids)
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
                if slope.size == array.size and self.goes_on(a)
            ]
            value = self.values[array.ids.ravel()]
            alone = bool(slopes) and all(np.allclose(slope, slopes[0]) for slope in slopes)
            if alone and proportion(value, slopes[0], 1e-6) is None and len(self.right) < len(self.steps):
                self.accept(self._put("slope", array, slopes[0]))
                self.accepted[-1].again = True

    def goes_on(self, array: Array) -> bool:
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

    def _best(self) -> Tried | None:
        found: list[tuple[tuple, Tried]] = []
        known: dict[object, Tried | None] = {}  # a line, and the line that calls it, may come to the same
        for number, change in enumerate(self._candidates()):
            if self.out_of_time:
                break
            same = _done(change)
            if same is None or same not in known:
                known[same] = self.tried(change)
            tried = known[same]
            if tried is None:
                continue
            tried = replace(tried, change=change)
            kind = {"before": 0, "axis": 1, "mask": 1, "operand": 1, "sign": 1, "slope": 2, "value": 3}[
                change.kind
            ]
            alias = change.kind == "value" and self._already(self.values[change.changed[0]])  # type: ignore[index]
            tried.alias = alias
            nothing = not any(step.right and not step.vacuous for step in self.one.steps)
            tried.uphill = nothing and len(tried.right) == len(self.steps)
            place = change.operation.number
            partly = change.forward and len(tried.right) < len(self.steps)
            self.seen_ahead = self.seen_ahead or partly
            late = kind == 3 or partly
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
            # Another network that explains a part of the steps, or leaves factors that are odd, has to explain more
            # of them than another gradient.
            apart = 0 if gradient else len(uneven(tried.steps)) + sum(s.factor < 0 for s in tried.steps)
            part = partly or (change.forward and self._leaves_odd(tried))
            explained = part - len(tried.right)
            # Through an optimizer any size of a gradient is right; what is as large as the others is likelier.
            sizes = len(uneven([replace(step, bent=False) for step in tried.steps if step.bent]))
            key = (late or part, explained, gradient, apart, kind, role, place, strange, sizes, number)
            found.append((key, tried))
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
            alike = best.change.kind == "value" and key[:5] == first[:5] and key[5] == 1 and old is not None
            if alike and old is not None and int(old.ids.flat[0]) in taken:
                return tried
        return best

    def _leaves_odd(self, tried: Tried) -> bool:
        """Whether a step that a change makes right is so by a factor that neither most have nor one had before."""
        steps = [
            (place in self.right, step.factor)
            for place, step in enumerate(tried.steps)
            if step.right and not step.vacuous and not step.bent
        ]
        known = [factor for before, factor in steps if before]
        most = max((f for _, f in steps), key=lambda f: sum(_alike(f, g) for _, g in steps), default=0.0)
        return any(
            factor < 0 or not any(_alike(factor, other) for other in (most, *known))
            for before, factor in steps
            if not before
        )

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
            if (tried.alias and other[:5] == key[:5]) or tried.change.operation.number in behind:
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


def _alike(first: float, second: float) -> bool:
    return abs(first - second) < ALIKE * abs(second)


def _done(change: Change) -> object:
    """Give what a change of operands does, by which it is the same as another one; None for other changes."""
    if change.kind != "operand":
        return None
    return change.forward, tuple(
        (number, place, ids.tobytes())
        for number, other in sorted(change.operands.items())
        for place, ids in sorted(other.items())
    )
