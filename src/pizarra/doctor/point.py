"""Point: the numbers at which a derivation is judged: parameters, data, and everything that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ..formula import evaluate
from ..formula.tree import Node, refs
from ..network import INPUT, TARGET
from .bounds import Known, bounded
from .derivation import RATE, Derivation, cotangent, updated

SLACK = (
    4.0  # how many bounds a right number may be off: order of summation, another form of the same function
)


@dataclass(frozen=True, eq=False)
class Point:
    """Numbers for a derivation. `given` are the user's, in the layout of the core, by the derivation's names.

    unit: the rounding of the type in which the user's numbers were computed. coarse: for numbers copied from paper, by
    name, how far each may be from what was meant. forward: values that have each other's names, as they were in the
    forward pass; what follows the loss has them as they were given. fixed: values that a mistake was made in already,
    when another is tried after it. Where a name is given, what follows is judged from
    the given numbers.
    """

    derivation: Derivation
    parameters: Mapping[str, np.ndarray]
    x: np.ndarray
    t: np.ndarray
    rate: float
    given: Mapping[str, np.ndarray] = field(default_factory=dict)
    unit: float = 2.0**-53
    coarse: Mapping[str, float] = field(default_factory=dict)
    forward: Mapping[str, np.ndarray] = field(default_factory=dict)
    fixed: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def samples(self) -> int:
        """The number of samples."""
        return len(self.x)

    def holding(
        self,
        given: Mapping[str, np.ndarray],
        *,
        unit: float | None = None,
        coarse: Mapping[str, float] | None = None,
    ) -> Point:
        """Give the same point with numbers of the user's; those under each other's names are found."""
        unit = self.unit if unit is None else unit
        point = replace(self, given=given, unit=unit, coarse=coarse or {})
        point = replace(point, forward=exchanged(point, self.true))
        kept = ("true", "shortcut", "ahead") if unit == self.unit and not coarse else ("true", "shortcut")
        point.__dict__.update({name: self.__dict__[name] for name in kept if name in self.__dict__})
        return point

    @cached_property
    def true(self) -> Mapping[str, np.ndarray]:
        """Everything as it should be, by name, from parameters and data alone."""
        network = self.derivation.network
        with np.errstate(all="ignore"):
            values = network.forward(self.parameters, self.x, self.t)
            cotangents, _ = network.backward(self.parameters, values)
            if self.shortcut is not None:
                name, tree = self.shortcut
                axes = self.derivation.by_name[name].axes
                sent = evaluate(tree, {**values, TARGET: self.t}, axes)
                rest, _ = network.backward(self.parameters, values, seed=(name[2:], sent))
                cotangents = {**cotangents, **rest, name[2:]: sent}
        found = {**self.parameters, **values, RATE: np.asarray(self.rate)}
        found |= {cotangent(name): np.asarray(array) for name, array in cotangents.items()}
        found |= {
            updated(name): self.parameters[name] - self.rate * found[cotangent(name)]
            for name in self.parameters
        }
        return {name: np.asarray(array, dtype=float) for name, array in found.items()}

    @cached_property
    def shortcut(self) -> tuple[str, Node] | None:
        """The derivation's shortcut, where the targets are such that it holds."""
        distribution = self.derivation.network.loss.domain.get("t") == "distribution"
        holds = not distribution or np.allclose(self.t.sum(axis=1), 1.0, rtol=0, atol=1e-9)
        return self.derivation.shortcut if holds else None

    @cached_property
    def start(self) -> dict[str, Known]:
        """What nobody doubts: parameters, data, the rate, each with the rounding of its type."""
        plain = {**self.parameters, INPUT: self.x, TARGET: self.t, RATE: np.asarray(float(self.rate))}
        return {name: self.known(name, np.asarray(array, dtype=float)) for name, array in plain.items()}

    def known(self, name: str, array: np.ndarray) -> Known:
        """Give numbers of the user's their error: that of copying; of what was computed, that of its rounding too."""
        rounding = 2 * self.unit * np.abs(array) if name in self.given else 0.0
        return Known(array, np.full(array.shape, self.coarse.get(name, 0.0)) + rounding)

    @cached_property
    def ahead(self) -> Mapping[str, Known]:
        """The forward pass as inexactly as it can be computed, from parameters and data alone."""
        known = dict(self.start)
        for line in self.derivation.lines:
            if line.kind in ("value", "loss"):
                known[line.name] = self.judged(line.name, known)
        return known

    @property
    def computable(self) -> bool:
        """Whether every way of writing the forward pass has digits left here: a saturated output may leave log 0."""
        return all(np.isfinite(known.error).all() for known in self.ahead.values())

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """How long the axis of the samples is."""
        return {"n": self.samples}

    def judged(self, name: str, known: Mapping[str, Known]) -> Known:
        """Compute a line from what is known, as inexactly as the worst way of writing it does."""
        right, *others = self.forms(name, known)
        error = right.error
        for other in others:  # where they contradict each other, the numbers they are made of do
            there = other.error + np.abs(other.value - right.value)
            fits = there <= SLACK * (right.error + other.error)
            error = np.where(fits, np.fmax(error, there), error)
        return Known(right.value, error)

    def forms(self, name: str, known: Mapping[str, Known]) -> list[Known]:
        """Compute a line in every way of writing it, the layer's own first."""
        line, short = self.derivation.by_name[name], self.shortcut
        trees = [line.tree, *line.alternatives]
        if short is not None and short[0] == name and line.arriving not in self.given:
            trees = [short[1]]
        # A bend is where the layer's own formula has it: relu(x) > 0 is at a tie for every x below 0.
        return [
            bounded(tree, line.axes, known, self.unit, self.lengths, bends=tree is trees[0])
            for tree in trees
            if all(ref.name in known for ref in refs(tree))
        ]

    @cached_property
    def inherited(self) -> Mapping[str, np.ndarray]:
        """How far a right line may be off because the given numbers that it reads were copied from paper."""
        if not self.coarse:
            return {}
        known, found = dict(self.start), {}
        for line in self.derivation.lines:
            if all(read in known for read in line.reads):
                right = self.judged(line.name, known)
                found[line.name] = right.error
                given = self.given.get(line.name)
                known[line.name] = (
                    right if given is None else self.known(line.name, np.asarray(given, dtype=float))
                )
        return found

    def agrees(self, user: np.ndarray, right: Known, own: float = 0.0) -> bool:
        """Whether the user's numbers are the right ones, as far as arithmetic can tell."""
        if user.shape != right.value.shape:
            return False
        with np.errstate(all="ignore"):
            room = SLACK * (right.error + self.unit * np.abs(right.value)) + own
            close = np.abs(user - right.value) <= room
            same = (user == right.value) | (np.isnan(user) & np.isnan(right.value))
        return bool((close | same).all())


