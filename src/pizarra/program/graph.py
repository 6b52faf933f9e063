"""Graph: what depends on what among the numbers of a run; cotangents of them; the run again with other numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np

from .derivative import COMPARED, ELEMENTWISE, Opaque, backward, forward
from .kinks import Kink, kinks
from .recording import Operation, Recording


class Graph:
    """The operations of a recording by what they depend on."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.values = recording.values
        self.operations = recording.operations
        self._sources: dict[int, list[tuple[np.ndarray, list[int]]]] = {}
        self.made_by = np.full(self.values.size, -1, dtype=np.int32)
        for operation in self.operations:
            start = operation.ids.flat[0]
            self.made_by[start : start + operation.ids.size] = operation.number

    def maker(self, number: int) -> Operation | None:
        """Give the operation that made a number; None for one from outside."""
        place = self.made_by[number]
        return self.operations[place] if place >= 0 else None

    def makers(self, ids: np.ndarray) -> list[int]:
        """Give the operations that made numbers; −1 for what comes from outside."""
        made = self.made_by[ids.ravel()]
        first = int(made[0]) if made.size else -1
        return [first] if made.size and (made == first).all() else np.unique(made).tolist()

    def sources(self, operation: Operation) -> list[tuple[np.ndarray, list[int]]]:
        """Give the numbers that an operation takes, operand by operand, and the operations that made them."""
        known = self._sources.get(operation.number)
        if known is None:
            given = [operand.ids for operand in operation.operands if operand.ids is not None]
            known = self._sources[operation.number] = [(ids, self.makers(ids)) for ids in given]
        return known

    def marked(self, parts: Iterable[np.ndarray]) -> np.ndarray:
        """Mark numbers among all that there are."""
        marks = np.zeros(self.values.size, dtype=bool)
        for ids in parts:
            marks[ids] = True
        return marks

    @cached_property
    def handed_on(self) -> np.ndarray:
        """Marks of the single numbers, or pairs, that something else is made of; but for what they are held against."""
        taken = (o.ids for one in self.operations if one.name not in COMPARED for o in one.operands)
        return self.marked(ids for ids in taken if ids is not None and ids.size < 3)

    @cached_property
    def kinks(self) -> list[Kink]:
        """The operations that have a kink where they were taken, as max(z, 0) at 0."""
        return kinks(self)

    def bend(self, share: float | None) -> None:
        """Take a slope at kinks, where any between the two sides may be meant; None for those recorded."""
        for one in self.kinks:
            one.bend(share)

    def value(self, ids: np.ndarray) -> np.ndarray:
        """Give the numbers of identities."""
        return self.values[ids]

    def behind(
        self, ids: np.ndarray, stop: np.ndarray | None = None, since: int = 0, exact: bool = False
    ) -> tuple[list[int], np.ndarray]:
        """Give the operations that numbers depend on, in order, and which numbers those are.

        stop: numbers that are not looked behind. since: operations before it are not looked at. exact: whether of what
        is computed entry by entry only those entries count that are asked for, as for a part of a vector.
        """
        live = np.zeros(self.values.size, dtype=bool)
        live[np.ravel(ids)] = True
        found = []
        waiting = [-number for number in self.makers(np.asarray(ids)) if number >= since]
        heapify(waiting)  # the last first: all that takes a number is looked at before what made it
        queued = {-number for number in waiting}
        while waiting:
            number = -heappop(waiting)
            operation = self.operations[number]
            start = int(operation.ids.flat[0])
            block = live[start : start + operation.ids.size]
            if stop is not None:
                block = block & ~stop[start : start + operation.ids.size]
            if not block.any():
                continue
            found.append(number)
            part = exact and operation.name in ELEMENTWISE and not block.all()
            for ids, makers in self.sources(operation):
                same = part and ids.shape == operation.ids.shape
                live[ids.ravel()[block] if same else ids] = True
                for maker in makers:
                    if maker >= since and maker not in queued:
                        queued.add(maker)
                        heappush(waiting, -maker)
        return found[::-1], live

    def ahead(self, marks: Mapping[int, np.ndarray], since: int, until: int, end: np.ndarray) -> np.ndarray:
        """Give, for every number, the bits of the sets that it depends on, not past `end`. marks: identities by bit."""
        bits = np.zeros(self.values.size, dtype=np.int64)
        ends = np.zeros(self.values.size, dtype=bool)
        ends[end] = True
        for bit, ids in marks.items():
            bits[ids] |= 1 << bit
        for number in range(since, until):
            operation = self.operations[number]
            mark = 0
            for operand in operation.operands:
                if operand.ids is not None:
                    mark |= int(np.bitwise_or.reduce(bits[operand.ids], axis=None))
            if mark:
                start = int(operation.ids.flat[0])
                if not ends[start]:
                    bits[start : start + operation.ids.size] |= mark
        return bits

    def made_of(self, ids: np.ndarray, numbers: Sequence[int]) -> Iterator[Operation]:
        """Give those of some operations, in order, whose results depend on certain numbers."""
        marks = np.zeros(self.values.size, dtype=bool)
        marks[ids] = True
        for number in numbers:
            operation = self.operations[number]
            if any(o.ids is not None and marks[o.ids].any() for o in operation.operands):
                marks[operation.ids] = True
                yield operation

    def given(self, operation: Operation, values: np.ndarray) -> list[np.ndarray]:
        """Give the operands of an operation as arrays."""
        return [operand.numbers(values) for operand in operation.operands]

    def cotangents(
        self,
        seeds: Mapping[int, float] | tuple[np.ndarray, np.ndarray],
        since: int = 0,
        stop: np.ndarray | None = None,
        values: np.ndarray | None = None,
        operands: Mapping[int, Mapping[int, np.ndarray]] | None = None,
        params: Mapping[int, dict[str, Any]] | None = None,
    ) -> np.ndarray:
        """Give the derivative of Σ seed · number with respect to every number. Raises Opaque."""
        values = self.values if values is None else values
        if isinstance(seeds, Mapping):
            ids, sizes = np.array(list(seeds)), np.array(list(seeds.values()))
        else:
            ids, sizes = seeds
        adjoint = np.zeros(self.values.size)
        np.add.at(adjoint, ids, sizes)
        trained: np.ndarray | None = None
        for number in range(int(self.made_by[ids].max()), since - 1, -1):
            operation = self.operations[number]
            start = int(operation.ids.flat[0])
            dy = adjoint[start : start + operation.ids.size]
            if not dy.any() or (stop is not None and stop[start]):
                continue
            other = (operands or {}).get(number, {})
            used = [other.get(place, operand.ids) for place, operand in enumerate(operation.operands)]
            given = [
                values[ids] if ids is not None else operand.numbers(values)
                for ids, operand in zip(used, operation.operands, strict=True)
            ]
            told = (params or {}).get(number, operation.params)
            y = values[start : start + operation.ids.size].reshape(operation.ids.shape)
            try:
                made = backward(operation.name, given, y, dy.reshape(operation.ids.shape), told)
            except (Opaque, ValueError) as error:
                if stop is not None and trained is None:
                    nothing = np.empty(0, dtype=int)
                    trained = self.ahead({0: np.flatnonzero(stop)}, since, len(self.operations), nothing)
                if trained is not None and not trained[operation.ids].any():
                    continue  # of the data alone
                # Also of shapes that do not go together: not what was taken for this operation.
                raise Opaque(operation.name) from error
            for to, cotangent in zip(used, made, strict=False):
                if to is not None and cotangent is not None:
                    spread = np.broadcast_to(cotangent, to.shape) if to.shape else float(np.sum(cotangent))
                    _added(adjoint, to, spread)
        return adjoint

    def again(
        self,
        changed: tuple[np.ndarray, np.ndarray] | None,
        numbers: Sequence[int],
        operands: Mapping[int, Mapping[int, np.ndarray]] | None = None,
        params: Mapping[int, dict[str, Any]] | None = None,
        values: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Compute operations again where what they depend on has changed; give all numbers, and which are others.

        changed: other numbers, by identity; they stay so. operands: other identities in the place of an operation's
        operand. params: other parameters of an operation. values: the numbers as they are; those of the run, else.
        """
        values = (self.values if values is None else values).copy()
        dirty = np.zeros(values.size, dtype=bool)
        fixed = None
        if changed is not None:
            values[changed[0]] = changed[1]
            dirty[changed[0]] = True
            fixed = dirty.copy()
        operands, params = operands or {}, params or {}
        for number in numbers:
            operation = self.operations[number]
            other = operands.get(number)
            if (
                other is None
                and number not in params
                and not any(o.ids is not None and dirty[o.ids].any() for o in operation.operands)
            ):
                continue
            given = [
                values[other[place]] if other is not None and place in other else operand.numbers(values)
                for place, operand in enumerate(operation.operands)
            ]
            start, size = int(operation.ids.flat[0]), operation.ids.size
            block = slice(start, start + size)
            try:
                made = forward(operation.name, given, params.get(number, operation.params))
            except (Opaque, ValueError):
                continue
            if np.size(made) != size and np.size(made) != 1:
                continue
            result = np.broadcast_to(np.ravel(made), (size,))
            if fixed is not None and fixed[block].any():
                result = np.where(fixed[block], values[block], result)
            values[block] = result
            dirty[block] = True
        return values, dirty


def _added(adjoint: np.ndarray, to: np.ndarray, sizes: Any) -> None:
    """Add numbers where identities say, some of them more than once; in one go where they lie close together."""
    if to.size < 1000:
        np.add.at(adjoint, to, sizes)
        return
    first, last = int(to.min()), int(to.max())
    if last - first > 4 * to.size:
        np.add.at(adjoint, to, sizes)
        return
    adjoint[first : last + 1] += np.bincount((to - first).ravel(), np.ravel(sizes), last - first + 1)


def places_of(whole: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Give where identities lie in an array of them, counted through, in whatever order it has them."""
    order = np.argsort(whole, axis=None)
    return order[np.searchsorted(whole.ravel(), ids, sorter=order)]
