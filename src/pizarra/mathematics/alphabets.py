"""Unicode's mathematical letters: bold, italic, script, as characters of their own."""

from __future__ import annotations

from functools import cache
from unicodedata import normalize

COMBINING = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307"}
_BASES = {  # where an alphabet begins, for A, a, Α, α and 0
    "bold": (0x1D400, 0x1D41A, 0x1D6A8, 0x1D6C2, 0x1D7CE),
    "bold-italic": (0x1D468, 0x1D482, 0x1D71C, 0x1D736, None),
    "italic": (0x1D434, 0x1D44E, 0x1D6E2, 0x1D6FC, None),
    "script": (0x1D49C, 0x1D4B6, None, None, None),
}
_HOLES = {  # letters that Unicode had before it had the alphabets
    "𝑕": "ℎ", "𝒝": "ℬ", "𝒠": "ℰ", "𝒡": "ℱ", "𝒣": "ℋ", "𝒤": "ℐ", "𝒧": "ℒ", "𝒨": "ℳ", "𝒭": "ℛ", "𝒺": "ℯ", "𝒼": "ℊ",
    "𝓄": "ℴ",
}  # fmt: skip


@cache
def styled(text: str, style: str) -> str:
    """Give a name in the mathematical letters of its style; what has none stays as it is.

    >>> styled("Wσ1", "bold"), styled("h", "italic")
    ('𝐖𝛔𝟏', 'ℎ')
    """
    bases = _BASES.get(style)
    if bases is None:
        return text
    out = []
    for letter in text:
        for base, first, last in zip(bases, "AaΑα0", "ZzΩω9", strict=True):
            if base is not None and first <= letter <= last:
                letter = chr(base + ord(letter) - ord(first))
                break
        out.append(_HOLES.get(letter, letter))
    return "".join(out)


def parted(text: str, accent: str) -> tuple[str, str]:
    """Take the accent off a letter that has it built in, since ŷ itself has neither an italic nor a bold form.

    >>> parted("ŷ", ""), parted("y", "bar")
    (('y', 'hat'), ('y', 'bar'))
    """
    if not accent and len(text) == 1 and len(apart := normalize("NFD", text)) == 2:
        for name, mark in COMBINING.items():
            if mark == apart[1]:
                return apart[0], name
    return text, accent
