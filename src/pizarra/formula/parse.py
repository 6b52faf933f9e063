"""Read a formula: Python syntax, parsed by the standard library, into a tree.

What may stand in a formula: numbers; names with indices `x[n,i]`; `+ - * / **`; comparisons; `sum(i, …)`;
`softmax(i, …)`, `log_softmax(i, …)`, `logsumexp(i, …)`; `where(test, a, b)`; `size(i)` and `N` for `size(n)`;
`delta(i,j)`; the element-wise functions of `functions.py`, with or without `np.` in front; and in matrix formulas
`@`, `.T`, `diag(v)`, `ones(n)`.
"""

from __future__ import annotations

import ast
import math
import sys
import warnings
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from ..errors import FormulaError, nearest, shown
from .functions import ALONG, FUNCTIONS, WHOLE
from .tree import (
    Add,
    Along,
    Call,
    Delta,
    Diag,
    Div,
    Index,
    MatMul,
    Mul,
    Neg,
    Node,
    Number,
    Ones,
    Pow,
    Ref,
    Size,
    Sum,
    Test,
    Transpose,
    Where,
)

_LONGEST = 2000
_COMPARISONS: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
_CONSTANTS = {"pi": math.pi}


@lru_cache(maxsize=1024)
def parse(source: str) -> Node:
    """Read an expression. Raises FormulaError, which quotes the part that it could not read.

    >>> parse("2 * x[n,i]")
    Mul(items=(Number(value=Fraction(2, 1)), Ref(name='x', indices=('n', 'i'))))
    """
    return _Reader(source).read(_python(source, "eval").body)  # type: ignore[attr-defined]


@lru_cache(maxsize=1024)
def parse_line(source: str) -> tuple[Ref, Node]:
    """Read `name[i,j] = expression` into its left side and its tree."""
    module = _python(source, "exec")
    statement = module.body[0] if len(getattr(module, "body", ())) == 1 else None  # type: ignore[attr-defined]
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        raise FormulaError(f"A formula has the form 'name[i,j] = expression'; this has not: {shown(source)}.")
    reader = _Reader(source)
    left = reader.read(statement.targets[0])
    if not isinstance(left, Ref):
        raise FormulaError(f"Left of '=' stands one name with its indices; in {shown(source)} it does not.")
    if any(isinstance(index, int) for index in left.indices) or len({*left.indices}) < len(left.indices):
        raise FormulaError(f"Left of '=' every index is a letter of its own; in {shown(source)} it is not.")
    return left, reader.read(statement.value)


