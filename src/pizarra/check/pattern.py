"""Pattern: what a wrong gradient is, as a whole: a multiple of the right one, its transpose, another parameter's, …

Each guess gives the array that it would make of what was measured; it holds where every entry agrees within the bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ..language import say
from .finding import Finding
from .measured import Measured, State

CLOSE = 1e-4  # relative to each entry, beside its bound
AGREE = 1e-2  # the part of an array's largest entry above which its entries say something
MOST_ROWS = 2000  # rows that are tried to be put in another order


@dataclass(frozen=True)
class Guess:
    """What the given gradient might be: the array, its bound, and how to say so."""

    fault: str
    array: np.ndarray
    bound: np.ndarray
    values: dict[str, Any]


def explained(one: Measured, others: Sequence[Measured]) -> Finding:
    """Say in one finding what is wrong with a parameter's gradient."""
    for guess in _guesses(one, others):
        if factor := fits(one.given, guess.array, guess.bound, one.looked_at):
            return _finding(one, guess, factor)
    return _entries(one)


def fits(given: np.ndarray, array: np.ndarray, bound: np.ndarray, where: np.ndarray) -> float | None:
    """Give the number c for which the given numbers are c times the array, within the bounds; None if there is none."""
    where = where & np.isfinite(array) & np.isfinite(bound)
    if given.shape != array.shape or not where.any():
        return None
    u, d, e = given[where], array[where], bound[where]
    largest = float(np.max(np.abs(d)))
    clear = (np.abs(d) > 100 * e) & (np.abs(d) >= AGREE * largest)
    if not clear.any():
        return None
    factor = float(np.median(u[clear] / d[clear]))
    if not 1e-12 < abs(factor) < 1e12:
        return None
    for nice in (_nice(factor), factor):
        off = np.abs(u - nice * d)
        if np.all(off <= abs(nice) * (e + CLOSE * np.abs(d)) + CLOSE * np.abs(u)):
            return nice
    return None


def _nice(factor: float) -> float:
    """Give the simple number that a factor is next to: n, 1/n, or a fraction of numbers up to 12; else the factor."""
    size = abs(factor)
    near = [float(Fraction(size).limit_denominator(12))] if size < 13 else []
    near += [round(size)] if 0.5 < size < 1e6 else []
    near += [1 / round(1 / size)] if 1e-6 < size < 2 else []
    close = [value for value in near if abs(value - size) <= CLOSE * size]
    return float(np.copysign(min(close, key=lambda value: abs(value - size)), factor)) if close else factor


def _guesses(one: Measured, others: Sequence[Measured]) -> Iterator[Guess]:
    d, e, u = one.measured, one.bound, one.given
    yield Guess("factor", d, e, {})
    whole = bool(one.looked_at.all())
    if whole and d.ndim == 2:
        if d.shape[0] == d.shape[1]:
            yield Guess("transpose", d.T, e.T, {})
        yield Guess("order", _refilled(d), _refilled(e), {})
        for axis, word in ((0, "rows"), (1, "columns")):
            order = _permutation(u, d, e, axis)
            if order is not None:
                said = ", ".join(map(str, order[:12])) + (", …" if len(order) > 12 else "")
                yield Guess(
                    "permutation",
                    np.take(d, order, axis),
                    np.take(e, order, axis),
                    {"axis": say(f"gradient.axis.{word}"), "order": f"[{said}]"},
                )
    if whole and d.ndim == 1 and (order := _permutation(u[:, None], d[:, None], e[:, None], 0)) is not None:
        yield Guess(
            "permutation",
            d[order],
            e[order],
            {"axis": say("gradient.axis.entries"), "order": str(order[:12])},
        )
    for other in others:
        if other.name == one.name:
            continue
        if other.shape == one.shape:
            yield Guess("another", other.measured, other.bound, {"other": other.name})
        elif other.measured.ndim == 2 and other.shape[::-1] == one.shape:
            yield Guess("another_transposed", other.measured.T, other.bound.T, {"other": other.name})


def _refilled(array: np.ndarray) -> np.ndarray:
    return array.ravel(order="F").reshape(array.shape)


def _permutation(u: np.ndarray, d: np.ndarray, e: np.ndarray, axis: int) -> list[int] | None:
    """Find in what order the rows (or columns) of the right array stand in the given one."""
    if axis == 1:
        u, d, e = u.T, d.T, e.T
    if u.shape != d.shape or not 1 < len(d) <= MOST_ROWS:
        return None
    free = dict.fromkeys(range(len(d)))
    order: list[int] = []
    for row in u:
        rest = list(free)
        off = np.abs(row - d[rest])
        fit = np.all(off <= e[rest] + CLOSE * np.abs(row), axis=1)
        if not fit.any():
            return None
        found = rest[int(np.argmax(fit))]
        del free[found]
        order.append(found)
    return order if order != sorted(order) else None


def _finding(one: Measured, guess: Guess, factor: float) -> Finding:
    place = one.worst(1)[0]
    fault, values = guess.fault, dict(guess.values)
    if fault == "factor":
        fault = "sign" if factor == -1 else "factor"
        values = {} if fault == "sign" else {"factor": said(factor)}
    elif factor != 1:
        values["times"] = say("gradient.times", factor=said(factor))
    if fault in ("transpose", "order", "permutation", "another", "another_transposed"):
        values.setdefault("times", "")
    return Finding(
        "fault", fault, one.name, factor, place, float(one.given[place]), float(one.measured[place]), values
    )


