"""Kinks: between what a slope may lie where several bends of a function meet."""

from __future__ import annotations

import numpy as np

from .continued import complex_step
from .line import ROUNDING
from .point import Point


def beside(
    point: Point, which: int, place: tuple[int, ...], off: float, *, kink: bool
) -> tuple[float, float] | None:
    """Give between what the slope may lie where several kinks meet; None where there are none.

    A unit that is 0 for several samples has a kink for each. The slopes of the two sides are two of the sums that come
    of choosing one side at each kink; those at points close by, with all parameters moved, are others. Kinks are told
    from curvature by that: coming closer does not make the slopes more alike. off: the difference to be explained.
    kink: whether a kink is known to be there.
    """
    scale = point.scale(which, place)
    coarse = 10 * ROUNDING * point.precision.eps * abs(point.here) / (off * scale)
    step = min(max(2e-7, coarse), 5e-3)
    close, far = (1e-12, 1e-10) if point.complexly is not None else (50 * step, min(1000 * step, 0.5))
    near = _slopes_near(point, which, place, close, step * scale)
    spread = float(np.ptp(near)) if len(near) else 0.0
    if spread < 0.1 * off:
        return None
    if not kink:
        wide = _slopes_near(point, which, place, far, step * scale)
        if not len(wide) or spread < 0.2 * float(np.ptp(wide)):
            return None
    several = np.sum(np.diff(np.sort(near)) > 0.01 * spread) > 1
    # Of one kink both sides have been seen, of several not every sum.
    more = spread if several else 1e-4 * spread
    return float(np.min(near)) - more, float(np.max(near)) + more


def _slopes_near(point: Point, which: int, place: tuple[int, ...], far: float, step: float) -> np.ndarray:
    """Measure the slope at points so far away, relative to each array's size: along each array, and at random."""
    rng = np.random.default_rng(0)
    count = len(point.arrays)
    moves = [tuple(float(k == j) for k in range(count)) for j in range(count)][:8]
    found = []
    for move in [*moves, *[None] * 4]:
        for sign in (far, -far):
            arrays = [
                np.array(a + sign * size * (rng.uniform(-1, 1, a.shape) if move is None else move[k]))
                for k, (a, size) in enumerate(zip(point.arrays, point.sizes, strict=True))
            ]
            if point.complexly is not None:
                direction = np.zeros(arrays[which].shape)
                direction[place] = 1.0
                exact = complex_step(point.complexly, arrays, which, direction)
                found += [] if exact is None else [exact]
                continue
            here = float(arrays[which][place])
            ends = []
            for by in (step, -step):
                arrays[which][place] = point.types[which](here + by)
                ends.append((float(arrays[which][place]), point.loss(arrays)))
            (up, above), (down, below) = ends
            if np.isfinite(above - below) and up > down:
                found.append((above - below) / (up - down))
    return np.array(found)
