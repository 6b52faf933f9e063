"""A program's text becomes a function, and is run at a point."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from .network import Point
from .program import Program

Function = Callable[..., dict[str, np.ndarray]]


@lru_cache(maxsize=8)  # a case is run several times while it is drawn
def compiled(text: str) -> Function:
    """Give the function that a program defines: `gradients(parameters…, x, t)` or `step(parameters…, x, t, rate)`."""
    namespace: dict[str, object] = {}
    exec(compile(text, "<planted>", "exec"), namespace)
    function = namespace.get("step") or namespace["gradients"]
    assert callable(function)

    def quiet(*arguments: object) -> dict[str, np.ndarray]:
        with np.errstate(all="ignore"):
            return {name: np.asarray(value) for name, value in function(*arguments).items()}

    return quiet


def arguments(program: Program, point: Point) -> list[object]:
    """Give what the function takes, copied."""
    values: list[object] = [value.copy() for value in point.parameters.values()]
    values += [point.x.copy(), point.t.copy()]
    return [*values, point.rate] if program.style.returns == "step" else values


def run(program: Program, function: Function, point: Point) -> dict[str, np.ndarray]:
    return function(*arguments(program, point))


def slopes(program: Program, found: dict[str, np.ndarray], point: Point) -> dict[str, np.ndarray]:
    """Give for each parameter its gradient, or what a step did to it, by role (`W1`)."""
    result = {}
    for kind, layer in program.parameters:
        role = f"{kind}{layer}"
        if program.style.returns == "step":
            result[role] = found[program.roles[f"{role}_new"]] - point.parameters[role]
        else:
            result[role] = found[program.roles[f"d{role}"]]
    return result
