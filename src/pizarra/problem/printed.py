"""Read what some program printed, from the `[[printed]]` tables of a file."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import NetworkError, ShapeError, nearest
from ..layers import Linear
from ..network import INPUT, LOSS
from .numbers import numbers
from .problem import Printed, Problem
from .words import quoted

KINDS = ("value", "cotangent", "gradient", "updated")


def read_printed(tables: Any, problem: Problem) -> tuple[Printed, ...]:
    """Read the tables: `label`, `numbers`, one of the kinds with a name, and `update` for what was printed after one.

    Numbers are stored as the rest of the file stores its arrays.
    """
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise NetworkError("printed must be tables, [[printed]].")
    return tuple(_one(table, f"[[printed]] {place}", problem) for place, table in enumerate(tables))


def _one(table: dict[str, Any], where: str, problem: Problem) -> Printed:
    known = ("label", "numbers", "update", *KINDS)
    for key in table:
        if key not in known:
            raise NetworkError(f"{where} has an unknown key {quoted(key)}." + nearest(key[:60], known))
    kinds = [kind for kind in KINDS if kind in table]
    if len(kinds) != 1:
        raise NetworkError(f"{where} must say what it stands beside: one of {', '.join(KINDS)}, and a name.")
    kind = kinds[0]
    label, name, update = table.get("label"), table[kind], table.get("update")
    if not isinstance(label, str):
        raise NetworkError(f"{where} needs a label, which is text: what the program called it.")
    network = problem.network
    names = network.parameters if kind in ("gradient", "updated") else (*network.values, LOSS)
    if name not in names:
        raise NetworkError(
            f"{where} stands beside {quoted(name)}, which there is not." + nearest(str(name)[:60], names)
        )
    if update not in (None, "+", "-"):
        raise NetworkError(f'The update of {where} is {quoted(update)}; write "+" or "-", or leave it out.')
    if "numbers" not in table:
        raise NetworkError(f"{where} needs its numbers.")
    given = numbers(table["numbers"], f"numbers of {where}")
    core, wanted = _core(given, kind, name, problem)
    if core.shape != wanted:
        raise ShapeError(f"The numbers of {where} have the shape {given.shape}, which is not that of {name}.")
    return Printed(label, kind, name, core, update)  # type: ignore[arg-type]


def _core(given: np.ndarray, kind: str, name: str, problem: Problem) -> tuple[np.ndarray, tuple[int, ...]]:
    """Give the numbers in the layout of `Problem`, and the shape that they should have."""
    network = problem.network
    if name == LOSS:
        return given, ()
    if name in network.parameters:
        step, role = network.readers(name)[0]
        turned = isinstance(step.layer, Linear) and role == "W" and problem.layout.weights == "out_in"
        return (given.T if turned else given), problem.parameters[name].shape
    with np.errstate(all="ignore"):
        shape = (
            np.shape(network.forward(problem.parameters, problem.x)[name])
            if name != INPUT
            else problem.x.shape
        )
    if problem.single and given.ndim == 1:
        return given[None, :], shape
    return (given.T if problem.layout.samples == "columns" else given), shape
