"""Steps of matrix products by NumPy into arrays that are made once, with the element-wise work between them fused."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any

import numpy as np

from ..data import empty
from ..optimizers import State
from . import pieces
from .chain import Chain, Rule, widths
from .task import Arrays, Tally, Task


@dataclass(frozen=True, eq=False)
class Plan:
    """All arrays of a step on batches of one size, in the order in which they are read and written.

    `forward` has for each hidden layer W, its output, b, and what it applies; `output` the same for the last, and where
    the cotangent of b goes; `backward` for each layer but the first, from the last: what it read and where the gradient
    of W goes; W turned and where the cotangent of what it read goes; that value, where the cotangent of the b before it
    goes, and what was applied there. `first` is where the gradient of the first W goes.
    """

    forward: list[tuple]
    output: tuple
    backward: list[tuple]
    first: np.ndarray
    factor: float


class ByMatrices:
    """The engine for mini-batches: `np.matmul`, and the kernel or NumPy for what lies between.

    Nothing but `np.matmul` multiplies: SciPy would bring a second BLAS, whose threads get in the way of the first's.
    """

    at_once = 64

    def __init__(self, task: Task, chain: Chain, rule: Rule | None, kernel: Any, parameters: Arrays) -> None:
        self.task, self.chain, self.rule, self.kernel = task, chain, rule, kernel
        self.pieces = kernel or pieces
        self.widths = widths(chain, parameters)
        self.gradients = {name: empty(p.shape, p.dtype) for name, p in parameters.items()}
        # The outputs of the layers; the cotangents of the last take their place, those of the others take turns in two
        # arrays, from the last to the first.
        _, *outputs = self.widths
        hidden = outputs[-2::-1]
        self.outputs = [self._room(m) for m in outputs]
        self.turns = [self._room(max(hidden[::2], default=0)), self._room(max(hidden[1::2], default=0))]
        self.samples: list[np.ndarray] = []
        self.in_place = all(a.dtype == task.dtype and a.flags.c_contiguous for a in (task.x, task.t))

    def go(
        self, parameters: Arrays, state: State, order: np.ndarray, rates: np.ndarray, tally: Tally
    ) -> None:
        """Make a step for each rate."""
        task, size, plans = self.task, self.task.batch, {}
        moved, gradients = tuple(parameters.values()), tuple(self.gradients[name] for name in parameters)
        kept = tuple(
            tuple(state.arrays[f"{name}.{kept}"] for kept in task.optimizer.kept) for name in parameters
        )
        first, last, samples = int(order[0]), int(order[-1]), len(order)
        in_order = self.in_place and last - first == samples - 1 and bool((np.diff(order) == 1).all())
        for start, rate in zip(range(0, samples, size), rates.tolist(), strict=True):
            end = min(start + size, samples)
            count = end - start
            if count not in plans:
                plans[count] = self._plan(parameters, count)
            if in_order:  # then they are read where they are
                x, t = task.x[first + start : first + end], task.t[first + start : first + end]
            else:
                x, t = self._copied(order[start:end])
            loss = self._pass(plans[count], x, t)
            if task.l1 or task.l2:
                self._penalise(parameters)
            norm = sqrt(self.pieces.squares(gradients))
            if not (isfinite(loss) and isfinite(norm)):
                tally.finite = False
                return
            shrink = task.clip / norm if task.clip is not None and norm > task.clip else 1.0
            if self.kernel is not None and self.rule is not None:
                state.steps += 1
                self.kernel.move(self.rule, moved, gradients, kept, rate, state.steps, shrink)
            else:
                for gradient in gradients if shrink != 1 else ():
                    gradient *= shrink
                task.optimizer.step(parameters, self.gradients, state, rate)
            tally.add(loss, norm, count if self.chain.per_sample else 1)

    def _pass(self, plan: Plan, x: np.ndarray, t: np.ndarray) -> float:
        """Compute the gradients of a batch, and give its loss."""
        matmul, activate, pull = np.matmul, self.pieces.activate, self.pieces.pull
        a = x
        for W, y, b, activation, slope in plan.forward:
            activate(matmul(a, W, y), b, activation, slope)
            a = y
        W, d, b, db, activation, slope = plan.output
        matmul(a, W, d)
        loss = self.pieces.output(d, b, t, db, activation, slope, self.chain.loss, plan.factor)
        for read, dW, turned, place, y, db, activation, slope in plan.backward:
            matmul(read, d, dW)
            d = matmul(d, turned, place)
            pull(d, y, db, activation, slope)
        matmul(x.T, d, plan.first)  # nobody asks for the cotangent of x
        return loss

    def _copied(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the samples with these numbers, row after row."""
        task, count = self.task, len(index)
        if task.whole:
            x, t = task.samples(index)
            return x, np.ascontiguousarray(t)
        if not self.samples:
            self.samples = [self._room(self.widths[0]), self._room(self.widths[-1])]
        places = [
            room[: count * a.shape[1]].reshape(count, -1)
            for room, a in zip(self.samples, (task.x, task.t), strict=True)
        ]
        for array, out in zip((task.x, task.t), places, strict=True):
            known = array.dtype.char in "df" and array.flags.c_contiguous
            (self.pieces if known else pieces).gather(array, index, out)
        return places[0], places[1]

    def _penalise(self, parameters: Arrays) -> None:
        rule = self.rule or (0, 0.0, 0.0, 0.0, 0.0, 0, self.task.l1, self.task.l2, 0.0)
        for layer in self.chain.layers:
            self.pieces.penalise(rule, parameters[layer.W], self.gradients[layer.W])

    def _plan(self, parameters: Arrays, count: int) -> Plan:
        chain, (_, *outputs) = self.chain, self.widths
        ys = [room[: count * m].reshape(count, m) for room, m in zip(self.outputs, outputs, strict=True)]
        *hidden, last = chain.layers
        forward = [
            (parameters[layer.W], y, layer.of(parameters), layer.activation, layer.slope)
            for layer, y in zip(hidden, ys, strict=False)
        ]
        backward = []
        for turn, place in enumerate(reversed(range(len(hidden)))):
            layer, above, y, m = hidden[place], chain.layers[place + 1], ys[place], outputs[place]
            backward.append(
                (
                    y.T,
                    self.gradients[above.W],
                    parameters[above.W].T,
                    self.turns[turn % 2][: count * m].reshape(count, m),
                    y,
                    layer.of(self.gradients),
                    layer.activation,
                    layer.slope,
                )
            )
        b, db = last.of(parameters), last.of(self.gradients)
        return Plan(
            forward,
            (parameters[last.W], ys[-1], b, db, last.activation, last.slope),
            backward,
            self.gradients[chain.layers[0].W],
            chain.factor / count if chain.per_sample else chain.factor,
        )

    def _room(self, width: int) -> np.ndarray:
        return empty((width * self.task.batch,), self.task.dtype)
