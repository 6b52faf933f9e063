"""Open a table, whatever its format: npz by its ending, else CSV."""

from __future__ import annotations

import os

from .csv_file import CsvFile
from .npz_file import NpzFile


def open_table(path: str | os.PathLike[str], *, header: bool | None = None) -> CsvFile | NpzFile:
    """Open a file of columns and learn their names; `read` gives those that are wanted. Raises FileError.

    header: whether the first row of a CSV file has the names; unless said, it has where none of it is a number.
    """
    if os.path.splitext(os.fspath(path))[1].lower() == ".npz":
        return NpzFile(path)
    return CsvFile(path, header=header)
