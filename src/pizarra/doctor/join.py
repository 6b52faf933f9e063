"""Join: put together, for arrays that build on the same hidden cotangent, versions that build on one version of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from .derivation import Derivation
from .edit import NONE, Edit, Ledger
from .explanation import BEAM, Explanation
from .groups import Group
from .stack import Stack

Edits = frozenset[int]
Table = dict[int | None, list[Edits]]  # version of the cotangent → edits of the line's own; None: of any


class Join:
    """The versions of one group's arrays, tabled by the version of the cotangent that they share."""

    def __init__(self, derivation: Derivation, ledger: Ledger, group: Group) -> None:
        self.derivation, self.ledger, self.group = derivation, ledger, group
        hidden = {name for name in group.hidden if derivation.by_name[name].kind == "gradient"}
        self.private = hidden | {*group.names}

    def table(self, stack: Stack, rows: Iterable[int]) -> Table:
        """Table versions of one array."""
        table: Table = {}
        for row in rows:
            own = frozenset(
                int(k) for k in stack.own[row] if k != NONE and self.ledger.edits[k].line in self.private
            )
            builds = int(stack.hidden[row, 0])
            table.setdefault(None if builds == NONE else builds, []).append(own)
        for options in table.values():
            options.sort(key=self.order)
        return table

    def order(self, own: Edits) -> tuple[int, float]:
        """Give what options are sorted by: fewer edits, then the lighter."""
        return len(own), sum(self.ledger.edits[k].cost for k in own)

    def explanations(
        self, state: Explanation, entry: Stack | None, tables: Sequence[Table], hidden: Mapping[str, Stack]
    ) -> list[Explanation]:
        """Give the sets of edits that explain all arrays, the likeliest first."""
        group, edits_of = self.group, self.ledger.edits
        found = []
        for version in sorted({key for table in tables for key in table if key is not None} | {0}):
            choices = []
            for table in tables:
                options = table.get(version, []) + table.get(None, [])
                if not options:
                    break
                choices.append(sorted(options, key=self.order))
            if len(choices) < len(tables):
                continue
            shared = entry.edits(version) if entry is not None else frozenset()
            own = frozenset().union(*(options[0] for options in choices))
            edits = tuple(edits_of[k] for k in sorted(shared | own))
            values = state.values
            if group.entry is not None and entry is not None:
                values = {**values, group.entry: entry.version(version)}
            also = [
                frozenset(edits_of[k] for k in shared | (own - options[0]) | other)
                for options in choices
                for other in options[1:]
                if len(other) == len(options[0])
            ]
            made = Explanation((*state.edits, *edits), values, (), state.unexplained)
            found.append((made, frozenset(edits), also))
        return [replace(made, values=self._passed(made, hidden)) for made in self._merged(state, found)]

    def _passed(self, made: Explanation, hidden: Mapping[str, Stack]) -> Mapping[str, np.ndarray]:
        """Give what is known below a group: the entry as it was found, and what lies on the way to it."""
        below, values = self.derivation.below, dict(made.values)
        for name, stack in hidden.items():
            if name == self.group.entry or self.derivation.by_name[name].kind != "cotangent":
                continue
            here = {
                self.ledger.numbers[edit]
                for edit in made.edits
                if edit.line in hidden and (edit.line == name or name in below[edit.line])
            }
            row = stack.row_of(here)
            if row is not None:
                values[name] = stack.version(row)
        return values

    def _merged(
        self, state: Explanation, found: list[tuple[Explanation, frozenset[Edit], list[frozenset[Edit]]]]
    ) -> list[Explanation]:
        """Keep the cheapest; of those that lead to the same numbers, the lightest, with the others beside it."""
        kept: list[tuple[Explanation, list[frozenset[Edit]]]] = []
        for made, edits, also in sorted(found, key=lambda item: item[0].cost):
            for first, others in kept:
                if len(first.edits) == len(made.edits) and self._same(first, made):
                    others += [edits, *also]
                    break
            else:
                if len(kept) < BEAM and (not kept or len(made.edits) <= len(kept[0][0].edits) + 1):
                    kept.append((made, also))
        return [replace(made, also=(*state.also, *also)) for made, also in kept]

    def _same(self, a: Explanation, b: Explanation) -> bool:
        entry = self.group.entry
        if entry is None or entry not in a.values:
            return True
        return alike(a.values[entry], b.values[entry])


def alike(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether two versions of an array are the same numbers."""
    return bool(np.allclose(x, y, rtol=1e-9, atol=1e-12 * (1 + float(np.abs(x).max(initial=0.0)))))
