"""Judge: is it right, up to a common factor; if not, what explains it, here and wherever else one may look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from .bounds import Known
from .forward import exchanges, forward_edits, inside_the_loss, replays
from .point import SLACK, Point, narrowed
from .search import UNEXPLAINED, Explanation, OutOfTime, Search, carriers

RATIOS = 5  # common factors that are tried where none of the right gradients tells one
SMALLEST, LARGEST = 1e-12, 1e12  # a common factor outside is no factor: the numbers are too small to judge


@dataclass(frozen=True)
class Verdict:
    """What came of judging one point without a search.

    wrong: observed names that are not right, in order. factor: what all gradients are multiplied by;
    ratios: what each array is, where it is a multiple. vague: names whose numbers are all too small to judge.
    stages: what all gradients, and all steps, are multiples of beside what they are computed from.
    constants: what each array is a multiple of beside its stage's.
    """

    wrong: tuple[str, ...]
    factor: float
    ratios: tuple[float, ...]
    vague: tuple[str, ...]
    stages: tuple[float, float] = (1.0, 1.0)
    constants: tuple[float, ...] = ()


def judged(point: Point) -> Verdict:
    """Compare every given array with what belongs there, each given the user's own numbers before it."""
    derivation = point.derivation
    carrying = carriers(derivation, point.given)
    known: dict[str, Known] = dict(point.start)
    expected: dict[str, Known] = {}
    fits: dict[str, dict[str, Fit | None]] = {"carried": {}, "gradient": {}, "update": {}}
    vague: list[str] = []
    needed = derivation.needed(frozenset(point.given))
    forward = True
    for line in derivation.lines:
        if forward and line.kind != "value":  # from here on values are what the reader calls so
            forward = False
            known |= {name: point.known(name, point.given[name]) for name in point.forward}
        if line.name not in needed or any(read not in known for read in line.reads):
            continue
        right = point.judged(line.name, known)
        if line.name not in point.given:
            known[line.name] = right
            continue
        user = np.asarray(point.forward.get(line.name, point.given[line.name]), dtype=float)
        expected[line.name] = right
        stage = "carried" if line.name in carrying else line.kind
        if stage in fits:
            fits[stage][line.name] = _factor(point, line.name, user, right)
            if fits[stage][line.name] is None and _too_small(point, line.name, right):
                vague.append(line.name)
        known[line.name] = point.known(line.name, user if user.shape == right.value.shape else right.value)
    told = {
        stage: [fit for fit in fits[stage].values() if fit is not None and fit.ratio == fit.ratio]
        for stage in fits
    }
    stages = {"carried": _common(told["carried"]), "update": _common(told["update"])}
    stages["gradient"] = _common(told["gradient"], 1.0 / stages["carried"])
    factor, ratios = stages["carried"], [fit.ratio for fit in told["carried"]]
    if stages["update"] * factor * stages["gradient"] < 0 and fits["update"]:
        # The step goes up: where every update has the sign of a descent the fault is in the updates.
        stages["update"] = abs(stages["update"]) * float(np.sign(factor * stages["gradient"]))
    wrong = []
    for name, right in expected.items():
        user = np.asarray(point.forward.get(name, point.given[name]), dtype=float)
        stage = "carried" if name in carrying else derivation.by_name[name].kind
        scale = stages.get(stage, 1.0)
        scaled = right if scale == 1.0 else _scaled(point, name, right, scale)
        if not point.agrees(user, scaled, 2 * point.coarse.get(name, 0.0)) and name not in vague:
            wrong.append(name)
    odd = tuple(fit.ratio / stages[stage] for stage, found in told.items() for fit in found)
    return Verdict(
        tuple(wrong), factor, tuple(ratios), tuple(vague), (stages["gradient"], stages["update"]), odd
    )


def _scaled(point: Point, name: str, right: Known, factor: float) -> Known:
    line = point.derivation.by_name[name]
    if line.kind == "update":
        before = point.parameters[line.of]
        return Known(before + factor * (right.value - before), right.error * max(1.0, abs(factor)))
    return Known(factor * right.value, abs(factor) * right.error)


