"""CrossEntropy of probabilities, as they come out of a softmax layer."""

from dataclasses import dataclass
from types import MappingProxyType

from ..loss import Factor, Loss


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """Add −t log y over samples and classes, times a factor (1/N unless said); y are probabilities.

    A probability of 0 where the target is not 0 makes the loss infinite; with logits at hand, SoftmaxCrossEntropy
    is exact there. Where the target is 0 the term is 0, whatever y is.
    """

    domain = MappingProxyType({"y": "probability", "t": "distribution"})
    factor: str = "1/N"

    def __post_init__(self) -> None:
        Factor.read(self.factor)

    @property
    def formulas(self) -> str:
        """The formulas, with the factor that was chosen."""
        factor = Factor.read(self.factor)
        return f"""
            l[n,j] = -t[n,j] * log(y[n,j])
            L = {factor.before}sum(n, sum(j, l[n,j]))
            dy[n,j] = -{factor.before}(t[n,j] / y[n,j])
        """

    @property
    def limits(self) -> str:
        """The formulas with 0 · log 0 and 0 / 0 as 0."""
        factor = Factor.read(self.factor)
        return f"""
            l[n,j] = where(abs(t[n,j]) > 0, -t[n,j] * log(y[n,j]), 0)
            dy[n,j] = where(abs(t[n,j]) > 0, -{factor.before}(t[n,j] / y[n,j]), 0)
        """

    @property
    def matrices(self) -> str:
        """The terms and the cotangent, element by element."""
        return f"""
            l = -t * log(y)
            dy = -{Factor.read(self.factor).before}(t / y)
        """

    def forward(self, xp, y, t):
        """Compute the terms and L."""
        safe = xp.where(t == 0, xp.ones_like(y), y)
        terms = -t * xp.log(safe)
        return {"l": terms, "L": Factor.read(self.factor).value(y.shape[0]) * xp.sum(terms)}

    def vjp(self, xp, y, t):
        """Compute the cotangent of y."""
        safe = xp.where(t == 0, xp.ones_like(y), y)
        return {"y": -Factor.read(self.factor).value(y.shape[0]) * (t / safe)}
