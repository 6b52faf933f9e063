"""Limits: what the figures must reach, written down before they were measured."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

FLOOR, LIMIT, JAX, TORCH, NUMPY = (
    "floor: matrix products alone",
    "C for this network alone",
    "JAX jit + scan",
    "torch eager",
    "NumPy, per sample",
)
OTHERS = (TORCH, "torch.compile", JAX, "scikit-learn")
MEMORY = 1.2  # times parameters, gradients, optimiser state and one batch of activations


@dataclass(frozen=True)
class Limit:
    """At least so many times as fast as a peer, or at most so many times its time."""

    peer: str
    least: float | None = None
    most: float | None = None
    aim: bool = False

    def says(self, race: dict) -> tuple[float, bool] | None:
        """Give the ratio and whether it is met; None where one of the two has no time."""
        found = ratios(race, self.peer)
        if found is None:
            return None
        ratio = statistics.median(found)
        return (ratio, ratio >= self.least) if self.least else (1 / ratio, 1 / ratio <= (self.most or 1))

    def wanted(self) -> str:
        """The limit in words."""
        word = "aim: " if self.aim else ""
        return f"{word}≥ {self.least:g} × faster" if self.least else f"{word}≤ {self.most:g} × its time"


LIMITS = {
    "A, 1 thread": [
        Limit(JAX, least=15),
        Limit(NUMPY, least=200),
        Limit(TORCH, least=1000),
        Limit(LIMIT, most=1.5, aim=True),
    ],
    "A16, 1 thread": [Limit(JAX, least=7)],
    "A64, 1 thread": [Limit(JAX, least=3)],
    "B64, 1 thread": [Limit(FLOOR, most=1.2), *(Limit(peer, least=1) for peer in OTHERS)],
    "B512, 1 thread": [Limit(FLOOR, most=1.1), *(Limit(peer, least=1) for peer in OTHERS)],
    "C, 1 thread": [Limit(FLOOR, most=1.1)],
}
NO_PEER_FASTER = ("B64, 2 threads", "B512, 2 threads")


def limits(key: str, race: dict) -> list[Limit]:
    """Give the limits of a race, by its job and threads."""
    if key in NO_PEER_FASTER:
        return [Limit(peer, least=1) for peer in race["peers"] if peer not in ("pizarra", FLOOR)]
    return LIMITS.get(key, [])


def ratios(race: dict, peer: str, to: str = "pizarra") -> list[float] | None:
    """Give, round by round, a peer's time over that of another; a machine that slows down slows both."""
    one, other = (race["peers"].get(name, {}) for name in (peer, to))
    if "left_out" in one or "left_out" in other or "seconds" not in one or "seconds" not in other:
        return None
    return [a / b for a, b in zip(one["seconds"], other["seconds"], strict=True)]
