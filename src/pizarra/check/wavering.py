"""Wavering: how far a gradient's own rounding reaches, entry by entry.

1 − p has no digits left where p is next to 1, so a right gradient may be far from the slope, relative to itself. Where
the gradient is a function, it is looked at along a short line: what does not go on smoothly there is rounding. And in
any case how much the loss changes as the parameters change says how large the numbers inside may be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

Noise = Callable[[int], np.ndarray]  # for each array, how far each of its entries may be off
TIMES = 10.0  # how many times what was seen is allowed for
UNITS = 64.0  # units in the last place of how far the loss changes
_STEPS = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)  # along the line, relative to the parameters
SMOOTH = 50.0  # what is smooth gets a thousand times less rough with each of these; rounding does not, twice in a row
_POINTS = range(1, 7)  # not the point itself: a kink may be there


def of_function(
    gradient: Callable[[Sequence[np.ndarray]], list[np.ndarray]], arrays: Sequence[np.ndarray], seed: int
) -> Noise:
    """Look at the gradient along a line; gives for each array how far its entries may be off. Done when first asked."""
    kept: list[list[np.ndarray]] = []

    def noise(which: int) -> np.ndarray:
        if not kept:
            kept.append(_measured(gradient, arrays, np.random.default_rng(seed)))
        return kept[0][which]

    return noise


def _measured(
    gradient: Callable[[Sequence[np.ndarray]], list[np.ndarray]],
    arrays: Sequence[np.ndarray],
    rng: np.random.Generator,
) -> list[np.ndarray]:
    """Take third differences, in which what is smooth vanishes as the steps get shorter, and rounding does not.

    Long steps show rounding that short ones are too small to meet, but what changes fast looks rough to them. So the
    longest step is believed, except above two shortenings in a row that take nearly all of the roughness away.
    """
    sizes = [float(np.max(np.abs(array))) or 1.0 for array in arrays]
    directions = [
        rng.uniform(-1, 1, array.shape) * np.maximum(np.abs(array), 1e-3 * size)
        for array, size in zip(arrays, sizes, strict=True)
    ]

    def table(step: float) -> list[np.ndarray]:
        along = [
            gradient([a + k * step * d for a, d in zip(arrays, directions, strict=True)]) for k in _POINTS
        ]
        return [np.array([at[which] for at in along], dtype=float) for which in range(len(arrays))]

    try:
        tables = [table(step) for step in (-_STEPS[0], *_STEPS)]
    except Exception:  # beside the point it may not exist
        return [np.zeros(array.shape) for array in arrays]
    found = []
    for which in range(len(arrays)):
        back, first, *others = (_roughness(along[which]) for along in tables)
        rough = [np.minimum(back, first), *others]
        noise = rough[0]
        for a, b, c in zip(rough, rough[1:], rough[2:], strict=False):
            noise = np.where((a >= SMOOTH * b) & (b >= SMOOTH * c) & (c > 0), c, noise)
        found.append(np.where(np.isfinite(noise), TIMES * noise, 0.0))
    return found


def _roughness(table: np.ndarray) -> np.ndarray:
    return np.max(np.abs(np.diff(table, n=3, axis=0)), axis=0) / np.sqrt(20)


def larger(first: Noise, second: Noise) -> Noise:
    """Allow for whichever is larger: a number that saturates stays the same along a line, however coarse it is."""
    return lambda which: np.maximum(first(which), second(which))


def of_numbers(
    loss: Callable[[Sequence[np.ndarray]], float],
    arrays: Sequence[np.ndarray],
    scales: Sequence[np.ndarray],
    eps: float,
) -> Noise:
    """Guess it from how far apart the losses are of the given parameters, part of them, and others of their size."""
    kept: list[float] = []

    def noise(which: int) -> np.ndarray:
        if not kept:
            rng = np.random.default_rng(0)
            around = [[part * array for array in arrays] for part in (0.5, 0.0)]
            around += [
                [a + rng.uniform(-1, 1, a.shape) * np.where(a, np.abs(a), size)
                 for a, size in zip(arrays, scales, strict=True)]
                for _ in range(3)
            ]  # fmt: skip
            here = loss(arrays)
            apart = [abs(value - here) for value in map(loss, around) if np.isfinite(value)]
            kept.append(float(np.median(apart)) if apart else 0.0)
        return UNITS * eps * kept[0] / scales[which]

    return noise
