"""Epochs: all samples once, in batches, on the engine; samples with weights go through the layers themselves."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..engines import Engine, Tally, Task, engine_for
from ..optimizers import Optimizer, State
from .perceptron import Parameters, Perceptron, blocks, dense, penalty, slopes


class Epochs:
    """Passes over the samples x (an array or a sparse matrix) and t, which move parameters and state.

    The penalty of a step is that of scikit-learn: ½ · alpha · Σw² divided by the number of samples in the step.
    """

    def __init__(
        self,
        perceptron: Perceptron,
        x: Any,
        t: np.ndarray,
        weights: np.ndarray | None,
        batch: int,
        optimizer: Optimizer,
        alpha: float,
    ) -> None:
        self.perceptron, self.x, self.t, self.weights = perceptron, x, t, weights
        self.batch, self.optimizer, self.alpha = batch, optimizer, alpha
        self.sparse = hasattr(x, "toarray")
        self._engines: dict[int, tuple[Task, Engine]] = {}

    def go(self, parameters: Parameters, state: State, order: np.ndarray, rate: float) -> float:
        """Make the steps of one epoch, and give the mean of their losses; NaN where one was no longer finite."""
        with np.errstate(all="ignore"):
            if self.weights is not None:
                return self._weighted(parameters, state, order, rate)
            tally = Tally()
            if self.sparse:
                for some in blocks(self.x, len(order), self.batch):
                    self._engines = {}
                    rows = order[some]
                    x, t = dense(self.x, rows), self.t[rows]
                    self._all(x, t, parameters, state, np.arange(len(rows)), rate, tally)
            else:
                self._all(self.x, self.t, parameters, state, order, rate, tally)
            if not tally.finite:
                return float("nan")
            return tally.total / len(order) + penalty(parameters, self.alpha) / self.batch

    def _all(
        self, x: np.ndarray, t: np.ndarray, parameters: Parameters, state: State, order: np.ndarray, rate: float,
        tally: Tally,
    ) -> None:  # fmt: skip
        """Make the steps of whole batches, then that of what is left."""
        whole = len(order) // self.batch * self.batch
        for rows, size in ((order[:whole], self.batch), (order[whole:], len(order) - whole)):
            count = len(rows) // size if size else 0
            if not count or not tally.finite:
                continue
            engine = self._engine(x, t, size, parameters)
            for start in range(0, count, engine.at_once):
                steps = min(engine.at_once, count - start)
                some = rows[start * size : (start + steps) * size]
                engine.go(parameters, state, some, np.full(steps, rate), tally)
                if not tally.finite:
                    break

    def _engine(self, x: np.ndarray, t: np.ndarray, size: int, parameters: Parameters) -> Engine:
        if size not in self._engines:
            network, alpha = self.perceptron.network, self.alpha
            dtype = next(iter(parameters.values())).dtype.name
            task = Task(network, x, t, size, size == len(x), self.optimizer, l2=alpha / size, dtype=dtype)
            self._engines[size] = task, engine_for(task, parameters)
        return self._engines[size][1]

    def _weighted(self, parameters: Parameters, state: State, order: np.ndarray, rate: float) -> float:
        assert self.weights is not None
        total = 0.0
        for start in range(0, len(order), self.batch):
            rows = order[start : start + self.batch]
            x, t, weights = dense(self.x, rows), self.t[rows], self.weights[rows]
            if not weights.any():  # nothing in this batch counts
                continue
            loss, gradients = slopes(self.perceptron, parameters, x, t, weights, self.alpha)
            if not np.isfinite(loss):
                return float("nan")
            self.optimizer.step(parameters, gradients, state, rate)
            total += loss * len(rows)
        return total / len(order)
