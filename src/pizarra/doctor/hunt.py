"""Hunt: a search with one edit more where fewer did not do, under each common factor that is worth a thought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

from .bounds import Known
from .edit import Edit
from .explanation import BEAM, Explanation
from .forward import pairs, starts
from .limit import Limit, OutOfTime
from .point import Point
from .search import Search
from .verdict import Fit, Verdict, alike, common, fitted

MANY = 12  # the largest count of units or samples that a quotient is looked for among
TELLING = 64  # entries of a large array that are looked at before all others
RATIOS = 5  # common factors that are tried where none of the right gradients tells one

Start = tuple[Edit, Point, dict[str, np.ndarray]]
Stopped = Literal["", "time", "size"]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a search found: explanations of one cost, the likeliest first, and the common factor that goes with them.

    stopped: what ended it before all was tried: its `time`, or the `size` of arrays too large for every pair of edits.
    """

    explanations: tuple[Explanation, ...]
    factor: float
    stopped: Stopped = ""


class Hunt:
    """A search that goes on with one edit more where fewer did not do; it keeps the best that it found.

    point: where an edit of the forward pass is tried; small: where all others are. whole: the hunt of which this is
    the part that looks at less.
    """

    def __init__(
        self,
        point: Point,
        small: Point,
        verdict: Verdict,
        limit: Limit,
        whole: Hunt | None = None,
    ) -> None:
        self.point, self.verdict, self.limit, self.whole = point, verdict, limit, whole
        self.likely = factors_of(verdict)
        self.search = Search(
            small,
            limit=limit,
            stages=verdict.stages,
            numbers=_numbers(verdict),
            likely=self.likely,
            partial=whole is not None,
        )
        self.best: Outcome | None = None
        self.done = 0
        self._others: dict[int, list[float]] = {}
        self._places: dict[str, np.ndarray] = {}
        self._fits: dict[tuple[int, str], Fit | None] = {} if whole is None else whole._fits

    @cached_property
    def starts(self) -> list[Start]:
        """Every mistake of the forward pass, with all that follows from it."""
        if self.whole is not None:
            return self.whole.starts
        return list(starts(self.point, limit=self.limit))

    def others(self, most: int) -> list[float]:
        """Factors that no array shows as it should be; none where what stands next to the loss is right with one.

        They are the numbers by which versions of one edit, or of two, are the reader's; of two, plain numbers alone.
        """
        if most not in self._others:
            found: list[float] = []
            if not any(self.search.settled(factor) for factor in self.likely):
                known = [*self.likely, *(self.others(most - 1) if most > 1 else ())]
                for ratio in self.search.ratios(most):
                    plain = most == 1 or _rounded(abs(ratio))[0]
                    if plain and not any(alike(ratio, other) for other in (*known, *found)):
                        found.append(ratio)
            self._others[most] = found[:RATIOS]
        return self._others[most]

    def outcome(self, edits: int, *, deep: bool = False) -> Outcome:
        """Find the best with so many edits for an array. deep: try every edit of the forward pass with one more."""
        stopped: Stopped = ""
        try:
            while self.done < edits and not self._enough(self.done):
                self._stage(self.done + 1)
                self.done += 1
            if deep and (self.best is None or self.best.explanations[0].unexplained):
                for number in range(len(self.starts)):
                    self._with_forward(number, 1, every=True)
            if deep and (self.best is None or self.best.explanations[0].unexplained):
                for both, values in pairs(self.point, limit=self.limit):
                    self._with_two(both, values)
        except OutOfTime:
            stopped = "time"
        best = self.best
        if best is None:
            best = Outcome((Explanation((), self.point.true, (), tuple(self.verdict.wrong)),), 1.0)
        if not stopped and best.explanations[0].unexplained and self.search.left_out:
            stopped = "size"
        return replace(best, stopped=stopped)

    def _enough(self, most: int) -> bool:
        """Whether more edits than so many need not be tried."""
        return most > 0 and self._cost <= most + 1

    @property
    def _cost(self) -> float:
        best = self.best
        return _cost(best.explanations[0], best.factor, self.verdict)[0] if best is not None else float("inf")

    @property
    def _supported(self) -> bool:
        """Whether the best explains everything, with a factor that some array shows as it should be."""
        best = self.best
        return (
            best is not None
            and not best.explanations[0].unexplained
            and any(alike(best.factor, ratio) for ratio in self.verdict.ratios)
        )

    def _stage(self, most: int) -> None:
        for edits in range(most + 1):
            if edits and (self._supported or (edits > 1 and self._cost <= most)):
                break
            for factor in self.others(edits) if edits else self.likely:
                if self._cost <= 1 and self.best and self._shared(factor) < self._shared(self.best.factor):
                    break  # one edit does, with a factor that more arrays show: the others come after it
                bound = self._cost - (factor < 0)
                self._better(self.search.explain(most, factor, bound), factor)
            if self._cost <= 1:
                return
        if self._cost > most:
            for number in range(len(self.starts)):
                self._with_forward(number, most - 1)

    def _shared(self, factor: float) -> int:
        """Count the arrays that are as they should be with a factor."""
        return sum(alike(factor, ratio) for ratio in self.verdict.ratios)

    def _better(self, found: list[Explanation], factor: float) -> None:
        """Keep what was found where it is the best, or beside the best where it takes as many edits."""
        costs = [_cost(explanation, factor, self.verdict) for explanation in found]
        if not found:
            return
        same = [e for e, cost in zip(found, costs, strict=True) if cost[0] == costs[0][0]]
        best = self.best
        if best is None or costs[0][0] < self._cost:
            self.best = Outcome(tuple(same), factor)
        elif costs[0][0] == self._cost:
            better = costs[0] < _cost(best.explanations[0], best.factor, self.verdict)
            if (factor < 0) != (
                best.factor < 0
            ):  # a sign on everything is told with its factor, or not at all
                self.best = Outcome(tuple(same), factor) if better else best
            elif better:
                self.best = Outcome((*same, *best.explanations)[:BEAM], factor)
            else:
                self.best = replace(best, explanations=(*best.explanations, *same)[:BEAM])

    def _with_forward(self, number: int, most: int, *, every: bool = False) -> None:
        """Try one edit of the forward pass: all right then, or better than before and worth a search of its own.

        every: search though no array is better than before; only what explains all of them counts then.
        """
        self.limit.ask()
        edit, point, values = self.starts[number]
        for name in sorted(point.given, key=lambda name: point.given[name].size):
            if (number, name) not in self._fits:
                self._fits[number, name] = self._fit(name, point, values[name])
            if self._fits[number, name] is None and not most:
                return
        fits = {name: self._fits[number, name] for name in point.given}
        factor, right = self._right(fits)
        if len(right) == len(fits):
            self._better([Explanation((edit,), values)], factor)
        elif every or (most and right and len(right) > len(point.given) - len(self.verdict.wrong)):
            search = Search(point, values, limit=self.limit, stages=self.verdict.stages, partial=every)
            for explanation in search.explain(most, factor, self._cost - 1 - (factor < 0))[:1]:
                self._better([replace(explanation, edits=(edit, *explanation.edits))], factor)

    def _with_two(self, edits: tuple[Edit, Edit], values: Mapping[str, np.ndarray]) -> None:
        """Try two edits of the forward pass, which must explain all."""
        fits: dict[str, Fit | None] = {}
        for name in sorted(self.point.given, key=lambda name: self.point.given[name].size):
            fits[name] = self._fit(name, self.point, values[name])
            if fits[name] is None:
                return
        factor, right = self._right(fits)
        if len(right) == len(fits):
            self._better([Explanation(edits, values)], factor)

    def _right(self, fits: Mapping[str, Fit | None]) -> tuple[float, list[str]]:
        """Give the factor that most arrays share, and the arrays that are right with it."""
        telling = [fit for fit in fits.values() if fit is not None and fit.ratio == fit.ratio]
        # a single number always is a multiple
        several = [fit for name, fit in fits.items() if self.point.given[name].size > 1]
        factor = common([fit for fit in telling if fit in several] or ([] if several else telling))
        right = [
            name
            for name, fit in fits.items()
            if fit is not None and (fit.ratio != fit.ratio or fit.like(factor))
        ]
        return factor, right

    def _fit(self, name: str, point: Point, found: np.ndarray) -> Fit | None:
        """Fit a number by which what follows from a mistake of the forward pass is the reader's array.

        Of a large array a few entries are looked at first: where none fits these, with twice the room, none fits all.
        """
        user = np.asarray(point.given[name], dtype=float)
        if not np.isfinite(found).all():
            return None
        if user.size > 4 * TELLING and user.shape == found.shape and not point.coarse:
            places = self._telling(name)
            few = found.reshape(-1)[places]
            rough = Known(few, 2 * _room(point, few))
            if fitted(point, name, user.reshape(-1)[places], rough, places) is None:
                return None
        return fitted(point, name, user, Known(found, _room(point, found)))

    def _telling(self, name: str) -> np.ndarray:
        """Choose the places of an array's largest entries; where some are no numbers, of any."""
        if name not in self._places:
            size = np.abs(np.asarray(self.point.given[name], dtype=float)).reshape(-1)
            self._places[name] = np.argpartition(size, -TELLING)[-TELLING:]
        return self._places[name]


