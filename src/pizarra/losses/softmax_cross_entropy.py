"""SoftmaxCrossEntropy of logits, the loss of classification into several classes."""

from dataclasses import dataclass
from types import MappingProxyType

from ..formula.functions import log_softmax
from ..loss import Factor, Loss


@dataclass(frozen=True)
class SoftmaxCrossEntropy(Loss):
    """Take the softmax p of the logits x and add −t log p, times a factor (1/N unless said).

    The targets of each sample sum to 1 (one-hot rows, or probabilities); then the derivative collapses to p − t.
    log p is computed as x − log Σ eˣ, which is exact where p itself is 0 in floating point.
    """

    inputs = ("x", "t")
    domain = MappingProxyType({"t": "distribution"})
    alternatives = ("l[n,j] = -t[n,j] * log(p[n,j])",)
    factor: str = "1/N"

    def __post_init__(self) -> None:
        Factor.read(self.factor)

    @property
    def formulas(self) -> str:
        """The formulas, with the factor that was chosen."""
        factor = Factor.read(self.factor)
        return f"""
            p[n,j] = softmax(j, x[n,j])
            l[n,j] = -t[n,j] * log_softmax(j, x[n,j])
            L = {factor.before}sum(n, sum(j, l[n,j]))
            dx[n,j] = {factor.before}(p[n,j] - t[n,j])
        """

    @property
    def matrices(self) -> str:
        """The softmax for each sample; the rest element by element."""
        return f"""
            p[n] = softmax(rows, x[n])
            l[n] = -t[n] * log_softmax(rows, x[n])
            dx = {Factor.read(self.factor).before}(p - t)
        """

    def forward(self, xp, x, t):
        """Compute the probabilities, the terms and L."""
        log_p = log_softmax(xp, x, -1)
        terms = -t * log_p
        return {
            "p": xp.exp(log_p),
            "l": terms,
            "L": Factor.read(self.factor).value(x.shape[0]) * xp.sum(terms),
        }

    def vjp(self, xp, p, t):
        """Compute the cotangent of the logits."""
        return {"x": Factor.read(self.factor).value(p.shape[0]) * (p - t)}
