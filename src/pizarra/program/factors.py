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
    sources, turn = np.concatenate(step.step.sources), search.one.turn
    behind, _ = graph.behind(sources, turn.stop, turn.since, exact=True)
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
    positive = [s for s in known if s.factor > 0]
    often = {id(s): sum(abs(o.factor / s.factor - 1) < EVEN for o in known) for s in positive}
    between = {id(s): len(positive) > 1 and _left_out_otherwise(search, s) for s in positive}
    shown = search.one.shown
    even = max(
        positive,
        key=lambda s: (
            shown and _itself(s) and often[id(s)] > 1,
            shown and _untouched(search, s) and any(abs(s.factor / k - 1) < 1e-6 for k in scales(search, s)),
            not any(_rate_more(search, s, other) for other in positive),
            not between[id(s)],
            often[id(s)],
            _itself(s),
            -positive.index(s),
        ),
    )
    found = []
    for step in known:
        ratio = step.factor / even.factor
        if abs(ratio - 1) >= EVEN:
            found += [(step, jump, ratio) for jump in _places(search, step, even, ratio)]
    return [one for one in found if not _deliberate(search, one[0], even, one[1], one[2])]


def _rate_more(search: Search, step: Judged, other: Judged) -> bool:
    """Whether a step has its rate in it once more than another one, and that is the difference between them."""
    return any(
        abs(step.factor / other.factor / rate - 1) < EVEN
        and sum(abs(size / rate - 1) < EVEN for size in scales(search, step)) > 1
        and sum(abs(size / rate - 1) < EVEN for size in scales(search, other)) == 1
        for rate in rates(search, step) & rates(search, other)
        if abs(rate - 1) >= EVEN and rate
    )


def _left_out_otherwise(search: Search, step: Judged) -> bool:
    """Whether on the way to a gradient entries are left out, and the others are not made larger as they are ahead."""
    last = {operation.number for operation, _, _ in step.chain}
    return any(
        jump.operation.number not in last and leaves_out(search, jump.operation.ids.size)
        for jump in _lasting(jumps(search, step))
    )


def leaves_out(search: Search, size: int) -> bool:
    """Whether on the way forward something from outside leaves some entries out, of an array as large as this."""
    for operation in search.arrays.operations(search.arrays.forward):
        if operation.name != "mul" or operation.ids.size != size or size < 2:
            continue
        outside = [o.ids for o in operation.operands if o.ids is not None and o.ids.size == size]
        masks = [search.values[ids] for ids in outside if not search.one.turn.bits[ids].any()]
        if any(not mask.all() and mask.any() for mask in masks):
            return True
    return False


def _untouched(search: Search, step: Judged) -> bool:
    """Whether a step was right from the beginning, but for its factor."""
    return any(one.parameter is step.parameter and one.right for one in search.one.steps)


def _itself(step: Judged) -> bool:
    """Whether what a step is made of is the gradient itself, with one sign or the other, and no multiple of it."""
    return any(abs(abs(factor) - 1) < 1e-6 for _, factor, _ in step.chain)


def _places(search: Search, step: Judged, even: Judged, ratio: float) -> list[Jump | None]:
    """Give where a factor comes in: from the gradient on line by line, or on the way to it."""
    mine, other = _way(step), _way(even)
    for (operation, own), (_, theirs) in list(zip(mine, other, strict=False))[-2::-1]:
        last = len(mine) == len(other) and abs(mine[-1][1] / other[-1][1] - 1) < EVEN
        if last and abs(own / theirs - 1) >= EVEN:
            return [Jump(operation, ratio)]
    own_jumps, usual = jumps(search, step), jumps(search, even)
    more, less = _lasting(_without(own_jumps, usual)), _lasting(_without(usual, own_jumps))
    place = next((j for j in more if abs(j.ratio / ratio - 1) < EVEN), None)
    if place is not None:
        return [place]
    missing = next((j for j in less if abs(j.ratio * ratio - 1) < EVEN), None)
    if missing is not None:  # what is done on the way to the others: where it should be done
        updated = _on_its_line(even, missing)
        return [Jump(step.step.operations[-1] if updated or not step.chain else mine[-1][0], ratio)]
    own, others = [], Counter(round(j.ratio, 6) for j in less)
    for jump in more:  # but for what each has on a line of its own, as its rate
        key = round(jump.ratio, 6)
        if others[key]:
            others[key] -= 1
        else:
            own.append(jump)
    if abs(np.prod([j.ratio for j in own]) / ratio - 1) < EVEN:
        return own  # each is a part of it
    if any(
        abs(a / b / ratio - 1) < EVEN for a in rates(search, step) for b in rates(search, even) if a and b
    ):
        return [None]  # each has a rate of its own, on its own line
    return [next((j for j in more if j.ratio < 0 or (ratio > 0 and j.ratio != 1)), None)]


