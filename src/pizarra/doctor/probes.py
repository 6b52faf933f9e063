"""Probes: a function is judged at points of our choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from .verdict import judged

POINTS = 3


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
            points = [point for point, _ in drawn(function, seed, POINTS)]
            again = function.given(points[0])
        except Failed as error:
            failure = failure or error
            continue
        if trouble := broken(points, again, function):
            return Diagnosis("unclear", (trouble,), language=language)
        told = Told(derivation, reader, spoken(derivation, names), points[0])
        if lost := not_finite(derivation, points):
            return Diagnosis("faulty", tuple(map(told.not_finite, lost)), tuple(lost), language=language)
        cost, diagnosis = _at_points(told, points, function, limit, language)
        if best is None or cost < best[0]:
            best = cost, diagnosis
        if diagnosis.verdict == "correct" or cost[0] <= 1:
            break
    if best is None:
        raise failure if failure is not None else DataError("The function could not be called.")
    return best[1]


def _at_points(
    told: Told, points: list[Point], function: Function, limit: Limit, language: str
) -> tuple[tuple[float, float], Diagnosis]:
    verdicts = [judged(point) for point in points]
    wrong = [
        k for k, verdict in enumerate(verdicts) if verdict.wrong or (function.step and verdict.factor < 0)
    ]
    misshapen = misshapen_findings(told, function.misshapen)
    if not wrong and misshapen:
        return (float(len(misshapen)), 0.0), Diagnosis(
            "faulty", misshapen, tuple(function.misshapen), language=language
        )
    forward = points[0].forward if all(point.forward for point in points) else {}
    if not wrong and forward:
        return (1.0, 0.0), Diagnosis("faulty", tuple(told.exchanged(forward)), language=language)
    if not wrong:
        notes = notes_of(told, verdicts, points, function)
        vague = all(verdict.vague for verdict in verdicts)
        return (0.0, 0.0), Diagnosis("unclear" if vague else "correct", tuple(notes), language=language)
    tried: list[tuple[int, tuple[float, float], Explanation, Outcome]] = []
    stopped = ""
    for k in wrong:
        outcome = explained(points[k], verdicts[k], limit)
        stopped = stopped or outcome.stopped
        for explanation in outcome.explanations:
            fits = 1
            for other in range(len(points)):
                try:
                    fits += other != k and holds(points[other], explanation, verdicts[other], limit)
                except OutOfTime:
                    stopped = "time"
            tried.append((-fits, explanation.cost, explanation, outcome))
        if any(-fits == len(points) and not e.unexplained for fits, _, e, _ in tried):
            break
    tried.sort(key=lambda item: (bool(item[2].unexplained), item[0], item[1]))
    fits, cost, explanation, outcome = tried[0]
    uphill = function.step and outcome.factor < 0
    if not explanation.edits and not explanation.unexplained and not uphill and not forward:
        notes = notes_of(told, verdicts, points, function)
        return (0.0, 0.0), Diagnosis("correct", tuple(notes), language=language)
    rivals = [e for f, c, e, _ in tried[1:] if f == fits and c[0] == cost[0] and e.edits != explanation.edits]
    made = findings_of(told, explanation, rivals, outcome.factor, (-fits, len(points)), function.step)
    made += [*misshapen, *told.exchanged(forward)]
    notes = [*notes_of(told, [], points, function), *stopped_early(stopped)]
    wrong_names = tuple(dict.fromkeys(name for verdict in verdicts for name in verdict.wrong))
    return cost, Diagnosis("faulty", (*made, *notes), wrong_names, not stopped, language)
