"""Begun: what is trained though it was computed, as a bias that begins at the mean of the targets."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .shadow import Shadow

FARTHEST = 2000  # operations between what is trained and its step
FEW = 64  # numbers that are looked up one by one
LARGEST = 50_000  # entries of an array beyond which it is taken for no parameter


@dataclass(frozen=True)
class Sum:
    """A sum that may have moved what was computed: its operation, which operand that is, its leaves, and its shape."""

    number: int
    place: int
    mask: int
    shape: tuple[int, ...]


class Begun:
    """Sums by which a line may move what was computed; one that goes on with its own sum moves it."""

    def __init__(self, tape: Any) -> None:
        self.tape = tape
        self.first: dict[tuple[int, int, int], Sum] = {}  # by the line, and the first identity of the sum

    def goes_on(
        self, name: str, given: list[Any], start: int, shape: tuple[int, ...]
    ) -> tuple[Sum, int] | None:
        """Give the sum that a line goes on with, and which operand that is now; None where it does not."""
        number = len(self.tape.operations) - 1
        _, site, stack, *_ = self.tape.operations[number]
        for place in (0, 1) if name == "add" else (0,):
            one, step = given[place], given[1 - place]
            if not isinstance(one, Shadow) or not isinstance(step, Shadow) or one.shape != shape:
                continue
            if not _may_move(one, step) or any(part.same(one) for part in step.kin.apart):
                continue
            before = self.first.get((site, stack, one.first()))
            if before is None:
                made = self._maker(one.first())
                # What the same line made, and was no such sum, is a parameter whose step was none, as by zeros.
                again = made >= 0 and self.tape.operations[made][1] == site
                if not again and self._behind(one, step):
                    self.first[site, stack, start] = Sum(number, place, one.kin.mask, shape)
            elif before.place == place and self._trained_between(before) and self._behind(one, step):
                return before, place
        return None

    def _trained_between(self, first: Sum) -> bool:
        """Whether something was updated since, and nothing of what the first sum was made of ever was.

        Else what goes on may be a cotangent that comes back past one layer after another.
        """
        updates = self.tape.updates
        since = any(number > first.number for number, *_ in updates)
        return since and not any(first.mask >> leaf & 1 for _, leaf, _ in updates)

    def _behind(self, one: Shadow, step: Shadow) -> bool:
        """Whether a step was computed of what it is added to, and not by way of what was updated."""
        own, updates = np.ravel(one.ids), {number for number, *_ in self.tape.updates}
        least = self._maker(int(own.min()))
        waiting, seen = self._makers(np.ravel(step.ids)), 0
        while waiting:
            number = max(waiting)
            waiting.discard(number)
            seen += 1
            if number <= least or seen > FARTHEST:
                return False
            if number in updates:
                continue
            for operand in self.tape.operations[number][5]:
                ids = self.tape.identities(*operand)
                if np.isin(own, ids).any():
                    return True
                waiting |= self._makers(ids)
        return False

    def _makers(self, ids: np.ndarray) -> set[int]:
        """Give the operations that made numbers; of many, those of the first and the last."""
        some = np.unique(ids) if ids.size <= FEW else ids[[0, -1]]
        return {self._maker(number) for number in some.tolist()}

    def _maker(self, number: int) -> int:
        """Give the operation that made a number; −1 for one from outside."""
        made = bisect.bisect_right(self.tape.operations, number, key=lambda one: one[3]) - 1
        if made < 0:
            return -1
        _, _, _, start, shape, *_ = self.tape.operations[made]
        return made if number < start + math.prod(shape) else -1


def _may_move(one: Shadow, step: Shadow) -> bool:
    """Whether one may be trained, and the other its step, by what they come from."""
    kin, other = one.kin, step.kin
    if one.size > LARGEST or not other.met or other.leaf is not None:
        return False
    return (kin.leaf is None or kin.leaf < 0) and not kin.mask & ~other.mask