def _moved(
    point: Point, name: str, user: np.ndarray, right: Known
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give user's and right numbers to be compared, with their error: of an update, the step that it makes."""
    line = point.derivation.by_name[name]
    coarse = point.coarse.get(name, 0.0)
    if line.kind == "update":
        before = point.parameters[line.of]
        rounding = 2 * point.unit * (np.abs(before) + np.abs(user))
        return user - before, right.value - before, SLACK * (right.error + rounding) + 2 * coarse
    return user, right.value, SLACK * (right.error + point.unit * np.abs(right.value)) + 2 * coarse


@dataclass(frozen=True)
class Fit:
    """A number by which one array is a multiple of another, and how exactly it is known."""

    ratio: float
    error: float

    def like(self, other: float) -> bool:
        """Whether the number may be this one."""
        return abs(self.ratio - other) <= 1e-6 * abs(other) + 8 * self.error


def _factor(point: Point, name: str, user: np.ndarray, right: Known) -> Fit | None:
    """Fit c in user = c · right where one c gives every entry; nan where both are 0, None where there is none."""
    if user.shape != right.value.shape:
        return None
    u, v, room = _moved(point, name, user, right)
    with np.errstate(all="ignore"):
        telling = np.abs(v) > room
        if not telling.any():  # nothing here can tell a factor
            return Fit(float("nan"), 0.0) if (np.abs(u) <= room).all() else None
        exact = v[telling] / np.maximum(room[telling], 1e-300)
        scale = float(exact.max(initial=0.0, where=np.isfinite(exact))) or 1.0
        weight = np.minimum(np.abs(exact) / scale, 1.0) ** 2
        c = float((weight * u[telling] / v[telling]).sum() / weight.sum())
        if not SMALLEST < abs(c) < LARGEST:
            return None
        if (np.abs(u - c * v) <= max(1.0, abs(c)) * room + 2 * point.unit * np.abs(u)).all():
            return Fit(c, abs(c) * float((room[telling] / np.abs(v[telling])).min()))
    return None


def _too_small(point: Point, name: str, right: Known) -> bool:
    u, v, room = _moved(point, name, np.asarray(point.given[name], dtype=float), right)
    with np.errstate(all="ignore"):
        return bool(u.shape == v.shape and (np.abs(v) <= room).all() and (np.abs(u) <= 1e3 * room).all())


def _common(fits: Sequence[Fit], likely: float = 1.0) -> float:
    """Take the factor that most arrays share, from the array that tells it best; 1 where there is none.

    likely: the one to take of two that as many share.
    """
    if not fits:
        return 1.0
    best = max(
        fits,
        key=lambda fit: (
            sum(other.like(fit.ratio) for other in fits),
            fit.like(likely),
            fit.like(1.0),
            fit.ratio > 0,
        ),
    )
    sharing = [fit for fit in fits if fit.like(best.ratio) or best.like(fit.ratio)]
    for plain in (1.0, -1.0):
        if all(fit.like(plain) for fit in sharing):
            return plain
    return min(sharing, key=lambda fit: fit.error).ratio


def _alike(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-4 * abs(b)


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
    found = _explained(point, small, verdict, until)
    if small is point or perf_counter() > until:
        return found
    first = found.explanations[0]
    if first.unexplained or not holds(point, first, until):
        return _explained(point, point, verdict, until)
    return found


def _explained(point: Point, small: Point, verdict: Verdict, until: float) -> Outcome:
    complete = True
    best: Outcome | None = None

    def better(found: list[Explanation], factor: float) -> None:
        nonlocal best
        extra = _extra(point, factor, verdict)
        costs = [(e.cost[0] + extra, e.cost[1] + _plain(factor, verdict)) for e in found]
        if found and (best is None or costs[0] < _cost(best, point, verdict)):
            same = [e for e, cost in zip(found, costs, strict=True) if cost[0] == costs[0][0]]
            best = Outcome(tuple(same), factor)

    search = Search(small, until=until, stages=verdict.stages, numbers=_numbers(verdict))
    likely = _factors(verdict)
    others: list[float] | None = None
    try:
        for most in (1, 2):
            for factor in likely:
                better(search.explain(most, factor), factor)
            if best is not None and _cost(best, point, verdict)[0] <= 1:
                return best
            if others is None:
                others = [c for c in search.ratios() if not any(_alike(c, other) for other in likely)][
                    :RATIOS
                ]
            for factor in others:
                better(search.explain(most, factor), factor)
            if best is not None and _cost(best, point, verdict)[0] <= 1:
                return best
            if best is None or _cost(best, point, verdict)[0] > most:
                for edit, name, found in (*forward_edits(point), *inside_the_loss(point)):
                    if perf_counter() > until:
                        raise OutOfTime
                    for values in replays(point, edit, name, found):
                        _with_forward(point, verdict, edit, values, most - 1, until, better)
                for edit, values in exchanges(point):
                    _with_forward(point, verdict, edit, values, most - 1, until, better)
            if best is not None and _cost(best, point, verdict)[0] <= most + 1:
                break
    except OutOfTime:
        complete = False
    if best is None:
        best = Outcome((Explanation((), point.true, (), tuple(verdict.wrong)),), 1.0)
    return replace(best, complete=complete)


def _with_forward(point, verdict, edit, values, most, until, better) -> None:
    """Try one edit of the forward pass: all right then, or better than before and worth a search of its own."""
    fits: dict[str, Fit | None] = {}
    for name in point.given:
        user = np.asarray(point.given[name], dtype=float)
        found = values[name]
        fits[name] = _factor(point, name, user, Known(found, point.unit * 1e4 * np.abs(found) + 1e-300))
        if fits[name] is None and not most:
            return
    factor = _common([fit for fit in fits.values() if fit is not None and fit.ratio == fit.ratio])
    right = [
        name for name, fit in fits.items() if fit is not None and (fit.ratio != fit.ratio or fit.like(factor))
    ]
    if len(right) == len(fits):
        better([Explanation((edit,), values)], factor)
    elif most and right and len(right) > len(point.given) - len(verdict.wrong):
        for explanation in Search(point, values, until=until, stages=verdict.stages).explain(most, factor)[
            :1
        ]:
            better([replace(explanation, edits=(edit, *explanation.edits))], factor)


def _numbers(verdict: Verdict) -> dict[str, float]:
    """List the constants that some arrays have beside the common factor, such as 1/10 for a number of samples."""
    found: dict[str, float] = {}
    for ratio in verdict.constants:
        text, number = _rounded(ratio)
        if number and not _alike(abs(number), 1.0) and len(found) < 3:
            found[text] = number
    return found


def _rounded(ratio: float) -> tuple[str, float]:
    """Write a number that somebody may have written: a whole number, one over it, a short decimal; else nothing."""
    for text, number in (
        (f"{ratio:.4g}", float(f"{ratio:.4g}")),
        (f"1/{1 / ratio:.0f}", 1 / (round(1 / ratio) or 1e9)),
    ):
        if abs(number - ratio) <= 1e-5 * abs(ratio):
            return text, number
    return "", 0.0


def _number(text: str) -> float:
    top, _, bottom = text.partition("/")
    try:
        return float(top) / float(bottom or 1)
    except ValueError:
        return 0.0


def _extra(point: Point, factor: float, verdict: Verdict) -> float:
    """What a factor costs beside edits: a sign that only some share is a fault, a step that goes uphill too."""
    if factor < 0:
        return 1.0
    return 0.0


def _cost(outcome: Outcome, point: Point, verdict: Verdict) -> tuple[float, float]:
    first = outcome.explanations[0]
    return first.cost[0] + _extra(point, outcome.factor, verdict), first.cost[1] + _plain(
        outcome.factor, verdict
    )


def _plain(factor: float, verdict: Verdict) -> float:
    """Of two explanations with as many edits that is told whose common factor most arrays share, or that has none."""
    shares = [_alike(factor, other) for other in verdict.ratios]
    lost = 1.0 - sum(shares) / len(shares) if shares else float(factor not in (1.0, -1.0))
    return 0.5 * lost


def _factors(verdict: Verdict) -> list[float]:
    """List the common factors that fit some array as it should be, the best supported first, and 1."""
    found: list[float] = []
    ranked = sorted(
        verdict.ratios,
        key=lambda c: -sum(_alike(c, other) for other in verdict.ratios) - 0.5 * _alike(c, 1.0),
    )
    for c in (*ranked, 1.0):
        c = next((plain for plain in (1.0, -1.0) if _alike(c, plain)), c)
        if not any(_alike(c, other) for other in found):
            found.append(c)
    return found


def holds(point: Point, explanation: Explanation, until: float = float("inf")) -> bool:
    """Whether the same edits, and no others, give the user's numbers at another point too."""
    only = frozenset(explanation.edits)
    values: list[Mapping[str, np.ndarray] | None] = []
    rest = only
    if any(point.derivation.by_name[edit.line].kind in ("value", "loss") for edit in only):
        for edit, name, found in (*forward_edits(point, only), *inside_the_loss(point, only)):
            values += list(replays(point, edit, name, found))
            rest -= {edit}
        for edit, start in exchanges(point, only):
            values.append(start)
            rest -= {edit}
    verdict = judged(point)
    numbers = {
        edit.new: _number(edit.new)
        for edit in explanation.edits
        if edit.kind == "scale" and _number(edit.new)
    }
    for start in values or [None]:
        search = Search(point, start, only=rest, until=until, stages=verdict.stages, numbers=numbers)
        for factor in (*_factors(verdict), *search.ratios()):
            if not search.explain(2, factor)[0].unexplained:
                return True
    return False


__all__ = ["UNEXPLAINED", "Outcome", "Verdict", "explained", "holds", "judged"]
