"""Factors: where on the way from the error to a step a factor comes in that the other steps do not have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from .arrays import Arrays
from .judge import Judged, proportion, samples_of
from .recording import Operation
from .suspects import Search

EVEN = 2e-3


@dataclass(frozen=True, eq=False)
class Jump:
    """An operation whose result is another multiple of the true cotangent than what it was made of."""

    operation: Operation
    ratio: float


def jumps(search: Search, step: Judged) -> list[Jump]:
    """Give the operations behind a step at which the factor changes, in order."""
    arrays, graph, values, adjoint = search.arrays, search.graph, search.values, search.adjoint
    behind, _ = graph.behind(np.concatenate(step.step.sources), search.one.turn.stop, search.one.turn.since)
    ahead = set(arrays.forward)
    known: dict[int, float] = {}
    found = []
    for number in behind:
        operation = graph.operations[number]
        if number in ahead:
            continue
        factor = _factor(arrays, adjoint, values[operation.ids].ravel(), operation.ids.ndim, step)
        before = [
            known[int(m)]
            for o in operation.operands
            if o.ids is not None and o.ids.size
            for m in np.unique(graph.made_by[o.ids])
            if int(m) in known
        ]
        if factor is None:
            factor = (
                before[0] if len(before) == 1 else None
            )  # on the way to a cotangent: as large as what it is made of
        elif before and abs(factor / before[0] - 1) > EVEN:
            found.append(Jump(operation, factor / before[0]))
        if factor is not None:
            known[number] = factor
    return found


def _factor(arrays: Arrays, adjoint: np.ndarray, value: np.ndarray, ndim: int, step: Judged) -> float | None:
    if value.size < 2 and step.step.base.size > 1:
        return None
    for ids in (step.step.base, *(a.ids.ravel() for a in arrays.ahead)):
        if ids.size == value.size:
            factor = proportion(value, adjoint[ids], 1e-6)
            if factor is not None:
                return -factor
    return None


def odd(search: Search) -> list[tuple[Judged, Jump | None, float]]:
    """Give the steps whose factor is not that of most, where the factor comes in, and what it is."""
    bent = [s for s in search.steps if s.factor and s.bent]
    return _odd(search, [s for s in search.steps if s.factor and not s.vacuous and not s.bent]) + [
        one for one in _odd(search, bent) if _counts(search, one[2])
    ]


def _odd(search: Search, known: list[Judged]) -> list[tuple[Judged, Jump | None, float]]:
    if not known:
        return []
    if all(step.factor < 0 for step in known):
        return [(step, None, -1.0) for step in known] if any(s.factor for s in search.one.steps) else []
    positive = [s.factor for s in known if s.factor > 0]
    best = max(positive, key=lambda f: (sum(abs(s.factor / f - 1) < EVEN for s in known), -positive.index(f)))
    even = next(s for s in known if s.factor == best)
    usual = jumps(search, even)
    found = []
    for step in known:
        ratio = step.factor / best
        if abs(ratio - 1) < EVEN:
            continue
        own = jumps(search, step)
        more, less = _without(own, usual), _without(usual, own)
        place = next((j for j in more if abs(j.ratio / ratio - 1) < EVEN), None)
        place = place or next((j for j in less if abs(j.ratio * ratio - 1) < EVEN), None)
        if place is None and abs(np.prod([j.ratio for j in more]) / ratio - 1) < EVEN:
            found += [(step, jump, ratio) for jump in more]  # each is a part of it
            continue
        place = place or next((j for j in more if j.ratio < 0 or abs(j.ratio) != 1), None)
        found.append((step, place, ratio))
    return found


def _without(these: list[Jump], those: list[Jump]) -> list[Jump]:
    """Take away what is done the same in the other list, as often as it is done there."""
    left = Counter((j.operation.site, round(j.ratio, 6)) for j in those)
    found = []
    for jump in these:
        key = (jump.operation.site, round(jump.ratio, 6))
        if left[key]:
            left[key] -= 1
        else:
            found.append(jump)
    return found


def deliberate(search: Search, step: Judged, jump: Jump | None, ratio: float) -> bool:
    """Whether a factor may be a rate of its own: on the line of the update, and no number of samples."""
    if ratio < 0:
        return False
    if jump is not None:
        bits = search.one.turn.bits
        scalars = [o.ids for o in jump.operation.operands if o.ids is not None and o.ids.size == 1]
        if step.step.base.size > 1 and any(bits[ids].any() for ids in scalars):
            return True  # a step that is kept small by its own length
        if jump.operation.name == "mul" and _on_its_line(step, jump):
            return True
    if _counts(search, ratio):
        return False
    return jump is None or _on_its_line(step, jump)


def _counts(search: Search, ratio: float) -> bool:
    """Whether a factor is the number of samples, or one over it."""
    sizes = samples_of(search.one.met)
    return any(abs(ratio * n - 1) < EVEN or abs(ratio / n - 1) < EVEN for n in sizes)


def _on_its_line(step: Judged, jump: Jump) -> bool:
    site = jump.operation.site
    return site is not None and any(
        o.site is not None and o.site[:2] == site[:2] for o in step.step.operations
    )
