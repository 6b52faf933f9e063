"""Enumerate the versions of a line: its own numbers, and those that one or two edits to its tree give."""

from __future__ import annotations

import numpy as np

from .bench import Bench
from .derivation import Line
from .edit import NONE
from .stack import Stack
from .whole import Whole


def stack_of(bench: Bench, line: Line) -> Stack:
    """Give all versions of a line, the cheapest first."""
    return Whole(bench, line).line_versions()


def finished(bench: Bench, line: Line) -> Stack:
    """Give all versions of a line with all edits that lead to it as its own.

    `hidden` then has one column: on which version of a hidden cotangent it builds, NONE where on none.
    """
    stack = stack_of(bench, line)
    parents = [name for name in line.reads if name in bench.hidden]
    builds = np.full((len(stack), 1), NONE, dtype=np.int32)
    if not parents:
        return Stack(stack.axes, stack.values, stack.own, builds, stack.cost)
    own = stack.own.copy()
    for column, name in enumerate(parents):
        rows = np.flatnonzero(stack.hidden[:, column] != NONE)
        parent, chosen = bench.hidden[name], stack.hidden[rows, column]
        if bench.derivation.by_name[name].kind == "cotangent":
            builds[rows, 0] = chosen
        else:
            builds[rows] = np.maximum(builds[rows], parent.hidden[chosen])
        for slot in range(parent.own.shape[1] if parent.cost.any() else 0):
            inherited = parent.own[chosen, slot]
            here = np.flatnonzero(inherited != NONE)
            places = (own[rows[here]] != NONE).sum(axis=1)
            own[rows[here], places] = inherited[here]
    return Stack(stack.axes, stack.values, own, builds, stack.cost)
