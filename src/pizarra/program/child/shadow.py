"""Shadow: what stands beside an object of the program: the identities of its numbers, and what they come from."""

from __future__ import annotations

import math
import weakref
from typing import Any

import numpy as np

from .writes import owner

LONG = 128  # identities from which on it pays to know that they follow one another
ROWS: dict[int, Any] = {}  # arrays of identities that follow one another, by id


class Kin:
    """What the numbers of an array come from: the leaves, as bits; and the one leaf, where they are it or its updates.

    met: whether something was compared with something on the way, as a prediction is with a target.
    """

    __slots__ = ("apart", "leaf", "mask", "met", "over", "picked", "scaled", "turned", "was")

    def __init__(self, mask: int, leaf: int | None, met: bool = False) -> None:
        self.mask, self.leaf, self.met, self.turned = mask, leaf, met, False
        self.picked = False  # whether it is one computed entry of each row, as labels pick them
        self.scaled = False  # whether it is a leaf times a number
        self.over: tuple[int, int] | None = None  # a leaf that a velocity moved ahead, and the velocity's
        self.was: Any = None  # the leaf and the identities, before one number was set to try something
        self.apart: tuple[Shadow, ...] = ()  # two things that it is the difference of, or a share of it

    def own(self) -> Kin:
        """Give the same for a copy: what is put into that is nothing to the original."""
        kin = Kin(self.mask, self.leaf, self.met)
        kin.turned, kin.was, kin.picked = self.turned, self.was, self.picked
        return kin


class Shadow:
    """An object with the identities of its numbers; while they follow one another, only the first is kept.

    An array is held weakly: its numbers are on the tape, and its memory is the program's to use again.
    """

    __slots__ = ("_ids", "kin", "seen", "shape", "size", "start", "thing")

    def __init__(self, thing: Any, ids: np.ndarray, kin: Kin, seen: int = -1) -> None:
        self.thing = weakref.ref(thing) if isinstance(thing, np.ndarray) else thing
        self._ids, self.kin, self.seen = ids, kin, seen
        self.shape, self.size = ids.shape, ids.size
        self.start: int | None = None

    @classmethod
    def following(cls, thing: Any, start: int, shape: tuple[int, ...], kin: Kin, seen: int) -> Shadow:
        """Make the shadow of an object whose numbers have identities that follow one another."""
        made = cls.__new__(cls)
        made.thing = weakref.ref(thing) if isinstance(thing, np.ndarray) else thing
        made._ids, made.kin, made.seen = None, kin, seen
        made.shape, made.size, made.start = shape, math.prod(shape), start
        return made

    @property
    def ids(self) -> np.ndarray:
        """The identities as an array, which is made when somebody asks for it: then views may share its memory."""
        if self._ids is None:
            self._ids, self.start = following(self.start, self.shape), None
        return self._ids

    @ids.setter
    def ids(self, ids: np.ndarray) -> None:
        self._ids, self.start = ids, None
        self.shape, self.size = ids.shape, ids.size

    @property
    def memory(self) -> Any:
        """The array in whose memory the identities lie, if others may lie there."""
        return None if self._ids is None else owner(self._ids)

    def same(self, other: Shadow) -> bool:
        """Whether these are the same numbers."""
        if self.shape != other.shape or self.first() != other.first():
            return False
        return (self.start is not None and other.start is not None) or np.array_equal(self.ids, other.ids)

    def first(self) -> int:
        """Give the identity of the first number."""
        return int(self._ids.item(0)) if self.start is None else self.start


def following(start: int | None, shape: tuple[int, ...]) -> np.ndarray:
    """Make an array of identities that follow one another."""
    assert start is not None
    row = np.arange(start, start + math.prod(shape), dtype=np.int64)
    if row.size >= LONG:
        ROWS[id(row)] = weakref.ref(row)
    return row.reshape(shape)


def following_one_another(row: np.ndarray) -> bool:
    """Whether this is an array of identities of which each is by one more than the one before."""
    found = ROWS.get(id(row))
    return found is not None and found() is row
