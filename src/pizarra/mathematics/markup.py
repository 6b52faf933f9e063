"""Text made safe for markup: what a name from outside says is shown, never obeyed."""

from __future__ import annotations

# Characters that XML forbids, and those that turn the direction of the text around them.
_UNFIT = [
    *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A),
    *range(0xD800, 0xE000), 0xFFFE, 0xFFFF,
]  # fmt: skip
_TABLE = dict.fromkeys(_UNFIT, "\ufffd") | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
)


def escape(text: str) -> str:
    """Write text so that HTML, SVG and MathML show it as it is, in an element or in a quoted attribute.

    >>> escape('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return text.translate(_TABLE)
