"""Probes: a function is judged at points of our choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..errors import DataError
from .derivation import Derivation
from .explanation import Explanation
from .finding import Diagnosis
from .function import Failed, Function, drawn
from .hunt import Outcome
from .judge import explained, holds
from .layouts import Reader
from .limit import Limit, OutOfTime
from .names import spoken
from .point import Point
from .shapes import misshapen_findings, not_finite
from .tell import Told, broken, findings_of, notes_of, stopped_early
from .verdict import Verdict, judged

POINTS = 3
FIRST = 2  # of them, before it is known whether any more are needed


@dataclass(eq=False)
class Tried:
    """What explains the numbers of one point, and the points at which it holds."""

    explanation: Explanation
    outcome: Outcome
    found_at: int
    at: set[int]


def of_function(
    derivation: Derivation,
    call: Callable[..., Any],
    found: list[Reader],
    step: bool,
    names: Mapping[str, str] | None,
    seed: int,
    limit: Limit,
    language: str,
) -> Diagnosis:
    """Diagnose a function, called in each layout that it may have been written for."""
    failure: Failed | None = None
    best: tuple[tuple[float, float], Diagnosis] | None = None
    for reader in found:
        function = Function(derivation, call, reader, step, names)
        try:
            coming = (point for point, _ in drawn(function, seed, POINTS))
            points = list(islice(coming, FIRST))
            again = function.given(points[0])
            if trouble := broken(points, again, function):
                return Diagnosis("unclear", (trouble,), language=language)
            told = Told(derivation, reader, spoken(derivation, names), points[0])
            cost, diagnosis = _at_points(told, points, coming, function, limit, language)
        except Failed as error:
            failure = failure or error
            continue
        if best is None or cost < best[0]:
            best = cost, diagnosis
        if diagnosis.verdict == "correct" or cost[0] <= 1:
            break
    if best is None:
        raise failure if failure is not None else DataError("The function could not be called.")
    return best[1]


def _at_points(
    told: Told,
    points: list[Point],
    coming: Iterator[Point],
    function: Function,
    limit: Limit,
    language: str,
) -> tuple[tuple[float, float], Diagnosis]:
    """Judge at the points; `coming` are looked at where these show no mistake, or leave open which it is."""
    verdicts: list[Verdict] = []

    def wrong() -> list[int]:
        verdicts.extend(judged(point) for point in points[len(verdicts) :])
        return [k for k, v in enumerate(verdicts) if v.wrong or (function.step and v.factor < 0)]

    if not (lost := not_finite(told.derivation, points)) and not wrong():
        points.extend(coming)
        lost = not_finite(told.derivation, points)
    if lost:
        return (0.0, 0.0), Diagnosis(
            "faulty", tuple(map(told.not_finite, lost)), tuple(lost), language=language
        )
    misshapen = misshapen_findings(told, function.misshapen)
    if not wrong() and misshapen:
        return (float(len(misshapen)), 0.0), Diagnosis(
            "faulty", misshapen, tuple(function.misshapen), language=language
        )
    forward = points[0].forward if all(point.forward for point in points) else {}
    if not wrong() and forward:
        return (1.0, 0.0), Diagnosis("faulty", tuple(told.exchanged(forward)), language=language)
    if not wrong():
        notes = notes_of(told, verdicts, points, function)
        vague = all(verdict.vague for verdict in verdicts)
        return (0.0, 0.0), Diagnosis("unclear" if vague else "correct", tuple(notes), language=language)
    tried: list[Tried] = []
    stopped = ""

    def hold(one: Tried) -> None:
        nonlocal stopped
        for other in range(len(points)):
            try:
                if other not in one.at and holds(points[other], one.explanation, verdicts[other], limit):
                    one.at.add(other)
            except OutOfTime:
                stopped = "time"

    def everywhere() -> list[Tried]:
        return [one for one in tried if len(one.at) == len(points) and not one.explanation.unexplained]

    for _ in range(2):
        for k in wrong():
            if everywhere():
                break
            if any(k == one.found_at for one in tried):
                continue
            outcome = explained(points[k], verdicts[k], limit)
            stopped = stopped or outcome.stopped
            for explanation in outcome.explanations:
                tried.append(Tried(explanation, outcome, k, {k}))
                hold(tried[-1])
        left = list(coming)
        if len(everywhere()) == 1 or not left or not_finite(told.derivation, left):
            break
        points += left
        wrong()
        for one in tried:
            hold(one)
    tried.sort(key=lambda one: (bool(one.explanation.unexplained), -len(one.at), one.explanation.cost))
    best, explanation, outcome = tried[0], tried[0].explanation, tried[0].outcome
    uphill = function.step and outcome.factor < 0
    if not explanation.edits and not explanation.unexplained and not uphill and not forward:
        notes = notes_of(told, verdicts, points, function)
        return (0.0, 0.0), Diagnosis("correct", tuple(notes), language=language)
    rivals = [
        one.explanation
        for one in tried[1:]
        if len(one.at) == len(best.at)
        and one.explanation.cost[0] == explanation.cost[0]
        and one.explanation.edits != explanation.edits
    ]
    made = findings_of(told, explanation, rivals, outcome.factor, (len(best.at), len(points)), function.step)
    made += [*misshapen, *told.exchanged(forward)]
    notes = [*notes_of(told, [], points, function), *stopped_early(stopped)]
    wrong_names = tuple(dict.fromkeys(name for verdict in verdicts for name in verdict.wrong))
    return explanation.cost, Diagnosis("faulty", (*made, *notes), wrong_names, not stopped, language)
