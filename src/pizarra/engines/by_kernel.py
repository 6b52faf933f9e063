"""Steps in the kernel, many in one call: for small networks, and for one sample at a time."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from ..optimizers import State
from .chain import Chain, Rule, widths
from .compiled import own_threads
from .task import Arrays, Tally, Task

WORK = 5e7  # products of two numbers in one call, done one after the other: some hundredths of a second
GATHERED = 1 << 16  # numbers of x that are copied for one call, where the kernel cannot read x itself
TOTAL, NORMS, STEPS, FIRST, LAST = range(5)


class ByKernel:
    """The engine that gives the kernel all arrays and lets it make the steps."""

    def __init__(self, task: Task, chain: Chain, rule: Rule, kernel: Any, parameters: Arrays) -> None:
        self.task, self.chain, self.rule, self.kernel = task, chain, rule, kernel
        sizes = widths(chain, parameters)
        products = 3 * sum(a * b for a, b in pairwise(sizes))
        products = (
            products + 50 if task.batch == 1 else products / 20 + 300
        )  # in a batch many are done at once
        self.direct = all(a.dtype == task.dtype and a.flags.c_contiguous for a in (task.x, task.t))
        most = WORK / products if self.direct else min(WORK / products, GATHERED / sizes[0])
        self.at_once = max(1, int(most) // task.batch)
        self.threads = own_threads()

    def go(
        self, parameters: Arrays, state: State, order: np.ndarray, rates: np.ndarray, tally: Tally
    ) -> None:
        """Make a step for each rate."""
        chain, task = self.chain, self.task
        x, t = task.x, task.t
        if not self.direct:
            x, t = (np.ascontiguousarray(array) for array in task.samples(order))
            order = np.arange(len(order))
        layers = tuple(
            (
                layer.activation,
                layer.slope,
                parameters[layer.W],
                None if layer.b is None else parameters[layer.b],
                self._kept(layer.W, state),
                () if layer.b is None else self._kept(layer.b, state),
            )
            for layer in chain.layers
        )
        report = np.zeros(5)
        try:
            self.kernel.train(
                layers,
                chain.loss,
                chain.factor,
                chain.per_sample,
                self.rule,
                x,
                t,
                np.ascontiguousarray(order, dtype=np.int64),
                task.batch,
                np.ascontiguousarray(rates, dtype=float),
                state.steps + 1.0,
                report,
                self.threads,
            )
        finally:  # Ctrl-C is heard as soon as the kernel comes back, before anything else
            state.steps += int(report[STEPS])
        tally.finite = int(report[STEPS]) == len(rates)
        if report[STEPS]:
            tally.first = report[FIRST].item() if tally.steps == 0 else tally.first
            tally.last = report[LAST].item()
        tally.total += report[TOTAL].item()
        tally.norms += report[NORMS].item()
        tally.steps += int(report[STEPS])

    def _kept(self, name: str, state: State) -> tuple[np.ndarray, ...]:
        return tuple(state.arrays[f"{name}.{kept}"] for kept in self.task.optimizer.kept)
