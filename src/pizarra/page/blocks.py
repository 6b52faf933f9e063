"""What a page is made of, as plain data: said before it is written.

A page has sections, a section has blocks, and a block is a sentence, equations, a table, a picture, code, or a step,
which is itself a title, a sentence of purpose and labelled parts (general, matrices, one case). Words are `Say`
objects and mathematics are boxes, so the same page is written in every language and every format. `Inline` is what
may stand in running text or in a table's cell: text, mathematics, or a `Say` that mixes both.
"""

from __future__ import annotations

from typing import Literal

from ..language import Say
from ..mathematics.boxes import Box
from ..record import record
from .diagram import Diagram

Inline = str | Say | Box


@record
class Sentence:
    """A paragraph. kind: `plain`, `note` (an aside, such as why it is so) or `warning`."""

    text: Say
    kind: Literal["plain", "note", "warning"] = "plain"


@record
class Equation:
    """One chain `left = a = b ≈ c`: what is defined, then (relation, box) pairs.

    A writer puts the first relation on the first line and may start a new line at each further one, with the relations
    aligned below each other. `left` None continues the equation before. `note` stands behind the last line.
    """

    left: Box | None
    chain: tuple[tuple[str, Box], ...]
    note: Say | None = None


@record
class Equations:
    """Equations whose relations stand in one column."""

    lines: tuple[Equation, ...]


@record
class Table:
    """A table: column heads, rows, and rows of the foot (sums). The first cell of every row is its head.

    `numeric` names the columns (from 0) to be lined up on the decimal sign; `tinted` the column of results.
    `role` says what kind it is: `paths` (one row a path, one column a factor, their product last), `plain`.
    """

    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    foot: tuple[tuple[Inline, ...], ...] = ()
    caption: Say | None = None
    numeric: tuple[int, ...] = ()
    tinted: int | None = None
    role: Literal["paths", "plain"] = "plain"


@record
class Code:
    """Lines of Python that do what the step says, or lines of the reader's.

    first: the number of the first line, where they are numbered. marked: the numbers of those to look at.
    """

    text: str
    first: int | None = None
    marked: tuple[int, ...] = ()

    def lines(self, mark: str = "▸", bar: str = "│") -> list[str]:
        """Give the lines, with their numbers before them where they have any, and a mark before those to look at."""
        every = [line.expandtabs(4) for line in self.text.strip("\n").split("\n")]
        if self.first is None:
            return every
        size = len(str(self.first + len(every) - 1))
        return [
            f"{mark if number in self.marked else ' '} {number:>{size}} {bar} {line}".rstrip()
            for number, line in enumerate(every, start=self.first)
        ]


@record
class Picture:
    """The network drawn, with a sentence that says what is to be seen."""

    diagram: Diagram
    caption: Say


@record
class Part:
    """A labelled part of a step: `general`, `matrices`, `case`, or another label."""

    kind: str
    label: Say
    blocks: tuple[Block, ...]


@record
class Step:
    """One step of the solution: `key` is unique on the page and serves as its address."""

    key: str
    title: Say
    purpose: Say
    parts: tuple[Part, ...]


Block = Sentence | Equations | Table | Code | Picture | Step | Part


@record
class Section:
    """A chapter of the page: data and notation, forward, loss, backward, update, summary."""

    key: str
    title: Say
    blocks: tuple[Block, ...]


@record
class Page:
    """A whole page, still to be written: title, one sentence of summary, sections."""

    title: Say
    summary: Say
    sections: tuple[Section, ...]
