"""Unmoved: parameters that no step changes, or that begin with another one, and where their update went."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .arrays import Array
from .calls import all_names
from .judge import judge_step, proportion
from .recording import Operation, Site
from .steps import Parameter, Stray
from .structure import (
    Noticed,
    forgotten,
    result_name,
    untrained,
)
from .suspects import Search


def based_elsewhere(search: Search, based: list[tuple[Operation, Parameter | None]]) -> list[Noticed]:
    """Parameters whose update begins with another one, which has an update of its own."""
    graph, found = search.graph, []
    for operation, _ in based:
        name = result_name(graph, operation)
        own = name.rpartition(".")[2]  # of an attribute, whatever its object is called
        before = [
            n
            for n in graph.recording.named
            if n.name.rpartition(".")[2] == own and n.position <= operation.number
        ]
        mine = any(search.one.adjoint[n.ids].any() for n in before if n.ids.size)
        if name and mine and all(one.site != operation.site for one in found):
            found.append(Noticed("wrong-base-in-update", name, operation.site, operation.stack))
    return found


def never_moved(search: Search, based: list[tuple[Operation, Parameter | None]]) -> list[Noticed]:
    """Biases that are used and that no step changes."""
    graph, found = search.graph, []
    kinds = [(bias, "bias-never-updated") for bias in forgotten(search.arrays)]
    kinds += [(weights, "weights-never-updated") for weights in untrained(search.arrays)]
    for bias, fault in kinds:
        names = all_names(graph, Array(bias, 0))
        base = next((o for o, _ in based if result_name(graph, o) in names), None)
        if base is not None:
            found.append(Noticed("wrong-base-in-update", result_name(graph, base), base.site, base.stack))
            continue
        stray = next((one for one in search.inspection.strays if _is_of(search, one, bias)), None)
        if stray is not None:
            to, operation = result_name(graph, stray.operation), stray.operation
            found.append(Noticed("wrong-parameter-updated", to, operation.site, operation.stack))
            continue
        elsewhere = from_another(search, bias, names)
        if elsewhere is not None:
            to = result_name(graph, elsewhere)
            found.append(Noticed("wrong-base-in-update", to, elsewhere.site, elsewhere.stack))
            continue
        copied = next(
            (
                step.operations[-1]
                for parameter in search.inspection.parameters
                for step in parameter.steps[:2]
                if step.base.size == bias.size > 1
                and proportion(step.move, search.one.adjoint[bias.ravel()], 1e-6) is not None
            ),
            None,
        )
        if copied is not None:
            to = result_name(graph, copied)
            kind = "wrong-base-in-update" if to in names else "wrong-parameter-updated"
            found.append(Noticed(kind, to, copied.site, copied.stack))
            continue
        own = int(bias.flat[0])
        named = next(
            (
                n
                for n in graph.recording.named
                if n.ids.size
                and (n.name in names or (n.name in ("(item)", "(number)") and n.ids.flat[0] == own))
                and n.ids.size == bias.size
            ),
            None,
        )
        beside = _beside(search, bias) if fault == "bias-never-updated" else ()
        site = named.site if named is not None else next(iter(beside), None)
        found.append(Noticed(fault, names[0] if names else "", site, others=beside))
    return found


def _beside(search: Search, bias: np.ndarray) -> tuple[Site, ...]:
    """Give the line of the update of the weights whose product a bias is added to: its own belongs beside it."""
    numbers = search.arrays.operations(search.arrays.forward)
    for operation in numbers:
        taken = [o.ids for o in operation.operands if o.ids is not None]
        if operation.name not in ("add", "sub") or not any(np.array_equal(ids, bias) for ids in taken):
            continue
        products = {int(m) for ids in taken for m in search.graph.makers(ids)}
        weights = [
            o.ids
            for n in numbers
            if n.number in products
            for o in n.operands
            if o.ids is not None and o.ids.size
        ]
        for step in search.steps:
            if step.step.site is not None and any(np.isin(ids, step.step.base).all() for ids in weights):
                return (step.step.site,)
    return ()


def _is_of(search: Search, stray: Stray, ids: np.ndarray) -> bool:
    """Whether what was added to another parameter is the gradient of these numbers, as large as the others'."""
    # As it is once what was found is put right.
    true, step = search.adjoint[ids.ravel()], stray.step
    sources = np.concatenate(step.sources)
    if sources.size > true.size == 1 and not np.ptp(search.values[sources]):
        sources = sources[:1]
    elif sources.size > true.size:  # spread along what it was added to
        sources = sources[np.sort(np.unique(sources, return_index=True)[1])]
    if sources.size != true.size:
        return False
    own = replace(step, base=ids.ravel(), sources=[sources])
    judged = judge_step(search.graph, search.one.turn, stray.parameter, own, search.adjoint, search.values)
    if judged.vacuous or not judged.right:
        return False
    if judged.bent:  # by an optimizer, whose steps tell nothing of the size of a single number
        return true.size > 1
    others = [step.factor for step in search.steps if step.right and not step.vacuous and not step.bent]
    return true.size > 1 or any(abs(judged.factor / other - 1) < 2e-3 for other in others)


def from_another(search: Search, ids: np.ndarray, names: list[str]) -> Operation | None:
    """Give the update that takes the name of numbers which it does not begin with."""
    graph, turn = search.graph, search.one.turn
    updates = {operation.number for step in search.steps for operation in step.step.operations}
    for naming in graph.recording.named:
        if naming.name not in names or not turn.since < naming.position <= turn.until + 20:
            continue
        maker = graph.maker(int(naming.ids.flat[0])) if naming.ids.size else None
        if maker is None or maker.name not in ("add", "sub"):
            continue
        if maker.number + 1 != naming.position and (maker.number in updates or maker.number < min(updates)):
            continue  # else it takes the name in the next round
        given = [o.ids for o in maker.operands if o.ids is not None]
        begins = any(np.isin(own, ids).any() for own in given)
        weights = any(turn.stop[own].all() or search.arrays.after[own].all() for own in given)
        if weights and not begins and naming.site is not None:
            return maker
    return None
