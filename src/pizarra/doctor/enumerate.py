"""Enumerate the versions of a line: its own numbers, and those that one or two edits to its tree give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    renamed,
)
from ..network import INPUT, TARGET
from .bounds import TESTS
from .derivation import RATE, Derivation, Line
from .edit import EVERY, NONE, Edit, Ledger
from .families import diagonal, extra_slopes, forwards, other_losses, slopes
from .stack import Stack, aligned, combined, contracted, joined, single, versions

TERMS_AT_MOST = 12  # of a sum over units, of which single ones are left out or kept


@dataclass(eq=False)
class Bench:
    """What a search works with: the numbers that are known, versions of those that nobody gave, and all edits.

    entry: names of cotangents that a search may scale, negate or empty as a whole. factors: what a line may have been
    multiplied by, by the name that is told. pace: by what every step of the reader's has been divided.
    """

    derivation: Derivation
    values: Mapping[str, np.ndarray]
    ledger: Ledger
    factors: Mapping[str, float]
    most: int
    pace: float = 1.0
    hidden: dict[str, Stack] = field(default_factory=dict)
    right: dict[str, Stack] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()

    def stack(self, line: Line) -> Stack:
        """Give all versions of a line, the cheapest first."""
        return _Enumeration(self, line).line_versions()

    def finished(self, line: Line) -> Stack:
        """Give all versions of a line with all edits that lead to it as its own.

        `hidden` then has one column: whether the version builds on a hidden cotangent at all (0) or not (NONE).
        """
        stack = self.stack(line)
        parents = [name for name in line.reads if name in self.hidden]
        own = stack.own.copy()
        builds = np.full((len(stack), 1), NONE, dtype=np.int32)
        for column, name in enumerate(parents):
            rows = np.flatnonzero(stack.hidden[:, column] != NONE)
            parent, chosen = self.hidden[name], stack.hidden[rows, column]
            if self.derivation.by_name[name].kind == "cotangent":
                builds[rows] = 0
            else:
                builds[rows] = np.maximum(builds[rows], parent.hidden[chosen])
            for slot in range(parent.own.shape[1]):
                inherited = parent.own[chosen, slot]
                here = np.flatnonzero(inherited != NONE)
                places = (own[rows[here]] != NONE).sum(axis=1)
                own[rows[here], places] = inherited[here]
        return Stack(stack.axes, stack.values, own, builds, stack.cost)

    def bare(self, name: str) -> Stack:
        """Give a line as it should be, over every version of what it builds on."""
        if name not in self.right:
            quiet = replace(self, ledger=Ledger(frozenset()))
            self.right[name] = _Enumeration(quiet, self.derivation.by_name[name]).right()
        return self.right[name]

    def gradient(self, name: str) -> np.ndarray:
        """Compute a gradient from the cotangents that are known, whatever the reader gave for it."""
        line = self.derivation.by_name[name]
        if any(read not in self.values for read in line.reads):
            return self.values[name]
        return np.asarray(line_value(line, self.values), dtype=float)


def line_value(line: Line, values: Mapping[str, np.ndarray]) -> np.ndarray:
    """Compute a line from numbers."""
    with np.errstate(all="ignore"):
        return evaluate(line.tree, values, line.axes)


class _Enumeration:
    def __init__(self, bench: Bench, line: Line) -> None:
        self.bench, self.line, self.most = bench, line, bench.most
        self.parents = [name for name in line.reads if name in bench.hidden]
        self.hidden_cost = [bench.hidden[name].cost for name in self.parents]
        self.mentions: dict[str, int] = {}
        self.lengths: dict[str, int] = {"n": len(bench.values[INPUT])}
        network = bench.derivation.network
        self.predicted = network.loss_step.names().get("p", network.prediction)
        below = bench.derivation.below[line.name]
        self.allowed = [
            name
            for name in bench.values
            if name != line.name
            and name not in below
            and name not in bench.forbidden
            and name not in bench.hidden
        ]

    # The line as a whole

    def right(self) -> Stack:
        line = self.line
        return self.spread(self.product_with_slope() if line.arriving else self.value(line.tree))

    def line_versions(self) -> Stack:
        line, most = self.line, self.most
        stack = self.right()
        at_the_loss = line.kind == "cotangent" and line.step.index is None
        if at_the_loss and not line.arriving and self.may("extra"):
            stack = joined([stack, *self.times(stack, extra_slopes(line, self.bench.values))])
        if most == 0:
            return stack
        more: list[Stack | None] = [stack]
        plain = stack.take(np.flatnonzero(stack.cost == 0))
        if at_the_loss and self.may("part"):
            more += self.unseen(stack)
        if line.kind == "cotangent":
            at_the_end = line.of == self.bench.derivation.network.prediction
            if (at_the_end or line.name in self.bench.entries) and self.may("loss"):
                more += self.replaced(plain, self.at_the_end())
            if self.may("jacobian"):
                more += self.jacobian()
        if line.kind == "gradient" and self.may("whole"):
            more += self.other_gradients(plain)
        scalable = line.name in self.bench.entries or line.kind in ("gradient", "update")
        if scalable and line.kind != "gradient" and self.may("sign", "scale", "zero"):
            more += self.scaled(stack)
        if line.kind in ("gradient", "cotangent") and self.may("reduce", "transpose", "roll", "sum"):
            more += self.reduced(stack)
        if scalable and line.kind == "gradient" and self.may("sign", "scale", "zero"):
            more += self.scaled(joined(more))
        if line.kind == "cotangent" and self.may("swap"):
            more += self.everywhere()
        if line.kind == "update" and self.may("base", "extra"):
            more += self.other_updates(stack)
        short = self.bench.derivation.shortcut
        if short is not None and short[0] == line.name:  # written as one step with the loss
            others = self.spread(self.value(short[1]))
            same = np.allclose(others.values[0], stack.values[0], rtol=1e-6, atol=1e-12)
            more.append(others.take(np.flatnonzero(others.cost > 0)) if same else others)
        inside = line.kind == "loss" and line.name.endswith(".p")
        activation = line.kind == "value" and not line.step.parameters and len(line.step.inputs) == 1
        if (inside or activation) and self.may("forward"):
            more += self.replaced(plain, forwards(line, self.bench.values))
        return joined(more)

    def may(self, *kinds: str) -> bool:
        return self.most > 0 and self.bench.ledger.may(self.line.name, *kinds)

    def everywhere(self) -> list[Stack | None]:
        """Another name in the place of every mention of one."""
        line, made = self.line, []
        mentions = Counter(ref.name for ref in refs(line.tree))
        for name, count in mentions.items():
            if count < 2 or name in self.bench.hidden:
                continue
            shape = self.bench.values[name].shape
            for other in self.allowed:
                if self.near(name, other) and self.bench.values[other].shape == shape:
                    tree = renamed(line.tree, {name: other})
                    quiet = replace(self.bench, ledger=Ledger(frozenset()))
                    stack = _Enumeration(quiet, replace(line, tree=tree)).right()
                    edit = Edit("swap", line.name, name, other, EVERY)
                    number = self.bench.ledger.number(edit)
                    made.append(stack.edited(number, self.most, lambda v: v))
        return made

    def unseen(self, stack: Stack) -> list[Stack | None]:
        """Samples that never reach the loss."""
        made: list[Stack | None] = []
        for told, weights in _parts("n", self.lengths["n"]):
            if told != "mean":
                edit = Edit("part", self.line.name, "n", told)
                number = self.bench.ledger.number(edit)
                made.append(stack.edited(number, self.most, lambda v, w=weights: v * w[:, None]))
        return made

    def at_the_end(self) -> Iterator[tuple[Edit, np.ndarray]]:
        shape = self.bench.values[self.line.of].shape
        for edit, found in other_losses(self.bench.derivation, self.line, self.bench.values):
            if found.shape == shape:
                yield edit, found

    def replaced(self, plain: Stack, others: Iterator[tuple[Edit, np.ndarray]]) -> list[Stack | None]:
        """The line is something else altogether."""
        number = self.bench.ledger.number
        base = single(plain.axes, plain.values[0], len(self.parents))
        return [
            base.edited(number(edit), self.most, lambda _, found=found: np.asarray(found, dtype=float)[None])
            for edit, found in others
            if np.shape(found) == plain.values.shape[1:]
        ]

    def scaled(self, stack: Stack) -> list[Stack | None]:
        number, name = self.bench.ledger.number, self.line.name
        base = None
        if self.line.kind == "update":  # the step is scaled, not the parameter
            base = self.bench.values[self.line.of]
        made: list[Stack | None] = []
        for told, factor in self.bench.factors.items():
            odd = told[0].isdigit() and told not in ("2", "1/2", "1/N", "1/K", "1/(NK)", "1/rate")
            edit = Edit("sign", name) if told == "-1" else Edit("scale", name, new=told, weight=1.9 * odd)
            if base is None:
                made.append(stack.edited(number(edit), self.most, lambda v, f=factor: v * f))
            else:
                made.append(stack.edited(number(edit), self.most, lambda v, f=factor: base + (v - base) * f))
        zero = Edit("zero", name, weight=0.0 if base is not None or self.line.kind != "gradient" else 0.95)
        plain = single(stack.axes, stack.values[0], len(self.parents))
        if base is None:
            made.append(plain.edited(number(zero), self.most, np.zeros_like))
        else:
            made.append(plain.edited(number(zero), self.most, lambda v: np.broadcast_to(base, v.shape)))
        return made

    def reduced(self, stack: Stack) -> list[Stack | None]:
        """The line reduced over some of its axes and spread again; turned; rolled."""
        number, name, axes = self.bench.ledger.number, self.line.name, stack.axes
        made: list[Stack | None] = []
        own = self.line.kind == "gradient"
        subsets = [(place,) for place in range(len(axes))] + (
            [tuple(range(len(axes)))] if len(axes) > 1 else []
        )
        for places in subsets:
            dims = tuple(1 + place for place in places)
            if all(stack.values.shape[dim] == 1 for dim in dims):
                continue
            told = ",".join(axes[place] for place in places)
            for how, reduce in (("sum", np.sum), ("mean", np.mean)):
                edit = Edit("reduce", name, told, how)
                made.append(
                    stack.edited(
                        number(edit),
                        self.most,
                        lambda v, r=reduce, d=dims: np.broadcast_to(r(v, axis=d, keepdims=True), v.shape),
                    )
                )
            for how, at in (("first", 0), ("last", -1)):
                edit = Edit("reduce", name, told, how, weight=1.75)
                made.append(
                    stack.edited(
                        number(edit),
                        self.most,
                        lambda v, d=dims, at=at: np.broadcast_to(_kept(v, d, at), v.shape),
                    )
                )
        if not own and axes[:1] == ("n",) and stack.values.shape[1] > 1:
            edit = Edit("sum", name, "n", "accumulated", weight=1.6)
            made.append(stack.edited(number(edit), self.most, lambda v: v.cumsum(axis=1)))
        if own and len(axes) == 2:
            shape = stack.values.shape[1:]
            if shape[0] == shape[1] > 1:
                edit = Edit("reduce", name, ",".join(axes), "trace")
                made.append(
                    stack.edited(
                        number(edit),
                        self.most,
                        lambda v: np.broadcast_to(np.trace(v, axis1=1, axis2=2)[:, None, None], v.shape),
                    )
                )
            if shape[0] == shape[1]:
                edit = Edit("transpose", name)
                made.append(stack.edited(number(edit), self.most, lambda v: v.transpose(0, 2, 1)))
            elif 1 not in shape:
                edit = Edit("transpose", name, new="reshape", weight=1.2)
                for reshaped in (
                    lambda v, s=shape: v.transpose(0, 2, 1).reshape(len(v), *s),
                    lambda v, s=shape: v.reshape(len(v), *s[::-1]).transpose(0, 2, 1),
                ):
                    made.append(stack.edited(number(edit), self.most, reshaped))
        for place, axis in enumerate(axes):
            if stack.values.shape[1 + place] < 2 or (own and axis == "n"):
                continue
            for shift in (1, -1) if stack.values.shape[1 + place] > 2 else (1,):
                edit = Edit("roll", name, axis, f"{shift:+d}")
                made.append(
                    stack.edited(
                        number(edit), self.most, lambda v, s=shift, p=place: np.roll(v, s, axis=1 + p)
                    )
                )
        return made

    def other_gradients(self, plain: Stack) -> list[Stack | None]:
        """Other gradients in the place of this one, as they are or reduced over an axis."""
        bench, line, values = self.bench, self.line, self.bench.values
        number, wanted = bench.ledger.number, values[line.of].shape
        made: list[Stack | None] = []
        for other in bench.derivation.lines:
            if other.kind != "gradient" or other.name == line.name or other.name not in values:
                continue
            given = single(plain.axes, values[other.name], len(self.parents))
            shared = [name for name in other.reads if name in bench.hidden]
            if shared == self.parents:
                bases = [bench.bare(other.name)]
            else:
                bases = [single(plain.axes, bench.gradient(other.name), len(self.parents))]
            if not np.array_equal(given.values[0], bases[0].values[0]):
                bases.append(given)
            for base in bases:
                for told, weight, change in _reductions(base.values.shape[1:], wanted):
                    edit = Edit("whole", line.name, other.name, told, weight=weight)
                    turned = base.edited(number(edit), self.most, change)
                    made.append(turned.mapped(lambda v: v, plain.axes) if turned is not None else None)
        bias = self.bias_of(line.of)
        if bias is not None and f"d:{bias}" in values:
            mine, its = bench.bare(line.name), bench.bare(f"d:{bias}")
            if not np.array_equal(mine.hidden, its.hidden):
                mine, its = mine.take(np.array([0])), its.take(np.array([0]))
            for told, found in _stacked(mine.values, its.values):
                edit = Edit("whole", line.name, f"d:{bias}", told, weight=1.3)
                made.append(mine.mapped(lambda _, f=found: f).edited(number(edit), self.most, lambda v: v))
        return made

    def bias_of(self, weight: str) -> str | None:
        """Name the vector that belongs to the same layer as a matrix of weights."""
        derivation = self.bench.derivation
        for step in derivation.network.steps:
            names = list(step.parameters.values())
            if weight in names and derivation.kind_of(weight) == "weight":
                return next((name for name in names if derivation.kind_of(name) == "vector"), None)
        return None

    def other_updates(self, stack: Stack) -> list[Stack | None]:
        """The step taken from another parameter, or with another parameter's gradient on top of its own."""
        line, values, number = self.line, self.bench.values, self.bench.ledger.number
        mine, rate = values[line.of], float(values[RATE])
        made: list[Stack | None] = []
        for name in self.bench.derivation.network.parameters:
            other = values[name]
            if name == line.of:
                continue
            for base in _spread_like(other, mine.shape):
                edit = Edit("base", line.name, line.of, name)
                away = (base - mine) / self.bench.pace
                made.append(stack.edited(number(edit), self.most, lambda v, b=away: v + b))
            if other.shape == mine.shape:
                edit = Edit("extra", line.name, "", f"d:{name}")
                step = rate * values[f"d:{name}"]
                made.append(stack.edited(number(edit), self.most, lambda v, s=step: v - s))
        return made

    # What a layer passes on

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
            family = slopes(line, bench.values) if rest else extra_slopes(line, bench.values)
            number = bench.ledger.number
            base = slope.take(np.flatnonzero(slope.cost == 0)[:1])
            others = [(number(edit), found) for edit, found in family if np.isfinite(found).all()]
            slope = joined([slope, _without_plain(versions(axes, base.values[0], others, len(self.parents)))])
        return combined(np.multiply, self.value(mine[0]), slope, self.most, self.hidden_cost)

    def alternative(self, tree: Node, arriving: str) -> np.ndarray | None:
        """Compute an activation's derivative as another writes it, where all that it reads is known."""
        values = {**self.bench.values, arriving: np.ones(self.shape(arriving))}
        if any(ref.name in self.bench.hidden and ref.name != arriving for ref in refs(tree)):
            return None
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(tree, values, self.line.axes), dtype=float)

    def times(self, stack: Stack, others: Iterator[tuple[Edit, np.ndarray]]) -> list[Stack | None]:
        number = self.bench.ledger.number
        return [
            stack.edited(number(edit), self.most, lambda v, f=found: v * f)
            for edit, found in others
            if np.isfinite(found).all() and found.shape == stack.values.shape[1:] and not (found == 1).all()
        ]

    def jacobian(self) -> list[Stack | None]:
        """A layer that mixes units: what arrives, with the Jacobian's diagonal alone, or with nothing of it."""
        found, line = diagonal(self.line, self.bench.values), self.line
        if found is None or line.arriving is None:
            return []
        mine = next(node for node in refs(line.tree) if node.name == line.arriving)
        arriving = self.value(Ref(mine.name, line.axes))
        number = self.bench.ledger.number
        whole = (
            arriving.take(np.flatnonzero(arriving.hidden.max(axis=1, initial=NONE) != NONE))
            if self.parents
            else (arriving.take(np.flatnonzero(arriving.cost == 0)))
        )
        return [
            whole.edited(number(Edit("jacobian", line.name, new="diagonal")), self.most, lambda v: v * found),
            whole.edited(number(Edit("jacobian", line.name, new="none")), self.most, lambda v: v),
        ]

    # Nodes

    def read_lengths(self, ref: Ref) -> None:
        for axis, length in zip(ref.indices, self.shape(ref.name), strict=True):
            if isinstance(axis, str):
                self.lengths[axis] = length

    def shape(self, name: str) -> tuple[int, ...]:
        hidden = self.bench.hidden.get(name)
        return hidden.values.shape[1:] if hidden is not None else self.bench.values[name].shape

    def spread(self, stack: Stack) -> Stack:
        return self.spread_to(stack, self.line.axes)

    def spread_to(self, stack: Stack, axes: tuple[str, ...]) -> Stack:
        if stack.axes == axes:
            return stack
        return stack.mapped(lambda _: aligned(stack, axes, self.lengths), axes)

    def value(self, node: Node) -> Stack:
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
        with np.errstate(all="ignore"):
            return combined(operation, a, b, self.most, self.hidden_cost)

    def fold(self, operation, stacks: Sequence[Stack]) -> Stack:
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
            self.bench.ledger.number(self.edit("drop", spell(node), "exponent")), self.most, lambda v: v
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
        flipped = stack.edited(
            self.bench.ledger.number(self.edit("sign", _told(item))), self.most, np.negative
        )
        far = 1.2 if self.line.arriving else 0.0  # part of a derivative: the value in its place is likelier
        return joined([stack, self.constant(item, stack, "drop", 0.0, far), flipped])

    def constant(
        self, item: Node, stack: Stack, kind: str, number: float, weight: float = 0.0
    ) -> Stack | None:
        plain = single(stack.axes, np.full(stack.values.shape[1:], number), len(self.parents))
        edit = Edit(kind, self.line.name, _told(item), weight=weight)
        return plain.edited(self.bench.ledger.number(edit), self.most, lambda v: v)

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
        for told, weights in _parts(axis, length):
            shape = [1] * a.values.ndim
            shape[1 + a.axes.index(axis)] = length
            masked = a.mapped(lambda values, w=weights, s=shape: values * w.reshape(s))
            part = summed(masked, self.most - 1)
            made.append(
                part.edited(self.bench.ledger.number(self.edit("part", axis, told)), self.most, lambda v: v)
            )
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
        number, wide = self.bench.ledger.number, ("n", other)

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
        number = bench.ledger.number
        others = [
            (number(Edit("swap", self.line.name, name, new, mention, weight)), found)
            for new, found, weight in self.pool(name, true)
            if np.isfinite(found).all()
        ]
        made: list[Stack | None] = [plain, None]
        for new, change, weight in self.turns(name, true):
            edit = number(Edit("swap", self.line.name, name, f"{name} {new}", mention, weight))
            if len(plain) == 1:
                others.append((edit, change(plain.values)[0]))
            else:
                made.append(plain.edited(edit, self.most, change))
        made[1] = _without_plain(versions(axes, true, others, hidden))
        return joined(made)

    def near(self, name: str, other: str) -> bool:
        """Whether two names are easily taken for each other.

        A parameter before and after the update, a value before and after its activation, cotangents of neighbours.
        """
        if name.removesuffix("'") == other.removesuffix("'"):
            return True
        network = self.bench.derivation.network
        if name[:2] == other[:2] == "d:":
            return True
        return any(
            {name, other} == {step.inputs[0], step.output} and not step.parameters for step in network.steps
        )

    def pool(self, name: str, true: np.ndarray) -> Iterator[tuple[str, np.ndarray, float]]:
        """What may stand where a name belongs: arrays of its kind and shape, turned too, other samples of its own."""
        derivation, values = self.bench.derivation, self.bench.values
        kind = derivation.kind_of(name)
        for other in self.allowed:
            if other == name or derivation.kind_of(other) != kind:
                continue
            if self.line.kind == "update" and name == self.line.of and other in derivation.network.parameters:
                continue  # another base, which is an edit of its own
            found = np.asarray(values[other], dtype=float)
            weight = 0.0 if self.near(name, other) else 1.25
            if found.shape == true.shape:
                yield other, found, weight
                if (late := self.after_update(other)) is not None:
                    yield f"{other} after the update", late, 1.1
            if kind == "weight" and found.T.shape == true.shape:
                yield f"{other} transposed", found.T, weight + (0.2 if weight else 1.2)
        if kind == "sample" and self.line.kind == "cotangent" and name == self.predicted:
            yield f"{name} decided", _decided(true), 1.2
        bias = self.bias_of(name) if kind == "weight" and self.line.kind == "cotangent" else None
        if bias is not None:
            for told, found in _stacked(true[None], np.asarray(values[bias], dtype=float)[None]):
                yield f"{name} {told}", found[0], 1.3
        if kind == "weight" and true.shape[0] == true.shape[1]:
            yield f"{name} transposed", true.T, 0.0
        if kind == "weight" and true.shape[0] != true.shape[1] and 1 not in true.shape:
            yield f"{name} reshaped", true.T.reshape(true.shape), 1.25
            yield f"{name} reshaped", true.reshape(true.shape[::-1]).T, 1.25

    def after_update(self, name: str) -> np.ndarray | None:
        """Compute a cotangent with weights that have been moved already, where a line further down makes it anew."""
        line = self.bench.derivation.by_name.get(name)
        if line is None or line.kind != "cotangent" or self.line.kind != "cotangent":
            return None
        moved = {read: f"{read}'" for read in line.reads if f"{read}'" in self.allowed}
        if not moved or any(read in self.bench.hidden for read in line.reads):
            return None
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(renamed(line.tree, moved), self.bench.values, line.axes), dtype=float)

    def turns(
        self, name: str, true: np.ndarray
    ) -> Iterator[tuple[str, Callable[[np.ndarray], np.ndarray], float]]:
        """What may be mistaken within an array: one sample for another, one unit for another."""
        if self.bench.derivation.kind_of(name) != "sample":
            return
        data = name in (TARGET, INPUT)
        # Behind a gradient's sum over samples either factor may be the one that is late: the data are likelier.
        weight = 1.65 if name.startswith("d:") or self.line.kind == "cotangent" else 1.6
        if len(true) > 1 and (data or self.line.kind != "value"):
            yield "sample first", lambda v: np.broadcast_to(v[:, :1], v.shape), weight
            yield "sample last", lambda v: np.broadcast_to(v[:, -1:], v.shape), weight
            if self.line.step.index is None:
                yield (
                    "sample mean",
                    lambda v: np.broadcast_to(v.mean(axis=1, keepdims=True), v.shape),
                    weight,
                )
            if not data:
                yield "sample before, 0 at first", _late, weight
            yield "sample next", lambda v: np.roll(v, -1, axis=1), weight
            if len(true) > 2:
                yield "sample previous", lambda v: np.roll(v, 1, axis=1), weight
                yield "sample reversed", lambda v: v[:, ::-1], weight
        if name == TARGET and true.shape[1] > 1:
            yield "units rolled", lambda v: np.roll(v, 1, axis=2), 1.7
            if true.shape[1] > 2:
                yield "units reversed", lambda v: v[:, :, ::-1], 1.7


