"""Judge: what explains the numbers that are not right, here and wherever else one may look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

import numpy as np

from .edit import number_of
from .explanation import Explanation
from .forward import pairs, starts
from .hunt import Hunt, Outcome, factors_of
from .limit import NEVER, Limit, OutOfTime
from .point import Point, narrowed
from .search import Search
from .verdict import Verdict, judged


def explained(point: Point, verdict: Verdict, limit: Limit) -> Outcome:
    """Search for the fewest edits that give the user's numbers, under each common factor that is worth a thought.

    Of a network with many inputs a few are looked at; what is found there is confirmed on all, or looked for again.
    """
    small = narrowed(point)
    whole = Hunt(point, point, verdict, limit)
    if small is point:
        return whole.outcome(2, deep=True)
    part = Hunt(point, small, verdict, limit, whole)
    for edits in (1, 2):
        found = part.outcome(edits)
        first = found.explanations[0]
        try:
            if found.stopped == "time" or (not first.unexplained and holds(point, first, verdict, limit)):
                return found
        except OutOfTime:
            return replace(found, stopped="time")
        found = whole.outcome(edits, deep=edits == 2)
        if not found.explanations[0].unexplained:
            return found
    return found


def holds(
    point: Point, explanation: Explanation, verdict: Verdict | None = None, limit: Limit = NEVER
) -> bool:
    """Whether the same edits, and no others, give the user's numbers at another point too."""
    only = frozenset(explanation.edits)
    begun: list[tuple[Point, Mapping[str, np.ndarray] | None]] = []
    rest = only
    ahead = frozenset(edit for edit in only if point.derivation.by_name[edit.line].kind in ("value", "loss"))
    if len(ahead) == 2:
        begun += [(point, values) for _, values in pairs(point, ahead, limit)]
        rest -= ahead if begun else frozenset()
    if ahead and not begun:
        for edit, seen, values in starts(point, only, limit):
            begun.append((seen, values))
            rest -= {edit}
    verdict = judged(point) if verdict is None else verdict
    numbers = {
        edit.new: number
        for edit in explanation.edits
        if edit.kind == "scale" and (number := number_of(edit.new))
    }
    for seen, start in begun or [(point, None)]:
        search = Search(seen, start, only=rest, limit=limit, stages=verdict.stages, numbers=numbers)
        for factor in chain(factors_of(verdict), _later(search.ratios)):
            if not search.explain(min(2, len(rest)), factor)[0].unexplained:
                return True
    return False


def _later(numbers: Callable[[], list[float]]) -> Iterator[float]:
    """Yield what is worked out only when it is asked for."""
    yield from numbers()