def exchanged(point: Point, true: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Find pairs of given values that have each other's names, and give each its own numbers back."""
    inside = point.derivation.network.loss_step.names().get("p")
    lines = [
        line.name
        for line in point.derivation.lines
        if (line.kind == "value" or line.name == inside) and line.name in point.given
    ]
    found: dict[str, np.ndarray] = {}
    for k, later in enumerate(lines):
        for earlier in lines[:k]:
            a, b = point.given[earlier], point.given[later]
            if a.shape != b.shape or np.array_equal(a, b):
                continue
            right = {name: true[name] for name in (earlier, later)}
            near = 1e-9 if point.unit < 1e-12 else 1e-4
            if all(
                np.allclose(x, y, rtol=near, atol=near) for x, y in ((b, right[earlier]), (a, right[later]))
            ) and not (np.allclose(a, right[earlier], rtol=near, atol=near)):
                found |= {earlier: b, later: a}
    return found


WIDE, KEPT = 128, 12  # inputs: more than the one, a search looks at as many as the other


def narrowed(point: Point) -> Point:
    """Give the same point with a few of its inputs, where there are many: enough to search with, not to confirm.

    All that follows from the inputs keeps its numbers; only the inputs themselves, the weights behind them and these
    weights' gradients and updates have fewer rows.
    """
    derivation = point.derivation
    readers = derivation.network.readers(INPUT)
    weights = [
        name
        for step, _ in readers
        for name in step.parameters.values()
        if derivation.kind_of(name) == "weight"
    ]
    forward = [
        line for line in derivation.lines if line.kind in ("value", "loss") and line.name in point.given
    ]
    if point.x.shape[1] <= WIDE or forward or any(not step.parameters for step, _ in readers):
        return point

    def few(name: str, array: np.ndarray) -> np.ndarray:
        base = name.removeprefix("d:").removesuffix("'")
        return array[:, :KEPT] if base == INPUT else array[:KEPT] if base in weights else array

    true = {name: few(name, array) for name, array in point.true.items()}
    given = {name: few(name, np.asarray(array)) for name, array in point.given.items()}
    parameters = {name: few(name, array) for name, array in point.parameters.items()}
    small = replace(point, parameters=parameters, x=few(INPUT, point.x), given=given)
    small.__dict__["true"] = true
    return small
