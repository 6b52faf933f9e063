"""Samples: X and Y as training reads them: one row a sample, refused where they cannot be used, not copied."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ..errors import DataError, PizarraError, ShapeError
from ..loss import Loss
from ..problem.numbers import numbers
from ..problem.targets import OF_CLASSES, OF_YES_AND_NO, targets

_AT_ONCE = 1 << 15  # how many numbers are looked at together: less than training holds
_GREATEST = {"float32": float(np.finfo(np.float32).max), "float64": float(np.finfo(np.float64).max)}


def rows(values: Any, what: str, dtype: str = "float64") -> np.ndarray:
    """Give a matrix with one row a sample; an array of numbers comes back as it is, of whatever type it has.

    Raises DataError or ShapeError, which name `what`, the place and the remedy.
    """
    plain = isinstance(values, np.ndarray) and not np.ma.isMaskedArray(values) and values.dtype.kind in "iuf"
    given = np.asarray(values) if plain and values.size else numbers(values, what)
    if given.ndim != 2:
        one = f"; for one number a sample write {what}.reshape(-1, 1)" if given.ndim == 1 else ""
        raise ShapeError(
            f"{what} has {given.ndim} dimension{'s' * (given.ndim != 1)} (shape {given.shape}). "
            f"Give a matrix, one row for each sample{one}."
        )
    step = max(1, _AT_ONCE // given.shape[1])
    for start in range(0, len(given), step):
        block = given[start : start + step]
        with np.errstate(all="ignore"):
            good = np.abs(block) <= _GREATEST[dtype] if block.dtype.kind == "f" else None
        if good is not None and not good.all():
            row, column = map(int, np.argwhere(~good)[0])
            value, limit = block[row, column], f"{_GREATEST[dtype]:.2g}"
            wanted = (
                f"{dtype} holds numbers up to {limit}"
                if np.isfinite(value)
                else "every number must be finite"
            )
            raise DataError(f"{what} has {value:g} at [{start + row}, {column}]; {wanted}.")
    return given


def outputs_of(Y: Any, loss: Loss) -> int:
    """Say how many outputs a network needs for these targets: their width, or one for each class label."""
    with_name = rows(Y, "Y") if getattr(Y, "ndim", 0) == 2 else numbers(Y, "Y")
    if with_name.ndim == 2:
        return with_name.shape[1]
    if not isinstance(loss, OF_CLASSES):
        return 1
    top = float(with_name.max())
    if top != int(top) or top < 0 or top > 1_000_000:
        place = int(with_name.argmax())
        raise DataError(f"Y[{place}] is {top:g}; class labels are whole numbers from 0.")
    return int(top) + 1


def target_rows(Y: Any, loss: Loss, samples: int, outputs: int, dtype: str = "float64") -> np.ndarray:
    """Give the targets as one row a sample, class labels as one-hot rows. Raises DataError or ShapeError."""
    classes = isinstance(loss, OF_CLASSES + OF_YES_AND_NO)
    if isinstance(Y, np.ndarray) and Y.ndim == 2 and not classes:
        given = rows(Y, "Y", dtype)
        if given.shape == (samples, outputs):
            return given
    elif isinstance(Y, np.ndarray) and Y.shape == (samples, outputs) and _probabilities(Y, loss):
        return Y  # all is well, so nobody need look closer, or copy
    elif isinstance(Y, np.ndarray) and Y.ndim == 1 and isinstance(loss, OF_CLASSES) and len(Y) == samples > 1:
        labels = numbers(Y, "Y")
        wrong = (labels != np.trunc(labels)) | (labels < 0) | (labels >= outputs)
        if outputs > 1 and not wrong.any():  # many labels, all of them right: no need to look at each
            return np.eye(outputs)[labels.astype(int)]
    try:
        return targets(Y, loss, samples=samples, outputs=outputs, columns=False, single=False)
    except PizarraError as error:
        raise type(error)(re.sub(r"\b[xy]\b", lambda found: found[0].upper(), str(error))) from None


def _probabilities(Y: np.ndarray, loss: Loss) -> bool:
    """Whether these are targets of a cross-entropy beyond doubt."""
    if Y.dtype.kind != "f" or np.ma.isMaskedArray(Y):
        return False
    step = max(1, _AT_ONCE // (8 * Y.shape[1]))
    for start in range(0, len(Y), step):
        block = Y[start : start + step]
        if not ((block >= 0) & (block <= 1)).all():
            return False
        if isinstance(loss, OF_CLASSES) and (np.abs(block.sum(axis=1, dtype=float) - 1) > 1e-6).any():
            return False
    return True


def refuse_one_class(t: np.ndarray, loss: Loss) -> None:
    """Refuse targets that are all of one class: nothing is learnt from them. Raises DataError."""
    if len(t) < 2 or not isinstance(loss, OF_CLASSES + OF_YES_AND_NO) or (t != t[0]).any():
        return
    if isinstance(loss, OF_CLASSES) or t.shape[1] == 1:
        label = int(t[0].argmax()) if isinstance(loss, OF_CLASSES) else f"{t[0, 0]:g}"
        raise DataError(
            f"Y has one class only, {label}, in all {len(t)} samples. Give samples of at least two classes."
        )
