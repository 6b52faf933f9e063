"""Line: how steep a function is along a line, from its values alone, and how far that may be off.

The function is looked at from close by and then from ever farther away, four times as far at each rung. Close by,
rounding hides the slope; far away, curvature bends it. Each rung gives an estimate (two central differences,
extrapolated) and a bound made of what was seen: how irregular the function is at this rung and at all finer ones, and
how coarse its numbers are. Rungs that do not contradict each other make a reach, and the rung with the least bound
speaks for it. A second reach, farther away, begins where the first is contradicted: at a bend close by the near one is
right; where the near steps are lost in rounding inside of the function, the far one is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf, isfinite

RATIO = 4.0
ROUNDING = 16.0  # how many units in the last place of the loss a difference of two losses may be off
SCATTER = 4.0  # how many times the irregularity that was seen
SEEN = 0.02  # a bound below this part of the slope: the slope has been seen, not only noise
FARTHER = 12  # rungs beyond the scale, as long as they still tell more
TINY = 1e-307  # a step that is still a normal number
NEARBY = (
    0.1  # within this part of the scale irregularities are taken for rounding, not for the function's shape
)
LOST = 1e-5  # a step below this part of the scale at which nothing moves at all may be lost in rounding
ENOUGH = 1e-3  # beyond this part of the scale it may end where the bound grows again

Along = Callable[[float], tuple[float, float]]  # a step wanted -> the step made, the function's value there


def first_step(eps: float) -> float:
    """Give the step to try first, relative to the size of what is moved: where rounding and curvature weigh alike."""
    return 8 * eps ** (1 / 3)


@dataclass(frozen=True)
class Slope:
    """A slope with its bound: the true one is `value` ± `bound`. At a kink it is anything from `left` to `right`.

    `flat`: the function had one and the same value wherever it was looked at. `step`: how far the best rung reached.
    `other`: what another reach says, where two contradict each other and it cannot be told which is right.
    """

    value: float
    bound: float
    left: float
    right: float
    flat: bool = False
    step: float = 0.0
    other: Slope | None = None

    @property
    def kink(self) -> bool:
        """Whether the two sides have different slopes."""
        return self.left != self.right

    def off(self, claimed: float, tolerance: float = 0.0) -> float:
        """How far a claimed slope is beyond what the two sides, the bound and the tolerance allow; 0 if it is not."""
        low, high = sorted((self.left, self.right))
        beyond = max(low - claimed, claimed - high, 0.0) - self.bound - tolerance
        if beyond > 0 and self.other is not None:
            beyond = min(beyond, self.other.off(claimed, tolerance))
        return max(beyond, 0.0)


UNKNOWN = Slope(0.0, inf, 0.0, 0.0)


@dataclass(frozen=True)
class _Rung:
    step: float
    central: float
    below: float  # the one-sided slopes
    above: float
    value: float
    bound: float
    still: bool


def two_steps(along: Along, here: float, step: float, eps: float) -> tuple[float, float, bool]:
    """Measure with two step sizes: the slope, its bound, and whether nothing moved at all."""
    (up, a), (down, b) = along(step), along(-step)
    (up2, c), (down2, d) = along(step / 4), along(-step / 4)
    if not (up > 0 > down and up2 > 0 > down2):
        return 0.0, inf, False
    wide, narrow = (a - b) / (up - down), (c - d) / (up2 - down2)
    ratio = ((up - down) / (up2 - down2)) ** 2
    bound = SCATTER * abs(wide - narrow) + ROUNDING * eps * max(abs(here), abs(a), abs(b)) / up
    value = (ratio * narrow - wide) / (ratio - 1)
    return (value, bound, a == b == c == d == here) if isfinite(value + bound) else (0.0, inf, False)


def slope(along: Along, here: float, *, least: float, scale: float, eps: float) -> Slope:
    """Measure the slope at 0 of a function whose value there is `here`.

    least: the smallest step worth trying. scale: the size of what is moved, beyond which curvature is expected.
    eps: the precision in which the function computes.
    """
    reaches: list[tuple[list[_Rung], _Rung]] = []
    rungs: list[_Rung] = []
    best: _Rung | None = None
    low, high, flat, certain = -inf, inf, True, False
    for rung in _rungs(along, here, least, scale, eps):
        flat = flat and rung.still
        if rung.still and rung.step < LOST * scale:
            continue
        rungs.append(rung)
        if len(rungs) < 2:
            continue
        seen = best is not None and best.bound <= SEEN * abs(best.value)
        if rung.value - rung.bound > high or rung.value + rung.bound < low:  # it contradicts a finer one
            if best is not None and (seen or not certain):
                reaches.append((rungs[:-1], best))
                certain = certain or seen
            rungs, best, low, high = [rung], None, -inf, inf
            continue
        low, high = max(low, rung.value - rung.bound), min(high, rung.value + rung.bound)
        if best is None or rung.bound <= best.bound:
            if best is None or rung.step <= scale or seen:
                best = rung
        elif rung.bound > 64 * best.bound and seen and rung.step > ENOUGH * scale:
            break
        if rung.step > scale and not seen:
            break
    if best is not None and (not certain or best.bound <= SEEN * abs(best.value)):
        reaches.append((rungs, best))
    if not reaches:
        return _one_sided(along, here, least, scale, eps)
    found = [_sided(made, chosen, flat, scale) for made, chosen in reaches]
    return _together(found, [len(made) for made, _ in reaches])


def _rungs(along: Along, here: float, least: float, scale: float, eps: float) -> Iterator[_Rung]:
    """Climb, as far as the function exists on both sides."""
    irregular, largest, step = 0.0, abs(here), max(least, TINY)
    before: _Rung | None = None
    while step <= scale * RATIO**FARTHER:
        (up, above), (down, below) = along(step), along(-step)
        step *= RATIO
        if up <= 0 or down >= 0:
            continue
        if not (isfinite(above) and isfinite(below)):
            return
        size = (up - down) / 2
        largest = max(largest, abs(above), abs(below))
        central = value = (above - below) / (2 * size)
        if before is not None:
            ratio = (size / before.step) ** 2
            value = (ratio * before.central - central) / (ratio - 1)
            irregular = max(irregular, abs(central - before.central) * size)
        bound = (SCATTER * irregular + ROUNDING * eps * largest) / size
        sides = (here - below) / -down, (above - here) / up
        before = _Rung(size, central, *sides, value, bound, above == here == below)
        yield before


def _sided(rungs: list[_Rung], best: _Rung, flat: bool, scale: float) -> Slope:
    """Look at the two sides by themselves: where they stay apart as the step shrinks there is a kink."""
    place = next(k for k, rung in enumerate(rungs) if rung is best)
    finer = rungs[place - 1]
    bound = max(best.bound, abs(best.value - finer.value) if place > 1 else 0.0)
    if bound > SEEN * abs(
        best.value
    ):  # mostly noise: then what comes next says more of how much noise there is
        nearby = [rung for rung in rungs[place + 1 : place + 3] if rung.step <= NEARBY * scale]
        bound = max([bound, *(abs(rung.value - best.value) for rung in nearby)])
    plain = Slope(best.value, bound, best.value, best.value, flat, best.step)
    apart = best.above - best.below
    close = next(
        (k for k, rung in enumerate(rungs[: place + 1]) if k and 16 * rung.bound <= abs(apart)), None
    )
    if close is None:
        return plain
    here = rungs[close].above - rungs[close].below
    if abs(here - apart) > 0.5 * abs(apart) or abs(here) <= 4 * bound:
        return plain  # it goes away as the step shrinks: curvature

    def error(k: int) -> float:
        rung, before = rungs[k], rungs[k - 1]
        return rung.bound + max(abs(rung.below - before.below), abs(rung.above - before.above))

    sides = min(range(close, place + 1), key=error)
    rung = rungs[sides]
    return Slope(best.value, max(bound, error(sides)), rung.below, rung.above, flat, best.step)


def _together(found: list[Slope], rungs: list[int]) -> Slope:
    """Put first what most rungs say, the nearer of two that are equal."""
    result: Slope | None = None
    for k in sorted(range(len(found)), key=lambda k: (rungs[k], -k)):
        result = replace(found[k], other=result)
    assert result is not None
    return result


def _one_sided(along: Along, here: float, least: float, scale: float, eps: float) -> Slope:
    """Measure where the function exists on one side only."""
    sign = 1.0 if isfinite(along(max(least, TINY))[1]) else -1.0
    best, irregular, largest = UNKNOWN, 0.0, abs(here)
    slopes: list[float] = []  # those that stand out of the rounding, from the nearest on
    before: float | None = None
    size = max(least, TINY)
    while size <= scale:
        made, value = along(sign * size)
        size *= RATIO
        if not isfinite(value):
            break
        if made == 0:
            continue
        largest = max(largest, abs(value))
        rounding = ROUNDING * eps * largest / abs(made)
        one = (value - here) / made
        if rounding <= SEEN * abs(one):
            slopes.append(abs(one))
        if before is not None:
            irregular = max(irregular, abs(one - before) * abs(made))
            bound = SCATTER * irregular / abs(made) + rounding
            estimate = (RATIO * before - one) / (RATIO - 1)
            if bound < best.bound:
                best = Slope(estimate, bound, estimate, estimate, False, abs(made))
        before = one
    steeper = [near > 1.5 * far for near, far in pairwise(slopes[:4])]
    return UNKNOWN if len(steeper) == 3 and all(steeper) else best  # steeper and steeper: there is no slope
