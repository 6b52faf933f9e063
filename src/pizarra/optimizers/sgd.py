"""SGD: gradient descent, with momentum and Nesterov's form of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import DataError
from .optimizer import Optimizer, with_decay


@dataclass(frozen=True)
class SGD(Optimizer):
    """Step against the gradient: p ← p − rate · g. With momentum μ it is a running sum that steps.

    m ← μ m + (1 − dampening) g, in the first step m ← g; then p ← p − rate · m, or with `nesterov`
    p ← p − rate · (g + μ m). `weight_decay` λ puts g + λ p in the place of g.

    Source: torch.optim.SGD, whose definition it is; Sutskever, Martens, Dahl, Hinton 2013 for Nesterov's form. There
    the rate stands inside the sum, here outside, which differs once the rate changes.

    >>> p = {"W1": np.array([[1.0]])}
    >>> optimizer = SGD(momentum=0.9)
    >>> state = optimizer.start(p)
    >>> for _ in range(2):
    ...     optimizer.step(p, {"W1": np.array([[1.0]])}, state, rate=0.1)
    >>> round(p["W1"].item(), 12), state.steps
    (0.71, 2)
    """

    momentum: float = 0.0
    dampening: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.nesterov and (self.momentum == 0 or self.dampening != 0):
            raise DataError(
                "nesterov of SGD needs momentum, and no dampening: SGD(momentum=0.9, nesterov=True)."
            )

    @property
    def kept(self) -> tuple[str, ...]:
        """The running sum, where there is momentum."""
        return ("momentum",) if self.momentum else ()

    def move(self, p, g, kept, room, t, rate):
        """Move p."""
        first, second = room
        g = with_decay(p, g, self.weight_decay, first)
        if self.momentum:
            [m] = kept
            if t == 1:
                np.copyto(m, g)
            else:
                m *= self.momentum
                m += np.multiply(g, 1 - self.dampening, out=second)
            g = np.add(np.multiply(m, self.momentum, out=second), g, out=second) if self.nesterov else m
        p -= np.multiply(g, rate, out=first)
