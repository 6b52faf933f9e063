"""Stack: many versions of one array at once, each with the edits that lead to it.

A version has at most `most` edits of its own, and it may build on a version of a hidden array (a cotangent that nobody
gave), whose edits then count once, however often the hidden array is mentioned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from .edit import NONE

WIDTH = 2  # edits in a version at most
FREE = np.zeros(1, dtype=np.int8)  # the cost of one version without edits
FREE.flags.writeable = False


@dataclass(frozen=True, eq=False)
class Stack:
    """Versions along the first axis of `values`; the others are `axes`.

    own: [versions, WIDTH] numbers of edits, NONE where there are fewer. hidden: [versions, hidden arrays] which version
    of each hidden array it builds on, NONE where it reads none. cost: edits in all, those of hidden versions included.
    """

    axes: tuple[str, ...]
    values: np.ndarray
    own: np.ndarray
    hidden: np.ndarray
    cost: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def count(self) -> np.ndarray:
        """How many edits of its own each version has."""
        return np.add(self.own[:, 0] != NONE, self.own[:, 1] != NONE, dtype=np.int64)

    @cached_property
    def places(self) -> dict[tuple[int, ...], int]:
        """The first version with each set of edits of its own."""
        keys = map(tuple, np.sort(self.own, axis=1).tolist())
        found: dict[tuple[int, ...], int] = {}
        for row, key in enumerate(keys):
            found.setdefault(key, row)
        return found

    def row_of(self, edits: Collection[int]) -> int | None:
        """Find the first version that has these edits of its own and no others."""
        none = [NONE] * (self.own.shape[1] - len(edits))
        return self.places.get((*none, *sorted(edits)))

    def edits(self, row: int) -> frozenset[int]:
        """Give the numbers of one version's own edits."""
        return frozenset(int(k) for k in self.own[row] if k != NONE)

    def version(self, row: int) -> np.ndarray:
        """Give the numbers of one version: each time the same object, by which work on it is known again."""
        seen = self.__dict__.setdefault("seen", {})
        return seen.setdefault(row, self.values[row])

    def take(self, chosen: np.ndarray) -> Stack:
        """Give some of the versions."""
        return Stack(self.axes, self.values[chosen], self.own[chosen], self.hidden[chosen], self.cost[chosen])

    def mapped(
        self, change: Callable[[np.ndarray], np.ndarray], axes: tuple[str, ...] | None = None
    ) -> Stack:
        """Give the same versions with other numbers."""
        return Stack(
            self.axes if axes is None else axes, change(self.values), self.own, self.hidden, self.cost
        )

    def edited(
        self, number: int | None, most: int, change: Callable[[np.ndarray], np.ndarray]
    ) -> Stack | None:
        """Give the versions that have room for one edit more, with that edit made; None where there are none."""
        if number is None:
            return None
        part = self.room(most)
        if not len(part):
            return None
        own = part.own.copy()
        free = part.count if most > 1 else 0  # where one edit is all that there may be, it is the first
        own[np.arange(len(part)), free] = number
        return Stack(part.axes, change(part.values), own, part.hidden, part.cost + 1)

    def room(self, most: int) -> Stack:
        """Give the versions that have room for one edit more."""
        rooms = self.__dict__.setdefault("rooms", {})
        if most not in rooms:
            rooms[most] = self.take(((self.cost < most) & (self.count < WIDTH)).nonzero()[0])
        return rooms[most]

    def cheaper(self, cost: int) -> Stack:
        """Give the versions that cost less; where the cheapest stand first, they keep their places."""
        chosen = (self.cost < cost).nonzero()[0]
        return self if len(chosen) == len(self) else self.take(chosen)


def single(axes: tuple[str, ...], value: np.ndarray, hidden: int) -> Stack:
    """Make the stack of one version without edits."""
    return Stack(axes, np.asarray(value, dtype=float)[None], nothing(WIDTH), nothing(hidden), FREE)


