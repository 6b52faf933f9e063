"""Untaken: a loss that is made of scores, or of logarithms, and not of the predictions that the error is taken of."""

from __future__ import annotations

import numpy as np

from .graph import Graph
from .judge import proportion
from .target import KINDS, Meeting, Round, possible, truth


def take(graph: Graph, turn: Round, met: Meeting, stop: np.ndarray, adjoint: np.ndarray) -> None:
    """Put the cotangents of predictions that a loss is not made of where a known loss tells them.

    adjoint: the cotangents by the loss.
    """
    for kind in KINDS:
        known = (
            truth(graph, turn, met, None, kind, stop) if possible(kind, graph.values[met.y], met.t) else None
        )
        if known is not None and _taken(graph, adjoint, known, met.y, turn.since):
            return


def _taken(graph: Graph, adjoint: np.ndarray, known: np.ndarray, y: np.ndarray, since: int) -> bool:
    """Give the predictions, and what else the loss is not made of, the cotangents that they have by a known loss.

    They get them where both losses have the same cotangent, up to a factor, of the last that both are made of.

    adjoint: the cotangents by the loss, which is not made of the predictions. known: those by a known loss.
    """
    numbers = graph.behind(y, None, since)[0]
    beside = [n for n in numbers if not adjoint[graph.operations[n].ids].any()]
    for number in reversed(numbers):
        ids = graph.operations[number].ids.ravel()
        if ids.size != y.size or not adjoint[ids].any():
            continue
        factor = proportion(adjoint[ids], known[ids], 1e-6)
        if factor is not None and factor < 0:
            for one in beside:
                adjoint[graph.operations[one].ids] = -factor * known[graph.operations[one].ids]
            return True
    return False
