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
    for i, piece in enumerate(pieces):
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if not isinstance(piece, str):
            closing = ""
            if isinstance(after, str) and (found := _AFTER.match(after)):
                closing = found[0]
                pieces[i + 1] = after[len(closing) :]
            written = mathml(piece)
            whole = f'<span class="nb">{escape(held)}{written}{escape(closing)}</span>'
            out.append(whole if held or closing else written)
            held = ""
            continue
        if after is not None and not isinstance(after, str) and (found := _BEFORE.search(piece)):
            held = found[0]
            piece = piece[: found.start()]
        out.append(escape(piece))
    return "".join(out)


def words(what: Inline, language: str) -> str:
    """Write it as text alone, for a window's title or a label that is only heard."""
    return "".join(piece if isinstance(piece, str) else spelt(piece) for piece in phrase(what, language))
