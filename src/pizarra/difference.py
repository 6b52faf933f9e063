"""Differences: derivatives of the loss measured by moving one number at a time, the check beside every gradient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

import numpy as np

from .formula.evaluate import evaluate
from .formula.tree import Node, Ref, renamed, transform
from .network import LOSS, Network, Step

STACK = "(stack)"  # the axis along which moved arrays are stacked: no formula can have one of this name
NUDGES = 6  # how often a number is moved for one derivative
MOST = 500_000  # a step whose stacked formula would take more numbers than this is computed for one array at a time

Place = tuple[int, ...]


class Nudge(NamedTuple):
    """A number of an array, and how far it is moved."""

    name: str
    place: Place
    by: float


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
        return all(map(isfinite, (self.value, self.left, self.right, self.error)))

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
    network: Network, known: Mapping[str, np.ndarray], wanted: Iterable[tuple[str, Place]]
) -> dict[tuple[str, Place], Difference]:
    """Measure ∂L/∂name at every (name, place) wanted; `known` holds every value and parameter of the pass.

    Two central differences, extrapolated (Richardson); the disagreement of the two and the rounding of the loss bound
    the error. Where a step leaves the loss's domain (the logarithm of a probability below 0), smaller ones are taken.
    """
    found: dict[tuple[str, Place], Difference] = {}
    wanted = tuple(dict.fromkeys(wanted))
    for shrunk in (1.0, 1e-3, 1e-6):
        left = [spot for spot in wanted if spot not in found or not found[spot].finite]
        for spots in _together(known, left):
            found.update(_measured(network, known, spots, shrunk))
    return found


def _together(
    known: Mapping[str, np.ndarray], spots: Sequence[tuple[str, Place]]
) -> list[list[tuple[str, Place]]]:
    """Put into one pass what of a small network is wanted; of a large one, the places of one array."""
    if NUDGES * len(spots) * sum(array.size for array in known.values()) <= MOST:
        return [list(spots)] if spots else []
    apart: dict[str, list[tuple[str, Place]]] = {}
    for name, place in spots:
        apart.setdefault(name, []).append((name, place))
    return list(apart.values())


def _measured(
    network: Network, known: Mapping[str, np.ndarray], spots: Sequence[tuple[str, Place]], shrunk: float
) -> Iterator[tuple[tuple[str, Place], Difference]]:
    scales = [shrunk * max(1.0, abs(float(known[name][place]))) for name, place in spots]
    nudges = [Nudge(*spots[0], 0.0)]
    for spot, scale in zip(spots, scales, strict=True):
        h, tiny = 1e-3 * scale, 1e-7 * scale
        nudges += [Nudge(*spot, by) for by in (h, -h, h / 2, -h / 2, tiny, -tiny)]
    with np.errstate(all="ignore"):
        here, *moved = _losses(network, known, nudges).tolist()
        for k, (spot, scale) in enumerate(zip(spots, scales, strict=True)):
            yield spot, _difference(here, moved[NUDGES * k : NUDGES * (k + 1)], scale)


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


def _losses(network: Network, known: Mapping[str, np.ndarray], nudges: Sequence[Nudge]) -> np.ndarray:
    """Compute the loss with each nudge in turn: only the steps that one of them reaches.

    A step is evaluated once for all nudges, by its formulas with one axis more, or, if it is large, by its array code
    for each.
    """
    count = len(nudges)
    own: dict[str, list[int]] = {}  # which nudges move an array itself
    for k, nudge in enumerate(nudges):
        own.setdefault(nudge.name, []).append(k)
    stacked: dict[str, np.ndarray] = {}  # what some nudge reaches, as it is after each

    def moved(name: str, k: int) -> np.ndarray:
        array = np.array(known[name], dtype=float)
        array[nudges[k].place] += nudges[k].by
        return array

    def one(name: str, k: int) -> np.ndarray:
        if nudges[k].name == name:
            return moved(name, k)
        return stacked[name][k] if name in stacked else known[name]

    def stack(name: str) -> np.ndarray:
        still = np.asarray(known[name], dtype=float)
        array = stacked[name] if name in stacked else np.repeat(still[None], count, axis=0)
        if moving := own.get(name):
            array[moving] = still
            array[(moving, *zip(*(nudges[k].place for k in moving), strict=True))] += [
                nudges[k].by for k in moving
            ]
        return array

    for step in network.all_steps:
        reads = (*step.inputs, *step.parameters.values())
        if not (own.keys() | stacked.keys()).intersection(reads):
            continue
        names = step.names()
        inside = {inner: known[outer] for inner, outer in names.items() if outer in reads}
        lengths = step.layer.lengths(inside)
        if count * int(np.prod([*lengths.values()])) <= MOST:
            stacked |= {name: stack(name) for name in reads if name in own}
            _stack(step, {**known, **stacked}, stacked, {**lengths, STACK: count})
            continue
        results = [step.layer.run(np, *(one(name, k) for name in reads)) for k in range(count)]
        for inner in results[0]:
            stacked[names[inner]] = np.stack([result[inner] for result in results])
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
        tree = transform(renamed(step.layer.computed(line).tree, names), change)
        array = evaluate(tree, values, (STACK, *line.axes), lengths=lengths)
        values[names[line.name]] = stacked[names[line.name]] = array
