"""Search: which edits of the right formulas give the user's numbers, layer by layer from the loss down.

Arrays that build on the same hidden cotangent are explained together: one set of edits of the cotangent, the same for
all of them, and each array's own. What was found is known to the layer below.

One class and long: its methods share the works, the ledger and the limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from .derivation import Derivation
from .edit import Edit, Ledger
from .enumerate import finished
from .explanation import Explanation, likeliest
from .groups import Group, carriers, groups
from .join import Edits, Join, Table
from .limit import NEVER, Limit
from .match import Matcher
from .point import Point
from .stack import Stack
from .works import Work, Works, solved

# Entries of an array up to which all pairs of edits are tried in it together with those of what it builds on; alone.
LARGE, LARGE_ALONE = 2**10, 2**14


class Search:
    """One search at one point. `only`: no other edits than these. limit: when to give up, by OutOfTime.

    likely: common factors that arrays show, with which another gradient may have been taken. partial: what cannot be
    explained as a whole need not be explained in part.
    """

    def __init__(
        self,
        point: Point,
        values: Mapping[str, np.ndarray] | None = None,
        *,
        only: frozenset[Edit] | None = None,
        limit: Limit = NEVER,
        stages: tuple[float, float] = (1.0, 1.0),
        numbers: Mapping[str, float] | None = None,
        likely: Sequence[float] = (),
        partial: bool = False,
    ) -> None:
        self.likely: Sequence[float] = likely
        self.partial = partial
        self.point, self.derivation = point, point.derivation
        self.base: Mapping[str, np.ndarray] = {**point.true, **(values or {}), **point.given}
        self.ledger = Ledger(only)
        self.limit = limit
        explicable = [
            name
            for name in point.given
            if not (point.forward and self.derivation.by_name[name].kind in ("value", "loss"))
        ]
        self.groups = groups(self.derivation, explicable, tuple(point.given))
        self.carriers = carriers(self.derivation, point.given)
        self.match = Matcher(point, self.carriers, {"gradient": stages[0], "update": stages[1]})
        self.works = Works(self, numbers or {})
        self.left_out = False  # whether an array was too large for as many edits as were asked for

    def explain(self, most: int, factor: float = 1.0, bound: float = float("inf")) -> list[Explanation]:
        """Find the explanations with at most so many edits for an array, the likeliest first.

        bound: explanations that cost more edits in all are of no use; there may be none then.
        """
        states = [Explanation((), self.base)]
        for group in self.groups:
            states = likeliest(self._level(group, states, most, factor, bound))
        return likeliest(self._again(state, most, factor) for state in states)

    def _again(self, state: Explanation, most: int, factor: float) -> Explanation:
        """Explain what was left, now that the layers below are known: it may read what is wrong there."""
        if not state.unexplained:
            return state
        edits, rest = list(state.edits), []
        for name in state.unexplained:
            group = next(group for group in self.groups if name in group.names)
            found = None
            if group.entry is not None:
                join, value = Join(self.derivation, self.ledger, group), state.values[group.entry]
                found = next(iter(self._given(group, state, name, value, most, factor, join)), None)
            if found is None:
                rest.append(name)
            else:
                edits += [self.ledger.edits[k] for k in sorted(found)]
        return replace(state, edits=tuple(edits), unexplained=tuple(rest))

    def _level(
        self, group: Group, states: Sequence[Explanation], most: int, factor: float, bound: float
    ) -> list[Explanation]:
        """Explain one more group, with the fewest edits in all first: what costs more than that is left out."""
        if group.entry is not None:
            most = self._affordable(group.entry, most, LARGE_ALONE)
        # Where few edits are allowed at all, there is nothing to be saved by trying fewer at first.
        counts = range(most + (2 if most > 1 else 1)) if self.ledger.only is None else [most]
        tries = [(state.cost[0] + edits, edits, k) for k, state in enumerate(states) for edits in counts]
        grown: dict[int, list[Explanation]] = {}
        best = bound
        least = 1 if self._largest(group) > LARGE_ALONE else 2
        small = not self.partial and all(self._affordable(name, most, LARGE) == most for name in group.names)
        for total, edits, k in sorted(tries):
            self.limit.ask()
            if k in grown or (total > best and self.ledger.only is None):
                continue
            if edits < least or self.ledger.only is not None:
                found = self._apart(group, states[k], edits, factor)
            elif edits < 3:
                found = self._together(group, states[k], edits, factor)
            else:  # so many in each of the arrays, where that is not too much
                found = self._apart(group, states[k], most, factor) if small else []
            if found:
                grown[k] = found
                best = min(best, *(explanation.cost[0] for explanation in found))
        given_up = self.partial or (most < 2 and least == 1)
        if not grown and not (given_up and self.ledger.only is None):
            made = (self._unexplained(group, state, most, factor, bound) for state in states)
            grown = dict(enumerate(made))
        return [e for k in sorted(grown) for e in grown[k] if e.cost[0] <= bound]

    def _apart(self, group: Group, state: Explanation, most: int, factor: float) -> list[Explanation]:
        """Explain the arrays of a group by so many edits each."""
        work, join = (
            self.works.of(group, state.values, most, factor),
            Join(self.derivation, self.ledger, group),
        )
        tables = []
        for name in _small_first(group, state):
            tables.append(self._table(work, join, name, factor))
            if not tables[-1]:
                return []
        return join.explanations(state, work.entry, tables, work.bench.hidden)

    def _together(self, group: Group, state: Explanation, most: int, factor: float) -> list[Explanation]:
        """Explain the arrays of a group by so many edits in all.

        The smallest array is looked at first. Few versions of the hidden cotangent give it; each of these is known to
        the other arrays, with the edits that are left.
        """
        work, join = (
            self.works.of(group, state.values, most, factor),
            Join(self.derivation, self.ledger, group),
        )
        first, *others = _small_first(group, state)
        tables = [self._table(work, join, first, factor)]
        if not tables[0]:
            return []
        if work.entry is None or not others:
            return self._apart(group, state, most, factor)
        free = tables[0].get(None)
        left = most - len(free[0]) if free else 0
        below = self.works.of(group, state.values, left, factor) if free and left >= 0 else None
        known = self._known(work.entry, tables[0], most)
        for name in others:
            table = dict(self._table(below, join, name, factor)) if below is not None else {}
            plain = [row for edits, rows in known if edits == most for row in rows]
            for row, found in self._as_it_stands(work, group, name, plain, factor, join).items():
                table[row] = _both(table.get(row, []), found)
            for edits, rows in known:
                if edits < most:
                    value = work.entry.version(rows[0])
                    found = self._given(group, state, name, value, most - edits, factor, join)
                    table |= {row: _both(table.get(row, []), found) for row in rows if found}
            if not table:
                return []
            tables.append(table)
        return join.explanations(state, work.entry, tables, work.bench.hidden)

    def _known(self, entry: Stack, table: Table, most: int) -> list[tuple[int, list[int]]]:
        """List the versions of a cotangent that one array allows, those of the same numbers together.

        Gives how many edits they take with the array's own, and their rows.
        """
        found: dict[tuple[int, str], tuple[int, list[int]]] = {}
        counts = [(int(entry.cost[row]) + len(own[0]), row) for row, own in table.items() if row is not None]
        counts = sorted(item for item in counts if item[0] <= most)
        if not counts:
            return []
        flat = entry.values[[row for _, row in counts]].reshape(len(counts), -1)
        # A number that tells arrays apart; two of the same that are not told so are only looked at twice.
        marks = flat @ np.random.default_rng(0).normal(size=flat.shape[1])
        for (edits, row), mark in zip(counts, marks, strict=True):
            found.setdefault((edits, f"{mark:.8e}"), (edits, []))[1].append(row)
        return list(found.values())

    def _as_it_stands(
        self, work: Work, group: Group, name: str, rows: list[int], factor: float, join: Join
    ) -> Table:
        """Find for which versions of the hidden cotangent an array is right as it stands."""
        if not rows or group.entry is None or work.entry is None:
            return {}
        hidden = {group.entry: work.entry.take(np.array(rows))}
        bench = replace(work.bench, ledger=Ledger(frozenset()), hidden=hidden, right={})
        line = self.derivation.by_name[name]
        with np.errstate(all="ignore"):
            for between in _between(self.derivation, group, name):
                bench.hidden[between] = finished(bench, self.derivation.by_name[between])
            stack = finished(bench, line)
        found = join.table(stack, self.match.rows(stack, name, factor))
        return {rows[place]: own for place, own in found.items() if place is not None}

    def _given(
        self,
        group: Group,
        state: Explanation,
        name: str,
        value: np.ndarray,
        most: int,
        factor: float,
        join: Join,
    ) -> list[Edits]:
        """Find what edits of its own explain an array where the cotangent that it builds on is known."""
        assert group.entry is not None
        alone = Group((name,), None, _between(self.derivation, group, name))
        seen = replace(state, values={**state.values, group.entry: value})
        for edits in range(1 + self._affordable(name, most, LARGE_ALONE)):
            work = self.works.of(alone, seen.values, edits, factor)
            rows = self.match.rows(work.versions(name), name, factor)
            if len(rows):
                return join.table(work.versions(name), rows)[None]
        return []

    def _largest(self, group: Group) -> int:
        return max(self.base[name].size for name in group.names)

    def _affordable(self, name: str, most: int, large: int) -> int:
        """How many edits there is room for: pairs of them in a large array are too many numbers."""
        if self.base[name].size <= large or most <= 1:
            return most
        self.left_out = True
        return 1

    def _unexplained(
        self, group: Group, state: Explanation, most: int, factor: float, bound: float
    ) -> list[Explanation]:
        """Explain what can be explained of a group where nothing gives all of it."""
        most = min(self._affordable(name, most, LARGE) for name in group.names)
        nothing = replace(state, unexplained=(*state.unexplained, group.names[0]))
        if nothing.cost[0] > bound:
            return []
        work, join = (
            self.works.of(group, state.values, most, factor),
            Join(self.derivation, self.ledger, group),
        )
        tables: dict[str, Table] = {}
        for name in _small_first(group, state):
            # A large array that an explanation of the small ones leaves unexplained is not looked at by itself.
            large = self.base[name].size > LARGE_ALONE and any(tables.values())
            tables[name] = {} if large else self._table(work, join, name, factor)
        rest = tuple(name for name in group.names if not tables[name])
        if rest and len(rest) < len(group.names):
            part = replace(group, names=tuple(name for name in group.names if name not in rest))
            found = Join(self.derivation, self.ledger, part).explanations(
                state, work.entry, [tables[name] for name in part.names], work.bench.hidden
            )
            return [replace(e, unexplained=(*e.unexplained, *rest)) for e in found]
        return [replace(state, unexplained=(*state.unexplained, *group.names))]

    def _table(self, work: Work, join: Join, name: str, factor: float) -> Table:
        stack = work.versions(name)
        return join.table(stack, self.match.rows(stack, name, factor))

    @property
    def top(self) -> Group | None:
        """The first group that brings the loss's own factor with it, where nothing above it was found before."""
        for group in self.groups:
            if set(group.names) & self.carriers and not (
                group.hidden and solved(self.derivation, self.groups, group.hidden[-1], group)
            ):
                return group
        return None

    def settled(self, factor: float) -> bool:
        """Whether what stands next to the loss is right with this factor."""
        group = self.top
        return group is not None and bool(self._apart(group, Explanation((), self.base), 0, factor))

    def ratios(self, most: int = 1) -> list[float]:
        """Give the numbers by which some version of the gradients next to the loss is the reader's.

        The likeliest stand first. Of versions of two edits the smallest array is looked at.
        """
        group, state = self.top, Explanation((), self.base)
        if group is None:
            return []
        work = self.works.of(group, state.values, most, 1.0)
        names = [name for name in _small_first(group, state) if name in self.carriers]
        if most > 1:
            names = [name for name in names if 1 < self.base[name].size <= LARGE][:1]
        found = []
        for name in names:
            found += self.match.multiples(work.versions(name), name, self.ledger)
        found.sort(key=lambda item: item[0])
        return [ratio for _, ratio in found]


def _between(derivation: Derivation, group: Group, name: str) -> tuple[str, ...]:
    """List the gradients that stand between a group's cotangent and one of its steps."""
    reads = derivation.by_name[name].reads
    return tuple(h for h in group.hidden if h in reads and derivation.by_name[h].kind == "gradient")


def _small_first(group: Group, state: Explanation) -> list[str]:
    return sorted(group.names, key=lambda name: state.values[name].size)


def _both(some: list[Edits], more: list[Edits]) -> list[Edits]:
    return [*some, *(edits for edits in more if edits not in some)]
