"""Settled: steps that are told by their shape, or are nothing at all, before any cause is searched for."""

from __future__ import annotations

import numpy as np

from .arrays import PRODUCTS
from .calls import layer_of
from .judge import Judged
from .structure import (
    Noticed,
    collapsed,
    result_name,
    stretched,
)
from .suspects import Search


def settled_steps(search: Search) -> list[Noticed]:
    """Steps that are told by their shape, or are nothing at all."""
    found = []
    for place, step in enumerate(search.steps):
        if place in search.right or step.vacuous:
            continue
        other = stretched(search.arrays, step)
        if other is not None:
            search.settle(place)
            name = result_name(search.graph, other) or step.parameter.name
            found.append(Noticed("wrong-layers-delta", name, other.site, other.stack, layer_of(search, step)))
            continue
        operation = collapsed(search.arrays, step)
        if operation is None and not step.step.move.any():
            search.settle(place)
            found.append(_zero(search, step))
            continue
        if operation is not None:
            search.settle(place)
            fault = (
                "inner-instead-of-outer-product"
                if operation.name in PRODUCTS and len(operation.operands) > 1
                else "bias-summed-over-units-too"
            )
            name = result_name(search.graph, operation) or step.parameter.name
            found.append(Noticed(fault, name, operation.site, operation.stack, layer_of(search, step)))
    return found


def _zero(search: Search, step: Judged) -> Noticed:
    """A step of zeros: where the zeros were made that should have become a cotangent."""
    graph = search.graph
    _, live = graph.behind(np.concatenate(step.step.sources), search.one.turn.stop, search.one.turn.since)
    for naming in reversed(graph.recording.named):
        size = naming.ids.size
        if naming.position > step.step.operations[0].number or not size or naming.name[0] == "(":
            continue
        inside = naming.ids.ravel()
        if (
            (
                size > 1
                and live[inside].any()
                and not graph.values[inside].any()
                and graph.made_by[inside].max() < 0
            )
            and naming.site is not None
            and naming.position > search.one.turn.since
        ):
            return Noticed("delta-never-propagated", naming.name, naming.site, (), layer_of(search, step))
    operation = step.step.operations[0]
    return Noticed(
        "delta-never-propagated", step.parameter.name, operation.site, operation.stack, layer_of(search, step)
    )
