"""The rows of a file as a model reads them."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import DataError, NetworkError
from ..model import Model
from ..problem import Problem
from ..problem.targets import OF_CLASSES, OF_YES_AND_NO
from ..table import CsvFile, NpzFile, Table, open_table
from ..table.table import no_column
from .values import number, one_of, wholes

MOST_ROWS = 100
RATE = 0.01  # after training a step of 1 is nearly always too large


def opened(path: str, header: str | None) -> CsvFile | NpzFile:
    """Open a file of columns."""
    chosen = None if header is None else one_of(header, ("yes", "no"), "answer to --header,") == "yes"
    return open_table(path, header=chosen)


def known(names: list[str] | tuple[str, ...], file: CsvFile | NpzFile) -> tuple[str, ...]:
    """Give names of columns, each of which the file has, and none twice."""
    for place, name in enumerate(names):
        if name not in file.names:
            hint = ""
            if isinstance(file, CsvFile) and not file.header:
                hint = (
                    " Its first row has numbers, so it was taken for data; with names in it say --header yes."
                )
            raise DataError(no_column(name, file.source, file.names) + hint)
        if name in names[:place]:
            raise NetworkError(f"The column {name!r} is named twice.")
    return tuple(names)


def inputs(model: Model, file: CsvFile | NpzFile, table: Table | None = None) -> np.ndarray:
    """Give X for a model: the columns that it was trained with, or all where it knows none."""
    columns = model.encoding.columns
    if columns is None:
        names = [name for name in file.names if name not in file.target]
        return (table or file.read(names)).matrix(names)
    if table is None:
        table = file.read(known(columns.inputs, file), texts=tuple(columns.categories))
    return columns.matrix(table)


def targets(model: Model, table: Table, names: tuple[str, ...]) -> Any:
    """Give Y for a model: texts where its classes have names, else numbers."""
    if (labels := model.encoding.labels) is not None:
        found = table.texts(names[0])
        return np.array([text if text in labels else _as_number(text) for text in found.values])[found.codes]
    Y = table.matrix(names)
    return Y[:, 0] if Y.shape[1] == 1 and isinstance(model.network.loss, OF_CLASSES + OF_YES_AND_NO) else Y


def _as_number(text: str) -> str:
    """Write a number as the label of a class that was told from numbers: 1.0 as 1."""
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return text


def problem_of_rows(arguments: argparse.Namespace) -> Problem:
    """Give rows of a file as a problem: the model's parameters, and these samples."""
    if arguments.data is None:
        raise NetworkError("A model is explained on data: --data FILE --row 3.")
    rate = RATE
    for option in ("hidden", "output", "loss", "factor", "x", "y", "seed", "bias"):
        if getattr(arguments, option) is not None:
            name = f"-{option}" if len(option) == 1 else f"--{option}".replace("--bias", "--no-bias")
            raise NetworkError(f"{name} goes with a shape such as 2-3-2; {arguments.network} is a model.")
    if arguments.learning_rate is not None:
        rate = number(arguments.learning_rate, "--learning-rate")
    rows = wholes(arguments.row or "1", "--row", 1, 10**9)
    if len(rows) > MOST_ROWS:
        raise NetworkError(f"--row names {len(rows)} rows; {MOST_ROWS} are the most.")
    model = Model.load(arguments.network)
    file = opened(arguments.data, arguments.header)
    columns = model.encoding.columns
    names = columns.targets if columns else file.target
    if not names:
        raise NetworkError(
            f"{arguments.network} does not say which column is the target. Give the data as npz, with X and y."
        )
    wanted = (*(columns.inputs if columns else [name for name in file.names if name not in names]), *names)
    texts = (*(columns.categories if columns else ()), *(names if model.encoding.labels else ()))
    table = file.read(known(list(dict.fromkeys(wanted)), file), texts=texts, most=max(rows))
    if table.rows < max(rows):
        raise DataError(f"{file.source} has {table.rows} rows; --row asks for row {max(rows)}.")
    index = np.array(rows) - 1
    X, Y = inputs(model, file, table)[index], targets(model, table, names)[index]
    which, name = ", ".join(map(str, rows)), os.path.basename(arguments.data)
    title = {"en": f"Row {which} of {name}", "es": f"Fila {which} de {name}"}
    return replace(model.explain(X, Y, rate=rate).problem, title=title)
