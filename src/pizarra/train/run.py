"""Run: one training, epoch after epoch, and everything that decides a step of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any

import numpy as np

from ..data import number
from ..formula.tree import Size, walk
from ..language import say
from ..network import LOSS, Network
from ..optimizers import Optimizer
from ..problem import Problem
from .batches import Batches
from .history import History, Progress
from .schedules import Schedule
from .stop import BY_CALLBACK, BY_KEYBOARD, NOT_FINITE, Stop, all_done
from .watch import LOOKED_AT, Finding, TrainingWarning, flat_layers, growing, not_finite

AT_ONCE = 4096  # samples that are evaluated together
Arrays = Mapping[str, np.ndarray]


@dataclass
class Run:
    """One training: the data and everything that decides a step, so that any step can be made again."""

    network: Network
    x: np.ndarray
    t: np.ndarray
    batches: Batches
    optimizer: Optimizer
    rate: float
    schedule: Schedule
    l1: float
    l2: float
    clip: float | None
    dtype: str

    def __post_init__(self) -> None:
        self.sums = is_sum(self.network)
        self.all: tuple[np.ndarray, np.ndarray] | None = None  # the one batch, where it is all there is
        self.room: dict[str, np.ndarray] = {}
        self.seen: list[float] = []  # the loss of the first batch and of the latest

    def begin(self, progress: Progress) -> History:
        """Give the history of a training that starts from a progress, which moves along."""
        return History(progress, self._replay(progress.copy()), first_step=progress.steps)

    def go(
        self, history: History, epochs: int, stop: Stop, callback: Callable[[History], Any] | None
    ) -> History:
        """Train from where the history has come for so many epochs, or until there is a reason to stop."""
        progress = history.progress
        history.reason, best = all_done(history.epochs + epochs), stop.keeps_the_best
        with np.errstate(all="ignore"):
            try:
                for _ in range(epochs):
                    if not self._epoch(history):
                        history.reason = NOT_FINITE
                        break
                    self._watch(history)
                    better = self._judge(history, stop)
                    if stop.tolerance is not None and self._near_enough(progress, history, stop.tolerance):
                        history.reason, best = stop.reached(), False
                        break
                    if stop.patience is not None and not better and progress.waited >= stop.patience:
                        history.reason = stop.waited(progress.waited)
                        break
                    if callback is not None and callback(history) is True:
                        history.reason = BY_CALLBACK
                        break
            except KeyboardInterrupt:
                history.reason = BY_KEYBOARD
                text = say("train.interrupted", epoch=progress.epochs, steps=progress.steps)
                self._say(history, Finding("interrupted", progress.epochs, progress.steps, None, (text,)))
        history.best = best
        return history

    def _epoch(self, history: History) -> bool:
        """Go through all samples once; say whether all numbers were finite."""
        progress, parameters = history.progress, history.progress.parameters
        total, norms, steps = 0.0, 0.0, []
        for index in self.batches.of(progress.epochs):
            x, t = self._batch(index)
            loss, gradients, norm = self._gradients(parameters, x, t)
            rate = self._rate(progress.steps)
            if not (isfinite(loss) and isfinite(norm)):
                place = progress.epochs, progress.steps
                self._say(
                    history,
                    not_finite(self.network, parameters, x, t, *place, self.seen or history.losses, rate),
                )
                return False
            self.optimizer.step(parameters, gradients, progress.optimizer, rate)
            total += loss if self.sums else loss * len(x)
            norms += norm
            steps.append(rate)
            self.seen = [*self.seen[:1], loss]
        history.losses.append(total if self.sums else total / len(self.batches.rows))
        history.rates.append(steps[-1])
        history.gradient_norms.append(norms / len(steps))
        progress.epochs += 1
        return True

    def _batch(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if not self.batches.whole:
            return self._typed(self.x[index]), self._typed(self.t[index])
        if self.all is None:
            every = len(index) == len(self.x)
            x, t = (self.x, self.t) if every else (self.x[index], self.t[index])
            self.all = self._typed(x), self._typed(t)
        return self.all

    def _typed(self, array: np.ndarray) -> np.ndarray:
        return array.astype(self.dtype, copy=False)

    def _rate(self, step: int) -> float:
        return self.rate * number(self.schedule(step), "What schedule gives", least=0.0)

    def _gradients(
        self, parameters: Arrays, x: np.ndarray, t: np.ndarray
    ) -> tuple[float, Mapping[str, np.ndarray], float]:
        """Give loss, gradients with penalties and clipped, and the size of the gradient before it was clipped."""
        values = self.network.forward(parameters, x, t)
        cotangents, _ = self.network.backward(parameters, values)
        gradients = {name: np.asarray(cotangents[name]) for name in parameters}
        if self.l1 or self.l2:
            gradients = {name: self._penalised(name, p, gradients[name]) for name, p in parameters.items()}
        norm = sqrt(sum(float(np.vdot(g, g)) for g in gradients.values()))
        if self.clip is not None and norm > self.clip:
            for name, g in gradients.items():
                gradients[name] = np.multiply(g, self.clip / norm, out=self._own(name, g))
        return float(values[LOSS]), gradients, norm

    def _penalised(self, name: str, p: np.ndarray, g: np.ndarray) -> np.ndarray:
        if p.ndim < 2:
            return g
        room = self._own(name, p)
        np.sign(p, out=room)
        room *= self.l1
        room += self.l2 * p
        room += g
        return room

    def _own(self, name: str, like: np.ndarray) -> np.ndarray:
        """Give an array for a changed gradient: the one that a layer gave may be another parameter's as well."""
        if name not in self.room:
            self.room[name] = np.empty_like(like)
        return self.room[name]

    def _loss(self, parameters: Arrays, x: np.ndarray, t: np.ndarray, index: np.ndarray) -> float:
        """Compute the loss of many samples, some at a time."""
        total = 0.0
        for start in range(0, len(index), AT_ONCE):
            some = index[start : start + AT_ONCE]
            values = self.network.forward(parameters, self._typed(x[some]), self._typed(t[some]))
            total += float(values[LOSS]) * (1 if self.sums else len(some))
        return total if self.sums else total / len(index)

    def _watch(self, history: History) -> None:
        progress = history.progress
        epoch, said = progress.epochs - 1, {finding.kind for finding in history.findings}
        if "growing" not in said and (
            finding := growing(history.losses, epoch, progress.steps, history.rates[-1])
        ):
            self._say(history, finding)
        if "flat" in said or (epoch + 1) & epoch:  # look after the epochs 1, 2, 4, 8, …
            return
        rows = self.batches.rows
        index = rows[:: -(-len(rows) // LOOKED_AT)]
        for finding in flat_layers(
            self.network,
            progress.parameters,
            self._typed(self.x[index]),
            self._typed(self.t[index]),
            epoch=epoch,
            step=progress.steps,
            going_well=history.losses[-1] <= history.losses[0] / 2,
        ):
            self._say(history, finding)

    def _say(self, history: History, finding: Finding) -> None:
        history.findings.append(finding)
        warnings.warn(finding.text, TrainingWarning, stacklevel=5)

    def _judge(self, history: History, stop: Stop) -> bool:
        """Say whether the loss that counts is the least so far, and remember what is."""
        progress, loss = history.progress, history.losses[-1]
        if stop.judged is not None:
            loss = self._loss(progress.parameters, *stop.judged)
            history.validation_losses.append(loss)
        if stop.patience is None:
            return True
        if isfinite(progress.best) and not loss < progress.best - stop.plateau * abs(progress.best):
            progress.waited += 1
            return False
        progress.best, progress.waited = loss, 0
        if stop.judged is not None:
            progress.best_parameters = {name: p.copy() for name, p in progress.parameters.items()}
        return True

    def _near_enough(self, progress: Progress, history: History, tolerance: float) -> bool:
        """Say whether the loss of all samples is within the tolerance: that taken in passing is older than the step."""
        return history.losses[-1] <= tolerance and (
            self._loss(progress.parameters, self.x, self.t, self.batches.rows) <= tolerance
        )

    def _replay(self, start: Progress) -> Callable[[int], Problem]:
        """Make any step again: of all that was, only the start is kept."""

        def replay(k: int) -> Problem:
            progress = start.copy()
            parameters, state, epoch = progress.parameters, progress.optimizer, progress.epochs
            with np.errstate(all="ignore"):
                while True:
                    for index in self.batches.of(epoch):
                        x, t = self._batch(index)
                        if state.steps == k:
                            return self._problem(parameters, x, t, k)
                        _, gradients, _ = self._gradients(parameters, x, t)
                        self.optimizer.step(parameters, gradients, state, self._rate(state.steps))
                    epoch += 1

        return replay

    def _problem(self, parameters: Arrays, x: np.ndarray, t: np.ndarray, k: int) -> Problem:
        return Problem(
            self.network,
            {name: p.astype(float) for name, p in parameters.items()},
            x.astype(float),
            t.astype(float),
            self._rate(k),
            title={"en": f"Step {k} of training", "es": f"Paso {k} del entrenamiento"},
        )


def is_sum(network: Network) -> bool:
    """Whether the loss adds up over samples (factors 1 and ½), or is a mean: then the number of samples is in it."""
    return not any(isinstance(node, Size) for line in network.loss.values for node in walk(line.tree))
