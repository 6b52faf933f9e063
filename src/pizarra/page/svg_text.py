"""Boxes as the text of a drawing: one line, with indices raised and lowered, and how wide it will be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from ..mathematics.alphabets import COMBINING, parted, styled
from ..mathematics.boxes import (
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
from ..mathematics.markup import escape

_INDEX = 0.74  # size of an index
_LOWERED = {-1: 0.24, 0: 0.0, 1: -0.38}  # how far below the line a piece stands, in sizes


class Run(NamedTuple):
    """A piece of text in one style at one height: 0 on the line, −1 below, 1 above."""

    text: str
    style: str
    level: int


def runs(what: Box | str | None, level: int = 0) -> Iterator[Run]:
    """Flatten a box into pieces of text; what has two dimensions, such as a fraction, is written with a slash."""
    match what:
        case None | Space():
            return
        case str():
            yield Run(what, "upright", level)
        case Letter():
            text, accent = parted(what.text, what.accent)
            yield Run(text + COMBINING.get(accent, ""), what.style, level)
        case Numeral() | Sign() | Words():
            yield Run(
                what.text.replace("-", "−") if not isinstance(what, Words) else what.text, "upright", level
            )
        case Operator():
            yield Run(what.name, "upright", level)
        case Row():
            for item in what.items:
                yield from runs(item, level)
        case Scripts():
            yield from runs(what.base, level)
            yield from runs(what.sub, -1)
            yield from runs(what.sup, 1)
        case Fraction():
            yield from runs(what.top, level)
            yield Run("/", "upright", level)
            yield from runs(what.bottom, level)
        case Fence():
            yield Run(what.opening, "upright", level)
            yield from runs(what.body, level)
            yield Run(what.closing, "upright", level)
        case Brace() | Sized() | Marked():
            yield from runs(what.body, level)
        case BigSum():
            yield Run("∑", "upright", level)
        case Grid() | Cases():
            yield Run("…", "upright", level)


def text_width(what: Box | str | None, size: float) -> float:
    """Estimate, rather too wide than too narrow, how many pixels the text takes."""
    wide = 0.0
    for run in runs(what):
        letters = sum(_width(letter) for letter in run.text)
        wide += letters * size * (_INDEX if run.level else 1)
    return wide


def _width(letter: str) -> float:
    if letter in COMBINING.values():
        return 0
    return 0.3 if letter in ".,() " else 0.54 if letter.isdigit() else 0.66


def tspans(what: Box | str | None, size: float, inline: bool) -> str:
    """Write it as the content of a `<text>`; `inline` with mathematical letters, which only the page's font has."""
    out = []
    height = 0
    for text, style, level in runs(what):
        if (
            inline
            and style != "upright"
            and (len(text) == 1 or style != "italic" or text[1:] in COMBINING.values())
        ):
            text = styled(text, style)
            style = "upright"
        attributes = f' dy="{(_LOWERED[level] - _LOWERED[height]) * size:.3g}"' if level != height else ""
        attributes += f' font-size="{max(12, size * _INDEX):.3g}"' if level else ""
        attributes += ' font-style="italic"' if style in ("italic", "bold-italic") else ""
        attributes += ' font-weight="bold"' if style.startswith("bold") else ""
        body = escape(text if inline else normalize("NFC", text))
        out.append(f"<tspan{attributes}>{body}</tspan>" if attributes else body)
        height = level
    return "".join(out)


def signed(text: str, explicit: bool = False) -> str:
    """Write the minus as a minus; with `explicit`, a plus where there is no sign.

    >>> signed("-0.5"), signed("2", explicit=True)
    ('−0.5', '+2')
    """
    text = text.replace("-", "−")
    return "+" + text if explicit and text[:1].isdigit() else text