def _room(point: Point, found: np.ndarray) -> np.ndarray:
    """Say how far numbers may be off that were computed in some other way."""
    return point.unit * 1e4 * np.abs(found) + 1e-300


def _numbers(verdict: Verdict) -> dict[str, float]:
    """List the constants that some arrays have beside the common factor, such as 1/10 for a number of samples."""
    found: dict[str, float] = {}
    for ratio in verdict.constants:
        text, number = _rounded(abs(ratio))  # a sign is an edit of its own
        if number and not alike(abs(number), 1.0) and len(found) < 3:
            found[text] = number
    return found


def _rounded(ratio: float) -> tuple[str, float]:
    """Write a number that somebody may have written: a short decimal, a quotient of small numbers; else nothing."""
    quotient = Fraction(ratio).limit_denominator(MANY)  # of two counts: of samples, of units
    for text, number in (
        (f"{ratio:.4g}", float(f"{ratio:.4g}")),
        (str(quotient), float(quotient)),
        (f"1/{1 / ratio:.0f}", 1 / (round(1 / ratio) or 1e9)),
    ):
        if abs(number - ratio) <= 1e-5 * abs(ratio):
            return text, number
    return "", 0.0


def _cost(explanation: Explanation, factor: float, verdict: Verdict) -> tuple[float, float]:
    """What an explanation costs with a factor: a sign on everything is one edit more."""
    edits, weight = explanation.cost
    return edits + (factor < 0), weight + _plain(factor, verdict)


def _plain(factor: float, verdict: Verdict) -> float:
    """Of two explanations with as many edits that is told whose common factor most arrays share, or that has none."""
    shares = [alike(factor, other) for other in verdict.ratios]
    lost = 1.0 - sum(shares) / len(shares) if shares else float(factor not in (1.0, -1.0))
    odd = not _rounded(abs(factor))[0]  # no number that anybody would write
    power = np.log2(abs(factor))  # a square's 2, or its ½, is likelier than a count
    double = abs(power - round(power)) < 1e-5
    return 0.5 * lost + 0.75 * odd + 0.05 * (not double)


def factors_of(verdict: Verdict) -> list[float]:
    """List the common factors that fit some array as it should be, the best supported first, and 1."""
    found: list[float] = []
    ranked = sorted(
        verdict.ratios,
        key=lambda c: -sum(alike(c, other) for other in verdict.ratios) - 0.5 * alike(c, 1.0),
    )
    for c in (*ranked, 1.0):
        c = next((plain for plain in (1.0, -1.0) if alike(c, plain)), c)
        if not any(alike(c, other) for other in found):
            found.append(c)
    return found
