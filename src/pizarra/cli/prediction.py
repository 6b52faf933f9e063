"""`pizarra predict`: what a model says of the rows of a file, as CSV."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..files import check_target, write_text
from ..model import Model
from .output import show
from .rows import inputs, opened


def predict(arguments: argparse.Namespace) -> None:
    """Write what a model says of a file's rows: the prediction, or the probability of each class."""
    if arguments.file:
        check_target(arguments.file)
    model = Model.load(arguments.model)
    X = inputs(model, opened(arguments.data, arguments.header))
    found = model.predict_probabilities(X) if arguments.probabilities else model.predict(X)
    rows = found if found.ndim == 2 else found[:, None]
    text = written(_names(model, rows.shape[1], arguments.probabilities), rows.tolist())
    if arguments.file:
        write_text(arguments.file, text)
    else:
        show(text, "csv")


def _names(model: Model, width: int, probabilities: bool) -> Sequence[str]:
    columns, labels = model.encoding.columns, model.encoding.labels
    if probabilities and labels is not None:
        return labels if len(labels) == width else labels[-1:]
    if not probabilities and columns is not None and len(columns.targets) == width:
        return columns.targets
    return ["y"] if width == 1 else [f"y{place}" for place in range(1, width + 1)]


def written(names: Iterable[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write CSV; numbers with as many digits as it takes to read the same again."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    return (
        value
        if isinstance(value, str)
        else repr(value)
        if isinstance(value, float)
        else str(np.asarray(value))
    )
