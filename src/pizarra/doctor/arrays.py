"""Arrays: numbers of the reader's, judged at the reader's own point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import DataError, shown
from .derivation import Derivation
from .edit import Edit
from .explanation import Explanation
from .finding import Diagnosis
from .judge import explained
from .layouts import Reader
from .limit import Limit
from .names import matched, spoken
from .point import Point
from .shapes import misshapen_findings, not_finite
from .tell import Told, findings_of, notes_of, stopped_early
from .verdict import judged


def _array(value: Any, name: str) -> np.ndarray:
    try:
        array = np.asarray(value)
    except ValueError:
        raise DataError(f"{name} is ragged; rows of equal length are expected.") from None
    if array.dtype.kind not in "fiub":
        raise DataError(f"{name} is {shown(value)}; an array of real numbers was expected.")
    return array


def of_arrays(
    derivation: Derivation,
    mine: Mapping[str, Any],
    found: list[Reader],
    rate: float,
    names: Mapping[str, str] | None,
    limit: Limit,
    language: str,
) -> Diagnosis:
    """Diagnose arrays by name, in each layout in which they may be meant."""
    skip = {*derivation.network.parameters, "x", "t", "y"}
    lines = matched(derivation, [name for name in mine if name not in skip or name in (names or {})], names)
    if not lines:
        raise DataError("mine has no array. Give some of dW1, db1, delta1, a1, z1, W1_new … by name.")
    best: tuple[tuple[float, float], Diagnosis] | None = None
    for reader in found:
        point, misshapen = _own_point(derivation, reader, mine, lines, rate)
        lone = [
            line
            for name, line in lines.items()
            if derivation.by_name[line].kind == "gradient"
            and np.size(mine[name]) == 1 < np.size(point.true[line])
        ]
        told = Told(derivation, reader, {**spoken(derivation, names), **lines}, point)
        lost = not_finite(derivation, [point])
        if lost and point.forward and not any(line in point.forward for line in lost):
            # What comes of values under each other's names need not be finite: that is told first.
            lost, point = [], replace(point, given=_finite(point.given))
            told = replace(told, point=point)
        if lost:
            return Diagnosis("faulty", tuple(map(told.not_finite, lost)), tuple(lost), language=language)
        cost, diagnosis = _at_own_point(told, point, misshapen, lone, limit, language)
        if best is None or cost < best[0]:
            best = cost, diagnosis
        if diagnosis.verdict == "correct":
            break
    assert best is not None
    return best[1]


def _own_point(
    derivation: Derivation, reader: Reader, mine: Mapping[str, Any], lines: Mapping[str, str], rate: float
) -> tuple[Point, dict[str, tuple[int, ...]]]:
    plain = {name: array.astype(float) for name, array in reader.core.items()}
    arrays = {name: _array(mine[name], name) for name in lines}
    kinds = {array.dtype for array in (*arrays.values(), *reader.core.values())}
    single = np.dtype(np.float32) in kinds
    point = Point(derivation, plain, reader.core_x.astype(float), reader.core_t.astype(float), rate)
    given, misshapen, coarse = {}, {}, {}
    for name, line in lines.items():
        core, fits = reader.form.conformed(line, arrays[name], np.shape(point.true[line]))
        if not fits:
            misshapen[line] = arrays[name].shape
        if core is None:
            continue
        given[line] = core.astype(float)
        coarse[line] = _decimals(core)
    unit = 2.0**-24 if single else 2.0**-53
    coarse = {line: half for line, half in coarse.items() if half}
    return point.holding(given, unit=unit, coarse=coarse), misshapen


def _finite(given: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: array for name, array in given.items() if np.isfinite(array).all()}


def _decimals(array: np.ndarray) -> float:
    """Give half a unit of the last decimal in which numbers copied from paper are written; 0 where they are exact."""
    values = np.asarray(array, dtype=float)
    values = values[np.isfinite(values)]
    if not values.size or (np.array_equal(values, np.round(values)) and np.abs(values).max() > 1):
        return 0.0
    for decimals in range(2, 7):
        if np.array_equal(values, np.round(values, decimals)) and (values != 0).any():
            return 0.5000001 * 10.0**-decimals
    return 0.0


def _at_own_point(
    told: Told,
    point: Point,
    shapes: Mapping[str, tuple[int, ...]],
    lone: list[str],
    limit: Limit,
    language: str,
) -> tuple[tuple[float, float], Diagnosis]:
    verdict, misshapen = judged(point), misshapen_findings(told, shapes)
    uphill = verdict.factor < 0 and any(name.endswith("'") for name in point.given)
    if point.forward and not verdict.wrong and not uphill:
        return (1.0, 0.0), Diagnosis("faulty", tuple(told.exchanged(point.forward)), language=language)
    if not verdict.wrong and not misshapen and not uphill and lone:
        # One number for many that are all 0 is their sum as well as each of them: its shape tells.
        edits = tuple(
            Edit("reduce", line, ",".join(told.derivation.by_name[line].axes), "sum") for line in lone
        )
        made = findings_of(told, Explanation(edits, point.true), [], 1.0, (1, 1), False)
        return (float(len(lone)), 0.0), Diagnosis("faulty", tuple(made), tuple(lone), language=language)
    if not verdict.wrong and not misshapen and not uphill:
        notes = notes_of(told, [verdict], [point], None)
        vague = set(verdict.vague) >= set(point.given)
        return (0.0, 0.0), Diagnosis("unclear" if vague else "correct", tuple(notes), language=language)
    outcome = explained(point, verdict, limit)
    first, *others = outcome.explanations
    if not first.edits and not first.unexplained and not misshapen and not uphill:
        if point.forward:
            return (1.0, 0.0), Diagnosis("faulty", tuple(told.exchanged(point.forward)), language=language)
        notes = notes_of(told, [verdict], [point], None)
        return (0.0, 0.0), Diagnosis("correct", tuple(notes), language=language)
    rivals = [e for e in others if len(e.edits) == len(first.edits)]
    made = findings_of(told, first, rivals, outcome.factor, (1, 1), any(n.endswith("'") for n in point.given))
    made += [*misshapen, *told.exchanged(point.forward), *stopped_early(outcome.stopped)]
    edits, weight = first.cost  # an array that is turned in this layout is one fault more than in its own
    return (edits + len(misshapen), weight), Diagnosis(
        "faulty", tuple(made), verdict.wrong, not outcome.stopped, language
    )
