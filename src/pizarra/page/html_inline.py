"""Running text with mathematics in it, as HTML."""

from __future__ import annotations

import re

from ..language import phrase
from ..mathematics.markup import escape
from ..mathematics.mathml import mathml
from ..mathematics.unicode import inline as spelt
from .blocks import Inline

_BEFORE, _AFTER = re.compile(r"[(¿¡«“]+$"), re.compile(r"^[^\s\w]+")


def inline(what: Inline, language: str) -> str:
    """Write text, with formulas that keep the brackets and commas that stand against them on their line."""
    pieces = list(phrase(what, language))
    out: list[str] = []
    held = ""  # what opens before a formula
    glue = False  # whether the next text may begin with what closes after one
    for i, piece in enumerate(pieces):
        if not isinstance(piece, str):
            out.append(f'<span class="nb">{escape(held)}{mathml(piece)}')
            held, glue = "", True
            if i + 1 == len(pieces) or not isinstance(pieces[i + 1], str):
                out.append("</span>")
                glue = False
            continue
        if glue:
            closing = found[0] if (found := _AFTER.match(piece)) else ""
            out.append(escape(closing) + "</span>")
            piece, glue = piece[len(closing) :], False
        if i + 1 < len(pieces) and not isinstance(pieces[i + 1], str) and (found := _BEFORE.search(piece)):
            held = found[0]
            piece = piece[: found.start()]
        out.append(escape(piece))
    return "".join(out)


def words(what: Inline, language: str) -> str:
    """Write it as text alone, for a window's title or a label that is only heard."""
    return "".join(piece if isinstance(piece, str) else spelt(piece) for piece in phrase(what, language))
