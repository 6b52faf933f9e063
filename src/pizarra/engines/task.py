"""Task: what a training is to compute, and how far a part of it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ..formula.tree import Size, walk
from ..network import Network
from ..optimizers import Optimizer, State

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Task:
    """The data and everything that decides a step but its samples and its rate.

    `batch` is the number of samples in a step; with `whole` it is always all that there are, in one order. `dtype` is
    the type in which is computed, whatever that of x and t is.
    """

    network: Network
    x: np.ndarray
    t: np.ndarray
    batch: int
    whole: bool
    optimizer: Optimizer
    l1: float = 0.0
    l2: float = 0.0
    clip: float | None = None
    dtype: str = "float64"
    kept: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list, repr=False)

    def samples(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the rows of x and t with these numbers. With `whole` they are kept, and all of them are not copied."""
        if not self.whole:
            return self._typed(self.x[index]), self._typed(self.t[index])
        if not self.kept:
            every = len(index) == len(self.x)
            x, t = (self.x, self.t) if every else (self.x[index], self.t[index])
            self.kept.append((self._typed(x), self._typed(t)))
        return self.kept[0]

    def _typed(self, array: np.ndarray) -> np.ndarray:
        return array.astype(self.dtype, copy=False)


@dataclass
class Tally:
    """What came of some steps: sums of their losses and of the sizes of their gradients, the first loss and the last.

    `finite` turns False at a step with a number that is not; that step is not made.
    """

    total: float = 0.0
    norms: float = 0.0
    steps: int = 0
    first: float = 0.0
    last: float = 0.0
    finite: bool = True

    def add(self, loss: float, norm: float, weight: int) -> None:
        """Count one step."""
        self.total += loss * weight
        self.norms += norm
        self.first = loss if self.steps == 0 else self.first
        self.last = loss
        self.steps += 1


class Engine(Protocol):
    """Something that makes steps. `at_once` is how many to give it in one call, so that Ctrl-C is soon heard."""

    at_once: int

    def go(
        self, parameters: Arrays, state: State, order: np.ndarray, rates: np.ndarray, tally: Tally
    ) -> None:
        """Make a step for each rate, on the samples of `order` in batches; parameters, state and tally move along.

        It stops before a step with a number that is not finite. Whatever interrupts it, `state.steps` says how many
        steps were made.
        """
        ...


def is_sum(network: Network) -> bool:
    """Whether the loss adds up over samples (factors 1 and ½), or is a mean: then the number of samples is in it."""
    return not any(isinstance(node, Size) for line in network.loss.values for node in walk(line.tree))
