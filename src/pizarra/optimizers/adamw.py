"""AdamW: Adam whose weight decay does not pass through the running means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .adam import Adam


@dataclass(frozen=True)
class AdamW(Adam):
    """Shrink the parameter, p ← (1 − rate · λ) p with λ the `weight_decay`, and then step as Adam does.

    Source: torch.optim.AdamW, whose definition it is; Loshchilov, Hutter 2019, algorithm 2, where λ is not multiplied
    by the rate.
    """

    weight_decay: float = 0.01

    def decay(self, p: np.ndarray, g: np.ndarray, rate: float, room: np.ndarray) -> np.ndarray:
        """Shrink the parameter and give the gradient as it is."""
        p *= 1 - rate * self.weight_decay
        return g
