"""The derivative of a formula with respect to an array that stands in it.

`derive` gives ∂tree/∂name[indices] as a formula in the tree's free indices and the new ones, with Kronecker's deltas
where an entry depends on one entry only; `adjoint` contracts it with a cotangent, which is what a backward pass needs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import FormulaError
from .functions import ALONG, FUNCTIONS
from .parse import parse
from .simplify import simplify
from .tree import (
    ONE,
    ZERO,
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
    Sum,
    Test,
    Where,
    all_indices,
    free_indices,
    fresh,
    refs,
    reindexed,
    transform,
)


def derive(tree: Node, name: str, indices: Sequence[Index]) -> Node:
    """Give ∂tree/∂name[indices], simplified. The indices must be names (or places) that the tree does not use.

    >>> from pizarra.formula import parse, spell
    >>> spell(derive(parse("sum(i, x[n,i] * W[i,j])"), "W", ("p", "q")))
    'x[n,p] * delta(j,q)'
    >>> spell(derive(parse("x[n,i] * sigmoid(x[n,i])"), "x", ("n", "i")))
    'sigmoid(x[n,i]) + x[n,i] * sigmoid(x[n,i]) * (1 - sigmoid(x[n,i]))'
    """
    return simplify(_Derivation(name, tuple(indices)).of(tree))


def adjoint(
    tree: Node, axes: Sequence[str], name: str, indices: Sequence[str], cotangent: str | None
) -> Node:
    """Give the cotangent of name[indices], from that of the tree's value: Σ over `axes` of cotangent · ∂tree/∂name.

    `axes` are the indices of the tree's value. `cotangent` is the name of its array; None stands for 1 (a loss).

    >>> from pizarra.formula import parse, spell
    >>> spell(adjoint(parse("sum(i, x[n,i] * W[i,j])"), ("n", "j"), "W", ("i", "j"), "dy"))
    'sum(n, dy[n,j] * x[n,i])'
    """
    taken = all_indices(tree) | set(axes) | set(indices)
    mapping: dict[str, Index] = {}
    for axis in axes:  # the value's own indices make room for those of the array
        if axis in indices:
            mapping[axis] = fresh(taken)
            taken.add(str(mapping[axis]))
    value = reindexed(tree, mapping)
    running = tuple(str(mapping.get(axis, axis)) for axis in axes)
    body = derive(value, name, indices)
    if cotangent is not None:
        body = Mul((Ref(cotangent, running), body))
    for axis in reversed(running):
        body = Sum(axis, body)
    return _reletter(simplify(body), tree, set(indices))


def _reletter(tree: Node, source: Node, kept: set[str]) -> Node:
    """Give summed axes the letters that they have in the source, where those are free: n stays n, j stays j."""
    wanted = [axis for axis in sorted(all_indices(source)) if axis not in kept]

    def change(node: Node) -> Node | None:
        if not isinstance(node, Sum) or node.axis in wanted:
            return None
        free = set(free_indices(node.body)) | all_indices(node.body)
        for axis in wanted:
            if axis not in free:
                return Sum(axis, transform(reindexed(node.body, {node.axis: axis}), change))
        return None

    return transform(tree, change)


class _Derivation:
    def __init__(self, name: str, indices: tuple[Index, ...]) -> None:
        self.name, self.indices = name, indices

    def of(self, tree: Node) -> Node:
        if all(ref.name != self.name for ref in refs(tree)):
            return ZERO
        match tree:
            case Ref(_, indices):
                return self.ref(indices)
            case Add(items):
                return Add(tuple(self.of(item) for item in items))
            case Neg(body):
                return Neg(self.of(body))
            case Mul(items):
                return Add(
                    tuple(Mul((*items[:k], self.of(item), *items[k + 1 :])) for k, item in enumerate(items))
                )
            case Div(left, right):
                quotient = Div(self.of(left), right)
                lost = Div(Mul((left, self.of(right))), Pow(right, Number(2)))
                return Add((quotient, Neg(lost)))
            case Pow(left, Number(exponent)):
                return Mul((Number(exponent), Pow(left, Number(exponent - 1)), self.of(left)))
            case Pow(left, right):
                return self.of(Call("pow", (left, right)))
            case Sum(axis, body):
                axis, body = self.apart(axis, body)
                return Sum(axis, self.of(body))
            case Call(function, arguments):
                slopes = FUNCTIONS[function].slopes
                inner = dict(zip("xy", arguments, strict=False))
                terms = (
                    Mul((self.of(arg), _filled(parse(s), inner)))
                    for arg, s in zip(arguments, slopes, strict=True)
                )
                return Add(tuple(terms))
            case Along():
                return self.along(tree)
            case Where(test, then, otherwise):
                return Where(test, self.of(then), self.of(otherwise))
            case Test():
                return ZERO  # a comparison is flat wherever it has a derivative
        raise FormulaError(f"{type(tree).__name__} has no derivative in an index formula.")

    def ref(self, indices: tuple[Index, ...]) -> Node:
        if len(indices) != len(self.indices):
            raise FormulaError(
                f"{self.name} has {len(indices)} indices here and {len(self.indices)} elsewhere."
            )
        deltas = tuple(Delta(a, b) for a, b in zip(indices, self.indices, strict=True) if a != b)
        return Mul((ONE, *deltas))

    def apart(self, axis: str, body: Node) -> tuple[str, Node]:
        """Rename a bound axis that has the name of one of the indices of the derivative."""
        if axis not in self.indices:
            return axis, body
        new = fresh(all_indices(body) | {i for i in self.indices if isinstance(i, str)})
        return new, reindexed(body, {axis: new})

    def along(self, node: Along) -> Node:
        axis, body = self.apart(node.axis, node.body)
        taken = all_indices(body) | {axis} | {i for i in (*self.indices, node.at) if isinstance(i, str)}
        other = fresh(taken)
        weights = Along("softmax", axis, body, other)
        mean = Sum(other, Mul((weights, self.of(reindexed(body, {axis: other})))))
        if node.at is None:
            return mean  # logsumexp
        here = self.of(reindexed(body, {axis: node.at}))
        spread = Add((here, Neg(mean)))
        return (
            spread if node.function == "log_softmax" else Mul((Along("softmax", axis, body, node.at), spread))
        )


def _filled(tree: Node, values: dict[str, Node]) -> Node:
    """Put trees in place of the plain names x and y of a slope."""
    return transform(tree, lambda node: values.get(node.name) if isinstance(node, Ref) else None)


def definition(node: Node) -> Node | None:
    """Give what a primitive is short for: softmax as exponentials over their sum, sigmoid as 1/(1 + exp(−x)).

    >>> from pizarra.formula import parse, spell
    >>> spell(definition(parse("softmax(j, x[n,j])")))
    'exp(x[n,j]) / sum(k, exp(x[n,k]))'
    """
    match node:
        case Call(function, arguments) if FUNCTIONS[function].definition:
            return _filled(
                parse(FUNCTIONS[function].definition or ""), dict(zip("xy", arguments, strict=False))
            )
        case Along(function, axis, body, at):
            running = axis if axis != at else fresh(all_indices(body) | {axis, "i", "j"})
            bodies: dict[Index, Node] = {
                "k": reindexed(body, {axis: running}),
                "i": reindexed(body, {axis: axis if at is None else at}),
            }

            def change(inner: Node) -> Node | None:
                match inner:
                    case Ref("x", (index,)):
                        return bodies[index]
                    case Sum("k", summed):
                        return Sum(running, transform(summed, change))
                return None

            return transform(parse(ALONG[function].definition), change)
    return None


def recognised(tree: Node) -> Node:
    """Put a primitive in place of its own definition, so that 1/(1 + exp(−x)) is the sigmoid it is.

    >>> from pizarra.formula import parse, spell
    >>> spell(recognised(parse("x * (1 / (1 + np.exp(-x)))")))
    'x * sigmoid(x)'
    """
    if tree.children:
        tree = tree.rebuilt(tuple(recognised(child) for child in tree.children))
    for name, function in FUNCTIONS.items():
        if function.definition is not None:
            inner = _match(parse(function.definition), tree)
            if inner is not None:
                return Call(name, (inner,))
    return tree


def _match(pattern: Node, tree: Node) -> Node | None:
    """Give what stands for x where the tree has the shape of the pattern, else None."""
    found: list[Node] = []

    def same(p: Node, t: Node) -> bool:
        if p == Ref("x"):
            found.append(t)
            return True
        if type(p) is not type(t) or len(p.children) != len(t.children):
            return False
        if not p.children or isinstance(p, Call | Test):
            blank = tuple(ZERO for _ in p.children)
            if p.rebuilt(blank) != t.rebuilt(blank):
                return False
        return all(same(a, b) for a, b in zip(p.children, t.children, strict=True))

    return found[0] if same(pattern, tree) and len(set(found)) == 1 else None
