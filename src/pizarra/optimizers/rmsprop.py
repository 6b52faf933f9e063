"""RMSprop: steps divided by the size that gradients have had of late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .optimizer import Optimizer, with_decay


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """Divide each gradient by the root of the running mean of its squares: p ← p − rate · g / (√s + ε).

    s ← α s + (1 − α) g². `centered` takes the running variance in the place of s: s − a², with a ← α a + (1 − α) g.
    With momentum μ the quotient is summed, m ← μ m + g / (√s + ε), and p ← p − rate · m. `weight_decay` λ puts g + λ p
    in the place of g.

    Source: torch.optim.RMSprop, whose definition it is; Hinton's lecture 6e, 2012; Graves 2013 for `centered`.
    """

    usual_rate = 1e-2

    alpha: float = 0.99
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    momentum: float = 0.0
    centered: bool = False

    @property
    def kept(self) -> tuple[str, ...]:
        """The running mean of squares; that of gradients and the sum of steps where asked for."""
        return ("square", *["mean"] * self.centered, *["momentum"] * bool(self.momentum))

    def move(self, p, g, kept, room, t, rate):
        """Move p."""
        first, second = room
        g = with_decay(p, g, self.weight_decay, first)
        s = kept[0]
        s *= self.alpha
        np.multiply(g, g, out=second)
        second *= 1 - self.alpha
        s += second
        if self.centered:
            a = kept[1]
            a *= self.alpha
            a += np.multiply(g, 1 - self.alpha, out=second)
            np.multiply(a, a, out=second)
            np.subtract(s, second, out=second)
            np.sqrt(second, out=second)
        else:
            np.sqrt(s, out=second)
        second += self.epsilon
        quotient = np.divide(g, second, out=second)
        if self.momentum:
            m = kept[-1]
            m *= self.momentum
            m += quotient
            quotient = m
        p -= np.multiply(quotient, rate, out=second)
