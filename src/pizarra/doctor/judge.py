"""Judge: what explains the numbers that are not right, here and wherever else one may look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from time import perf_counter

import numpy as np

from .bounds import Known
from .edit import Edit, number_of
from .forward import starts
from .point import Point, narrowed
from .search import Explanation, OutOfTime, Search
from .verdict import Fit, Verdict, alike, common, fitted, judged

MANY = 12  # the largest count of units or samples that a quotient is looked for among
RATIOS = 5  # common factors that are tried where none of the right gradients tells one


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a search found: explanations of one cost, the likeliest first, and the common factor that goes with them."""

    explanations: tuple[Explanation, ...]
    factor: float
    complete: bool = True


def explained(point: Point, verdict: Verdict, until: float) -> Outcome:
    """Search for the fewest edits that give the user's numbers, under each common factor that is worth a thought.

    Of a network with many inputs a few are looked at; what is found there is confirmed on all, or looked for again.
    """
    small = narrowed(point)
    if small is point:
        return _explained(point, point, verdict, until)
    for edits in (1, 2):
        found = _explained(point, small, verdict, until, edits=edits, deep=False)
        first = found.explanations[0]
        if perf_counter() > until or (not first.unexplained and holds(point, first, until)):
            return found
        found = _explained(point, point, verdict, until, edits=edits, deep=edits == 2)
        if not found.explanations[0].unexplained:
            return found
    return found


def _explained(
    point: Point, small: Point, verdict: Verdict, until: float, *, edits: int = 2, deep: bool = True
) -> Outcome:
    complete = True
    best: Outcome | None = None

    def better(found: list[Explanation], factor: float) -> None:
        nonlocal best
        costs = [_cost(explanation, factor, verdict) for explanation in found]
        if found and (best is None or costs[0] < _cost(best.explanations[0], best.factor, verdict)):
            same = [e for e, cost in zip(found, costs, strict=True) if cost[0] == costs[0][0]]
            best = Outcome(tuple(same), factor)

    search = Search(small, until=until, stages=verdict.stages, numbers=_numbers(verdict))
    likely = _factors(verdict)
    others: list[float] | None = None
    try:
        for most in range(1, edits + 1):
            for factor in likely:
                better(search.explain(most, factor), factor)
            if best is not None and _cost(best.explanations[0], best.factor, verdict)[0] <= 1:
                return best
            if others is None:
                others = [c for c in search.ratios() if not any(alike(c, other) for other in likely)][:RATIOS]
            for factor in others:
                better(search.explain(most, factor), factor)
            if best is not None and _cost(best.explanations[0], best.factor, verdict)[0] <= 1:
                return best
            if best is None or _cost(best.explanations[0], best.factor, verdict)[0] > most:
                for edit, seen, values in starts(point):
                    _with_forward(seen, verdict, edit, values, most - 1, until, better)
            if best is not None and _cost(best.explanations[0], best.factor, verdict)[0] <= most + 1:
                break
        if deep and (best is None or best.explanations[0].unexplained):  # the forward pass, and one edit more
            for edit, seen, values in starts(point):
                _with_forward(seen, verdict, edit, values, 1, until, better, every=True)
    except OutOfTime:
        complete = False
    if best is None:
        best = Outcome((Explanation((), point.true, (), tuple(verdict.wrong)),), 1.0)
    return replace(best, complete=complete)


def _with_forward(
    point: Point,
    verdict: Verdict,
    edit: Edit,
    values: Mapping[str, np.ndarray],
    most: int,
    until: float,
    better: Callable[[list[Explanation], float], None],
    *,
    every: bool = False,
) -> None:
    """Try one edit of the forward pass: all right then, or better than before and worth a search of its own.

    every: search though no array is better than before.
    """
    if perf_counter() > until:
        raise OutOfTime
    fits: dict[str, Fit | None] = {}
    for name in point.given:
        user = np.asarray(point.given[name], dtype=float)
        found, fits[name] = values[name], None
        if np.isfinite(found).all():
            fits[name] = fitted(point, name, user, Known(found, point.unit * 1e4 * np.abs(found) + 1e-300))
        if fits[name] is None and not most:
            return
    factor = common([fit for fit in fits.values() if fit is not None and fit.ratio == fit.ratio])
    right = [
        name for name, fit in fits.items() if fit is not None and (fit.ratio != fit.ratio or fit.like(factor))
    ]
    if len(right) == len(fits):
        better([Explanation((edit,), values)], factor)
    elif every or (most and right and len(right) > len(point.given) - len(verdict.wrong)):
        for explanation in Search(point, values, until=until, stages=verdict.stages).explain(most, factor)[
            :1
        ]:
            better([replace(explanation, edits=(edit, *explanation.edits))], factor)


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
    return 0.5 * lost + 0.75 * odd


def _factors(verdict: Verdict) -> list[float]:
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


def holds(point: Point, explanation: Explanation, until: float = float("inf")) -> bool:
    """Whether the same edits, and no others, give the user's numbers at another point too."""
    only = frozenset(explanation.edits)
    begun: list[tuple[Point, Mapping[str, np.ndarray] | None]] = []
    rest = only
    if any(point.derivation.by_name[edit.line].kind in ("value", "loss") for edit in only):
        for edit, seen, values in starts(point, only):
            begun.append((seen, values))
            rest -= {edit}
    verdict = judged(point)
    numbers = {
        edit.new: number
        for edit in explanation.edits
        if edit.kind == "scale" and (number := number_of(edit.new))
    }
    for seen, start in begun or [(point, None)]:
        search = Search(seen, start, only=rest, until=until, stages=verdict.stages, numbers=numbers)
        for factor in (*_factors(verdict), *search.ratios()):
            if not search.explain(2, factor)[0].unexplained:
                return True
    return False
