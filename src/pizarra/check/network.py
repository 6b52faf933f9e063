"""Network: every partial derivative of a network of ours, for the price of its units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import NetworkError, nearest
from ..layers import Linear
from ..network import LOSS, Network
from . import wavering
from .finding import Finding
from .leaves import StructureError, numbers
from .line import first_step, slope, two_steps
from .measure import Entries, measure, settle
from .measured import Measured, State, unjudged
from .pattern import explained, together
from .point import Point, Precision
from .report import GradientReport
from .units import Units, separable


def check_network(
    network: Network,
    gradients: Mapping[str, Any],
    parameters: Mapping[str, Any],
    x: Any,
    t: Any,
    *,
    tolerance: float | None = None,
    language: str = "en",
) -> GradientReport:
    """Check all partial derivatives of a network of ours, quickly: see `check_gradient` for what comes of it.

    Arrays are by name and in the core's layout: `W1`, `b1`, …, weights as (inputs, outputs), one row a sample. Units
    are moved, not weights; then all weights at once along one line, as a test of that; and each entry that seems wrong
    by itself. Raises NetworkError for a missing parameter and ShapeError for arrays that do not fit.

    >>> from pizarra import Trace
    >>> from pizarra.problem import from_shape
    >>> problem = from_shape("2-3-2", seed=0)
    >>> trace = Trace(problem.network, problem.parameters, problem.x, problem.t)
    >>> check_network(problem.network, trace.gradients, problem.parameters, problem.x, problem.t).verdict
    'correct'
    """
    names = network.parameters
    if missing := [name for name in names if name not in parameters]:
        raise NetworkError(f"The parameter {missing[0]} is missing." + nearest(missing[0], parameters))
    known = {name: np.asarray(parameters[name], dtype=float) for name in names}
    x, t = np.asarray(x, dtype=float), np.asarray(t, dtype=float)
    network.check(known, x, t)
    with np.errstate(all="ignore"):
        return _check(network, gradients, known, x, t, tolerance, language)


def _check(
    network: Network,
    gradients: Mapping[str, Any],
    known: Mapping[str, np.ndarray],
    x: np.ndarray,
    t: np.ndarray,
    tolerance: float | None,
    language: str,
) -> GradientReport:
    names, calls = network.parameters, [0]
    arrays = [known[name] for name in names]

    def loss(moved: Sequence[np.ndarray]) -> Any:
        calls[0] += 1
        return network.forward(dict(zip(names, moved, strict=True)), x, t)[LOSS]

    values = network.forward(known, x, t)
    here = float(values[LOSS])
    precision = Precision.of(2.0**-52, tolerance)
    scales = [np.maximum(np.abs(array), np.sqrt(np.mean(array**2)) or 1.0) for array in arrays]
    noise = wavering.of_numbers(lambda moved: float(loss(moved)), arrays, scales, precision.eps)
    point = Point(
        lambda moved: float(loss(moved)), here, arrays, [np.float64] * len(names), precision, noise, loss
    )
    quick = _all(network, known, values, precision.eps)
    if quick and not _holds(point, [quick.get(name) for name in names]):
        quick = {}
    findings: list[Finding] = []
    measured: list[Measured] = []
    for k, name in enumerate(names):
        try:
            given = _given(gradients, name, arrays[k].shape)
        except StructureError as error:
            findings.append(Finding("fault", "structure", values={"what": str(error)}))
            measured.append(unjudged(name, arrays[k]))
            continue
        if name in quick:
            quick[name].state[given != 0] = State.SMALL
        entries = measure(
            point, k, given, [] if name in quick else list(np.ndindex(given.shape)), quick.get(name)
        )
        measured.append(Measured(name, arrays[k], given, entries.measured, entries.bound, entries.state))
    settle(measured)
    faults = [explained(one, measured) for one in measured if one.wrong.any()]
    findings += together(faults, measured)
    return GradientReport(tuple(findings), tuple(measured), here, calls[0], precision.eps, language)


def _given(gradients: Mapping[str, Any], name: str, shape: tuple[int, ...]) -> np.ndarray:
    key = name if name in gradients else f"d{name}"
    if key not in gradients:
        raise StructureError(f"{name!r} ∉ {{{', '.join(map(repr, gradients))}}}")
    array = numbers(gradients[key])
    if array is None or array.shape != shape or not np.isfinite(array).all():
        what = "?" if array is None else str(array.shape) if array.shape != shape else "nan"
        raise StructureError(f"{name}: {what} ≠ {shape}")
    return np.asarray(array, dtype=float)


def _all(
    network: Network, known: Mapping[str, np.ndarray], values: Mapping[str, np.ndarray], eps: float
) -> dict[str, Entries]:
    """Measure every parameter by way of the units, where the network allows it."""
    if not separable(network) or not all(
        isinstance(step.layer, Linear) for step in network.steps if step.parameters
    ):
        return {}
    units = Units(network, known, values)
    found: dict[str, Entries] = {}
    for step in network.steps:
        if not step.parameters:
            continue
        slopes = units.slopes(step.output, eps)
        inputs = np.asarray(values[step.inputs[0]])
        parts = {"W": (inputs.T, np.abs(inputs.T))}
        if "b" in step.parameters:
            row = np.ones(len(inputs))
            parts["b"] = (row, row)
        for role, (left, size) in parts.items():
            name = step.parameters[role]
            value = left @ slopes.value
            moves = (left != 0).astype(float) @ slopes.moves > 0
            # In a product with infinity a zero is no zero: there the bound stays infinite.
            bound = size @ slopes.bound + 8 * eps * (size @ np.abs(slopes.value))
            if name in found:  # shared weights: every use adds its part
                other = found[name]
                value, bound = value + other.measured, bound + other.bound
                moves |= other.state == State.SMALL
            bound = np.where(np.isfinite(value + bound), bound, np.inf)
            state = np.where(moves, State.SMALL, State.RIGHT).astype(
                np.int8
            )  # where nothing moves, 0 is right
            found[name] = Entries(value, bound, state)
    return found


def _holds(point: Point, entries: Sequence[Entries | None]) -> bool:
    """Test what was measured by way of the units: move all parameters at once and compare."""
    rng = np.random.default_rng(0)
    moves = [
        rng.choice([-1.0, 1.0], array.shape) * np.maximum(np.abs(array), size)
        for array, size in zip(point.arrays, point.sizes, strict=True)
    ]
    claimed = bound = 0.0
    for one, move in zip(entries, moves, strict=True):
        if one is None or not np.isfinite(one.bound).all():
            return one is not None  # what could not be measured is measured again anyway
        claimed += float(np.sum(one.measured * move))
        bound += float(np.sqrt(np.sum((one.bound * move) ** 2)))

    def along(step: float) -> tuple[float, float]:
        return step, point.loss([a + step * m for a, m in zip(point.arrays, moves, strict=True)])

    loose = 4 * bound + 1e-6 * abs(claimed)
    value, error, _ = two_steps(along, point.here, first_step(point.precision.eps), point.precision.eps)
    if abs(value - claimed) <= loose + error and error <= 1e-3 * abs(claimed):
        return True
    found = slope(along, point.here, least=2.0**-30, scale=1.0, eps=point.precision.eps)
    return found.off(claimed, loose) == 0
