"""Passed over: an activation that is computed, and that the next layer does not take, though the way back does."""

from __future__ import annotations

import numpy as np

from .arrays import PRODUCTS, Array
from .judge import Judged
from .recording import Operation
from .suspects import Change, Search


def pass_over(search: Search) -> None:
    """Take the activation where a product takes the pre-activation, whatever else is wrong.

    Weights have to step right by it that do not without it; or their gradient has to be made with that activation, and
    what is right has to stay so.
    """
    if len(search.right) == len(search.steps):
        return
    arrays, first = search.arrays, search.one.met.operations[0].number
    ahead = {id(array) for array in arrays.ahead}
    idle = [array for array in arrays.pool if id(array) not in ahead and array.size > 1]
    idle = [array for array in idle if array.position <= first and _taking(search, array)]
    for a in idle:
        for z in arrays.ahead:
            if z.size != a.size or z.position >= a.position or not arrays.is_product(z):
                continue
            slope = arrays.slope(z, a)
            if slope is not None and np.ptp(slope) and not _scaled(search, z, a):
                _put(search, z, a)


def _taking(search: Search, array: Array) -> set[int]:
    """Give the products of the way back that take an array, beside something that is made of the error."""
    found = set()
    for operation in search.arrays.operations(search.arrays.backward):
        given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size]
        mine = operation.name in PRODUCTS and any(np.isin(ids, array.ids).all() for ids in given)
        if mine and any(search.arrays.made_of_errors(ids) for ids in given):
            found.add(operation.number)
    return found


def _made_with(search: Search, step: Judged) -> set[int]:
    """Give the operations that a step is made by."""
    turn = search.one.turn
    return {*search.graph.behind(np.concatenate(step.step.sources), turn.stop, turn.since)[0]}


def _scaled(search: Search, z: Array, a: Array) -> bool:
    """Whether an array is another one but for what multiplies it, as what is left out of it at random does."""
    maker = search.graph.maker(int(a.ids.flat[0]))
    while maker is not None and maker.name in ("mul", "div") and maker.operands[0].ids is not None:
        if np.isin(maker.operands[0].ids, z.ids).all():
            return True
        maker = search.graph.maker(int(maker.operands[0].ids.flat[0]))
    return False


def _put(search: Search, z: Array, a: Array) -> None:
    stop = search.one.turn.stop
    same = np.arange(search.graph.values.size)
    same[z.ids.ravel()] = a.ids.ravel()
    holders: list[Operation] = []
    operands: dict[int, dict[int, np.ndarray]] = {}
    weights = []
    for operation in search.arrays.operations(search.arrays.forward):
        given = [o.ids for o in operation.operands]
        own = [ids for ids in given if ids is not None and ids.size and stop[ids].all()]
        taken = {p: same[ids] for p, ids in enumerate(given) if ids is not None and (same[ids] != ids).any()}
        if operation.name in PRODUCTS and own and taken and operation.number >= a.position:
            holders.append(operation)
            operands[operation.number] = taken
            weights += [ids.ravel() for ids in own]
    if not holders:
        return
    mine = {p for p, s in enumerate(search.steps) if np.isin(s.step.base, np.concatenate(weights)).any()}
    mine -= search.right
    change = Change(
        "operand",
        holders[0],
        holders[0].site,
        holders[0].stack,
        operands=operands,
        old=z,
        new=a,
        forward=True,
    )
    before = search.right
    if mine:
        search.accept(change)
        with_it = all(_made_with(search, search.steps[place]) & _taking(search, a) for place in mine)
        if mine <= search.right or (with_it and before <= search.right):
            search.arrays.go_by(a.ids)
        else:
            search.withdraw()
