"""Compose equations: a layer's line in general, as matrices with numbers, and for one entry worked out.

Every equation is a converted formula: written in symbols, written again with numbers put in, and recomputed from the
digits that are shown, which decides between = and ≈.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np

from ..formula import Formula, definition, evaluate, evaluate_entry, evaluate_matrix, simplify
from ..formula.tree import (
    ONE,
    ZERO,
    Add,
    Along,
    Call,
    Delta,
    Diag,
    MatMul,
    Mul,
    Node,
    Number,
    Ones,
    Ref,
    Sum,
    Transpose,
    all_indices,
    refs,
    reindexed,
    renamed,
    transform,
    walk,
)
from ..formula.write import write
from ..layout import SAMPLES, Layout, pushed
from ..mathematics.boxes import Box, Fraction, Letter, row, sign
from ..mathematics.symbols import symbol
from ..network import Step
from ..page.blocks import Equation
from ..record import record
from .digits import Digits, settle
from .view import GAP, View
from .window import window


@record
class Line:
    """A formula in the network's names and the reader's order of indices; `key` is what it is remembered under."""

    view: View
    step: Step
    left: Ref
    tree: Node
    lengths: Mapping[str, int]
    key: tuple[Hashable, ...]

    @property
    def letters(self) -> dict[str, Box]:
        """The letter of every axis: the weights' own indices are i and j, what is left follows."""
        return letters_for(self.view, self.step, (self.left, self.tree))

    def general(self, *, left: Box | None = None) -> Equation:
        """Write it in symbols."""
        signs = self.view.general(self.letters, self.lengths)
        return Equation(
            left or signs.ref(self.left),
            (("=", self.view.in_symbols(self.tree, self.letters, self.lengths)),),
        )

    def at(self, place: Sequence[int]) -> Entry:
        """Take one entry: its free indices become places, in the order of the left side."""

        def said() -> Spelled:
            mapping = zip(self.left.indices, place, strict=True)
            whole = reindexed(self.tree, {axis: k for axis, k in mapping if isinstance(axis, str)})
            return spelled(self.view, whole, flat(expand(defined(whole), self.lengths)), self.lengths)

        known = self.view.once(("entry", self.key, self.left.name, tuple(place)), said)
        return Entry(self.view, Ref(self.left.name, tuple(place)), self.lengths, known)


@record
class Spelled:
    """A formula at places, as it is said in symbols: everything about it that does not change with the numbers.

    whole: as it was. tree: its sums written out, those over a long axis with a gap, and functions along an axis by
    their definition. symbols: the tree in symbols. refs: the entries that it names, each once. numeric: what is written
    with numbers in it: the tree, and what it is short for, if anything. single: whether the tree can be computed entry
    by entry.
    """

    whole: Node
    tree: Node
    symbols: Box
    refs: tuple[Ref, ...]
    numeric: tuple[Node, ...]
    single: bool

    def settled(
        self, view: View, lengths: Mapping[str, int], value: float, target: Digits
    ) -> tuple[Callable[[str], Digits], str]:
        """Find the digits with which its numbers give its value, and the relation to write."""
        names = {ref.name: view.digits(ref.name) for ref in self.refs if ref.name != GAP}

        def compute(digits: Callable[[str], Digits]) -> np.ndarray | float:
            if self.single:
                return evaluate_entry(self.tree, lambda ref: digits(ref.name).seen(view.value(ref)), lengths)
            values = {
                name: view.layout.stored(view.rounded(name, digits(name)), view.kind(name)) for name in names
            }
            return evaluate(self.whole, values, (), lengths=lengths)

        chosen, relation = settle(names, compute, value, target)
        # Where not all terms are shown, nobody can recompute it.
        return chosen, "=" if any(ref.name == GAP for ref in self.refs) else relation

    def numbers(self, view: View, lengths: Mapping[str, int], digits: Callable[[str], Digits]) -> list[Box]:
        """Put the numbers in, with these digits: into the tree, and into what it is short for, if anything."""

        def entry(ref: Ref) -> Box:
            return sign(GAP) if ref.name == GAP else view.number(ref.name, ref.indices, digits(ref.name))  # type: ignore[arg-type]

        signs = view.in_numbers(entry, lengths)
        return [write(tree, signs) for tree in self.numeric]


