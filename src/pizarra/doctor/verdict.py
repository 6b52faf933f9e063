"""Verdict: whether the given arrays are right, up to a common factor, each judged from the numbers before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .bounds import Known
from .groups import carriers
from .point import SLACK, Point

SMALLEST, LARGEST = 1e-12, 1e12  # a common factor outside is no factor: the numbers are too small to judge


@dataclass(frozen=True)
class Verdict:
    """What came of judging one point without a search.

    wrong: observed names that are not right, in order. factor: what all gradients are multiplied by;
    ratios: what each array is, where it is a multiple. vague: names whose numbers are all too small to judge.
    stages: what all gradients, and all steps, are multiples of beside what they are computed from.
    constants: what each array is a multiple of beside its stage's.
    """

    wrong: tuple[str, ...]
    factor: float
    ratios: tuple[float, ...]
    vague: tuple[str, ...]
    stages: tuple[float, float] = (1.0, 1.0)
    constants: tuple[float, ...] = ()


def judged(point: Point) -> Verdict:
    """Compare every given array with what belongs there, each given the user's own numbers before it."""
    derivation = point.derivation
    carrying = carriers(derivation, point.given)
    known: dict[str, Known] = dict(point.start)
    expected: dict[str, Known] = {}
    fits: dict[str, dict[str, Fit | None]] = {"carried": {}, "gradient": {}, "update": {}}
    vague: list[str] = []
    needed = derivation.needed(frozenset(point.given))
    forward = True
    # Where nobody gave a value, the forward pass is the same whatever else was given.
    values = {line.name for line in derivation.lines if line.kind in ("value", "loss")}
    ahead = set() if values & {*point.given, *point.forward} else values
    for line in derivation.lines:
        if forward and line.kind != "value" and line.name not in point.forward:
            # From here on values are what the reader calls so.
            forward = False
            known |= {name: point.known(name, point.given[name]) for name in point.forward}
        if line.name not in needed or any(read not in known for read in line.reads):
            continue
        right = point.ahead[line.name] if line.name in ahead else point.judged(line.name, known)
        if line.name not in point.given or (
            point.forward and line.kind == "loss" and line.name not in point.forward
        ):  # a loss of values under each other's names is as wrong as they are
            known[line.name] = right
            continue
        user = np.asarray(point.forward.get(line.name, point.given[line.name]), dtype=float)
        stage = "carried" if line.name in carrying else line.kind
        if stage in fits:
            fit = fitted(point, line.name, user, right)
            for other in point.forms(line.name, known)[1:] if fit is None else ():
                if (fit := fitted(point, line.name, user, other)) is not None:
                    right = other
                    break
            fits[stage][line.name] = fit
            if fit is None and _too_small(point, line.name, right):
                vague.append(line.name)
        elif not point.agrees(user, right, 2 * point.coarse.get(line.name, 0.0)):
            others = point.forms(line.name, known)[1:]
            right = next((other for other in others if point.agrees(user, other)), right)
        expected[line.name] = right
        known[line.name] = point.known(line.name, user if user.shape == right.value.shape else right.value)
    told = {
        stage: [fit for fit in fits[stage].values() if fit is not None and fit.ratio == fit.ratio]
        for stage in fits
    }
    stages = {"carried": common(told["carried"]), "update": common(told["update"])}
    stages["gradient"] = common(told["gradient"], 1.0 / stages["carried"])
    ratios = [fit.ratio for fit in told["carried"]]
    if stages["update"] * stages["carried"] * stages["gradient"] < 0 and fits["update"]:
        # The step goes up: where every update has the sign of a descent the fault is in the updates.
        stages["update"] = abs(stages["update"]) * float(np.sign(stages["carried"] * stages["gradient"]))
    of_stage = {name: "carried" if name in carrying else derivation.by_name[name].kind for name in expected}

    def differ(stage: str, scale: float) -> list[str]:
        names = [name for name in expected if of_stage[name] == stage and name not in vague]
        return [name for name in names if not _agrees(point, name, expected[name], scale)]

    known_best = closest(told, stages)
    differing: set[str] = set()
    for stage in {*of_stage.values()}:
        apart, best = differ(stage, stages.get(stage, 1.0)), known_best.get(stage)
        # A factor that is badly known may well be 1; before anything is blamed, it may be what the numbers say.
        if apart and best is not None and not differ(stage, best.ratio):
            stages[stage], apart = best.ratio, []
        differing.update(apart)
    wrong = []
    for name in expected:
        if name not in differing:
            continue
        stage = of_stage[name]
        fit = fits[stage].get(name) if stage in fits else None
        if fit is not None and fit.ratio != fit.ratio:  # both may be 0: not even the sign can be told
            vague.append(name)
        else:
            wrong.append(name)
    odd = tuple(fit.ratio / stages[stage] for stage, found in told.items() for fit in found)
    return Verdict(
        tuple(wrong),
        stages["carried"],
        tuple(ratios),
        tuple(vague),
        (stages["gradient"], stages["update"]),
        odd,
    )


