"""Boxes as MathML Core, the mathematics that browsers draw and screen readers walk through.

What browsers do not do is done here: letters are Unicode's mathematical letters (`mathvariant` is ignored, save
`normal`), columns line up by invisible digits (there is no decimal alignment), adjacent fractions are kept apart.
Colours, outlines and shapes are classes: `r-value`, `r-parameter` and so on, `case`, `shape`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from .alphabets import parted, styled
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
)
from .markup import escape

THIN, GAP = '<mspace width=".1667em"/>', '<mspace width=".25em"/>'
_ACCENTS = {"hat": "ˆ", "bar": "¯", "tilde": "˜", "dot": "˙"}
_NUMBER = re.compile(r"(-?)(\d*)([.,]?)(\d*)(?:[eE]([+-]?\d+))?", re.ASCII)
_BRACKETS = {*"()[]{}|‖"}
_LONE = re.compile(r"<mn>[^<]*</mn>")
_TALL = (Fraction, Grid, Cases, BigSum, Brace, Sized)


@lru_cache(maxsize=8192)  # a page says the same formula in every language and for every notation
def mathml(box: Box, display: bool = False, *, keys: bool = False) -> str:
    """Write a formula as one `<math>` element; `display` gives it the room of a formula on its own line.

    keys: with the key of every quantity as `data-k`, for a page that links what is the same.

    >>> mathml(Scripts(Letter("W", "bold"), Numeral("1")))
    '<math><msub><mi>𝐖</mi><mn>1</mn></msub></math>'
    """
    attribute = ' display="block"' if display else ""
    return f"<math{attribute}>{_Writer(keys).write(box)}</math>"


def aligned(column: Sequence[Box], *, keys: bool = False) -> list[str]:
    """Write the cells of one column so that equal places are under each other: each is the inside of a `<math>`.

    >>> aligned([Numeral("-1.5"), Numeral("2")])[1]
    '<mphantom><mn>−</mn></mphantom><mn>2</mn><mphantom><mn>.0</mn></mphantom>'
    """
    return _Writer(keys).aligned(column)


class _Writer:
    """Writes boxes, with their keys or without."""

    def __init__(self, keys: bool) -> None:
        self.keys = keys

    def aligned(self, column: Sequence[Box]) -> list[str]:
        parts = [found for cell in column if (found := _parts(cell))]
        negative = any(sign for sign, *_ in parts)
        whole = max((len(digits) for _, digits, *_ in parts), default=0)
        point = next((mark for _, _, mark, *_ in parts if mark), "")
        decimals = max((len(digits) for *_, digits in parts), default=0)
        out = []
        for cell in column:
            found = _parts(cell)
            if not found:
                out.append(self.write(cell))
                continue
            sign, digits, mark, places = found
            left = _digits(("" if sign or not negative else "−") + "0" * (whole - len(digits)))
            right = "0" * (decimals - len(places))
            out.append(left + self.write(_bare(cell)) + _digits(right if mark else point + right))
        return out

    def write(self, box: Box) -> str:
        return _WRITERS[type(box)](self, box)

    def one(self, box: Box, attributes: str = "") -> str:
        """Write a box as exactly one element, with attributes on it."""
        text = self.write(box)
        several = isinstance(box, Row) or (isinstance(box, Numeral) and not _LONE.fullmatch(text))
        twice = isinstance(box, Marked) and attributes.startswith((" class", " data-k"))
        if several or twice:
            return f"<mrow{attributes}>{text}</mrow>"
        if not attributes:
            return text
        head = re.match(r"<\w+", text)
        assert head is not None
        return head[0] + attributes + text[head.end() :]

    def row(self, box: Row) -> str:
        out = []
        items = box.items
        for i, item in enumerate(items):
            before, after = items[i - 1] if i else None, items[i + 1] if i + 1 < len(items) else None
            if isinstance(item, Space):
                out.append(GAP if _is_apart(before) and _is_apart(after) else THIN)
                continue
            if _is_apart(item) and _is_apart(before):
                out.append(GAP)
            if isinstance(item, Sign) and item.kind == "infix" and (before is None or after is None):
                out.append(
                    f'<mo form="infix">{escape(_minus(item.text))}</mo>'
                )  # by its place it would lose its spaces
                continue
            out.append(self.write(item))
            if isinstance(item, Operator) and after is not None:
                out.append("<mo>\u2061</mo>" if isinstance(after, Fence) else "<mo>\u2061</mo>" + THIN)
        return "".join(out)

    def numeral(self, box: Numeral) -> str:
        text = _minus(box.text[:1]) + box.text[1:]
        found = _NUMBER.fullmatch(text.replace("−", "-"))
        power = ""
        if found and found[5] is not None:
            text = text[: found.start(5) - 1]
            power = f"<mo>·</mo><msup><mn>10</mn>{self.one(Numeral(str(int(found[5]))))}</msup>"
        left, right = (_digits("0" * count) for count in box.pad)
        return f"{left}<mn>{escape(text)}</mn>{power}{right}"

    def fraction(self, box: Fraction) -> str:
        over, under = _after_partial(box.top), _after_partial(box.bottom)
        if over is None or under is None:
            return f"<mfrac>{self.one(box.top)}{self.one(box.bottom)}</mfrac>"
        over, under = self.one(over, ' arg="f"'), self.one(under, ' arg="x"')
        rows = f"<mrow><mi>∂</mi>{over}</mrow><mrow><mi>∂</mi>{under}</mrow>"
        return f'<mfrac intent="partial-derivative($f,$x)">{rows}</mfrac>'

    def scripts(self, box: Scripts) -> str:
        if box.sub is None and box.sup is None:
            return self.one(box.base)
        if box.sub is None and box.sup is not None and _is_transpose(box):
            base = self.one(box.base, ' arg="a"')
            return f'<msup intent="transpose($a)">{base}{self.write(box.sup)}</msup>'
        tag = "msup" if box.sub is None else "msub" if box.sup is None else "msubsup"
        scripts = "".join(self.one(script) for script in (box.sub, box.sup) if script is not None)
        return f"<{tag}>{self.one(box.base)}{scripts}</{tag}>"

    def big_sum(self, box: BigSum) -> str:
        limits = "".join(self.one(limit) for limit in (box.below, box.above) if limit is not None)
        tag = {(1, 0): "munder", (0, 1): "mover", (1, 1): "munderover"}.get(
            (box.below is not None, box.above is not None)
        )
        return f"<{tag}><mo>∑</mo>{limits}</{tag}>" if tag else "<mo>∑</mo>"

    def fence(self, box: Fence) -> str:
        # Round a line of text the brackets stay as they are: stretched, they would jump a size for every index.
        if isinstance(box.body, Numeral) and box.body.text.isdigit() and not any(box.body.pad):
            return f"<mn>{escape(box.opening + box.body.text + box.closing)}</mn>"  # the (2) of a layer
        grows = _is_tall(box.body)
        opening, closing = _bracket(box.opening, "prefix", grows), _bracket(box.closing, "postfix", grows)
        return f"<mrow>{opening}{self.write(box.body)}{closing}</mrow>"

    def grid(self, box: Grid) -> str:
        width = max((len(line) for line in box.rows), default=0)
        columns = [self.aligned([line[j] for line in box.rows if j < len(line)]) for j in range(width)]
        heights = [iter(column) for column in columns]
        lines = ("".join(f"<mtd>{next(heights[j])}</mtd>" for j in range(len(line))) for line in box.rows)
        table = f'<mtable class="grid">{"".join(f"<mtr>{line}</mtr>" for line in lines)}</mtable>'
        opening, closing = _bracket(box.opening, "prefix"), _bracket(box.closing, "postfix")
        return f"<mrow>{opening}{table}{closing}</mrow>"

    def cases(self, box: Cases) -> str:
        rows = "".join(
            f"<mtr><mtd>{self.write(a)}</mtd><mtd>{self.write(b)}</mtd></mtr>" for a, b in box.rows
        )
        return f'<mrow>{_bracket("{", "prefix")}<mtable class="cases">{rows}</mtable></mrow>'

    def marked(self, box: Marked) -> str:
        classes = " ".join(
            name for name in (f"r-{box.role}" if box.role else "", "case" if box.case else "") if name
        )
        attributes = f' class="{escape(classes)}"' if classes else ""
        if self.keys and box.key is not None:
            attributes += f' data-k="{escape(box.key)}"'
        return self.one(box.body, attributes)


def _letter(box: Letter) -> str:
    text, accent = parted(box.text, box.accent)
    if box.style in ("bold", "bold-italic", "script"):
        text = styled(text, box.style)
    normal = ' mathvariant="normal"' if box.style == "upright" and len(text) == 1 else ""
    base = f"<mi{normal}>{escape(text)}</mi>"
    if not accent:
        return base
    # The spacing accents sit well over one letter, even with an index; the ASCII hat drifts off.
    return f'<mover accent="true">{base}<mo stretchy="false">{_ACCENTS[accent]}</mo></mover>'


def _sign(box: Sign) -> str:
    text = escape(_minus(box.text))
    if box.kind == "tight":
        return f"<mi>{text}</mi>"  # an identifier takes no space, and ∂ is drawn in the italic form
    if box.kind in ("prefix", "postfix"):
        return f'<mo form="{box.kind}" lspace="0" rspace="0">{text}</mo>'
    return f"<mo>{text}</mo>"


def _bracket(text: str, form: str, grows: bool = True) -> str:
    """Write a bracket; browsers know the usual ones, and tell opening from closing by their place in the row."""
    if not text:
        return ""
    usual = "" if text in _BRACKETS else f' form="{form}" stretchy="true" lspace="0" rspace="0"'
    if not grows:
        usual = usual.replace("true", "false") or ' stretchy="false"'
    return f"<mo{usual}>{escape(text)}</mo>"


def _phantom(inside: str) -> str:
    return f"<mphantom>{inside}</mphantom>"


def _digits(text: str) -> str:
    return _phantom(f"<mn>{text}</mn>") if text else ""


def _minus(text: str) -> str:
    return "−" if text == "-" else text


def _parts(box: Box) -> tuple[str, str, str, str] | None:
    """Take a plain number apart: sign, digits, decimal sign, decimals; None if it is something else."""
    while isinstance(box, Marked):
        box = box.body
    found = _NUMBER.fullmatch(box.text.replace("−", "-")) if isinstance(box, Numeral) else None
    return (found[1], found[2], found[3], found[4]) if found and found[5] is None else None


def _bare(box: Box) -> Box:
    """Drop the padding that a numeral brought along, since its column has been measured."""
    if isinstance(box, Marked):
        return Marked(_bare(box.body), box.role, box.key, box.case)
    return Numeral(box.text) if isinstance(box, Numeral) else box


def _is_apart(box: Box | None) -> bool:
    """Tell what would touch its like: fractions and matrices."""
    while isinstance(box, Marked | Brace | Sized):
        box = box.body
    return isinstance(box, Fraction | Grid)


def _is_tall(box: Any) -> bool:
    if isinstance(box, _TALL):
        return True
    if isinstance(box, Row):
        return any(map(_is_tall, box.items))
    return _is_tall(box.base) if isinstance(box, Scripts) else hasattr(box, "body") and _is_tall(box.body)


def _after_partial(box: Box) -> Box | None:
    """Give what stands after a leading ∂, or None."""
    if (
        isinstance(box, Row)
        and len(box.items) > 1
        and isinstance(box.items[0], Sign)
        and box.items[0].text == "∂"
    ):
        return box.items[1] if len(box.items) == 2 else Row(box.items[1:])
    return None


def _is_transpose(box: Scripts) -> bool:
    """Tell a transpose from a power: a t or T on something bold or on brackets."""
    base: Box = box.base
    while isinstance(base, Marked | Scripts | Sized):
        base = base.base if isinstance(base, Scripts) else base.body
    mark = box.sup.text if isinstance(box.sup, Letter | Sign) else ""
    return mark in ("t", "T", "⊤") and (
        isinstance(base, Fence | Grid) or (isinstance(base, Letter) and base.style.startswith("bold"))
    )


_WRITERS: dict[type, Callable[[_Writer, Any], str]] = {
    Row: _Writer.row,
    Letter: lambda self, box: _letter(box),
    Numeral: _Writer.numeral,
    Sign: lambda self, box: _sign(box),
    Operator: lambda self, box: _letter(Letter(box.name, "upright")),
    Words: lambda self, box: f"<mtext>{escape(box.text)}</mtext>",
    Space: lambda self, box: THIN,
    Fraction: _Writer.fraction,
    Scripts: _Writer.scripts,
    BigSum: _Writer.big_sum,
    Brace: lambda self, box: (
        f'<munder><munder>{self.one(box.body)}<mo stretchy="true">⏟</mo></munder>{self.one(box.label)}</munder>'
    ),
    Sized: lambda self, box: (
        f'<munder>{self.one(box.body)}<mtext class="shape">{escape(box.shape)}</mtext></munder>'
    ),
    Fence: _Writer.fence,
    Grid: _Writer.grid,
    Cases: _Writer.cases,
    Marked: _Writer.marked,
}
