"""Match: which versions are the user's numbers, as they stand or up to one number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .edit import Ledger
from .point import SLACK, Point
from .stack import Stack

TELLING = 6  # entries of an array that are looked at first
ALIKE_DOUBLE, ALIKE_SINGLE = 1e-9, 4e-5  # of an array's largest entry: below it an edited version fits


class Matcher:
    """Compares versions with the user's numbers at one point.

    stages: what gradients and updates are multiples of where they do not carry the loss's own factor.
    """

    def __init__(self, point: Point, carriers: frozenset[str], stages: Mapping[str, float]) -> None:
        self.point, self.derivation = point, point.derivation
        self.carriers, self.stages = carriers, stages
        self.alike = ALIKE_DOUBLE if point.unit < 1e-12 else ALIKE_SINGLE
        self.coarse = max(point.coarse.values(), default=0.0)

    def target(self, name: str, factor: float) -> np.ndarray:
        """Give the user's numbers, freed of the common factor of all gradients, or of its sign alone."""
        array = np.asarray(self.point.given[name], dtype=float)
        line = self.derivation.by_name[name]
        if line.kind in ("value", "loss"):
            return array
        if name not in self.carriers:
            factor = self.stages.get(line.kind, 1.0)
        if line.kind == "update":
            before = self.point.parameters[line.of]
            return before + (array - before) / factor if factor != 1.0 else array
        return array / factor

    def rows(self, stack: Stack, name: str, factor: float) -> np.ndarray:
        """Find the versions that are the user's numbers; of an update, the step counts, not where it starts."""
        line, mine = self.derivation.by_name[name], self.target(name, factor).reshape(-1)
        flat, unit = stack.values.reshape(len(stack), -1), self.point.unit
        base = np.asarray(self.point.parameters[line.of]).reshape(-1) if line.kind == "update" else 0.0
        size, right = np.abs(mine - base), np.abs(flat[0] - base)
        room = np.full(mine.shape, self.alike * float(size.max(initial=0.0)) + self.coarse)
        if (inherited := self.point.inherited.get(name)) is not None and inherited.size == mine.size:
            room += SLACK * inherited.reshape(-1)
        room += 16 * unit * float(np.max(np.abs(base))) + 1e-300
        room += 8 * unit * float(right.max(initial=0.0, where=np.isfinite(right)))
        lost = not np.isfinite(mine).all()
        rows = np.arange(len(flat))
        if mine.size > 2 * TELLING and not lost:  # a few entries tell nearly all of the others apart
            places = np.argpartition(size, -TELLING)[-TELLING:]
            with np.errstate(all="ignore"):
                rows = np.flatnonzero((np.abs(flat[:, places] - mine[places]) <= room[places]).all(axis=1))
        if not len(rows):
            return rows
        there = flat[rows] if len(rows) < len(flat) else flat
        with np.errstate(all="ignore"):
            fits = np.abs(there - mine) <= room
            if lost:
                fits |= np.isnan(there) & np.isnan(mine)
        return rows[fits.all(axis=1)]

    def multiples(self, stack: Stack, name: str, ledger: Ledger) -> list[tuple[tuple[int, float], float]]:
        """Find the numbers by which versions are the user's, each with how far-fetched its likeliest version is."""
        line, user = self.derivation.by_name[name], np.asarray(self.point.given[name], dtype=float)
        base = self.point.parameters[line.of] if line.kind == "update" else np.zeros_like(user)
        u, v = (user - base).reshape(1, -1), (stack.values - base).reshape(len(stack), -1)
        if u.size < 2:
            return []
        with np.errstate(all="ignore"):
            ratio = (u * v).sum(axis=1) / (v * v).sum(axis=1)
            room = 10 * self.alike * np.abs(u).max() + self.coarse
            fits = (np.abs(u - ratio[:, None] * v) <= room).all(axis=1)
        # A line that is scaled as a whole says nothing of what all are multiplied by. The last is that of no edit.
        scaled = np.array([e.kind in ("scale", "sign") and not e.old for e in ledger.edits] + [False])
        costs = np.array([edit.cost for edit in ledger.edits] + [0.0])
        fits &= (np.abs(ratio) > 1e-9) & (np.abs(ratio) < 1e9) & ~scaled[stack.own].any(axis=1)
        best: dict[str, tuple[tuple[int, float], float]] = {}
        for row in np.flatnonzero(fits):
            r = float(ratio[row])
            far = int(stack.count[row]), float(costs[stack.own[row]].sum()) + (0.1 if r < 0 else 0.0)
            told = f"{r:.4g}"
            if told not in best or far < best[told][0]:
                best[told] = far, r
        return list(best.values())
