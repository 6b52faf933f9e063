"""diagnose: what is wrong with these gradients, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np

from ..data import number, whole
from ..errors import DataError, ShapeError, shown
from ..language import catalogue
from ..network import Network
from ..problem import Problem
from .derivation import Derivation
from .edit import Edit
from .explanation import Explanation
from .finding import Diagnosis, Finding
from .function import Failed, Function, checked_rate, drawn, takes_rate
from .inputs import checked_options, network_of, no_fit, numbers_of
from .judge import Outcome, explained, holds
from .layouts import Reader, readers, readings
from .names import matched
from .point import Point
from .tell import Told, broken, findings_of, notes_of
from .verdict import judged

SECONDS = 20.0
POINTS = 3


def diagnose(
    network: Network | Problem | str,
    mine: Mapping[str, Any] | Callable[..., Any],
    *,
    parameters: Mapping[str, Any] | None = None,
    x: Any = None,
    t: Any = None,
    rate: float | None = None,
    names: Mapping[str, str] | None = None,
    samples: str | None = None,
    weights: str | None = None,
    step: bool | None = None,
    seed: int = 0,
    seconds: float = SECONDS,
    language: str = "en",
    **shape: Any,
) -> Diagnosis:
    """Say which of your arrays are wrong, what they are instead, and what belongs there.

    network: a Network, a Problem, or a shape such as "2-3-2", whose activations and loss then are `hidden`, `output`,
    `loss`, `factor` and `bias`, as in `pizarra.from_shape`.

    mine: arrays by name, `dW1 db1 delta1 a1 z1 …`, `W1_new` after an update; or a function. A function takes the
    parameters by name, `x`, `t` (or `y`), or a dictionary of parameters, x and t; it gives gradients by name, or in the
    order of the parameters; if it takes a rate it makes a step and gives the new parameters. It is called at points
    that pizarra draws, so its verdict is about the function, not about one sample.

    parameters, x, t: the numbers for which your arrays hold, or an example of what the function takes, in your own
    layout: samples in "rows" or "columns", weights "in_out" or "out_in" (found out where nothing is said). names: your
    name → the usual one. seconds: when to stop searching, which is then said.

    Raises DataError, ShapeError or NetworkError where something is missing or fits nothing.

    >>> import numpy as np
    >>> def gradients(W1, b1, W2, b2, x, t):
    ...     a = np.tanh(x @ W1 + b1)
    ...     delta = a @ W2 + b2 - t
    ...     below = delta @ W2.T * a * (1 - a)  # tanh' is 1 − a²
    ...     return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ delta, "b2": delta.sum(0)}
    >>> found = diagnose("2-3-2", gradients, hidden="tanh", factor="1/2", weights="in_out")
    >>> found.verdict, found.faults[0].fault, found.faults[0].layer
    ('faulty', 'wrong-activations-derivative', 1)
    """
    checked_options(samples, weights, names)
    until = perf_counter() + number(seconds, "seconds", least=0.0)
    seed = whole(seed, "seed", least=0, most=2**32 - 1)
    catalogue(language)
    problem, given_network = network_of(network, shape)
    derivation = Derivation(given_network)
    if problem is not None and parameters is None and x is None and t is None:
        found = readings(derivation, problem, samples, weights)
    else:
        numbers = numbers_of(derivation, problem, parameters, x, t)
        found = readers(derivation, *numbers, samples, weights)
        if not found:
            raise ShapeError(no_fit(derivation, *numbers))
    eta = problem.learning_rate if rate is None and problem is not None else checked_rate(rate)
    if callable(mine):
        made = takes_rate(mine) if step is None else step
        return _of_function(derivation, mine, found, made, names, seed, until, language)
    if not isinstance(mine, Mapping):
        raise DataError(f"mine must be arrays by name, or a function; {shown(mine)} is neither.")
    return _of_arrays(derivation, mine, found, eta, names, until, language)


def _array(value: Any, name: str) -> np.ndarray:
    try:
        array = np.asarray(value)
    except ValueError:
        raise DataError(f"{name} is ragged; rows of equal length are expected.") from None
    if array.dtype.kind not in "fiub":
        raise DataError(f"{name} is {shown(value)}; an array of real numbers was expected.")
    return array


# A function, at points of our choice


def _of_function(
    derivation: Derivation,
    call: Callable[..., Any],
    found: list[Reader],
    step: bool,
    names: Mapping[str, str] | None,
    seed: int,
    until: float,
    language: str,
) -> Diagnosis:
    failure: Failed | None = None
    best: tuple[tuple[float, float], Diagnosis] | None = None
    for reader in found:
        function = Function(derivation, call, reader, step, names)
        try:
            points = [point for point, _ in drawn(function, seed, POINTS)]
            again = function.given(points[0].parameters, points[0].x, points[0].t, points[0].rate)
        except Failed as error:
            failure = failure or error
            continue
        if trouble := broken(points, again, function):
            return Diagnosis("unclear", (trouble,), language=language)
        told = Told(derivation, reader, names or {}, points[0])
        if lost := _not_finite(derivation, points):
            return Diagnosis("faulty", tuple(map(told.not_finite, lost)), tuple(lost), language=language)
        cost, diagnosis = _at_points(told, points, function, until, language)
        if best is None or cost < best[0]:
            best = cost, diagnosis
        if diagnosis.verdict == "correct" or cost[0] <= 1:
            break
    if best is None:
        raise failure if failure is not None else DataError("The function could not be called.")
    return best[1]


def _at_points(
    told: Told, points: list[Point], function: Function, until: float, language: str
) -> tuple[tuple[float, float], Diagnosis]:
    verdicts = [judged(point) for point in points]
    wrong = [
        k for k, verdict in enumerate(verdicts) if verdict.wrong or (function.step and verdict.factor < 0)
    ]
    misshapen = _misshapen(told, function.misshapen)
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
    complete = True
    for k in wrong:
        outcome = explained(points[k], verdicts[k], until)
        complete &= outcome.complete
        for explanation in outcome.explanations:
            fits = (
                sum(
                    holds(points[other], explanation, verdicts[other])
                    for other in range(len(points))
                    if other != k
                )
                + 1
            )
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
    notes = notes_of(told, [], points, function)
    wrong_names = tuple(dict.fromkeys(name for verdict in verdicts for name in verdict.wrong))
    return cost, Diagnosis("faulty", (*made, *notes), wrong_names, complete, language)


# Arrays, at the reader's own point


def _of_arrays(
    derivation: Derivation,
    mine: Mapping[str, Any],
    found: list[Reader],
    rate: float,
    names: Mapping[str, str] | None,
    until: float,
    language: str,
) -> Diagnosis:
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
        told = Told(derivation, reader, dict(lines), point)
        lost = _not_finite(derivation, [point])
        if lost and point.forward and not any(line in point.forward for line in lost):
            # What comes of values under each other's names need not be finite: that is told first.
            lost, point = [], replace(point, given=_finite(point.given))
            told = replace(told, point=point)
        if lost:
            return Diagnosis("faulty", tuple(map(told.not_finite, lost)), tuple(lost), language=language)
        cost, diagnosis = _at_own_point(told, point, misshapen, lone, until, language)
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


def _first(derivation: Derivation, lines: Iterable[str]) -> list[str]:
    """Leave out what only follows from another of the lines."""
    listed = list(dict.fromkeys(lines))
    return [line for line in listed if not any(line in derivation.below[other] for other in listed)]


def _misshapen(told: Told, shapes: Mapping[str, tuple[int, ...]]) -> tuple[Finding, ...]:
    return tuple(told.misshapen(line, shapes[line]) for line in _first(told.derivation, shapes))


def _not_finite(derivation: Derivation, points: Iterable[Point]) -> list[str]:
    """List the given arrays that hold nan or inf where there is a right number, less what only follows from them."""
    found = [
        name
        for point in points
        for name, array in point.given.items()
        if not np.isfinite(array).all() and np.isfinite(point.true[name]).all()
    ]
    order = [line.name for line in derivation.lines if line.name in found]
    return _first(derivation, order)


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
    until: float,
    language: str,
) -> tuple[tuple[float, float], Diagnosis]:
    verdict, misshapen = judged(point), _misshapen(told, shapes)
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
    outcome = explained(point, verdict, until)
    first, *others = outcome.explanations
    if not first.edits and not first.unexplained and not misshapen and not uphill:
        if point.forward:
            return (1.0, 0.0), Diagnosis("faulty", tuple(told.exchanged(point.forward)), language=language)
        notes = notes_of(told, [verdict], [point], None)
        return (0.0, 0.0), Diagnosis("correct", tuple(notes), language=language)
    rivals = [e for e in others if len(e.edits) == len(first.edits)]
    made = findings_of(told, first, rivals, outcome.factor, (1, 1), any(n.endswith("'") for n in point.given))
    made += [*misshapen, *told.exchanged(point.forward)]
    return first.cost, Diagnosis("faulty", tuple(made), verdict.wrong, outcome.complete, language)
