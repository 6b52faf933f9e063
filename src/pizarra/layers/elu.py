"""ELU, smooth below 0 where the ReLU is flat."""

from dataclasses import dataclass

from ..layer import Layer


@dataclass(frozen=True)
class ELU(Layer):
    """Keep positive numbers, bend the others towards −`alpha`: alpha · (eˣ − 1).

    Source: Clevert, Unterthiner, Hochreiter 2015. At 0 the derivative is taken as alpha.
    """

    alpha: float = 1.0

    @property
    def formulas(self) -> str:
        """The formulas, with alpha as a number where it is not 1."""
        times = "" if self.alpha == 1 else f"{self.alpha!r} * "
        plus = "1" if self.alpha == 1 else repr(self.alpha)
        return f"""
            y[n,i] = where(x[n,i] > 0, x[n,i], {times}(exp(x[n,i]) - 1))
            dx[n,i] = dy[n,i] * where(x[n,i] > 0, 1, y[n,i] + {plus})
        """

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The derivative with the exponential itself, and told by the sign of y."""
        times, plus = ("", "1") if self.alpha == 1 else (f"{self.alpha!r} * ", repr(self.alpha))
        return (
            f"dx[n,i] = dy[n,i] * where(x[n,i] > 0, 1, {times}exp(x[n,i]))",
            f"dx[n,i] = dy[n,i] * where(y[n,i] > 0, 1, y[n,i] + {plus})",
        )

    def forward(self, xp, x):
        """Compute y."""
        return {"y": xp.where(x > 0, x, self.alpha * xp.expm1(xp.minimum(x, xp.zeros_like(x))))}

    def vjp(self, xp, dy, x, y):
        """Compute the cotangent of x."""
        return {"x": dy * xp.where(x > 0, xp.ones_like(x), y + self.alpha)}
