"""Table: columns of numbers and of texts, by name, as they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import DataError, nearest, shown

Place = tuple[np.ndarray, int]  # a matrix, and which of its columns


@dataclass(frozen=True, eq=False)
class Texts:
    """A column of texts: the different ones, in alphabetical order, and for each row which of them it has."""

    values: tuple[str, ...]
    codes: np.ndarray


@dataclass(frozen=True, eq=False)
class Table:
    """Columns by name: numbers, as a column of a matrix, or `Texts`. Every number is finite, nothing is missing.

    `source` is the file's name, for messages.
    """

    source: str
    rows: int
    columns: Mapping[str, Place | Texts]

    def column(self, name: str) -> np.ndarray | Texts:
        """Give a column. Raises DataError, with the name that was probably meant."""
        if name not in self.columns:
            raise DataError(no_column(name, self.source, self.columns))
        found = self.columns[name]
        return found if isinstance(found, Texts) else found[0][:, found[1]]

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """Give columns of numbers side by side; where they stand so already, without copying them."""
        for name in names:
            if isinstance(found := self.column(name), Texts):
                raise DataError(
                    f"{self.source}: the column {shown(name)} has texts, such as {shown(found.values[0], 30)}; "
                    "numbers are expected."
                )
        if not names:
            return np.empty((self.rows, 0))
        places: list[Place] = [self.columns[name] for name in names]  # type: ignore[misc]
        matrix, first = places[0]
        if all(one is matrix and place == first + k for k, (one, place) in enumerate(places)):
            return matrix[:, first : first + len(places)]
        return np.column_stack([one[:, place] for one, place in places])

    def texts(self, name: str) -> Texts:
        """Give a column as texts, numbers too: 1 is "1"."""
        found = self.column(name)
        if isinstance(found, Texts):
            return found
        values, codes = np.unique(found, return_inverse=True)
        return Texts(tuple(f"{value:.15g}" for value in values), codes)


def no_column(name: str, source: str, names: Iterable[str]) -> str:
    """Say that there is no such column, and which there are."""
    known = [shown(known, 40)[1:-1] for known in names]
    hint = nearest(name[:60], known)
    if len(known) > 20:
        hint = f"{hint.split(' Known:')[0]} Known: {', '.join(known[:20])}, … ({len(known)} in all)."
    return f"{source} has no column {shown(name)}.{hint}"
