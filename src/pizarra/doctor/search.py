"""Search: which edits of the right formulas give the user's numbers, layer by layer from the loss down.

Arrays that build on the same hidden cotangent are explained together: one set of edits of the cotangent, the same for
all of them, and each array's own. What was found is known to the layer below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from .bench import Bench
from .derivation import RATE
from .edit import NONE, Edit, Ledger
from .enumerate import finished
from .groups import Group, carriers, groups
from .point import SLACK, Point
from .stack import Stack

BEAM = 4
UNEXPLAINED = 4  # what an array costs for which there is no explanation
ALIKE_DOUBLE, ALIKE_SINGLE = 1e-9, 4e-5  # of an array's largest entry: below it an edited version fits


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


class OutOfTime(Exception):
    """The search has used the time it was given."""


class Search:
    """One search at one point. `only`: no other edits than these. `until`: perf_counter at which to give up."""

    def __init__(
        self,
        point: Point,
        values: Mapping[str, np.ndarray] | None = None,
        *,
        only: frozenset[Edit] | None = None,
        until: float = float("inf"),
        stages: tuple[float, float] = (1.0, 1.0),
        numbers: Mapping[str, float] | None = None,
    ) -> None:
        self.point, self.derivation = point, point.derivation
        self.base = {**point.true, **(values or {}), **point.given}
        self.ledger = Ledger(only)
        self.until = until
        self.stages = {"gradient": stages[0], "update": stages[1]}
        explicable = [
            name
            for name in point.given
            if not (point.forward and self.derivation.by_name[name].kind in ("value", "loss"))
        ]
        self.groups = groups(self.derivation, explicable, tuple(point.given))
        self.carriers = carriers(self.derivation, point.given)
        self.stacks: dict[tuple[object, ...], tuple[Stack | None, list[Stack], dict[str, Stack]]] = {}
        self.alive: list[np.ndarray] = []  # what the stacks were made of
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

    def explain(self, most: int, factor: float = 1.0) -> list[Explanation]:
        """Find the explanations with at most so many edits for an array, the likeliest first."""
        states = [Explanation((), self.base)]
        for group in self.groups:
            if perf_counter() > self.until:
                raise OutOfTime
            grown: list[Explanation] = []
            for state in states:
                grown += self._group(group, state, most, factor)
            states = _best(grown)
        return states

    def _group(self, group: Group, state: Explanation, most: int, factor: float) -> list[Explanation]:
        users = [self._target(name, factor) for name in group.names]
        entry: Stack | None = None
        hidden: dict[str, Stack] = {}
        stacks: list[Stack] = []
        matches: list[np.ndarray] = []
        for allowed in range(most + 1):
            entry, stacks, hidden = self._stacks(group, state, allowed, self._pace(group, factor))
            matches = [
                self._matches(stack, user, name)
                for stack, user, name in zip(stacks, users, group.names, strict=True)
            ]
            if all(len(rows) for rows in matches):
                found = self._join(group, state, entry, stacks, matches, hidden)
                if found:
                    return found
        # Nothing gives all of them: what can be explained is, and the rest is said to be unexplained.
        kept = [k for k, rows in enumerate(matches) if len(rows)]
        rest = tuple(name for k, name in enumerate(group.names) if k not in kept)
        if rest and kept:
            part = replace(group, names=tuple(group.names[k] for k in kept))
            found = self._join(
                part, state, entry, [stacks[k] for k in kept], [matches[k] for k in kept], hidden
            )
            return [replace(e, unexplained=(*e.unexplained, *rest)) for e in found]
        return [replace(state, unexplained=(*state.unexplained, *group.names))]

    def _target(self, name: str, factor: float) -> np.ndarray:
        """Give the user's numbers, freed of the common factor of all gradients, or of its sign alone."""
        array = np.asarray(self.point.given[name], dtype=float)
        line = self.derivation.by_name[name]
        if line.kind in ("value", "loss"):
            return array
        if name not in self.carriers:
            factor = self.stages.get(line.kind, 1.0)
        if line.kind == "update":
            before = self.point.parameters[line.of]
            return before + (array - before) / factor if factor != 1.0 else array
        return array / factor

    def _pace(self, group: Group, factor: float) -> float:
        """Give what the steps of a group are freed of."""
        for name in group.names:
            if self.derivation.by_name[name].kind == "update":
                return factor if name in self.carriers else self.stages["update"]
        return 1.0

    def _stacks(
        self, group: Group, state: Explanation, most: int, pace: float = 1.0
    ) -> tuple[Stack | None, list[Stack], dict[str, Stack]]:
        """Build the versions of a group's hidden lines and of its own; pace matters to other bases of a step alone."""
        inputs = [state.values[name] for name in self._inputs(group)]
        key = (group.names, most, pace, *map(id, inputs))
        if key not in self.stacks:
            bench = Bench(
                self.derivation,
                state.values,
                self.ledger,
                self.factors,
                most,
                pace,
                entries=frozenset({*group.names, *([group.entry] if group.entry else [])}),
                forbidden=self.forbidden,
            )
            with np.errstate(all="ignore"):
                for name in group.hidden:
                    if not self._solved(name, group):
                        bench.hidden[name] = finished(bench, self.derivation.by_name[name])
                own = [finished(bench, self.derivation.by_name[name]) for name in group.names]
            self.alive += inputs  # an array that is gone may leave its id to another
            self.stacks[key] = (bench.hidden.get(group.entry) if group.entry else None, own, bench.hidden)
        return self.stacks[key]

    def ratios(self) -> list[float]:
        """Give the numbers by which some version of the gradients next to the loss, of one edit, is the reader's."""
        found: list[tuple[tuple[int, float], float]] = []
        for group in self.groups:
            if not set(group.names) & self.carriers or (
                group.hidden and self._solved(group.hidden[-1], group)
            ):
                continue
            _, stacks, _ = self._stacks(group, Explanation((), self.base), 1)
            for name, stack in zip(group.names, stacks, strict=True):
                if name in self.carriers:
                    found += self._scaled_matches(name, stack)
            break
        found.sort(key=lambda item: item[0])
        return [ratio for _, ratio in found]

    def _scaled_matches(self, name: str, stack: Stack) -> list[tuple[tuple[int, float], float]]:
        line, user = self.derivation.by_name[name], np.asarray(self.point.given[name], dtype=float)
        base = self.point.parameters[line.of] if line.kind == "update" else np.zeros_like(user)
        u, v = (user - base).reshape(1, -1), (stack.values - base).reshape(len(stack), -1)
        if u.size < 2:
            return []
        with np.errstate(all="ignore"):
            ratio = (u * v).sum(axis=1) / (v * v).sum(axis=1)
            alike = 10 * (ALIKE_DOUBLE if self.point.unit < 1e-12 else ALIKE_SINGLE)
            coarse = max(self.point.coarse.values(), default=0.0)
            fits = (np.abs(u - ratio[:, None] * v) <= alike * np.abs(u).max() + coarse).all(axis=1)
        rows = np.flatnonzero(fits & (np.abs(ratio) > 1e-9) & (np.abs(ratio) < 1e9))
        found = []
        for row in rows:
            edits = [self.ledger.edits[k] for k in stack.own[row] if k != NONE]
            if not any(edit.kind in ("scale", "sign") and not edit.old for edit in edits):
                r = float(ratio[row])
                found.append(((len(edits), sum(edit.cost for edit in edits) + (0.1 if r < 0 else 0.0)), r))
        return found

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

    def _matches(self, stack: Stack, user: np.ndarray, name: str) -> np.ndarray:
        """Find the versions that are the user's numbers; of an update, the step counts, not where it starts."""
        line = self.derivation.by_name[name]
        flat, mine = stack.values.reshape(len(stack), -1), user.reshape(1, -1)
        base = np.asarray(self.point.parameters[line.of]).reshape(1, -1) if line.kind == "update" else 0.0
        alike = ALIKE_DOUBLE if self.point.unit < 1e-12 else ALIKE_SINGLE
        room = alike * float(np.abs(mine - base).max(initial=0.0)) + max(
            self.point.coarse.values(), default=0.0
        )
        if (inherited := self.point.inherited.get(name)) is not None and inherited.size == mine.size:
            room = room + SLACK * inherited.reshape(1, -1)
        right = np.abs(flat[0] - base)
        room = room + 16 * self.point.unit * float(np.max(np.abs(base))) + 1e-300
        room = room + 8 * self.point.unit * float(right.max(initial=0.0, where=np.isfinite(right)))
        with np.errstate(all="ignore"):
            fits = np.abs(flat - mine) <= room
            if not np.isfinite(mine).all():
                fits |= np.isnan(flat) & np.isnan(mine)
        return np.flatnonzero(fits.all(axis=1))

    def _join(
        self,
        group: Group,
        state: Explanation,
        entry: Stack | None,
        stacks: Sequence[Stack],
        matches: Sequence[np.ndarray],
        hidden: Mapping[str, Stack],
    ) -> list[Explanation]:
        """Put together, for all names of a group, versions that build on the same hidden ones."""
        private = {name for name in group.hidden if self.derivation.by_name[name].kind == "gradient"} | {
            *group.names
        }
        tables: list[dict[frozenset[int] | None, list[frozenset[int]]]] = []
        for stack, rows in zip(stacks, matches, strict=True):
            table: dict[frozenset[int] | None, list[frozenset[int]]] = {}
            for row in rows:
                edits = {int(k) for k in stack.own[row] if k != NONE}
                own = frozenset(k for k in edits if self.ledger.edits[k].line in private)
                depends = stack.hidden[row, 0] != NONE or entry is None
                table.setdefault(frozenset(edits - own) if depends else None, []).append(own)
            for options in table.values():
                options.sort(key=lambda own: (len(own), self._weight(own)))
            tables.append(table)
        versions = (
            {}
            if entry is None
            else {
                frozenset(int(k) for k in entry.own[v] if k != NONE): v for v in range(len(entry) - 1, -1, -1)
            }
        )
        found = []
        for shared in {key for table in tables for key in table if key is not None} | {frozenset()}:
            choices = []
            for table in tables:
                options = table.get(shared, []) + table.get(None, [])
                if not options:
                    break
                choices.append(sorted(options, key=lambda own: (len(own), self._weight(own))))
            if len(choices) < len(tables):
                continue
            own = frozenset().union(*(options[0] for options in choices))
            edits = tuple(self.ledger.edits[k] for k in sorted(shared | own))
            values = state.values
            if group.entry is not None and entry is not None:
                values = {**values, group.entry: entry.values[versions[shared]]}
            also = [
                frozenset(self.ledger.edits[k] for k in shared | (own - options[0]) | other)
                for options in choices
                for other in options[1:]
                if len(other) == len(options[0])
            ]
            made = Explanation((*state.edits, *edits), values, (), state.unexplained)
            found.append((made, frozenset(edits), also))
        return [
            replace(made, values=self._passed(group, made, hidden))
            for made in self._merged(group, state, found)
        ]

    def _passed(
        self, group: Group, made: Explanation, hidden: Mapping[str, Stack]
    ) -> Mapping[str, np.ndarray]:
        """Give what is known below a group: the entry as it was found, and what lies on the way to it."""
        below, values = self.derivation.below, dict(made.values)
        for name, stack in hidden.items():
            if name == group.entry or self.derivation.by_name[name].kind != "cotangent":
                continue
            here = {
                self.ledger.numbers[edit]
                for edit in made.edits
                if edit.line in hidden and (edit.line == name or name in below[edit.line])
            }
            rows = np.flatnonzero((stack.own != NONE).sum(axis=1) == len(here))
            row = next((r for r in rows if {int(k) for k in stack.own[r] if k != NONE} == here), None)
            if row is not None:
                values[name] = stack.values[row]
        return values

    def _merged(
        self,
        group: Group,
        state: Explanation,
        found: list[tuple[Explanation, frozenset[Edit], list[frozenset[Edit]]]],
    ) -> list[Explanation]:
        """Keep the cheapest; of those that lead to the same numbers, the lightest, with the others beside it."""
        kept: list[tuple[Explanation, list[frozenset[Edit]]]] = []
        for made, edits, also in sorted(found, key=lambda item: item[0].cost):
            for first, others in kept:
                if len(first.edits) == len(made.edits) and self._same(group.entry, first, made):
                    others += [edits, *also]
                    break
            else:
                if len(kept) < BEAM and (not kept or len(made.edits) <= len(kept[0][0].edits) + 1):
                    kept.append((made, also))
        return [replace(made, also=(*state.also, *also)) for made, also in kept]

    def _same(self, entry: str | None, a: Explanation, b: Explanation) -> bool:
        if entry is None or entry not in a.values:
            return True
        x, y = a.values[entry], b.values[entry]
        return bool(np.allclose(x, y, rtol=1e-9, atol=1e-12 * (1 + float(np.abs(x).max(initial=0.0)))))

    def _weight(self, numbers: frozenset[int]) -> float:
        return sum(self.ledger.edits[k].cost for k in numbers)


def _best(states: list[Explanation]) -> list[Explanation]:
    """Keep the cheapest states."""
    return sorted(states, key=lambda state: state.cost)[:BEAM]


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
    kept: dict[str, float] = {}
    for told, factor in found.items():
        if factor != 1.0 and all(abs(factor / other - 1) > 1e-9 for other in kept.values()):
            kept[told] = factor
    return kept
