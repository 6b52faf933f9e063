"""Point: a loss around the point where its gradient is checked, with every way of measuring it there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .continued import complex_step, rounding
from .line import Along, Slope, first_step, slope, two_steps
from .wavering import UNITS, Noise

Function = Callable[[Sequence[np.ndarray]], float]


@dataclass(frozen=True)
class Precision:
    """How closely numbers are compared. eps: the unit in the last place of the coarsest arithmetic used.

    tolerance: a relative difference that is never called wrong. sharp: a bound below this part of an entry judges it.
    """

    eps: float
    tolerance: float
    sharp: float

    @staticmethod
    def of(eps: float, tolerance: float | None) -> Precision:
        """Choose for an arithmetic: 1e-6 in float64, 1e-3 in float32."""
        usual = 1e-6 if eps < 1e-12 else 1e-3 if eps < 1e-5 else 3e-2
        chosen = usual if tolerance is None else tolerance
        return Precision(eps, chosen, max(3e-4 if eps < 1e-12 else 3e-2, 3 * chosen))


class Point:
    """The loss around the point where the gradient is checked.

    spacing: for each array, the type whose rounding its entries undergo. complexly: the loss as a function of arrays
    that need not be real, or None where there is no such thing.
    """

    def __init__(
        self,
        loss: Function,
        here: float,
        arrays: Sequence[np.ndarray],
        types: Sequence[Any],
        precision: Precision,
        noise: Noise,
        complexly: Callable[[list[Any]], Any] | None,
    ) -> None:
        self.loss, self.here, self.precision, self.noise = loss, here, precision, noise
        self.arrays, self.types, self.complexly = list(arrays), types, complexly
        self.sizes = [float(np.sqrt(np.mean(np.square(array / (top or 1.0))))) * top or 1.0
                      for array in arrays for top in [float(np.max(np.abs(array)))]]  # fmt: skip

    def scale(self, which: int, place: tuple[int, ...]) -> float:
        """Give the size of what is moved: that of the entry, or of its array where that is larger."""
        return max(abs(float(self.arrays[which][place])), self.sizes[which])

    def along(self, which: int, place: tuple[int, ...]) -> Along:
        """Give the loss as a function of one entry's change."""
        source, kind = self.arrays[which], self.types[which]
        here = float(source[place])
        moved = source.copy()
        arrays = [*self.arrays]
        arrays[which] = moved

        def at(step: float) -> tuple[float, float]:
            moved[place] = kind(here + step)
            return float(moved[place]) - here, self.loss(arrays)

        return at

    def quick(self, which: int, place: tuple[int, ...]) -> tuple[float, float, bool]:
        """Measure with two step sizes: the slope, its bound, and whether nothing moved at all."""
        step = first_step(self.precision.eps) * self.scale(which, place)
        return two_steps(self.along(which, place), self.here, step, self.precision.eps)

    def thorough(self, which: int, place: tuple[int, ...]) -> Slope:
        """Measure along the whole ladder."""
        here = abs(float(self.arrays[which][place]))
        scale = self.scale(which, place)
        least = max(2.0**-36 * (here or scale), 8 * float(np.spacing(self.types[which](here))))
        at = self.along(which, place)
        return slope(at, self.here, least=least, scale=scale, eps=self.precision.eps)

    def complex_step(self, which: int, place: tuple[int, ...]) -> float | None:
        """Measure with the complex step; None where the loss does not allow it."""
        if self.complexly is None:
            return None
        return complex_step(self.complexly, self.arrays, which, self._towards(which, place))

    def rounding(self, which: int, place: tuple[int, ...]) -> float:
        """Give how far what the complex step measures may be off, and any other sum of the same terms."""
        if self.complexly is None:
            return 0.0
        return UNITS * rounding(self.complexly, self.arrays, which, self._towards(which, place))

    def _towards(self, which: int, place: tuple[int, ...]) -> np.ndarray:
        direction = np.zeros(self.arrays[which].shape)
        direction[place] = 1.0
        return direction
