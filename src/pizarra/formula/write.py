"""Write a formula as mathematics: one walk from the tree to boxes, one precedence table for every format.

How a name looks is not the formula's business: a `Signs` object gives the box of a name at its indices, of an index, of
an axis' length. With symbols it writes the general formula, with numerals the same formula with numbers put in.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..mathematics.boxes import (
    BigSum,
    Box,
    Cases,
    Fence,
    Grid,
    Letter,
    Marked,
    Numeral,
    Operator,
    Row,
    Scripts,
    Sign,
    Space,
    bare,
    row,
)
from ..mathematics.boxes import (
    Fraction as Over,
)
from ..record import record
from .spell import binding
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

_FUNCTIONS: dict[str, Box] = {
    "sigmoid": Letter("σ"), "log": Operator("log"), "tanh": Operator("tanh"), "relu": Operator("ReLU"),
    "softplus": Operator("softplus"), "sin": Operator("sin"), "cos": Operator("cos"), "arctan": Operator("arctan"),
    "maximum": Operator("max"), "minimum": Operator("min"), "sign": Operator("sgn"), "pow": Operator("pow"),
    "softmax": Operator("softmax"), "log_softmax": Operator("log softmax"), "logsumexp": Operator("logsumexp"),
    "diag": Operator("diag"),
}  # fmt: skip
_TESTS = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}

_TRANSPOSE = Sign("⊤", "postfix")


@record
class Signs:
    """How names look: `ref` for a name at its indices (none in a matrix formula), `index` for an axis' letter or place.

    `size` writes an axis' length, `number` a constant, `transpose` is the mark of a transposed matrix.
    """

    ref: Callable[[Ref], Box]
    index: Callable[[Index], Box]
    size: Callable[[str], Box]
    number: Callable[[Fraction | float], Box]
    transpose: Box = _TRANSPOSE
    ones: Callable[[str], Box] = lambda axis: Letter("1", "bold")
    is_array: Callable[[Ref], bool] = lambda ref: not ref.indices
    limits: Callable[[str], tuple[Box, Box]] | None = None


def write(tree: Node, signs: Signs) -> Box:
    """Write the tree with these signs."""
    return _Writing(signs).box(tree)


class _Writing:
    def __init__(self, signs: Signs) -> None:
        self.signs = signs

    def box(self, tree: Node) -> Box:
        signs = self.signs
        match tree:
            case Number(value):
                return signs.number(value)
            case Ref():
                return signs.ref(tree)
            case Size(axis):
                return signs.size(axis)
            case Ones(axis):
                return signs.ones(axis)
            case Delta(left, right):
                return Scripts(Letter("δ"), sub=row(signs.index(left), signs.index(right)))
            case Add(items):
                return self.sum_of(items)
            case Neg(body):
                under = self.inside(body, 3)
                return row(Sign("−", "prefix"), Fence(under) if is_negative(under) else under)
            case Mul(items):
                return self.product(items, hadamard=True)
            case MatMul(items):
                return self.product(items, hadamard=False)
            case Div(left, right):
                return Over(self.box(left), self.box(right))
            case Pow(left, right):
                base = self.inside(left, 6)
                raised = isinstance(bare(base), Scripts) and bare(base).sup is not None  # type: ignore[union-attr]
                return Scripts(Fence(base) if raised else base, sup=self.box(right))
            case Transpose(body):
                return transposed(self.inside(body, 6), signs.transpose)
            case Diag(body):
                return row(Operator("diag"), self.fenced(body))
            case Sum(axis, body):
                below, above = signs.limits(axis) if signs.limits else (signs.index(axis), None)
                return row(BigSum(below, above), self.inside(body, 2))
            case Call("exp", (body,)):
                return Scripts(Letter("e", "upright"), sup=self.box(body))
            case Call("abs", (body,)):
                return Fence(self.box(body), "|", "|")
            case Call("sqrt", (body,)):
                return Scripts(self.fenced(body), sup=Over(Numeral("1"), Numeral("2")))
            case Call("norm2", (body,)):
                return Scripts(Fence(self.box(body), "‖", "‖"), sup=Numeral("2"))
            case Call(name, arguments):
                if len(arguments) == 1:
                    return row(_FUNCTIONS.get(name, Operator(name)), self.fenced(arguments[0]))
                inner: list[Box | str] = []
                for argument in arguments:
                    inner += [",", self.box(argument)] if inner else [self.box(argument)]
                return row(_FUNCTIONS.get(name, Operator(name)), Fence(row(*inner)))
            case Along(name, axis, body, at):
                return self.along(name, axis, body, at)
            case Test(left, sign, right):
                return Fence(row(self.box(left), _TESTS[sign], self.box(right)), "[", "]")
            case Where(test, then, otherwise):
                return self.cases(test, then, otherwise)
        raise TypeError(f"{type(tree).__name__} is no node of a formula")

    def sum_of(self, items: tuple[Node, ...]) -> Box:
        parts: list[Box | Sign] = []
        for item in items:
            negative = isinstance(item, Neg)
            body = self.inside(item.body if isinstance(item, Neg) else item, 2)
            if not parts:
                parts += [Sign("−", "prefix"), body] if negative else [body]
                continue
            parts += [Sign("−" if negative else "+"), bracketed(body)]
        return row(*parts)

    def product(self, items: tuple[Node, ...], *, hadamard: bool) -> Box:
        boxes = [self.factor(item, last=k == len(items) - 1) for k, item in enumerate(items)]
        arrays = [hadamard and self.is_array(item) for item in items]
        parts: list[Box] = []
        for k, body in enumerate(boxes):
            if is_negative(body) and k > 0:
                body = Fence(body)
            if parts:
                both = arrays[k] and any(arrays[:k])
                parts.append(Sign("⊙") if both else _between(boxes[k - 1], body))
            parts.append(body)
        return row(*parts)

    def factor(self, item: Node, *, last: bool) -> Box:
        if isinstance(item, Sum) and last:
            return self.box(item)
        return self.inside(item, 3 if isinstance(item, Div) else 4)

    def inside(self, node: Node, least: int) -> Box:
        body = self.box(node)
        if isinstance(node, Test):
            return body  # its own brackets hold it
        if isinstance(node, Sum) and least > 2:
            return Fence(body)
        if isinstance(node, Div) and least >= 5:
            return Fence(body)
        held = binding(node)
        if isinstance(node, Div | Number) and least <= 4:
            held = 9  # a fraction is drawn with a rule, and a negative numeral is bracketed where it meets a sign
        if least >= 5 and is_negative(body):
            return Fence(body)
        return body if held >= least else Fence(body)

    def is_array(self, node: Node) -> bool:
        """Whether a factor of a matrix formula is an array: then its element-wise product is written with ⊙."""
        match node:
            case Ref():
                return self.signs.is_array(node)
            case Number() | Size() | Sum() | Call("norm2"):
                return False
            case Along():
                return node.axis == "rows"
        return any(self.is_array(child) for child in node.children)

    def fenced(self, node: Node) -> Box:
        """Put an argument in brackets; a matrix has its own."""
        body = self.box(node)
        return body if isinstance(bare(body), Grid) else Fence(body)

    def along(self, name: str, axis: str, body: Node, at: Index | None) -> Box:
        signs = self.signs
        if at is None:
            return row(Scripts(_FUNCTIONS[name], sub=signs.index(axis)), self.fenced(body))
        whole = _whole(body, axis)
        inner = self.box(whole) if whole is not None else self.box(body)
        if axis == "rows":  # of a whole column, in a matrix formula
            return row(_FUNCTIONS[name], inner if isinstance(bare(inner), Grid) else Fence(inner))
        if name == "log_softmax":
            return row(Operator("log softmax"), Scripts(Fence(inner), sub=signs.index(at)))
        return row(_FUNCTIONS[name], Scripts(Fence(inner), sub=signs.index(at)))

    def cases(self, test: Node, then: Node, otherwise: Node) -> Box:
        match test:
            case Test(left, sign, right):
                condition = row(self.box(left), _TESTS[sign], self.box(right))
                opposite = {">": "≤", ">=": "<", "<": "≥", "<=": ">"}[sign]
                other = row(self.box(left), opposite, self.box(right))
            case _:
                condition, other = self.box(test), row(self.box(test), "=", Numeral("0"))
        return Cases(((self.box(then), condition), (self.box(otherwise), other)))


def _whole(body: Node, axis: str) -> Node | None:
    """A function along an axis is written of the whole row: softmax(z_n)_j, not softmax(z_nj)_j."""
    if isinstance(body, Ref) and axis in body.indices:
        return Ref(body.name, tuple(i for i in body.indices if i != axis))
    return None


def transposed(box: Box, mark: Box) -> Box:
    """Add the mark of a transpose, or take it away from what has one: a row is written uᵗ, its transpose u."""
    if isinstance(box, Marked):
        return Marked(transposed(box.body, mark), box.role, box.key, box.case)
    if isinstance(box, Scripts) and box.sub is None and box.sup == mark:
        return box.base
    return Scripts(box, sup=mark)


def is_negative(box: Box) -> bool:
    """Whether it starts with a minus, so that it needs brackets after a sign."""
    inner = bare(box)
    if isinstance(inner, Row):
        return bool(inner.items) and is_negative(inner.items[0])
    return (isinstance(inner, Numeral) and inner.text.startswith("-")) or inner == Sign("−", "prefix")


def bracketed(box: Box) -> Box:
    """Put what begins with a minus in brackets: of a product of numbers only the first number."""
    if not is_negative(box):
        return box
    if isinstance(box, Row) and isinstance(bare(box.items[0]), Numeral) and len(box.items) > 1:
        return Row((Fence(box.items[0]), *box.items[1:]))
    return Fence(box)


def _between(left: Box, right: Box) -> Box:
    """What stands between two factors: a dot between numbers and before a digit, else a thin space."""
    if isinstance(bare(left), Grid) and isinstance(bare(right), Grid):
        return Space()
    if _starts_with_digit(right) or (_ends_in_number(left) and _is_number(right)):
        return Sign("·")
    return Space()


def _starts_with_digit(box: Box) -> bool:
    inner = bare(box)
    if isinstance(inner, Row):
        return _starts_with_digit(inner.items[0])
    if isinstance(inner, Scripts):
        return _starts_with_digit(inner.base)
    return isinstance(inner, Numeral)


def _ends_in_number(box: Box) -> bool:
    inner = bare(box)
    if isinstance(inner, Row):
        return _ends_in_number(inner.items[-1])
    return _is_number(inner)


def _is_number(box: Box) -> bool:
    """Whether it is a number, or made of numbers alone: a fraction, a power, a difference in brackets."""
    match bare(box):
        case Numeral():
            return True
        case Fence(body):
            return _is_number(body)
        case Over(top, bottom):
            return _is_number(top) and _is_number(bottom)
        case Scripts(base, None, _):
            return _is_number(base)
        case Row(items):
            return all(isinstance(bare(item), Sign | Space) or _is_number(item) for item in items)
    return False