def spelled(view: View, whole: Node, tree: Node, lengths: Mapping[str, int]) -> Spelled:
    """Say a formula at places in symbols; `tree` is the same written out."""
    named = tuple(dict.fromkeys(refs(tree)))
    # A function along an axis is computed as such: its definition may overflow where it does not.
    along = any(isinstance(node, Along) for node in walk(whole))
    single = not along and all(ref.name != GAP for ref in named)
    numeric = [without_deltas(tree)]
    if isinstance(tree, Call) and (simpler := definition(tree)) is not None:
        numeric.append(simpler)
    return Spelled(whole, tree, view.in_symbols(tree, {}, lengths), named, tuple(numeric), single)


@record
class Entry:
    """One entry of what a line defines, to be worked out."""

    view: View
    left: Ref
    lengths: Mapping[str, int]
    said: Spelled

    def worked(self) -> tuple[tuple[str, Box], ...]:
        """Work it out: its symbols, its numbers, its value (one number is not repeated)."""
        view, said = self.view, self.said
        target = view.digits(self.left.name)
        digits, relation = said.settled(view, self.lengths, view.value(self.left), target)
        numbers = said.numbers(view, self.lengths, digits)
        if isinstance(said.tree, Ref):
            numbers = numbers[1:]
        result = view.number(self.left.name, self.left.indices, target)  # type: ignore[arg-type]
        return (("=", said.symbols), *(("=", box) for box in numbers), (relation, result))


def bound_names(step: Step) -> dict[str, str]:
    """Give the network's names for a layer's own, cotangents included."""
    names = step.names()
    return names | {f"d{inside}": f"d:{outside}" for inside, outside in names.items()}


def bind(view: View, step: Step, line: Formula, *, left: str | None = None, arrives: bool = False) -> Line:
    """Put a layer's line into the network's names and the reader's layout.

    left: another name for what it defines (one contribution of several). arrives: the cotangent that comes in is called
    what arrives, u.
    """
    lengths = view.lengths(step)

    def converted() -> tuple[Ref, Node]:
        names = _names(step, arrives)
        target = Ref(names[line.name], line.left.indices)
        new_left, tree = view.layout.index_line(target, renamed(line.tree, names), view.kind)
        return new_left, _weights_first(view, without_single_terms(tree, lengths))

    known = "line", step.output, line.name, arrives
    own, tree = view.once(known, converted)
    return Line(view, step, Ref(left or own.name, own.indices), tree, lengths, known)


def _names(step: Step, arrives: bool) -> dict[str, str]:
    names = bound_names(step)
    if arrives and step.layer.cotangent:
        names[step.layer.cotangent] = "u:" + step.output
    return names


def without_single_terms(tree: Node, lengths: Mapping[str, int]) -> Node:
    """Drop a sum that has one term only: its index becomes the first place. Sums over samples stay."""

    def change(node: Node) -> Node | None:
        if isinstance(node, Sum) and node.axis != SAMPLES and lengths.get(node.axis) == 1:
            return without_single_terms(reindexed(node.body, {node.axis: 0}), lengths)
        return None

    return transform(tree, change)


def _weights_first(view: View, tree: Node) -> Node:
    """Write w x and δ x where the matrix formula is W x and δ xᵗ; a product of numbers may be written either way."""
    if view.layout.weights != "out_in" or view.layout.samples == "rows":
        return tree

    def change(node: Node) -> Node | None:
        match node:
            case Mul((Ref(first), Ref(second))):
                is_value = first in view.network.values and not view.is_row(second)
                if is_value and (second in view.network.parameters or view.kind(second).gradient):
                    return Mul(node.items[::-1])
        return None

    return transform(tree, change)


def letters_for(view: View, step: Step, trees: Sequence[Node]) -> dict[str, Box]:
    """Choose the letters of a formula's axes, in the reader's order: the indices of the weights first."""
    layer = step.layer
    order: dict[str, None] = {}
    for role in layer.parameters:
        if len(layer.axes(role)) == 2:
            order |= dict.fromkeys(view.layout.indices(view.kind(step.parameters[role])))
    for axis in (*layer.axes(layer.output), *(a for name in layer.inputs for a in layer.axes(name))):
        order[axis] = None
    for tree in trees:
        order |= dict.fromkeys(sorted(all_indices(tree), key=lambda axis: axis.lstrip("_")))
    order.pop(SAMPLES, None)
    letters = dict(zip(order, view.notation.indices, strict=False))
    made: dict[str, Box] = {axis: symbol(letter) for axis, letter in letters.items()}
    for axis in order:
        made.setdefault(axis, Letter(axis.lstrip("_")))
    return made | {SAMPLES: symbol(view.notation.sample_index)}


