"""CSV files: delimiter, decimal comma and header are found out; what is wrong is named by line and column.

Rows are read some thousand at a time and kept as arrays, so a large file takes the memory of its numbers.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from typing import TextIO

import numpy as np

from ..errors import DataError, FileError, shown
from ..storage.opening import called
from .table import Place, Table, Texts

AT_ONCE = 4096  # rows that are converted together
SAMPLE = 64 * 1024  # characters from which the form is found out
MISSING = {"", "na", "n/a", "nan", "null", "none", "?"}
MISSING_TEXT = {"", "nan", "?"}  # "NA" and "None" may well be names
DELIMITERS = "\t;,"  # in this order where several fit: a comma may be that of decimals
COMMA = re.compile(r"\s*[+-]?\d*,\d+(?:[eE][+-]?\d+)?\s*")
TEXTS_AT_MOST = 1000  # different texts in one column

Row = list[str]


class CsvFile:
    """A CSV file whose form is known: `names` of its columns, in order; `delimiter`; `comma`, a decimal comma.

    Without a header the columns are called 1, 2, 3, …. Raises FileError or DataError, which name line and column.
    """

    target: tuple[str, ...] = ()  # a CSV file does not say which columns are

    def __init__(self, path: str | os.PathLike[str], *, header: bool | None = None) -> None:
        self.path, self.source = path, called(path)
        with self._opened() as file:
            sample = file.read(SAMPLE)
            whole = not file.read(1)
        if not sample.strip():
            raise DataError(f"{self.source} is empty.")
        self.delimiter = _delimiter(sample, whole)
        self.comma = False
        first = next((row for _, row in self._rows(1)), [])
        self.header = not any(map(_is_some_number, first)) if header is None else header
        self.names = tuple(_names(first, self.source)) if self.header else _numbered(first)
        self.comma = self.delimiter != "," and any(
            COMMA.fullmatch(cell) for _, row in self._rows(100) for cell in row
        )

    def read(self, names: Sequence[str], *, texts: Sequence[str] = (), most: int | None = None) -> Table:
        """Read columns; those in `texts` as texts, whatever they look like. most: of how many rows."""
        wanted = {name: _Column(name, self, name in texts) for name in names}
        places = [self.names.index(name) for name in wanted]
        for lines, rows in self._blocks(most):
            for place, column in zip(places, wanted.values(), strict=True):
                column.take([row[place] for row in rows], lines)
        if not all(column.parts for column in wanted.values()):
            raise DataError(f"{self.source} has a header and no rows.")
        return _table(self.source, wanted)

    def _blocks(self, most: int | None) -> Iterator[tuple[list[int], list[Row]]]:
        """Give rows, some thousand at a time, with their lines; each has as many cells as there are columns."""
        lines: list[int] = []
        cells: list[Row] = []
        whose = "the header has" if self.header else "the first row has"
        rows = self._rows(None if most is None else most + self.header)
        if self.header:
            next(rows)
        for line, row in rows:
            if len(row) != len(self.names):
                raise DataError(
                    f"{self.source}, line {line}: the row has {len(row)} cells; {whose} {len(self.names)}. The "
                    f"delimiter is {shown(self.delimiter)}."
                )
            lines.append(line)
            cells.append(row)
            if len(cells) == AT_ONCE:
                yield lines, cells
                lines, cells = [], []
        if cells:
            yield lines, cells

    def _rows(self, most: int | None) -> Iterator[tuple[int, Row]]:
        """Give the rows that are not blank, each with the line that it begins on."""
        with self._opened() as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True, skipinitialspace=True)
            found, begins = 0, 1
            try:
                for row in reader:
                    if len(row) > 1 or (row and row[0].strip()):
                        yield begins, row
                        found += 1
                        if found == most:
                            return
                    begins = reader.line_num + 1
            except csv.Error as error:
                raise FileError(f"{self.source}, line {begins}: this is not CSV: {error}.") from None

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        try:
            if os.path.isdir(self.path):
                raise FileError(f"{self.source} is a folder; a CSV or npz file is expected.")
            with open(self.path, encoding="utf-8-sig", newline="") as file:
                yield file
        except UnicodeDecodeError:
            raise FileError(
                f"{self.source}{self._bad_line()}: this is not UTF-8 text. Save it as UTF-8."
            ) from None
        except ValueError as error:
            if isinstance(error, FileError | DataError):
                raise
            raise FileError(f"{self.source} cannot be read: {error}.") from None
        except OSError as error:
            raise FileError(f"{self.source} cannot be read: {error.strerror or error}.") from None

    def _bad_line(self) -> str:
        with open(self.path, "rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    return f", line {number}"
        return ""


class _Column:
    """A column as it is being read: arrays of numbers, or codes of texts."""

    def __init__(self, name: str, file: CsvFile, texts: bool) -> None:
        self.name, self.file = name, file
        self.texts: dict[str, int] | None = {} if texts else None
        self.parts: list[np.ndarray] = []

    def take(self, cells: list[str], lines: list[int]) -> None:
        if not self.parts and self.texts is None and self._looks_like_text(cells):
            self.texts = {}
        self.parts.append(self._numbers(cells, lines) if self.texts is None else self._codes(cells, lines))

    def _looks_like_text(self, cells: list[str]) -> bool:
        there = [cell for cell in cells if cell.strip().lower() not in MISSING]
        return sum(_is_number(cell, self.file.comma) for cell in there) < (len(there) + 1) // 2

    def _numbers(self, cells: list[str], lines: list[int]) -> np.ndarray:
        together = "".join(cells)
        told = cells
        if self.file.comma:
            told = [cell.replace(",", ".") for cell in cells]
        try:
            found = np.fromiter(map(float, told), float, len(told))
        except ValueError:
            found = np.array(np.nan)
        if not np.isfinite(found).all() or "_" in together or (self.file.comma and "." in together):
            for cell, line in zip(cells, lines, strict=True):
                self._check(cell, line)
        return found

    def _check(self, cell: str, line: int) -> None:
        """Refuse what is not one finite number."""
        where = f"{self.file.source}, line {line}, column {shown(self.name)}"
        if cell.strip().lower() in MISSING:
            what = f" ({shown(cell)})" if cell.strip() else ""
            raise DataError(
                f"{where}: the value is missing{what}. Fill it in, or leave out the row or the column."
            )
        if not _is_number(cell, self.file.comma):
            hint = " This file has decimal commas." if self.file.comma and "." in cell else ""
            raise DataError(f"{where}: {shown(cell, 40)} is not a number.{hint}")
        if not isfinite(float(cell.replace(",", "."))):
            raise DataError(f"{where}: {shown(cell, 40)} is not finite; every number must be.")

    def _codes(self, cells: list[str], lines: list[int]) -> np.ndarray:
        assert self.texts is not None
        known = self.texts
        codes = np.empty(len(cells), np.int32)
        for place, cell in enumerate(cells):
            text = cell.strip()
            code = known.get(text)
            if code is None:
                if text.lower() in MISSING_TEXT:
                    self._check(text, lines[place])
                code = known[text] = len(known)
                if code == TEXTS_AT_MOST:
                    raise DataError(
                        f"{self.file.source}: the column {shown(self.name)} has more than {TEXTS_AT_MOST} different "
                        f"texts, such as {shown(text, 30)}. Leave it out."
                    )
            codes[place] = code
        return codes


def _table(source: str, wanted: dict[str, _Column]) -> Table:
    joined = {
        name: np.concatenate(column.parts) for name, column in wanted.items() if column.texts is not None
    }
    of_numbers = [column for column in wanted.values() if column.texts is None]
    rows = sum(map(len, next(iter(wanted.values())).parts)) if wanted else 0
    numbers = np.empty((rows, len(of_numbers)))
    columns: dict[str, Place | Texts] = {}
    for place, column in enumerate(of_numbers):
        numbers[:, place] = np.concatenate(column.parts)
        column.parts.clear()  # so that the numbers stand in memory twice for one column only
        columns[column.name] = numbers, place
    for name, codes in joined.items():
        found = wanted[name].texts or {}
        values = sorted(found)
        place_of = np.argsort([found[text] for text in values]).astype(
            np.int32
        )  # of each code among the values
        columns[name] = Texts(tuple(values), place_of[codes])
    return Table(source, rows, columns)


def _is_number(cell: str, comma: bool) -> bool:
    if "_" in cell or (comma and "." in cell):  # Python would read 1_000; and 1.000 may mean a thousand
        return False
    try:
        float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        return False
    return True


def _is_some_number(cell: str) -> bool:
    return _is_number(cell, False) or _is_number(cell, True)


def _names(first: Row, source: str) -> list[str]:
    names = [cell.strip() or str(place) for place, cell in enumerate(first, 1)]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise DataError(
                f"{source}: the columns {names.index(name) + 1} and {place + 1} are both called {shown(name)}. "
                "Rename one."
            )
    return names


def _numbered(first: Row) -> tuple[str, ...]:
    return tuple(str(place) for place in range(1, len(first) + 1))


def _delimiter(sample: str, whole: bool) -> str:
    """Find what stands between cells: what gives most rows as many cells as the first has, and more than one."""
    lines = sample.splitlines(keepends=True)
    lines = lines if whole or len(lines) == 1 else lines[:-1]
    best, share = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if row] or [
                []
            ]
        except csv.Error:  # said with its line when it is read
            continue
        found = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        if len(rows[0]) > 1 and found > share:
            best, share = delimiter, found
    return best
