"""BinaryCrossEntropyLogits: the same loss taken from the logits, exact at any size of them."""

from dataclasses import dataclass
from types import MappingProxyType

from ..formula.functions import sigmoid, softplus
from ..loss import Factor, Loss


@dataclass(frozen=True)
class BinaryCrossEntropyLogits(Loss):
    """Take the sigmoid p of the logits x and add −t log p − (1 − t) log(1 − p), times a factor (1/N unless said).

    Each term equals softplus(x) − t x, computed so that it neither overflows nor loses digits.
    """

    inputs = ("x", "t")
    domain = MappingProxyType({"t": "probability"})
    alternatives = ("l[n,j] = -t[n,j] * log(p[n,j]) - (1 - t[n,j]) * log(1 - p[n,j])",)
    factor: str = "1/N"

    def __post_init__(self) -> None:
        Factor.read(self.factor)

    @property
    def formulas(self) -> str:
        """The formulas, with the factor that was chosen."""
        factor = Factor.read(self.factor)
        return f"""
            p[n,j] = sigmoid(x[n,j])
            l[n,j] = softplus(x[n,j]) - t[n,j] * x[n,j]
            L = {factor.before}sum(n, sum(j, l[n,j]))
            dx[n,j] = {factor.before}(p[n,j] - t[n,j])
        """

    @property
    def matrices(self) -> str:
        """Everything element by element."""
        return f"""
            p = sigmoid(x)
            l = softplus(x) - t * x
            dx = {Factor.read(self.factor).before}(p - t)
        """

    def forward(self, xp, x, t):
        """Compute the probabilities, the terms and L."""
        # softplus(x) − t x, without the difference of two nearly equal numbers
        terms = xp.where(x > 0, (1 - t) * x, -t * x) + softplus(xp, -xp.abs(x))
        return {
            "p": sigmoid(xp, x),
            "l": terms,
            "L": Factor.read(self.factor).value(x.shape[0]) * xp.sum(terms),
        }

    def vjp(self, xp, p, t):
        """Compute the cotangent of the logits."""
        return {"x": Factor.read(self.factor).value(p.shape[0]) * (p - t)}
