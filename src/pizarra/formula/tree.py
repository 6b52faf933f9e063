"""The tree of a formula: what kinds of node there are, and how one walks and rebuilds them.

An index formula such as `y[n,j] = sum(i, x[n,i] * W[i,j]) + b[j]` and a matrix formula such as `y = x @ W` are trees of
the same nodes; in a matrix formula a name without indices is a whole array. All nodes are immutable and hashable.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from ..errors import FormulaError
from ..record import record

Index = str | int


class Node:
    """A node of a formula's tree. `children` and `rebuilt` are what every walk needs."""

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes directly below, in the order in which they are written."""
        return ()

    @cached_property
    def mentions(self) -> tuple[Ref, ...]:
        """Every mention of a named array in the tree, in order; kept, as each evaluation asks for it."""
        return tuple(node for node in walk(self) if isinstance(node, Ref))

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        """Give the same node over other children."""
        return self


def as_float(value: Fraction | float) -> float:
    """Give a constant as a float. Raises FormulaError where it is too large for one."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise FormulaError(
            "A number in the formula, or a product of its numbers, is too large: above 1.8e308."
        )
    return number


@record
class Number(Node):
    """A constant."""

    value: Fraction | float

    def __post_init__(self) -> None:
        if isinstance(self.value, int):
            object.__setattr__(self, "value", Fraction(self.value))


@record
class Ref(Node):
    """A named array at its indices, or the whole of it where there are none: `W[i,j]`, `W`."""

    name: str
    indices: tuple[Index, ...] = ()


@record
class Size(Node):
    """How long an axis is: `size(n)`, the number of samples."""

    axis: str


@record
class Delta(Node):
    """Kronecker's delta: 1 where both indices are equal, else 0."""

    left: Index
    right: Index


@record
class _Many(Node):
    items: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.items

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        return type(self)(children)


class Add(_Many):
    """A sum of terms; a term that is subtracted is a `Neg`."""


class Mul(_Many):
    """A product of factors, element by element (⊙ between arrays in a matrix formula)."""


class MatMul(_Many):
    """A matrix product of two or more factors."""


@record
class _One(Node):
    body: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.body,)

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        return type(self)(*children)


class Neg(_One):
    """Minus the body."""


class Transpose(_One):
    """The body with its two axes exchanged."""


class Diag(_One):
    """The square matrix with the vector `body` on its diagonal."""


@record
class Ones(Node):
    """A column of ones, as long as the axis."""

    axis: str


@record
class _Two(Node):
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        return type(self)(*children)


class Div(_Two):
    """`left` over `right`."""


class Pow(_Two):
    """`left` to the power `right`."""


@record
class Sum(Node):
    """The sum of `body` over an axis, whose name is bound inside."""

    axis: str
    body: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Give the summed body."""
        return (self.body,)

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        """Give the same node over others."""
        return Sum(self.axis, *children)


@record
class Call(Node):
    """An element-wise function, or one that sees a whole array in a matrix formula."""

    function: str
    arguments: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """Give the arguments."""
        return self.arguments

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        """Give the same node over others."""
        return Call(self.function, children)


@record
class Along(Node):
    """A function along an axis: softmax, log_softmax (read at the index `at`) and logsumexp (`at` is None).

    `axis` is bound inside `body`; `at` is free.
    """

    function: str
    axis: str
    body: Node
    at: Index | None = None

    @property
    def children(self) -> tuple[Node, ...]:
        """Give the body."""
        return (self.body,)

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        """Give the same node over others."""
        return Along(self.function, self.axis, children[0], self.at)


@record
class Test(Node):
    """A comparison, worth 1 where it holds and 0 where it does not."""

    __test__: ClassVar[bool] = False  # pytest takes a class of this name for one of its own

    left: Node
    operator: str
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Give both sides."""
        return (self.left, self.right)

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        """Give the same node over others."""
        return Test(children[0], self.operator, children[1])


@record
class Where(Node):
    """`then` where the test holds, `otherwise` where it does not."""

    test: Node
    then: Node
    otherwise: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Give the test and both branches."""
        return (self.test, self.then, self.otherwise)

    def rebuilt(self, children: tuple[Node, ...]) -> Node:
        """Give the same node over others."""
        return Where(*children)


ZERO, ONE, TWO = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(2))


def walk(tree: Node) -> Iterator[Node]:
    """Yield the node and everything below it, each before what is below it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def refs(tree: Node) -> tuple[Ref, ...]:
    """List every mention of a named array."""
    return tree.mentions


