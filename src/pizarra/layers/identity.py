"""Identity, the activation of a linear output."""

from dataclasses import dataclass

from ..layer import Layer


@dataclass(frozen=True)
class Identity(Layer):
    """Pass every number on as it is: its derivative is 1."""

    formulas = """
        y[n,i] = x[n,i]
        dx[n,i] = dy[n,i]
    """
    matrices = """
        y = x
        dx = dy
    """

    def forward(self, xp, x):
        """Compute y."""
        return {"y": x}

    def vjp(self, xp, dy):
        """Compute the cotangent of x."""
        return {"x": dy}
