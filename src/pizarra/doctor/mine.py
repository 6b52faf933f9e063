"""What a reader has worked out, from a file: the `[mine]` table of a TOML file, or the arrays of an npz."""

from __future__ import annotations

import tomllib
from typing import Any

import numpy as np

from ..errors import DataError, FileError, shown


def read_mine(text: str, *, name: str) -> dict[str, Any]:
    """Read the arrays of the table `[mine]`, by name. Raises FileError or DataError, which begin with the file's name.

    >>> read_mine("[mine]\\ndelta2 = [0.25, -1]", name="mine.toml")["delta2"].tolist()
    [0.25, -1.0]
    """
    try:
        file = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise FileError(f"{name}: this is not TOML: {' '.join(str(error).split())[:120]}.") from None
    table = file.get("mine")
    if not isinstance(table, dict) or not table:
        raise FileError(
            f"{name} has no table [mine]. Write there what you have worked out: dW1 = [[…]], delta2 = […]."
        )
    found = {}
    for key, value in table.items():
        try:
            array = np.asarray(value)
        except ValueError:
            array = np.asarray(None)
        if array.dtype.kind not in "fiu" or not array.size:
            raise DataError(
                f"{name}: {shown(key)} is {shown(value)}; a number, or rows of equal length, are expected."
            )
        found[key] = array.astype(float)
    return found
