"""Differences: derivatives of the loss measured by moving one number at a time, the check beside every gradient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .formula.evaluate import evaluate
from .formula.tree import Node, Ref, renamed, transform
from .network import LOSS, Network, Step

STACK = "(stack)"  # the axis along which moved arrays are stacked: no formula can have one of this name
MOST = 500_000  # a step whose stacked formula would take more numbers than this is computed for one array at a time


@dataclass(frozen=True)
class Difference:
    """A derivative measured by finite differences.

    `value` is the central one, extrapolated from two step sizes; `left` and `right` are one-sided. At a kink the two
    sides differ, and any number between them is a valid derivative. `error` estimates what the arithmetic leaves open.
    """

    value: float
    left: float
    right: float
    error: float

    @property
    def finite(self) -> bool:
        """Whether it could be measured at all."""
        return bool(np.isfinite([self.value, self.left, self.right, self.error]).all())

    @property
    def kink(self) -> bool:
        """Whether the two sides differ by more than the curvature explains."""
        return abs(self.right - self.left) > 1e-3 * max(abs(self.left), abs(self.right)) + 1e-6

    def agrees(self, derivative: float) -> bool:
        """Whether a derivative is the one measured: within the error, or at a kink between the two sides."""
        if abs(derivative - self.value) <= self.error:
            return True
        low, high = sorted((self.left, self.right))
        return self.kink and low - self.error <= derivative <= high + self.error


def measure(
    network: Network, known: Mapping[str, np.ndarray], name: str, places: Sequence[tuple[int, ...]]
) -> list[Difference]:
    """Measure ∂L/∂name at each place; `known` holds every value and parameter of the pass.

    Two central differences, extrapolated (Richardson); the disagreement of the two and the rounding of the loss bound
    the error. Where a step leaves the loss's domain (the logarithm of a probability below 0), smaller ones are taken.
    """
    source = np.array(known[name], dtype=float)
    found: dict[tuple[int, ...], Difference] = {}
    for shrunk in (1.0, 1e-3, 1e-6):
        left = [place for place in dict.fromkeys(places) if place not in found or not found[place].finite]
        if not left:
            break
        scales = [shrunk * max(1.0, abs(float(source[place]))) for place in left]
        nudges = [(left[0], 0.0)]
        for place, scale in zip(left, scales, strict=True):
            h, tiny = 1e-3 * scale, 1e-7 * scale
            nudges += [(place, by) for by in (h, -h, h / 2, -h / 2, tiny, -tiny)]
        with np.errstate(all="ignore"):
            here, *moved = _losses(network, known, name, source, nudges).tolist()
            for k, (place, scale) in enumerate(zip(left, scales, strict=True)):
                found[place] = _difference(here, moved[6 * k : 6 * k + 6], scale)
    return [found[place] for place in places]


def _difference(here: float, moved: Sequence[float], scale: float) -> Difference:
    up, down, up2, down2, right1, left1 = moved
    h, tiny = 1e-3 * scale, 1e-7 * scale
    left, right = (here - left1) / tiny, (right1 - here) / tiny
    wide, narrow = (up - down) / (2 * h), (up2 - down2) / h
    value = narrow + (narrow - wide) / 3
    noise = 1e-13 * (abs(here) + abs(up) + abs(down)) / h
    bends = abs(right - left) > 1e-3 * max(abs(left), abs(right)) + 1e-6
    if bends or abs(wide - narrow) > 1e-2 * abs(narrow):
        value = (left + right) / 2  # something bends nearby: stay close
        noise += 1e-8 * abs(here) + 1e-6 * (abs(left) + abs(right))
    # A bend between the two step sizes, too weak to be noticed above, moves both from what is measured close by.
    nearby = abs(value - (left + right) / 2)
    return Difference(value, left, right, noise + nearby + abs(narrow - wide) / 10 + 1e-9 * abs(value))


def _losses(
    network: Network,
    known: Mapping[str, np.ndarray],
    name: str,
    source: np.ndarray,
    nudges: Sequence[tuple[tuple[int, ...], float]],
) -> np.ndarray:
    """Compute the loss with each nudge (a place, and how far it is moved) in turn: only the steps that it reaches.

    A step is evaluated once for all nudges, by its formulas with one axis more, or, if it is large, by its array code
    for each.
    """
    count = len(nudges)
    stacked: dict[str, np.ndarray] = {}

    def moved(k: int) -> np.ndarray:
        place, by = nudges[k]
        array = source.copy()
        array[place] += by
        return array

    def one(other: str, k: int) -> np.ndarray:
        if other == name:
            return moved(k)
        return stacked[other][k] if other in stacked else known[other]

    for step in network.all_steps:
        reads = (*step.inputs, *step.parameters.values())
        if step.output == name or not ({name} | stacked.keys()).intersection(reads):
            continue
        names = step.names()
        inside = {own: known[outside] for own, outside in names.items() if outside in reads}
        lengths = step.layer.lengths(inside)
        if count * int(np.prod([*lengths.values()])) <= MOST:
            if name in reads and name not in stacked:
                stacked[name] = np.stack([moved(k) for k in range(count)])
            _stack(step, {**known, **stacked}, stacked, {**lengths, STACK: count})
            continue
        results = [step.layer.run(np, *(one(other, k) for other in reads)) for k in range(count)]
        for own in results[0]:
            stacked[names[own]] = np.stack([result[own] for result in results])
    return stacked[LOSS] if LOSS in stacked else np.full(count, known[LOSS])


def _stack(
    step: Step, values: dict[str, np.ndarray], stacked: dict[str, np.ndarray], lengths: Mapping[str, int]
) -> None:
    """Evaluate a step's formulas, in which what is stacked has the axis of the stack in front."""
    names = step.names()

    def change(node: Node) -> Node | None:
        return (
            Ref(node.name, (STACK, *node.indices)) if isinstance(node, Ref) and node.name in stacked else None
        )

    for line in step.layer.values:
        tree = transform(renamed(line.tree, names), change)
        array = evaluate(tree, values, (STACK, *line.axes), lengths=lengths)
        values[names[line.name]] = stacked[names[line.name]] = array
