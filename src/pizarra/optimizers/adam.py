"""Adam: momentum, divided by the size that gradients have had of late, both without the bias of their start at 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .optimizer import Optimizer, with_decay


@dataclass(frozen=True)
class Adam(Optimizer):
    """Step by running means: p ← p − rate · m̂ / (√v̂ + ε).

    m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²; at step t, m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ). `amsgrad` takes
    the greatest v so far in the place of v. `weight_decay` λ puts g + λ p in the place of g: the L2 penalty, which is
    then divided like the gradient; AdamW decays the parameter itself.

    Source: torch.optim.Adam, whose definition it is; Kingma, Ba 2015, algorithm 1; Reddi, Kale, Kumar 2018 for amsgrad.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    amsgrad: bool = False

    @property
    def kept(self) -> tuple[str, ...]:
        """The running means of gradients and of their squares."""
        return ("mean", "square", *["greatest"] * self.amsgrad)

    def move(self, p, g, kept, room, t, rate):
        """Move p."""
        first, second = room
        g = self.decay(p, g, rate, first)
        m, v = kept[:2]
        m *= self.beta1
        m += np.multiply(g, 1 - self.beta1, out=second)
        v *= self.beta2
        np.multiply(g, g, out=second)
        second *= 1 - self.beta2
        v += second
        if self.amsgrad:
            v = np.maximum(kept[2], v, out=kept[2])
        np.sqrt(v, out=second)
        second *= (1 - self.beta2**t) ** -0.5
        second += self.epsilon
        np.divide(m, second, out=second)
        second *= rate / (1 - self.beta1**t)
        p -= second

    def decay(self, p: np.ndarray, g: np.ndarray, rate: float, room: np.ndarray) -> np.ndarray:
        """Give the gradient with the decay in it."""
        return with_decay(p, g, self.weight_decay, room)
