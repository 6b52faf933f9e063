"""Shares: parameters times a number near 1, which a decay leaves of them, or a strong penalty adds to a gradient."""

from __future__ import annotations


class Shares:
    """What is known of shares of parameters: a sum with one is an update by a decay until it turns out otherwise."""

    def __init__(self) -> None:
        self.whole: dict[int, int] = {}  # by the first identity of a share, that of the whole
        self.doubted: dict[tuple[int, int], int] = {}  # by leaf and whole: what counts as an update
        self.penalised: set[int] = set()  # leaves whose shares are penalties

    def doubt(self, leaf: int, share: int, start: int) -> None:
        """Note that an update began with a share."""
        if share in self.whole:
            self.doubted[leaf, self.whole[share]] = start

    def penalty(self, leaf: int, first: int) -> int | None:
        """Give the sum that may be no update, where another begins with the whole that a share was taken of."""
        return self.doubted.pop((leaf, first), None)