def said(factor: float) -> str:
    """Write a factor as a reader would: 2, −1/8, 0.731.

    >>> said(-0.125), said(3.0), said(0.7311234)
    ('−1/8', '3', '0.73112')
    """
    near = Fraction(factor).limit_denominator(1_000_000)
    if abs(float(near) - factor) <= 1e-12 * abs(factor) and min(abs(near.numerator), near.denominator) <= 12:
        return str(near).replace("-", "−")
    return f"{factor:.5g}".replace("-", "−")


def _entries(one: Measured) -> Finding:
    """Say which entries are wrong, where no one thing explains all of them."""
    place = one.worst(1)[0]
    found, expected = float(one.given[place]), float(one.measured[place])
    seen = {"place": place, "found": found, "expected": expected}
    numbers = {"found": figure(found), "expected": figure(expected)}
    looked = one.looked_at
    if not np.any(one.given[looked]):
        return Finding("fault", "zero", one.name, values=numbers, **seen)
    if (weight := _regulariser(one)) is not None:
        return Finding(
            "fault", "regulariser", one.name, values={"factor": said(weight)}, factor=weight, **seen
        )
    count, of = one.count(State.WRONG), int(looked.sum())
    values = {"count": count, "of": of, "place": written(place, one.name), **numbers}
    if one.values.ndim == 2 and count < of:
        for axis, word in ((0, "row"), (1, "column")):
            lines = np.unique(np.argwhere(one.wrong)[:, axis])
            if len(lines) == 1 and one.shape[1 - axis] > 1 and count > 1:
                where = {"line": say(f"gradient.axis.{word}", number=int(lines[0]))}
                return Finding("fault", "line", one.name, values={**values, **where}, **seen)
    return Finding("fault", "entries", one.name, values=values, **seen)


def _regulariser(one: Measured) -> float | None:
    """Find the c for which the given gradient is the right one plus c times the parameter itself."""
    difference, bound = one.given - one.measured, one.bound + CLOSE * np.abs(one.measured)
    if one.count(State.WRONG) < 2:
        return None
    return fits(difference, one.values, bound / max(abs(_slope(one, difference)), 1e-300), one.looked_at)


def _slope(one: Measured, difference: np.ndarray) -> float:
    where = one.looked_at & np.isfinite(difference)
    x = one.values[where]
    return float(np.sum(difference[where] * x) / (np.sum(x * x) or 1.0))


def figure(value: float) -> str:
    """Write a number so that a reader can compare it: six digits.

    >>> figure(-0.0001234567), figure(2.0)
    ('−0.000123457', '2')
    """
    return f"{value:.6g}".replace("-", "−")


def written(place: Sequence[int], name: str) -> str:
    """Write an entry as Python would: W[0, 2]."""
    return f"{name}[{', '.join(map(str, place))}]" if len(place) else name


def together(findings: Sequence[Finding], measured: Sequence[Measured]) -> list[Finding]:
    """Say once what is the same for every parameter: one factor, one sign. Two that are swapped are one finding."""
    told = [one for one in measured if one.judged and np.any(one.measured[one.looked_at])]
    same = [f for f in findings if f.fault in ("factor", "sign")]
    if len(told) > 1 and len(same) == len(told) and all(_alike(f.factor, same[0].factor) for f in same):
        first = same[0]
        whole = Finding(
            "fault", first.fault, None, first.factor, first.place, first.found, first.expected, first.values
        )
        return [whole, *(f for f in findings if f not in same)]
    pairs = {f.parameter: f for f in findings if f.fault == "another" and f.factor == 1}
    result: list[Finding] = []
    for finding in findings:
        other = finding.values.get("other")
        if (
            finding.parameter in pairs
            and other in pairs
            and pairs[other].values["other"] == finding.parameter
        ):
            if not any(f.fault == "swapped" and f.parameter == other for f in result):
                result.append(
                    Finding("fault", "swapped", finding.parameter, values={"other": other}, place=finding.place,
                            found=finding.found, expected=finding.expected)
                )  # fmt: skip
            continue
        result.append(finding)
    return result


def _alike(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= 2 * CLOSE * abs(b)


Reading = Callable[[np.ndarray], np.ndarray]


def shapes(given: np.ndarray, wanted: tuple[int, ...]) -> Iterator[tuple[str, np.ndarray]]:
    """Give what a gradient of another shape may be meant as: (what was done to it, the array in the right shape)."""
    if tuple(k for k in given.shape if k != 1) == tuple(k for k in wanted if k != 1):
        yield "squeezed", given.reshape(wanted)
    elif given.shape[::-1] == wanted:
        yield "transposed", given.T
    elif given.size == np.prod(wanted, dtype=int):
        yield "reshaped", given.reshape(wanted)
    if given.ndim > len(wanted):
        extra = given.ndim - len(wanted)
        if given.shape[extra:] == wanted:
            yield "unsummed", given.sum(axis=tuple(range(extra)))
        if given.shape[: len(wanted)] == wanted:
            yield "unsummed", given.sum(axis=tuple(range(len(wanted), given.ndim)))
        if extra == 1 and len(wanted) == 1 and given.shape[0] == wanted[0]:
            yield "unsummed", given.sum(axis=1)
    elif given.ndim == len(wanted) and all(w in (1, g) for g, w in zip(given.shape, wanted, strict=True)):
        axes = tuple(k for k, (g, w) in enumerate(zip(given.shape, wanted, strict=True)) if w == 1 != g)
        if axes:
            yield "unsummed", given.sum(axis=axes, keepdims=True)
