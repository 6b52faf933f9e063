"""Picked: a loss that takes one score, or one logarithm, of each sample: that where the target is 1."""

from __future__ import annotations

import numpy as np

from .graph import Graph


def picked(graph: Graph, live: np.ndarray, t: np.ndarray) -> bool:
    """Whether something else than the predictions, as scores or logarithms, is picked where the target is 1.

    live: marks of what a loss is made of. t: the target, entry by entry.
    """
    wanted = t == 1
    if not wanted.any() or wanted.all():
        return False
    for naming in graph.recording.named:
        if naming.name != "(labels)" or not naming.ids.size or not live[naming.ids].all():
            continue
        maker = graph.maker(int(naming.ids.flat[0]))
        if maker is None or maker.ids.size != wanted.size:
            continue
        if np.array_equal(np.isin(maker.ids, naming.ids).ravel(), wanted):
            return True
    return False
