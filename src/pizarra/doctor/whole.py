"""Whole: edits to a line as a whole: scaled, emptied, reduced, turned, or another one in its place.

Long because it is a list: a method for each family of edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from ..formula.tree import Ref, refs, renamed
from .bench import line_value
from .derivation import RATE
from .edit import EVERY, NONE, Edit
from .families import diagonal, extra_slopes, forwards, other_losses
from .nodes import Nodes, bare, parts_of, quiet
from .pool import filled, rolled, stacked
from .stack import Stack, joined, same, single


class Whole(Nodes):
    """All versions of a line."""

    def line_versions(self) -> Stack:
        """Give all versions, the cheapest first."""
        line, most = self.line, self.most
        if (settled := self.settled()) is not None:
            return settled
        stack = self.right()
        at_the_loss = line.kind == "cotangent" and line.step.index is None
        if at_the_loss and not line.arriving and self.may("extra"):
            stack = joined([stack, *self.times(stack)])
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

    def settled(self) -> Stack | None:
        """Give the line as it stands, where no edit is allowed in it and what it reads is right."""
        line, bench = self.line, self.bench
        short = bench.derivation.shortcut
        if self.most and (bench.ledger.touches(line.name) or (short is not None and short[0] == line.name)):
            return None
        above = {name: bench.hidden[name] for name in self.parents}
        if any(len(stack) > 1 or stack.cost[0] for stack in above.values()):
            return None
        if line.arriving and line.alternatives:
            return None
        bench.limit.ask()
        values = {**bench.values, **{name: stack.values[0] for name, stack in above.items()}}
        found = single(line.axes, line_value(line, values), len(self.parents))
        return replace(found, hidden=np.zeros_like(found.hidden))

    def everywhere(self) -> list[Stack | None]:
        """Another name in the place of every mention of one."""
        line, made = self.line, []
        mentions = Counter(ref.name for ref in refs(line.tree))
        for name, count in mentions.items():
            if count < 2 or name in self.bench.hidden:
                continue
            shape = self.bench.values[name].shape
            for other in self.pool.allowed:
                if self.pool.near(name, other) and self.bench.values[other].shape == shape:
                    tree = renamed(line.tree, {name: other})
                    stack = Nodes(quiet(self.bench), replace(line, tree=tree)).right()
                    edit = Edit("swap", line.name, name, other, EVERY)
                    number = self.bench.number(edit)
                    made.append(stack.edited(number, self.most, lambda v: v))
        return made

    def unseen(self, stack: Stack) -> list[Stack | None]:
        """Samples that never reach the loss."""
        made: list[Stack | None] = []
        for told, weights in parts_of("n", self.lengths["n"]):
            if told != "mean":
                edit = Edit("part", self.line.name, "n", told)
                number = self.bench.number(edit)
                made.append(stack.edited(number, self.most, lambda v, w=weights: v * w[:, None]))
        return made

    def at_the_end(self) -> Iterator[tuple[Edit, np.ndarray]]:
        """Yield the cotangents of other losses, where they have the line's shape."""
        bench = self.bench
        if bench.values[self.line.of].shape != bench.values[bench.derivation.network.prediction].shape:
            return
        yield from other_losses(bench.derivation, self.line, bench.values, bench.ledger.allows)

    def replaced(self, plain: Stack, others: Iterator[tuple[Edit, np.ndarray]]) -> list[Stack | None]:
        """The line is something else altogether."""
        number = self.bench.number
        base = single(plain.axes, plain.values[0], len(self.parents))
        return [
            base.edited(number(edit), self.most, lambda _, found=found: np.asarray(found, dtype=float)[None])
            for edit, found in others
            if np.shape(found) == plain.values.shape[1:]
        ]

    def scaled(self, stack: Stack) -> list[Stack | None]:
        """Give the line multiplied by a number, with the other sign, or empty."""
        number, name = self.bench.number, self.line.name
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
        number, name, axes = self.bench.number, self.line.name, stack.axes
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
                        lambda v, r=reduce, d=dims: filled(v, r(v, axis=d, keepdims=True)),
                    )
                )
            for how, at in (("first", 0), ("last", -1)):
                edit = Edit("reduce", name, told, how, weight=1.75)
                made.append(
                    stack.edited(
                        number(edit),
                        self.most,
                        lambda v, d=dims, at=at: filled(v, _kept(v, d, at)),
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
                    stack.edited(number(edit), self.most, lambda v, s=shift, p=place: rolled(v, s, 1 + p))
                )
        return made

    def other_gradients(self, plain: Stack) -> list[Stack | None]:
        """Other gradients in the place of this one, as they are or reduced over an axis."""
        bench, line, values = self.bench, self.line, self.bench.values
        number, wanted = bench.number, values[line.of].shape
        made: list[Stack | None] = []
        for other in bench.derivation.lines:
            if other.kind != "gradient" or other.name == line.name or other.name not in values:
                continue
            taken = bench.taken(other.name)
            shared = [name for name in other.reads if name in bench.hidden]
            if shared == self.parents:
                bases = [bare(bench, other.name)]
            else:
                bases = [single(plain.axes, bench.gradient(other.name), len(self.parents))]
            if taken is not None and not same(taken, bases[0].values[0]):
                bases.append(single(plain.axes, taken, len(self.parents)))
            for base in bases:
                for told, weight, change in _reductions(base.values.shape[1:], wanted):
                    edit = Edit("whole", line.name, other.name, told, weight=weight)
                    turned = base.edited(number(edit), self.most, change)
                    made.append(turned.mapped(lambda v: v, plain.axes) if turned is not None else None)
        bias = self.pool.bias_of(line.of)
        if bias is not None and f"d:{bias}" in values:
            mine, its = bare(bench, line.name), bare(bench, f"d:{bias}")
            if not same(mine.hidden, its.hidden):
                mine, its = mine.take(np.array([0])), its.take(np.array([0]))
            for told, found in stacked(mine.values, its.values):
                edit = Edit("whole", line.name, f"d:{bias}", told, weight=1.3)
                made.append(mine.mapped(lambda _, f=found: f).edited(number(edit), self.most, lambda v: v))
        return made

    def other_updates(self, stack: Stack) -> list[Stack | None]:
        """The step taken from another parameter, or with another parameter's gradient on top of its own."""
        line, values, number = self.line, self.bench.values, self.bench.number
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
                step = rate * self.bench.gradient(f"d:{name}")
                made.append(stack.edited(number(edit), self.most, lambda v, s=step: v - s))
        return made

    def times(self, stack: Stack) -> list[Stack | None]:
        """Give the line with a factor that does not belong there: a derivative."""
        number = self.bench.number
        others = extra_slopes(self.line, self.bench.values, self.bench.ledger.allows)
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
        number = self.bench.number
        whole = (
            arriving.take(np.flatnonzero(arriving.hidden.max(axis=1, initial=NONE) != NONE))
            if self.parents
            else (arriving.take(np.flatnonzero(arriving.cost == 0)))
        )
        return [
            whole.edited(number(Edit("jacobian", line.name, new="diagonal")), self.most, lambda v: v * found),
            whole.edited(number(Edit("jacobian", line.name, new="none")), self.most, lambda v: v),
        ]


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


def _kept(values: np.ndarray, dims: tuple[int, ...], at: int) -> np.ndarray:
    for dim in dims:
        values = np.take(values, [at], axis=dim)
    return values
