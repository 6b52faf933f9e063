"""Layout: how a reader stores samples, weights and gradients, and what that does to formulas and arrays.

Everything is computed in one layout: samples in rows, weights as (inputs, outputs), gradients in the shape of what they
belong to. A `Layout` converts at the edge: arrays to what the reader sees, index formulas to the reader's order of
indices, matrix formulas to the reader's products and transposes. Tests evaluate what it gives on what it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from .errors import NotationError, nearest, shown
from .formula.simplify import simplify, specialised
from .formula.tree import (
    ONE,
    Add,
    Call,
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
    refs,
    transform,
    walk,
)
from .record import record

SAMPLES = "n"
_CHOICES = {
    "samples": ("rows", "columns", "single"),
    "weights": ("out_in", "in_out"),
    "jacobian": ("parameter", "numerator", "denominator"),
}


@record
class Kind:
    """What a layout needs to know of a name: its axes in the core's order; whether it is a derivative of the loss."""

    axes: tuple[str, ...]
    gradient: bool = False

    @property
    def batch(self) -> bool:
        """Whether it has one entry for each sample."""
        return SAMPLES in self.axes


Kinds = Callable[[str], Kind]


@dataclass(frozen=True)
class Layout:
    """A reader's layout.

    samples: `rows` or `columns` of a matrix, or `single`: one sample, every value a column vector.
    weights: `out_in` (a row for each unit, z = W x) or `in_out` (a column for each unit, z = x W).
    jacobian: the gradient of the loss has the shape of the `parameter`; or it is transposed (`numerator` layout: a
    gradient is a row); or `denominator` layout (gradients in the shape of the parameter, Jacobians transposed).
    """

    samples: Literal["rows", "columns", "single"] = "rows"
    weights: Literal["out_in", "in_out"] = "out_in"
    jacobian: Literal["parameter", "numerator", "denominator"] = "parameter"

    def __post_init__(self) -> None:
        for name, known in _CHOICES.items():
            if getattr(self, name) not in known:
                value = getattr(self, name)
                raise NotationError(f"The layout's {name} cannot be {shown(value)}." + nearest(value, known))

    def turned(self, kind: Kind) -> bool:
        """Whether a two-dimensional array is shown transposed."""
        turned = False
        if len(kind.axes) == 2:
            turned = self.samples != "rows" if kind.batch else self.weights == "out_in"
        return turned != (kind.gradient and self.jacobian == "numerator" and len(kind.axes) > 0)

    def matrix(self, array: np.ndarray, kind: Kind) -> np.ndarray:
        """Show a core array as the reader's matrix: always two dimensions, vectors are columns unless turned."""
        array = np.asarray(array)
        if array.ndim < 2:
            array = array.reshape(-1, 1)
        return array.T if self.turned(kind) else array

    def place(self, kind: Kind, place: tuple[int, ...]) -> tuple[int, int]:
        """Give the row and column, in the reader's matrix, of a core array's entry."""
        row, column = place if len(place) == 2 else (*place, 0) if len(place) == 1 else (0, 0)
        return (column, row) if self.turned(kind) else (row, column)

    def stored(self, array: np.ndarray, kind: Kind) -> np.ndarray:
        """Give a core array in the order of indices that the reader's index formulas use: no axis for one sample."""
        array = np.asarray(array)
        if self.samples == "single" and kind.batch:
            array = array.take(0, axis=kind.axes.index(SAMPLES))
        return array.T if len(self.indices(kind)) == 2 and self.turned(kind) else array

    def indices(self, kind: Kind) -> tuple[str, ...]:
        """Give the axes in the order in which the reader's index formulas write them."""
        axes = tuple(a for a in kind.axes if not (self.samples == "single" and a == SAMPLES))
        return axes[::-1] if len(axes) == 2 and self.turned(kind) else axes

    def index_line(self, left: Ref, tree: Node, kinds: Kinds) -> tuple[Ref, Node]:
        """Convert `left = tree`, an index formula, to the reader's order of indices; one sample has no index."""
        return _index_line(
            self, left, tree, _kinds_of((ref for ref in (left, *refs(tree)) if ref.indices), kinds)
        )

    def _index_line(self, left: Ref, tree: Node, kinds: Kinds) -> tuple[Ref, Node]:
        if self.samples == "single":
            left = Ref(left.name, tuple(i for i in left.indices if i != SAMPLES))
            letters = {SAMPLES}  # and others that run over the samples, such as the m of sum(m, x[m,i])
            for ref in refs(tree):
                if ref.indices and (kind := kinds(ref.name)).batch:
                    letters.add(str(ref.indices[kind.axes.index(SAMPLES)]))
            for letter in sorted(letters):
                tree = specialised(tree, letter)

        def change(node: Node) -> Node | None:
            if isinstance(node, Ref) and len(node.indices) == 2 and self.turned(kinds(node.name)):
                return Ref(node.name, node.indices[::-1])
            return None

        new_left = transform(left, change)
        assert isinstance(new_left, Ref)
        return new_left, transform(tree, change)

    def matrix_line(self, left: Ref, tree: Node, kinds: Kinds) -> tuple[Ref, Node]:
        """Convert `left = tree`, a matrix formula, to the reader's products: transposed where the reader's arrays are.

        A line for each sample (`y[n] = …`) stays one, with columns, or rows where gradients are rows.
        """
        return _matrix_line(self, left, tree, _kinds_of((left, *refs(tree)), kinds))

    def _matrix_line(self, left: Ref, tree: Node, kinds: Kinds) -> tuple[Ref, Node]:
        def change(node: Node) -> Node | None:
            match node:
                case Ref(name, ()):
                    return Transpose(node) if self.turned(kinds(name)) else node
                case Ref(name, (place,)):
                    inner = Ref(name) if self.samples == "single" and place == SAMPLES else node
                    return Transpose(inner) if self.turned_sample(kinds(name)) else inner
                case Size(axis) | Ones(axis) if axis == SAMPLES and self.samples == "single":
                    return ONE
            return None

        tree = transform(tree, change)
        turned = self.turned_sample(kinds(left.name)) if left.indices else self.turned(kinds(left.name))
        if turned:
            tree = Transpose(tree)
        if self.samples == "single" and left.indices == (SAMPLES,):
            left = Ref(left.name)
        return left, simplify(pushed(tree))

    def turned_sample(self, kind: Kind) -> bool:
        """Whether one sample of it is shown as a row."""
        return kind.gradient and self.jacobian == "numerator"


