"""Stop: the reasons for which training ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..language import Say, say

NOT_YET = say("train.stopped.not_yet")
NOT_FINITE = say("train.stopped.finite")
BY_CALLBACK = say("train.stopped.callback")
BY_KEYBOARD = say("train.stopped.interrupted")


def all_done(epochs: int) -> Say:
    """Say that nothing stopped it before."""
    return say("train.stopped.epochs", count=epochs)


@dataclass(frozen=True)
class Stop:
    """When to stop before the last epoch."""

    tolerance: float | None
    patience: int | None
    plateau: float
    judged: tuple[np.ndarray, np.ndarray, np.ndarray] | None  # x, t and which rows of them validate

    @property
    def keeps_the_best(self) -> bool:
        """Whether the parameters of the best epoch are given back, not the last ones."""
        return self.patience is not None and self.judged is not None

    def reached(self) -> Say:
        """Say that the loss reached the tolerance."""
        return say("train.stopped.tolerance", tolerance=f"{self.tolerance:g}")

    def waited(self, epochs: int) -> Say:
        """Say for how long the loss that counts has not fallen."""
        which = "train.the_loss" if self.judged is None else "train.the_validation_loss"
        return say("train.stopped.patience", loss=say(which), count=epochs)
