"""Reference: the plain training that every peer must agree with, in float64, and how far from it a peer may end."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

import numpy as np

from .job import Job

# Of the way travelled. A rate that is wrong by one part in a hundred ends about 0.01 away: tests/test_benchmarks.py.
NEAR = {"float64": 1e-8, "float32": 1e-3}


def trained(job: Job, counts: Iterable[int]) -> dict[int, list[np.ndarray]]:
    """Train as one reads it in a book; give the parameters after so many steps, for each count."""
    P = [array.astype(float) for array in job.start]
    wanted, found, step = set(counts), {}, 0
    while step < max(wanted, default=0):
        for x, t in job.batches():
            descend(job, P, x.astype(float), t.astype(float))
            step += 1
            if step in wanted:
                found[step] = [array.copy() for array in P]
            if step == max(wanted):
                break
    return found


def descend(job: Job, P: list[np.ndarray], x: np.ndarray, t: np.ndarray) -> None:
    """Make one step, in place."""
    values = [x]
    for W, b in zip(P[::2], P[1::2], strict=True):
        z = values[-1] @ W + b
        last = len(values) == len(P) // 2
        values.append(z if last else np.maximum(z, 0) if job.hidden == "relu" else 1 / (1 + np.exp(-z)))
    y = values.pop()
    if job.loss == "classes":
        e = np.exp(y - y.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
    d = (y - t) / len(x)
    for k in reversed(range(0, len(P), 2)):
        h = values.pop()
        back = (d @ P[k].T) * ((h > 0) if job.hidden == "relu" else h * (1 - h)) if k else d
        P[k] -= job.rate * (h.T @ d)
        P[k + 1] -= job.rate * d.sum(axis=0)
        d = back


def distance(found: list[np.ndarray], wanted: list[np.ndarray], start: list[np.ndarray]) -> float:
    """Say how far from the reference a peer has ended, in shares of the way travelled; the worst parameter counts."""
    if [array.shape for array in found] != [array.shape for array in wanted]:
        return inf
    shares = []
    for one, other, begun in zip(found, wanted, start, strict=True):
        away, travelled = np.linalg.norm(one.astype(float) - other), np.linalg.norm(other - begun)
        shares.append(float(away / travelled) if travelled else inf)
    return max(shares) if np.isfinite(shares).all() else inf
