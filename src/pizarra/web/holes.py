"""Holes: where a template leaves room for symbols, numbers and matrices that the page puts in by itself.

A hole is an element whose `data-k` begins with a mark: `s:3:0,@j` is the symbol (s) or the number (n) of array 3 at a
place in the core's order, where `@j` is the case's place along an axis of what the step computes. `g:3:1` is array 3 as
a matrix, transposed; `c:3:0` one sample of it as a column; `l:2:…` the number of local derivative 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..explain.view import GAP, View
from ..formula.tree import Index, Ref
from ..layer import SAMPLES
from ..mathematics.boxes import Box, Grid, Letter, Marked, Numeral, Sized, sign
from .program import Program

MARK = "\ue010"  # begins the key of a hole


class Holes:
    """Leaves room in formulas as a reader writes them (`view`); `program` numbers the arrays."""

    def __init__(self, view: View, program: Program) -> None:
        self.view, self.program = view, program

    def number_of(self, name: str) -> int:
        """Give the number of an array; what arrives is the cotangent by another name."""
        return self.program.arrays["d:" + name[2:] if name.startswith("u:") else name].number

    def core(self, name: str, indices: Sequence[Index]) -> tuple[Index, ...]:
        """Turn indices in the reader's order into the core's; the one sample that is not written is 0."""
        kind = self.view.kind(name)
        at = dict(zip(self.view.layout.indices(kind), indices, strict=True))
        return tuple(at.get(axis, 0) for axis in kind.axes)

    def hole(self, letter: str, name: str, indices: Sequence[Index]) -> Box:
        """Leave room for the symbol (s) or the number (n) of an entry."""
        at = ",".join(map(str, self.core(name, indices)))
        kind = {"u": "u"}.get(name[:1], "s") if letter == "s" and name.startswith("u:") else letter
        inside = Letter("x") if letter == "s" else Numeral("-0")
        return Marked(inside, self.view.role(name), key=f"{MARK}{kind}:{self.number_of(name)}:{at}")

    def symbol(self, ref: Ref) -> Box:
        """Leave room for a symbol in a formula of one entry."""
        return sign(GAP) if ref.name == GAP else self.hole("s", ref.name, ref.indices)

    def number(self, ref: Ref) -> Box:
        """Leave room for a number in a formula of one entry."""
        return sign(GAP) if ref.name == GAP else self.hole("n", ref.name, ref.indices)

    def grid(self, name: str, *, turned: bool = False, sample: bool = False) -> Box:
        """Leave room for a matrix, as the reader lays it out; `sample`: of the case's sample alone, as a vector."""
        view = self.view
        number, role = self.number_of(name), view.role(name)
        shape = view.matrix(name).shape
        if sample:
            lying = turned != view.is_row(name)
            size = view.array(name).shape[-1]
            shape = (size, 1)
            key = f"{MARK}c:{number}:{int(lying)}"
        else:
            lying = turned
            key = f"{MARK}g:{number}:{int(turned != view.layout.turned(view.kind(name)))}"
        if shape == (1, 1):
            at = ",".join("@n" if axis == SAMPLES and sample else "0" for axis in view.kind(name).axes)
            return Marked(Numeral("-0"), role, key=f"{MARK}n:{number}:{at}")
        if lying:
            shape = shape[::-1]
        return Sized(Marked(Grid(((Numeral("0"),),)), role, key=key), f"{shape[0]}×{shape[1]}")

    def placed(self, name: str, core: Sequence[Index]) -> Box:
        """Leave room for a symbol at a place in the core's order."""
        at = ",".join(map(str, core))
        return Marked(Letter("x"), self.view.role(name), key=f"{MARK}s:{self.number_of(name)}:{at}")

    def local(self, number: int, out: Sequence[Index], into: Sequence[Index]) -> Box:
        """Leave room for the number of a local derivative, from where to where."""
        at = ",".join(map(str, out)) + ";" + ",".join(map(str, into))
        return Marked(Numeral("-0"), "local", key=f"{MARK}l:{number}:{at}")
