"""Parameters as a source stores them, to the layout that everything is computed in."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import ShapeError
from ..layout import Layout
from .numbers import numbers


def weights_of(values: Any, what: str, layout: Layout) -> np.ndarray:
    """Give weights as (inputs, outputs)."""
    given = numbers(values, what, dimensions=(0, 1, 2))
    if given.ndim != 2:
        row = "one row for each unit" if layout.weights == "out_in" else "one row for each input"
        raise ShapeError(
            f"The {what} are {_named(given)}; a matrix is expected, {row}, such as [[1, 2], [3, 4]]."
        )
    return given.T.copy() if layout.weights == "out_in" else given


def bias_of(values: Any, what: str) -> np.ndarray:
    """Give a bias as one list; a matrix of one row or one column is taken as it."""
    given = numbers(values, what, dimensions=(0, 1, 2))
    if given.ndim == 2 and 1 in given.shape:
        return given.reshape(-1)
    if given.ndim != 1:
        raise ShapeError(f"The {what} is {_named(given)}; one list is expected, a number for each unit.")
    return given


def _named(array: np.ndarray) -> str:
    return ("a number alone", "a plain list", f"a matrix of shape {array.shape}")[array.ndim]
