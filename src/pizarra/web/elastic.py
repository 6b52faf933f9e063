"""Equations of networks whose widths the reader chooses: the page itself writes out the terms of a sum.

A sum is a hole with its body inside: `e:~i:32` stands for as many terms as an axis is long that has 32 entries here,
and `@~i` in the body for the place of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..explain.compose import flat, without_deltas
from ..formula.tree import Mul, Neg, Node, Pow, Ref, Sum, reindexed, transform
from ..formula.write import Signs, write
from ..mathematics.boxes import Box, Fence, Marked
from .equations import Equations
from .holes import MARK

SUM = "sum:"  # begins the name that stands for a sum in a formula


class Elastic(Equations):
    """Equations with sums that are as long as the page's arrays are."""

    def expanded(self, tree: Node, lengths: Mapping[str, int]) -> Node:
        """Put a name in place of every sum: what it stands for is known by that name."""
        if not hasattr(self, "_sums"):
            self._sums: list[tuple[Sum, bool, Mapping[str, int]]] = []

        def change(node: Node) -> Node | None:
            match node:
                case Mul(items):
                    return Mul(tuple(self._named(i, lengths, fenced=True) for i in items))
                case Neg(body):
                    return Neg(self._named(body, lengths, fenced=True))
                case Pow(left, right):
                    return Pow(self._named(left, lengths, fenced=True), right)
                case Sum():
                    return self._named(node, lengths, fenced=False)
            return None

        return flat(transform(tree, change))

    def _named(self, node: Node, lengths: Mapping[str, int], *, fenced: bool) -> Node:
        if not isinstance(node, Sum):
            return self.expanded(node, lengths)
        if lengths[node.axis] == 1:
            return self.expanded(reindexed(node.body, {node.axis: 0}), lengths)
        inside = self.expanded(reindexed(node.body, {node.axis: f"@~{node.axis}"}), lengths)
        self._sums.append((Sum(node.axis, inside), fenced, lengths))
        return Ref(f"{SUM}{len(self._sums) - 1}")

    def _sum_in(self, ref: Ref, signs: Signs) -> Box:
        """Write a sum as a hole with its body in it."""
        known, fenced, lengths = self._sums[int(ref.name.removeprefix(SUM))]
        key = f"{MARK}e:~{known.axis}:{lengths[known.axis]}"
        made = Marked(write(without_deltas(known.body), signs), "value", key=key)
        return Fence(made) if fenced else made

    def symbols(self, lengths: Mapping[str, int]) -> Signs:
        """Write entries as holes for their symbols, sums as holes for their terms."""
        return self._with_sums(super().symbols(lengths))

    def numbers(self, lengths: Mapping[str, int]) -> Signs:
        """Write entries as holes for their numbers, sums as holes for their terms."""
        return self._with_sums(super().numbers(lengths))

    def _with_sums(self, signs: Signs) -> Signs:
        def ref(ref: Ref) -> Box:
            return self._sum_in(ref, made) if ref.name.startswith(SUM) else signs.ref(ref)

        def is_array(ref: Ref) -> bool:
            return not ref.name.startswith(SUM) and signs.is_array(ref)

        made = replace(signs, ref=ref, is_array=is_array)
        return made
