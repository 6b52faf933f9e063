"""Arguments: what `fit` is given, refused where it cannot be used, in words that name the argument."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..data import array, copied, number
from ..errors import DataError, NetworkError, ShapeError, nearest, shown
from ..layout import Layout
from ..network import Network
from ..optimizers import SGD, Optimizer
from ..problem.sizes import shapes
from .bar import Bar, place
from .batches import split
from .history import Progress
from .initial import Initial, draw
from .samples import outputs_of, rows, target_rows
from .schedules import constant
from .widths import shapes_of

Arrays = Mapping[str, np.ndarray]


def start(
    network: Network,
    x: np.ndarray,
    Y: Any,
    parameters: Mapping[str, Any] | None,
    sizes: Any,
    initial: str | Initial,
    seed: int,
    dtype: str,
) -> dict[str, np.ndarray]:
    """Give the parameters to start from, of a type: copied where they are given, else drawn."""
    if parameters is None:
        found = shapes_of(network, x.shape[1], outputs_of(Y, network.loss), sizes)
        return draw(found, initial, seed=seed, dtype=dtype)
    if sizes is not None:
        raise DataError("sizes and parameters both say the widths. Leave sizes out.")
    return checked(network, parameters, dtype)


def checked(network: Network, parameters: Any, dtype: str = "float64") -> dict[str, np.ndarray]:
    """Copy parameters from outside. Raises a PizarraError, which names the one at fault."""
    if not isinstance(parameters, Mapping):
        raise DataError(f"parameters must be a mapping from names to arrays; {shown(parameters)} is not.")
    if missing := [name for name in network.parameters if name not in parameters]:
        raise NetworkError(f"parameters lacks {missing[0]!r}." + nearest(missing[0], map(str, parameters)))
    if extra := [name for name in parameters if name not in network.parameters]:
        raise NetworkError(
            f"parameters has {shown(extra[0])}, which the network does not have."
            + nearest(str(extra[0])[:60], network.parameters)
        )
    found = {}
    for name in network.parameters:
        step, role = network.readers(name)[0]
        axes = len(step.layer.axes(role))
        given = array(parameters[name], f"{name} in parameters", dimensions=tuple(range(9)))
        if given.ndim != axes:
            raise ShapeError(
                f"{name} in parameters has the shape {given.shape}; {axes} axes are expected, for {step.place()}."
            )
        found[name] = copied(given, dtype)
    return found


def outputs_for(network: Network, parameters: Arrays, x: np.ndarray) -> int:
    """Say how many outputs there are for each sample, from shapes alone."""
    like = np.broadcast_to(0.0, x.shape)
    outputs = shapes(network, parameters, like, Layout(weights="in_out"))[network.prediction]
    if len(outputs) != 2:
        raise ShapeError(
            f"The prediction has {len(outputs)} axes; a loss reads one row of numbers for each sample."
        )
    return outputs[1]


def held_out(
    validation: Any, network: Network, x: np.ndarray, t: np.ndarray, outputs: int, seed: int, dtype: str
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray] | None]:
    """Give the numbers of the samples that train, and what judges."""
    if validation is None:
        return np.arange(len(x)), None
    if isinstance(validation, tuple | list):
        if len(validation) != 2:
            raise DataError(
                f"validation has {len(validation)} things; a pair (X, Y) is expected, or a share such as 0.2."
            )
        try:
            own = rows(validation[0], "X", dtype)
            if own.shape[1] != x.shape[1]:
                raise ShapeError(
                    f"X has {own.shape[1]} numbers for each sample, but that for training has {x.shape[1]}."
                )
            judged = target_rows(validation[1], network.loss, len(own), outputs, dtype)
        except (DataError, ShapeError) as error:
            raise type(error)(f"In validation: {error}") from None
        return np.arange(len(x)), (own, judged, np.arange(len(own)))
    share = number(validation, "validation")
    if not 0 < share < 1:
        raise DataError(f"validation is {share:g}; a share of the samples lies between 0 and 1.")
    if len(x) < 2:
        raise DataError("validation takes a share of the samples, but X has only one.")
    training, held = split(len(x), share, seed)
    return training, (x, t, held)


def optimizer_of(optimizer: Any) -> Optimizer:
    """Give the optimiser, or plain gradient descent. Raises DataError."""
    if optimizer is None:
        return SGD()
    if not isinstance(optimizer, Optimizer):
        made = " Write it with brackets: Adam()." if isinstance(optimizer, type) else ""
        raise DataError(f"optimizer must be an Optimizer, such as Adam(); {shown(optimizer)} is not.{made}")
    return optimizer


def bar_of(bar: Any) -> Bar:
    """Give the bar: one's own, one that draws nothing, or the usual one. Raises DataError."""
    if isinstance(bar, Bar):
        return bar
    if bar is not None and not isinstance(bar, bool | np.bool):
        raise DataError(f"bar must be True, False or a Bar; {shown(bar)} is none of them.")
    return Bar(stream=None if bar is False else sys.stderr if bar else place())


def schedule_of(schedule: Any) -> Any:
    """Give the schedule, or that which leaves the rate as it is. Raises DataError."""
    if schedule is None:
        return constant()
    if not callable(schedule):
        raise DataError(
            f"schedule must be a function of the step, such as cosine(1000); {shown(schedule)} is not."
        )
    return schedule


def positive(value: Any, what: str) -> float:
    """Give one number above 0. Raises DataError, which names `what`."""
    result = number(value, what)
    if result <= 0:
        raise DataError(f"{what} is {result:g}; it must be above 0.")
    return result


def checked_progress(
    progress: Any, network: Network, optimizer: Optimizer, seed: int, dtype: str
) -> Progress:
    """Copy a progress from outside. Raises a PizarraError, which says what does not fit it."""
    if not isinstance(progress, Progress):
        raise DataError(f"progress must be the progress of a history; {shown(progress)} is not.")
    if progress.seed != seed:
        raise DataError(f"seed is {seed}, but progress was made with {progress.seed}. Give the same.")
    parameters = checked(network, progress.parameters, dtype)
    wanted = {name: (array.shape, array.dtype) for name, array in optimizer.start(parameters).arrays.items()}
    if wanted != {name: (array.shape, array.dtype) for name, array in progress.optimizer.arrays.items()}:
        raise DataError(
            f"progress does not fit optimizer, {optimizer!r}, and the dtype {dtype}. Give those it was made with."
        )
    return progress.copy()
