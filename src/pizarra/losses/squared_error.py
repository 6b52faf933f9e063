"""SquaredError, the loss of regression."""

from dataclasses import dataclass

from ..loss import Factor, Loss


@dataclass(frozen=True)
class SquaredError(Loss):
    """Add the squares of all errors, times a factor: 1, 1/2, 1/N or 1/(2N), with N samples.

    The sum runs over samples and outputs, so 1/N is the mean over samples of the sum over outputs, not the mean over
    all entries.
    """

    factor: str = "1"

    def __post_init__(self) -> None:
        Factor.read(self.factor)

    @property
    def formulas(self) -> str:
        """The formulas, with the factor that was chosen."""
        factor = Factor.read(self.factor)
        return f"""
            L = {factor.before}sum(n, sum(j, (y[n,j] - t[n,j]) ** 2))
            dy[n,j] = {factor.times(2).before}(y[n,j] - t[n,j])
        """

    @property
    def matrices(self) -> str:
        """The same with the squared norm of the matrix of errors."""
        factor = Factor.read(self.factor)
        return f"""
            L = {factor.before}norm2(y - t)
            dy = {factor.times(2).before}(y - t)
        """

    def forward(self, xp, y, t):
        """Compute L."""
        e = y - t
        return {"L": Factor.read(self.factor).value(y.shape[0]) * xp.sum(e * e)}

    def vjp(self, xp, y, t):
        """Compute the cotangent of y."""
        return {"y": Factor.read(self.factor).times(2).value(y.shape[0]) * (y - t)}
