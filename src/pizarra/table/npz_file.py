"""Npz files as tables: a matrix X and a target y, or one array for each column."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from ..errors import DataError, shown
from ..storage import npz
from ..storage.opening import called
from .table import Place, Table, Texts


class NpzFile:
    """An npz file with a matrix X, one row a sample, and y; or with columns, arrays of one dimension, by name.

    The columns of X are called x1, x2, …; that of y is y, or where there are several y1, y2, …: the target, unless
    another is said. Raises FileError or DataError.
    """

    target: tuple[str, ...] = ()

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.source = called(path)
        arrays, _ = npz.read(path)
        self.columns: dict[str, Place] = {}
        if not arrays:
            raise DataError(f"{self.source} has no arrays.")
        for name, array in arrays.items():
            if array.dtype.kind not in "iuf":
                raise DataError(
                    f"{self.source}: the array {shown(name)} holds {array.dtype}; numbers are expected."
                )
        target = next((name for name in ("y", "Y") if name in arrays), None)
        if "X" in arrays:
            if other := [name for name in arrays if name not in ("X", target)]:
                raise DataError(f"{self.source} has X, and besides {shown(other[0])}; X and y are expected.")
            self._put("x", arrays["X"], "X", always=True)
            if target is not None:
                self.target = tuple(self._put("y", arrays[target], target))
        else:
            for name, array in arrays.items():
                if array.ndim != 1:
                    raise DataError(
                        f"{self.source}: the array {shown(name)} has the shape {array.shape}. Give a matrix X and y, "
                        "or columns: arrays of one dimension."
                    )
                self._put(name, array, name)
        self.names = tuple(self.columns)
        lengths = {name: len(matrix) for name, (matrix, _) in self.columns.items()}
        first = self.names[0]
        for name, length in lengths.items():
            if length != lengths[first]:
                raise DataError(
                    f"{self.source}: {shown(first)} has {lengths[first]} rows, {shown(name)} has {length}."
                )
        if not lengths[first]:
            raise DataError(f"{self.source} has no rows.")

    def _put(self, prefix: str, array: np.ndarray, name: str, always: bool = False) -> list[str]:
        if array.ndim not in (1, 2) or (always and array.ndim != 2) or 0 in array.shape[1:]:
            raise DataError(
                f"{self.source}: the array {shown(name)} has the shape {array.shape}; one row a sample is expected."
            )
        matrix = array if array.ndim == 2 else array[:, None]
        many = always or matrix.shape[1] > 1
        names = [f"{prefix}{k}" for k in range(1, matrix.shape[1] + 1)] if many else [prefix]
        self.columns.update({name: (matrix, place) for place, name in enumerate(names)})
        return names

    def read(self, names: Sequence[str], *, texts: Sequence[str] = (), most: int | None = None) -> Table:
        """Give columns as a table; those in `texts` as texts. most: of how many rows."""
        rows = len(next(iter(self.columns.values()))[0][:most])
        found: dict[str, Place | Texts] = {
            name: (matrix[:most], place) for name, (matrix, place) in self.columns.items() if name in names
        }
        for name, (matrix, place) in self.columns.items():
            wrong = ~np.isfinite(matrix[:most, place]) if name in names else np.zeros(0, bool)
            if wrong.any():
                row = int(wrong.argmax())
                raise DataError(
                    f"{self.source}, row {row + 1}, column {shown(name)}: {matrix[row, place]} is not finite; every "
                    "number must be."
                )
        table = Table(self.source, rows, found)
        return Table(self.source, rows, found | {name: table.texts(name) for name in texts})
