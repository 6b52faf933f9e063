"""Cost: a reader's own loss, given as one formula."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import FormulaError, shown
from ..formula import parse, spell
from ..formula.tree import Node, Ref, free_indices, refs, transform
from ..loss import Factor, Loss


@dataclass(frozen=True)
class Cost(Loss):
    """Take a loss from its formula `C`; its derivative is derived.

    `C` is either the whole loss in the entries y[n,j] (prediction) and t[n,j] (target), or, without indices, what one
    output costs in y and t: then it is summed over samples and outputs, times the factor. Raises FormulaError where
    it does not parse or mentions other names.

    >>> Cost("(y - t) ** 4", factor="1/N").cotangents[0].source
    'dy[n,j] = 4 / N * (y[n,j] - t[n,j]) ** 3'
    """

    C: str
    factor: str = "1"

    def __post_init__(self) -> None:
        Factor.read(self.factor)
        _ = self.lines  # whatever is wrong with the formula is said here, not in the middle of a pass

    @property
    def formulas(self) -> str:
        """The formula, summed where it was given for one entry."""
        tree = parse(self.C)
        mentioned = list(refs(tree))
        if unknown := [ref.name for ref in mentioned if ref.name not in ("y", "t")]:
            raise FormulaError(
                f"A cost is a formula in y (prediction) and t (target); {unknown[0]!r} is neither."
            )
        if all(not ref.indices for ref in mentioned):
            entry = spell(transform(tree, _in_entries))
            return f"L = {Factor.read(self.factor).before}sum(n, sum(j, {entry}))"
        if free := free_indices(tree):
            raise FormulaError(f"In the cost {shown(self.C)} the index {free[0]!r} is free; sum over it.")
        return f"L = {Factor.read(self.factor).before}({self.C})"


def _in_entries(node: Node) -> Node | None:
    return Ref(node.name, ("n", "j")) if isinstance(node, Ref) else None
