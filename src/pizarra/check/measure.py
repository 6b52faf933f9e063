"""Measure: every entry of a gradient by moving one number at a time, quickly where it agrees, thoroughly where not.

An entry whose given value two step sizes confirm closely is right. Any other is measured again along the whole ladder
of steps; what still disagrees is compared with the complex step, where the function allows that, and with how far the
given gradient wavers by itself. Only what none of these explains is called wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .kinks import beside
from .line import Slope
from .measured import Measured, State
from .point import Point, Precision

MANY = 64  # where more entries than this disagree, so many are measured thoroughly first
THOROUGH = 256  # of the entries that agree loosely, at most so many are measured thoroughly
NOTHING = 1e-9  # of the largest effect on the loss: an effect that is known to be smaller is none
STEADY = 1e-3  # a bound below this part of the largest entry: the entry is known as well as matters


@dataclass
class Entries:
    """What is known of one array's entries while it is being measured: `SMALL` is what is still to be judged."""

    measured: np.ndarray
    bound: np.ndarray
    state: np.ndarray

    @staticmethod
    def nothing(shape: tuple[int, ...]) -> Entries:
        """Know nothing yet."""
        return Entries(np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, dtype=np.int8))


def measure(
    point: Point,
    which: int,
    given: np.ndarray,
    places: Sequence[tuple[int, ...]],
    known: Entries | None = None,
) -> Entries:
    """Judge the given gradient of one array at these places. known: what a quicker way has measured already."""
    entries = known if known is not None else _quickly(point, which, given, places)
    apart, loose = _sorted(point.precision, given, entries)
    first = apart if len(apart) <= MANY else _spread(apart, given, entries)
    slopes = {place: point.thorough(which, place) for place in first}
    for place, found in slopes.items():
        _judge(point, which, place, given, entries, found)
    if len(first) < len(apart):
        sure = all(entries.state[place] == State.WRONG for place in first)
        for place in apart:
            if place in slopes:
                continue
            if sure and entries.bound[place] <= 1e-2 * max(abs(entries.measured[place]), abs(given[place])):
                entries.state[place] = State.WRONG
            else:
                _judge(point, which, place, given, entries, point.thorough(which, place))
    budget = THOROUGH
    for place in loose:
        if not _confirmed(point, which, place, given, entries, wrong=False):
            budget -= 1
            if budget >= 0:
                _judge(point, which, place, given, entries, point.thorough(which, place))
    _steady(entries, given)
    return entries


def _quickly(point: Point, which: int, given: np.ndarray, places: Sequence[tuple[int, ...]]) -> Entries:
    entries = Entries.nothing(given.shape)
    for place in places:
        value, bound, flat = point.quick(which, place)
        entries.measured[place], entries.bound[place] = value, bound
        entries.state[place] = State.RIGHT if flat and given[place] == 0 else State.SMALL
    return entries


def _sorted(
    precision: Precision, given: np.ndarray, entries: Entries
) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """Call right what two steps confirm closely. Give the places that disagree, and those that agree but loosely."""
    open_ = entries.state == State.SMALL
    value, bound = np.where(open_, entries.measured, 0.0), np.where(open_, entries.bound, 0.0)
    size = np.maximum(np.abs(given), np.abs(value))
    apart = open_ & (np.abs(given - value) > bound + precision.tolerance * size)
    sharp = open_ & ~apart & (bound <= precision.sharp * size)
    entries.state[sharp] = State.RIGHT
    return _listed(apart), _listed(open_ & ~apart & ~sharp)


def _listed(mask: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(place) for place in np.argwhere(mask).tolist()]


