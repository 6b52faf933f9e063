"""The page as text, for a terminal.

Labels of parts stand in a gutter on the left, so that the formulas of a step are one column to read. On a narrow
terminal they become small headings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..language import Say, Worded, phrase
from ..mathematics.block import Block2D, above, beside, flat, padded, painted, width_of
from ..mathematics.boxes import Numeral, bare
from ..mathematics.glyphs import to_ascii
from ..mathematics.unicode import decimals, legible, lines, writer
from ..recent import Recent
from .blocks import Block, Code, Equations, Page, Part, Picture, Sentence, Step, Table
from .layout import equation_lines, numbers, side_by_side, turned

WIDTH = 92
NARROW = 70

# Parts and tables: what a step says in general has no numbers in it, and is the same on the next page of a network.
_WRITTEN: Recent[list[str]] = Recent(200)


def text(
    page: Page, language: str, *, width: int | None = None, ascii: bool = False, color: bool = False
) -> str:
    """Write a page for a terminal of `width` columns (92 unless told; a matrix that is wider stays whole).

    ascii: use no character outside ASCII. color: colour by meaning, with ANSI codes.
    """
    return _Writer(page, language, max(width or WIDTH, 30), ascii, color).write()


class _Writer:
    """Writes one page; every method gives the lines of what it is named after."""

    def __init__(self, page: Page, language: str, width: int, ascii: bool, color: bool):
        self.page, self.language, self.width = page, language, width
        self.ascii, self.color = ascii, color
        self.mathematics, self.lines = writer(ascii, color).inline, writer(ascii, color).lines
        self.numbers = numbers(page)
        self.digits = len(str(len(self.numbers) or 1))
        labels = [self.sentence(part.label) for step in _all_steps(page) for part in step.parts]
        self.gutter = max((width_of(label) for label in labels), default=0) + 3
        if width < NARROW or self.gutter > width // 4:
            self.gutter = 0

    def write(self) -> str:
        """Write the whole page."""
        title = self.sentence(self.page.title)
        made = [self.bold(title), "=" * width_of(title) if self.ascii else "═" * width_of(title)]
        made += self.wrapped(self.page.summary, self.width)
        for section in self.page.sections:
            name = self.sentence(section.title)
            rule = ("-" if self.ascii else "─") * self.width
            made += ["", "", self.bold(name), self.muted(rule)]
            for number, block in enumerate(section.blocks):
                made += ["", *self.block(block, self.width, 0 if isinstance(block, Step | Sentence) else 3)]
                if isinstance(block, Step) and number + 1 < len(section.blocks):
                    made.append("")
        return "\n".join(line.rstrip() for line in made) + "\n"

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.color else text

    def muted(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.color else text

    def plain(self, text: str) -> str:
        return legible(text, self.ascii)

    def sentence(self, what: Any) -> str:
        """Word it on one line."""
        if isinstance(what, str):
            return self.plain(what)
        if not isinstance(what, (Say, Worded, int, float)):
            return self.mathematics(what)
        return "".join(
            self.plain(p) if isinstance(p, str) else self.mathematics(p) for p in phrase(what, self.language)
        )

    def wrapped(self, what: Any, width: int, first: str = "", indent: str = "") -> list[str]:
        """Word it over as many lines as it takes; a formula is never broken."""
        words: list[str] = [""]
        for part in phrase(what, self.language):
            if isinstance(part, str):
                head, *others = self.plain(part).split(" ")
                words[-1] += head
                words += others
            else:
                words[-1] += self.mathematics(part)
        whole = " ".join(filter(None, words))
        if width_of(first) + width_of(whole) <= width:
            return [first + whole]
        made, line, wide = [], first, width_of(first)
        empty = True
        for word in filter(None, words):
            size = width_of(word)
            if not empty and wide + 1 + size > width:
                made.append(line)
                line, wide, empty = indent, width_of(indent), True
            line += word if empty else " " + word
            wide += size + (not empty)
            empty = False
        return [*made, line]

    def block(self, block: Block, width: int, indent: int) -> list[str]:
        """Write any block, moved to the right by `indent`."""
        blank = " " * indent
        return [blank + line for line in self.rectangle(block, width - indent)[0]]

    def rectangle(self, block: Block, width: int) -> tuple[list[str], int]:
        """Write a block; also say on which of its lines a label in the gutter belongs."""
        if isinstance(block, Sentence):
            return self.paragraph(block, width), 0
        if isinstance(block, Equations):
            return self.equations(block, width)
        if isinstance(block, Table):
            return self.once(block, width, self.table), 0
        if isinstance(block, Code):
            mark, bar = (">", "|") if self.ascii else ("▸", "│")
            lines = [self.plain(line) for line in block.lines(mark, bar)]
            return [self.bold(line) if line.startswith(mark) else line for line in lines], 0
        if isinstance(block, Picture):
            return self.picture(block, width), 0
        if isinstance(block, Step):
            return self.step(block, width), 0
        return self.part(block, width), 0

    def paragraph(self, block: Sentence, width: int) -> list[str]:
        """Write a sentence; an aside has a bar at its side, a warning a mark."""
        bar = {"plain": "", "note": "| " if self.ascii else "│ ", "warning": "! "}[block.kind]
        made = self.wrapped(block.text, min(width, 88) - len(bar))
        return [self.muted(bar) + line if bar else line for line in made]

    def step(self, step: Step, width: int) -> list[str]:
        """Write a step: number and title, purpose, parts."""
        number = str(self.numbers[step.key]).rjust(self.digits)
        blank = " " * (self.digits + 2)
        room = width - len(blank)
        title = self.wrapped(step.title, width, f"{number}  ", blank)
        made = [self.bold(line) for line in title]
        made += [blank + line for line in self.wrapped(step.purpose, min(room, 88))]
        for part in step.parts:
            made += ["", *(blank + line for line in self.part(part, room))]
        return made

    def part(self, part: Part, width: int) -> list[str]:
        """Write a part, with its label in the gutter or above it; or give what was written of it on another page."""
        return self.once(part, width, self.made_part)

    def once(self, block: Any, width: int, write: Callable[[Any, int], list[str]]) -> list[str]:
        """Write a block, or give what was written of it on another page."""
        key = id(block), self.language, width, self.gutter, self.ascii, self.color
        known = _WRITTEN.find(key)
        return known if known is not None else _WRITTEN.keep(key, block, write(block, width))

    def made_part(self, part: Part, width: int) -> list[str]:
        label = self.sentence(part.label).upper()
        made: list[str] = []
        at = 0
        for number, block in enumerate(part.blocks):
            rows, baseline = self.rectangle(block, width - (self.gutter or 2))
            if number:
                made.append("")
            else:
                at = baseline
            made += rows
        if not self.gutter:
            return [self.muted(label), *("  " + line for line in made)]
        blank = " " * self.gutter
        head = self.muted(label) + " " * (self.gutter - width_of(label))
        return [(head if i == at else blank) + line for i, line in enumerate(made)] or [head]

    def equations(self, block: Equations, width: int) -> tuple[list[str], int]:
        """Write equations with their relations in one column; small matrices stand side by side."""
        shelves = self.gallery(block, width)
        if shelves:
            return shelves
        lefts = [self.lines(e.left) for e in block.lines if e.left is not None]
        margin = max((left.width for left in lefts), default=0)
        signs = max((width_of(self.plain(r)) for e in block.lines for r, _ in e.chain), default=1)
        room = width - margin - signs - 2
        laid = equation_lines(
            block, lambda continued: max(room - 2 * continued, 10), lambda box: self.lines(box).width
        )
        signs = max((width_of(self.plain(line.relation.text)) for line in laid if line.relation), default=0)
        made: list[str] = []
        at = 0
        tall = False
        for line in laid:
            left = (
                padded(self.lines(line.left), margin, "right")
                if line.left is not None
                else flat(" " * margin)
            )
            mark = self.plain(line.relation.text) if line.relation else ""
            between = flat(" " * bool(margin) + mark.ljust(signs) + " ")
            others = [
                block
                for sign, box in line.others
                for block in (flat(f" {self.plain(sign.text)} "), self.lines(box))
            ]
            whole = beside(left, between, self.lines(line.body), *others)
            note = self.sentence(line.note) if line.note is not None else ""
            if note and whole.width + 3 + width_of(note) <= width:
                whole = beside(whole, flat("   " + self.muted(note)))
                note = ""
            if made and (whole.height > 1 or tall):
                made.append("")
            if not made:
                at = whole.baseline
            tall = whole.height > 1
            made += whole.lines
            if note:
                made += ["  " + self.muted(n) for n in self.wrapped(line.note, width - 2)]
        return made, at

    def gallery(self, block: Equations, width: int) -> tuple[list[str], int] | None:
        """Set equations that only name a matrix each beside one another."""
        if not side_by_side(block):
            return None
        made: list[str] = []
        shelf: list[Block2D] = []
        at = 0
        for e in block.lines:
            relation, body = e.chain[0]
            item = beside(self.lines(e.left), flat(f" {self.plain(relation)} "), self.lines(body))  # type: ignore[arg-type]
            if shelf and sum(b.width + 4 for b in shelf) + item.width > width:
                made += [*_shelved(shelf).lines, ""]
                shelf = []
            shelf.append(item)
            if not made:
                at = _shelved(shelf).baseline
        return [*made, *_shelved(shelf).lines], at

    def table(self, block: Table, width: int) -> list[str]:
        """Write a table; one of paths that is too wide is stood up, a column a path."""
        made = self.tabled(block)
        if block.role == "paths" and width_of(made[-1]) > width:
            other = self.tabled(turned(block))
            made = other if width_of(other[-1]) < width_of(made[-1]) else made
        return made

    def tabled(self, block: Table) -> list[str]:
        """Write a table: head, rule, rows, rule, sums; numbers on their decimal signs."""
        groups = [(block.head,), block.rows, block.foot]
        rows = [tuple(line) for group in groups for line in group]
        count = max(len(line) for line in rows)
        columns = [
            self.column(block, i, [line[i] if i < len(line) else "" for line in rows]) for i in range(count)
        ]
        written = [(" " * 3).join(column[n] for column in columns) for n in range(len(rows))]
        rule = self.muted(("-" if self.ascii else "─") * width_of(written[0]))
        made = [written[0], rule, *written[1 : 1 + len(block.rows)]]
        if block.foot:
            made += [rule, *written[1 + len(block.rows) :]]
        if block.caption is not None:
            made = [self.sentence(block.caption), "", *made]
        return made

    def column(self, block: Table, place: int, cells: list[Any]) -> list[str]:
        """Write one column to one width."""
        texts = [self.sentence(cell) for cell in cells]
        if place in block.numeric:
            ends = [
                decimals(box.text) if isinstance(box := _number(cell), Numeral) else None for cell in cells
            ]
            most = max((end for end in ends if end is not None), default=0)
            texts = [t if end is None else t + " " * (most - end) for t, end in zip(texts, ends, strict=True)]
        wide = max(map(width_of, texts))
        right = place in block.numeric
        blanks = [" " * (wide - width_of(t)) for t in texts]
        made = [b + t if right else t + b for t, b in zip(texts, blanks, strict=True)]
        if place == block.tinted:
            made = [self.bold(t) for t in made]
        return made

    def picture(self, block: Picture, width: int) -> list[str]:
        """Write the network as a strip: symbols with arrows, values and gradients below them."""
        return [
            *picture_lines(block, self.ascii, self.color),
            "",
            *self.wrapped(block.caption, min(width, 88)),
        ]


def picture_lines(block: Picture, ascii: bool = False, color: bool = False) -> list[str]:
    """Draw a network's columns as text: per neuron its symbol, value and gradient."""
    drawn = block.diagram
    cells: list[Block2D] = []
    arrow = flat(" --> " if ascii else " ──▶ ")
    for column in drawn.columns:
        head = lines(column.symbol, ascii=ascii, color=color)
        rows = []
        for neuron in column.neurons:
            if neuron.symbol is None:
                rows.append([flat(":" if ascii else "⋮"), flat(""), flat("")])
                continue
            numbers = [_digits(neuron.value, ascii), _digits(neuron.gradient, ascii)]
            if color and neuron.gradient:
                numbers[1] = painted(numbers[1], "31")
            rows.append([lines(neuron.symbol, ascii=ascii, color=color), *numbers])
        widths = [max((row[i].width for row in rows), default=0) for i in range(3)]
        body = [
            beside(
                padded(name, widths[0]),
                flat("  "),
                padded(value, widths[1], "right"),
                flat("  " if widths[2] else ""),
                padded(gradient, widths[2], "right"),
            )
            for name, value, gradient in rows
        ]
        cells.append(above(head, *body, baseline=0) if body else head)
    loss = above(
        lines(drawn.loss_symbol, ascii=ascii, color=color), _digits(drawn.loss_value, ascii), baseline=0
    )
    parts = [part for cell in cells for part in (cell, arrow)]
    return [line.rstrip() for line in beside(*parts, loss).lines]


def _digits(text: str, ascii: bool) -> Block2D:
    return flat(to_ascii(text) if ascii else text.replace("-", "−"))


def _shelved(shelf: list[Block2D]) -> Block2D:
    return beside(
        *(part for i, item in enumerate(shelf) for part in ((flat("    "), item) if i else (item,)))
    )


def _number(cell: Any) -> Any:
    return bare(cell) if not isinstance(cell, str | Say | int | float) else cell


def _all_steps(page: Page) -> list[Step]:
    return [block for section in page.sections for block in section.blocks if isinstance(block, Step)]
