"""Whether a mutation is a mistake that its numbers show: what to plant, and what to leave out."""

import numpy as np

from . import reference
from .network import Point
from .program import Mutation, Program
from .running import Function, run, slopes

EXACT = {"float64": 1e-6, "float32": 5e-3}  # below this, of an array's largest entry, nothing has changed
MAY_SPREAD = {"target-broadcast"}  # classes that are known by shapes that no parameter has


class Unsuitable(Exception):
    """This program cannot be planted here."""


def difference(program: Program, right: dict, wrong: dict, point: Point, dtype: str, fault: str = "") -> str:
    """Say how slopes differ: "no", "factor" (one positive factor on all), "sign" (one negative one) or "yes"."""
    factors: list[float] = []
    changed = False
    for role, r in right.items():
        w = wrong[role]
        if not np.all(np.isfinite(w)):
            raise Unsuitable("not finite")
        if w.shape != r.shape:
            if w.size != 1 and fault not in MAY_SPREAD:
                raise Unsuitable("a shape that fits nothing")
            if w.size != r.size:  # of one unit, the sum over all units is right
                changed = True
                continue
        r, w = r.astype(float).ravel(), w.astype(float).ravel()
        noise = EXACT[dtype]
        floor = 0.0
        if program.style.returns == "step":
            floor = 200 * float(np.finfo(dtype).eps) * float(np.abs(point.parameters[role]).max())
        most = max(np.abs(r).max(), np.abs(w).max())
        if most <= floor or np.abs(w - r).max() <= max(noise * most, floor):
            if np.abs(r).max() > floor:
                factors.append(1.0)
            continue
        square = float(r @ r)
        factor = float(r @ w) / square if square > floor**2 else 0.0
        if (
            square <= floor**2
            or np.abs(w - factor * r).max() > max(noise * np.abs(w).max(), floor)
            or factor == 0
        ):
            changed = True
        factors.append(factor)
    if changed:
        return "yes"
    same = [abs(c - factors[0]) <= 20 * EXACT[dtype] * abs(factors[0]) for c in factors]
    if not factors or all(abs(c - 1) <= 20 * EXACT[dtype] for c in factors):
        return "no"
    if all(same):
        return "factor" if factors[0] > 0 else "sign"
    return "yes"


def shows(program: Program, right: Function, wrong: Function, point: Point, dtype: str, fault: str) -> bool:
    """Whether the numbers at one point are those of a mistake, and not of a convention."""
    try:
        found = slopes(program, run(program, wrong, point), point)
    except Exception as error:
        raise Unsuitable(str(error)) from error
    expected = slopes(program, run(program, right, point), point)
    answer = difference(program, expected, found, point, dtype, fault)
    return answer == "yes" or (answer == "sign" and program.style.returns == "step")


def verify(program: Program, right: Function, point: Point, rng: np.random.Generator) -> None:
    """Hold a program that is said to be right against finite differences of the loss, at an ordinary point."""
    found = slopes(program, run(program, right, point), point)
    directions = {role: rng.normal(size=value.shape) for role, value in point.parameters.items()}
    expected = reference.slopes(program.network, program.layout, point, directions)
    if program.style.returns == "step":
        factor = -point.rate * program.style.constant
    else:
        factor = program.style.constant * (-1 if program.style.negative else 1)
    for role, direction in directions.items():
        assert found[role].shape == direction.shape, (
            f"{role} has shape {found[role].shape}\n{program.source.text}"
        )
        along = float(np.sum(found[role] * direction))
        room = 1e-7 * (np.linalg.norm(found[role]) * np.linalg.norm(direction) + 1e-6 + abs(along))
        assert abs(along - factor * expected[role]) <= room, (
            f"{role}: {along} is not {factor} times {expected[role]}\n{program.source.text}"
        )


def another_loss(
    program: Program, mutation: Mutation, wrong: Function, point: Point, rng: np.random.Generator
) -> str | None:
    """Name another loss of which the gradient is right, up to one factor."""
    if mutation.layer != program.network.depth or mutation.kind not in ("da", "delta"):
        return None
    found = slopes(program, run(program, wrong, point), point)
    made = program.network.prediction
    own = reference.LOGITS.get(program.network.loss, program.network.loss)
    others = [{"term": "squared_error"}, {"term": "absolute_error"}]
    if made in ("softmax", "sigmoid"):
        others += [{"term": "cross_entropy"}, {"term": "binary_cross_entropy"}]
    others = [other for other in others if other["term"] != own]
    others.append({"term": "squared_error", "prediction": "identity"})
    roles = [role for role in point.parameters for _ in range(2)]
    for other in others:
        ratios: list[float] = []
        for role in roles:
            direction = rng.normal(size=point.parameters[role].shape)
            if found[role].shape != direction.shape:
                return None
            expected = reference.slope(program.network, program.layout, point, role, direction, **other)
            ratio = float(np.sum(found[role] * direction)) / (expected or 1e-300)
            if ratio == 0 or abs(ratio - (ratios or [ratio])[0]) > 1e-4 * abs(ratio):
                break
            ratios.append(ratio)
        if len(ratios) == len(roles) and not (program.style.returns == "step" and ratios[0] > 0):
            return "squared_error of the logits" if "prediction" in other else other["term"]
    return None
