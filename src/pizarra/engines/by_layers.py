"""Steps through the layers' own code: for every network and every optimiser."""

from __future__ import annotations

from math import isfinite, sqrt

import numpy as np

from ..network import LOSS
from ..optimizers import State
from .task import Arrays, Tally, Task, is_sum


class ByLayers:
    """The engine that reads nothing but `Network.forward` and `Network.backward`."""

    at_once = 64

    def __init__(self, task: Task) -> None:
        self.task = task
        self.sums = is_sum(task.network)
        self.room: dict[str, np.ndarray] = {}

    def go(
        self, parameters: Arrays, state: State, order: np.ndarray, rates: np.ndarray, tally: Tally
    ) -> None:
        """Make a step for each rate."""
        size = self.task.batch
        for place, rate in enumerate(rates):
            x, t = self.task.samples(order[place * size : (place + 1) * size])
            loss, gradients, norm = self._gradients(parameters, x, t)
            if not (isfinite(loss) and isfinite(norm)):
                tally.finite = False
                return
            self.task.optimizer.step(parameters, gradients, state, float(rate))
            tally.add(loss, norm, 1 if self.sums else len(x))

    def _gradients(
        self, parameters: Arrays, x: np.ndarray, t: np.ndarray
    ) -> tuple[float, dict[str, np.ndarray], float]:
        """Give loss, gradients with penalties and clipped, and the size of the gradient before it was clipped."""
        task = self.task
        values = task.network.forward(parameters, x, t)
        cotangents, _ = task.network.backward(parameters, values)
        gradients = {name: np.asarray(cotangents[name]) for name in parameters}
        if task.l1 or task.l2:
            gradients = {name: self._penalised(name, p, gradients[name]) for name, p in parameters.items()}
        norm = sqrt(sum(float(np.vdot(g, g)) for g in gradients.values()))
        if task.clip is not None and norm > task.clip:
            for name, g in gradients.items():
                gradients[name] = np.multiply(g, task.clip / norm, out=self._own(name, g))
        return float(values[LOSS]), gradients, norm

    def _penalised(self, name: str, p: np.ndarray, g: np.ndarray) -> np.ndarray:
        if p.ndim < 2:
            return g
        room = self._own(name, p)
        np.sign(p, out=room)
        room *= self.task.l1
        room += self.task.l2 * p
        room += g
        return room

    def _own(self, name: str, like: np.ndarray) -> np.ndarray:
        """Give an array for a changed gradient: the one that a layer gave may be another parameter's as well."""
        if name not in self.room:
            self.room[name] = np.empty_like(like)
        return self.room[name]
