"""Measured: one parameter's gradient as it was given, beside what was measured, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class State(IntEnum):
    """What is known of an entry."""

    UNSEEN = 0  # not looked at
    RIGHT = 1
    KINK = 2  # right: a kink, and the given value lies between the slopes of its two sides
    SMALL = 3  # too small to judge: it agrees, but so would values quite different from it
    WRONG = 4


@dataclass(frozen=True)
class Measured:
    """A parameter's gradient: `given`, `measured` ± `bound` (NaN where not looked at), and a `State` for each entry.

    `values` are the parameter's own numbers.
    """

    name: str
    values: np.ndarray
    given: np.ndarray
    measured: np.ndarray
    bound: np.ndarray
    state: np.ndarray

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        return self.values.shape

    @property
    def looked_at(self) -> np.ndarray:
        """Which entries were looked at."""
        return self.state != State.UNSEEN

    @property
    def wrong(self) -> np.ndarray:
        """Which entries are wrong."""
        return self.state == State.WRONG

    def count(self, *states: State) -> int:
        """Count the entries in any of these states."""
        return int(np.isin(self.state, states).sum())

    @property
    def judged(self) -> bool:
        """Whether enough is known of this parameter: at least half of the entries looked at are not too small."""
        told = self.count(State.RIGHT, State.KINK, State.WRONG)
        return told > 0 and told >= self.count(State.SMALL)

    def worst(self, most: int) -> list[tuple[int, ...]]:
        """Give the places of the wrong entries, those farthest off first."""
        places = np.argwhere(self.wrong)
        off = np.abs(self.given - self.measured)[self.wrong]
        order = np.argsort(-np.where(np.isfinite(off), off, np.inf), kind="stable")
        return [tuple(int(k) for k in places[j]) for j in order[:most]]


def unjudged(name: str, values: np.ndarray) -> Measured:
    """Give a parameter of which no entry can be looked at."""
    nothing = np.full(values.shape, np.nan)
    return Measured(name, values, nothing, nothing, nothing, np.zeros(values.shape, dtype=np.int8))
