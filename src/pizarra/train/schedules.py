"""Schedules: what the rate is multiplied with at each step, counted from 0. Any function of the step is one."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from ..data import number, whole

Schedule = Callable[[int], float]
_LONGEST = 2**62


def unchanged(step: int) -> float:
    """Give 1, whatever the step: where this is the schedule, it need not be asked at each of them."""
    return 1.0


def constant() -> Schedule:
    """Keep the rate as it is.

    >>> constant()(100)
    1.0
    """
    return unchanged


def stepped(every: int, factor: float = 0.1) -> Schedule:
    """Multiply the rate by `factor` after `every` so many steps.

    >>> [stepped(2, factor=0.5)(step) for step in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    every, factor = whole(every, "every", least=1, most=_LONGEST), number(factor, "factor", least=0.0)
    return lambda step: factor ** (step // every)


def exponential(factor: float) -> Schedule:
    """Multiply the rate by `factor` after each step.

    >>> [exponential(0.5)(step) for step in range(3)]
    [1.0, 0.5, 0.25]
    """
    factor = number(factor, "factor", least=0.0)
    return lambda step: factor**step


def cosine(steps: int, least: float = 0.0) -> Schedule:
    """Lower the rate along half a cosine, from 1 to `least` over so many steps; then it stays there.

    Source: Loshchilov, Hutter 2017, eq. 5, without restarts.

    >>> [round(cosine(4, least=0.2)(step), 3) for step in range(6)]
    [1.0, 0.883, 0.6, 0.317, 0.2, 0.2]
    """
    steps, least = whole(steps, "steps", least=1, most=_LONGEST), number(least, "least", least=0.0)
    return lambda step: least + (1 - least) * (1 + cos(pi * min(step, steps) / steps)) / 2
