"""Shapes: arrays that have not the shape that belongs there, and numbers that are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from .derivation import Derivation
from .finding import Finding
from .point import Point
from .tell import Told


def first_of(derivation: Derivation, lines: Iterable[str]) -> list[str]:
    """Leave out what only follows from another of the lines."""
    listed = list(dict.fromkeys(lines))
    return [line for line in listed if not any(line in derivation.below[other] for other in listed)]


def misshapen_findings(told: Told, shapes: Mapping[str, tuple[int, ...]]) -> tuple[Finding, ...]:
    """Tell each array that has another shape than belongs there."""
    return tuple(told.misshapen(line, shapes[line]) for line in first_of(told.derivation, shapes))


def not_finite(derivation: Derivation, points: Iterable[Point]) -> list[str]:
    """List the given arrays that hold nan or inf where there is a right number, less what only follows from them."""
    found = [
        name
        for point in points
        for name, array in point.given.items()
        if not np.isfinite(array).all() and np.isfinite(point.true[name]).all()
    ]
    order = [line.name for line in derivation.lines if line.name in found]
    return first_of(derivation, order)
