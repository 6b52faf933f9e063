"""A proposal: one line of a program in another wording, or moved, and the mistake that it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .facts import Facts, Statement
from .syntax import with_text


@dataclass(frozen=True)
class Proposed:
    """A mistake: where, of which class, what else would be right to say, and the cell as it is with it."""

    cell: int | None
    line: int
    fault: str
    rule: str
    lines: tuple[str, ...]
    other_lines: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    old: str = ""
    other_places: tuple[tuple[int | None, int], ...] = ()  # lines of other cells


@dataclass
class Program:
    """A right program: its cells as lines, and what the rules recognise in it."""

    cells: dict[int | None, list[str]]
    facts: Facts
    loss: str
    shapes: dict[str, tuple[int, ...]]  # of the parameters, by their tails

    def changed(
        self,
        one: Statement,
        node,
        text: str | None,
        fault: str,
        rule: str,
        other_lines: tuple[int, ...] = (),
        also: tuple[str, ...] = (),
    ) -> Iterator[Proposed]:
        """Propose a line with another text in place of a node; nothing where it would be the same."""
        if text is None:
            return
        lines = list(self.cells[one.cell])
        old = lines[one.line - 1]
        new = with_text(old, node, text)
        if new is None or new == old:
            return
        lines[one.line - 1] = new
        yield Proposed(one.cell, one.line, fault, rule, tuple(lines), other_lines, also, old.strip())

    def moved(
        self, one: Statement, to: int, fault: str, rule: str, line: int, other_lines: tuple[int, ...], also=()
    ) -> Iterator[Proposed]:
        """Propose a statement above another line, in that line's block."""
        lines = list(self.cells[one.cell])
        old = lines.pop(one.line - 1)
        indent = lines[to - 1][: len(lines[to - 1]) - len(lines[to - 1].lstrip())]
        lines.insert(to - 1, indent + old.strip())
        yield Proposed(one.cell, line, fault, rule, tuple(lines), other_lines, also, old.strip())
