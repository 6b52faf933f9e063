"""Bare: a round without what is added to its gradients of the weights alone, where that is wrong, and more besides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .halves import wrong_slope
from .inspected import Inspected, by_known
from .penalties import penalised
from .source import Source
from .steps import Parameter, Step
from .structure import UNSPECIFIC, Noticed
from .suspects import Search, Tried
from .told import by_halves, told

PENALTIES = ("regulariser-gradient", "regulariser-gradient-missing")


def beside_penalties(source: Source, search: Search, noticed: list[Noticed]) -> list[Noticed]:
    """Say what is wrong in the gradients of the error, where no penalty explains what a penalty is added to.

    There the penalty is wrong too, as it is for other parameters on its line; nothing is said where that is not all.
    """
    vague = {one.site for one in noticed if one.fault in UNSPECIFIC}
    if not vague & {one.site for one in noticed if one.fault in PENALTIES} or search.one.parts:
        return []
    one = _without(search)
    if one is None or all(step.right for step in one.steps):
        return []
    bare = Search(search.inspection, one, search.seconds / 2)
    bare.run(wrong_slope)
    if len(bare.right) < len(bare.steps):
        return []
    return [found for tried in bare.accepted if not tried.again for found in _told(source, bare, tried)]


def _told(source: Source, search: Search, tried: Tried) -> list[Noticed]:
    return by_halves(source, search, tried.change) or [told(source, search, tried)]


def _without(search: Search) -> Inspected | None:
    """Give the round by its error alone, with steps that are made of that part of their gradients."""
    one, graph, arrays = search.one, search.graph, search.arrays
    listed = []
    for parameter in one.turn.parameters:
        step = parameter.steps[one.turn.number]
        of = next((a for a in arrays.ahead if np.array_equal(a.ids.ravel(), step.base)), None)
        added = penalised(search, of) if of is not None else None
        if added is not None:
            sides = [o.ids for o in added.operands if o.ids is not None]
            ids = next(ids for ids in sides if arrays.made_of_errors(ids)).ravel()
            if ids.size != step.base.size:
                return None
            moved = [step.sign * graph.values[ids]]
            step = Step(step.base, step.after, step.operations, [ids], moved, step.sign)
        steps = [*parameter.steps[: one.turn.number], step, *parameter.steps[one.turn.number + 1 :]]
        listed.append(Parameter(parameter.leaf, parameter.shape, steps, parameter.name, parameter.beside))
    turn = replace(one.turn, parameters=listed, penalised=None)
    return by_known(graph, replace(one, turn=turn), one.kind) if one.kind else None
