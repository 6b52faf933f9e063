"""Bench: what a search works with: numbers that are known, versions of those that nobody gave, and all edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ..formula import evaluate
from .derivation import RATE, Derivation, Line, updated
from .edit import Edit, Ledger
from .limit import NEVER, Limit
from .stack import Stack


@dataclass(eq=False)
class Bench:
    """What a search works with.

    entries: names of cotangents that a search may scale, negate or empty as a whole. factors: what a line may have been
    multiplied by, by the name that is told. pace: by what the reader's steps or gradients have been divided. right:
    lines as they should be, over all hidden versions. given: names of the numbers that are the reader's.
    limit: when to stop working.
    """

    derivation: Derivation
    values: Mapping[str, np.ndarray]
    ledger: Ledger
    factors: Mapping[str, float]
    most: int
    pace: float = 1.0
    hidden: dict[str, Stack] = field(default_factory=dict)
    right: dict[str, Stack] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    limit: Limit = NEVER

    def number(self, edit: Edit) -> int | None:
        """Give an edit its number, where it is allowed and there is time for it."""
        self.limit.ask()
        return self.ledger.number(edit)

    def gradient(self, name: str) -> np.ndarray:
        """Compute a gradient from the cotangents that are known, whatever the reader gave for it."""
        line = self.derivation.by_name[name]
        if any(read not in self.values for read in line.reads):
            return self.values[name]
        return np.asarray(line_value(line, self.values), dtype=float)

    def taken(self, name: str) -> np.ndarray | None:
        """Give a gradient as the reader has it, as given or as the step with it tells; None where neither does."""
        of = self.derivation.by_name[name].of
        if name in self.given:
            return self.values[name] / self.pace
        if updated(of) not in self.given or not self.values[RATE]:
            return None
        return (self.values[of] - self.values[updated(of)]) / (float(self.values[RATE]) * self.pace)


def line_value(line: Line, values: Mapping[str, np.ndarray]) -> np.ndarray:
    """Compute a line from numbers."""
    with np.errstate(all="ignore"):
        return evaluate(line.tree, values, line.axes)
