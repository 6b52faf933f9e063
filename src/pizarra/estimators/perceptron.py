"""Perceptron: the network of an estimator, its first parameters, and what it gives for rows of X."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..engines import kernel, kernel_outputs, pieces
from ..network import Network
from ..train import mlp
from .output import Output

HIDDEN = {"identity": "identity", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}
AT_ONCE = 1 << 22  # numbers of X that are made dense together

Parameters = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Perceptron:
    """A chain of linear layers; `activation` is a key of HIDDEN. Weights are (inputs, outputs)."""

    network: Network
    activation: str
    output: Output

    @staticmethod
    def of(depth: int, activation: str, output: Output) -> Perceptron:
        """Make one with so many linear layers."""
        return Perceptron(mlp(depth - 1, hidden=HIDDEN[activation], loss=output.loss), activation, output)

    def named(self, coefs: Sequence[np.ndarray], intercepts: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
        """Give weights and biases by the network's names; the arrays are the same, not copies."""
        pairs = zip(coefs, intercepts, strict=True)
        return dict(zip(self.network.parameters, (array for pair in pairs for array in pair), strict=True))


def logits(
    activation: str, coefs: Sequence[np.ndarray], intercepts: Sequence[np.ndarray], x: Any
) -> np.ndarray:
    """Give the last layer's numbers for the rows of x, which may be sparse."""
    activate, code = (kernel() or pieces).activate, pieces.ACTIVATIONS.index(HIDDEN[activation])
    if isinstance(x, np.ndarray):
        codes = [code] * (len(coefs) - 1) + [0]
        layers = [(code, 0.0, W, b) for code, W, b in zip(codes, coefs, intercepts, strict=True)]
        if (y := kernel_outputs(layers, x)) is not None:
            return y
    a = x
    for place, (W, b) in enumerate(zip(coefs, intercepts, strict=True)):
        a = np.ascontiguousarray(a @ W)
        a += b
        if place == len(coefs) - 1:
            continue
        if activation == "relu":
            np.maximum(a, 0, out=a)
        elif code:
            activate(a.reshape(1, -1), None, code, 0.0)  # as one long row, whatever the width
    return a


def drawn(widths: Sequence[int], activation: str, rng: Any, dtype: Any) -> tuple[list, list]:
    """Draw weights and biases from ±√(6 / (inputs + outputs)), with 2 in the place of 6 for the logistic function."""
    coefs, intercepts = [], []
    for before, after in pairwise(widths):
        bound = np.sqrt((2.0 if activation == "logistic" else 6.0) / (before + after))
        coefs.append(rng.uniform(-bound, bound, (before, after)).astype(dtype))
        intercepts.append(rng.uniform(-bound, bound, after).astype(dtype))
    return coefs, intercepts


def dense(x: Any, index: Any) -> np.ndarray:
    """Give these rows of an array or a sparse matrix as an array."""
    rows = x[index]
    return rows.toarray() if hasattr(rows, "toarray") else rows


def blocks(x: Any, count: int, multiple: int = 1) -> Iterator[slice]:
    """Cut so many rows into blocks small enough to be made dense, each but the last of a `multiple` of rows."""
    size = max(AT_ONCE // max(x.shape[1], 1) // multiple, 1) * multiple
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def slopes(
    perceptron: Perceptron,
    parameters: Parameters,
    x: Any,
    t: np.ndarray,
    weights: np.ndarray | None,
    alpha: float,
) -> tuple[float, dict[str, np.ndarray]]:
    """Compute the loss of samples, each with its weight, and its gradients: means, with ½ · alpha · Σw² in the sum."""
    network, output = perceptron.network, perceptron.output
    total = float(len(t) if weights is None else weights.sum())
    loss, gradients = 0.0, {name: np.zeros_like(array) for name, array in parameters.items()}
    for rows in blocks(x, len(t)):
        values = network.forward(parameters, dense(x, rows))
        z = values[network.prediction]
        d, terms = output.predictions(z) - t[rows], output.terms(z, t[rows])
        if weights is not None:
            d, terms = (array * weights[rows, None] for array in (d, terms))
        loss += float(terms.sum())
        cotangents, _ = network.backward(parameters, values, seed=(network.prediction, d))
        for name, gradient in gradients.items():
            gradient += cotangents[name]
    for name, gradient in gradients.items():
        if name.startswith("W"):
            gradient += alpha * parameters[name]
        gradient /= total
    return (loss + penalty(parameters, alpha)) / total, gradients


def penalty(parameters: Parameters, alpha: float) -> float:
    """Give ½ · alpha · Σw² over all weights, not over biases."""
    return 0.5 * alpha * sum(float(np.vdot(W, W)) for name, W in parameters.items() if name.startswith("W"))
