"""History: what training did, epoch by epoch, and any of its steps as a problem to be worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..data import copied, whole
from ..language import Say, words
from ..optimizers import State
from ..problem import Problem
from .stop import NOT_YET
from .watch import Finding


@dataclass
class Progress:
    """How far training has come: all that is needed to go on as if it had never stopped.

    `parameters` are the last ones, `optimizer` is the optimiser's state, `epochs` are those complete, `seed` is what
    decides the shuffling; `best` is the least loss so far by which `patience` judges, `waited` the epochs since,
    `best_parameters` those of that epoch where a validation set judges.
    """

    parameters: dict[str, np.ndarray]
    optimizer: State
    seed: int = 0
    epochs: int = 0
    best: float = float("inf")
    waited: int = 0
    best_parameters: dict[str, np.ndarray] | None = None

    @property
    def steps(self) -> int:
        """The number of steps made."""
        return self.optimizer.steps

    def copy(self) -> Progress:
        """Give a progress of its own arrays that goes on from here."""
        best = self.best_parameters
        return Progress(
            {name: copied(array) for name, array in self.parameters.items()},
            self.optimizer.copy(),
            self.seed,
            self.epochs,
            self.best,
            self.waited,
            None if best is None else {name: array.copy() for name, array in best.items()},
        )


@dataclass
class History:
    """What `fit` gives back: the trained parameters, how it went, and why it stopped.

    One number for each epoch: `loss`, taken in passing, from each batch before its step (under the factors 1 and ½ it
    is the sum over the epoch, else the mean over samples); `validation_loss`, after the epoch, empty without a
    validation set; `rate`, that of the last step; `gradient_norm`, the mean over the steps, before clipping. None of
    them has the penalties `l1` and `l2` in it.
    """

    progress: Progress
    replay: Callable[[int], Problem] = field(repr=False)
    losses: list[float] = field(default_factory=list, repr=False)
    validation_losses: list[float] = field(default_factory=list, repr=False)
    rates: list[float] = field(default_factory=list, repr=False)
    gradient_norms: list[float] = field(default_factory=list, repr=False)
    findings: list[Finding] = field(default_factory=list)
    reason: Say = field(default=NOT_YET, repr=False)
    best: bool = False
    first_step: int = 0

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """The parameters: the last, or those of the best epoch where `patience` and a validation set judged."""
        kept = self.progress.best_parameters
        return kept if self.best and kept is not None else self.progress.parameters

    @property
    def stopped(self) -> str:
        """Why it stopped, in English; `pizarra.language.words(history.reason, "es")` says it in Spanish."""
        return words(self.reason, "en")

    @property
    def loss(self) -> np.ndarray:
        """The loss of each epoch."""
        return np.array(self.losses)

    @property
    def validation_loss(self) -> np.ndarray:
        """The loss of the validation set after each epoch."""
        return np.array(self.validation_losses)

    @property
    def rate(self) -> np.ndarray:
        """The rate of each epoch's last step."""
        return np.array(self.rates)

    @property
    def gradient_norm(self) -> np.ndarray:
        """The mean size of the gradient in each epoch."""
        return np.array(self.gradient_norms)

    @property
    def epochs(self) -> int:
        """The number of epochs in this history."""
        return len(self.losses)

    def step(self, k: int) -> Problem:
        """Give step k, counted from 0, as a problem: its batch, and the parameters and the rate as they were then.

        `pizarra.Solution(history.step(k))` works it out as a page, `Trace` computes it. The update shown there is that
        of gradient descent; the optimiser's own is the difference to `history.step(k + 1).parameters`. Nothing was
        stored for this: training is run again from its start up to k, on X and Y, which must not have changed since.
        Raises DataError where there is no such step.
        """
        return self.replay(whole(k, "The step", least=self.first_step, most=self.progress.steps))
