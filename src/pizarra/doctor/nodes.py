"""Nodes: the versions of each node of a line's tree, from its leaves up: its own numbers, and those that edits give.

One class and long, for each kind of node calls back to the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..errors import FormulaError
from ..formula import evaluate
from ..formula.functions import ALONG, FUNCTIONS
from ..formula.spell import spell
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
    refs,
)
from ..network import INPUT
from .bench import Bench
from .bounds import TESTS
from .derivation import Line
from .edit import NONE, Edit, Ledger
from .families import extra_slopes, slopes
from .pool import Pool
from .stack import Stack, aligned, combined, contracted, instead, joined, single

TERMS_AT_MOST = 12  # of a sum over units, of which single ones are left out or kept


def bare(bench: Bench, name: str) -> Stack:
    """Give a line as it should be, over every version of what it builds on that leaves room for one edit more."""
    if name not in bench.right:
        bench.right[name] = Nodes(quiet(bench), bench.derivation.by_name[name]).right()
    return bench.right[name]


def quiet(bench: Bench) -> Bench:
    """Give the same bench without an edit of its own, and with what leaves room for one in what is hidden."""
    hidden = {name: stack.cheaper(bench.most) for name, stack in bench.hidden.items()}
    return replace(bench, ledger=Ledger(frozenset()), hidden=hidden)


class Nodes:
    """One line's tree, worked out with all the versions that its nodes have."""

    def __init__(self, bench: Bench, line: Line) -> None:
        self.bench, self.line, self.most = bench, line, bench.most
        self.pool = Pool(bench, line)
        self.parents = [name for name in line.reads if name in bench.hidden]
        self.hidden_cost = [bench.hidden[name].cost for name in self.parents]
        self.mentions: dict[str, int] = {}
        self.lengths: dict[str, int] = {"n": len(bench.values[INPUT])}

    def right(self) -> Stack:
        """Give the line as it stands, spread to its axes."""
        line = self.line
        return self.spread(self.product_with_slope() if line.arriving else self.value(line.tree))

    def may(self, *kinds: str) -> bool:
        """Say whether an edit of one of these kinds may be made here."""
        return self.most > 0 and self.bench.ledger.may(self.line.name, *kinds)

    def product_with_slope(self) -> Stack:
        """An element-wise layer: what arrives, times the derivative, which has a family of its own."""
        line, bench = self.line, self.bench
        arriving = line.arriving
        assert arriving is not None
        if not line.step.layer.elementwise:
            return self.value(line.tree)
        items = line.tree.items if isinstance(line.tree, Mul) else (line.tree,)
        mine = [item for item in items if isinstance(item, Ref) and item.name == arriving]
        rest = [item for item in items if not (isinstance(item, Ref) and item.name == arriving)]
        if len(mine) != 1:
            return self.value(line.tree)
        axes = tuple(str(i) for i in mine[0].indices)
        ones = single(axes, np.ones_like(bench.values[line.of], dtype=float), len(self.parents))
        self.read_lengths(mine[0])
        slope = (
            self.spread_to(self.value(Mul(tuple(rest)) if len(rest) > 1 else rest[0]), axes) if rest else ones
        )
        for tree in line.alternatives:  # they differ where the given numbers contradict each other
            other = self.alternative(tree, arriving)
            if other is not None and not np.allclose(other, slope.values[0], rtol=1e-6, atol=1e-300):
                slope = joined([slope, single(axes, other, len(self.parents))])
        if self.may("derivative", "point", "extra"):
            number, wanted = bench.number, bench.ledger.allows
            family = (slopes if rest else extra_slopes)(line, bench.values, wanted)
            base = slope.take(np.flatnonzero(slope.cost == 0)[:1])
            others = [(number(edit), found) for edit, found in family]
            slope = joined([slope, instead(axes, base.values[0], others, len(self.parents))])
        return combined(np.multiply, self.value(mine[0]), slope, self.most, self.hidden_cost)

    def alternative(self, tree: Node, arriving: str) -> np.ndarray | None:
        """Compute an activation's derivative as another writes it, where all that it reads is known."""
        values = {**self.bench.values, arriving: np.ones(self.shape(arriving))}
        if any(ref.name in self.bench.hidden and ref.name != arriving for ref in refs(tree)):
            return None
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(tree, values, self.line.axes), dtype=float)

    def read_lengths(self, ref: Ref) -> None:
        """Note how long the axes of a name are."""
        for axis, length in zip(ref.indices, self.shape(ref.name), strict=True):
            if isinstance(axis, str):
                self.lengths[axis] = length

    def shape(self, name: str) -> tuple[int, ...]:
        """Give the shape of a name, known or hidden."""
        hidden = self.bench.hidden.get(name)
        return hidden.values.shape[1:] if hidden is not None else self.bench.values[name].shape

    def spread(self, stack: Stack) -> Stack:
        """Spread a stack to the line's axes."""
        return self.spread_to(stack, self.line.axes)

    def spread_to(self, stack: Stack, axes: tuple[str, ...]) -> Stack:
        """Spread a stack to some axes."""
        if stack.axes == axes:
            return stack
        return stack.mapped(lambda _: aligned(stack, axes, self.lengths), axes)

    def value(self, node: Node) -> Stack:
        """Give the versions of a node."""
        self.bench.limit.ask()
        hidden = len(self.parents)
        match node:
            case Number(number):
                return single((), np.asarray(as_float(number)), hidden)
            case Size(axis):
                return single((), np.asarray(float(self.lengths[axis])), hidden)
            case Ref():
                return self.ref(node)
            case Neg(body):
                return self.value(body).mapped(np.negative)
            case Mul(items):
                return self.fold(np.multiply, [self.factor(item) for item in items])
            case Add(items):
                return self.fold(np.add, [self.term(item) for item in items])
            case Div(left, right):
                return self.pair(np.divide, self.value(left), self.value(right))
            case Pow(left, right):
                return self.power(node, left, _number(right))
            case Sum(axis, body):
                return self.total(axis, body)
            case Call(name, (argument,)):
                kernel = FUNCTIONS[name].kernel
                return self.value(argument).mapped(lambda values: kernel(np, values))
            case Call(name, (left, right)):
                kernel = FUNCTIONS[name].kernel
                return self.pair(lambda a, b: kernel(np, a, b), self.value(left), self.value(right))
            case Along(name, axis, body, at):
                stack = self.value(body)
                place = 1 + stack.axes.index(axis)
                kernel = ALONG[name].kernel
                if at is None:
                    rest = stack.axes[: place - 1] + stack.axes[place:]
                    return stack.mapped(lambda values: np.squeeze(kernel(np, values, place), place), rest)
                renamed = (*stack.axes[: place - 1], str(at), *stack.axes[place:])
                return stack.mapped(lambda values: kernel(np, values, place), renamed)
            case Test(left, sign, right):
                operator = TESTS[sign]
                return self.pair(
                    lambda a, b: operator(a, b).astype(float), self.value(left), self.value(right)
                )
            case Where(test, then, otherwise):
                chosen = self.pair(
                    lambda t, v: np.where(t > 0.5, v, np.nan), self.value(test), self.value(then)
                )
                return self.pair(lambda c, v: np.where(np.isnan(c), v, c), chosen, self.value(otherwise))
            case Delta(str(left), str(right)):
                return single((left, right), np.eye(self.lengths[left], self.lengths[right]), hidden)
        raise FormulaError(f"{type(node).__name__} cannot be searched.")

    def pair(self, operation, a: Stack, b: Stack) -> Stack:
        """Combine the versions of two nodes."""
        with np.errstate(all="ignore"):
            return combined(operation, a, b, self.most, self.hidden_cost)

    def fold(self, operation, stacks: Sequence[Stack]) -> Stack:
        """Combine the versions of several nodes, from the left."""
        stack = stacks[0]
        for other in stacks[1:]:
            stack = self.pair(operation, stack, other)
        return stack

    def power(self, node: Node, left: Node, exponent: float) -> Stack:
        """A power, and its base without the exponent."""
        base = self.value(left)
        with np.errstate(all="ignore"):
            stack = base.mapped(lambda values: np.power(values, exponent))
        if not self.may("drop"):
            return stack
        bare = base.edited(
            self.bench.number(self.edit("drop", spell(node), "exponent")), self.most, lambda v: v
        )
        return joined([stack, bare])

    def factor(self, item: Node) -> Stack:
        """A factor of a product, and 1 in its place."""
        stack = self.value(item)
        if not stack.axes or not self.may("drop"):
            return stack
        # Without its input the gradient of a matrix has not the shape of one.
        far = self.line.kind == "gradient" and len(self.line.axes) == 2
        return joined([stack, self.constant(item, stack, "drop", 1.0, weight=1.35 if far else 0.0)])

    def term(self, item: Node) -> Stack:
        """A term of a sum, 0 in its place, and the other sign."""
        stack = self.value(item)
        if not self.may("drop", "sign"):
            return stack
        flipped = stack.edited(self.bench.number(self.edit("sign", _told(item))), self.most, np.negative)
        far = 1.2 if self.line.arriving else 0.0  # part of a derivative: the value in its place is likelier
        return joined([stack, self.constant(item, stack, "drop", 0.0, far), flipped])

    def constant(
        self, item: Node, stack: Stack, kind: str, number: float, weight: float = 0.0
    ) -> Stack | None:
        """Give a number in the place of a node, as one edit."""
        plain = single(stack.axes, np.full(stack.values.shape[1:], number), len(self.parents))
        edit = Edit(kind, self.line.name, _told(item), weight=weight)
        return plain.edited(self.bench.number(edit), self.most, lambda v: v)

    def edit(self, kind: str, old: str, new: str = "") -> Edit:
        """Name an edit; the same text a second time in the line is another place."""
        return Edit(kind, self.line.name, old, new)

    def total(self, axis: str, body: Node) -> Stack:
        """A sum, and parts of it."""
        stacks = [self.factor(item) for item in body.items] if isinstance(body, Mul) else [self.value(body)]
        if len(stacks) == 1:
            return self.parts(axis, stacks[0], None)
        first = self.fold(np.multiply, stacks[:-1])
        return self.parts(axis, first, stacks[-1])

    def parts(self, axis: str, a: Stack, b: Stack | None) -> Stack:
        """Sum over an axis; parts of the sum beside it."""

        def summed(a: Stack, most: int) -> Stack:
            if b is not None:
                with np.errstate(all="ignore"):
                    return contracted(a, b, axis, most, self.hidden_cost)
            place = 1 + a.axes.index(axis)
            rest = tuple(other for other in a.axes if other != axis)
            return a.mapped(lambda values: values.sum(axis=place), rest)

        whole = summed(a, self.most)
        if (
            self.may("sum")
            and axis != "n"
            and b is not None
            and "n" in a.axes
            and "n" in b.axes
            and "n" in self.line.axes
        ):
            return self.over_samples(axis, a, b, whole)
        if axis not in a.axes or not self.may("part"):
            return whole
        length = self.lengths.get(axis) or a.values.shape[1 + a.axes.index(axis)]
        made: list[Stack | None] = [whole]
        a, b = a.cheaper(self.most), b.cheaper(self.most) if b is not None else None
        for told, weights in parts_of(axis, length):
            shape = [1] * a.values.ndim
            shape[1 + a.axes.index(axis)] = length
            masked = a.mapped(lambda values, w=weights, s=shape: values * w.reshape(s))
            part = summed(masked, self.most - 1)
            made.append(part.edited(self.bench.number(self.edit("part", axis, told)), self.most, lambda v: v))
        return joined(made)

    def over_samples(self, axis: str, a: Stack, b: Stack, whole: Stack) -> Stack:
        """The sum over a layer's units taken over the samples, or over both: an axis mistaken."""
        with np.errstate(all="ignore"):
            product = combined(np.multiply, a, b, self.most - 1, self.hidden_cost)
        n, k = 1 + product.axes.index("n"), 1 + product.axes.index(axis)
        samples, units = product.values.shape[n], product.values.shape[k]
        other = next((x for x in self.line.axes if x != "n" and self.shape(self.line.of)[1] == units), None)
        if whole.axes != ("n",) or product.values.ndim != 3 or other is None:
            return whole
        number, wide = self.bench.number, ("n", other)

        def spread(summed: np.ndarray) -> np.ndarray:
            return np.broadcast_to(summed, (len(product), samples, units))

        over = product.mapped(lambda v: spread(v.sum(axis=n)[:, None, :]), wide)
        both = product.mapped(lambda v: spread(v.sum(axis=(n, k))[:, None, None]), wide)
        return joined(
            [
                whole.mapped(lambda v: np.repeat(v[:, :, None], units, axis=2), wide),
                over.edited(number(self.edit("sum", axis, "n")), self.most, lambda v: v),
                both.edited(number(self.edit("sum", axis, "all")), self.most, lambda v: v),
            ]
        )

    def ref(self, ref: Ref) -> Stack:
        """A mention of a name: its numbers or the versions of it, and other arrays in its place."""
        name, bench = ref.name, self.bench
        self.read_lengths(ref)
        axes = tuple(str(index) for index in ref.indices)
        mention = self.mentions.get(name, 0)
        self.mentions[name] = mention + 1
        hidden = len(self.parents)
        if name in bench.hidden:
            stack = bench.hidden[name]
            builds = np.full((len(stack), hidden), NONE, dtype=np.int32)
            builds[:, self.parents.index(name)] = np.arange(len(stack))
            own = np.full((len(stack), stack.own.shape[1]), NONE, dtype=np.int32)
            plain = Stack(axes, stack.values, own, builds, stack.cost)
            true = stack.values[0]
        else:
            true = np.asarray(bench.values[name], dtype=float)
            plain = single(axes, true, hidden)
        if not axes or not self.may("swap"):
            return plain
        number = bench.number
        others = [
            (number(Edit("swap", self.line.name, name, new, mention, weight)), found)
            for new, found, weight in self.pool.others(name, true)
        ]
        made: list[Stack | None] = [plain, None]
        for new, change, weight in self.pool.turns(name, true):
            edit = number(Edit("swap", self.line.name, name, f"{name} {new}", mention, weight))
            if len(plain) == 1:
                others.append((edit, change(plain.values)[0]))
            else:
                made.append(plain.edited(edit, self.most, change))
        made[1] = instead(axes, true, others, hidden)
        return joined(made)


def _told(item: Node) -> str:
    return spell(item)


def _number(node: Node) -> float:
    if not isinstance(node, Number):
        raise FormulaError("A power whose exponent is not a number cannot be searched.")
    return as_float(node.value)


def parts_of(axis: str, length: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield what a loop that stops too early, or a mean, makes of a sum over an axis, as weights of its terms."""
    if length < 2:
        return
    yield "mean", np.full(length, 1.0 / length)
    every = np.arange(length)
    picked = [0, length - 1] if axis == "n" or length > TERMS_AT_MOST else list(every)
    for k in picked:
        told = "first" if k == 0 else "last" if k == length - 1 else str(k)
        yield f"only {told}", (every == k).astype(float)
        if length > 2:
            yield f"all but {told}", (every != k).astype(float)
