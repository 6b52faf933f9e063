"""Add, where two branches of a network meet again."""

from dataclasses import dataclass

from ..layer import Layer


@dataclass(frozen=True)
class Add(Layer):
    """Add two values of the same shape, as a residual connection does: each gets the whole cotangent."""

    inputs = ("u", "v")
    formulas = """
        y[n,i] = u[n,i] + v[n,i]
        du[n,i] = dy[n,i]
        dv[n,i] = dy[n,i]
    """
    matrices = """
        y = u + v
        du = dy
        dv = dy
    """

    def forward(self, xp, u, v):
        """Compute y."""
        return {"y": u + v}

    def vjp(self, xp, dy):
        """Compute the cotangents of both."""
        return {"u": dy, "v": dy}
