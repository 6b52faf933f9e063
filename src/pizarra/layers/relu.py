"""ReLU, the activation that lets positive numbers through."""

from dataclasses import dataclass

from ..layer import Layer


@dataclass(frozen=True)
class ReLU(Layer):
    """Keep positive numbers, replace the others by 0. At 0 itself the derivative is taken as 0."""

    formulas = """
        y[n,i] = relu(x[n,i])
        dx[n,i] = dy[n,i] * (x[n,i] > 0)
    """
    alternatives = ("dx[n,i] = dy[n,i] * (y[n,i] > 0)",)
    matrices = """
        y = relu(x)
        dx = dy * (x > 0)
    """

    def forward(self, xp, x):
        """Compute y."""
        return {"y": xp.maximum(x, xp.zeros_like(x))}

    def vjp(self, xp, dy, x):
        """Compute the cotangent of x."""
        return {"x": dy * xp.astype(x > 0, dy.dtype)}