def _python(source: str, mode: str) -> ast.AST:
    if not isinstance(source, str):
        raise FormulaError(f"A formula is text, such as 'x[n,i] ** 2'; {shown(source)} is not.")
    if len(source) > _LONGEST:
        raise FormulaError(f"A formula of {len(source)} characters is too long; at most {_LONGEST} are read.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what Python finds odd about the text is not its reader's business
            return ast.parse(source.strip(), mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = error.msg if isinstance(error, SyntaxError) else type(error).__name__
        raise FormulaError(f"The formula {shown(source)} cannot be read: {why}.") from None


class _Reader:
    """One walk over Python's tree; knows the source so that a message can quote it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.depth = 0

    def fail(self, node: ast.AST, why: str) -> FormulaError:
        part = ast.get_source_segment(self.source.strip(), node) or self.source
        return FormulaError(f"In the formula {shown(self.source)}, {shown(part)} {why}.")

    def read(self, node: ast.AST) -> Node:
        self.depth += 1
        if self.depth > 80:
            raise FormulaError(
                f"The formula {shown(self.source)} is nested too deeply; give parts of it names."
            )
        try:
            return self._read(node)
        finally:
            self.depth -= 1

    def _read(self, node: ast.AST) -> Node:
        match node:
            case ast.Constant(value=bool()) | ast.Constant(value=complex()):
                raise self.fail(node, "is not a real number")
            case ast.Constant(value=int() | float() as value):
                if not abs(value) <= sys.float_info.max:
                    raise self.fail(node, "is not a finite number")
                return Number(_exact(value))
            case ast.Name(id=name):
                if name == "N":
                    return Size("n")
                return Number(_CONSTANTS[name]) if name in _CONSTANTS else Ref(name)
            case ast.Subscript(value=ast.Name(id=name), slice=part):
                return Ref(name, self.indices(part))
            case ast.Subscript(value=ast.Call() as called, slice=part):
                read = self.read(called)
                if not isinstance(read, Along) or read.at is None:
                    raise self.fail(node, "has an index, which only a name and softmax(i, …) can have")
                return Along(read.function, read.axis, read.body, self.index(part))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                body = self.read(operand)
                return Number(-body.value) if isinstance(body, Number) else Neg(body)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.read(operand)
            case ast.BinOp():
                return self.binary(node)
            case ast.Attribute(value=value, attr="T"):
                return Transpose(self.read(value))
            case ast.Compare(left=left, ops=[operator], comparators=[right]) if (
                type(operator) in _COMPARISONS
            ):
                return Test(self.read(left), _COMPARISONS[type(operator)], self.read(right))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(node, name, arguments)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name), args=arguments, keywords=[]
            ):
                return self.call(node, {"power": "pow", "square": "square"}.get(name, name), arguments)
        raise self.fail(node, "is not something that a formula may contain")

    def binary(self, node: ast.BinOp) -> Node:
        left, right = self.read(node.left), self.read(node.right)
        # −a · b is read as −(a · b), as on paper; Python's own tree has (−a) · b, which brackets can still ask for.
        bare = (node.left.lineno, node.left.col_offset) == (node.lineno, node.col_offset)
        if isinstance(left, Neg) and bare and isinstance(node.op, ast.Mult | ast.Div | ast.MatMult):
            return Neg(self.joined(node, left.body, right))
        if isinstance(left, Number) and left.value < 0 and bare and isinstance(node.op, ast.Div):
            return Neg(self.joined(node, Number(-left.value), right))
        return self.joined(node, left, right)

    def joined(self, node: ast.BinOp, left: Node, right: Node) -> Node:
        match node.op:
            case ast.Add():
                return Add((*_items(left, Add), right))
            case ast.Sub():
                return Add((*_items(left, Add), Neg(right)))
            case ast.Mult():
                return Mul((*_items(left, Mul), right))
            case ast.MatMult():
                return MatMul((*_items(left, MatMul), right))
            case ast.Div():
                return Div(left, right)
            case ast.Pow():
                return Pow(left, right)
        raise self.fail(node, "uses an operator that formulas do not have")

    def call(self, node: ast.Call, name: str, arguments: list[ast.expr]) -> Node:
        special: dict[str, Callable[[], Node]] = {
            "sum": lambda: self.sum(node, arguments),
            "size": lambda: Size(self.axis(self.only(node, arguments))),
            "ones": lambda: Ones(self.axis(self.only(node, arguments))),
            "diag": lambda: Diag(self.read(self.only(node, arguments))),
            "square": lambda: Pow(self.read(self.only(node, arguments)), Number(2)),
        }
        if name in special:
            return special[name]()
        if name == "delta" and len(arguments) == 2:
            return Delta(*(self.index(argument) for argument in arguments))
        if name == "where" and len(arguments) == 3:
            return Where(*(self.read(argument) for argument in arguments))
        if name in ALONG and len(arguments) == 2:
            axis = self.axis(arguments[0])
            return Along(name, axis, self.read(arguments[1]), axis if ALONG[name].keeps_axis else None)
        if name in FUNCTIONS:
            if len(arguments) != FUNCTIONS[name].arity:
                raise self.fail(
                    node, f"gives {name} {len(arguments)} arguments; it takes {FUNCTIONS[name].arity}"
                )
            return Call(name, tuple(self.read(argument) for argument in arguments))
        if name in WHOLE and len(arguments) == 1:
            return Call(name, (self.read(arguments[0]),))
        known = [*FUNCTIONS, *ALONG, "sum", "where", "size", "delta", "diag", "ones"]
        raise FormulaError(
            f"In the formula {shown(self.source)}, there is no function {name!r} of {len(arguments)} arguments."
            + nearest(name, known)
        )

    def sum(self, node: ast.Call, arguments: list[ast.expr]) -> Node:
        if len(arguments) < 2:
            raise self.fail(node, "lacks its axis: write sum(i, …)")
        body = self.read(arguments[-1])
        for axis in reversed(arguments[:-1]):
            body = Sum(self.axis(axis), body)
        return body

    def only(self, node: ast.Call, arguments: list[ast.expr]) -> ast.expr:
        if len(arguments) != 1:
            raise self.fail(node, "takes one argument")
        return arguments[0]

    def axis(self, node: ast.expr) -> str:
        index = self.index(node)
        if not isinstance(index, str):
            raise self.fail(node, "is not the name of an axis")
        return index

    def index(self, node: ast.expr) -> Index:
        match node:
            case ast.Name(id=name):
                return name
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                return value
        raise self.fail(node, "is not an index: a letter such as i, or a whole number")

    def indices(self, part: ast.expr) -> tuple[Index, ...]:
        parts = part.elts if isinstance(part, ast.Tuple) else [part]
        return tuple(self.index(item) for item in parts)


def _items(node: Node, kind: type[Add] | type[Mul] | type[MatMul]) -> tuple[Node, ...]:
    """Keep `a + b + c` one sum: Python nests it to the left."""
    return node.items if isinstance(node, kind) else (node,)


def _exact(value: int | float) -> Fraction | float:
    """Keep short decimals exact, so that 0.5 · 2 is 1; a number with many digits stays a float."""
    if isinstance(value, float) and abs(value) >= 10**15:
        return value
    exact = Fraction(repr(value))
    return exact if exact.denominator <= 10**9 else value
