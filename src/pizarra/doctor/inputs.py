"""Inputs: what the reader gave with the arrays or the function: a network, its parameters, data and options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..data import array as checked
from ..errors import DataError, NetworkError, nearest, shown
from ..gallery import names as gallery_names
from ..gallery import source
from ..network import Network
from ..problem import Problem, from_shape, is_shape, read_toml
from .derivation import Derivation

SHAPE = (
    "hidden",
    "output",
    "loss",
    "factor",
    "bias",
    "learning_rate",
)  # options of a network given as a shape


def checked_options(samples: Any, weights: Any, names: Any) -> None:
    """Refuse options that are none."""
    for option, value, known in (
        ("samples", samples, ("rows", "columns")),
        ("weights", weights, ("in_out", "out_in")),
    ):
        if value not in (None, *known):
            raise DataError(f"{option} is {' or '.join(map(repr, known))}; {shown(value)} is neither.")
    if names is not None and not isinstance(names, Mapping):
        raise DataError(f"names leads from your names to the usual ones; {shown(names)} is no dictionary.")


def network_of(network: Any, shape: Mapping[str, Any]) -> tuple[Problem | None, Network]:
    """Give the network, and the problem where its numbers came along."""
    if isinstance(network, str) and is_shape(network):
        if unknown := [name for name in shape if name not in SHAPE]:
            raise DataError(f"There is no option {shown(unknown[0])}." + nearest(unknown[0], SHAPE))
        problem = from_shape(network, **shape)
        return problem, problem.network
    if shape:
        raise DataError(f"{next(iter(shape))!r} goes with a network given as a shape, such as '2-3-2'.")
    if isinstance(network, str) and network in gallery_names():
        problem = read_toml(source(network), name=network)
        return problem, problem.network
    if isinstance(network, Problem):
        return network, network.network
    if isinstance(network, Network):
        return None, network
    raise NetworkError(
        f"network must be a Network, a Problem or a shape such as '2-3-2'; {shown(network)} is none."
    )


def numbers_of(
    derivation: Derivation, problem: Problem | None, parameters: Any, x: Any, t: Any
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Give parameters, in the reader's order, x and t."""
    if problem is None and (parameters is None or x is None or t is None):
        missing = next(
            name for name, value in (("parameters", parameters), ("x", x), ("t", t)) if value is None
        )
        raise DataError(
            f"{missing} is missing. Give parameters, x and t, as examples of what the network works on."
        )
    source = parameters if parameters is not None else problem.parameters  # type: ignore[union-attr]
    if not isinstance(source, Mapping):
        raise DataError(f"parameters must be arrays by name; {shown(source)} is not.")
    wanted = derivation.network.parameters
    found = {
        name: _number_array(source[name], name) for name in source if name in wanted
    }  # in the reader's order
    if missing := [name for name in wanted if name not in found]:
        raise DataError(f"parameters has no {missing[0]}. It needs: {', '.join(wanted)}.")
    return (
        found,
        _number_array(problem.x if x is None else x, "x"),  # type: ignore[union-attr]
        _number_array(problem.t if t is None else t, "t"),  # type: ignore[union-attr]
    )


def _number_array(value: Any, name: str) -> np.ndarray:
    """Take parameters or data: finite numbers, in single precision where they came so."""
    found = checked(value, name)
    return found.astype(np.float32) if np.asarray(value).dtype == np.float32 else found


def no_fit(derivation: Derivation, parameters: Mapping[str, np.ndarray], x: np.ndarray, t: np.ndarray) -> str:
    """Word that no layout fits."""
    shapes = ", ".join(f"{name} {array.shape}" for name, array in (*parameters.items(), ("x", x), ("t", t)))
    return (
        f"No layout makes these shapes fit {derivation.network!r}: {shapes}. "
        "Samples may be rows or columns, weights (inputs, outputs) or (outputs, inputs)."
    )