def _spread(apart: list[tuple[int, ...]], given: np.ndarray, entries: Entries) -> list[tuple[int, ...]]:
    """Choose the entries that are farthest off, and others spread evenly over the rest."""
    off = [-abs(given[place] - entries.measured[place]) for place in apart]
    order = [apart[k] for k in np.argsort(off, kind="stable")]
    half = MANY // 2
    return [*order[:half], *order[half :: max(1, (len(order) - half) // half)]]


def _judge(
    point: Point, which: int, place: tuple[int, ...], given: np.ndarray, entries: Entries, found: Slope
) -> None:
    """Judge one entry by what was measured thoroughly."""
    claimed = float(given[place])
    precision = point.precision
    size = max(abs(claimed), abs(found.value))
    tolerance = precision.tolerance * size
    entries.measured[place], entries.bound[place] = found.value, found.bound
    off = found.off(claimed, tolerance)
    if off == 0:
        if found.kink and abs(claimed - found.value) > found.bound + tolerance:
            entries.state[place] = State.KINK
        elif abs(claimed - found.value) <= found.bound + tolerance:
            sharp = found.bound <= precision.sharp * size or (found.flat and claimed == 0)
            entries.state[place] = State.RIGHT if sharp else State.SMALL
        else:  # another reach of steps says so
            entries.state[place] = State.SMALL
        if entries.state[place] == State.SMALL:
            _confirmed(point, which, place, given, entries, wrong=not found.kink)
        return
    exact = point.complex_step(which, place)
    for wavering in (lambda: point.noise(which)[place], lambda: point.rounding(which, place)):
        wavers = float(wavering())
        if exact is not None and abs(claimed - exact) <= tolerance + wavers:
            entries.measured[place], entries.bound[place] = exact, tolerance + wavers
        elif found.off(claimed, tolerance + wavers) == 0:
            entries.bound[place] += wavers
        else:
            continue
        entries.state[place] = State.RIGHT if wavers <= 1e-2 * size else State.SMALL
        return
    if (sides := beside(point, which, place, off, kink=found.kink)) is not None and sides[
        0
    ] <= claimed <= sides[1]:
        entries.state[place] = State.KINK
    else:
        if exact is not None and not found.kink and found.off(exact, tolerance) == 0:
            entries.measured[place] = exact
        entries.state[place] = State.WRONG


def _confirmed(
    point: Point, which: int, place: tuple[int, ...], given: np.ndarray, entries: Entries, *, wrong: bool
) -> bool:
    """Judge an entry that differences are too coarse for by the complex step. False where that says nothing.

    wrong: whether it may be called wrong: not while nobody has looked for a kink.
    """
    exact = point.complex_step(which, place)
    if exact is None:
        return False
    claimed, bound = float(given[place]), float(entries.bound[place])
    size = max(abs(claimed), abs(exact))
    if abs(exact - entries.measured[place]) > bound + point.precision.tolerance * size:
        return False  # they contradict each other, so neither is believed
    off = abs(claimed - exact)
    allowed = point.precision.tolerance * size
    if off > allowed:
        allowed += float(point.noise(which)[place])
    if off <= allowed:
        state = State.RIGHT if allowed <= 1e-2 * size or size == 0 else State.SMALL
    elif wrong and off > max(100 * allowed, point.precision.sharp * size) + point.rounding(which, place):
        sides = beside(point, which, place, off, kink=False)
        state = State.KINK if sides is not None and sides[0] <= claimed <= sides[1] else State.WRONG
    else:
        return False
    entries.state[place] = state
    entries.measured[place], entries.bound[place] = exact, allowed
    return state != State.SMALL


def _steady(entries: Entries, given: np.ndarray) -> None:
    """Call right what agrees within a small part of the array's largest entry, though it is small itself."""
    looked = entries.state != State.UNSEEN
    with np.errstate(invalid="ignore"):
        largest = np.max(np.abs(entries.measured[looked & np.isfinite(entries.bound)]), initial=0.0)
        known = entries.bound <= STEADY * largest
    entries.state[(entries.state == State.SMALL) & known] = State.RIGHT


def settle(measured: Sequence[Measured]) -> None:
    """Call right what agrees and is known to be next to nothing beside what other parameters do to the loss."""

    def size(one: Measured) -> np.ndarray:
        return np.maximum(np.abs(one.values), np.sqrt(np.mean(one.values**2)) or 1.0)

    effects = [np.where(np.isfinite(one.bound), np.abs(one.measured), 0.0) * size(one) for one in measured]
    largest = max(
        (float(np.max(effect, initial=0.0, where=np.isfinite(effect))) for effect in effects), default=0.0
    )
    for one in measured:
        nothing = (one.bound + np.abs(one.measured)) * size(one) <= NOTHING * largest
        one.state[(one.state == State.SMALL) & nothing] = State.RIGHT
