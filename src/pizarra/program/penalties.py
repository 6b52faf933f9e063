"""Penalties: what a gradient has of the weights alone, and what of it is missing or another one."""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .judge import but_for_biases, same
from .recording import Operation
from .suspects import Search


def penalised(search: Search, parameter: Array) -> Operation | None:
    """Give where something that is made of a parameter alone is added to what is made of the error."""
    own = next((s.step for s in search.steps if np.isin(s.step.base, parameter.ids).all()), None)
    if own is None:
        return None
    graph, turn, arrays = search.graph, search.one.turn, search.arrays
    for number in graph.behind(np.concatenate(own.sources), turn.stop, turn.since)[0]:
        operation = graph.operations[number]
        sides = [o.ids for o in operation.operands if o.ids is not None]
        if operation.name not in ("add", "sub") or len(sides) != 2 or operation.ids.size != own.base.size:
            continue
        errors = [arrays.made_of_errors(ids) for ids in sides]
        if errors[0] == errors[1]:
            continue
        if graph.behind(sides[errors[0]], turn.stop, turn.since)[1][own.base].any():
            return operation
    return None


def made_for_gradients(search: Search, of: Operation) -> Operation | None:
    """Give what makes what is added here in a function that gradients alone call: it is meant as a slope."""
    graph, arrays = search.graph, search.arrays
    backward = [
        one for one in arrays.operations(arrays.backward) if one.site and arrays.made_of_errors(one.ids)
    ]
    gradients = {one.site[:2] for one in backward if one.site}
    for operand in of.operands:
        if operand.ids is None or arrays.made_of_errors(operand.ids):
            continue
        maker = graph.maker(int(operand.ids.flat[0]))
        if maker is None or maker.site is None or of.site is None or not maker.stack:
            continue
        if of.site[:2] not in {site[:2] for site in maker.stack}:
            continue
        line = maker.site[:2]
        calls = {
            one.stack[-1][:2] for one in graph.operations if one.site and one.site[:2] == line and one.stack
        }
        if calls <= gradients:
            return maker
    return None


def added(search: Search, whole: Array, part: Array) -> Operation | None:
    """Give what adds to an array something that is made of trained numbers, and not of the error."""
    graph, turn = search.graph, search.one.turn
    operation = graph.maker(int(whole.ids.flat[-1]))
    sides = [o.ids for o in operation.operands if o.ids is not None] if operation is not None else []
    if operation is None or operation.name not in ("add", "sub") or len(sides) != 2:
        return None
    for mine, other in (sides, sides[::-1]):
        own = np.isin(part.ids, mine).all() and not search.arrays.made_of_errors(other)
        if own and graph.behind(other, None, turn.since)[1][turn.stop].any():
            return operation
    return None


def penalty_fault(base: np.ndarray, found: np.ndarray, expected: np.ndarray) -> str:
    """What a gradient has of its own parameter, or of a number, beside what belongs there."""
    if base.size < 4 or not np.ptp(base):
        return ""
    parts = np.stack([expected, base, np.ones(base.size)], axis=1)
    solved, *_ = np.linalg.lstsq(parts, found, rcond=None)
    if np.abs(parts @ solved - found).max() > 1e-6 * np.abs(found).max():
        return ""
    sizes = np.abs(parts * solved).max(axis=0)
    if sizes[0] < 1e-3 * sizes.max():
        return ""
    if (
        sizes[2] > 1e-6 * sizes[0] or solved[0] * solved[1] > 1e-6 * solved[0] ** 2
    ):  # or more than belongs there
        return "regulariser-gradient"
    return "regulariser-gradient-missing" if sizes[1] > 1e-6 * sizes[0] else ""


def without_penalty(search: Search, found: np.ndarray, expected: np.ndarray, of: Array) -> bool:
    """Whether a gradient is that of the loss but for what a penalty adds to it, whatever the penalty is."""
    one = search.one
    seeds = (one.met.y, search.adjoint[one.met.y])
    alone = search.graph.cotangents(seeds, one.turn.since, one.stop, search.values)[of.ids.ravel()]
    if not alone.any() or not same(found, alone) or same(expected, alone):
        return False
    return penalised(search, of) is None


def other_penalty(base: np.ndarray, found: np.ndarray, expected: np.ndarray) -> bool:
    """Whether a gradient has the slope of another penalty beside what belongs there, of all weights or but for biases.

    Biases may stand in the first or the last row or column.
    """
    flat = base.ravel()
    masks = [np.ones(base.shape)]
    if base.ndim == 2 and min(base.shape) > 1:
        masks += but_for_biases(base.shape)
    for mask in masks:
        weights = flat * mask.ravel()
        others = (np.abs(weights), weights**2, weights**3, np.sign(weights))
        more = [(one,) for one in others]
        more += [(one, np.sign(weights)) for one in others[:3]]  # in the place of the slope of |w|
        more += [(flat - weights,)] if not mask.all() else []
        if any(_made_of(found, np.stack([expected, weights, *other], axis=1)) for other in more):
            return True
    return False


def _made_of(found: np.ndarray, parts: np.ndarray) -> bool:
    """Whether numbers are a sum of others, of which the first is needed; two more have to agree than are asked for."""
    columns = parts.shape[1]
    if found.size < columns + 2 or np.linalg.matrix_rank(parts) < columns:
        return False
    solved, *_ = np.linalg.lstsq(parts, found, rcond=None)
    near = np.abs(parts @ solved - found).max() <= 1e-6 * np.abs(found).max()
    return bool(near and abs(solved[0]) > 1e-9)
