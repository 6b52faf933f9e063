"""The blocks of a page as HTML."""

from __future__ import annotations

from typing import Any, Protocol

from ..language import say
from ..mathematics.boxes import Box, Marked, Numeral, Row, sign
from ..mathematics.markup import escape
from ..mathematics.mathml import aligned, mathml
from .blocks import Block, Code, Equation, Equations, Inline, Part, Picture, Sentence, Step, Table
from .html_inline import inline
from .layout import side_by_side
from .measure import terms, width
from .svg import svg

WIDE = 15.0  # em: a line longer than this may break before its signs


class _Addresses(Protocol):
    def of(self, key: str) -> str: ...


class Writer:
    """Writes blocks, counting the steps as they come. `aside` is the picture that has its place beside the text."""

    def __init__(
        self, language: str, addresses: _Addresses, aside: Picture | None = None, *, keys: bool = False
    ) -> None:
        self.language = language
        self.addresses = addresses
        self.aside = aside
        self.keys = keys
        self.numbers: dict[int, int] = {}
        self.addresses_of: dict[int, str] = {}

    def block(self, block: Block, level: int) -> str:
        """Write one block; `level` is the level of a heading inside it."""
        match block:
            case Sentence():
                return self._sentence(block)
            case Equations():
                return self._equations(block)
            case Table():
                return self._table(block)
            case Code():
                return f'<div class="scroll"><pre><code>{_code(block)}</code></pre></div>\n'
            case Picture():
                return "" if block is self.aside else self.picture(block)
            case Part():
                return self._part(block, level)
            case Step():
                return self._step(block, level)
        raise TypeError(f"not a block of a page: {block!r}")

    def picture(self, picture: Picture) -> str:
        """Write the drawing with its caption."""
        drawn = svg(picture.diagram, self.language, inline=True)
        caption = inline(picture.caption, self.language)
        return f'<figure><div class="scroll">{drawn}</div><figcaption>{caption}</figcaption></figure>\n'

    def _step(self, step: Step, level: int) -> str:
        number = self.numbers[id(step)] = len(self.numbers) + 1
        address = self.addresses_of[id(step)] = self.addresses.of(step.key)
        parts = "".join(self._part(part, level + 1) for part in step.parts)
        title = inline(step.title, self.language)
        return (
            f'<section class="step" id="{address}" aria-labelledby="{address}-title">'
            f'<h{level} id="{address}-title"><span class="no">{number}</span> {title}</h{level}>'
            f'<p class="purpose">{inline(step.purpose, self.language)}</p>\n{parts}</section>\n'
        )

    def _part(self, part: Part, level: int) -> str:
        body = "".join(self.block(block, level + 1) for block in part.blocks)
        label = inline(part.label, self.language)
        return f'<div class="part"><h{level} class="label">{label}</h{level}><div class="body">{body}</div></div>\n'

    def _sentence(self, sentence: Sentence) -> str:
        text = inline(sentence.text, self.language)
        if sentence.kind == "plain":
            return f"<p>{text}</p>\n"
        name = inline(say(f"page.{sentence.kind}"), self.language)
        return f'<p class="{sentence.kind}"><strong>{name}</strong> {text}</p>\n'

    def _equations(self, equations: Equations) -> str:
        lines = "".join(self._equation(line) for line in equations.lines)
        if side_by_side(equations):
            pairs = "".join(
                f'<div class="equations">{self._equation(line)}</div>' for line in equations.lines
            )
            return f'<div class="shelf">{pairs}</div>\n'
        return f'<div class="scroll"><div class="equations">{lines}</div></div>\n'

    def _equation(self, line: Equation) -> str:
        out = []
        for i, (relation, box) in enumerate(line.chain):
            left = mathml(line.left, keys=self.keys) if i == 0 and line.left is not None else ""
            note = ""
            if line.note is not None and i + 1 == len(line.chain):
                note = f' <span class="remark">{inline(line.note, self.language)}</span>'
            out.append(f"<div>{left}</div><div>{related(relation, box, self.keys)}{note}</div>")
        return "".join(out)

    def _table(self, table: Table) -> str:
        rows = [*table.rows, *table.foot]
        columns = len(table.head)
        cells = [[self._cell(cell) for cell in row] for row in rows]
        for j in table.numeric:
            numbers = [(i, row[j]) for i, row in enumerate(rows) if j < len(row) and _is_number(row[j])]
            for (i, _), text in zip(numbers, aligned([box for _, box in numbers]), strict=True):  # type: ignore[misc]
                cells[i][j] = f"<math>{text}</math>"
        kinds = [_classes(table, j) for j in range(columns)]
        head = "".join(
            f'<th scope="col"{kinds[j]}>{self._cell(cell)}</th>' for j, cell in enumerate(table.head)
        )
        lines = [
            "<tr>" + "".join(_td(text, j, kinds) for j, text in enumerate(row)) + "</tr>" for row in cells
        ]
        count = len(table.rows)
        caption = f"<caption>{inline(table.caption, self.language)}</caption>" if table.caption else ""
        foot = f"<tfoot>{''.join(lines[count:])}</tfoot>" if table.foot else ""
        turned = " turns" if table.role == "paths" and len(rows) <= 4 else ""
        sizes = f' style="--columns:{columns};--rows:{len(rows) + 1}"' if turned else ""
        return (
            f'<div class="scroll"><table class="{table.role}{turned}"{sizes}>{caption}'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines[:count])}</tbody>{foot}</table></div>\n"
        )

    def _cell(self, cell: Inline) -> str:
        return inline(cell, self.language)


def _td(text: str, j: int, kinds: list[str]) -> str:
    kind = kinds[j] if j < len(kinds) else ""
    return f'<th scope="row"{kind}>{text}</th>' if j == 0 else f"<td{kind}>{text}</td>"


def _classes(table: Table, j: int) -> str:
    names = [name for name, on in (("number", j in table.numeric), ("tinted", j == table.tinted)) if on]
    return f' class="{" ".join(names)}"' if names else ""


def related(relation: str, box: Box, keys: bool) -> str:
    """Write `= a`, with keys if they are wanted. A long sum is a formula for each term, so that lines may break."""
    parts = terms(box) if width(box) > WIDE else [box]
    first = Row((sign(relation), *(parts[0].items if isinstance(parts[0], Row) else (parts[0],))))
    return "<wbr>".join(mathml(part, keys=keys) for part in (first, *parts[1:]))


def _is_number(cell: Any) -> bool:
    while isinstance(cell, Marked):
        cell = cell.body
    return isinstance(cell, Numeral)


def _code(block: Code) -> str:
    """Write code; numbers of lines stand beside it, and are not taken along where it is copied."""
    if block.first is None:
        return escape(block.text)
    rows = []
    for number, line in enumerate(block.text.strip("\n").split("\n"), start=block.first):
        text = escape(line) or " "
        text = f"<mark>{text}</mark>" if number in block.marked else f"<span>{text}</span>"
        rows.append(f'<span class="line" data-line="{number}">{text}</span>')
    return "\n".join(rows)
