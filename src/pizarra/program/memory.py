"""Memory: steps of later rounds, which may add up what came before: momentum does, a sum that is not reset too."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from .inspection import Inspection
from .judge import ALIKE, Judged, judged, pulled, tolerance_of
from .recording import Operation
from .target import KINDS, possible, truth


def remembered(inspection: Inspection, place: int, step: Judged) -> float | None:
    """Give how much of the earlier step comes again, beside the gradient; None where that does not explain a step."""
    if place == 0:
        return None
    earlier, first = (
        next((s for s in inspection.rounds[k].steps if s.parameter is step.parameter), None)
        for k in (place - 1, 0)
    )
    if earlier is None or first is None or earlier.step.base.size != step.step.base.size:
        return None
    if not earlier.right and not first.decay and remembered(inspection, place - 1, earlier) is None:
        return None
    now, before = step.step.move, earlier.step.move
    true = inspection.rounds[place].adjoint[step.step.base]
    parts = [before, -true]
    if first.decay and now.size > 3:
        parts.append(pulled(inspection.graph.values[step.step.base], first.evenly))
    given = np.stack(parts, axis=1)
    if now.size < 3:  # too few numbers to tell two things apart: as the others of the round, else as before
        known = _shares_of_others(inspection, place)
        left = [np.abs(share * before - factor * true - now).max() for share, factor in known]
        if left and min(left) <= 1e-6 * np.abs(now).max():
            return known[int(np.argmin(left))][0]
        # The factor of a single number is whatever it takes, unless nothing comes before it.
        factor = first.factor if now.size == 1 else earlier.factor or first.factor
        rest = now + factor * true
        share = float(rest @ before) / (float(before @ before) or 1.0)
        left = np.abs(rest - share * before).max()
        return share if left <= 1e-6 * np.abs(now).max() else None
    solved = _shares(given, now)
    return None if solved is None or solved[1] <= 0 else float(solved[0])


def _shares(given: np.ndarray, now: np.ndarray) -> np.ndarray | None:
    """Give how much of each column a step is made of; None where it is not made of them."""
    if not (np.isfinite(given).all() and np.isfinite(now).all()):
        return None
    with np.errstate(all="ignore"):
        solved, *_ = np.linalg.lstsq(given, now, rcond=None)
        left = np.abs(given @ solved - now).max()
    return solved if left <= 10 * tolerance_of(now) * np.abs(now).max() else None


def _shares_of_others(inspection: Inspection, place: int) -> list[tuple[float, float]]:
    """Give how much of their earlier step, and of their gradient, the larger parameters of a round are moved by."""
    found = []
    for step in inspection.rounds[place].steps:
        earlier = next((s for s in inspection.rounds[place - 1].steps if s.parameter is step.parameter), None)
        size = step.step.base.size
        if earlier is None or size < 3 or earlier.step.base.size != size or not step.step.move.any():
            continue
        now, true = step.step.move, inspection.rounds[place].adjoint[step.step.base]
        solved = _shares(np.stack([earlier.step.move, -true], axis=1), now)
        if solved is not None and solved[1] > 0:
            found.append((float(solved[0]), float(solved[1])))
    return found


def settled(inspection: Inspection, place: int) -> tuple[list[Judged], list[Judged]]:
    """Part the wrong steps of a later round: those that are not explained, and those that add up what was before."""
    unexplained, added = [], []
    bent = {id(step.parameter) for step in inspection.rounds[0].steps if step.bent}
    for step in inspection.rounds[place].wrong:
        if id(step.parameter) in bent:
            continue  # an optimizer that remembers more than can be told apart here
        share = remembered(inspection, place, step)
        if share is None:
            if step.vacuous or step.chain or _last_gradient_too(inspection, place, step):
                continue
            unexplained.append(step)
        elif (
            share > 0.9999
            and (step.step.base.size > 1 or share < 1.0001)
            and not _forgets(inspection, place + 1, step)
        ):
            added.append(step)
    return unexplained, added


def goes_on(inspection: Inspection) -> Judged | None:
    """Give a step of the second round that takes all that the first one was summed of once more, whatever that is."""
    if len(inspection.rounds) < 2:
        return None
    first, second = inspection.rounds[:2]
    for step in second.steps:
        earlier = next((s for s in first.steps if s.parameter is step.parameter), None)
        if earlier is None or step.bent or earlier.bent:
            continue
        before, now = _summed(inspection, earlier), _summed(inspection, step)
        again = all(
            number in now and abs(now[number] - share) < 1e-9 * abs(share) for number, share in before.items()
        )
        if before and again and len(now) > len(before):
            return step
    return None


def _summed(inspection: Inspection, step: Judged) -> dict[int, float]:
    """Give what the first number of a step is a sum of, and how much of each: numbers that were multiplied out."""
    graph = inspection.graph
    base = np.concatenate([s.base for parameter in inspection.parameters for s in parameter.steps])
    trained = set(base.tolist())
    shares = {int(step.step.sources[0].flat[0]): 1.0}
    waiting, found = [-number for number in shares], {}
    while waiting:
        number = -heappop(waiting)
        share, maker = shares.pop(number), graph.maker(number)
        if maker is None or number in trained or inspection.after[number]:
            continue
        parts = _parts(inspection, maker, number)
        if not parts:
            found[number] = share
        for part, times in parts:
            if part not in shares:
                heappush(waiting, -part)
            shares[part] = shares.get(part, 0.0) + share * times
    return found


def _parts(inspection: Inspection, maker: Operation, number: int) -> list[tuple[int, float]]:
    """Give the numbers that a number is a sum of, or a multiple of, and by what; none where it is neither."""
    graph, place = inspection.graph, number - int(maker.ids.flat[0])
    if maker.name not in ("add", "sub", "neg", "mul", "div", "cast"):
        return []
    given: list[tuple[int, float]] = []
    for operand in maker.operands:
        of = operand.ids if operand.ids is not None else operand.constant
        entry = np.broadcast_to(of, maker.ids.shape).flat[place]
        given.append(
            (int(entry), float(graph.values[entry])) if operand.ids is not None else (-1, float(entry))
        )
    if maker.name in ("neg", "cast"):
        return [(given[0][0], -1.0 if maker.name == "neg" else 1.0)]
    signs = (1.0, -1.0 if maker.name == "sub" else 1.0)
    if maker.name in ("add", "sub"):
        return [(part, sign) for (part, _), sign in zip(given, signs, strict=True) if part >= 0]
    bits = [part >= 0 and any(one.turn.bits[part] for one in inspection.rounds[:2]) for part, _ in given]
    if sum(bits) != 1 or (maker.name == "div" and bits[1]):
        return []
    other = given[1 - bits.index(True)][1]
    return [(given[bits.index(True)][0], 1 / other if maker.name == "div" else other)]


def _forgets(inspection: Inspection, place: int, step: Judged) -> bool:
    """Whether the next step takes the last gradient alone, and no sum of all, as one that is never reset would be."""
    following = inspection.rounds[place].steps if place < len(inspection.rounds) else []
    after = next((s for s in following if s.parameter is step.parameter), None)
    if after is None or remembered(inspection, place, after) is not None:
        return False
    return _last_gradient_too(inspection, place, after)


def _last_gradient_too(inspection: Inspection, place: int, step: Judged) -> bool:
    """Whether a step is the gradient and some of the last one: a momentum that keeps the gradient, not the step."""
    now = step.step.move
    true, last = (inspection.rounds[k].adjoint for k in (place, place - 1))
    before = next((s.step for s in inspection.rounds[place - 1].steps if s.parameter is step.parameter), None)
    first = next((s for s in inspection.rounds[0].steps if s.parameter is step.parameter), None)
    if before is None or first is None or before.base.size != now.size or now.size < 2:
        return False
    given = np.stack([-last[before.base], -true[step.step.base]], axis=1)
    if not (np.isfinite(given).all() and np.isfinite(now).all()):
        return False
    if now.size < 3:  # too few numbers to tell two things apart: the factor is that of the first round
        parts = given[:, 0]
        share = float((now - first.factor * given[:, 1]) @ parts) / (float(parts @ parts) or 1.0)
        solved = np.array([share, first.factor])
    else:
        solved, *_ = np.linalg.lstsq(given, now, rcond=None)
    left = np.abs(given @ solved - now).max()
    return bool((solved > 0).all() and left <= 10 * tolerance_of(now) * np.abs(now).max())


def changing_factor(inspection: Inspection) -> str:
    """Name the loss of one number whose gradient the steps are, where by the one that is shown the rate would change.

    With one sample and one output, a slope too many or too few is a factor of all steps: it shows from round to round.
    """
    rounds, graph = inspection.rounds, inspection.graph
    if len(rounds) < 3 or any(one.loss is None or one.met.y.size != 1 for one in rounds):
        return ""
    known = [_common(one.steps) for one in rounds]
    if not all(known) or max(known) / min(known) < 1 + 10 * ALIKE:
        return ""
    for kind in KINDS:
        if kind == rounds[0].kind or not all(
            possible(kind, graph.values[one.met.y], one.met.t) for one in rounds
        ):
            continue
        cotangents = [truth(graph, one.turn, one.met, None, kind, one.stop) for one in rounds]
        other = [
            _common(judged(graph, one.turn, adjoint)) if adjoint is not None else 0.0
            for one, adjoint in zip(rounds, cotangents, strict=True)
        ]
        if all(other) and max(other) / min(other) < 1 + ALIKE:
            return kind
    return ""


def _common(steps: list[Judged]) -> float:
    """Give the factor that steps share; 0 where they share none."""
    known = [step.factor for step in steps if not step.vacuous and not step.bent and step.right]
    if not known or min(known) <= 0 or max(known) / min(known) > 1 + ALIKE:
        return 0.0
    return known[0]
