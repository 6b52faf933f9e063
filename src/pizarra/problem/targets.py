"""Targets as people give them: rows, one list, one-hot rows, class labels; and what a loss asks of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..data import one_hot
from ..errors import DataError, ShapeError
from ..loss import Loss
from ..losses import BinaryCrossEntropy, BinaryCrossEntropyLogits, CrossEntropy, SoftmaxCrossEntropy
from .numbers import numbers

OF_CLASSES = (CrossEntropy, SoftmaxCrossEntropy)
OF_YES_AND_NO = (BinaryCrossEntropy, BinaryCrossEntropyLogits)


def targets(y: Any, loss: Loss, *, samples: int, outputs: int, columns: bool, single: bool) -> np.ndarray:
    """Give the targets as one row a sample.

    A matrix has one row a sample (a column where samples are columns). A plain list is, for one sample given as a
    plain list, its target; otherwise one number a sample: the target itself where the network has one output, a class
    label where it has several and the loss is a cross-entropy over classes. A number alone is the label, or the target
    of the one output, of one sample. Raises DataError or ShapeError.

    >>> from pizarra.losses import SoftmaxCrossEntropy
    >>> targets([2, 0], SoftmaxCrossEntropy(), samples=2, outputs=3, columns=False, single=False)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    given = numbers(y, "y")
    labels = isinstance(loss, OF_CLASSES) and outputs > 1
    if given.ndim == 2:
        rows = given.T if columns else given
    elif given.ndim == 1 and (single or (samples == 1 and len(given) == outputs)):
        rows = given[None, :]
    else:
        if given.size != samples:
            raise ShapeError(
                f"y has {_entries(given.size)}, but x has {_samples(samples)}. {_wanted(outputs, labels, columns)}"
            )
        if outputs > 1 and not labels and single:
            raise ShapeError(
                f"y has 1 number, but the network has {outputs} outputs. Give {outputs} numbers."
            )
        if outputs > 1 and not labels:
            raise ShapeError(
                f"y has one number for each sample, but the network has {outputs} outputs. "
                + _wanted(outputs, labels, columns)
            )
        rows = one_hot(given.reshape(-1), outputs, "y") if labels else given.reshape(-1, 1)
    if len(rows) != samples:
        raise ShapeError(
            f"y has {_samples(len(rows))}, but x has {_samples(samples)}. Give one target for each sample."
        )
    if rows.shape[1] != outputs:
        hint = (
            " For a class label write one number, not a list."
            if single and labels and given.size == 1
            else ""
        )
        raise ShapeError(
            f"y has {_entries(rows.shape[1])} for each sample, but the network has {_outputs(outputs)}.{hint}"
        )
    _fit_the_loss(rows, loss)
    return rows


def _fit_the_loss(rows: np.ndarray, loss: Loss) -> None:
    if not isinstance(loss, OF_CLASSES + OF_YES_AND_NO):
        return
    bad = np.argwhere((rows < 0) | (rows > 1))
    if len(bad):
        sample, output = map(int, bad[0])
        raise DataError(
            f"y has {rows[sample, output]:g} for output {output} of sample {sample}; for a cross-entropy "
            "every target lies between 0 and 1."
        )
    if isinstance(loss, OF_CLASSES):
        wrong = np.argwhere(np.abs(rows.sum(axis=1) - 1) > 1e-6)
        if len(wrong):
            sample = int(wrong[0, 0])
            raise DataError(
                f"The targets of sample {sample} in y sum to {rows[sample].sum():g}; for a cross-entropy over classes "
                "they must sum to 1. Give one-hot rows, probabilities or class labels."
            )


def _wanted(outputs: int, labels: bool, columns: bool) -> str:
    if labels:
        return "Give one class label, or one one-hot row, for each sample."
    line = "column" if columns else "row"
    return (
        "Give one number for each sample."
        if outputs == 1
        else f"Give one {line} of {outputs} numbers for each sample."
    )


def _entries(count: int) -> str:
    return f"{count} number" + "s" * (count != 1)


def _samples(count: int) -> str:
    return f"{count} sample" + "s" * (count != 1)


def _outputs(count: int) -> str:
    return f"{count} output" + "s" * (count != 1)
