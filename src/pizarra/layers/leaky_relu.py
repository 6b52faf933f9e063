"""LeakyReLU, the ReLU that never shuts entirely."""

from dataclasses import dataclass

from ..layer import Layer


@dataclass(frozen=True)
class LeakyReLU(Layer):
    """Keep positive numbers, multiply the others by a small `slope`. At 0 the derivative is taken as the slope."""

    slope: float = 0.01

    @property
    def formulas(self) -> str:
        """The formulas, with the slope as a number."""
        return f"""
            y[n,i] = where(x[n,i] > 0, x[n,i], {self.slope!r} * x[n,i])
            dx[n,i] = dy[n,i] * where(x[n,i] > 0, 1, {self.slope!r})
        """

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The derivative told by the sign of y, which is that of x where the slope is positive."""
        return (f"dx[n,i] = dy[n,i] * where(y[n,i] > 0, 1, {self.slope!r})",) if self.slope > 0 else ()

    @property
    def matrices(self) -> str:
        """The backward pass as an element-wise product."""
        return f"dx = dy * ({self.slope!r} + {1 - self.slope!r} * (x > 0))"

    def forward(self, xp, x):
        """Compute y."""
        return {"y": xp.where(x > 0, x, self.slope * x)}

    def vjp(self, xp, dy, x):
        """Compute the cotangent of x."""
        return {"x": xp.where(x > 0, dy, self.slope * dy)}
