"""Boxes as text: for terminals in two dimensions (`lines`), for running text on one line (`inline`).

With `ascii=True` nothing outside ASCII is used, for terminals that have nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from ..recent import Recent
from .block import Block2D, above, beside, flat, padded, painted, plain, printable, spread, table
from .boxes import (
    BigSum,
    Box,
    Brace,
    Cases,
    Fence,
    Fraction,
    Grid,
    Letter,
    Marked,
    Numeral,
    Operator,
    Row,
    Scripts,
    Sign,
    Sized,
    Space,
    Words,
    bare,
)
from .glyphs import SCRIPT, SUBSCRIPTS, SUPERSCRIPTS, TALL, TALL_ASCII, TWO_LINES, accented, raised, to_ascii

COLOURS = {"value": "34", "parameter": "", "gradient": "31", "local": "32", "target": "35", None: ""}
MUTED = "2"


def lines(box: Box, *, ascii: bool = False, color: bool = False) -> Block2D:
    """Write a box over several lines.

    >>> from pizarra.mathematics.boxes import Numeral
    >>> print(lines(Grid(((Numeral("1.5"), Numeral("0")), (Numeral("-2"), Numeral("10"))))))
    ⎛ 1.5   0⎞
    ⎝−2    10⎠
    """
    return Writer(ascii=ascii, color=color).lines(box)


def inline(box: Box, *, ascii: bool = False, color: bool = False) -> str:
    """Write a box on one line.

    >>> from pizarra.mathematics.symbols import symbol
    >>> inline(Fraction(symbol(r"\\partial L"), symbol(r"\\partial w_{ij}^{(2)}")))
    '∂L/∂wᵢⱼ⁽²⁾'
    """
    return Writer(ascii=ascii, color=color).inline(box)


REMEMBERED = 5_000  # boxes: more than two pages of a small network have


@lru_cache(maxsize=8)
def writer(ascii: bool, color: bool) -> Writer:
    """Give a writer that goes on knowing what it wrote on earlier pages: general formulas come again."""
    return Writer(ascii=ascii, color=color)


class Writer:
    """Writes many boxes, as `lines` and `inline` do; a box that it has written before it does not write again."""

    def __init__(self, *, ascii: bool = False, color: bool = False):
        self._tall = _Writer(ascii, color, two_storeys=True)
        self._low = _Writer(ascii, color, two_storeys=False)
        self.lines = self._tall.write  # over several lines

    def inline(self, box: Box) -> str:
        """Write a box on one line."""
        return self._low.write(box).lines[0]


class _Writer:
    """Writes boxes in one of the four ways; the methods' names are the boxes'."""

    def __init__(self, ascii: bool, color: bool, two_storeys: bool, tight: bool = False):
        self.ascii, self.color, self.two_storeys = ascii, color, two_storeys
        self.tight = tight  # in scripts, no blanks: w_13, k=1
        self.written: Recent[Block2D] = Recent(REMEMBERED)
        self.brackets: dict[tuple[str, int, int], Block2D] = {}

    @cached_property
    def small(self) -> _Writer:
        """What writes scripts."""
        return _Writer(self.ascii, False, two_storeys=False, tight=True)

    def write(self, box: Box) -> Block2D:
        while type(box) is Marked and not self.color:  # a mark has colour and nothing else
            box = box.body
        key = id(box)
        known = self.written.find(key)
        return known if known is not None else self.written.keep(key, box, _METHODS[type(box)](self, box))

    def text(self, text: str) -> Block2D:
        return flat(legible(text, self.ascii))

    def row(self, box: Row) -> Block2D:
        return beside(*self.pieces(box)) if box.items else flat("")

    def pieces(self, box: Row) -> list[Block2D]:
        """Write the items of a row, and the blanks that stand before them."""
        made: list[Block2D] = []
        ahead = ""  # blanks that the item before asks for
        if self.tight:
            return [self.write(item) for item in box.items if not isinstance(item, Space)] or [flat("")]
        left: Box = box  # what stands before, bare
        for place, item in enumerate(box.items):
            what = bare(item)
            if type(what) is Space:
                slashed = not self.two_storeys and type(left) is Fraction
                ahead = self.text(" · ").lines[0] if slashed else " "
                left = what
                continue
            block = self.write(item)
            kind = what.kind if type(what) is Sign else ""
            apart = kind == "infix" or kind == "relation"
            before = ahead
            if place and (apart or (not before and made and self.needs_blank(left, made[-1], what, block))):
                before = " "
            made += [flat(before), block] if before else [block]
            spaced = apart or kind == "separator" or type(what) is BigSum
            ahead = " " if spaced and (place or kind != "infix") else ""
            left = what
        return made or [flat("")]

    def needs_blank(self, left: Box, left_block: Block2D, right: Box, right_block: Block2D) -> bool:
        """Say whether two neighbours, given bare, would run into each other."""
        if isinstance(left, Sign) or isinstance(right, Sign):
            return isinstance(left, Sign) and left.kind == "postfix" and not isinstance(right, Sign | Fence)
        if left_block.height > 1 and right_block.height > 1:
            return not isinstance(left, Letter)
        if left_block.height > 1 or right_block.height > 1:
            return isinstance(left, (Fraction, Grid, Cases)) or isinstance(right, (Fraction, Brace))
        a, b = plain(left_block.lines[0])[-1:], plain(right_block.lines[0])[:1]
        if isinstance(left, Grid) or isinstance(right, Brace):
            return True
        if isinstance(left, Words) or isinstance(right, (Words, Operator)):
            return a != " " and b != " " and a != "("
        if isinstance(left, Operator):
            return b not in "([{|"
        if not (a.isalnum() or a in ")]") or not b.isalnum():
            return False
        both_numbers = a.isdigit() and b.isdigit()
        return both_numbers or self.ascii or left_block.width > 1 < len(_name(left)) or len(_name(right)) > 1

    def letter(self, box: Letter) -> Block2D:
        text = box.text
        if self.ascii:
            return self.text(to_ascii(text) + f"_{box.accent}" * bool(box.accent))
        if box.style == "script" and text in SCRIPT:
            text = SCRIPT[text]
        block = self.text(accented(text, box.accent) if box.accent and text else text)
        return painted(block, "1") if self.color and box.style in ("bold", "bold-italic") else block

    def numeral(self, box: Numeral) -> Block2D:
        left, right = box.pad
        return self.digits(" " * left + box.text + " " * right if left or right else box.text)

    def digits(self, text: str) -> Block2D:
        shown = self.figures(text)
        return Block2D((shown,), 0, len(shown)) if text.isascii() else flat(shown)

    def figures(self, text: str) -> str:
        """Write a number, without a look into what is remembered of texts: few numbers come twice."""
        shown = text if self.ascii else text.replace("-", "−")
        return shown if text.isascii() and text.isprintable() else legible(shown, self.ascii)

    def sign(self, box: Sign) -> Block2D:
        return self.text(box.text)

    def fraction(self, box: Fraction) -> Block2D:
        top, bottom = self.write(box.top), self.write(box.bottom)
        ends = bare(box.top), bare(box.bottom)
        if all(isinstance(end, Numeral) for end in ends):
            if not self.ascii and (ends[0].text, ends[1].text) == ("1", "2"):  # type: ignore[union-attr]
                return flat("½")
            return beside(top, flat("/"), bottom)
        if self.two_storeys:
            width = max(top.width, bottom.width)
            rule = flat(("-" if self.ascii else "─") * width)
            return above(top, rule, bottom, baseline=top.height)
        return beside(self.held(box.top, top), flat("/"), self.held(box.bottom, bottom, below=True))

    def held(self, box: Box, block: Block2D, below: bool = False) -> Block2D:
        """Put brackets around the part of a fraction on one line that would fall apart without them."""
        what = bare(box)
        signs = [bare(item) for item in what.items] if isinstance(what, Row) else []
        apart = any(isinstance(s, Sign) and s.kind in ("infix", "relation", "separator") for s in signs)
        apart = apart or (below and isinstance(what, Row) and " " in block.lines[0])
        return beside(flat("("), block, flat(")")) if apart or isinstance(what, Fraction) else block

    def scripts(self, box: Scripts) -> Block2D:
        base = self.write(box.base)
        if isinstance(bare(box.base), Row | Fraction) and base.height == 1:
            base = beside(flat("("), base, flat(")"))
        small = self.small
        primes, sup = "", bare(box.sup) if box.sup is not None else None
        if isinstance(sup, Sign) and sup.text == "′":
            primes, sup = self.text("′").lines[0], None
        sub_text = small.script(box.sub, SUBSCRIPTS, "_") if box.sub is not None else ""
        sup_text = small.script(sup, SUPERSCRIPTS, "^") if sup is not None else ""
        if base.height == 1:
            return beside(base, flat(primes + sub_text + sup_text))
        high = sup_text.removeprefix("^").strip("{}") if sup_text[:2] == "^{" else sup_text
        rows = [flat(primes + high)] + [flat("")] * (base.height - 2) + [flat(sub_text)]
        return beside(base, above(*rows, baseline=base.baseline, align="left"))

    def script(self, box: Box, glyphs: dict[str, str], mark: str) -> str:
        """Write a script with small characters, else behind `_` or `^`."""
        text = self.write(box).lines[0]
        if not self.ascii:
            if (small := raised(text, glyphs)) is not None:
                return small
            if text and all(c in "′∗*" for c in text) and mark == "^":
                return text
        if (
            isinstance(bare(box), Fence)
            or (text.isalnum() and (self.ascii or len(text) == 1))
            or text in ("*", "'")
        ):
            return text if text == "'" else mark + text
        return f"{mark}{{{text}}}"

    def bigsum(self, box: BigSum) -> Block2D:
        sigma = self.text("∑")
        simple = box.above is None and not isinstance(bare(box.below) if box.below else None, Row)
        if simple or not self.two_storeys or self.ascii:
            return self.scripts(Scripts(Letter("∑"), box.below, box.above))
        small = self.small
        top = [small.write(box.above)] if box.above is not None else []
        bottom = [small.write(box.below)] if box.below is not None else []
        return above(*top, sigma, *bottom, baseline=sum(block.height for block in top))

    def brace(self, box: Brace) -> Block2D:
        body = self.write(box.body)
        if not self.two_storeys:
            return body
        label = self.write(box.label)
        width = max(body.width, label.width if body.width > 2 else 0)
        left = (body.width - 1) // 2
        right = max(body.width - left - 1, 0)
        if body.width < 3:
            line = "'" * body.width if self.ascii else "⏟".ljust(body.width, " ")
        elif self.ascii:
            line = "'" + "-" * (left - 1) + "+" + "-" * (right - 1) + "'"
        else:
            line = "╰" + "─" * (left - 1) + "┬" + "─" * (right - 1) + "╯"
        muted = painted(flat(line), MUTED) if self.color else flat(line)
        return above(padded(body, width, "center"), muted, label, baseline=body.baseline)

    def sized(self, box: Sized) -> Block2D:
        body = self.write(box.body)
        if not self.two_storeys:
            return body
        shape = self.text(box.shape)
        return above(body, painted(shape, MUTED) if self.color else shape, baseline=body.baseline)

    def fence(self, box: Fence) -> Block2D:
        return self.fenced(self.write(box.body), box.opening, box.closing)

    def fenced(self, body: Block2D, opening: str, closing: str) -> Block2D:
        """Put brackets around a block, as tall as it is."""
        return beside(self.bracket(opening, body), body, self.bracket(closing, body))

    def bracket(self, side: str, body: Block2D) -> Block2D:
        known = (side, len(body.lines), body.baseline)
        if known not in self.brackets:
            self.brackets[known] = self.made_bracket(side, body)
        return self.brackets[known]

    def made_bracket(self, side: str, body: Block2D) -> Block2D:
        if not side:
            return flat("")
        height = body.height
        if height == 1:
            return self.text(side)
        glyphs = TALL_ASCII if self.ascii else TALL
        parts = glyphs.get(side) or self.text(side).lines[0][:1] * 3
        if height == 2:
            shown = list(TWO_LINES[side]) if side in TWO_LINES and not self.ascii else [parts[0], parts[2]]
        else:
            shown = [parts[0], *(parts[1] * (height - 2)), parts[2]]
            if len(parts) > 3:
                shown[height // 2] = parts[3]
        return above(*map(flat, shown), baseline=body.baseline)

    def grid(self, box: Grid) -> Block2D:
        if self.two_storeys and (numbers := self.numbers(box.rows)) is not None:
            return self.fenced(spread(numbers, gap=2), box.opening, box.closing)
        rows = self.aligned(box.rows)
        if not self.two_storeys:
            text = "; ".join(" ".join(cell.lines[0].strip() for cell in line) for line in rows)
            return self.fenced(flat(text), box.opening, box.closing)
        if not rows:
            return self.fenced(flat(" "), box.opening, box.closing)
        tall = any(cell.height > 1 for line in rows for cell in line)
        if tall and len(rows) > 1:  # a blank line keeps fractions apart
            rows = [part for line in rows for part in (line, [flat("")])][:-1]
        return self.fenced(table(rows, gap=2), box.opening, box.closing)

    def numbers(self, rows: tuple[tuple[Box, ...], ...]) -> list[tuple[str, ...]] | None:
        """Line up a matrix that has nothing but numerals in it, without a block for each; None for any other."""
        if self.color or not rows or not rows[0]:
            return None
        columns = []
        for column in zip(*rows, strict=True):
            numerals = [bare(cell) for cell in column]
            if not all(type(numeral) is Numeral for numeral in numerals):
                return None
            texts = [self.figures(numeral.text) for numeral in numerals]  # type: ignore[union-attr]
            ends = [decimals(text) for text in texts]
            most = max(ends)
            if min(ends) < most:
                texts = [text + " " * (most - end) for text, end in zip(texts, ends, strict=True)]
            widest = max(map(len, texts))
            columns.append([text.rjust(widest) for text in texts])
        return list(zip(*columns, strict=True))

    def aligned(self, rows: tuple[tuple[Box, ...], ...]) -> list[list[Block2D]]:
        """Write cells, the numerals of each column lined up on the decimal sign."""
        cells = [[self.cell(cell) for cell in line] for line in rows]
        for i in range(max((len(line) for line in rows), default=0)):
            ends = {
                n: decimals(what.text)
                for n, line in enumerate(rows)
                if i < len(line) and isinstance(what := bare(line[i]), Numeral)
            }
            most = max(ends.values(), default=0)
            widest = max([cells[n][i].width + most - end for n, end in ends.items()], default=0)
            for n, end in ends.items():
                cell = cells[n][i]
                cells[n][i] = padded(padded(cell, cell.width + most - end), widest, "right")
        return cells

    def cell(self, box: Box) -> Block2D:
        """Write one entry; a numeral without its own padding, since the column sets it."""
        if isinstance(box, Marked):
            return self.marked(box, self.cell(box.body))
        return self.digits(box.text) if isinstance(box, Numeral) else self.write(box)

    def cases(self, box: Cases) -> Block2D:
        if not self.two_storeys:
            pairs = (f"{self.write(a).lines[0]} {self.write(b).lines[0]}" for a, b in box.rows)
            return self.fenced(flat("; ".join(pairs)), "{", "}")
        if not box.rows:
            return self.bracket("{", flat(""))
        body = table(self.aligned(box.rows), gap=3, align="left")
        return beside(self.bracket("{", body), flat(" "), body)

    def marked(self, box: Marked, body: Block2D | None = None) -> Block2D:
        block = body or self.write(box.body)
        if not self.color:
            return block
        codes = [code for code in (COLOURS[box.role], "4" if box.case else "") if code]
        return painted(block, ";".join(codes)) if codes else block


@lru_cache(maxsize=8192)
def legible(text: str, ascii: bool) -> str:
    """Leave out of a text what a terminal cannot show: control characters, and what is not ASCII where it asks."""
    text = printable(text)
    return to_ascii(text) if ascii else text


def decimals(text: str) -> int:
    """Count the characters from the decimal sign on.

    >>> decimals("-1.25"), decimals("3")
    (3, 0)
    """
    at = text.find(".")
    if at < 0:
        at = text.find(",")
    return len(text) - at if at >= 0 else 0


def _name(box: Any) -> str:
    while isinstance(box, Scripts | Marked | Sized):
        box = box.base if isinstance(box, Scripts) else box.body
    return box.text if isinstance(box, Letter) else ""


_METHODS: dict[type, Callable[[_Writer, Any], Block2D]] = {
    Row: _Writer.row,
    Letter: _Writer.letter,
    Numeral: _Writer.numeral,
    Sign: _Writer.sign,
    Operator: lambda self, box: self.text(box.name),
    Words: lambda self, box: self.text(box.text),
    Space: lambda self, box: flat(" "),
    Fraction: _Writer.fraction,
    Scripts: _Writer.scripts,
    BigSum: _Writer.bigsum,
    Brace: _Writer.brace,
    Sized: _Writer.sized,
    Fence: _Writer.fence,
    Grid: _Writer.grid,
    Cases: _Writer.cases,
    Marked: _Writer.marked,
}