def expand(tree: Node, lengths: Mapping[str, int]) -> Node:
    """Write sums out as terms; a long one as its first three terms, a gap and the last."""

    def change(node: Node) -> Node | None:
        if not isinstance(node, Sum):
            return None
        terms: list[Node] = []
        for place in window(lengths[node.axis]):
            if place is None:
                terms.append(Ref(GAP))
                continue
            inner = expand(reindexed(node.body, {node.axis: place}), lengths)
            terms.extend(inner.items if isinstance(inner, Add) else (inner,))
        if not terms:
            return ZERO
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    return transform(tree, change)


def defined(tree: Node) -> Node:
    """Put the definition in place of softmax and its kin: of one entry, that is what can be worked out."""

    def change(node: Node) -> Node | None:
        return definition(node) if isinstance(node, Along) else None

    return transform(tree, change)


def without_deltas(tree: Node) -> Node:
    """Put 0 or 1 in place of Kronecker's delta at two places: that is its number."""

    def change(node: Node) -> Node | None:
        if isinstance(node, Delta) and isinstance(node.left, int) and isinstance(node.right, int):
            return ONE if node.left == node.right else ZERO
        return None

    return transform(tree, change)


def flat(tree: Node) -> Node:
    """Write a sum within a sum without brackets."""

    def change(node: Node) -> Node | None:
        if not isinstance(node, Add):
            return None
        terms: list[Node] = []
        for item in node.items:
            inner = transform(item, change)
            terms.extend(inner.items if isinstance(inner, Add) else (inner,))
        return Add(tuple(terms))

    return transform(tree, change)


def with_turned(tree: Node) -> Node:
    """Mark a transposed name as a name of its own, so that its array is written transposed."""

    def change(node: Node) -> Node | None:
        match node:
            case Transpose(Ref(name, indices)):
                return Ref("T:" + name, indices)
            case Transpose(Ones() | Number()):
                return None
        return None

    return transform(tree, change)


@record
class MatrixLine:
    """A matrix formula in the network's names and the reader's products."""

    view: View
    left: Ref
    tree: Node
    lengths: Mapping[str, int]
    sample: int
    key: tuple[Hashable, ...]

    def symbols(self) -> Box:
        """Write it in symbols."""
        return self.view.in_symbols(self.tree, self._letters, self.lengths)

    @property
    def _letters(self) -> dict[str, Box]:
        return {SAMPLES: symbol(self.view.notation.sample_index)}

    def left_box(self) -> Box:
        """Write what it defines: the whole array, or one sample of it."""
        return self.view.ref(self.left, self._letters)

    def numbers(self) -> tuple[Box, str, Box]:
        """Put the numbers in: the right side, the relation that holds for the digits shown, the result."""
        view, name = self.view, self.left.name
        known = "matrix numbers", self.key, name, self.sample
        tree, written, names, single = view.once(known, self._said)
        own = {n: view.digits(n) for n in names}

        def compute(digits: Callable[[str], Digits]) -> np.ndarray:
            values = {}
            for n in names:
                rounded = view.rounded(n, digits(n))
                values[n] = rounded if n in single else view.layout.matrix(rounded, view.kind(n))
            return evaluate_matrix(tree, values, self.lengths)

        per_sample = bool(self.left.indices)
        target, result = view.digits(name), self._result(per_sample)
        large = any(not view.whole_shown(n) for n in (*names, name))
        chosen, relation = (own.__getitem__, "=") if large else settle(own, compute, result, target)
        body = write(written, view.matrix_numbers(self.lengths, chosen))
        box = view.numbers(result, target, role=view.role(name)) if per_sample else view.grid(name)
        return body, relation, box

    def _said(self) -> tuple[Node, Node, tuple[str, ...], frozenset[str]]:
        """Give the tree as it is evaluated and as it is written, the names in it, and those of which one sample is."""
        view = self.view
        tree = reindexed(self.tree, {SAMPLES: self.sample}) if self.left.indices else self.tree
        single = frozenset(ref.name for ref in refs(tree) if ref.indices)

        def turned(node: Node) -> Node | None:  # one sample is a column when evaluated
            lies = isinstance(node, Ref) and node.indices and view.is_row(node.name)
            return Transpose(node) if lies else None

        names = tuple(dict.fromkeys(ref.name for ref in refs(tree)))
        return transform(tree, turned), with_turned(tree), names, single

    def _result(self, per_sample: bool) -> np.ndarray:
        view = self.view
        if not per_sample:
            return view.matrix(self.left.name)
        column = view.array(self.left.name)[self.sample].reshape(-1, 1)
        return column.T if view.is_row(self.left.name) else column


