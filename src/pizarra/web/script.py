"""A formula as JavaScript: the body of a function that gives one entry from flat arrays.

Only what this file writes becomes script: names of arrays are their numbers, axes become variables of our own, and
constants are numerals. Functions that a machine computes badly if told plainly (softmax, sigmoid, …) are called by name
in `js/kernels.js`, as they are in `formula.functions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import FormulaError
from ..formula.tree import (
    Add,
    Along,
    Call,
    Delta,
    Div,
    Index,
    Mul,
    Neg,
    Node,
    Number,
    Pow,
    Ref,
    Size,
    Sum,
    Test,
    Where,
    as_float,
)
from ..layer import SAMPLES
from ..record import record

# Element-wise functions, by how JavaScript calls them: its own, and those of js/kernels.js.
FUNCTIONS = {
    "exp": "Math.exp", "log": "Math.log", "sqrt": "Math.sqrt", "sin": "Math.sin", "cos": "Math.cos",
    "tanh": "Math.tanh", "arctan": "Math.atan", "abs": "Math.abs", "sign": "Math.sign", "maximum": "Math.max",
    "minimum": "Math.min", "pow": "Math.pow", "sigmoid": "sigmoid", "softplus": "softplus", "relu": "relu",
}  # fmt: skip
ALONG = {"softmax": "softmax", "log_softmax": "logSoftmax", "logsumexp": "logsumexp"}


@record
class Array:
    """Where an array lies: its number in the list of arrays, and its shape; the samples' length is not fixed."""

    number: int
    shape: tuple[int, ...]


@record
class Later:
    """An array of which the page will know number and lengths: here they are names of JavaScript variables."""

    number: str
    shape: tuple[str, ...]


def function(
    tree: Node, axes: Sequence[str], arrays: Mapping[str, Array | Later], lengths: Mapping[str, int | str]
) -> str:
    """Write `(A, N, p0, p1) => …`: the entry at the places p of `axes`, from the arrays A and N samples.

    Raises FormulaError for a name or an axis that is not known.

    >>> from pizarra.formula import parse
    >>> function(parse("2 * x[n,i]"), ("n", "i"), {"x": Array(0, (1, 3))}, {"i": 3})
    '(A,N,p0,p1)=>{return 2*A[0][p0*3+p1]}'
    """
    writing = _Writing(arrays, lengths)
    places: dict[str, str] = {axis: f"p{k}" for k, axis in enumerate(axes)}
    body = writing.node(tree, places)
    arguments = ",".join(["A", "N", *places.values()])
    return f"({arguments})=>{{{''.join(writing.lines)}return {body}}}"


class _Writing:
    """Collects the statements that must come before an expression: sums and functions along an axis are loops."""

    def __init__(self, arrays: Mapping[str, Array | Later], lengths: Mapping[str, int | str]) -> None:
        self.arrays, self.lengths = arrays, lengths
        self.lines: list[str] = []
        self.count = 0

    def length(self, axis: str) -> str:
        if axis == SAMPLES:
            return "N"
        if axis not in self.lengths:
            raise FormulaError(f"No array shows how long the axis {axis!r} is.")
        return str(self.lengths[axis])

    def fresh(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def node(self, node: Node, at: Mapping[str, str]) -> str:
        match node:
            case Number(value):
                text = repr(as_float(value)).removesuffix(".0")
                return f"({text})" if text.startswith("-") else text
            case Ref(name, indices):
                return self.entry(name, indices, at)
            case Size(axis):
                return self.length(axis)
            case Delta(left, right):
                return f"+({self.place(left, at)}==={self.place(right, at)})"
            case Add(items):
                return "(" + "+".join(self.node(item, at) for item in items) + ")"
            case Mul(items):
                return "*".join(self.factor(item, at) for item in items)
            case Neg(body):
                return f"(-{self.factor(body, at)})"
            case Div(left, right):
                return f"({self.factor(left, at)}/{self.factor(right, at)})"
            case Pow(left, right):
                return f"Math.pow({self.node(left, at)},{self.node(right, at)})"
            case Call(name, arguments):
                return f"{FUNCTIONS[name]}({','.join(self.node(argument, at) for argument in arguments)})"
            case Test(left, sign, right):
                return f"+({self.node(left, at)}{sign}{self.node(right, at)})"
            case Where(test, then, otherwise):
                return f"({self.node(test, at)}>0.5?{self.node(then, at)}:{self.node(otherwise, at)})"
            case Sum(axis, body):
                return self.sum(axis, body, at)
            case Along(name, axis, body, place):
                return self.along(name, axis, body, place, at)
        raise FormulaError(f"{type(node).__name__} has no meaning in an index formula.")

    def factor(self, node: Node, at: Mapping[str, str]) -> str:
        text = self.node(node, at)
        return f"({text})" if isinstance(node, Mul | Delta | Test) else text

    def entry(self, name: str, indices: tuple[Index, ...], at: Mapping[str, str]) -> str:
        if name not in self.arrays:
            raise FormulaError(f"The name {name!r} has no value. Known: {', '.join(self.arrays)}.")
        array = self.arrays[name]
        place = "0"
        for k, index in enumerate(indices):
            step = self.place(index, at)
            place = step if k == 0 else f"{_times(place, array.shape[k])}+{step}"
        return f"A[{array.number}][{place}]"

    def place(self, index: Index, at: Mapping[str, str]) -> str:
        if isinstance(index, int):
            return str(index)
        if index not in at:
            raise FormulaError(
                f"The index {index!r} is on the right of '=' only; sum over it or name it on the left."
            )
        return at[index]

    def loop(self, axis: str, body: Node, at: Mapping[str, str], keep: str) -> None:
        """Write a loop over an axis; `keep` says what becomes of each number, with {i} for its place and {x} for it."""
        running = self.fresh("i")
        outside, self.lines = self.lines, []
        found = self.node(body, {**at, axis: running})
        inside, self.lines = self.lines, outside
        self.lines.append(
            f"for(let {running}=0;{running}<{self.length(axis)};{running}++)"
            f"{{{''.join(inside)}{keep.format(i=running, x=found)}}}"
        )

    def sum(self, axis: str, body: Node, at: Mapping[str, str]) -> str:
        total = self.fresh("s")
        self.lines.append(f"let {total}=0;")
        self.loop(axis, body, at, total + "+={x};")
        return total

    def along(self, name: str, axis: str, body: Node, place: Index | None, at: Mapping[str, str]) -> str:
        values = self.fresh("b")
        self.lines.append(f"const {values}=new Float64Array({self.length(axis)});")
        self.loop(axis, body, at, values + "[{i}]={x};")
        end = "" if place is None else f",{self.place(place, at)}"
        return f"{ALONG[name]}({values}{end})"


def _times(place: str, length: int | str) -> str:
    """Multiply a place by a length."""
    if "+" in place:
        place = f"({place})"
    return place if length == 1 else f"{place}*{length}"
