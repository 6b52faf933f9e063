r"""The page as a LaTeX document of its own: article, and amsmath for the formulas; nothing else to install."""

from __future__ import annotations

import re
from typing import Any

from ..mathematics.boxes import Box, Grid
from ..mathematics.latex import latex, stacked
from ..mathematics.latex_marks import LETTERS, MARKS, SIGNS
from ..mathematics.unicode import inline
from .aligned import aligned_rows, numeric_cells, picture, shelves
from .blocks import Block, Code, Equations, Page, Part, Picture, Sentence, Step, Table
from .layout import numbers, worded

ROOM = 78  # digits' widths that fit a line, as `width_of` counts them
_SIZES = ((1.0, ""), (1.12, r"\small"), (1.25, r"\footnotesize"), (1.42, r"\scriptsize"), (9e9, r"\tiny"))
_HEAD = r"""\documentclass[fleqn]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{amsmath}
\setlength{\textwidth}{16.5cm}
\setlength{\oddsidemargin}{-0.3cm}
\setlength{\evensidemargin}{-0.3cm}
\setlength{\textheight}{23.5cm}
\setlength{\topmargin}{-1.4cm}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\setlength{\emergencystretch}{3em}
\setcounter{secnumdepth}{0}
\setlength{\mathindent}{2em}
\allowdisplaybreaks
"""
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "`": r"\textasciigrave{}", '"': r"\textquotedbl{}",
    "¿": r"\textquestiondown{}", "¡": r"\textexclamdown{}", "–": "--", "—": "---", "…": r"\ldots{}",
    "°": r"\textdegree{}",
    "\u00a0": "~", "€": r"\texteuro{}", "’": "'", "‘": "`", "“": "``", "”": "''", "µ": r"\ensuremath{\mu}",
    "⚠": "!", "ª": r"\textordfeminine{}", "º": r"\textordmasculine{}",
}  # fmt: skip
_LIGATURE = re.compile(r"([-<>,'`!?])(?=[-<>,'`])")
# what T1 has of Latin-1 and Latin Extended-A, and what inputenc knows beside it
_UNPRINTABLE = re.compile(r"[^\n -~¡£§«»¿À-ÖØ-öø-ÿĂ-ćČ-ďĘ-ěĞğĹĺĽľŁ-ńŇňŐ-ŕŘ-śŞ-ťŮ-űŸ-žĐđ]")


def latex_page(page: Page, language: str) -> str:
    """Write a page as a document for pdfLaTeX. A character that its fonts lack is written as `?`."""
    writer = _Writer(language, numbers(page))
    made = [rf"{{\LARGE\bfseries {writer.words(page.title)}\par}}", writer.words(page.summary)]
    for section in page.sections:
        made.append(rf"\section{{{writer.words(section.title)}}}")
        made += [text for block in section.blocks for text in writer.block(block)]
    body = "\n\n".join(made)
    # a display belongs to the paragraph before it: else TeX puts an empty line between them
    body = re.sub(r"\n\n(?=\\\[|\\begin\{(?:align|gather)\*\})", "\n", body)
    columns = rf"\setcounter{{MaxMatrixCols}}{{{_widest_grid(page)}}}" + "\n"
    document = _HEAD + columns + "\\begin{document}\n\n" + body + "\n\n\\end{document}\n"
    return _UNPRINTABLE.sub("?", document)


def escape(text: str) -> str:
    r"""Escape text, so that TeX shows it as it is.

    >>> escape("50 % of a_b, σ")
    '50 \\% of a\\_b, \\ensuremath{\\sigma}'
    """
    text = _LIGATURE.sub(r"\1\0", text)  # \0 keeps `--` from becoming a dash
    return "".join("{}" if c == "\0" else _character(c) for c in text)


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isascii():
        return char if char.isprintable() else " "
    known = LETTERS.get(char) or MARKS.get(char) or SIGNS.get(char)
    return rf"\ensuremath{{{known}}}" if known else char


def _widest_grid(page: Page) -> int:
    """Count the columns of the widest matrix: amsmath must be told of more than ten."""
    widest = 10
    waiting: list[Any] = [page]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Grid):
            widest = max(widest, *(len(line) for line in thing.rows), 0)
        if isinstance(thing, tuple):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            waiting.extend(thing.values())
        elif hasattr(thing, "__dataclass_fields__"):
            waiting.extend(getattr(thing, name) for name in thing.__dataclass_fields__)
    return widest


