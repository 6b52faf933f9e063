"""Run: one training, epoch after epoch, and everything that decides a step of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

import numpy as np

from ..data import number
from ..engines import AT_ONCE, Engine, Tally, Task, engine_for, is_sum, outputs
from ..language import say
from ..network import Network
from ..optimizers import Optimizer
from ..problem import Problem
from .batches import Batches
from .history import History, Progress
from .schedules import Schedule, unchanged
from .stop import BY_CALLBACK, BY_KEYBOARD, NOT_FINITE, Stop, all_done
from .watch import LEAST_LOOKED_AT, LOOKED_AT, Finding, TrainingWarning, flat_layers, growing, not_finite

LEAST_AT_ONCE, NUMBERS_AT_ONCE = 16, 1 << 14  # looking at layers must not hold more than training does
LOOKS = {4**k for k in range(32)}  # the epochs after which layers are looked at: 1, 4, 16, …
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
        self.task = Task(
            self.network,
            self.x,
            self.t,
            min(self.batches.size, len(self.batches.rows)),
            self.batches.whole,
            self.optimizer,
            self.l1,
            self.l2,
            self.clip,
            self.dtype,
        )
        self.engine: Engine | None = None  # chosen when the first parameters come, then kept
        self.seen: list[float] = []  # the loss of the first batch and of the latest

    def begin(self, progress: Progress, again: Callable[[], Progress] | None = None) -> History:
        """Give the history of a training that starts from a progress, which moves along.

        again: makes the start once more; unless there is such a way, a copy of it is kept.
        """
        return History(progress, self._replay(again or progress.copy().copy), first_step=progress.steps)

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
        progress, tally = history.progress, Tally()
        order = self.batches.order(progress.epochs)
        self._steps(progress, order, len(self.batches), tally)
        if tally.steps:
            self.seen = [*(self.seen[:1] or [tally.first]), tally.last]
        if not tally.finite:
            size = self.batches.size
            x, t = self.task.samples(order[tally.steps * size : (tally.steps + 1) * size])
            self._say(
                history,
                not_finite(
                    self.network,
                    progress.parameters,
                    x,
                    t,
                    progress.epochs,
                    progress.steps,
                    self.seen or history.losses,
                    self._rate(progress.steps),
                ),
            )
            return False
        history.losses.append(tally.total if self.sums else tally.total / len(order))
        history.rates.append(self._rate(progress.steps - 1))
        history.gradient_norms.append(tally.norms / tally.steps)
        progress.epochs += 1
        return True

    def _steps(self, progress: Progress, order: np.ndarray, count: int, tally: Tally) -> None:
        """Make the first steps of an epoch, so many, or up to one with a number that is not finite."""
        if self.engine is None:
            self.engine = engine_for(self.task, progress.parameters)
        size = self.batches.size
        while tally.steps < count and tally.finite:
            start = tally.steps
            first, most = progress.steps, min(self.engine.at_once, count - tally.steps)
            rates, made = np.full(most, self.rate), 0
            try:
                while made < most and self.schedule is not unchanged:
                    rates[made] = self._rate(first + made)
                    made += 1
                made = most
            finally:  # if the schedule raises at a step, those before it are made
                if made:
                    rows = order[start * size : (start + made) * size]
                    self.engine.go(progress.parameters, progress.optimizer, rows, rates[:made], tally)

    def _rate(self, step: int) -> float:
        factor = self.schedule(step)
        if type(factor) is float and 0 <= factor < inf:  # what most schedules give, once a step
            return self.rate * factor
        return self.rate * number(factor, "What schedule gives", least=0.0)

    def _typed(self, array: np.ndarray) -> np.ndarray:
        return array.astype(self.dtype, copy=False)

    def _loss(self, parameters: Arrays, x: np.ndarray, t: np.ndarray, index: np.ndarray) -> float:
        """Compute the loss of many samples, some at a time."""
        total = 0.0
        for start in range(0, len(index), AT_ONCE):
            some = index[start : start + AT_ONCE]
            y = outputs(self.network, parameters, self._typed(x[some]))
            loss = self.network.loss.run(np, y, self._typed(t[some]))[self.network.loss.output]
            total += float(loss) * (1 if self.sums else len(some))
        return total if self.sums else total / len(index)

    def _watch(self, history: History) -> None:
        progress = history.progress
        epoch, said = progress.epochs - 1, {finding.kind for finding in history.findings}
        if "growing" not in said and (
            finding := growing(history.losses, epoch, progress.steps, history.rates[-1])
        ):
            self._say(history, finding)
        if "flat" in said or epoch + 1 not in LOOKS:
            return
        rows = self.batches.rows
        most = min(LOOKED_AT, max(LEAST_LOOKED_AT, len(rows) // 128))  # a look costs little beside an epoch
        index = rows[:: -(-len(rows) // most)]
        width = self.x.shape[1] + sum(array.shape[-1] for array in progress.parameters.values() if array.ndim)
        size = max(LEAST_AT_ONCE, NUMBERS_AT_ONCE // width, self.task.batch // 8)
        some = (index[start : start + size] for start in range(0, len(index), size))
        for finding in flat_layers(
            self.network,
            progress.parameters,
            ((self._typed(self.x[rows]), self._typed(self.t[rows])) for rows in some),
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

    def _replay(self, start: Callable[[], Progress]) -> Callable[[int], Problem]:
        """Make any step again: of all that was, only the start is kept."""

        def replay(k: int) -> Problem:
            progress = start()
            with np.errstate(all="ignore"):
                while k - progress.steps >= len(self.batches):
                    self._steps(progress, self.batches.order(progress.epochs), len(self.batches), Tally())
                    progress.epochs += 1
                order, within = self.batches.order(progress.epochs), k - progress.steps
                self._steps(progress, order, within, Tally())
            x, t = self.task.samples(order[within * self.batches.size : (within + 1) * self.batches.size])
            return self._problem(progress.parameters, x, t, k)

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
