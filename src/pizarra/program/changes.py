"""Changes: the program with the lines that a report would write otherwise, and the difference."""

from __future__ import annotations

import ast
import difflib
from dataclasses import replace

from .report import ProgramReport
from .source import Cell, Source


def repaired(report: ProgramReport) -> Source | None:
    """Give the program, and the files beside it, with the suggested lines; None where that is no Python."""
    if report.repaired is not None:
        return report.repaired
    cells = []
    for cell in report.source.every:
        lines = cell.text.splitlines()
        for found in report.findings:
            text, line = found.finding.remedy, found.line
            if found.cell == cell.number and line is not None and text and found.source in lines[line - 1]:
                lines[line - 1] = lines[line - 1].replace(found.source, text)
        cells.append(Cell(cell.number, "\n".join(lines)))
        try:
            ast.parse(cells[-1].text)
        except SyntaxError:
            return None
    first = len(report.source.cells)
    return replace(report.source, cells=tuple(cells[:first]), beside=tuple(cells[first:]))


def difference(report: ProgramReport) -> str:
    """Write what is suggested as a unified difference; nothing where nothing is.

    Each cell of a notebook stands as a file.
    """
    source, other = report.source, repaired(report)
    parts: list[str] = []
    for before, after in zip(source.every, other.every if other is not None else (), strict=False):
        name = source.file(before.number).relative_to(source.path.parent).as_posix()
        if isinstance(before.number, int):
            name = f"{name}, cell {before.number}"
        parts += difflib.unified_diff(
            before.text.splitlines(), after.text.splitlines(), name, name, lineterm=""
        )
    return "\n".join(parts) + "\n" if parts else ""