# Converting a line takes many walks over its tree, and every page of a network converts the same lines.


def _kinds_of(found: Iterable[Ref], kinds: Kinds) -> tuple[tuple[str, Kind], ...]:
    return tuple((name, kinds(name)) for name in dict.fromkeys(ref.name for ref in found))


@lru_cache(maxsize=2048)
def _index_line(
    layout: Layout, left: Ref, tree: Node, kinds: tuple[tuple[str, Kind], ...]
) -> tuple[Ref, Node]:
    return layout._index_line(left, tree, dict(kinds).__getitem__)


@lru_cache(maxsize=2048)
def _matrix_line(
    layout: Layout, left: Ref, tree: Node, kinds: tuple[tuple[str, Kind], ...]
) -> tuple[Ref, Node]:
    return layout._matrix_line(left, tree, dict(kinds).__getitem__)


def pushed(tree: Node) -> Node:
    """Move transposes down to the names: (A B)ᵗ is Bᵗ Aᵗ, and what is element-wise stays so.

    >>> from pizarra.formula import parse, spell
    >>> spell(pushed(parse("(x @ W + ones(n) @ b.T).T")))
    'W.T @ x.T + b @ ones(n).T'
    """

    def change(node: Node) -> Node | None:
        match node:
            case Transpose(Transpose(body)):
                return transform(body, change)
            case Transpose(MatMul(items)):
                return transform(MatMul(tuple(Transpose(item) for item in reversed(items))), change)
            case Transpose(Number() | Size() | Diag() | Sum() | Call("norm2")) as outer:
                return transform(outer.body, change)
            case Transpose(Add() | Mul() | Neg() | Div() | Pow() | Call() | Test() | Where()) as outer:
                inner = outer.body
                return transform(inner.rebuilt(tuple(Transpose(child) for child in inner.children)), change)
            case Call("norm2", (body,)):  # a norm is that of the transpose
                plain, turned = transform(body, change), pushed(Transpose(body))
                return Call("norm2", (min(plain, turned, key=_transposes),))
            case MatMul(items):
                done = tuple(item for item in (transform(item, change) for item in items) if item != ONE)
                return MatMul(done) if len(done) > 1 else done[0] if done else ONE
        return None

    return transform(tree, change)


def _transposes(tree: Node) -> int:
    return sum(isinstance(node, Transpose) for node in walk(tree))


def layer_kinds(axes: Mapping[str, tuple[str, ...]]) -> Kinds:
    """Give the kinds of a layer's own names from their axes; `dv` has those of v and is a gradient."""

    def kind(name: str) -> Kind:
        if name in axes:
            return Kind(axes[name])
        return Kind(axes[name[1:]], gradient=True)

    return kind
