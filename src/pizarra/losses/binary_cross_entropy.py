"""BinaryCrossEntropy of probabilities: each output is a yes or a no of its own."""

from dataclasses import dataclass
from types import MappingProxyType

from ..loss import Factor, Loss


@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    """Add −t log y − (1 − t) log(1 − y) over samples and outputs, times a factor (1/N unless said).

    A probability of 0 or 1 that the target contradicts makes the loss infinite; with logits at hand,
    BinaryCrossEntropyLogits is exact there.
    """

    domain = MappingProxyType({"y": "probability", "t": "probability"})
    factor: str = "1/N"

    def __post_init__(self) -> None:
        Factor.read(self.factor)

    @property
    def formulas(self) -> str:
        """The formulas, with the factor that was chosen."""
        factor = Factor.read(self.factor)
        return f"""
            l[n,j] = -t[n,j] * log(y[n,j]) - (1 - t[n,j]) * log(1 - y[n,j])
            L = {factor.before}sum(n, sum(j, l[n,j]))
            dy[n,j] = {factor.before}((y[n,j] - t[n,j]) / (y[n,j] * (1 - y[n,j])))
        """

    @property
    def limits(self) -> str:
        """The formulas with 0 · log 0 as 0, and with the slope of what is left of the loss."""
        factor, yes, no = Factor.read(self.factor), "abs(t[n,j]) > 0", "abs(1 - t[n,j]) > 0"
        return f"""
            l[n,j] = -where({yes}, t[n,j] * log(y[n,j]), 0) - where({no}, (1 - t[n,j]) * log(1 - y[n,j]), 0)
            dy[n,j] = {factor.before}(where({no}, (1 - t[n,j]) / (1 - y[n,j]), 0) - where({yes}, t[n,j] / y[n,j], 0))
        """

    @property
    def matrices(self) -> str:
        """The terms and the cotangent, element by element."""
        return f"""
            l = -t * log(y) - (1 - t) * log(1 - y)
            dy = {Factor.read(self.factor).before}((y - t) / (y * (1 - y)))
        """

    def forward(self, xp, y, t):
        """Compute the terms and L; a term with weight 0 is 0."""
        one = xp.ones_like(y)
        yes = t * xp.log(xp.where(t == 0, one, y))
        no = (1 - t) * xp.log(xp.where(t == 1, one, 1 - y))
        terms = -yes - no
        return {"l": terms, "L": Factor.read(self.factor).value(y.shape[0]) * xp.sum(terms)}

    def vjp(self, xp, y, t):
        """Compute the cotangent of y."""
        one = xp.ones_like(y)
        slope = (1 - t) / xp.where(t == 1, one, 1 - y) - t / xp.where(t == 0, one, y)
        return {"y": Factor.read(self.factor).value(y.shape[0]) * slope}
