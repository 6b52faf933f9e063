"""Take numbers from outside: arrays that are real, finite, rectangular and not empty, or one clear error."""

from __future__ import annotations

import sys
from math import prod
from typing import Any

import numpy as np

from .errors import DataError, shown

LINE = 64  # bytes of a line of the cache, and of the widest vectors


def is_masked(values: Any) -> bool:
    """Whether an array has masked entries. numpy.ma takes long to import, and who has such arrays has imported it."""
    return "numpy.ma" in sys.modules and bool(np.ma.is_masked(values))


def array(values: Any, what: str, *, dimensions: tuple[int, ...] = (0, 1, 2)) -> np.ndarray:
    """Give the values as a new float64 array. Raises DataError, which names `what`, the place and what stands there.

    >>> array([[1, 2], [3, 4]], "W")
    array([[1., 2.],
           [3., 4.]])
    >>> array([[1, 2], [3]], "W")
    Traceback (most recent call last):
        ...
    pizarra.errors.DataError: W is ragged: row 0 has 2 entries, row 1 has 1. Give every row the same length.
    """
    _refuse_ragged(values, what)
    if is_masked(values):
        place = np.argwhere(np.ma.getmaskarray(values))[0].tolist()
        raise DataError(f"{what} has a masked entry at {place}; every number must be there.")
    try:
        raw = np.asarray(values)
    except Exception as error:  # a foreign object's __array__ may raise anything
        raise DataError(f"{what} cannot be read as an array: {shown(str(error))}.") from None
    if raw.dtype.kind == "O" and all(type(value) in (int, float) for value in raw.flat):
        try:
            raw = raw.astype(float)  # whole numbers longer than 64 bits
        except OverflowError:
            raise DataError(f"{what} has a number too large: above 1.8e308.") from None
    if raw.dtype.kind not in "iufb":
        raise DataError(f"{what} must be real numbers; {_culprit(raw)}.")
    if raw.dtype.kind == "b":
        raise DataError(f"{what} must be real numbers; it holds True and False. Write 1 and 0.")
    _refuse_truth(values, what)
    if raw.size == 0:
        raise DataError(f"{what} is empty (shape {raw.shape}). Give at least one number.")
    if raw.ndim not in dimensions:
        wanted = " or ".join(map(str, dimensions))
        raise DataError(f"{what} has {raw.ndim} dimensions (shape {raw.shape}); {wanted} are expected.")
    result = np.array(raw, dtype=float)
    if not np.isfinite(result).all():
        place = tuple(int(k) for k in np.argwhere(~np.isfinite(result))[0])
        where = f" at {list(place)}" if place else ""
        raise DataError(f"{what} has {result[place]}{where}; every number must be finite.")
    return result


def empty(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Give an array, not filled, that begins where a line of the cache does: there wide vectors are read at once."""
    size = prod(shape) * np.dtype(dtype).itemsize
    room = np.empty(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + size].view(dtype).reshape(shape)


def copied(values: np.ndarray, dtype: Any = None) -> np.ndarray:
    """Copy an array, row by row, to where a line of the cache begins."""
    copy = empty(values.shape, values.dtype if dtype is None else dtype)
    copy[...] = values
    return copy


def number(value: Any, what: str, *, least: float | None = None) -> float:
    """Give one finite number. Raises DataError, which names `what`."""
    result = float(array(value, what, dimensions=(0,)))
    if least is not None and result < least:
        raise DataError(f"{what} is {result:g}; it must be at least {least:g}.")
    return result


def whole(value: Any, what: str, *, least: int, most: int) -> int:
    """Give one whole number in a range. Raises DataError, which names `what` and the range."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= most:
        raise DataError(f"{what} must be a whole number from {least} to {most}; {shown(value)} is not.")
    return int(value)


def one_hot(labels: np.ndarray, classes: int, what: str) -> np.ndarray:
    """Turn class labels 0 … classes − 1 into rows with a 1 at the label. Raises DataError for any other number.

    >>> one_hot(np.array([2, 0]), 3, "y")
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    for place, label in enumerate(labels):
        if label != int(label) or not 0 <= label < classes:
            raise DataError(
                f"{what}[{place}] is the label {label:g}; the network has {classes} outputs, "
                f"so labels run from 0 to {classes - 1}."
            )
    return np.eye(classes)[labels.astype(int)]


def _refuse_ragged(values: Any, what: str) -> None:
    """Say which rows differ: NumPy's own message does not."""
    if not isinstance(values, list | tuple) or not values:
        return
    rows = [value for value in values if _is_row(value)]
    if rows and len(rows) != len(values):
        raise DataError(
            f"{what} mixes numbers and rows. Give either one row of numbers, or rows of equal length."
        )
    lengths = [len(row) for row in rows]
    for place, length in enumerate(lengths):
        if length != lengths[0]:
            raise DataError(
                f"{what} is ragged: row 0 has {lengths[0]} entries, row {place} has {length}. "
                "Give every row the same length."
            )


def _is_row(value: Any) -> bool:
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _refuse_truth(values: Any, what: str, place: tuple[int, ...] = ()) -> None:
    """Refuse True and False among numbers, which NumPy would quietly take as 1 and 0."""
    if not isinstance(values, list | tuple) or len(place) > 3:
        return
    kinds = [type(value) is bool for value in values]
    if any(kinds):
        k = kinds.index(True)
        raise DataError(f"{what} must be real numbers; at {[*place, k]} stands {values[k]}.")
    for k, value in enumerate(values):
        _refuse_truth(value, what, (*place, k))


def _culprit(raw: np.ndarray) -> str:
    for place, value in np.ndenumerate(raw):
        if isinstance(value, bool) or not isinstance(value, int | float):
            where = f"at {list(place)} stands" if place else "it is"
            return f"{where} {shown(value.item() if isinstance(value, np.generic) else value, 40)}"
    return f"its type is {raw.dtype}"
