"""Candidates: what is tried in a round, one change of a line after another.

Longer than most files: one way to change a line after another, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .arrays import PRODUCTS, Array
from .judge import proportion
from .neurons import exchanged, inputs
from .recording import Operation, Site
from .trying import Change, Trying


class Candidates(Trying):
    """Gives the changes that may put a round right."""

    def _candidates(self) -> Iterator[Change]:
        yield from self._before()
        yield from self.along_other_axes()
        yield from self._signs()
        yield from self._masks()
        yield from self._operands(self.arrays.backward, False)
        yield from inputs(self)
        yield from exchanged(self)
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

    def along_other_axes(self) -> Iterator[Change]:
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
        raised = self.graph.maker(int(source.flat[0]))
        logits = self._logits(raised) if raised is not None and raised.name == "exp" else None
        if logits is None:
            return
        for user in self.arrays.operations(self.arrays.forward):
            own = user.operands[0].ids if user.name == "div" and user.ids.shape == source.shape else None
            above = self.graph.maker(int(own.flat[0])) if own is not None else None
            if above is None or above.name != "exp":
                continue
            again = self._logits(above)  # the same numbers may be exponentiated once more
            if above is not raised and (again is None or not np.array_equal(again, logits)):
                continue
            place = user.number
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

    def _lines(self, numbers: list[int]) -> Iterator[tuple[Site, tuple[Site, ...], list[list[Operation]]]]:
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
                    yield key[-1], key[:-1], [run]
            if len(runs) > 1:
                yield key[-1], key[:-1], runs

    def _between(self, first: int, second: int, key: tuple[Site, ...]) -> int:
        """Count what stands between two operations and belongs to the same line."""
        if second - first > 40:
            return 0
        return sum(self.graph.operations[n].sites[: len(key)] == key for n in range(first + 1, second))

    def _operands(self, numbers: list[int], forward: bool, back: bool = False) -> Iterator[Change]:
        """On one line another array in the place of one that it takes, or that array turned.

        back: also with what was kept on the way forward for the products of the way back, which is another one then.
        """
        arrays, graph = self.arrays, self.graph
        pool = arrays.pool
        single: dict[int, bool] = {}  # whether an array has no number twice
        same = np.arange(graph.values.size)
        marks = np.zeros(graph.values.size, dtype=bool)
        multiplied = [
            (o.number, p, g.ids)
            for o in arrays.operations(arrays.backward)
            if o.name in PRODUCTS
            for p, g in enumerate(o.operands)
            if g.ids is not None and g.ids.size
        ]
        for site, callers, runs in self._lines(numbers):
            taken = []
            used = np.zeros(graph.values.size, dtype=bool)
            since = np.zeros(
                graph.values.size, dtype=np.int32
            )  # where the line begins that takes a number first
            for run in reversed(runs):
                inside = {o.number for o in run}
                for o in run:
                    for p, g in enumerate(o.operands):
                        if g.ids is not None and inside.isdisjoint(graph.makers(g.ids)):
                            taken.append((o.number, p, g.ids))
                            used[g.ids] = True
                            since[g.ids] = run[0].number
            if not taken:
                continue
            for old in pool:
                if old.size < 2 or not used[old.ids.flat[0]] or not used[old.ids].all():
                    continue
                if id(old) not in single:
                    single[id(old)] = np.unique(old.ids).size == old.size
                first = int(since[old.ids.flat[0]])
                marks[old.ids] = True
                holders = [one for one in taken if marks[one[2]].any()]
                kept = [one for one in multiplied if marks[one[2]].all()] if back else []
                marks[old.ids] = False
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
                        # Weights turned on both ways are the same network, with its gradient turned alone.
                        alone = not kept or self._permuted(old, new)
                        for places in (holders,) if alone else (holders + kept, holders):
                            same[old.ids.ravel()] = ids.ravel()
                            operands: dict[int, dict[int, np.ndarray]] = {}
                            for number, place, given in places:
                                other = same[given]
                                if (other != given).any():
                                    operands.setdefault(number, {})[place] = other
                            same[old.ids.ravel()] = old.ids.ravel()
                            yield Change(
                                "operand",
                                graph.operations[first],
                                site,
                                callers,
                                operands=operands,
                                old=old,
                                new=new,
                                turned=turned,
                                forward=forward,
                            )

    def _permuted(self, old: Array, new: Array) -> bool:
        """Whether two arrays are the same weights in another order."""
        weights = bool(self.one.turn.stop[old.ids].all())
        return weights and np.array_equal(np.sort(old.ids, axis=None), np.sort(new.ids, axis=None))

    def _usable(self, old: Array, new: Array, forward: bool) -> bool:
        """Whether an array may belong where another stands: of the forward pass, or a true cotangent."""
        bits, stop = self.one.turn.bits, self.one.turn.stop
        ahead = any(new is a for a in self.arrays.ahead)
        if forward:
            trained = stop[old.ids].all(), stop[new.ids].all()
            moved = bool(bits[old.ids].all()) and bool(bits[new.ids].all())
            ahead = ahead or new.position <= self.one.met.operations[0].number
            if not (self._whole(old) and self._whole(new)) or self._dropped(old, new):
                return False
            return ahead and any(old is a for a in self.arrays.ahead) and moved and trained[0] == trained[1]
        if stop[new.ids].all() and not stop[old.ids].all():
            return False  # weights stand where weights stood
        if not self.values[new.ids].any():
            return False  # that does away with what is taken, whatever it is
        maker = self.graph.maker(int(new.ids.flat[0]))
        if not new.name and maker is not None and maker.name == "mul" and not maker.ids.ndim:
            return False  # one weight times its input: a part of a sum
        return (ahead and not self._halfway(new)) or self._true(new)

    def _dropped(self, old: Array, new: Array) -> bool:
        """Whether an array is the activation of another one, or that times a mask from outside: it is meant to be."""
        if any(z is new and a is old for z, a, _ in self.arrays.bends):
            return True
        maker = self.graph.maker(int(old.ids.flat[0]))
        if maker is None or maker.name not in ("mul", "div"):
            return False
        given = [o.ids for o in maker.operands if o.ids is not None and o.ids.size > 1]
        mine = [ids for ids in given if ids.flat[0] == new.ids.flat[0]]
        return len(given) == 2 and len(mine) == 1 and any(not self.one.turn.bits[ids].any() for ids in given)

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
                if not true.any() or self._of_parameter(of):
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

    def _of_parameter(self, array: Array) -> bool:
        """Whether an array is a parameter with another sign or size, whose gradient is the parameter's own."""
        stop = self.one.turn.stop
        maker = self.graph.maker(int(array.ids.flat[0]))
        if maker is None or maker.name not in ("neg", "cast", "mul", "div") or stop[array.ids].all():
            return False
        given = [o.ids for o in maker.operands if o.ids is not None]
        return any(ids.size == maker.ids.size and bool(stop[ids].all()) for ids in given)

    def _is_unsteady(self, of: Array) -> bool:
        return any(np.array_equal(self.steps[place].step.base, of.ids.ravel()) for place in self.unsteady)

    def _sized(self, ways: list[np.ndarray]) -> list[np.ndarray]:
        """Give true cotangents as large as those that the program has: what is added to them counts."""
        return [factor * way for way in ways for factor in self.factors_now]


def _far(ahead: Operation, back: Operation) -> int:
    """Give how many lines a function goes back from where another one goes forward: those of one layer are close."""
    if not ahead.stack or not back.stack or ahead.site is None or back.site is None:
        return 0
    return abs(ahead.site[1] - back.site[1]) if ahead.site[0] == back.site[0] else 10_000
