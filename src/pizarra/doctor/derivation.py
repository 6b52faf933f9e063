"""Derivation: a network's forward pass, gradients and updates as one list of lines over the network's own names.

A value has its network's name (`v1`), its cotangent `d:v1`, a gradient `d:W1`, a parameter after the update `W1'`.
What a step multiplies gradients with is called `rate`. The lines stand in the order in which they are computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from ..formula import Formula, parse
from ..formula.tree import Add, Mul, Neg, Node, Ref, all_indices, fresh, refs, reindexed, renamed
from ..loss import Factor
from ..network import INPUT, LOSS, TARGET, Network, Step

RATE = "rate"
Kind = Literal["value", "loss", "cotangent", "gradient", "update"]


def cotangent(name: str) -> str:
    """Give the name of ∂L/∂name."""
    return f"d:{name}"


def updated(name: str) -> str:
    """Give the name of a parameter after the update."""
    return f"{name}'"


@dataclass(frozen=True)
class Line:
    """One line: the name it defines, its axes, its tree. `of` is what a cotangent or an update belongs to.

    `step` is the layer whose formula it is; `layer` counts the layers with parameters, from 1, as people do.
    `alternatives` are the same line as others write it.
    """

    name: str
    axes: tuple[str, ...]
    tree: Node
    kind: Kind
    of: str
    step: Step
    layer: int
    alternatives: tuple[Node, ...] = ()

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The names on its right side, each once, in order."""
        return tuple(dict.fromkeys(ref.name for ref in refs(self.tree)))

    @property
    def arriving(self) -> str | None:
        """The cotangent that an element-wise or other layer passes on in this line; None where there is none."""
        if self.kind != "cotangent" or self.step.index is None:
            return None
        arrives = cotangent(self.step.output)
        return arrives if arrives in self.reads else None


