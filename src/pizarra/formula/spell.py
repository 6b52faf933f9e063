"""Write a tree back as the Python text that `parse` reads: for messages, tests and code beside the mathematics."""

from __future__ import annotations

from fractions import Fraction

from .tree import (
    Add,
    Along,
    Call,
    Delta,
    Diag,
    Div,
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

# How tightly each node binds; a child that binds less tightly than its place asks for is put in brackets.
BINDING: dict[type[Node], int] = {
    Test: 0, Add: 1, Neg: 2, Mul: 3, Div: 3, MatMul: 3, Pow: 5, Transpose: 6,
}  # fmt: skip
TIGHTEST = 9


def binding(node: Node) -> int:
    """Say how tightly the node holds together: sums least, names and calls most."""
    if isinstance(node, Number) and (
        node.value < 0 or (isinstance(node.value, Fraction) and node.value.denominator > 1)
    ):
        return BINDING[Neg] if node.value < 0 else BINDING[Div]
    return BINDING.get(type(node), TIGHTEST)


def spell(tree: Node) -> str:
    """Write the tree as Python.

    >>> from pizarra.formula import parse
    >>> spell(parse("(a[i]+b[i])*-c[i]/sum(k, d[k]**2)"))
    '(a[i] + b[i]) * (-c[i]) / sum(k, d[k] ** 2)'
    """
    match tree:
        case Number(value):
            return _number(value)
        case Ref(name, indices):
            return f"{name}[{','.join(map(str, indices))}]" if indices else name
        case Size("n"):
            return "N"
        case Size(axis):
            return f"size({axis})"
        case Ones(axis):
            return f"ones({axis})"
        case Delta(left, right):
            return f"delta({left},{right})"
        case Add(items):
            text = _inside(items[0], 1)
            for item in items[1:]:
                text += f" - {_inside(item.body, 2)}" if isinstance(item, Neg) else f" + {_inside(item, 2)}"
            return text
        case Neg(body):
            return f"-{_inside(body, 3)}"
        case Mul(items):
            return " * ".join([_inside(items[0], 3), *(_inside(item, 4) for item in items[1:])])
        case MatMul(items):
            return " @ ".join(_inside(item, 4) for item in items)
        case Div(left, right):
            return f"{_inside(left, 3)} / {_inside(right, 4)}"
        case Pow(left, right):
            return f"{_inside(left, 6)} ** {_inside(right, 4)}"
        case Transpose(body):
            return f"{_inside(body, 6)}.T"
        case Diag(body):
            return f"diag({spell(body)})"
        case Sum(axis, body):
            return f"sum({axis}, {spell(body)})"
        case Along(function, axis, body, at):
            text = f"{function}({axis}, {spell(body)})"
            return text if at in (None, axis) else f"{text}[{at}]"
        case Call(function, arguments):
            return f"{function}({', '.join(map(spell, arguments))})"
        case Test(left, sign, right):
            return f"{_inside(left, 1)} {sign} {_inside(right, 1)}"
        case Where(test, then, otherwise):
            return f"where({spell(test)}, {spell(then)}, {spell(otherwise)})"
    raise TypeError(f"{type(tree).__name__} is no node of a formula")


def _inside(node: Node, least: int) -> str:
    return spell(node) if binding(node) >= least else f"({spell(node)})"


def _number(value: Fraction | float) -> str:
    if isinstance(value, float):
        return repr(value)
    if value.denominator == 1:
        return str(value.numerator)
    decimal = float(value)
    return repr(decimal) if Fraction(repr(decimal)) == value else f"{value.numerator} / {value.denominator}"
