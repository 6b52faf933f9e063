"""Samples: what a round takes on the way back though it is of other samples, of other labels or of another pass."""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .inspected import Inspected
from .judge import proportion
from .suspects import Search


def of_other_samples(search: Search, taken: Array) -> str:
    """Name the mistake of a round that takes what does not go into it; nothing where it does, in each round.

    What has the same name from before the training on, or went into the round before, is left from there.
    """
    parts = search.one.parts or (search.one,)
    given = taken.ids.reshape(len(parts), -1)
    known = [_goes_in(search, part) for part in parts]
    if all(marks[ids].any() for marks, ids in zip(known, given, strict=True)):
        return ""
    last = [marks[ids].all() for marks, ids in zip(known, given[1:], strict=False)]
    if (last and all(last)) or ((given == given[0]).all() and _keeps_its_name(search, given[0])):
        return "stale-or-undefined-variable"
    return "wrong-sample-or-target"


def _goes_in(search: Search, part: Inspected) -> np.ndarray:
    """Mark what the forward pass of a round takes or makes."""
    graph, turn = search.graph, part.turn
    known = np.zeros(graph.values.size, dtype=bool)
    for number in graph.behind(part.met.y, turn.stop, turn.since)[0]:
        operation = graph.operations[number]
        for ids in (operation.ids, *(o.ids for o in operation.operands if o.ids is not None)):
            known[ids] = True
    return known


def _keeps_its_name(search: Search, ids: np.ndarray) -> bool:
    """Whether a name that numbers have got before the training is given to nothing else from then on."""
    named, first = search.graph.recording.named, search.arrays.forward[0]
    mine = np.unique(ids)
    latest = {n.name: n.ids for n in named if n.position <= first and "[" not in n.name and n.name[0] != "("}
    given_again = {n.name for n in named if n.position > first}
    return any(
        name not in given_again and np.array_equal(np.unique(held), mine) for name, held in latest.items()
    )


def of_another_pass(search: Search, old: Array, new: Array) -> str:
    """What was taken is of other samples, or of another pass: left from before, or the wrong one."""
    graph, since = search.graph, search.one.turn.since
    named = [n for n in graph.recording.named if n.ids.size == old.size and np.array_equal(n.ids, old.ids)]
    mine = [n for n in graph.recording.named if n.ids.size == new.size and np.array_equal(n.ids, new.ids)]
    first = min((n.position for n in mine if n.position >= since), default=0)
    if named and all(n.position < max(first, since) or n.name[0] == "(" for n in named):
        return "stale-or-undefined-variable"
    outside = graph.made_by[old.ids].max() < 0 and graph.made_by[new.ids].max() < 0
    return "wrong-sample-or-target" if outside else "stale-or-undefined-variable"


def other_labels(search: Search, found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether the error is taken from labels, one for each sample, that are not those of the loss."""
    met, y = search.one.met, search.values[search.one.met.y]
    if met.labels or expected.size != y.size or y.size < 4 or not np.isin(met.t, (0, 1)).all():
        return False
    error = y - met.t
    if found.size != y.size or (
        proportion(found, error, 1e-6) is None and proportion(-found, error, 1e-6) is None
    ):
        return False
    with np.errstate(all="ignore"):
        scale = float(np.median(expected / y))
        other = y - expected / scale
    labels = np.round(other)
    near = np.isfinite(other).all() and np.abs(other - labels).max() < 1e-5
    return bool(
        near and np.isin(labels, (0, 1)).all() and (labels != met.t).any() and labels.sum() == met.t.sum()
    )
