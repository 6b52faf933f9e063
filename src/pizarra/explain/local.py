"""Local derivatives: ∂output/∂input of one layer, entry by entry, read off its formulas.

The derivative of a formula carries Kronecker's deltas, which say which entries depend on which; what remains is the
number along the edge. Both together are what a path through the network is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from math import prod

import numpy as np

from ..formula import Formula, derive, evaluate, simplify
from ..formula.simplify import multiply
from ..formula.tree import ONE, Delta, Index, Mul, Node, Ref, fresh, refs, reindexed, renamed, transform
from ..layer import SAMPLES
from ..network import Step
from .view import View


def whole_tree(values: Sequence[Formula], name: str) -> Node:
    """Give the formula of an output with every intermediate put in its place."""
    lines = {line.name: line for line in values}

    def inlined(tree: Node) -> Node:
        def change(node: Node) -> Node | None:
            if isinstance(node, Ref) and node.name in lines:
                line = lines[node.name]
                return inlined(reindexed(line.tree, dict(zip(line.axes, node.indices, strict=True))))
            return None

        return transform(tree, change)

    return inlined(lines[name].tree)


@lru_cache(maxsize=512)
def _slope(
    values: tuple[Formula, ...], output: str, out_axes: tuple[str, ...], inside: str, axes: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], Node]:
    """Derive an output by `inside`: new letters for its axes, the links of axes, the derivative where they hold."""
    tree = whole_tree(values, output)
    fresh = tuple(f"_{axis}" for axis in axes)
    slope = derive(tree, inside, fresh)
    links: dict[str, str] = {}
    rest: list[Node] = []
    for factor in slope.items if isinstance(slope, Mul) else (slope,):
        if isinstance(factor, Delta) and {factor.left, factor.right} & set(fresh):
            new, old = (factor.left, factor.right) if factor.left in fresh else (factor.right, factor.left)
            if old in out_axes and old not in links:
                links[str(old)] = str(new)
                continue
        rest.append(factor)
    body = multiply(tuple(rest)) if rest else ONE
    body = simplify(reindexed(body, {new: old for old, new in links.items()}))
    # What equals the output, at its own place or at that of the input, is written as the output.
    known: dict[Node, Node] = {tree: Ref(output, tuple(out_axes))}
    if axes == out_axes:
        turned: dict[str, Index] = {
            axis: new for axis, new in zip(axes, fresh, strict=True) if axis not in links
        }
        known[reindexed(tree, turned)] = Ref(output, tuple(turned.get(axis, axis) for axis in out_axes))
    body = transform(body, lambda node: None if isinstance(node, Ref) else known.get(node))
    return fresh, tuple(links.items()), body


def _derived(step: Step, inside: str) -> tuple[tuple[str, ...], tuple[str, ...], Mapping[str, str], Node]:
    """Give the axes of the output, those of what it is derived by, their links, and the derivative."""
    layer = step.layer
    if (
        layer.cotangent is None
    ):  # of a loss take its own line, which states the derivative in its shortest form
        line = next(line for line in layer.cotangents if line.name == "d" + inside)
        fresh = tuple(f"_{axis}" for axis in line.axes)
        tree = reindexed(line.tree, dict(zip(line.axes, fresh, strict=True)))
        return (), fresh, {}, renamed(tree, step.names())
    out_axes, axes = layer.axes(layer.output), layer.axes(inside)
    fresh, links, body = _slope(layer.values, layer.output, out_axes, inside, axes)
    return out_axes, fresh, dict(links), renamed(body, step.names())


@dataclass(frozen=True)
class Local:
    """∂(step's output)/∂(one of its inputs or parameters), which is called `inside` in the layer.

    `out_axes` and `in_axes` are the axes of both, those of the input with other letters. `links` says which axis of the
    output goes with which of the input. `tree` is the derivative where all links hold, in the network's names.
    """

    view: View
    step: Step
    inside: str
    out_axes: tuple[str, ...]
    in_axes: tuple[str, ...]
    links: Mapping[str, str]
    tree: Node

    @staticmethod
    def of(view: View, step: Step, inside: str) -> Local:
        """Derive it from the layer's formulas; once for a view."""
        known = view.locals.get((step.output, inside))
        if known is None:
            said = view.once(("local", step.output, inside), lambda: _derived(step, inside))
            known = view.locals[step.output, inside] = Local(view, step, inside, *said)
        return known

    @property
    def source(self) -> str:
        """The network's name of what it derives by."""
        return self.step.names()[self.inside]

    @property
    def target(self) -> str:
        """The network's name of the output."""
        return self.step.output

    @property
    def free(self) -> tuple[str, ...]:
        """The axes of the input that no axis of the output goes with."""
        return tuple(axis for axis in self.in_axes if axis not in self.links.values())

    def lettered(self) -> tuple[tuple[Index, ...], tuple[Index, ...], Node]:
        """Name the axes as the backward formula does: those of the input keep their letters, linked ones share them.

        Gives the axes of the output, those of the input, and the derivative in them. An axis of the output that has one
        place only, and is summed over, is that place.
        """
        own = {axis: axis[1:] for axis in self.in_axes}
        taken = {*own.values(), *(axis for axis in self.out_axes if axis not in own.values())}
        mapping: dict[str, str] = {}
        for axis in self.out_axes:
            if axis in self.links:
                mapping[axis] = own[self.links[axis]]
            elif axis in own.values():
                mapping[axis] = "k" if "k" not in taken else fresh(taken)
                taken.add(mapping[axis])
            else:
                mapping[axis] = axis
        tree = reindexed(self.tree, {axis: f"?{new}" for axis, new in mapping.items()} | dict(own))
        tree = reindexed(tree, {f"?{new}": new for new in mapping.values()})
        out: list[Index] = []
        for axis, length in zip(self.out_axes, self.view.array(self.target).shape, strict=True):
            single = length == 1 and axis not in self.links and axis != SAMPLES
            out.append(0 if single else mapping[axis])
            if single:
                tree = reindexed(tree, {mapping[axis]: 0})
        return tuple(out), tuple(own.values()), tree

    @cached_property
    def computed(self) -> Node:
        """The formula by which its numbers are found; see `Layer.limits`."""
        layer = self.step.layer
        if layer.cotangent is not None:
            return self.tree
        line = next(line for line in layer.cotangents if line.name == "d" + self.inside)
        known = layer.computed(line)
        return renamed(
            reindexed(known.tree, dict(zip(known.axes, self.in_axes, strict=True))), self.step.names()
        )

    @cached_property
    def table(self) -> np.ndarray:
        """The derivative's numbers, one dimension for each axis of the output and each free axis of the input."""
        values = {ref.name: self.view.array(ref.name) for ref in refs(self.computed)}
        lengths = self.view.lengths(self.step)
        lengths |= {axis: lengths[axis[1:]] for axis in self.in_axes}
        with np.errstate(all="ignore"):
            return evaluate(self.computed, values, (*self.out_axes, *self.free), lengths=lengths)

    def reached(self, place: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Yield the places of the output that an entry of the input reaches."""
        at = dict(zip(self.in_axes, place, strict=True))
        shape = self.view.array(self.target).shape
        ranges = [
            (at[self.links[axis]],) if axis in self.links else range(length)
            for axis, length in zip(self.out_axes, shape, strict=True)
        ]
        yield from product(*ranges)

    def count(self) -> int:
        """Say how many entries of the output one entry of the input reaches."""
        shape = self.view.array(self.target).shape
        return prod(n for axis, n in zip(self.out_axes, shape, strict=True) if axis not in self.links)

    def value(self, out: tuple[int, ...], place: tuple[int, ...]) -> float:
        """Give the derivative of one entry by another."""
        return float(self.table[(*out, *(place[k] for k in self._free_places))])

    @cached_property
    def _free_places(self) -> tuple[int, ...]:
        return tuple(self.in_axes.index(axis) for axis in self.free)
