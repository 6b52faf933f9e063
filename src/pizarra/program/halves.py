"""Halves: a wrong cotangent that is a product, by its two parts: what comes back from above, and the slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Array
from .judge import same
from .recording import Operation
from .suspects import Change, Search
from .wrong_slopes import slope_fault

DEEPEST = 8


@dataclass(frozen=True, eq=False)
class Halves:
    """The arrays that a cotangent is the product of, those of the error and the others, and what they should be."""

    back: list[np.ndarray]
    ahead: list[np.ndarray]
    activation: Array
    way: list[Array]  # what stands between the pre-activation and it, and itself
    arrives: np.ndarray  # the true cotangent of the activation
    slope: np.ndarray


def halves(search: Search, change: Change) -> Halves | None:
    """Part a cotangent of a pre-activation that stands on a product; None where it is none."""
    if change.kind != "value" or change.old is None or change.new is None:
        return None
    own = [(a, s) for z, a, s in search.arrays.bends if np.array_equal(z.ids, change.new.ids)]
    ids = change.old.ids.ravel()
    if not own or own[0][0].size != ids.size:
        return None
    back, ahead = _sides(search, ids)
    if not back:
        return None
    # On the way to an activation there are others, such as exp: the one whose slope it is, else the last.
    last = max(own, key=lambda pair: int(search.graph.made_by[pair[0].ids].max()))
    beside = product(search, ahead) if ahead else np.ones(ids.size)
    activation, slope = next((pair for pair in own if same(beside, pair[1].ravel())), last)
    return Halves(
        back, ahead, activation, [a for a, _ in own], search.adjoint[activation.ids.ravel()], slope.ravel()
    )


def _sides(search: Search, ids: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    back: list[np.ndarray] = []
    ahead: list[np.ndarray] = []
    for part in _factors(search, ids, DEEPEST):
        (back if search.arrays.made_of_errors(part) else ahead).append(part)
    return back, ahead


def wrong_slope(search: Search) -> Change | None:
    """Give a cotangent that came back right as far as an activation, and goes on from there by a slope that is not its.

    It is judged by itself, given what it is made of, whatever the steps are that are made of it.
    """
    graph = search.graph
    for array in search.arrays.back:
        if array.size < 4 or _half_made(search, array.ids):
            continue
        back, ahead = _sides(search, array.ids.ravel())
        if not back or not ahead:
            continue
        above, beside = product(search, back), product(search, ahead)
        for z, a, slope in search.arrays.bends:
            if a.size != array.size or not same(above, search.adjoint[a.ids.ravel()]):
                continue
            if same(beside, slope.ravel()) or slope_fault(search, beside, slope.ravel()) == "unknown":
                continue
            maker = graph.maker(int(array.ids.flat[-1]))
            if maker is None:
                continue
            due = above * slope.ravel()
            found = search.values[array.ids.ravel()]
            if same(found, due):
                continue  # it was put right already
            changed = (array.ids.ravel(), due)
            return Change(
                "value",
                maker,
                maker.site,
                maker.stack,
                changed=changed,
                old=array,
                new=z,
                found=found,
                expected=due,
            )
    return None


def _factors(search: Search, ids: np.ndarray, depth: int) -> list[np.ndarray]:
    """Take a product apart into arrays of its size; numbers by which all of it is scaled do not count."""
    graph = search.graph
    maker = graph.maker(int(ids.flat[0]))
    whole = maker is not None and np.array_equal(maker.ids.ravel(), ids)
    if maker is None or not whole or maker.name not in ("mul", "div") or not depth:
        return [ids]
    given = [
        operand for operand in maker.operands if operand.ids is not None and operand.ids.size == ids.size
    ]
    scaled = all(
        (operand.ids if operand.ids is not None else operand.constant).size in (1, ids.size)
        for operand in maker.operands
    )
    over = maker.name == "div" and given != [maker.operands[0]]  # something over it
    if not given or not scaled or over:
        return [ids]
    return [part for operand in given for part in _factors(search, operand.ids.ravel(), depth - 1)]  # type: ignore[union-attr]


def _half_made(search: Search, ids: np.ndarray) -> bool:
    """Whether an array is multiplied on by another one of its size: what it is half of is judged."""
    arrays, first = search.arrays, int(ids.flat[0])
    for operation in arrays.operations(arrays.backward):
        given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size == ids.size]
        mine = any(int(one.flat[0]) == first for one in given)
        if operation.name == "mul" and mine and len(given) == 2:
            return True
    return False


def product(search: Search, parts: list[np.ndarray]) -> np.ndarray:
    """Multiply what arrays hold, entry by entry."""
    return np.prod([search.values[ids] for ids in parts], axis=0)


def written_over(search: Search, parts: Halves) -> Operation | None:
    """Give the operation that changed an activation in its place, where that is taken for the activation."""
    graph, firsts = search.graph, {int(a.ids.flat[0]) for a in parts.way}
    for ids in [*parts.back, *parts.ahead]:
        for number in graph.behind(ids, search.one.turn.stop, search.one.turn.since)[0]:
            operation = graph.operations[number]
            taken = operation.operands[0].ids if operation.operands else None
            mine = taken is not None and taken.size == ids.size and int(taken.flat[0]) in firsts
            if mine and operation.params.get("out") and operation.name in ("sub", "add", "mul", "div"):
                return operation
    return None
