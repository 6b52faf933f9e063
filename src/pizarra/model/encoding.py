"""Encoding: how data as people have them become what a network reads, and its outputs become answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import DataError, shown
from ..loss import Loss
from ..losses import SquaredError
from ..problem.numbers import numbers
from ..problem.targets import OF_CLASSES, OF_YES_AND_NO
from ..table import Columns, Scaling
from ..train.batches import split
from ..train.samples import rows


@dataclass(frozen=True, eq=False)
class Encoding:
    """What was learnt of the data before the network: `columns` of a table, `labels` of the classes, scalings.

    `scaled` says that X, and under a squared error Y, are brought to mean 0 and deviation 1: `x_scaling`, `y_scaling`.
    """

    columns: Columns | None = None
    labels: tuple[str, ...] | None = None
    scaled: bool = False
    x_scaling: Scaling | None = None
    y_scaling: Scaling | None = None

    def fitted(self, X: Any, Y: Any, loss: Loss, validation: Any, seed: int) -> Encoding:
        """Learn from the first data what is not known yet; a share for validation does not count."""
        found = self
        if self.labels is None and isinstance(loss, OF_CLASSES + OF_YES_AND_NO) and _are_texts(Y):
            found = replace(found, labels=_different(Y))
        if not self.scaled or self.x_scaling is not None:
            return found
        x = rows(X, "X")
        share = validation if isinstance(validation, float) and 0 < validation < 1 and len(x) > 1 else None
        training = None if share is None else split(len(x), share, seed)[0]
        y_scaling = None
        if isinstance(loss, SquaredError):
            t = _in_rows(Y)
            if len(t) == len(x):  # else it is refused, in other words, where targets are looked at
                y_scaling = Scaling.of(t, training)
        return replace(found, x_scaling=Scaling.of(x, training), y_scaling=y_scaling)

    def inputs(self, X: Any) -> Any:
        """Give X as the network reads it."""
        if self.x_scaling is None:
            return X
        x = rows(X, "X")
        if x.shape[1] != len(self.x_scaling.mean):
            raise DataError(
                f"X has {x.shape[1]} numbers for each sample; the model was trained with {len(self.x_scaling.mean)}."
            )
        return self.x_scaling.there(x)

    def targets(self, Y: Any, loss: Loss) -> Any:
        """Give Y as the loss reads it: texts as the numbers of their classes, values scaled."""
        if self.labels is not None and _are_texts(Y):
            return self._codes(Y, one_output=isinstance(loss, OF_YES_AND_NO))
        if self.y_scaling is None:
            return Y
        t = _in_rows(Y)
        if t.shape[1] != len(self.y_scaling.mean):
            raise DataError(
                f"Y has {t.shape[1]} numbers for each sample; the model was trained with {len(self.y_scaling.mean)}."
            )
        return self.y_scaling.there(t)

    def answers(self, found: np.ndarray) -> np.ndarray:
        """Give labels for the numbers of classes, and values in the units of Y."""
        if self.labels is not None:
            return np.array(self.labels)[found]
        return found if self.y_scaling is None else self.y_scaling.back(found)

    def _codes(self, Y: Any, *, one_output: bool) -> np.ndarray:
        assert self.labels is not None
        known = {label: code for code, label in enumerate(self.labels)}
        codes = np.empty(len(Y), int)
        for place, label in enumerate(Y):
            code = known.get(str(label))
            if code is None:
                raise DataError(
                    f"Y[{place}] is {shown(label, 40)}; the classes are {shown(', '.join(known), 200)[1:-1]}."
                )
            codes[place] = code
        return codes[:, None] if one_output else codes


def _are_texts(Y: Any) -> bool:
    """Whether Y is one text for each sample."""
    if isinstance(Y, np.ndarray):
        return Y.ndim == 1 and len(Y) > 0 and (Y.dtype.kind == "U" or all(isinstance(one, str) for one in Y))
    return isinstance(Y, list | tuple) and len(Y) > 0 and all(isinstance(one, str) for one in Y)


def _different(Y: Any) -> tuple[str, ...]:
    found = tuple(sorted({str(label) for label in Y}))
    if len(found) == 1:
        raise DataError(
            f"Y has one class only, {shown(found[0], 40)}, in all {len(Y)} samples. Give samples of at least two "
            "classes."
        )
    return found


def _in_rows(Y: Any) -> np.ndarray:
    if isinstance(Y, np.ndarray) and Y.ndim == 2:
        return rows(Y, "Y")
    found = numbers(Y, "Y")
    return found if found.ndim == 2 else found.reshape(-1, 1)