class Derivation:
    """All lines of a network, and what depends on what."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.layers = _layers(network)
        self._kinds: dict[str, str] = {}
        forward = [line for step in network.all_steps for line in self._forward(step)]
        backward = self._backward()
        gradients = {line.name: line for line in backward}
        updates = [self._update(name, gradients[cotangent(name)]) for name in network.parameters]
        self.lines: tuple[Line, ...] = (*forward, *backward, *updates)
        self.by_name: dict[str, Line] = {line.name: line for line in self.lines}

    def _forward(self, step: Step) -> list[Line]:
        names = step.names()
        return [
            Line(
                names[line.name],
                line.axes,
                renamed(line.tree, names),
                "loss" if step.index is None else "value",
                names[line.name],
                step,
                self.layers[step.output],
                _alternatives(step, line, names),
            )
            for line in step.layer.values
        ]

    def _backward(self) -> list[Line]:
        """Each cotangent is one line: the sum of what the readers of its value send back."""
        parts: dict[str, list[tuple[Step, tuple[str, ...], Node, tuple[Node, ...]]]] = {}
        order: list[str] = []
        for step in reversed(self.network.all_steps):
            names = step.names()
            own = {
                cotangent_: names[cotangent_[1:]]
                for cotangent_ in (line.name for line in step.layer.cotangents)
            }
            if step.layer.cotangent is not None:
                names = {**names, step.layer.cotangent: cotangent(step.output)}
            for line in step.layer.cotangents:
                of = own[line.name]
                others = _alternatives(step, line, names)
                parts.setdefault(of, []).append((step, line.axes, renamed(line.tree, names), others))
                order = [*(name for name in order if name != of), of]
        lines = []
        for of in order:
            step, axes, tree, others = parts[of][0]
            rest = [on_axes(other, found, axes) for _, found, other, _ in parts[of][1:]]
            kind: Kind = "gradient" if of in self.network.parameters else "cotangent"
            layer = self.layers[step.output if kind == "gradient" else of]
            lines.append(
                Line(
                    cotangent(of),
                    axes,
                    Add((tree, *rest)) if rest else tree,
                    kind,
                    of,
                    step,
                    layer,
                    () if rest else others,
                )
            )
        known = {line.name for line in lines}
        lines.sort(key=lambda line: self._rank(line, known))
        return lines

    def _rank(self, line: Line, known: set[str]) -> tuple[int, int]:
        """Order cotangents from the loss down, the gradients of a layer after the cotangent that they read."""
        outputs = [step.output for step in self.network.all_steps]
        if line.kind == "gradient":
            readers = [step.output for step, _ in self.network.readers(line.of)]
            return -min(outputs.index(name) for name in readers), 1
        place = outputs.index(line.of) if line.of in outputs else -1
        return -place, 0

    def _update(self, name: str, gradient: Line) -> Line:
        left, down = Ref(name, gradient.axes), Mul((Ref(RATE), Ref(cotangent(name), gradient.axes)))
        tree = Add((left, Neg(down)))
        return Line(updated(name), gradient.axes, tree, "update", name, gradient.step, gradient.layer)

    def written(self, trees: Mapping[str, Node]) -> Derivation:
        """Give the same derivation with some lines written in another way, which is then the only one."""
        changed = copy(self)
        changed.__dict__.pop("below", None)
        changed.lines = tuple(
            replace(line, tree=trees[line.name], alternatives=()) if line.name in trees else line
            for line in self.lines
        )
        changed.by_name = {line.name: line for line in changed.lines}
        return changed

    @cached_property
    def shortcut(self) -> tuple[str, Node] | None:
        """The cotangent below the output's activation, where with the loss it comes down to c · (prediction − target).

        So it is written by hand, and so it has all its digits where the activation saturates. Found out at drawn
        numbers, not by what layer and loss are called.
        """
        network = self.network
        maker = network.maker(network.prediction)
        factor = getattr(network.loss, "factor", None)
        if maker is None or maker.parameters or factor is None or len(maker.inputs) != 1:
            return None
        rng = np.random.default_rng(0)
        z = rng.normal(size=(3, 4))
        t = np.eye(4)[[2, 0, 1]]
        loss, layer = network.loss, maker.layer
        name, inside = loss.inputs[0], layer.inputs[0]
        with np.errstate(all="ignore"):
            a = layer.run(np, z)[layer.output]
            arrives = loss.pull(np, None, {name: a, "t": t, **loss.run(np, a, t)})[name]
            delta = layer.pull(np, arrives, {inside: z, layer.output: a})[inside]
        scale = Factor.read(factor)
        if not np.allclose(delta, scale.value(len(t)) * (a - t), rtol=1e-9):
            return None
        below = cotangent(maker.inputs[0])
        axes = self.by_name[below].axes
        error = Add((Ref(network.prediction, axes), Neg(Ref(TARGET, axes))))
        return below, error if scale.text == "1" else Mul((parse(scale.text), error))

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """For each name, all that is computed from it."""
        found: dict[str, set[str]] = {}
        for line in self.lines:
            for name in line.reads:
                found.setdefault(name, set()).add(line.name)
        result: dict[str, frozenset[str]] = {}

        def descend(name: str) -> frozenset[str]:
            if name not in result:
                direct = found.get(name, set())
                result[name] = frozenset(direct).union(*(descend(child) for child in direct))
            return result[name]

        for name in (*self.by_name, *self.network.parameters, INPUT, TARGET, RATE):
            descend(name)
        return result

    def needed(self, names: frozenset[str]) -> frozenset[str]:
        """Give the names of the lines that some names are computed from, and their own."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self.by_name and name not in found:
                found.add(name)
                line = self.by_name[name]
                waiting += line.reads
                waiting += [ref.name for tree in line.alternatives for ref in refs(tree)]
        return frozenset(found)

    @cached_property
    def axes(self) -> Mapping[str, tuple[str, ...]]:
        """The axes of every name, as the line that defines it or first reads it has them."""
        axes = {line.name: line.axes for line in self.lines}
        for line in self.lines:
            for ref in refs(line.tree):
                axes.setdefault(ref.name, tuple(map(str, ref.indices)))
        return axes

    def kind_of(self, name: str) -> str:
        """Say what is stored under a name: one row a `sample`, a `weight` matrix, a `vector` of a layer, a `number`."""
        if name not in self._kinds:
            base = name.removeprefix("d:").removesuffix("'")
            if name in (LOSS, RATE):
                kind = "number"
            elif base in self.network.parameters:
                kind = "weight" if len(self.axes[base]) == 2 else "vector"
            else:
                kind = "sample"
            self._kinds[name] = kind
        return self._kinds[name]


def _alternatives(step: Step, line: Formula, names: Mapping[str, str]) -> tuple[Node, ...]:
    """Give the other ways of writing a layer's line that the layer knows."""
    others = [Formula.read(text) for text in step.layer.alternatives]
    return tuple(
        renamed(reindexed(other.tree, dict(zip(other.axes, line.axes, strict=True))), names)
        for other in others
        if other.name == line.name
    )


def on_axes(tree: Node, axes: tuple[str, ...], wanted: tuple[str, ...]) -> Node:
    """Give a tree on other axes, one by one."""
    taken = all_indices(tree) | {*axes, *wanted}
    between = {}
    for axis in axes:
        between[axis] = fresh(taken)
        taken.add(between[axis])
    tree = reindexed(tree, between)
    return reindexed(tree, {between[a]: b for a, b in zip(axes, wanted, strict=True)})


def _layers(network: Network) -> dict[str, int]:
    """Number the layers that have parameters, from 1; what follows one, up to the next, has its number."""
    numbers = {INPUT: 0, LOSS: 0}
    for step in network.all_steps:
        before = max((numbers.get(name, 0) for name in step.inputs), default=0)
        numbers[step.output] = before + bool(step.parameters)
        for inside in step.names().values():
            numbers.setdefault(inside, numbers[step.output])
    return numbers
