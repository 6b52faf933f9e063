"""Search: which edits of the right formulas give the user's numbers, layer by layer from the loss down.

Arrays that build on the same hidden cotangent are explained together: one set of edits of the cotangent, the same for
all of them, and each array's own. What was found is known to the layer below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from .bench import Bench
from .derivation import RATE, Derivation
from .edit import Edit, Ledger
from .enumerate import finished
from .explanation import Explanation, likeliest
from .groups import Group, carriers, groups
from .join import Edits, Join, Table
from .match import Matcher
from .point import Point
from .stack import Stack

# Entries of an array up to which all pairs of edits are tried in it together with those of what it builds on; alone.
LARGE, LARGE_ALONE = 2**10, 2**14


class OutOfTime(Exception):
    """The search has used the time it was given."""


@dataclass(eq=False)
class Work:
    """All versions of what a group hides, and those of its own lines that were asked for."""

    bench: Bench
    entry: Stack | None
    own: dict[str, Stack] = field(default_factory=dict)

    def versions(self, name: str) -> Stack:
        """Give the versions of one of the group's own lines."""
        if name not in self.own:
            with np.errstate(all="ignore"):
                self.own[name] = finished(self.bench, self.bench.derivation.by_name[name])
        return self.own[name]


class Search:
    """One search at one point. `only`: no other edits than these. `until`: perf_counter at which to give up.

    likely: common factors that arrays show, with which another gradient may have been taken. partial: what cannot be
    explained as a whole need not be explained in part.
    """

    def __init__(
        self,
        point: Point,
        values: Mapping[str, np.ndarray] | None = None,
        *,
        only: frozenset[Edit] | None = None,
        until: float = float("inf"),
        stages: tuple[float, float] = (1.0, 1.0),
        numbers: Mapping[str, float] | None = None,
        likely: Sequence[float] = (),
        partial: bool = False,
    ) -> None:
        self.likely, self.partial = likely, partial
        self.point, self.derivation = point, point.derivation
        self.base = {**point.true, **(values or {}), **point.given}
        self.ledger = Ledger(only)
        self.until = until
        explicable = [
            name
            for name in point.given
            if not (point.forward and self.derivation.by_name[name].kind in ("value", "loss"))
        ]
        self.groups = groups(self.derivation, explicable, tuple(point.given))
        self.carriers = carriers(self.derivation, point.given)
        self.match = Matcher(point, self.carriers, {"gradient": stages[0], "update": stages[1]})
        self.works: dict[tuple[object, ...], Work] = {}
        self.alive: list[np.ndarray] = []  # what the versions were made of
        steps = any(self.derivation.by_name[name].kind == "update" for name in point.given)
        self.forbidden = frozenset(
            {RATE}
            | {
                line.name
                for line in self.derivation.lines
                if line.kind == "update" and line.name not in point.given
            }
            | {name for name in self.base if name.startswith(("L.l",)) or name == "L"}
        )
        self.factors = _factors(point, steps)
        for text, number in (numbers or {}).items():
            if all(abs(number / other - 1) > 1e-6 for other in self.factors.values()):
                self.factors[text] = number

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
            if perf_counter() > self.until:
                raise OutOfTime
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
        work, join = self._work(group, state, most, factor), Join(self.derivation, self.ledger, group)
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
        work, join = self._work(group, state, most, factor), Join(self.derivation, self.ledger, group)
        first, *others = _small_first(group, state)
        tables = [self._table(work, join, first, factor)]
        if not tables[0]:
            return []
        if work.entry is None or not others:
            return self._apart(group, state, most, factor)
        free = tables[0].get(None)
        left = most - len(free[0]) if free else 0
        below = self._work(group, state, left, factor) if free and left >= 0 else None
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
            work = self._work(alone, seen, edits, factor)
            rows = self.match.rows(work.versions(name), name, factor)
            if len(rows):
                return join.table(work.versions(name), rows)[None]
        return []

    def _largest(self, group: Group) -> int:
        return max(self.base[name].size for name in group.names)

    def _affordable(self, name: str, most: int, large: int) -> int:
        """How many edits there is room for: pairs of them in a large array are too many numbers."""
        return most if self.base[name].size <= large else min(most, 1)

    def _unexplained(
        self, group: Group, state: Explanation, most: int, factor: float, bound: float
    ) -> list[Explanation]:
        """Explain what can be explained of a group where nothing gives all of it."""
        most = min(self._affordable(name, most, LARGE) for name in group.names)
        nothing = replace(state, unexplained=(*state.unexplained, group.names[0]))
        if nothing.cost[0] > bound:
            return []
        work, join = self._work(group, state, most, factor), Join(self.derivation, self.ledger, group)
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

    def _work(self, group: Group, state: Explanation, most: int, factor: float) -> Work:
        """Work out the versions of a group's hidden lines, where that was not done before."""
        pace = self._pace(
            group, factor
        )  # matters to other bases of a step, to gradients in each other's place
        inputs = [state.values[name] for name in self._inputs(group)]
        key = (group.names, most, pace, *map(id, inputs))
        if key not in self.works:
            bench = Bench(
                self.derivation,
                state.values,
                self.ledger,
                self.factors,
                most,
                pace,
                entries=frozenset({*group.names, *([group.entry] if group.entry else [])}),
                forbidden=self.forbidden,
                given=frozenset(self.point.given),
            )
            with np.errstate(all="ignore"):
                for name in group.hidden:
                    if not self._solved(name, group):
                        bench.hidden[name] = finished(bench, self.derivation.by_name[name])
            self.alive += inputs  # an array that is gone may leave its id to another
            self.works[key] = Work(bench, bench.hidden.get(group.entry) if group.entry else None)
        return self.works[key]

    def _pace(self, group: Group, factor: float) -> float:
        """Give what the arrays of a group are freed of."""
        kind = self.derivation.by_name[group.names[0]].kind
        if group.names[0] not in self.carriers:
            return self.match.stages.get(kind, 1.0)
        return factor if kind == "update" or factor in self.likely else 1.0

    def _solved(self, name: str, group: Group) -> bool:
        """Whether a hidden line was the entry of a group before, or stands above one: then its numbers are known."""
        place = self.groups.index(group) if group in self.groups else len(self.groups)
        below = self.derivation.below[name]
        return any(
            other.entry == name or other.entry in below for other in self.groups[:place] if other.entry
        )

    def _inputs(self, group: Group) -> Iterable[str]:
        hidden = {name for name in group.hidden if not self._solved(name, group)}
        for name in (*hidden, *group.names):
            yield from (read for read in self.derivation.by_name[name].reads if read not in hidden)

    @property
    def top(self) -> Group | None:
        """The first group that brings the loss's own factor with it, where nothing above it was found before."""
        for group in self.groups:
            if set(group.names) & self.carriers and not (
                group.hidden and self._solved(group.hidden[-1], group)
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
        work = self._work(group, state, most, 1.0)
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


def _factors(point: Point, steps: bool) -> dict[str, float]:
    """List what a line is multiplied with by mistake, by name; what would be told twice is listed once."""
    samples, outputs = point.samples, point.t.shape[1]
    found = {"-1": -1.0}
    if samples > 1:
        found |= {"N": float(samples), "1/N": 1 / samples}
    if steps:
        found |= {"rate": point.rate, "1/rate": 1 / point.rate}
    found |= {"2": 2.0, "1/2": 0.5}
    if outputs > 1:
        found |= {"K": float(outputs), "1/K": 1 / outputs}
    if outputs > 1 and samples > 1:
        found |= {"1/(NK)": 1 / (samples * outputs)}
    inputs = point.x.shape[1]  # counted in the place of samples where the other axis is theirs
    if inputs > 2 and samples > 1:
        found |= {f"1/{inputs}": 1 / inputs, f"N/{inputs}": samples / inputs}
    kept: dict[str, float] = {}
    for told, factor in found.items():
        if factor != 1.0 and all(abs(factor / other - 1) > 1e-9 for other in kept.values()):
            kept[told] = factor
    return kept
