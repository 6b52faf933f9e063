# %% [markdown]
# A classifier for three kinds of leaves, with dataclasses and a cosine schedule
# (measurements made up).

# %%
from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

rng = np.random.default_rng(99)


# %%
@dataclass
class Layer:
    W: np.ndarray
    b: np.ndarray
    relu: bool = True
    inp: np.ndarray | None = field(default=None, repr=False)
    out: np.ndarray | None = field(default=None, repr=False)

    @classmethod
    def random(cls, fan_in: int, fan_out: int, relu: bool = True) -> Layer:
        return cls(rng.normal(size=(fan_in, fan_out)) * math.sqrt(2 / fan_in), 0.01 * rng.normal(size=fan_out), relu)

    def forward(self, x):
        self.inp = x
        z = x @ self.W + self.b
        if self.relu:
            np.maximum(z, 0, out=z)
        self.out = z
        return z

    def backward(self, grad, rate):
        if self.relu:
            grad = grad * (self.out > 0)
        to_input = grad @ self.W.T  # with the weights from before the update
        self.W -= rate * self.inp.T @ grad
        self.b -= rate * grad.sum(axis=0)
        return to_input


@dataclass(frozen=True)
class Schedule:
    """From the highest rate down to the lowest one along half a cosine."""

    high: float
    low: float
    steps: int

    def __call__(self, t: int) -> float:
        return self.low + 0.5 * (self.high - self.low) * (1 + math.cos(math.pi * t / self.steps))


# %%
centres = np.array([[4.0, 1.0, 0.3, 2.0], [5.5, 2.5, 0.9, 1.0], [6.0, 2.0, 1.8, 3.0]])
labels = rng.integers(0, 3, 120)
leaves = centres[labels] + 0.5 * rng.normal(size=(120, 4))
leaves = (leaves - leaves.mean(0)) / leaves.std(0)
train_x, train_l = leaves[:90], labels[:90]
test_x, test_l = leaves[90:], labels[90:]

# %%
layers = [Layer.random(4, 10), Layer.random(10, 6), Layer.random(6, 3, relu=False)]
schedule = Schedule(high=0.4, low=0.01, steps=200)


def logits(x):
    for layer in layers:
        x = layer.forward(x)
    return x


# %%
for t in range(200):
    scores = logits(train_x)
    scores = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    ce = -np.log(p[np.arange(len(train_l)), train_l]).mean()

    p[np.arange(len(train_l)), train_l] -= 1  # p is the gradient from here on
    p /= len(train_l)
    grad = p
    for layer in reversed(layers):
        grad = layer.backward(grad, schedule(t))
    if t % 25 == 0:
        print(f"{t:3d} rate {schedule(t):.3f} cross-entropy {ce:.4f}")

# %%
right = (logits(test_x).argmax(axis=1) == test_l).mean()
print(f"{right:.0%} of the leaves that it has not seen")
