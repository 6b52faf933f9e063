"""Scaling: what a sample costs against width and depth, pizarra beside the floor."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from .job import Job, classes, smooth

WIDTHS = {1: (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024), 64: (8, 32, 128, 512, 1024, 2048)}
DEPTHS = {1: (1, 2, 4, 8, 16, 32, 64), 64: (1, 2, 4, 8, 16, 32)}
WIDE = {1: 16, 64: 128}  # the width of every layer while the depth grows


def jobs() -> list[tuple[str, Job]]:
    """Give each sweep's jobs, from small to large: one hidden layer as wide as all, or many hidden layers."""
    found = []
    for batch in (1, 64):
        found += [("width", made(batch, (width,) * 3)) for width in WIDTHS[batch]]
        found += [("depth", made(batch, (WIDE[batch],) * (depth + 2))) for depth in DEPTHS[batch]]
    return found


def made(batch: int, sizes: tuple[int, ...]) -> Job:
    """Make a job of these sizes: float64 sample by sample, float32 in mini-batches."""
    weights = sum(a * b for a, b in pairwise(sizes))
    if batch == 1:
        samples = max(20, min(4000, 2_000_000 // weights))
        hidden = "sigmoid" if len(sizes) == 3 else "relu"  # through many sigmoids no gradient comes back
        return replace(smooth("", sizes, hidden=hidden, samples=samples), rate=0.003, epochs=8)
    return classes("", sizes, batch, steps=max(2, min(64, 20_000_000 // (weights * batch))), rate=0.01)
