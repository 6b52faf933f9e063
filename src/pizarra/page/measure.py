"""How wide a formula will be, roughly, in units of the text's size: enough to decide where lines may break."""

from __future__ import annotations

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


def width(box: Box | None) -> float:
    """Estimate the width in em.

    >>> width(Numeral("0.25")) < width(Numeral("-0.25"))
    True
    """
    match box:
        case None:
            return 0.0
        case Letter() | Numeral() | Words():
            return 0.5 * len(box.text)
        case Operator():
            return 0.55 * len(box.name)
        case Sign():
            return 1.3 if box.kind in ("infix", "relation") else 0.6
        case Space():
            return 0.17
        case Row():
            return sum(map(width, box.items))
        case Fraction():
            return max(width(box.top), width(box.bottom)) + 0.2
        case Scripts():
            return width(box.base) + 0.7 * max(width(box.sub), width(box.sup))
        case BigSum():
            return max(1.2, 0.7 * width(box.below), 0.7 * width(box.above))
        case Brace():
            return max(width(box.body), 0.7 * width(box.label))
        case Fence():
            return width(box.body) + 0.8
        case Grid():
            columns = zip(*box.rows, strict=False)
            return sum(max(map(width, column)) + 0.9 for column in columns) + 0.8
        case Cases():
            return max((width(a) + width(b) for a, b in box.rows), default=0.0) + 2
        case Sized() | Marked():
            return width(box.body)
    raise TypeError(f"not a box: {box!r}")


def terms(box: Box) -> list[Box]:
    """Take a sum apart before every + and − on its top level, so that each term may begin a line.

    A `∑` reaches over all that follows it up to the next sign, so it stays with its term.
    """
    if not isinstance(box, Row):
        return [box]
    parts: list[list[Box]] = [[]]
    for item in box.items:
        if isinstance(item, Sign) and item.kind == "infix" and item.text in "+−-" and parts[-1]:
            parts.append([])
        parts[-1].append(item)
    return [part[0] if len(part) == 1 else Row(tuple(part)) for part in parts if part]
