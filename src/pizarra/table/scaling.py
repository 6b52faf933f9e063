"""Scaling: columns brought to mean 0 and deviation 1, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

AT_ONCE = 1 << 14  # rows that are looked at together, so that the data are not copied whole


@dataclass(frozen=True, eq=False)
class Scaling:
    """The mean and the deviation (divisor N) of each column; a column that never changes keeps the deviation 1.

    >>> scaling = Scaling.of(np.array([[1.0, 7.0], [3.0, 7.0]]))
    >>> scaling.there(np.array([[5.0, 8.0]])), scaling.back(np.array([[3.0, 1.0]]))
    (array([[3., 1.]]), array([[5., 8.]]))
    """

    mean: np.ndarray
    deviation: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, rows: np.ndarray | None = None) -> Scaling:
        """Measure the columns of a matrix, on some of its rows."""
        index = np.arange(len(values)) if rows is None else rows
        blocks = [index[start : start + AT_ONCE] for start in range(0, len(index), AT_ONCE)]
        mean, square = np.zeros(values.shape[1]), np.zeros(values.shape[1])
        for block in blocks:
            mean += values[block].sum(axis=0, dtype=float) / len(index)
        for block in blocks:
            square += ((values[block] - mean) ** 2).sum(axis=0) / len(index)
        deviation = np.sqrt(square)
        still = deviation <= 1e-12 * np.abs(mean)  # what rounding leaves of a column that never changes
        return cls(mean, np.where(still | (deviation == 0), 1.0, deviation))

    def there(self, values: np.ndarray) -> np.ndarray:
        """Bring columns to mean 0 and deviation 1."""
        return (values - self.mean) / self.deviation

    def back(self, values: np.ndarray) -> np.ndarray:
        """Bring them back."""
        return values * self.deviation + self.mean
