"""A formula: one line of a layer, `name[i,j] = expression`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import FormulaError, shown
from .evaluate import evaluate
from .parse import parse_line
from .spell import spell
from .tree import Node, Ref, free_indices, refs


@dataclass(frozen=True)
class Formula:
    """What a name is: `left` with its indices, and the tree of its right side.

    >>> line = Formula.read("y[n,j] = sum(i, x[n,i] * W[i,j])")
    >>> line.name, line.axes
    ('y', ('n', 'j'))
    >>> line
    Formula('y[n,j] = sum(i, x[n,i] * W[i,j])')
    """

    left: Ref
    tree: Node

    @staticmethod
    @lru_cache(maxsize=1024)
    def read(source: str) -> Formula:
        """Parse a line. Raises FormulaError with the part that it could not read."""
        left, tree = parse_line(source)
        if stray := [axis for axis in free_indices(tree) if axis not in left.indices]:
            raise FormulaError(
                f"In {shown(source)} the index {stray[0]!r} is on the right of '=' only; "
                "sum over it or name it on the left."
            )
        return Formula(left, tree)

    @property
    def name(self) -> str:
        """The name that the line defines."""
        return self.left.name

    @property
    def axes(self) -> tuple[str, ...]:
        """The indices of what it defines."""
        return tuple(str(i) for i in self.left.indices)

    @property
    def source(self) -> str:
        """The line as text."""
        return f"{spell(self.left)} = {spell(self.tree)}"

    def reads(self) -> dict[str, tuple[str, ...]]:
        """Give every name on the right side with the indices that it has where it stands first."""
        found: dict[str, tuple[str, ...]] = {}
        for ref in refs(self.tree):
            found.setdefault(ref.name, tuple(map(str, ref.indices)))
        return found

    def evaluate(
        self, values: Mapping[str, Any], *, lengths: Mapping[str, int] | None = None, xp: Any = np
    ) -> Any:
        """Compute the line from the arrays that it reads."""
        return evaluate(self.tree, values, self.axes, lengths=lengths, xp=xp)

    def __repr__(self) -> str:
        return f"Formula({self.source!r})"

    def _repr_latex_(self) -> str:
        from ..mathematics.latex import latex
        from .show import equation

        return f"$\\displaystyle {latex(equation(self.left, self.tree))}$"


def read_lines(text: str) -> Sequence[Formula]:
    """Read one formula a line; blank lines are passed over."""
    return tuple(Formula.read(line.strip()) for line in text.strip().splitlines() if line.strip())
