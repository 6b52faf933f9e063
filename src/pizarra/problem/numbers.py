"""Numbers from outside: plain lists are looked through entry by entry, so that a message can name the place."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..data import array
from ..errors import DataError
from .words import quoted


def numbers(values: Any, what: str, *, dimensions: tuple[int, ...] = (0, 1, 2)) -> np.ndarray:
    """Give the values as a new float64 array. Raises DataError, which names `what` and the place.

    >>> numbers([[1, 2], [True, 4]], "x")
    Traceback (most recent call last):
        ...
    pizarra.errors.DataError: x has True at [1][0]; a number is expected.
    """
    _look_through(values, what, "", max(dimensions))
    with np.errstate(all="ignore"):  # a longer float may not fit; it is refused as not finite
        return array(values, what, dimensions=dimensions)


def _look_through(value: Any, what: str, place: str, depth: int) -> None:
    if isinstance(value, list | tuple):
        if depth == 0 and not place:
            raise DataError(f"{what} is {quoted(value)}; one number is expected.")
        if depth == 0:
            raise DataError(f"{what} is nested too deeply: a list stands at {place}. Give numbers in rows.")
        for k, item in enumerate(value):
            _look_through(item, what, f"{place}[{k}]", max(depth - 1, 0))
        return
    if isinstance(value, bool | str | bytes | dict | None):
        where = f"has {quoted(value, 40)} at {place}" if place else f"is {quoted(value, 40)}"
        raise DataError(f"{what} {where}; a number is expected.")
    if (
        not isinstance(value, int | float)
        and not hasattr(value, "__array__")
        and not hasattr(value, "__len__")
    ):
        raise DataError(f"{what}{place} is {quoted(value)}; a number is expected.")
    if isinstance(value, int) and abs(value) > 2**1000:
        raise DataError(f"{what}{place} is a whole number too large to compute with.")
