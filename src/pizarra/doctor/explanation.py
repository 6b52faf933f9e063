"""Explanation: edits that together give the user's numbers, and what is known where they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from .edit import Edit

BEAM = 4
UNEXPLAINED = 4  # what an array costs for which there is no explanation


@dataclass(frozen=True, eq=False)
class Explanation:
    """Edits that give the user's numbers. `also` are other edits that give the very same, `unexplained` are names."""

    edits: tuple[Edit, ...]
    values: Mapping[str, np.ndarray]
    also: tuple[frozenset[Edit], ...] = ()
    unexplained: tuple[str, ...] = ()

    @property
    def cost(self) -> tuple[float, float]:
        """Fewer edits first, then the lighter."""
        return len(self.edits) + UNEXPLAINED * len(self.unexplained), sum(edit.cost for edit in self.edits)


def likeliest(states: Iterable[Explanation]) -> list[Explanation]:
    """Keep the cheapest."""
    return sorted(states, key=lambda state: state.cost)[:BEAM]
