"""Show a formula by itself, as notebooks do: in the layer's own letters, without a notation."""

from __future__ import annotations

from fractions import Fraction as Exact

from ..mathematics.boxes import Box, Fraction, Letter, Numeral, Scripts, row, sign
from .tree import Index, Node, Ref
from .write import Signs, write


def equation(left: Ref, tree: Node) -> Box:
    """Write `left = tree` as mathematics; `dx` is written as ∂L/∂x.

    >>> from pizarra.formula import Formula
    >>> from pizarra.mathematics.latex import latex
    >>> line = Formula.read("dx[n,i] = dy[n,i] * y[n,i]")
    >>> latex(equation(line.left, line.tree)).startswith(r"\\frac{\\partial L}{\\partial x_{ni}}")
    True
    """
    signs = Signs(ref=_entry, index=_index, size=_size, number=_number)
    return row(_entry(left), sign("="), write(tree, signs))


def _index(index: Index) -> Box:
    return Numeral(str(index)) if isinstance(index, int) else Letter(index)


def _entry(ref: Ref) -> Box:
    if len(ref.name) > 1 and ref.name.startswith("d"):
        inner = _entry(Ref(ref.name[1:], ref.indices))
        return Fraction(row(sign("∂"), Letter("L")), row(sign("∂"), inner))
    letter = Letter(ref.name, "italic" if len(ref.name) == 1 else "upright")
    return Scripts(letter, row(*(_index(i) for i in ref.indices))) if ref.indices else letter


def _size(axis: str) -> Box:
    return Letter("N") if axis == "n" else Scripts(Letter("N"), Letter(axis))


def _number(value: Exact | float) -> Box:
    if isinstance(value, Exact) and value.denominator > 1 and Exact(repr(float(value))) != value:
        return Fraction(Numeral(str(value.numerator)), Numeral(str(value.denominator)))
    return Numeral(f"{float(value):.6g}")
