"""What several page writers share: the numbers of the steps, sentences by pieces, equations line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from ..language import phrase
from ..mathematics.boxes import Box, Grid, Row, Sign, bare, row
from ..record import record
from .blocks import Block, Equation, Equations, Inline, Page, Part, Step, Table


def numbers(page: Page) -> dict[str, int]:
    """Number the steps of a page from 1, through all sections, by their keys."""
    found: dict[str, int] = {}
    for section in page.sections:
        for step in _steps(section.blocks):
            found.setdefault(step.key, len(found) + 1)
    return found


def _steps(blocks: tuple[Block, ...]) -> Iterator[Step]:
    for block in blocks:
        if isinstance(block, Step):
            yield block
        elif isinstance(block, Part):
            yield from _steps(block.blocks)


def worded(what: Any, language: str, text: Callable[[str], str], mathematics: Callable[[Box], str]) -> str:
    """Word a sentence or a cell with one function for its text and one for its mathematics."""
    return "".join(text(p) if isinstance(p, str) else mathematics(p) for p in phrase(what, language))


@record
class Line:
    """One line of an equation: `left relation body`. An empty `left` or `relation` leaves its column blank.

    `others` are further relations on the same line, each with what follows it. `note` stands on the last line of its
    equation. `first` says that an equation begins here.
    """

    left: Box | None
    relation: Sign | None
    body: Box
    note: Any = None
    first: bool = True
    others: tuple[tuple[Sign, Box], ...] = ()

    @property
    def whole(self) -> Box:
        """What stands behind the first relation, in one row."""
        return row(self.body, *(part for pair in self.others for part in pair)) if self.others else self.body


def side_by_side(equations: Equations) -> bool:
    """Say whether the equations only name a matrix each, so that they may stand beside one another."""
    named = [e for e in equations.lines if len(e.chain) == 1 and e.left is not None and e.note is None]
    return 1 < len(named) == len(equations.lines) and all(
        isinstance(bare(e.chain[0][1]), Grid) for e in named
    )


def equation_lines(
    equations: Equations, room: Callable[[bool], int], width_of: Callable[[Box], int]
) -> list[Line]:
    """Lay equations out: a chain stays on one line where it fits, else each relation begins a line.

    room: the width for what stands behind the relation (called with False), and behind the indent of a continued line
    (True). A piece that is wider is broken before its infix signs, or between its factors.
    """
    lines: list[Line] = []
    for equation in equations.lines:
        made = _chain(equation, room, width_of)
        lines += made[:-1]
        last = made[-1]
        lines.append(Line(last.left, last.relation, last.body, equation.note, last.first, last.others))
    return lines


def _chain(equation: Equation, room: Callable[[bool], int], width_of: Callable[[Box], int]) -> list[Line]:
    if not equation.chain:
        return [Line(equation.left, None, Row(()))]
    (relation, body), *rest = equation.chain
    if rest:
        others = tuple([(related(text), box) for text, box in rest])
        wide = sum([width_of(sign) + 2 + width_of(box) for sign, box in others])  # a blank on both sides
        if width_of(body) + wide <= room(False):
            return [Line(equation.left, _relation(relation), body, others=others)]
    lines: list[Line] = []
    for text, box in equation.chain:
        for number, part in enumerate(_broken(box, room, width_of)):
            lines.append(
                Line(
                    equation.left if not lines else None,
                    _relation(text) if not number else None,
                    part,
                    first=not lines,
                )
            )
    return lines


def _relation(text: str) -> Sign | None:
    return related(text) if text else None


@cache
def related(text: str) -> Sign:
    """Give the sign of a relation, the same object each time: writers know again what they have written."""
    return Sign(text, "relation")


def _broken(box: Box, room: Callable[[bool], int], width_of: Callable[[Box], int]) -> list[Box]:
    """Break a row that is too wide into rows that fit, as far as that goes."""
    if not isinstance(box, Row) or width_of(box) <= room(False):
        return [box]
    groups: list[list[Box]] = [[]]
    for item in box.items:
        if isinstance(item, Sign) and item.kind == "infix" and item.text in "+−-" and groups[-1]:
            groups.append([])
        groups[-1].append(item)
    if len(groups) == 1:  # no sum: break between factors
        groups = [[item] for item in box.items]
    parts: list[Box] = []
    line: list[Box] = []
    wide = 0
    for group in groups:
        width = width_of(row(*group)) + 1
        if line and wide + width > room(bool(parts)):
            parts.append(row(*line))
            line, wide = [], 0
        line += group
        wide += width
    parts.append(row(*line))
    # an empty row in front keeps the blanks around a sign that begins a line
    return [
        parts[0],
        *(
            Row((Row(()), part) if not isinstance(part, Row) else (Row(()), *part.items))
            for part in parts[1:]
        ),
    ]


def turned(table: Table) -> Table:
    """Stand a table of paths up: a column a path, a row a factor, the products last, the sums in the foot."""
    labels = tuple(line[0] for line in table.rows)
    body = tuple((head, *(line[c] for line in table.rows)) for c, head in enumerate(table.head) if c)
    blank: tuple[Inline, ...] = ("",) * (len(labels) - 1)
    foot = tuple((line[0], *blank, line[-1]) for line in table.foot)
    numeric = tuple(range(1, len(labels) + 1))
    return Table((table.head[0], *labels), body, foot, table.caption, numeric=numeric, role=table.role)
