"""Kinds: what is given, how many mistakes, how many cases, and what must be reached."""

from __future__ import annotations

from dataclasses import dataclass

from planted import GIVEN

FROM = 1_000_000  # the first seed: nobody looks at a case of one beyond before its figures are given


@dataclass(frozen=True)
class Kind:
    """One row of the table. The limits are shares: told faulty; class and layer right, first; among those named.

    Some cases more are drawn than are aimed at, since a few show no number and are left out.
    """

    title: str
    given: tuple[str, ...]
    mistakes: int
    cases: int
    told: float = 0.0
    first: float = 0.0
    named: float = 0.0

    def case(self, number: int, start: int = FROM) -> tuple[int, str, int]:
        """Give what the planting draws the case from: seed, given, mistakes."""
        return start + number // len(self.given), self.given[number % len(self.given)], self.mistakes


KINDS = {
    "right": Kind("right programs", GIVEN, 0, 20_004),
    "function": Kind("a function, one mistake", ("function",), 1, 3012, 0.99, 0.97, 0.99),
    "two": Kind("a function, two mistakes", ("function",), 2, 504, 0.99, 0.90, 0.94),
    "arrays": Kind("arrays with intermediates", ("arrays",), 1, 2000, 0.99, 0.97, 0.98),
    "gradients": Kind("gradients alone", ("gradients",), 1, 2000, 0.99, 0.93, 0.97),
    "step": Kind("a step", ("step",), 1, 2050, 0.97, 0.92, 0.95),
}
VAGUE = 0.005  # of right cases may be too small to judge
