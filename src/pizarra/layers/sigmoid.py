"""Sigmoid, the activation that squashes every number into (0, 1)."""

from dataclasses import dataclass

from ..formula.functions import sigmoid
from ..layer import Layer


@dataclass(frozen=True)
class Sigmoid(Layer):
    """Squash every number into (0, 1): σ(x) = 1 / (1 + e⁻ˣ). Saturates: far from 0 hardly any gradient passes."""

    formulas = """
        y[n,i] = sigmoid(x[n,i])
        dx[n,i] = dy[n,i] * y[n,i] * (1 - y[n,i])
    """
    alternatives = ("dx[n,i] = dy[n,i] * sigmoid(x[n,i]) * (1 - sigmoid(x[n,i]))",)
    matrices = """
        y = sigmoid(x)
        dx = dy * y * (1 - y)
    """

    def forward(self, xp, x):
        """Compute y."""
        return {"y": sigmoid(xp, x)}

    def vjp(self, xp, dy, y):
        """Compute the cotangent of x."""
        return {"x": dy * (y * (1 - y))}
