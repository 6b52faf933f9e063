"""Wrong slopes: of which activation, or at which number, a slope was taken that is not the one that belongs there."""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .judge import same
from .suspects import Search

SLOPES = (
    ("sigmoid at a", lambda v: v * (1 - v)),
    ("tanh at a", lambda v: 1 - v * v),
    ("step", lambda v: (v > 0).astype(float)),
)


def slope_fault(search: Search, found: np.ndarray, expected: np.ndarray) -> str:
    """Name what stands where the slope of an activation should; "unknown" where that is nothing known."""
    for z, a, slope in search.arrays.bends:
        if slope.size != found.size or not same(slope.ravel(), expected):
            continue
        zs, activation = search.values[z.ids.ravel()], search.values[a.ids.ravel()]
        if same(found, zs) or same(found, activation) or same(found, np.where(zs > 0, zs, 0)):
            return "derivative-returns-the-value"
        other = ~np.isclose(found, slope.ravel(), rtol=1e-6, atol=1e-12)
        if other.any() and not other.all() and np.allclose(found[other], zs[other], rtol=1e-9, atol=0):
            return "derivative-returns-the-value"  # on one side of a bend
        if same(found, 1 - activation) or same(found, 1 - zs):
            return "derivative-incomplete"
        if _slope_of_another_pass(search, found, a, slope.ravel()):
            return "stale-or-undefined-variable"
        again = _at(search, z, a, activation)
        if again is not None and same(found, again):
            return "derivative-at-activation"
        if same(found, np.ones(found.size)):
            return "wrong-activations-derivative"
        for _, other in SLOPES:
            if same(slope.ravel(), other(activation)) and same(found, other(zs)):
                return "derivative-at-activation"
            if same(found, other(activation)) or same(found, other(zs)):
                return "wrong-activations-derivative"
        with np.errstate(all="ignore"):
            ratio = expected / found
        for part in (activation, 1 - activation, 1 + activation, zs):
            if same(ratio, part):
                return "derivative-incomplete"
        return "unknown"
    return "unknown"


def _slope_of_another_pass(search: Search, used: np.ndarray, a: Array, slope: np.ndarray) -> bool:
    """Whether a slope is that of an activation as it was computed in another pass, and not as it is in this one."""
    mine = {-1, *search.arrays.forward}
    for other in search.arrays.pool:
        if other.size != a.size or not other.name or search.arrays.made_of_errors(other.ids):
            continue
        if not mine.isdisjoint(search.graph.makers(other.ids)):
            continue
        now, before = search.values[a.ids.ravel()], search.values[other.ids.ravel()]
        if any(same(slope, given(now)) and same(used, given(before)) for _, given in SLOPES[:2]):
            return True
    return False


def _at(search: Search, z: Array, a: Array, place: np.ndarray) -> np.ndarray | None:
    """Give the slope of an activation at other places."""
    search_ = search.graph
    numbers = [n for n in search.arrays.forward if z.position <= n < a.position]
    values, _ = search_.again((z.ids.ravel(), place), numbers)
    stop = search.one.stop.copy()
    stop[z.ids] = True
    return search_.cotangents((a.ids.ravel(), np.ones(a.size)), z.position, stop, values)[z.ids].ravel()
