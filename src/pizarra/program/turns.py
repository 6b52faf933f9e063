"""Turns: which rounds of updates are looked at: the first ones, but those in which something moves."""

from __future__ import annotations

from .steps import Parameter

MOST = 3


def telling(listed: list[Parameter]) -> list[int]:
    """Give the numbers of the rounds to look at, three at most.

    A rate that warms up begins with 0, and a sample of zeros moves no weight that it meets: such a round is right
    whatever is wrong. So the first in which anything moves comes first, and with it, of those that follow, the ones
    in which what has not moved yet does.
    """
    moving = [[bool(step.move.any()) for step in parameter.steps] for parameter in listed]
    count = max((len(steps) for steps in moving), default=0)
    first = next((k for k in range(count) if any(k < len(m) and m[k] for m in moving)), 0)
    plain = list(range(first, min(first + MOST, count)))
    late = [m.index(True) for m in moving if any(m) and not any(m[k] for k in plain if k < len(m))]
    if not late:
        return plain
    found = sorted({first, *sorted(set(late))[: MOST - 1]})
    more = (k for k in range(found[-1] + 1, count))
    return [*found, *(k for _, k in zip(range(MOST - len(found)), more, strict=False))]
