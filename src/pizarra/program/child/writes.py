"""Writes: when the numbers of arrays may have been changed, so that large ones need not be compared at every use.

A write is an assignment, a change in place or a call that the recorder sees. Where it cannot be told which memory was
written to, all of it may have been: a function that is not known to only read, or something that is no plain array.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class Writes:
    """How often something was written, where, and whether something writes unseen just now."""

    def __init__(self) -> None:
        self.count = 0
        self.anywhere = 0  # the last that may have been to any memory
        self.last: dict[int, int] = {}  # the last to the memory of an array, by the array that has it
        self.unseen = 0  # how many calls are under way that may write at any time

    def to(self, array: Any) -> None:
        """The memory of an array was written to."""
        self.count += 1
        array = owner(array)
        if plain(array):
            self.last[id(array)] = self.count
        else:
            self.anywhere = self.count

    def everywhere(self) -> None:
        """Any memory may have been written to."""
        self.count += 1
        self.anywhere = self.count

    def none(self, array: np.ndarray, ids: np.ndarray | None, since: int) -> bool:
        """Whether neither an array nor the memory of its identities can have been written to since."""
        if self.unseen or since < self.anywhere:
            return False
        array = owner(array)
        if not plain(array) or self.last.get(id(array), 0) > since:
            return False
        return ids is None or self.last.get(id(ids), 0) <= since


def owner(array: Any) -> Any:
    """Give the array in whose memory another lies."""
    while (base := getattr(array, "base", None)) is not None:
        array = base
    return array


def plain(array: Any) -> bool:
    """Whether the memory is that of an array, which nothing else writes to."""
    return isinstance(array, np.ndarray) and array.flags.owndata