@cache
def nothing(width: int) -> np.ndarray:
    """Give a row without any edit or hidden version; nobody writes to it."""
    row = np.full((1, width), NONE, dtype=np.int32)
    row.flags.writeable = False
    return row


def instead(
    axes: tuple[str, ...], plain: np.ndarray, others: Sequence[tuple[int | None, np.ndarray]], hidden: int
) -> Stack | None:
    """Make a stack of what may stand in a value's place, each by one edit.

    What has no number, is not finite or equals the value is left out; None where nothing is left.
    """
    allowed = [(number, value) for number, value in others if number is not None]
    if not allowed:
        return None
    values = np.array([value for _, value in allowed], dtype=float)
    inner = tuple(range(1, values.ndim))
    kept = (np.isfinite(values).all(axis=inner) & (values != plain).any(axis=inner)).nonzero()[0]
    own = np.full((len(kept), WIDTH), NONE, dtype=np.int32)
    own[:, 0] = np.array([number for number, _ in allowed])[kept]
    none = np.full((len(kept), hidden), NONE, dtype=np.int32)
    return Stack(axes, values[kept], own, none, np.ones(len(kept), dtype=np.int8))


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays have the same numbers; shorter than NumPy's own question, for arrays that are arrays."""
    return one.shape == other.shape and bool((one == other).all())


def joined(stacks: Sequence[Stack | None]) -> Stack:
    """Put the versions of several stacks on the same axes into one, the cheapest first."""
    found = [stack for stack in stacks if stack is not None and len(stack)]
    first = found[0]
    if len(found) == 1:
        return first
    parts = [[getattr(stack, part) for stack in found] for part in ("values", "own", "hidden", "cost")]
    cost = np.concatenate(parts[3])
    if (cost[1:] >= cost[:-1]).all():
        return Stack(first.axes, *map(np.concatenate, parts))
    order = np.argsort(cost, kind="stable")
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    values = np.empty((len(order), *first.values.shape[1:]))
    begin = 0
    for stack in found:  # each is written to where it belongs: a copy less than to put together, then to sort
        values[place[begin : begin + len(stack)]] = stack.values
        begin += len(stack)
    own, hidden = (np.concatenate(part)[order] for part in parts[1:3])
    return Stack(first.axes, values, own, hidden, cost[order])


def aligned(stack: Stack, axes: tuple[str, ...], lengths: Mapping[str, int] | None = None) -> np.ndarray:
    """Give the values with dimensions as in `axes`, 1 long where the stack has none (or of full length)."""
    order = [0, *(1 + stack.axes.index(axis) for axis in axes if axis in stack.axes)]
    values = stack.values if order == sorted(order) else np.transpose(stack.values, order)
    sizes = iter(values.shape[1:])
    shape = [next(sizes) if axis in stack.axes else 1 for axis in axes]
    values = values.reshape(len(values), *shape)
    if lengths is not None:
        values = np.broadcast_to(values, (len(values), *(lengths[axis] for axis in axes)))
    return values