def transform(tree: Node, change: Callable[[Node], Node | None]) -> Node:
    """Rebuild the tree from the top: where `change` gives a node it stands, elsewhere the walk goes on below."""
    changed = change(tree)
    if changed is not None:
        return changed
    if not tree.children:
        return tree
    return tree.rebuilt(tuple(transform(child, change) for child in tree.children))


def free_indices(tree: Node) -> tuple[str, ...]:
    """List the axis names that are free in the tree, in order of appearance."""
    found: dict[str, None] = {}

    def visit(node: Node, bound: frozenset[str]) -> None:
        match node:
            case Ref(_, indices):
                found.update({i: None for i in indices if isinstance(i, str) and i not in bound})
            case Delta(left, right):
                found.update({i: None for i in (left, right) if isinstance(i, str) and i not in bound})
            case Sum(axis, body):
                visit(body, bound | {axis})
            case Along(_, axis, body, at):
                visit(body, bound | {axis})
                if isinstance(at, str) and at not in bound:
                    found[at] = None
            case _:
                for child in node.children:
                    visit(child, bound)

    visit(tree, frozenset())
    return tuple(found)


def all_indices(tree: Node) -> set[str]:
    """Give every axis name that the tree mentions, free or bound."""
    names: set[str] = set()
    for node in walk(tree):
        match node:
            case Ref(_, indices):
                names.update(i for i in indices if isinstance(i, str))
            case Delta(left, right):
                names.update(i for i in (left, right) if isinstance(i, str))
            case Sum(axis, _) | Size(axis) | Ones(axis):
                names.add(axis)
            case Along(_, axis, _, at):
                names.update(i for i in (axis, at) if isinstance(i, str))
    return names


_LETTERS = "ijklmpqrsuv"


def fresh(taken: set[str]) -> str:
    """Give an axis name that is not taken: a letter while there are any."""
    for letter in _LETTERS:
        if letter not in taken:
            return letter
    return next(f"i{k}" for k in range(len(taken) + 1) if f"i{k}" not in taken)


def reindexed(tree: Node, mapping: Mapping[str, Index]) -> Node:
    """Replace free indices; bound ones are renamed first where they would capture what is put in.

    `size(i)` stays: it is the length of the axis that the source calls i, whatever letter runs along it here.

    >>> from pizarra.formula import parse
    >>> reindexed(parse("sum(i, x[n,i])"), {"n": "i"}) == parse("sum(j, x[i,j])")
    True
    """
    mapping = {old: new for old, new in mapping.items() if old != new}
    if not mapping:
        return tree

    def renew(index: Index) -> Index:
        return mapping.get(index, index) if isinstance(index, str) else index

    def change(node: Node) -> Node | None:
        match node:
            case Ref(name, indices):
                return Ref(name, tuple(renew(i) for i in indices)) if indices else node
            case Delta(left, right):
                return Delta(renew(left), renew(right))
            case Sum(axis, body) if axis in mapping.values() and axis not in free_indices(body):
                # A sum of what does not depend on its axis counts it, so the letter must not be lost.
                return Mul((Size(axis), reindexed(body, mapping)))
            case Sum(axis, body):
                axis, body, inner = _opened(axis, body, mapping)
                return Sum(axis, reindexed(body, inner))
            case Along(function, axis, body, at):
                axis, body, inner = _opened(axis, body, mapping)
                return Along(function, axis, reindexed(body, inner), None if at is None else renew(at))
        return None

    return transform(tree, change)


def _opened(axis: str, body: Node, mapping: Mapping[str, Index]) -> tuple[str, Node, dict[str, Index]]:
    """Make a binder safe for a replacement: rename its axis where something put in has the same name."""
    inner = {old: new for old, new in mapping.items() if old != axis}
    free = set(free_indices(body))
    if axis in {new for old, new in inner.items() if old in free}:
        new_axis = fresh(
            all_indices(body) | {i for i in mapping.values() if isinstance(i, str)} | set(mapping)
        )
        body = reindexed(body, {axis: new_axis})
        axis = new_axis
    return axis, body, inner


def renamed(tree: Node, names: Mapping[str, str]) -> Node:
    """Replace the names of arrays: from a layer's own names to those of a network."""

    def change(node: Node) -> Node | None:
        return Ref(names.get(node.name, node.name), node.indices) if isinstance(node, Ref) else None

    return transform(tree, change)
