"""Batches: which samples each step sees. Only numbers of rows are shuffled; the data stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

SPLIT, SHUFFLE = 1, 2  # after the seed: so that what is drawn for one purpose says nothing of another


@dataclass(frozen=True, eq=False)
class Batches:
    """The mini-batches of every epoch: each sample once an epoch, in an order that seed and epoch alone decide.

    `rows` are the samples to go through, by number; `size` is how many make a batch (the last of an epoch may be
    smaller). Where one batch holds all of them, or without `shuffle`, their order is kept.

    >>> [batch.tolist() for batch in Batches(np.arange(5), 2, seed=0).of(epoch=0)]
    [[4, 2], [1, 0], [3]]
    """

    rows: np.ndarray
    size: int
    seed: int = 0
    shuffle: bool = True

    @property
    def whole(self) -> bool:
        """Whether one batch holds every sample."""
        return self.size >= len(self.rows)

    def __len__(self) -> int:
        return ceil(len(self.rows) / self.size)

    def generator(self, epoch: int) -> np.random.Generator:
        """Give the generator that draws the order of an epoch."""
        return np.random.default_rng((self.seed, SHUFFLE, epoch))

    def order(self, epoch: int) -> np.ndarray:
        """Give the numbers of all samples in the order in which an epoch, counted from 0, goes through them."""
        if self.whole or not self.shuffle:
            return self.rows
        return self.rows[np.random.default_rng((self.seed, SHUFFLE, epoch)).permutation(len(self.rows))]

    def of(self, epoch: int) -> Iterator[np.ndarray]:
        """Yield the numbers of the samples of each batch of an epoch."""
        order = self.order(epoch)
        for start in range(0, len(order), self.size):
            yield order[start : start + self.size]


def split(samples: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw which samples train and which validate, at least one of each; the numbers come back in order.

    >>> [part.tolist() for part in split(5, 0.4, seed=1)]
    [[0, 2, 3], [1, 4]]
    """
    held = min(max(round(samples * share), 1), samples - 1)
    order = np.random.default_rng((seed, SPLIT)).permutation(samples)
    return np.sort(order[held:]), np.sort(order[:held])