def paired(
    a: Stack, b: Stack, most: int, hidden_cost: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray, Stack]:
    """Choose all pairs of versions that together have at most `most` edits and build on the same hidden versions.

    Gives the rows of both, and a stack without values that has the edits of the pairs.
    """
    if (len(a) == 1 and a.cost[0] == 0 and (a.hidden == NONE).all()) or (
        len(b) == 1 and b.cost[0] == 0 and (b.hidden == NONE).all()
    ):
        ia = np.zeros(len(b), dtype=int) if len(a) == 1 else np.arange(len(a))
        ib = np.arange(len(b)) if len(a) == 1 else np.zeros(len(a), dtype=int)
        longer = b if len(a) == 1 else a
        return ia, ib, Stack((), np.empty((len(longer), 0)), longer.own, longer.hidden, longer.cost)
    counted_a, counted_b = a.count, b.count
    if a.hidden.shape[1] and (a.hidden != NONE).any() and (b.hidden != NONE).any():
        fits = np.ones((len(a), len(b)), dtype=bool)
        total = counted_a[:, None] + counted_b[None, :]
        for column in range(a.hidden.shape[1]):
            ha, hb = a.hidden[:, column][:, None], b.hidden[:, column][None, :]
            fits &= (ha == hb) | (ha == NONE) | (hb == NONE)
            both = np.maximum(ha, hb)
            total = total + np.where(both == NONE, 0, hidden_cost[column][both])
        ia, ib = np.nonzero(fits & (total <= most) & (counted_a[:, None] + counted_b[None, :] <= WIDTH))
        cost = total[ia, ib].astype(np.int8)
    else:
        pairs = []
        for k in range(most + 1):
            left = (a.cost == k).nonzero()[0]
            right = (b.cost <= most - k).nonzero()[0]
            if len(left) and len(right):
                pairs.append((np.repeat(left, len(right)), np.tile(right, len(left))))
        ia = np.concatenate([left for left, _ in pairs])
        ib = np.concatenate([right for _, right in pairs])
        cost = (a.cost[ia] + b.cost[ib]).astype(np.int8)
        if a.hidden.shape[1]:
            room = counted_a[ia] + counted_b[ib] <= WIDTH
            ia, ib, cost = ia[room], ib[room], cost[room]
    own = a.own[ia].copy()
    own_b, ca, cb = b.own[ib], counted_a[ia], counted_b[ib]
    rows = ((ca == 0) & (cb > 0)).nonzero()[0]
    own[rows] = own_b[rows]
    rows = ((ca == 1) & (cb == 1)).nonzero()[0]
    own[rows, 1] = own_b[rows, 0]
    hidden = np.maximum(a.hidden[ia], b.hidden[ib])
    return ia, ib, Stack((), np.empty((len(ia), 0)), own, hidden, cost)


def combined(
    operation: Callable[[np.ndarray, np.ndarray], np.ndarray],
    a: Stack,
    b: Stack,
    most: int,
    hidden_cost: Sequence[np.ndarray],
) -> Stack:
    """Combine two stacks element by element, each version of one with each of the other as far as edits allow."""
    axes = tuple(dict.fromkeys((*a.axes, *b.axes)))
    ia, ib, pairs = paired(a, b, most, hidden_cost)
    values = operation(aligned(a, axes)[ia], aligned(b, axes)[ib])
    return Stack(axes, values, pairs.own, pairs.hidden, pairs.cost)


def contracted(a: Stack, b: Stack, axis: str, most: int, hidden_cost: Sequence[np.ndarray]) -> Stack:
    """Multiply two stacks and sum over an axis, as one matrix product where they share no other."""
    shared = set(a.axes) & set(b.axes)
    if shared != {axis}:
        product = combined(np.multiply, a, b, most, hidden_cost)
        place = 1 + product.axes.index(axis)
        rest = tuple(other for other in product.axes if other != axis)
        return product.mapped(lambda values: values.sum(axis=place), rest)
    left, right = tuple(x for x in a.axes if x != axis), tuple(x for x in b.axes if x != axis)
    ia, ib, pairs = paired(a, b, most, hidden_cost)
    axes = (*left, *right)
    A, B = aligned(a, (*left, axis)), aligned(b, (axis, *right))
    size_left, size_right = A.shape[1:-1], B.shape[2:]
    A, B = A.reshape(len(A), -1, A.shape[-1]), B.reshape(len(B), B.shape[1], -1)
    if len(ia) * 3 >= len(A) * len(B):  # nearly every pair: one product of all with all
        every = np.tensordot(A, B, (2, 1)).transpose(0, 2, 1, 3)
        values = every[ia, ib]
    else:
        values = np.matmul(A[ia], B[ib])
    return Stack(axes, values.reshape(len(ia), *size_left, *size_right), pairs.own, pairs.hidden, pairs.cost)
