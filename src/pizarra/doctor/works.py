"""Works: the versions of what a group of arrays hides, and of its own lines, worked out once for the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from .bench import Bench
from .derivation import RATE, Derivation
from .edit import Ledger
from .enumerate import finished
from .groups import Group
from .limit import Limit
from .match import Matcher
from .point import Point
from .stack import Stack


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


class Asking(Protocol):
    """What a search says of itself."""

    point: Point
    base: Mapping[str, np.ndarray]
    ledger: Ledger
    groups: list[Group]
    match: Matcher
    likely: Sequence[float]
    limit: Limit


class Works:
    """All that a search has worked out. numbers: what a line may have been multiplied by, beside the usual ones."""

    def __init__(self, search: Asking, numbers: Mapping[str, float]) -> None:
        self.search, self.derivation, point = search, search.point.derivation, search.point
        steps = any(self.derivation.by_name[name].kind == "update" for name in point.given)
        self.forbidden = frozenset(
            {RATE}
            | {
                line.name
                for line in self.derivation.lines
                if line.kind == "update" and line.name not in point.given
            }
            | {name for name in search.base if name.startswith("L.l") or name == "L"}
        )
        self.factors = _factors(point, steps)
        for text, number in numbers.items():
            if all(abs(number / other - 1) > 1e-6 for other in self.factors.values()):
                self.factors[text] = number
        self.found: dict[tuple[object, ...], Work] = {}
        self.alive: list[np.ndarray] = []  # what the versions were made of

    def of(self, group: Group, values: Mapping[str, np.ndarray], most: int, factor: float) -> Work:
        """Work out the versions of a group's hidden lines, where that was not done before."""
        pace = self._pace(group, factor)  # matters to other bases, and to gradients in each other's place
        inputs = [values[name] for name in self._inputs(group)]
        key = (group.names, most, pace, *map(id, inputs))
        if key not in self.found:
            bench = Bench(
                self.derivation,
                values,
                self.search.ledger,
                self.factors,
                most,
                pace,
                entries=frozenset({*group.names, *([group.entry] if group.entry else [])}),
                forbidden=self.forbidden,
                given=frozenset(self.search.point.given),
                limit=self.search.limit,
            )
            with np.errstate(all="ignore"):
                for name in self._unsolved(group):
                    bench.hidden[name] = finished(bench, self.derivation.by_name[name])
            self.alive += inputs  # an array that is gone may leave its id to another
            self.found[key] = Work(bench, bench.hidden.get(group.entry) if group.entry else None)
        return self.found[key]

    def _pace(self, group: Group, factor: float) -> float:
        """Give what the arrays of a group are freed of."""
        kind, match = self.derivation.by_name[group.names[0]].kind, self.search.match
        if group.names[0] not in match.carriers:
            return match.stages.get(kind, 1.0)
        return factor if kind == "update" or factor in self.search.likely else 1.0

    def _unsolved(self, group: Group) -> list[str]:
        return [name for name in group.hidden if not solved(self.derivation, self.search.groups, name, group)]

    def _inputs(self, group: Group) -> Iterable[str]:
        hidden = self._unsolved(group)
        for name in (*hidden, *group.names):
            yield from (read for read in self.derivation.by_name[name].reads if read not in hidden)


def solved(derivation: Derivation, groups: list[Group], name: str, group: Group) -> bool:
    """Whether a hidden line was the entry of a group before, or stands above one: then its numbers are known."""
    place = groups.index(group) if group in groups else len(groups)
    below = derivation.below[name]
    return any(other.entry == name or other.entry in below for other in groups[:place] if other.entry)


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
