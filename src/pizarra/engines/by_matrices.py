"""Steps of matrix products by NumPy into arrays that are made once, with the element-wise work between them fused."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any

import numpy as np

from ..optimizers import State
from . import pieces
from .chain import Chain, Rule, widths
from .task import Arrays, Tally, Task


@dataclass(frozen=True, eq=False)
class Room:
    """The arrays of a batch of one size: its samples, the output and the cotangent of each layer."""

    x: np.ndarray
    t: np.ndarray
    y: list[np.ndarray]
    d: list[np.ndarray]


class ByMatrices:
    """The engine for mini-batches: `np.matmul`, and the kernel or NumPy for what lies between.

    Nothing but `np.matmul` multiplies: SciPy would bring a second BLAS, whose threads get in the way of the first's.
    """

    at_once = 64

    def __init__(self, task: Task, chain: Chain, rule: Rule | None, kernel: Any, parameters: Arrays) -> None:
        self.task, self.chain, self.rule, self.kernel = task, chain, rule, kernel
        self.pieces = kernel or pieces
        self.widths = widths(chain, parameters)
        self.gradients = {name: np.empty_like(array) for name, array in parameters.items()}
        self.flat: list[np.ndarray] = []
        self.rooms: dict[int, Room] = {}

    def go(
        self, parameters: Arrays, state: State, order: np.ndarray, rates: np.ndarray, tally: Tally
    ) -> None:
        """Make a step for each rate."""
        size, per_sample = self.task.batch, self.chain.per_sample
        own = tuple(parameters.values()), tuple(self.gradients[name] for name in parameters)
        kept = tuple(
            tuple(state.arrays[f"{name}.{kept}"] for kept in self.task.optimizer.kept) for name in parameters
        )
        for place, rate in enumerate(rates.tolist()):
            index = order[place * size : (place + 1) * size]
            loss = self._pass(parameters, index)
            norm = self._size(parameters, own[1])
            if not (isfinite(loss) and isfinite(norm)):
                tally.finite = False
                return
            clip = self.task.clip
            shrink = clip / norm if clip is not None and norm > clip else 1.0
            if self.kernel is not None and self.rule is not None:
                state.steps += 1
                self.kernel.move(self.rule, *own, kept, rate, state.steps, shrink)
            else:
                for gradient in own[1] if shrink != 1 else ():
                    gradient *= shrink
                self.task.optimizer.step(parameters, self.gradients, state, rate)
            tally.add(loss, norm, len(index) if per_sample else 1)

    def _pass(self, parameters: Arrays, index: np.ndarray) -> float:
        """Compute the gradients of a batch, and give its loss."""
        chain, room, pieces = self.chain, self._room(len(index)), self.pieces
        x, t = room.x, room.t
        if self.task.whole:
            x, t = self.task.samples(index)
        else:
            self._gather(self.task.x, index, x)
            self._gather(self.task.t, index, t)
        below = [x, *room.y]
        for layer, a, y in zip(chain.layers, below, room.y, strict=False):
            np.matmul(a, parameters[layer.W], out=y)
            pieces.activate(
                y, None if layer.b is None else parameters[layer.b], layer.activation, layer.slope
            )
        factor = chain.factor / len(index) if chain.per_sample else chain.factor
        loss = pieces.loss(room.d[-1], room.y[-1], t, chain.loss, factor)
        for place in reversed(range(len(chain.layers))):
            layer, d = chain.layers[place], room.d[place]
            db = None if layer.b is None else self.gradients[layer.b]
            pieces.pull(d, room.y[place], db, layer.activation, layer.slope)
            np.matmul(below[place].T, d, out=self.gradients[layer.W])
            if place:  # nobody asks for the cotangent of x
                np.matmul(d, parameters[layer.W].T, out=room.d[place - 1])
        return loss

    def _gather(self, array: np.ndarray, index: np.ndarray, out: np.ndarray) -> None:
        direct = array.dtype.char in "df" and array.flags.c_contiguous
        (self.pieces if direct else pieces).gather(array, index, out)

    def _size(self, parameters: Arrays, gradients: tuple[np.ndarray, ...]) -> float:
        """Put the penalties into the gradients, and give their size."""
        if self.task.l1 or self.task.l2:
            rule = self.rule or (0, 0.0, 0.0, 0.0, 0.0, 0, self.task.l1, self.task.l2, 0.0)
            for layer in self.chain.layers:
                self.pieces.penalise(rule, parameters[layer.W], self.gradients[layer.W])
        return sqrt(self.pieces.squares(gradients))

    def _room(self, count: int) -> Room:
        """Give the arrays for so many samples: views into those for a whole batch, which the first call makes.

        The cotangents of the outputs take the place of the outputs, where nobody needs these any more; those of the
        other layers take turns in two arrays.
        """
        if count in self.rooms:
            return self.rooms[count]
        chain, (inputs, *outputs), task = self.chain, self.widths, self.task
        if not self.flat:
            lengths = [*outputs, 0 if task.whole else inputs, 0 if task.whole else outputs[-1]]
            hidden = outputs[:-1]
            lengths += [max(hidden[-1::-2], default=0), max(hidden[-2::-2], default=0)]
            lengths += [outputs[-1] if chain.layers[-1].activation else 0]
            self.flat = [np.empty(length * count, task.dtype) for length in lengths]
        *first, x, t, even, odd, last = self.flat
        y = [array[: count * m].reshape(count, m) for array, m in zip(first, outputs, strict=True)]
        places = [even, odd] * len(outputs)
        d = [
            place[: count * m].reshape(count, m)
            for place, m in zip(places, reversed(outputs[:-1]), strict=False)
        ][::-1]
        d.append(
            last[: count * outputs[-1]].reshape(count, outputs[-1]) if chain.layers[-1].activation else y[-1]
        )
        if task.whole:  # the samples stay where they are
            x = t = last
        else:
            x = x[: count * inputs].reshape(count, inputs)
            t = t[: count * outputs[-1]].reshape(count, outputs[-1])
        self.rooms[count] = Room(x, t, y, d)
        return self.rooms[count]
