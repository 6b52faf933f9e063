"""Penalty: what a loss has of the weights themselves, be they taken before their step or after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .graph import Graph

if TYPE_CHECKING:
    from .target import Round


def of_loss(
    graph: Graph,
    turn: Round,
    loss: int,
    stop: np.ndarray,
    values: np.ndarray | None = None,
    operands: Mapping[int, Mapping[int, np.ndarray]] | None = None,
    params: Mapping[int, dict[str, Any]] | None = None,
) -> np.ndarray:
    """Give the derivative of a loss by every number, as it is before the step. Raises Opaque."""
    values = graph.values if values is None else values
    adjoint = graph.cotangents({loss: 1.0}, 0, stop, values, operands, params)
    steps = [p.steps[turn.number] for p in turn.parameters]
    late = [step for step in steps if adjoint[step.after].any()]
    if not late:
        return adjoint
    after, base = (np.concatenate(side) for side in zip(*((s.after, s.base) for s in late), strict=True))
    numbers = [n for n in graph.behind(np.array([loss]), stop)[0] if n > turn.since]
    mine = np.zeros(graph.values.size, dtype=bool)
    mine[after] = True
    for operation in (graph.operations[n] for n in numbers):
        taken = [o.ids for o in operation.operands if o.ids is not None]
        if any(mine[ids].any() for ids in taken) and not all(mine[ids].all() for ids in taken):
            return adjoint  # a prediction of the next round: of other samples
    again, _ = graph.again((after, values[base]), numbers, operands, params, values)
    adjoint = graph.cotangents({loss: 1.0}, 0, stop, again, operands, params)
    adjoint[base] += adjoint[after]
    return adjoint