def bind_matrix(
    view: View, step: Step, name: str, sample: int, *, left: str | None = None, arrives: bool = False
) -> MatrixLine | None:
    """Put a layer's matrix line into the network's names and the reader's layout; None where there is none."""

    def converted() -> tuple[Ref, Node] | None:
        lines = step.layer.matrix_lines()
        if name not in lines:
            return None
        if arrives and view.single and step.layer.elementwise and name == "dx":
            return _through_diagonal(view, step)
        names = _names(step, arrives)
        own_left, own_tree = lines[name]
        target = Ref(names[name], own_left.indices)
        return view.layout.matrix_line(target, renamed(own_tree, names), view.kind)

    known = "matrix line", step.output, name, arrives
    found = view.once(known, converted)
    if found is None:
        return None
    own, tree = found
    return MatrixLine(view, Ref(left or own.name, own.indices), tree, view.lengths(step), sample, known)


def _through_diagonal(view: View, step: Step) -> tuple[Ref, Node] | None:
    """Write an element-wise layer's backward pass as uᵗ diag(g): the product with its Jacobian."""
    found = jacobian_line(view, step, "x")
    if found is None:
        return None
    arriving = Ref("u:" + step.output)
    tree = MatMul((arriving, found[1]) if view.is_row(arriving.name) else (found[1], arriving))
    return Ref(f"d:{step.inputs[0]}"), arriving if found[1] == Ref("I") else tree


def jacobian_line(view: View, step: Step, inside: str) -> tuple[Box, Node] | None:
    """Give ∂output/∂input as a matrix for one sample: its tree, read off the matrix line of the backward pass.

    The line is dx = A dy, so the Jacobian is Aᵗ; an element-wise line dx = dy ⊙ g gives diag(g). None where the layer
    states no such line.
    """
    return view.once(("Jacobian", step.output, inside), lambda: _jacobian_line(view, step, inside))


def _jacobian_line(view: View, step: Step, inside: str) -> tuple[Box, Node] | None:
    lines = step.layer.matrix_lines()
    if (
        "d" + inside not in lines
        or len(step.layer.axes(inside)) != 2
        or SAMPLES not in step.layer.axes(inside)
    ):
        return None
    single = Layout("single", view.layout.weights, "parameter")
    names = bound_names(step)
    own_left, own_tree = lines["d" + inside]
    left = Ref(names["d" + inside], own_left.indices)
    _, tree = single.matrix_line(left, renamed(own_tree, names), view.kind)
    arriving = Ref("d:" + step.output)
    match tree:
        case MatMul((*rest, last)) if last == arriving:
            body: Node = Transpose(MatMul(tuple(rest)) if len(rest) > 1 else rest[0])
        case Mul(items) if arriving in items:
            others = [item for item in items if item != arriving]
            body = Diag(Mul(tuple(others)) if len(others) > 1 else others[0])
        case _ if tree == arriving:
            body = Ref("I")
        case _:
            return None
    if view.layout.jacobian == "denominator" and body != Ref("I"):
        body = Transpose(body)
    tree = simplify(pushed(body))
    if not view.single:  # in a batch it is the Jacobian of one sample

        def change(node: Node) -> Node | None:
            if isinstance(node, Ref) and not node.indices and node.name != "I" and view.kind(node.name).batch:
                return Ref(node.name, (SAMPLES,))
            return None

        tree = transform(tree, change)
    return jacobian_symbol(view, step.output, step.names()[inside]), tree


def jacobian_symbol(view: View, of: str, wrt: str) -> Box:
    """Write ∂of/∂wrt for whole values, of one sample in a batch."""
    letters: dict[str, Box] = {SAMPLES: symbol(view.notation.sample_index)}

    def whole(name: str) -> Box:
        per_sample = not view.single and view.kind(name).batch
        return view.ref(Ref(name, (SAMPLES,) if per_sample else ()), letters)

    return Fraction(row(sign("∂"), whole(of)), row(sign("∂"), whole(wrt)))
