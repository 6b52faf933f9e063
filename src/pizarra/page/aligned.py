r"""Equations as the rows of an `align` environment: shared by the Markdown and the LaTeX page."""

from __future__ import annotations

import re

from ..language import Say
from ..mathematics.boxes import Box, Row, row
from ..mathematics.latex import columns, join, latex, words
from ..mathematics.unicode import inline, lines
from .blocks import Equations, Picture, Table
from .layout import equation_lines, side_by_side, worded

ABREAST = 4  # columns of the drawing that stand in one line


def width_of(box: Box) -> int:
    """Estimate how wide a box will be printed, in digits' widths, by what it takes on a terminal."""
    return lines(box).width


def shelves(equations: Equations, room: int) -> list[str] | None:
    r"""Set equations that only name a matrix each beside one another, `\qquad` apart; None for other equations."""
    if not side_by_side(equations):
        return None
    made: list[str] = []
    used = room
    for equation in equations.lines:
        whole = row(equation.left, *(part for pair in equation.chain for part in pair))
        width = width_of(whole) + 5
        if used + width > room:
            made.append(latex(whole))
            used = width
        else:
            made[-1] += " \\qquad\n" + latex(whole)
            used += width
    return made


def aligned_rows(equations: Equations, language: str, room: int) -> tuple[list[str], int]:
    r"""Write the rows, `left &= right`, without `\\`; also the width of the widest, as `width_of` counts."""
    margin = max((width_of(e.left) for e in equations.lines if e.left is not None), default=0) + 3
    laid = equation_lines(equations, lambda continued: max(room - margin - 4 * continued, 20), width_of)
    made: list[str] = []
    widest = 0
    for line in laid:
        left = latex(line.left) if line.left is not None else ""
        relation = latex(line.relation) if line.relation is not None else "\\quad"
        body = line.whole
        width = margin + width_of(body)
        made.append(f"{left} &{relation} {latex(body)}".strip())
        if line.note is not None:
            note = worded(line.note, language, words, latex)
            size = len(worded(line.note, language, str, inline)) + 4
            if width + size <= room:
                made[-1] += rf" \qquad {note}"
                width += size
            else:
                made.append(rf"&\quad {note}")
        widest = max(widest, width)
    return made, widest


def numeric_cells(table: Table) -> dict[tuple[int, int], str]:
    """Write the numbers of a table's numeric columns as LaTeX, lined up; keys are (row, column), the head is row 0."""
    rows = [table.head, *table.rows, *table.foot]
    found: dict[tuple[int, int], str] = {}
    for column in table.numeric:
        cells = [line[column] if column < len(line) else "" for line in rows]
        boxes: list[tuple[Box]] = [(Row(()) if isinstance(cell, str | Say) else cell,) for cell in cells]
        boxes[0] = (Row(()),)
        for number, (written,) in enumerate(columns(tuple(boxes))):
            if boxes[number] != (Row(()),):
                found[number, column] = written
    return found


def picture(block: Picture) -> str:
    """Write the network as columns of symbols, values and gradients, with arrows between them."""
    drawn = block.diagram
    parts: list[str] = []
    for column in drawn.columns:
        rows = [
            rf"{latex(n.symbol)} & {_figure(n.value)} & {_figure(n.gradient)}"
            if n.symbol is not None
            else r"\vdots & &"
            for n in column.neurons
        ]
        head = rf"\multicolumn{{3}}{{c}}{{{latex(column.symbol)}}}"
        parts += [
            "\\begin{array}[t]{lrr}\n" + " \\\\\n".join([head, *rows]) + "\n\\end{array}",
            r"\longrightarrow",
        ]
    loss = rf"\begin{{array}}[t]{{c}} {latex(drawn.loss_symbol)} \\ {_figure(drawn.loss_value)} \end{{array}}"
    parts.append(loss)
    if len(drawn.columns) <= ABREAST:
        return join(f"{part}\n" for part in parts)
    lines = [
        join(f"{part}\n" for part in parts[k : k + 2 * ABREAST]) for k in range(0, len(parts), 2 * ABREAST)
    ]
    return "\\begin{gathered}\n" + "\\\\[1ex]\n".join(lines) + "\\end{gathered}\n"


_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def _figure(text: str) -> str:
    """Write a number of the drawing, which is plain text, in LaTeX: its minus, its power of ten."""
    text = re.sub("10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"10^{{{found[1].translate(_RAISED)}}}", text)
    return text.replace("−", "-").replace("·", r"\cdot ").replace(",", "{,}")
