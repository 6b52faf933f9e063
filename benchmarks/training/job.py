"""Job: what is trained, on which numbers, from where, in which order. The same for every peer."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np


@dataclass(frozen=True, eq=False)
class Job:
    """Gradient descent on a chain of linear layers, in the order of the data, `epochs` times over.

    The hidden layers end in `hidden`, "sigmoid" or "relu". The loss is "squares", ½ Σ(y − t)² over a batch of one
    sample, or "classes", the mean over the batch of the softmax cross-entropy. `start` holds W1, b1, W2, b2, … with
    weights as (inputs, outputs).
    """

    name: str
    sizes: tuple[int, ...]
    hidden: str
    loss: str
    batch: int
    rate: float
    X: np.ndarray
    Y: np.ndarray
    start: list[np.ndarray]
    epochs: int = 1

    @property
    def network(self) -> str:
        """The widths, as one writes them."""
        if len(self.sizes) > 9:
            return f"{self.sizes[0]}-({self.sizes[1]} × {len(self.sizes) - 2})-{self.sizes[-1]}"
        return "-".join(map(str, self.sizes))

    @property
    def steps(self) -> int:
        """How many steps are made in all."""
        return len(self.X) // self.batch * self.epochs

    def taking(self, steps: int) -> Job:
        """Give the same job with about so many steps: some of the first epoch, or whole epochs."""
        each = len(self.X) // self.batch
        if steps >= each:
            return replace(self, epochs=min(self.epochs, steps // each))
        samples = max(steps, 2) * self.batch
        return replace(self, X=self.X[:samples], Y=self.Y[:samples], epochs=1)

    def batches(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the samples of every step of one epoch."""
        for start in range(0, len(self.X), self.batch):
            yield self.X[start : start + self.batch], self.Y[start : start + self.batch]

    def parameters(self) -> list[np.ndarray]:
        """Give a copy of the start."""
        return [array.copy() for array in self.start]


def surface(hidden: int | None = None) -> Job:
    """Two outputs, 300 · exp(sin x), from two inputs, sample by sample; the width is drawn unless it is said.

    At a rate of 0.001 this training is chaotic: what is lost in rounding grows to a tenth of the way within an epoch,
    and no two peers could agree. At 0.0001 it is not.
    """
    width = random.SystemRandom().randint(2, 5) if hidden is None else hidden
    rng = np.random.default_rng(0)
    X = rng.random((10_000, 2))[:6700]
    sizes = (2, width, 2)
    start = [rng.random(shape) for shape in shapes(sizes)]
    return Job("A", sizes, "sigmoid", "squares", 1, 1e-4, X, 300 * np.exp(np.sin(X)), start, epochs=20)


def smooth(name: str, sizes: tuple[int, ...], *, hidden: str = "sigmoid", samples: int = 6700) -> Job:
    """Sines of sums of the inputs, sample by sample."""
    rng = np.random.default_rng(1)
    X = rng.uniform(-1, 1, (samples, sizes[0]))
    Y = np.sin(X @ rng.normal(size=(sizes[0], sizes[-1])) / np.sqrt(sizes[0]) * 3)
    return Job(name, sizes, hidden, "squares", 1, 0.02, X, Y, drawn(rng, sizes, hidden), epochs=2)


def classes(name: str, sizes: tuple[int, ...], batch: int, steps: int, rate: float, epochs: int = 16) -> Job:
    """Classes that a linear map of the inputs decides, in mini-batches of float32.

    The rates are small, so that in all the steps hardly a unit comes so near its kink that rounding decides its side.
    """
    rng = np.random.default_rng(2)
    X = rng.random((steps * batch, sizes[0]), dtype=np.float32)
    labels = ((X - 0.5) @ rng.normal(size=(sizes[0], sizes[-1]))).argmax(axis=1)
    Y = np.eye(sizes[-1], dtype=np.float32)[labels]
    start = [array.astype(np.float32) for array in drawn(rng, sizes, "relu")]
    return Job(name, sizes, "relu", "classes", batch, rate, X, Y, start, epochs)


def shapes(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Give the shapes of W1, b1, W2, b2, …"""
    return [shape for rows, columns in pairwise(sizes) for shape in ((rows, columns), (columns,))]


def drawn(rng: np.random.Generator, sizes: tuple[int, ...], hidden: str) -> list[np.ndarray]:
    """Draw weights of a size that keeps values from vanishing; biases too, so that none is 0."""
    gain = 2 if hidden == "relu" else 1
    return [
        rng.normal(0, (gain / shape[0]) ** 0.5 if len(shape) == 2 else 0.1, shape) for shape in shapes(sizes)
    ]


JOBS = {
    "A": surface,
    "A16": lambda: smooth("A16", (4, 16, 16, 3)),
    "A64": lambda: smooth("A64", (64, 64, 10)),
    "B64": lambda: classes("B64", (784, 128, 10), 64, 64, rate=0.001),
    "B512": lambda: classes("B512", (784, 128, 10), 512, 8, rate=0.01),
    "C": lambda: classes("C", (1024, 1024, 1024, 1024, 10), 256, 4, rate=0.003, epochs=4),
}
