"""Digits: how numbers are shown, so that a reader who checks them by hand finds them right.

Every array has one number of decimals. An equation in numbers is recomputed from the digits that it shows; where the
last place would differ, the numbers on its right get one or two more digits, and where even that fails it says ≈.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from ..mathematics.boxes import Box, Numeral, Scripts, row, sign

FEW = 64  # numbers: so many are sooner written one by one than rounded as an array


class Digits(NamedTuple):
    """How the numbers of one array are shown: so many decimals, or d.ddd · 10^k where they are tiny or huge.

    `exact`: nothing is lost, the numbers have no more decimals than are shown. A tuple, because it is looked up by.
    """

    decimals: int
    scientific: bool = False
    exact: bool = False
    comma: bool = False

    def text(self, value: float) -> str:
        """Write a number, without the power of ten; a minus only in front of what is not zero."""
        if self.scientific:
            value, _ = self.parts(value)
        text = f"{value:.{self.decimals}f}"
        if text[0] == "-" and float(text) == 0:
            text = text[1:]
        return text.replace(".", ",") if self.comma else text

    def parts(self, value: float) -> tuple[float, int]:
        """Split a number into what stands before the power of ten, and the power."""
        if value == 0:
            return 0.0, 0
        mantissa, power = f"{value:.{self.decimals}e}".split("e")
        return float(mantissa), int(power)

    def box(self, value: float) -> Box:
        """Write a number as mathematics."""
        numeral = Numeral(self.text(value))
        if not self.scientific or value == 0:
            return numeral
        _, power = self.parts(value)
        if power == 0:
            return numeral
        return row(numeral, sign("·"), Scripts(Numeral("10"), sup=Numeral(str(power))))

    def seen(self, value: float) -> float:
        """Give one number as a reader sees it."""
        if self.exact:
            return value
        return float(f"{value:.{self.decimals}{'e' if self.scientific else 'f'}}")

    def shown(self, values: np.ndarray | float) -> np.ndarray:
        """Give the values as a reader sees them."""
        array = np.asarray(values, dtype=float)
        if self.exact:
            return array
        if self.scientific or array.size <= FEW:
            return np.array([self.seen(v) for v in array.ravel().tolist()]).reshape(array.shape)
        rounded = np.array(array.round(self.decimals))
        scaled = np.abs(array) * 10.0**self.decimals
        ties = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6  # here np.round and the text may part
        rounded[ties] = [float(f"{v:.{self.decimals}f}") for v in array[ties]]
        return rounded

    def same(self, found: float, wanted: float) -> bool:
        """Whether a number reads as `wanted`, which is one as a reader sees it; a tie may go either way."""
        if self.scientific:
            return abs(self.seen(found) - wanted) <= 1e-12 * abs(wanted)
        unit = 0.5 * 10.0**-self.decimals
        apart = abs(found - wanted)
        if apart <= unit * (1 + 1e-9):
            return True
        if self.exact or not apart < np.inf:
            return False
        return abs(float(np.round(found, self.decimals)) - wanted) < unit

    def finer(self, extra: int) -> Digits:
        """Show this many digits more, unless nothing is lost as it is."""
        if self.exact or not extra:
            return self
        return Digits(self.decimals + extra, self.scientific, comma=self.comma)


def digits_for(values: np.ndarray | float, decimals: int, *, comma: bool = False) -> Digits:
    """Choose how an array is shown: as few decimals as show it exactly, at most `decimals`; powers of ten if need be.

    >>> digits_for(np.array([1.5, -1.0]), 4).decimals, digits_for(np.array([1 / 3]), 4).decimals
    (1, 4)
    """
    array = np.asarray(values, dtype=float)
    if array.size > 10_000:  # of a large matrix a part is enough: an exact one is exact throughout
        array = array.reshape(-1)[:: array.size // 10_000]
    numbers = array.ravel().tolist()
    largest = max(map(abs, numbers), default=0.0)
    tiny = 0 < largest < 0.5 * 10.0 ** -(decimals - 1)
    huge = 1e7 <= largest < np.inf and not (largest < 1e12 and all(map(float.is_integer, numbers)))
    if tiny or huge:
        return Digits(max(decimals - 1, 1), scientific=True, comma=comma)

    noise = 1e-15 * largest

    def exact(few: int) -> bool:
        return all(abs(round(number, few) - number) <= noise for number in numbers)

    if not exact(decimals):  # then no fewer show it either
        return Digits(decimals, comma=comma)
    return Digits(next(few for few in range(decimals + 1) if exact(few)), exact=True, comma=comma)


def settle(
    names: Mapping[str, Digits],
    compute: Callable[[Callable[[str], Digits]], np.ndarray | float],
    result: np.ndarray | float,
    target: Digits,
) -> tuple[Callable[[str], Digits], str]:
    """Find the digits with which an equation can be checked: as they are, with one more, with two more, or ≈.

    `compute` evaluates the right side from numbers rounded to the digits that it is given; `result` is the true value,
    shown with `target`: both are arrays, or both are one number. Gives the digits for each name and the relation to
    write.
    """
    shape = result.shape if isinstance(result, np.ndarray) else ()
    wanted = target.shown(result).ravel().tolist() if shape else [target.seen(float(result))]
    with np.errstate(all="ignore"):
        for extra in (0, 1, 2):

            def chosen(name: str, extra: int = extra) -> Digits:
                return names[name].finer(extra)

            found = compute(chosen)
            if shape and np.shape(found) != shape:
                continue
            numbers = np.ravel(found).tolist() if shape else [float(found)]
            if all(map(target.same, numbers, wanted)):
                return chosen, "="
    return lambda name: names[name], "≈"
