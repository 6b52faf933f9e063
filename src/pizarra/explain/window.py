"""Window: which places of a long axis are shown."""

from __future__ import annotations

WHOLE = 8  # a longer axis is shown by its first three places and its last one


def window(length: int, place: int | None = None) -> list[int | None]:
    """Choose what is shown of an axis: all of a short one, else the first three, the last and `place`; None is a gap.

    >>> window(100, 41)
    [0, 1, 2, None, 41, None, 99]
    """
    if length <= WHOLE:
        return list(range(length))
    wanted: list[int] = sorted({0, 1, 2, length - 1, length - 1 if place is None else place})
    made: list[int | None] = []
    for k, index in enumerate(wanted):
        if k and index != wanted[k - 1] + 1:
            made.append(None)
        made.append(index)
    return made
