"""The page as Markdown: for notebooks (`$$`) and for GitHub (fenced mathematics, which nothing there can spoil)."""

from __future__ import annotations

import base64
import re
from typing import Any

from ..errors import PizarraError, nearest
from ..language import Say
from ..mathematics.boxes import Box
from ..mathematics.latex import latex, stacked
from .aligned import aligned_rows, numeric_cells, shelves
from .blocks import Block, Code, Equations, Page, Part, Picture, Section, Sentence, Step, Table
from .layout import numbers, worded
from .text import picture_lines

ROOM = 96
FLAVOURS = ("notebook", "github")
_SPECIAL = re.compile(r"[\\`*_\[\]#|~<>&$]")
# entities where a backslash would not do: mathematics and HTML are looked for before escapes
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "&#36;"}
_LIST = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def markdown(page: Page, language: str, *, flavour: str = "notebook") -> str:
    """Write a page as Markdown. flavour: `notebook` (Jupyter, Colab, VS Code) or `github`."""
    if flavour not in FLAVOURS:
        raise PizarraError(f"There is no flavour of Markdown {flavour!r}." + nearest(flavour, FLAVOURS))
    writer = _Writer(language, flavour == "github", numbers(page))
    made = [f"# {writer.words(page.title)}", writer.paragraph(page.summary)]
    for section in page.sections:
        made += writer.section(section)
    return "\n\n".join(made) + "\n"


def escape(text: str) -> str:
    r"""Escape text, so that Markdown shows it as it is.

    >>> escape("a_b < $5 | #2")
    'a\\_b &lt; &#36;5 \\| \\#2'
    """
    text = "".join(c if c.isprintable() else " " for c in text)
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[0]) or "\\" + match[0], text)


class _Writer:
    """Writes the blocks; every method gives paragraphs, to be set a blank line apart."""

    def __init__(self, language: str, github: bool, numbers: dict[str, int]):
        self.language, self.github, self.numbers = language, github, numbers

    def mathematics(self, box: Box) -> str:
        """Write mathematics within a line."""
        return self.inline(latex(box))

    def inline(self, text: str) -> str:
        """Mark LaTeX as mathematics within a line."""
        text = " ".join(text.split())
        return f"$`{text}`$" if self.github else f"${text}$"

    def display(self, text: str) -> str:
        """Mark LaTeX as mathematics of its own."""
        return f"```math\n{text}\n```" if self.github else f"$$\n{text}\n$$"

    def words(self, what: Any) -> str:
        """Word it on one line."""
        return worded(what, self.language, escape, self.mathematics)

    def paragraph(self, what: Any) -> str:
        """Word it as a paragraph: nothing at its start may look like a list."""
        text = self.words(what).strip()
        return _LIST.sub(lambda m: m[1] + (f"{m[2]}\\" if m[2].isdigit() else f"\\{m[2]}"), text)

    def section(self, section: Section) -> list[str]:
        """Write a chapter."""
        return [
            f"## {self.words(section.title)}",
            *(p for block in section.blocks for p in self.block(block)),
        ]

    def block(self, block: Block) -> list[str]:
        """Write any block."""
        if isinstance(block, Sentence):
            mark = {"plain": "", "note": "> ", "warning": "> ⚠ "}[block.kind]
            return [mark + self.paragraph(block.text)]
        if isinstance(block, Equations):
            return [self.equations(block)]
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Code):
            numbered = block.first is not None
            return [fenced("\n".join(block.lines()), "") if numbered else fenced(block.text, "python")]
        if isinstance(block, Picture):
            return self.picture(block)
        if isinstance(block, Step):
            head = [
                f"### {self.numbers[block.key]}. {self.words(block.title)}",
                self.paragraph(block.purpose),
            ]
            return head + [p for part in block.parts for p in self.part(part)]
        return self.part(block)

    def part(self, part: Part) -> list[str]:
        """Write a part under its label."""
        return [f"**{self.words(part.label)}**", *(p for block in part.blocks for p in self.block(block))]

    def equations(self, block: Equations) -> str:
        """Write equations as one display."""
        rows = shelves(block, ROOM)
        if rows is not None:
            body = rows[0] if len(rows) == 1 else "\\begin{gathered}\n" + stacked(rows) + "\n\\end{gathered}"
            return self.display(body)
        rows, _ = aligned_rows(block, self.language, ROOM)
        if len(rows) == 1:
            return self.display(
                rows[0].replace("&", "", 1) if rows[0].startswith("&") else _unaligned(rows[0])
            )
        return self.display("\\begin{aligned}\n" + stacked(rows) + "\n\\end{aligned}")

    def table(self, block: Table) -> list[str]:
        """Write a pipe table, its sums as last rows."""
        written = numeric_cells(block)
        rows = []
        for number, line in enumerate([block.head, *block.rows, *block.foot]):
            cells = []
            for column, cell in enumerate(line):
                known = written.get((number, column))
                text = self.inline(known) if known else self.words(cell).strip()
                sums = number > len(block.rows) and column == 0 and isinstance(cell, str | Say)
                cells.append(f"**{text}**" if sums and text else text)
            rows.append("| " + " | ".join(cells) + " |")
        rule = (
            "|" + "|".join(" --: " if i in block.numeric else " :-- " for i in range(len(block.head))) + "|"
        )
        caption = [f"*{self.words(block.caption)}*"] if block.caption is not None else []
        return [*caption, "\n".join([rows[0], rule, *rows[1:]])]

    def picture(self, block: Picture) -> list[str]:
        """Write the drawing within the page; GitHub shows no such pictures, so there it is text."""
        caption = f"*{self.words(block.caption)}*"
        try:
            if self.github:
                raise ImportError
            from .svg import svg
        except ImportError:
            return [fenced("\n".join(picture_lines(block)), ""), caption]
        data = base64.b64encode(svg(block.diagram, self.language).encode()).decode()
        return [
            f"![{worded(block.caption, self.language, escape, _spoken)}](data:image/svg+xml;base64,{data})",
            caption,
        ]


def _spoken(box: Box) -> str:
    from ..mathematics.unicode import inline

    return escape(inline(box))


def _unaligned(line: str) -> str:
    """Take the mark of alignment out of a lone row: it stands before its first relation."""
    before, _, after = line.partition(" &")
    return f"{before} {after}"


def fenced(text: str, kind: str) -> str:
    """Write code between fences longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text.strip(chr(10))}\n{fence}"
