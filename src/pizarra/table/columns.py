"""Columns: which columns of a table a network reads, and how texts among them become numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..errors import DataError, shown
from .table import Table, Texts

CATEGORIES_AT_MOST = 50


@dataclass(frozen=True)
class Columns:
    """The columns of inputs and of targets, by name. A column of texts is one number for each of its `categories`.

    That number is 1 where the row has this text, else 0.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, inputs: Sequence[str], targets: Sequence[str]) -> Columns:
        """Take the columns of a table. Raises DataError for one with too many different texts."""
        categories = {}
        for name in inputs:
            if isinstance(found := table.column(name), Texts):
                if len(found.values) > CATEGORIES_AT_MOST:
                    raise DataError(
                        f"{table.source}: the column {shown(name)} has {len(found.values)} different texts, such as "
                        f"{shown(found.values[0], 30)}; {CATEGORIES_AT_MOST} are the most that an input may have. "
                        "Leave it out."
                    )
                categories[name] = found.values
        return cls(tuple(inputs), tuple(targets), categories)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The names of the numbers that the network reads, in order: of a text, `column=text`."""
        return tuple(
            part
            for name in self.inputs
            for part in (
                [f"{name}={text}" for text in self.categories[name]] if name in self.categories else [name]
            )
        )

    def matrix(self, table: Table) -> np.ndarray:
        """Give the inputs, one row a sample. Raises DataError for a text that was not there in training."""
        if not self.categories:
            return table.matrix(self.inputs)
        parts = [
            self._one_hot(name, table) if name in self.categories else table.matrix([name])
            for name in self.inputs
        ]
        return np.concatenate(parts, axis=1)

    def _one_hot(self, name: str, table: Table) -> np.ndarray:
        found, known = table.texts(name), self.categories[name]
        for code, text in enumerate(found.values):
            if text not in known:
                row = int(np.argmax(found.codes == code)) + 1
                raise DataError(
                    f"{table.source}, row {row}, column {shown(name)}: {shown(text, 30)} was not there in training; "
                    f"known are {shown(', '.join(known), 200)[1:-1]}."
                )
        places = np.array([known.index(text) for text in found.values])
        return np.eye(len(known))[places[found.codes]]