def _late(values: np.ndarray) -> np.ndarray:
    """Give each sample what the one before had."""
    found = np.roll(values, 1, axis=1)
    found[:, 0] = 0.0
    return found


def _reductions(
    shape: tuple[int, ...], wanted: tuple[int, ...]
) -> Iterator[tuple[str, float, Callable[[np.ndarray], np.ndarray]]]:
    """Yield the ways in which a gradient may take another's place: as it is, or reduced over an axis."""
    if shape == wanted:
        yield "", 1.2, lambda v: v
    for axis in range(len(shape)):
        if shape[:axis] + shape[axis + 1 :] == wanted:
            yield f"sum {axis}", 0.0, lambda v, a=axis: v.sum(axis=1 + a)
            yield f"mean {axis}", 0.0, lambda v, a=axis: v.mean(axis=1 + a)
            yield "first row", 1.85, lambda v, a=axis: np.take(v, 0, axis=1 + a)
            yield "last row", 1.85, lambda v, a=axis: np.take(v, -1, axis=1 + a)


def _stacked(weight: np.ndarray, bias: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield weights, stacked along the first axis, with the bias as a row, where the wrong row was taken off."""
    yield "bias first, last removed", np.concatenate([bias[:, None, :], weight], axis=1)[:, :-1]
    yield "bias last, first removed", np.concatenate([weight, bias[:, None, :]], axis=1)[:, 1:]


def _decided(prediction: np.ndarray) -> np.ndarray:
    """Give the answer in the place of its probability: 1 for the greatest of several outputs, yes or no of one."""
    if prediction.shape[1] == 1:
        return (prediction >= 0.5).astype(float)
    return (prediction == prediction.max(axis=1, keepdims=True)).astype(float)


def _spread_like(array: np.ndarray, shape: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Yield an array spread to a shape as NumPy would spread it: as it is, as a row, as a column."""
    shapes = [array.shape, array.shape[::-1]]
    if array.ndim == 1:
        shapes += [(1, len(array)), (len(array), 1)]
    for form in dict.fromkeys(shapes):
        if len(form) <= len(shape) and all(
            a in (1, b) for a, b in zip(form[::-1], shape[::-1], strict=False)
        ):
            yield np.broadcast_to(array.reshape(form), shape)


def _told(item: Node) -> str:
    return spell(item)


def _number(node: Node) -> float:
    if not isinstance(node, Number):
        raise FormulaError("A power whose exponent is not a number cannot be searched.")
    return as_float(node.value)


def _kept(values: np.ndarray, dims: tuple[int, ...], at: int) -> np.ndarray:
    for dim in dims:
        values = np.take(values, [at], axis=dim)
    return values


def _parts(axis: str, length: int) -> Iterator[tuple[str, np.ndarray]]:
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


def _without_plain(stack: Stack) -> Stack:
    return stack.take(np.flatnonzero(stack.cost > 0))