def _sized(body: str, width: float) -> str:
    """Make a display smaller where it would run off the page."""
    size = next(name for limit, name in _SIZES if width <= limit * ROOM)
    return f"{{{size}\\setlength{{\\arraycolsep}}{{3pt}}\n{body}\n\\par}}" if size else body


class _Writer:
    """Writes the blocks; every method gives paragraphs."""

    def __init__(self, language: str, numbers: dict[str, int]):
        self.language, self.numbers = language, numbers

    def mathematics(self, box: Box) -> str:
        """Write mathematics within a line."""
        return f"${latex(box)}$"

    def words(self, what: Any) -> str:
        """Word it."""
        return worded(what, self.language, escape, self.mathematics)

    def block(self, block: Block) -> list[str]:
        """Write any block."""
        if isinstance(block, Sentence):
            text = self.words(block.text)
            if block.kind == "plain":
                return [text]
            mark = r"\textbf{!}\ " if block.kind == "warning" else ""
            return ["\\begin{quote}\n" + mark + text + "\n\\end{quote}"]
        if isinstance(block, Equations):
            return [self.equations(block)]
        if isinstance(block, Table):
            return [self.table(block)]
        if isinstance(block, Code):
            return [code("\n".join(block.lines(">", "|")) if block.first is not None else block.text)]
        if isinstance(block, Picture):
            return [f"\\[\n{picture(block)}\\]", rf"{{\small\itshape {self.words(block.caption)}\par}}"]
        if isinstance(block, Step):
            title = rf"\subsection{{{self.numbers[block.key]}\quad {self.words(block.title)}}}"
            return [
                title,
                self.words(block.purpose),
                *(text for part in block.parts for text in self.part(part)),
            ]
        return self.part(block)

    def part(self, part: Part) -> list[str]:
        """Write a part under its label."""
        label = rf"\textbf{{\small {self.words(part.label)}}}\nopagebreak"
        return [label, *(text for block in part.blocks for text in self.block(block))]

    def equations(self, block: Equations) -> str:
        """Write equations as one display."""
        rows = shelves(block, ROOM)
        widest = 0
        if rows is not None:
            return "\\begin{gather*}\n" + stacked(rows) + "\n\\end{gather*}"
        rows, widest = aligned_rows(block, self.language, ROOM)
        return _sized("\\begin{align*}\n" + stacked(rows) + "\n\\end{align*}", widest)

    def table(self, block: Table) -> str:
        """Write a table with its sums under a rule."""
        written = numeric_cells(block)
        rows = []
        widths = [0] * len(block.head)
        for number, line in enumerate([block.head, *block.rows, *block.foot]):
            cells = []
            for column, cell in enumerate(line):
                known = written.get((number, column))
                cells.append(f"${known}$" if known else self.words(cell))
                if column < len(widths):
                    widths[column] = max(widths[column], len(worded(cell, self.language, str, inline)))
            rows.append(" & ".join(cells) + r" \\")
        rows.insert(1, r"\hline")
        if block.foot:
            rows.insert(2 + len(block.rows), r"\hline")
        shape = "".join("r" if i in block.numeric else "l" for i in range(len(block.head)))
        caption = rf"{{\small {self.words(block.caption)}\par}}" + "\n" if block.caption is not None else ""
        body = "\n".join([rf"\begin{{tabular}}{{{shape}}}", *rows, r"\end{tabular}"])
        return caption + _sized(
            "{\\renewcommand{\\arraystretch}{1.3}\n" + body + "}", sum(widths) + 2 * len(widths)
        )


def code(text: str) -> str:
    """Write code line by line; a long line is broken rather than cut."""
    rows = []
    for line in text.strip("\n").expandtabs(4).split("\n"):
        inner = line.lstrip(" ")
        body = escape(inner).replace("'", r"\textquotesingle{}").replace(" ", r"\ ")
        rows.append("~" * (len(line) - len(inner)) + (body or "~"))
    return "\\begin{flushleft}\\small\\ttfamily\n" + "\\\\{}\n".join(rows) + "\n\\end{flushleft}"
