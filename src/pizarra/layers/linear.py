"""Linear: the affine map at the heart of every network."""

from dataclasses import dataclass

from ..layer import Layer

_FORMULAS = """
    y[n,j] = sum(i, x[n,i] * W[i,j]){bias}
    dx[n,i] = sum(j, dy[n,j] * W[i,j])
    dW[i,j] = sum(n, x[n,i] * dy[n,j])
    {bias_cotangent}
"""
_MATRICES = """
    y = x @ W{bias}
    dx = dy @ W.T
    dW = x.T @ dy
    {bias_cotangent}
"""


@dataclass(frozen=True)
class Linear(Layer):
    """Map every row affinely: y = x W + b, samples in rows, W of shape (inputs, outputs).

    With `bias=False` there is no b.

    >>> Linear().parameters, Linear(bias=False).parameters
    (('W', 'b'), ('W',))
    """

    bias: bool = True

    @property
    def formulas(self) -> str:
        """The formulas, with or without the bias."""
        if self.bias:
            return _FORMULAS.format(bias=" + b[j]", bias_cotangent="db[j] = sum(n, dy[n,j])")
        return _FORMULAS.format(bias="", bias_cotangent="")

    @property
    def matrices(self) -> str:
        """The matrix formulas: the bias is a column, repeated for every sample."""
        if self.bias:
            return _MATRICES.format(bias=" + ones(n) @ b.T", bias_cotangent="db = dy.T @ ones(n)")
        return _MATRICES.format(bias="", bias_cotangent="")

    def forward(self, xp, x, W, b=None):
        """Compute y."""
        return {"y": x @ W if b is None else x @ W + b}

    def vjp(self, xp, dy, x, W):
        """Compute the cotangents of x, W and b."""
        cotangents = {"x": dy @ W.T, "W": x.T @ dy}
        return {**cotangents, "b": xp.sum(dy, axis=0)} if self.bias else cotangents
