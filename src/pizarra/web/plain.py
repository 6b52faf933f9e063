"""A formula as plain data, for what the page works out and writes itself: see js/formula.js.

A number is itself, `"N"` the number of samples, `[3,"n","i"]` an entry of array 3. All else begins with its kind:
`["S","j",4,…]` sums over four places of j; 0 places stand for the samples.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import FormulaError
from ..formula.tree import (
    Add,
    Along,
    Call,
    Delta,
    Div,
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


def plain(tree: Node, numbers: Mapping[str, int], lengths: Mapping[str, int]) -> Any:
    """Give a tree as numbers, strings and lists. Raises FormulaError for a name or an axis that is not known.

    >>> from pizarra.formula import parse
    >>> plain(parse("2 * sum(i, x[n,i])"), {"x": 0}, {"i": 3})
    ['*', 2, ['S', 'i', 3, [0, 'n', 'i']]]
    """

    def length(axis: str) -> int:
        if axis == SAMPLES:
            return 0
        if axis not in lengths:
            raise FormulaError(f"No array shows how long the axis {axis!r} is.")
        return lengths[axis]

    def inside(node: Node) -> Any:
        match node:
            case Number(value):
                number = as_float(value)
                return int(number) if number.is_integer() else number
            case Ref(name, indices):
                if name not in numbers:
                    raise FormulaError(f"The name {name!r} has no value. Known: {', '.join(numbers)}.")
                return [numbers[name], *indices]
            case Size(axis):
                return length(axis) or "N"
            case Delta(left, right):
                return ["=", left, right]
            case Add(items):
                return ["+", *map(inside, items)]
            case Mul(items):
                return ["*", *map(inside, items)]
            case Neg(body):
                return ["-", inside(body)]
            case Div(left, right):
                return ["/", inside(left), inside(right)]
            case Pow(left, right):
                return ["^", inside(left), inside(right)]
            case Call(name, arguments):
                return [name, *map(inside, arguments)]
            case Test(left, sign, right):
                return [sign, inside(left), inside(right)]
            case Where(test, then, otherwise):
                return ["?", inside(test), inside(then), inside(otherwise)]
            case Sum(axis, body):
                return ["S", axis, length(axis), inside(body)]
            case Along(name, axis, body, place):
                return ["A", name, axis, length(axis), inside(body), place]
        raise FormulaError(f"{type(node).__name__} has no meaning in an index formula.")

    return inside(tree)
