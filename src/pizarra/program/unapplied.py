"""Unapplied: gradients that a program computes and shows, and that no parameter takes a step by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from .derivative import COMPARED, Opaque
from .faults import merged
from .graph import Graph
from .halves import wrong_slope
from .inspection import inspect
from .judge import proportion
from .odd import odd_steps
from .recording import Naming
from .source import Source
from .steps import Parameter, Step
from .structure import Noticed, result_name
from .suspects import Search
from .told import told

MOST_LOSSES = 30  # numbers that may be the loss
MOST_SECONDS = 20.0  # in which numbers are looked at as losses
LEAST = 2  # gradients that are right, so that a number is taken for the loss
EVEN = 1e-6


@dataclass(frozen=True)
class Unapplied:
    """The gradients that were found, by name; whether they could be held against a loss, and what is wrong in them."""

    names: list[str]
    compared: list[str]
    found: list[Noticed]


@dataclass(frozen=True)
class Pair:
    """A leaf and the numbers that are its gradient, or stand where it should."""

    leaf: Naming
    gradient: Naming


def unapplied(source: Source, graph: Graph, seconds: float) -> Unapplied | None:
    """Look for gradients in a program that trains nothing; None where there are none."""
    leaves, made = _leaves(graph), _made(graph)
    best: tuple[list[Pair], np.ndarray] = [], np.empty(0)
    until = monotonic() + MOST_SECONDS
    for number in _numbers(graph):
        if monotonic() > until:  # of a long run that trains nothing, each takes its time
            break
        try:
            adjoint = graph.cotangents({number: 1.0})
        except Opaque:
            continue
        pairs = _pairs(graph, leaves, made, adjoint)
        if len(pairs) > len(best[0]):
            best = pairs, adjoint
    pairs, adjoint = best
    if len(pairs) < LEAST:
        names = _of_weights(graph, leaves, made)
        return Unapplied(names, [], []) if names else None
    wrong = _left(graph, leaves, made, pairs, adjoint)
    listed = [_parameter(graph, pair) for pair in (*pairs, *wrong)]
    found = _searched(source, graph, listed, seconds) if wrong else []
    names = [pair.gradient.name for pair in (*pairs, *wrong)]
    return Unapplied(names, [pair.gradient.name for pair in pairs], found)


def _leaves(graph: Graph) -> list[Naming]:
    """Give what has a name and comes from outside, each once, that something is computed of."""
    used = np.zeros(graph.values.size, dtype=bool)
    for operation in graph.operations:
        for operand in operation.operands:
            if operand.ids is not None:
                used[operand.ids] = True
    found: dict[bytes, Naming] = {}
    for naming in graph.recording.named:
        ids = naming.ids
        if ids.size and naming.name[0] != "(" and graph.made_by[ids].max() < 0 and used[ids].all():
            found.setdefault(ids.tobytes(), naming)
    return [*found.values()]


def _made(graph: Graph) -> list[Naming]:
    """Give what was computed and has a name: of each name and line what came first."""
    found: dict[object, Naming] = {}
    for naming in graph.recording.named:
        ids = naming.ids
        if ids.size and naming.name[0] != "(" and graph.made_by[ids].min() >= 0 and graph.values[ids].any():
            found.setdefault((naming.name, naming.site), naming)
    return [*found.values()]


def _numbers(graph: Graph) -> list[int]:
    """Give the single numbers that may be the loss, those first that are shown."""
    found = [
        int(operation.ids.flat[0])
        for operation in graph.operations
        if operation.ids.size == 1 and operation.name not in COMPARED
    ]
    named = {int(n.ids.flat[0]) for n in graph.recording.named if n.ids.size == 1 and n.name[0] != "("}
    shown = graph.recording.shown
    return sorted((n for n in found if n in shown or n in named), key=lambda n: (n not in shown, n))[
        :MOST_LOSSES
    ]


def _pairs(graph: Graph, leaves: list[Naming], made: list[Naming], adjoint: np.ndarray) -> list[Pair]:
    """Give the leaves whose gradient has a name, up to a factor that all of them share."""
    fits: list[tuple[Pair, float]] = []
    for leaf in leaves:
        true = adjoint[leaf.ids].ravel()
        for one in made if true.any() else ():
            if one.ids.shape == leaf.ids.shape:
                factor = proportion(-graph.values[one.ids].ravel(), true, EVEN)
                if factor is not None:
                    fits.append((Pair(leaf, one), factor))
    # Of a single number anything is a multiple; and a target has the gradient of the prediction, with the other sign.
    best: list[Pair] = []
    for usual in dict.fromkeys([1.0, *(round(factor, 9) for pair, factor in fits if pair.leaf.ids.size > 1)]):
        found: dict[int, Pair] = {}
        for pair, factor in fits:
            taken = any(one.gradient is pair.gradient for one in found.values())
            if abs(factor / usual - 1) < EVEN and not taken:
                found.setdefault(id(pair.leaf), pair)
        best = max(best, [*found.values()], key=len)
    return best


def _ends(graph: Graph) -> np.ndarray:
    """Give marks of the numbers that nothing but a number to be shown is made of."""
    ends = np.ones(graph.values.size, dtype=bool)
    for operation in graph.operations:
        for operand in operation.operands:
            if operand.ids is not None and operation.ids.size >= operand.ids.size:
                ends[operand.ids] = False
    return ends


def _left(
    graph: Graph, leaves: list[Naming], made: list[Naming], pairs: list[Pair], adjoint: np.ndarray
) -> list[Pair]:
    """Give the leaves whose gradient is not there, and of each shape the one result that may be meant to be it."""
    ends = _ends(graph)
    first = min(pair.gradient.position for pair in pairs)
    taken = {pair.gradient.ids.tobytes() for pair in pairs}
    ready = {pair.leaf.ids.tobytes() for pair in pairs}
    free = [one for one in made if ends[one.ids].all() and one.ids.tobytes() not in taken]
    free = [one for one in free if one.position >= first - 40]
    found = []
    for leaf in leaves:
        if leaf.ids.tobytes() in ready or not adjoint[leaf.ids].any():
            continue
        fit = [one for one in free if one.ids.shape == leaf.ids.shape]
        rivals = [one for one in leaves if one.ids.shape == leaf.ids.shape and one.ids.tobytes() not in ready]
        if len(fit) == 1 and len([one for one in rivals if adjoint[one.ids].any()]) == 1:
            found.append(Pair(leaf, fit[0]))
    return found


def _parameter(graph: Graph, pair: Pair) -> Parameter:
    """Give a parameter with a step that goes by its gradient, as if the program took it."""
    ids = pair.gradient.ids.ravel()
    operation = graph.operations[int(graph.made_by[ids].max())]
    step = Step(pair.leaf.ids.ravel(), ids, [operation], [ids], [-graph.values[ids]])
    return Parameter(int(pair.leaf.ids.flat[0]), pair.leaf.ids.shape, [step], pair.leaf.name)


def _searched(source: Source, graph: Graph, listed: list[Parameter], seconds: float) -> list[Noticed]:
    """Say what is wrong in gradients; nothing where that is not told for all of them."""
    inspection = inspect(graph, listed)
    if not inspection.rounds:
        return []
    search = Search(inspection, inspection.rounds[0], seconds)
    search.run(wrong_slope)
    if len(search.right) < len(search.steps):
        return []
    found = [told(source, search, tried) for tried in search.accepted if not tried.again]
    # Where nothing takes a step there is no rate.
    found += [
        replace(one, fault="wrong-factor") if one.fault == "rate-inside-delta" else one
        for one in odd_steps(search)
    ]
    own = [step for step in search.steps if abs(step.factor - 1) > EVEN and not step.vacuous]
    if not found and len(own) == 1:  # on the line of a step it may be a rate of its own: not here
        name = result_name(graph, own[0].step.operations[-1])
        found = [Noticed("wrong-factor", name, own[0].step.site)]
    return merged(found)


def _a_product(graph: Graph, one: Naming) -> bool:
    """Whether a result is a product, or one that was scaled since: as a gradient of weights is."""
    maker = graph.maker(int(one.ids.flat[0]))
    for _ in range(3):
        if maker is None or maker.name in ("matmul", "dot", "outer", "einsum"):
            return maker is not None
        given = [o.ids for o in maker.operands if o.ids is not None and o.ids.size > 1]
        if maker.name not in ("mul", "div", "neg") or len(given) != 1:
            return False
        maker = graph.maker(int(given[0].flat[0]))
    return False


def _of_weights(graph: Graph, leaves: list[Naming], made: list[Naming]) -> list[str]:
    """Name the results that have the shape of weights whose products they are made of: they may be gradients."""
    ends, found = _ends(graph), []
    weights = [leaf for leaf in leaves if leaf.ids.ndim == 2 and min(leaf.ids.shape) > 1]
    for one in made:
        if not ends[one.ids].all() or not any(one.ids.shape == leaf.ids.shape for leaf in weights):
            continue
        if not _a_product(graph, one):
            continue
        numbers, live = graph.behind(one.ids)
        products = [
            graph.operations[n] for n in numbers if graph.operations[n].name in ("matmul", "dot", "outer")
        ]
        if len(products) > 1 and any(live[leaf.ids].any() for leaf in weights):
            found.append(one.name)
    return found
