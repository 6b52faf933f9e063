"""Softmax, which turns a row of numbers into probabilities."""

from dataclasses import dataclass

from ..formula.functions import softmax
from ..layer import Layer


@dataclass(frozen=True)
class Softmax(Layer):
    """Turn every row into positive numbers that sum to 1. Every output depends on every input of its row."""

    formulas = """
        y[n,i] = softmax(i, x[n,i])
        dx[n,i] = y[n,i] * (dy[n,i] - sum(k, dy[n,k] * y[n,k]))
    """
    matrices = """
        y[n] = softmax(rows, x[n])
        dx[n] = (diag(y[n]) - y[n] @ y[n].T) @ dy[n]
    """

    def forward(self, xp, x):
        """Compute y."""
        return {"y": softmax(xp, x, -1)}

    def vjp(self, xp, dy, y):
        """Compute the cotangent of x."""
        return {"x": y * (dy - xp.sum(dy * y, axis=-1, keepdims=True))}
