"""Intervention: a program run again with other weights, where at its own what is wrong looks like what is right.

What tells other look-alikes apart needs no run of its own: identities say which weights a line used, however small the
rate is, and which way round a square matrix was taken; `turns` finds the samples and the rates that move something.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .inspected import Inspected
from .inspection import Inspection
from .judge import judged, uneven
from .steps import Parameter
from .target import KINDS, possible, truth


def alike(inspection: Inspection) -> bool:
    """Whether what is right at the program's weights may be wrong at others."""
    return _losses_alike(inspection) or _weights_alike(inspection)


def _weights_alike(inspection: Inspection) -> bool:
    """Whether in all rounds a matrix of weights has equal numbers, or is its own transpose."""
    values = inspection.graph.values
    for parameter in inspection.parameters:
        if len(parameter.shape) != 2 or min(parameter.shape) < 2:
            continue
        before = [
            values[parameter.steps[one.turn.number].base]
            for one in inspection.rounds
            if one.turn.number < len(parameter.steps)
        ]
        if before and all(_says_little(one, parameter.shape) for one in before):
            return True
    return False


def _says_little(numbers: np.ndarray, shape: tuple[int, ...]) -> bool:
    if numbers.size != shape[0] * shape[1]:
        return False
    matrix, size = numbers.reshape(shape), np.abs(numbers).max()
    if np.ptp(numbers) <= 1e-9 * size:
        return True
    return shape[0] == shape[1] and np.abs(matrix - matrix.T).max() <= 1e-9 * size


def _losses_alike(inspection: Inspection) -> bool:
    """Whether the steps of all rounds are right by the loss that is shown, and by another one as well.

    So it is where weights are next to nothing: every output is the same, and a slope is a factor.
    """
    if not inspection.rounds or any(
        one.loss is None or not one.kind or one.wrong for one in inspection.rounds
    ):
        return False
    return any(
        all(_fits(inspection, one, kind) for one in inspection.rounds)
        for kind in KINDS
        if kind not in {one.kind for one in inspection.rounds}
    )


def _fits(inspection: Inspection, one: Inspected, kind: str) -> bool:
    graph = inspection.graph
    if not possible(kind, graph.values[one.met.y], one.met.t):
        return False
    adjoint = truth(graph, one.turn, one.met, None, kind, one.stop)
    if adjoint is None:
        return False
    steps = judged(graph, one.turn, adjoint)
    bent = any(step.bent or step.decay for step in steps)
    return (
        all(step.right for step in steps)
        and any(step.factor for step in steps)
        and not (bent or uneven(steps))
    )


def other_weights(inspection: Inspection) -> Mapping[int, float]:
    """Give, for what each parameter was made of, the size of numbers that make weights as large as 1/√(inputs)."""
    return {parameter.leaf: _size(inspection, parameter) for parameter in inspection.parameters}


def _size(inspection: Inspection, parameter: Parameter) -> float:
    graph, base = inspection.graph, parameter.first
    wanted = 1 / np.sqrt(max(max(parameter.shape, default=1), 1))
    behind, live = graph.behind(base)
    outside = np.flatnonzero(live & (graph.made_by < 0))
    if not behind or outside.size < base.size:
        return float(wanted)
    made, drawn = np.abs(graph.values[base]).max(), np.abs(graph.values[outside]).max()
    return float(wanted * drawn / made) if made and drawn else float(wanted)
