"""Unsampled: the entries of a large array that were not looked at one by one are looked at together, along one line.

Where the slope along the line is not what the given gradient says, halving the entries again and again leads to one
that is wrong.
"""

from __future__ import annotations

import numpy as np

from .continued import complex_step
from .line import slope
from .measure import Entries, measure
from .measured import State
from .point import Point


def look_at_the_rest(point: Point, which: int, given: np.ndarray, entries: Entries, seed: int) -> None:
    """Move all unseen entries at once, each by its own size with a random sign; find a wrong one if need be."""
    rest = np.argwhere(entries.state == State.UNSEEN)
    rng = np.random.default_rng(seed + 1)
    sizes = np.maximum(np.abs(point.arrays[which]), point.sizes[which])
    direction = np.where(rng.random(given.shape) < 0.5, -1.0, 1.0) * sizes
    if _agrees(point, which, given, direction, rest):
        return
    while len(rest) > 1:
        half = rest[: len(rest) // 2]
        rest = rest[len(rest) // 2 :] if _agrees(point, which, given, direction, half) else half
    place = tuple(int(k) for k in rest[0])
    found = measure(point, which, given, [place])
    entries.measured[place], entries.bound[place] = found.measured[place], found.bound[place]
    entries.state[place] = found.state[place]


def _agrees(point: Point, which: int, given: np.ndarray, direction: np.ndarray, rest: np.ndarray) -> bool:
    where = tuple(rest.T)
    moved = np.zeros(given.shape)
    moved[where] = direction[where]
    parts = given * moved
    claimed = float(np.sum(parts))
    precision = point.precision
    arrays = [*point.arrays]
    source = point.arrays[which]

    def along(step: float) -> tuple[float, float]:
        arrays[which] = source + step * moved
        return step, point.loss(arrays)

    least = max(2.0**-30, 1e3 * precision.eps)
    found = slope(along, point.here, least=least, scale=1.0, eps=precision.eps)
    wavers = float(np.sum(np.abs(point.noise(which) * moved)))
    tolerance = precision.tolerance * max(abs(claimed), abs(found.value))
    tolerance += 8 * precision.eps * float(np.sum(np.abs(parts))) + wavers
    if found.off(claimed, tolerance) == 0:
        return True
    if point.complexly is None:
        return False
    exact = complex_step(point.complexly, point.arrays, which, moved)
    return exact is not None and abs(exact - claimed) <= tolerance
