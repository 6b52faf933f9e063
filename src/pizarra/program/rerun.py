"""Rerun: operations of a round computed again where something is changed, in one buffer that is put back after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np

from .derivative import Opaque, forward
from .graph import Graph

Operands = Mapping[int, Mapping[int, np.ndarray]]


class Rerun:
    """The numbers of a run, to be changed and put back; what is not touched by a change is not looked at."""

    def __init__(self, graph: Graph, numbers: Sequence[int], values: np.ndarray) -> None:
        self.graph, self.numbers = graph, numbers
        self.values = values.copy()
        self.kept: list[tuple[slice | np.ndarray, np.ndarray]] = []
        self.known = set(numbers)
        self.after: dict[int, list[int]] = {}  # by operation, those that take what it made
        for number in numbers:
            given = [graph.makers(o.ids) for o in graph.operations[number].operands if o.ids is not None]
            for maker in {m for makers in given for m in makers}:
                self.after.setdefault(maker, []).append(number)

    def run(
        self,
        changed: tuple[np.ndarray, np.ndarray] | None,
        operands: Operands,
        params: Mapping[int, dict[str, Any]],
        taken: Operands,
        fixed: np.ndarray | None,
    ) -> set[int]:
        """Compute again what depends on a change; give the operations that were computed, or whose numbers changed.

        changed: other numbers, by identity. operands, params: other operands and parameters of operations. taken:
        the operands of changes that hold already; fixed: marks of numbers that such changes have set.
        """
        dirty: set[int] = set()
        outside = None
        own = None
        if changed is not None:
            ids, numbers = changed
            self.kept.append((ids, self.values[ids]))
            self.values[ids] = numbers
            dirty.update(self.graph.makers(ids))
            own = np.zeros(self.values.size, dtype=bool)
            own[ids] = True
            if -1 in dirty:
                dirty.discard(-1)
                outside = own
        waiting = [number for number in {*operands, *params} if number in self.known]
        for number in dirty:
            waiting += self.after.get(number, ())
        if outside is not None:
            waiting += [number for number in self.after.get(-1, ()) if self._takes(number, outside)]
        heapify(waiting)
        last = -1
        while waiting:
            number = heappop(waiting)
            if number == last:
                continue
            last = number
            other = {**taken.get(number, {}), **operands.get(number, {})}
            if self._again(number, other, params.get(number), own, fixed):
                dirty.add(number)
                for following in self.after.get(number, ()):
                    heappush(waiting, following)
        return dirty

    def _takes(self, number: int, marks: np.ndarray | None) -> bool:
        """Whether an operation takes any of the numbers that are marked."""
        given = self.graph.operations[number].operands if marks is not None else ()
        return any(o.ids is not None and marks is not None and bool(marks[o.ids].any()) for o in given)

    def _again(
        self,
        number: int,
        other: Mapping[int, np.ndarray],
        params: dict[str, Any] | None,
        own: np.ndarray | None,
        fixed: np.ndarray | None,
    ) -> bool:
        operation = self.graph.operations[number]
        given = [
            self.values[other[place]]
            if place in other
            else self.values[operand.ids]
            if operand.ids is not None
            else operand.constant
            for place, operand in enumerate(operation.operands)
        ]
        start, size = int(operation.ids.flat[0]), operation.ids.size
        block = slice(start, start + size)
        try:
            made = forward(operation.name, given, params or operation.params)
        except (Opaque, ValueError):
            return False
        if np.size(made) not in (size, 1):
            return False
        result = np.broadcast_to(np.ravel(made), (size,))
        for marks in (own, fixed):
            if marks is not None and marks[block].any():
                result = np.where(marks[block], self.values[block], result)
        self.kept.append((block, self.values[block].copy()))
        self.values[block] = result
        return True

    def back(self) -> None:
        """Put the numbers back."""
        while self.kept:
            place, numbers = self.kept.pop()
            self.values[place] = numbers