def _way(step: Judged) -> list[tuple[Operation, float]]:
    """Give the lines from a step back to its gradient: the last operation of each, and the multiple that it gives."""
    update = step.step.operations[-1]
    found = [(update, step.factor)]
    line = update.site[:2] if update.site is not None else None
    for operation, factor, _ in step.chain:
        here = operation.site[:2] if operation.site is not None else None
        if here != line and here is not None:
            found.append((operation, -factor))
            line = here
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


def _lasting(these: list[Jump]) -> list[Jump]:
    """Take away what its own line takes back: a mask that leaves some out, and the division that makes up for it."""
    lines: dict[object, float] = {}
    for jump in these:
        line = jump.operation.site and jump.operation.site[:2]
        lines[line] = lines.get(line, 1.0) * jump.ratio
    return [j for j in these if abs(lines[j.operation.site and j.operation.site[:2]] - 1) >= EVEN]


def _deliberate(search: Search, step: Judged, even: Judged, jump: Jump | None, ratio: float) -> bool:
    """Whether a factor may be a rate of its own: on the line of the update, and no number of samples."""
    if ratio < 0:
        return False
    if jump is not None:
        bits = search.one.turn.bits
        scalars = [o.ids for o in jump.operation.operands if o.ids is not None and o.ids.size == 1]
        if step.step.base.size > 1 and any(bits[ids].any() for ids in scalars):
            return True  # a step that is kept small by its own length
    if sum(abs(size / ratio - 1) < EVEN for size in scales(search, step)) > 1:
        return False  # once more than the others, by the same rate
    here = jump is None or _on_its_line(step, jump)
    return here and not (_counts(search, ratio) and rates(search, step) & rates(search, even))


def scales(search: Search, step: Judged) -> list[float]:
    """Give the numbers that come in as factors, or in a divisor, on the way from the error to a step, each time."""
    graph, found = search.graph, []
    sources, turn = np.concatenate(step.step.sources), search.one.turn
    behind = graph.behind(sources, turn.stop, turn.since, exact=True)[0]
    ahead = set(search.arrays.forward)
    for operation in (graph.operations[n] for n in behind if n not in ahead):
        for place, operand in enumerate(operation.operands if operation.name in ("mul", "div") else ()):
            size = operand.numbers(graph.values)
            if size.size == 1 and (operand.ids is None or graph.made_by[operand.ids].max() < 0):
                number = float(np.ravel(size)[0])
                if number and not (operation.name == "div" and place == 0):
                    found.append(1 / number if operation.name == "div" else number)
    return found


def rates(search: Search, step: Judged) -> set[float]:
    """Give the numbers by which a step is scaled on its own line, as they are written or came from outside."""
    graph, found = search.graph, set()
    line = step.step.site[:2] if step.step.site is not None else None
    sources = np.concatenate(step.step.sources)
    behind = graph.behind(sources, search.one.turn.stop, search.one.turn.since)[0]
    for operation in (graph.operations[n] for n in behind):
        if operation.site is None or operation.site[:2] != line or operation.name not in ("mul", "div"):
            continue
        for operand in operation.operands:
            if operand.ids is None and operand.constant.size == 1:
                found.add(float(operand.constant.ravel()[0]))
            elif operand.ids is not None and operand.ids.size == 1:
                made, live = graph.behind(operand.ids)
                found |= set(graph.values[live & (graph.made_by < 0)][:20].tolist())
                for number in made:
                    for one in graph.operations[number].operands:
                        found |= set(one.constant.ravel()[:4].tolist()) if one.ids is None else set()
    return found


def _counts(search: Search, ratio: float) -> bool:
    """Whether a factor is the number of samples, or one over it."""
    sizes = samples_of((search.one.parts or (search.one,))[0].met)
    return any(abs(ratio * n - 1) < EVEN or abs(ratio / n - 1) < EVEN for n in sizes)


def _on_its_line(step: Judged, jump: Jump) -> bool:
    site = jump.operation.site
    return site is not None and any(
        o.site is not None and o.site[:2] == site[:2] for o in step.step.operations
    )
