"""Edit: one change to one line of a derivation, named so that it means the same at any numbers."""

from __future__ import annotations

from dataclasses import dataclass

NONE = -1
EVERY = -1  # the place of an edit that changes every mention

# Among explanations of equally many edits the lightest is told first. Weights decide nothing else.
WEIGHTS = {
    "swap": 1.0,
    "drop": 1.0,
    "transpose": 1.0,
    "point": 1.0,
    "forward": 1.0,
    "jacobian": 1.05,
    "loss": 1.1,
    "derivative": 1.15,
    "sign": 1.3,
    "extra": 1.4,
    "zero": 0.9,
    "scale": 1.5,
    "reduce": 1.55,
    "base": 1.5,
    "roll": 1.65,
    "part": 1.7,
    "sum": 1.2,
    "whole": 1.8,
}


@dataclass(frozen=True)
class Edit:
    """A change to `line`: `old` is what stood there, `new` what stands there now, `place` which mention, from 0.

    kinds: `swap` a name for another (` transposed` after `new`); `drop` a factor or a term; `sign` of a term or,
    without `old`, of the line; `scale` the line by `new`; `zero` the line; `part` of a sum; `sum` over another axis;
    `reduce` the line over axes; `transpose` the line; `roll` it along an axis; `derivative`, `point`, `extra`: the
    derivative of an activation (another's, at another point, or where none belongs; in an update another's step on
    top); `jacobian`: its diagonal or nothing of it; `loss`: another loss's cotangent; `whole`: the line is another
    gradient; `base` of an update; `forward`: what an activation computes.
    """

    kind: str
    line: str
    old: str = ""
    new: str = ""
    place: int = 0
    weight: float = 0.0

    @property
    def cost(self) -> float:
        """How far-fetched it is among edits of equal number."""
        return self.weight or WEIGHTS[self.kind]


NOTHING: frozenset[str] = frozenset()


class Ledger:
    """All edits that were thought of, numbered; with `only`, no other edit has a number."""

    def __init__(self, only: frozenset[Edit] | None = None) -> None:
        self.only = only
        self.kinds: dict[str, set[str]] = {}  # of what is allowed, by line
        for edit in only or ():
            self.kinds.setdefault(edit.line, set()).add(edit.kind)
        self.edits: list[Edit] = []
        self.numbers: dict[Edit, int] = {}

    def may(self, line: str, *kinds: str) -> bool:
        """Whether an edit of one of these kinds is allowed in a line: whether it is worth the work."""
        return self.only is None or not self.kinds.get(line, NOTHING).isdisjoint(kinds)

    def touches(self, line: str) -> bool:
        """Whether any edit is allowed in a line."""
        return self.only is None or line in self.kinds

    def allows(self, edit: Edit) -> bool:
        """Whether an edit is allowed."""
        return self.only is None or edit in self.only

    def number(self, edit: Edit) -> int | None:
        """Give an edit its number; None where it is not allowed."""
        if self.only is not None and edit not in self.only:
            return None
        found = self.numbers.setdefault(edit, len(self.edits))
        if found == len(self.edits):
            self.edits.append(edit)
        return found


def number_of(text: str) -> float | None:
    """Read the number that a line was multiplied by, such as 0.1 or 1/10; None for a name, such as 1/N."""
    top, _, bottom = text.partition("/")
    try:
        return float(top) / float(bottom or 1)
    except ValueError:
        return None