def _agrees(point: Point, name: str, right: Known, scale: float) -> bool:
    user = np.asarray(point.forward.get(name, point.given[name]), dtype=float)
    scaled = right if scale == 1.0 else _scaled(point, name, right, scale)
    return point.agrees(user, scaled, 2 * point.coarse.get(name, 0.0))


def _scaled(point: Point, name: str, right: Known, factor: float) -> Known:
    line = point.derivation.by_name[name]
    if line.kind == "update":
        before = point.parameters[line.of]
        return Known(before + factor * (right.value - before), right.error * max(1.0, abs(factor)))
    return Known(factor * right.value, abs(factor) * right.error)


def _moved(
    point: Point, name: str, user: np.ndarray, right: Known, places: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give user's and right numbers to be compared, with their error: of an update, the step that it makes.

    places: which entries these are, where they are not all.
    """
    line = point.derivation.by_name[name]
    coarse = point.coarse.get(name, 0.0)
    if line.kind == "update":
        before = point.parameters[line.of]
        before = before if places is None else np.ravel(before)[places]
        rounding = 2 * point.unit * (np.abs(before) + np.abs(user))
        return user - before, right.value - before, SLACK * (right.error + rounding) + 2 * coarse
    return user, right.value, SLACK * (right.error + point.unit * np.abs(right.value)) + 2 * coarse


@dataclass(frozen=True)
class Fit:
    """A number by which one array is a multiple of another, and how exactly it is known."""

    ratio: float
    error: float

    def like(self, other: float) -> bool:
        """Whether the number may be this one."""
        return abs(self.ratio - other) <= 1e-6 * abs(other) + 2 * self.error


def fitted(
    point: Point, name: str, user: np.ndarray, right: Known, places: np.ndarray | None = None
) -> Fit | None:
    """Fit c in user = c · right where one c gives every entry; nan where both are 0, None where there is none.

    places: which entries of the array these are, counted through all of it, where they are not all.
    """
    if user.shape != right.value.shape:
        return None
    u, v, room = _moved(point, name, user, right, places)
    with np.errstate(all="ignore"):
        telling = np.abs(v) > room
        if not telling.any():  # nothing here can tell a factor
            return Fit(float("nan"), 0.0) if (np.abs(u) <= room).all() else None
        exact = np.abs(v[telling]) / np.maximum(room[telling], 1e-300)
        scale = float(exact.max(initial=0.0, where=np.isfinite(exact))) or 1.0
        weight = np.minimum(exact / scale, 1.0) ** 2
        c = float((weight * u[telling] / v[telling]).sum() / weight.sum())
        if not SMALLEST < abs(c) < LARGEST:
            return None
        if (np.abs(u - c * v) <= max(1.0, abs(c)) * room + 2 * point.unit * np.abs(u)).all():
            return Fit(c, abs(c) * float((room[telling] / np.abs(v[telling])).min()))
    return None


def _too_small(point: Point, name: str, right: Known) -> bool:
    u, v, room = _moved(point, name, np.asarray(point.given[name], dtype=float), right)
    with np.errstate(all="ignore"):
        return bool(u.shape == v.shape and (np.abs(v) <= room).all() and (np.abs(u) <= 1e3 * room).all())


def common(fits: Sequence[Fit], likely: float = 1.0) -> float:
    """Take the factor that most arrays share, from the array that tells it best; 1 where there is none.

    likely: the one to take of two that as many share.
    """
    if not fits:
        return 1.0
    best = max(
        fits,
        key=lambda fit: (
            sum(other.like(fit.ratio) for other in fits),
            fit.like(likely),
            fit.like(1.0),
            fit.ratio > 0,
        ),
    )
    sharing = [fit for fit in fits if fit.like(best.ratio) or best.like(fit.ratio)]
    plain = [number for number in (1.0, -1.0, likely) if all(fit.like(number) for fit in sharing)]
    if plain:
        return min(plain, key=lambda number: sum(abs(fit.ratio - number) for fit in sharing))
    return min(sharing, key=lambda fit: fit.error).ratio


def closest(told: Mapping[str, Sequence[Fit]], stages: Mapping[str, float]) -> dict[str, Fit]:
    """Give for each stage the fit that tells its factor best, of those that may be it and have its sign."""
    sharing = {
        stage: [fit for fit in fits if fit.like(stages[stage]) and fit.ratio * stages[stage] > 0]
        for stage, fits in told.items()
    }
    return {stage: min(fits, key=lambda fit: fit.error) for stage, fits in sharing.items() if fits}


def alike(a: float, b: float) -> bool:
    """Whether two factors are one, as far as a search is concerned."""
    return abs(a - b) <= 1e-4 * abs(b)
