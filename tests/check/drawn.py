"""Losses with right gradients, drawn: networks in plain NumPy and other functions, at harsh scales too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


@dataclass
class Case:
    """A loss, its right gradient, and where it is to be checked. `kind` says what was drawn."""

    kind: str
    loss: Callable[[Arrays], Any]
    grad: Callable[[Arrays], Arrays]
    params: Arrays


def draw(seed: int) -> Case:
    """Draw a case: two in three are networks."""
    rng = np.random.default_rng(seed)
    return network(rng) if rng.random() < 0.67 else FUNCTIONS[rng.integers(len(FUNCTIONS))](rng)


# Networks: activation -> (function, derivative of z and a)


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


ACTIVATIONS = {
    "sigmoid": (sigmoid, lambda z, a: sigmoid(z) * sigmoid(-z)),
    "sigmoid of a": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: 1.0 * (z > 0)),
    "relu at 0": (lambda z: z * (z > 0), lambda z, a: 1.0 * (z >= 0)),
    "leaky": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z, a: np.where(z > 0, 1.0, 0.1)),
    "softplus": (softplus, lambda z, a: sigmoid(z)),
    "linear": (lambda z: z, lambda z, a: np.ones_like(z)),
    "abs": (np.abs, lambda z, a: np.sign(z)),
    "sin": (np.sin, lambda z, a: np.cos(z)),
}  # fmt: skip


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def squares(y, t):
    return 0.5 * np.sum((y - t) ** 2), y - t


def mean_squares(y, t):
    return np.mean((y - t) ** 2), 2 * (y - t) / y.size


def entropy(y, t):
    shifted = y - y.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(t * logs) / len(y), (softmax(y) - t) / len(y)


def binary(y, t):
    return np.sum(softplus(y) - t * y), sigmoid(y) - t


def absolute(y, t):
    return np.sum(np.abs(y - t)), np.sign(y - t)


def huber(y, t):
    e = y - t
    return np.sum(np.where(np.abs(e) < 1, 0.5 * e * e, np.abs(e) - 0.5)), np.clip(e, -1, 1)


LOSSES = [squares, mean_squares, entropy, binary, absolute, huber]


def network(rng, dtype=float) -> Case:
    depth = int(rng.integers(1, 4))
    widths = rng.integers(1, 6, depth + 1)
    samples = int(rng.integers(1, 8))
    names = rng.choice(list(ACTIVATIONS), depth - 1) if depth > 1 else []
    cost = LOSSES[rng.integers(len(LOSSES))]
    X = rng.normal(size=(samples, widths[0]))
    harsh = rng.random() < 0.6
    factor, decay = 1.0, 0.0
    params: Arrays = {}
    for k in range(depth):
        params[f"W{k + 1}"] = rng.normal(size=(widths[k], widths[k + 1])) / np.sqrt(widths[k])
        params[f"b{k + 1}"] = rng.normal(size=widths[k + 1]) * rng.choice([0, 1])
    t = rng.normal(size=(samples, widths[-1]))
    if cost in (entropy, binary):
        t = np.eye(widths[-1])[rng.integers(widths[-1], size=samples)]
    if harsh:
        spread = 10.0 ** rng.uniform(-3, 1)
        for name in params:
            params[name] = params[name] * (spread if rng.random() < 0.5 else 10.0 ** rng.uniform(-3, 1))
        if rng.random() < 0.3:  # tiny weights for huge inputs, or the other way round
            power = 10.0 ** rng.uniform(-8, 8)
            params["W1"], X = params["W1"] * power, X / power
        if rng.random() < 0.3:
            factor = 10.0 ** rng.choice([-20, 20])
        if rng.random() < 0.3:
            X[rng.random(X.shape) < 0.4] = 0.0
        if rng.random() < 0.3:
            for name in params:
                params[name][rng.random(params[name].shape) < 0.3] = 0.0
        if rng.random() < 0.2:
            decay = 10.0 ** rng.uniform(-4, 0)
    X, t = X.astype(dtype), t.astype(dtype)
    params = {name: array.astype(dtype) for name, array in params.items()}
    factor, decay = dtype(factor), dtype(decay)

    def forward(p):
        a, kept = X, []
        for k in range(depth):
            z = a @ p[f"W{k + 1}"] + p[f"b{k + 1}"]
            kept.append((a, z))
            a = ACTIVATIONS[names[k]][0](z) if k < depth - 1 else z
        return a, kept

    def loss(p):
        value = cost(forward(p)[0], t)[0]
        if decay:
            value = value + 0.5 * decay * sum(np.sum(p[f"W{k + 1}"] ** 2) for k in range(depth))
        return factor * value

    def grad(p):
        y, kept = forward(p)
        found = {}
        dz = cost(y, t)[1]
        for k in reversed(range(depth)):
            a, _ = kept[k]
            found[f"W{k + 1}"] = factor * (a.T @ dz + decay * p[f"W{k + 1}"])
            found[f"b{k + 1}"] = factor * dz.sum(axis=0)
            if k:
                z = kept[k - 1][1]
                act, slope = ACTIVATIONS[names[k - 1]]
                dz = (dz @ p[f"W{k + 1}"].T) * slope(z, act(z))
        return found

    said = f"{'-'.join(map(str, widths))} {' '.join(names)} {cost.__name__} {'harsh' if harsh else 'plain'}"
    return Case(f"network {said}", loss, grad, params)


# Functions


def _point(rng, size=None) -> np.ndarray:
    size = int(rng.integers(1, 7)) if size is None else size
    return rng.normal(size=size)


def quadratic(rng) -> Case:
    """Each entry with its own scale, from 1e-8 to 1e8."""
    x = _point(rng)
    scale = 10.0 ** rng.uniform(-8, 8, len(x))
    A = rng.normal(size=(len(x), len(x)))
    A = A @ A.T
    return Case(
        "quadratic",
        lambda p: 0.5 * (p["x"] / scale) @ A @ (p["x"] / scale),
        lambda p: {"x": (A @ (p["x"] / scale)) / scale},
        {"x": x * scale},
    )


def waves(rng) -> Case:
    x = _point(rng)
    often = 10.0 ** rng.uniform(-3, 4, len(x))
    return Case(
        "waves",
        lambda p: np.sum(np.sin(often * p["x"])),
        lambda p: {"x": often * np.cos(often * p["x"])},
        {"x": x},
    )


def powers(rng) -> Case:
    x = np.abs(_point(rng)) * 10.0 ** rng.uniform(-8, 8) + 1e-300
    power = float(rng.choice([-2, -1, 0.5, 1.5, 2, 3, 5]))
    return Case(
        "powers", lambda p: np.sum(p["x"] ** power), lambda p: {"x": power * p["x"] ** (power - 1)}, {"x": x}
    )


def logs(rng) -> Case:
    x = np.abs(_point(rng)) * 10.0 ** rng.uniform(-8, 8) + 1e-12
    return Case("logs", lambda p: np.sum(np.log(p["x"])), lambda p: {"x": 1 / p["x"]}, {"x": x})


def exponentials(rng) -> Case:
    x = _point(rng) * 10.0 ** rng.uniform(-3, 2)
    return Case("exp", lambda p: np.sum(np.exp(p["x"])), lambda p: {"x": np.exp(p["x"])}, {"x": x})


def near_zero(rng) -> Case:
    """Slopes at 0, and at next to 0."""
    x = _point(rng) * rng.choice([0.0, 1e-300, 1e-30, 1e-12])
    c = rng.normal(size=len(x))
    return Case(
        "near 0",
        lambda p: np.sum(c * np.tanh(p["x"])) + np.sum(p["x"] ** 2),
        lambda p: {"x": c * (1 - np.tanh(p["x"]) ** 2) + 2 * p["x"]},
        {"x": x},
    )


def bends(rng) -> Case:
    """|x| and max, at their kinks and beside them; any value between the two sides is right."""
    x = _point(rng) * 10.0 ** rng.uniform(-6, 6)
    x[rng.random(len(x)) < 0.5] = 0.0
    inside = rng.uniform(-1, 1)
    return Case(
        "bends",
        lambda p: np.sum(np.abs(p["x"])) + np.sum(np.maximum(p["x"], 0)),
        lambda p: {"x": np.where(p["x"] == 0, 0.5 + 1.5 * inside, np.sign(p["x"]) + (p["x"] > 0))},
        {"x": x},
    )


def flat(rng) -> Case:
    """What saturates: its slopes go down to nothing."""
    x = _point(rng) * 10.0 ** rng.uniform(0, 2)
    c = rng.normal(size=len(x))

    def slope(p):
        s = sigmoid(p["x"])
        return {"x": c * s * sigmoid(-p["x"]) * 2 * np.sum(c * s)}

    return Case("flat", lambda p: np.sum(c * sigmoid(p["x"])) ** 2, slope, {"x": x})


def far_off(rng) -> Case:
    """A loss with a large constant, behind which the slope hides."""
    x = _point(rng)
    constant = 10.0 ** rng.uniform(0, 12)
    return Case(
        "far off", lambda p: constant + np.sum(np.sin(p["x"])), lambda p: {"x": np.cos(p["x"])}, {"x": x}
    )


def product(rng) -> Case:
    x = _point(rng) * 10.0 ** rng.uniform(-4, 4)
    return Case(
        "product",
        lambda p: np.prod(p["x"]),
        lambda p: {"x": np.array([np.prod(np.delete(p["x"], k)) for k in range(len(p["x"]))])},
        {"x": x},
    )


FUNCTIONS = [
    quadratic, waves, powers, logs, exponentials, near_zero, bends, flat, far_off, product,
]  # fmt: skip
