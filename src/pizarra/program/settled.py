"""Settled: steps that are told by their shape, or are nothing at all, before any cause is searched for."""

from __future__ import annotations

import numpy as np

from .arrays import PRODUCTS
from .calls import layer_of
from .graph import Graph
from .judge import Judged, proportion
from .recording import Operation, Site
from .source import Source
from .structure import (
    Noticed,
    collapsed,
    result_name,
    stretched,
)
from .suspects import Search
from .target import Round


def settled_steps(source: Source, search: Search) -> list[Noticed]:
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
            found.append(_zero(source, search, step))
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
            search.collapsed[place] = operation
    return found


def turned_updates(search: Search) -> list[Noticed]:
    """Steps of one number in the place of many that would go uphill, were all of the numbers there."""
    found = []
    for place, operation in search.collapsed.items():
        step = search.steps[place].step
        move = step.sign * search.values[np.concatenate(step.sources)]
        one, true = float(search.values[operation.ids].ravel()[0]), search.adjoint[step.base]
        due = [-many for many in _uncollapsed(search, operation) if many.size == true.size]
        factors = [factor for many in due if (factor := proportion(many, true, 1e-6)) is not None]
        if factors and factors[0] * move[0] * one > 0:
            update = step.operations[-1]
            name = search.steps[place].parameter.name
            found.append(Noticed("sign-flipped", name, update.site, update.stack))
    return found


def _uncollapsed(search: Search, operation: Operation) -> list[np.ndarray]:
    """Give what may have been meant where an operation makes one number of many."""
    given = [np.asarray(one) for one in search.graph.given(operation, search.values)]
    if operation.name in PRODUCTS:
        return [np.outer(a, b).ravel() for a, b in (given[:2], given[1::-1])]
    return [given[0].sum(axis=axis).ravel() for axis in range(given[0].ndim)]


def _zero(source: Source, search: Search, step: Judged) -> Noticed:
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
    loop = _left_by(source, search, step)
    if loop is not None:
        return Noticed("delta-never-propagated", step.parameter.name, loop, (), layer_of(search, step))
    return Noticed(
        "delta-never-propagated", step.parameter.name, operation.site, operation.stack, layer_of(search, step)
    )


def _left_by(source: Source, search: Search, step: Judged) -> Site | None:
    """Give the loop that goes back through the layers and leaves out that of a step of zeros, which nothing made.

    The gradients of the other layers, which the same line updates, are made in it.
    """
    graph, turn, own = search.graph, search.one.turn, step.step.operations[-1]
    if graph.made_by[unscaled(graph, turn, step)].max() >= 0:
        return None
    made = set()
    for other in search.steps:
        if other is step or other.step.operations[-1].site != own.site or not other.step.move.any():
            continue
        maker = graph.maker(int(unscaled(graph, turn, other).flat[0]))
        made.add(maker.site[:2] if maker is not None and maker.site is not None else None)
    place = made.pop() if len(made) == 1 else None
    line = source.loop_around(*place) if place is not None else None
    same = own.site is not None and source.loop_around(own.site[0], own.site[1]) == line
    return (place[0], line, 0) if place is not None and line is not None and not same else None


def unscaled(graph: Graph, turn: Round, step: Judged) -> np.ndarray:
    """Give what a step is made of, without the numbers that scale it."""
    ids = np.concatenate(step.step.sources)
    for _ in range(6):
        maker = graph.maker(int(ids.flat[0]))
        given = [o.ids for o in maker.operands if o.ids is not None] if maker is not None else []
        if maker is None or maker.name not in ("mul", "div", "neg", "cast"):
            break
        of = [one for one in given if one.size == ids.size and not turn.stop[one].any()]
        if len(of) != 1:
            break
        ids = of[0].ravel()
    return ids
