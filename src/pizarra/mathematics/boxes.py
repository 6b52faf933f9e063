"""Mathematics as it stands on the page: a small tree of boxes that every writer can write.

Formulas and symbols become boxes once; `latex`, `mathml` and `unicode` each write the same boxes. A box says *what* a
mark is (a letter, a numeral, a fraction), never how a format spells it. All boxes are immutable and comparable.
"""

from __future__ import annotations

from typing import Literal

from ..record import record

Style = Literal["italic", "upright", "bold", "bold-italic", "script"]
Accent = Literal["", "hat", "bar", "tilde", "dot"]
Role = Literal["value", "parameter", "gradient", "local", "target"]


@record
class Row:
    """Boxes one after the other."""

    items: tuple[Box, ...]


@record
class Letter:
    """A symbol's base: one letter, Greek or Latin, or a short name such as `MSE`, as Unicode text."""

    text: str
    style: Style = "italic"
    accent: Accent = ""


@record
class Numeral:
    """A number as its digits are shown: ASCII minus in front, `.` or `,` as the decimal sign.

    `pad` holds digits' worth of invisible space `(left, right)`, with which a writer lines up a column.
    """

    text: str
    pad: tuple[int, int] = (0, 0)


@record
class Sign:
    """An operator sign: + − · ⊙ = ≈ → ∂ and so on, as Unicode text.

    kind: `infix` (space on both sides), `prefix` (none after: −x), `postfix` (none before: a transpose mark),
    `relation` (= ≈ <), `separator` (comma or semicolon: space after), `tight` (no space: ∂).
    """

    text: str
    kind: Literal["infix", "prefix", "postfix", "relation", "separator", "tight"] = "infix"


@record
class Operator:
    """A function's upright name: log, exp, ReLU, softmax, diag."""

    name: str


@record
class Words:
    """Plain words inside mathematics. Untrusted text: writers escape it."""

    text: str


@record
class Space:
    """A thin space, between factors written side by side."""


@record
class Fraction:
    """`top` over `bottom`."""

    top: Box
    bottom: Box


@record
class Scripts:
    """`base` with a subscript, a superscript or both."""

    base: Box
    sub: Box | None = None
    sup: Box | None = None


@record
class BigSum:
    """∑ with what stands below and above it."""

    below: Box | None = None
    above: Box | None = None


@record
class Brace:
    """`body` with a brace under it, and `label` under the brace."""

    body: Box
    label: Box


@record
class Sized:
    """`body` with its shape, such as `2×3`, small and muted below it."""

    body: Box
    shape: str


@record
class Fence:
    """`body` between brackets that grow with it: `()`, `[]`, `{}`, `||` or `‖‖`."""

    body: Box
    opening: str = "("
    closing: str = ")"


@record
class Grid:
    """A matrix: rows of boxes of equal length between brackets; numerals line up on their decimal signs."""

    rows: tuple[tuple[Box, ...], ...]
    opening: str = "("
    closing: str = ")"


@record
class Cases:
    """A definition by cases: (value, condition) a row, behind one tall brace. A condition is mathematics or words."""

    rows: tuple[tuple[Box, Box], ...]


@record
class Marked:
    """`body` with a meaning: its `role` gives the colour, its `key` links it to the same quantity elsewhere.

    `case` outlines it: it is the entry that the page works out. None of these changes what is written as text.
    """

    body: Box
    role: Role | None = None
    key: str | None = None
    case: bool = False


Box = (
    Row
    | Letter
    | Numeral
    | Sign
    | Operator
    | Words
    | Space
    | Fraction
    | Scripts
    | BigSum
    | Brace
    | Sized
    | Fence
    | Grid
    | Cases
    | Marked
)


HOLDERS = (Marked, Sized)  # what says more of a box, and is not seen itself


def bare(box: Box) -> Box:
    """Look through marks and shapes to what is written."""
    while isinstance(box, HOLDERS):
        box = box.body
    return box


def row(*items: Box | str | None) -> Box:
    """Put boxes side by side: nested rows are flattened, None is left out, a string becomes a sign.

    >>> row(Letter("x"), None, "=").items
    (Letter(text='x', style='italic', accent=''), Sign(text='=', kind='relation'))
    """
    flat: list[Box] = []
    for item in items:
        if item is None:
            continue
        if isinstance(item, str):
            item = sign(item)
        flat.extend(item.items) if isinstance(item, Row) else flat.append(item)
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


_KINDS: dict[str, Literal["relation", "separator", "tight"]] = {
    "=": "relation", "≈": "relation", "<": "relation", ">": "relation", "≤": "relation", "≥": "relation",
    "≠": "relation", "→": "relation", "←": "relation", ":=": "relation", "∈": "relation",
    ",": "separator", ";": "separator", "∂": "tight", "…": "tight", "⋯": "tight", "⋮": "tight", "⋱": "tight",
}  # fmt: skip


def sign(text: str) -> Sign:
    """Give the sign its usual kind: relations and separators are known, all else is infix."""
    return Sign(text, _KINDS.get(text, "infix"))
