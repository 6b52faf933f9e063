"""Tanh, the activation that keeps signs."""

from dataclasses import dataclass

from ..layer import Layer


@dataclass(frozen=True)
class Tanh(Layer):
    """Squash every number into (−1, 1). Saturates: where |y| is near 1 hardly any gradient passes."""

    formulas = """
        y[n,i] = tanh(x[n,i])
        dx[n,i] = dy[n,i] * (1 - y[n,i] ** 2)
    """
    alternatives = ("dx[n,i] = dy[n,i] * (1 - tanh(x[n,i]) ** 2)",)
    matrices = """
        y = tanh(x)
        dx = dy * (1 - y * y)
    """

    def forward(self, xp, x):
        """Compute y."""
        return {"y": xp.tanh(x)}

    def vjp(self, xp, dy, y):
        """Compute the cotangent of x."""
        return {"x": dy * (1 - y * y)}
