"""Loss: the layer that closes a network, and the factor in front of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .errors import NetworkError, nearest
from .layer import Layer


@dataclass(frozen=True)
class Factor:
    """The constant in front of a loss's sum over samples and outputs: 1, 1/2, 1/N or 1/(2N), N samples.

    >>> Factor.read("1/(2N)").times(2).text
    '1 / N'
    """

    number: Fraction
    per_sample: bool

    @staticmethod
    def read(text: object) -> Factor:
        """Read one of the four, as text or as the number 1 or 0.5. Raises NetworkError, which lists them."""
        name = str(text).replace(" ", "").replace("*", "")
        for half in ("½", "0.5"):
            name = "1/2" + name.removeprefix(half) if name.startswith(half) else name
        name = {"1.0": "1", "1/2/N": "1/(2N)", "1.0/N": "1/N"}.get(name, name)
        if name not in _FACTORS:
            raise NetworkError(f"There is no loss factor {str(text)[:40]!r}." + nearest(name, _FACTORS))
        return _FACTORS[name]

    def times(self, number: int) -> Factor:
        """Give the factor multiplied by a whole number: what a derivative brings down."""
        return Factor(self.number * number, self.per_sample)

    def value(self, samples: int) -> float:
        """Give its number for this many samples."""
        return float(self.number) / samples if self.per_sample else float(self.number)

    @property
    def text(self) -> str:
        """Write it as a formula."""
        top, bottom = self.number.as_integer_ratio()
        lower = ("N" if bottom == 1 else f"({bottom} * N)") if self.per_sample else str(bottom)
        return str(top) if lower == "1" else f"{top} / {lower}"

    @property
    def before(self) -> str:
        """Write it as the beginning of a product: nothing where it is 1."""
        return "" if self.text == "1" else f"{self.text} * "


_FACTORS = {
    "1": Factor(Fraction(1), False),
    "1/2": Factor(Fraction(1, 2), False),
    "1/N": Factor(Fraction(1), True),
    "1/(2N)": Factor(Fraction(1, 2), True),
}


class Loss(Layer):
    """A layer that closes the network: its output is one number, L, and its cotangent is 1.

    Inside, the prediction is `y` and the target, which has no derivative, is `t`.
    """

    inputs = ("y", "t")
    fixed = ("t",)
    output = "L"

    @property
    def cotangent(self) -> None:
        """A loss starts the backward pass: nothing arrives."""
        return None
