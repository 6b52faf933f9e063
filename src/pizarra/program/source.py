"""Source: a script or a notebook as cells of code, each line with the number that its author sees."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import FileError
from .imports import imported

LARGEST = 20_000_000
PYLAB = "import numpy; import numpy as np; from numpy import *; from numpy.random import *; "
PYLAB += "import matplotlib.pyplot as plt"


@dataclass(frozen=True)
class Cell:
    """One cell of code, and its text with the lines kept.

    number: from 0 over all cells, None in a script; of a file that the program imports, its name beside the program.
    """

    number: int | str | None
    text: str


@dataclass(frozen=True)
class Source:
    """A program as it was written: its cells, and the lines that were left out, as (cell, line, text).

    beside: the files of the program's own folder that it imports, one after another.
    """

    path: Path
    cells: tuple[Cell, ...]
    left_out: tuple[tuple[int | str | None, int, str], ...] = ()
    translated: tuple[tuple[int | str | None, int, str], ...] = ()  # from Python 2
    counts: tuple[
        tuple[int, int], ...
    ] = ()  # of a notebook's cells: the number, and in which turn it was run
    printed: tuple[tuple[int, str], ...] = ()  # what is stored in a notebook as printed, by cell
    beside: tuple[Cell, ...] = ()

    @property
    def every(self) -> tuple[Cell, ...]:
        """All cells and all files beside them."""
        return (*self.cells, *self.beside)

    def file(self, cell: int | str | None) -> Path:
        """Give the file in which a cell stands."""
        return self.path.parent / cell if isinstance(cell, str) else self.path

    def line(self, cell: int | str | None, number: int | None) -> str:
        """Give the text of a line; nothing where there is none."""
        for found in self.every:
            lines = found.text.splitlines()
            if found.number == cell and number is not None and 0 < number <= len(lines):
                return lines[number - 1].strip()
        return ""

    def loop_around(self, cell: int | str | None, number: int) -> int | None:
        """Give the line of the innermost loop around a line."""
        return max(self.loops_around(cell, number), default=None)

    def loops_around(self, cell: int | str | None, number: int) -> list[int]:
        """Give the lines of the loops around a line."""
        return [
            node.lineno
            for one in self.every
            if one.number == cell
            for node in ast.walk(ast.parse(one.text))
            if isinstance(node, ast.For | ast.While) and node.lineno < number <= (node.end_lineno or 0)
        ]


def read_source(path: str | Path) -> Source:
    """Read a script (.py) or a notebook (.ipynb). Raises FileError for what is neither, or has a syntax error."""
    path = Path(path)
    if path.is_dir():
        raise FileError(f"{path} is a folder; a script (.py) or a notebook (.ipynb) is expected.")
    if path.suffix.lower() not in (".py", ".ipynb"):
        raise FileError(f"{path}: a script (.py) or a notebook (.ipynb) is expected.")
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise FileError(f"{path} is larger than {LARGEST // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileError(f"{path}, line {line}: this is not UTF-8 text. Save the file as UTF-8.") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    notebook = path.suffix.lower() == ".ipynb"
    given, counts, printed = _notebook(path, text) if notebook else ([Cell(None, text)], [], [])
    return replace(read_cells(path, given, counts), printed=tuple(printed))


def read_cells(path: Path, given: Sequence[Cell], counts: Sequence[tuple[int, int]] = ()) -> Source:
    """Read cells: without magics, and with what Python 2 wrote as it is written now. Raises FileError."""
    cells, left_out, translated = [], [], []
    for cell in given:
        plain, out = _without_magics(cell)
        left_out += out
        plain, old = _from_python_2(plain)
        translated += old
        _parsed(path, plain)
        plain = plain if cell.number is None else _without_future(plain)
        cells.append(plain)
    if not any(cell.text.strip() for cell in cells):
        raise FileError(f"{path} has no code.")
    own = imported(path.resolve().parent, [cell.text for cell in cells])
    beside = tuple(Cell(name, text) for name, text in own.items() if name != path.name)
    return Source(path, tuple(cells), tuple(left_out), tuple(translated), tuple(counts), beside=beside)


def _notebook(path: Path, text: str) -> tuple[list[Cell], list[tuple[int, int]], list[tuple[int, str]]]:
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise FileError(f"{path}{where}: this is not JSON, which a notebook is.") from None
    if isinstance(content, dict) and "worksheets" in content:
        raise FileError(f"{path} is a notebook of format 3; open and save it with a newer Jupyter.")
    listed = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise FileError(f"{path} is JSON, but no notebook: it has no list of cells.")
    cells, counts, printed = [], [], []
    for number, cell in enumerate(listed):
        if not isinstance(cell, dict) or "cell_type" not in cell:
            raise FileError(f"{path}: cell {number} is no cell of a notebook.")
        if cell["cell_type"] != "code":
            continue
        count = cell.get("execution_count")
        if isinstance(count, int) and cell.get("outputs"):
            counts.append((number, count))
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            if isinstance(output, dict) and output.get("name", "stdout") == "stdout" and "text" in output:
                printed.append((number, _joined(output["text"])))
        cells.append(Cell(number, _joined(cell.get("source", ""))))
    return cells, counts, printed


def _joined(lines: Any) -> str:
    return "".join(map(str, lines)) if isinstance(lines, list) else str(lines)


def _without_magics(cell: Cell) -> tuple[Cell, list[tuple[int | str | None, int, str]]]:
    """Take out magics, shell lines and help; what a whole-cell magic marks is taken out unless it is Python."""
    lines, out = cell.text.split("\n"), []
    first = next((line for line in lines if line.strip()), "")
    if (
        cell.number is not None
        and first.startswith("%%")
        and not re.match(r"%%(time|timeit|capture|prun)\b", first)
    ):
        return Cell(cell.number, ""), [(cell.number, 1, first.strip())]
    try:
        ast.parse(cell.text)
        return cell, []
    except (SyntaxError, ValueError):
        pass
    for number, line in enumerate(lines):
        bare = line.strip()
        if re.match(r"%pylab\b", bare):
            lines[number] = PYLAB
        elif bare.startswith(("%", "!")) or re.fullmatch(r"\??[\w.]+\?{1,2}|\?[\w.]+", bare):
            lines[number] = line[: len(line) - len(line.lstrip())] + "pass"
            out.append((cell.number, number + 1, bare))
    return Cell(cell.number, "\n".join(lines)), out


def _from_python_2(cell: Cell) -> tuple[Cell, list[tuple[int | str | None, int, str]]]:
    """Write the `print` and `xrange` of Python 2 as they are written now."""
    try:
        ast.parse(cell.text)
        if "xrange" not in cell.text:
            return cell, []
    except (SyntaxError, ValueError, RecursionError):
        pass
    lines, out = cell.text.split("\n"), []
    for number, line in enumerate(lines):
        now = re.sub(r"^(\s*)print\s+(?!\()(\S.*?)\s*,?\s*$", r"\1print(\2)", line)
        now = re.sub(r"^(\s*)print\s*$", r"\1print()", now)
        now = re.sub(r"\bxrange\(", "range(", now)
        if now != line:
            lines[number] = now
            out.append((cell.number, number + 1, line.strip()))
    try:
        ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return cell, []
    return Cell(cell.number, "\n".join(lines)), out


def _without_future(cell: Cell) -> Cell:
    """Take out what a cell imports from the future: a notebook lets that stand anywhere, and now it is the present."""
    lines = cell.text.split("\n")
    for node in ast.parse(cell.text).body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            last = node.end_lineno or node.lineno
            lines[node.lineno - 1 : last] = ["pass"] + [""] * (last - node.lineno)
    return Cell(cell.number, "\n".join(lines))


def _parsed(path: Path, cell: Cell) -> None:
    where = f"{path}" + (f", cell {cell.number}" if cell.number is not None else "")
    try:
        ast.parse(cell.text)
    except SyntaxError as error:
        old = re.match(r"\s*print\s+[^(=\s]", error.text or "")
        advice = " This is Python 2; write print(…)." if old else ""
        raise FileError(f"{where}, line {error.lineno}: {error.msg}.{advice}") from None
    except (ValueError, RecursionError, MemoryError):
        raise FileError(f"{where}: this cannot be read as Python.") from None
