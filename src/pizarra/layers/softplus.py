"""Softplus, the smooth ReLU."""

from dataclasses import dataclass

from ..formula.functions import sigmoid, softplus
from ..layer import Layer


@dataclass(frozen=True)
class Softplus(Layer):
    """Bend smoothly from 0 to the identity: log(1 + eˣ). Its derivative is the sigmoid."""

    formulas = """
        y[n,i] = softplus(x[n,i])
        dx[n,i] = dy[n,i] * sigmoid(x[n,i])
    """
    alternatives = ("dx[n,i] = dy[n,i] * (1 - exp(-y[n,i]))",)
    matrices = """
        y = softplus(x)
        dx = dy * sigmoid(x)
    """

    def forward(self, xp, x):
        """Compute y."""
        return {"y": softplus(xp, x)}

    def vjp(self, xp, dy, x):
        """Compute the cotangent of x."""
        return {"x": dy * sigmoid(xp, x)}
