"""Limit: how long a search may take, asked before every edit that is worked out: so it holds within one line too."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter


class OutOfTime(Exception):
    """The search has used the time it was given."""


class Limit:
    """So many seconds from now, by a clock that counts seconds."""

    def __init__(self, seconds: float = float("inf"), clock: Callable[[], float] = perf_counter) -> None:
        self.clock = clock
        self.until = clock() + seconds

    @property
    def over(self) -> bool:
        """Whether the time is used up."""
        return self.clock() > self.until

    def ask(self) -> None:
        """Raise OutOfTime where the time is used up."""
        if self.clock() > self.until:
            raise OutOfTime("The search has used its time.")


NEVER = Limit()
