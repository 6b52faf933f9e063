"""Model files: a network, its parameters, and the encoding, checked before they are believed."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import FileError, PizarraError, shown
from ..network import Network
from ..problem.targets import OF_CLASSES, OF_YES_AND_NO
from ..storage import load, save
from ..storage.opening import FilePath, called
from ..table import Columns, Scaling
from ..train.arguments import outputs_for
from .encoding import Encoding

SCALINGS = ("x_scaling", "y_scaling")
NAME_AT_MOST = 1000  # characters of a column's or a class's name
Arrays = dict[str, np.ndarray]


def write(path: FilePath, network: Network, parameters: Arrays, encoding: Encoding) -> None:
    """Write a model, wholly or not at all. Raises FileError."""
    columns, arrays = encoding.columns, {}
    for name in SCALINGS:
        if (scaling := getattr(encoding, name)) is not None:
            arrays |= {f"{name}.mean": scaling.mean, f"{name}.deviation": scaling.deviation}
    told = {
        "labels": encoding.labels,
        "columns": columns
        and {
            "inputs": columns.inputs,
            "targets": columns.targets,
            "categories": {name: list(texts) for name, texts in columns.categories.items()},
        },
    }
    save(path, network, parameters, **{"encoding": told, **arrays})


def read(path: FilePath) -> tuple[Network, Arrays, Encoding]:
    """Read a model; one that was written without an encoding has none. Raises FileError with the reason."""
    network, parameters, extra = load(path)
    try:
        return network, parameters, _encoding(network, parameters, extra)
    except PizarraError as error:
        raise FileError(f"{called(path)} cannot be read: {error}") from None


def _encoding(network: Network, parameters: Arrays, extra: dict[str, Any]) -> Encoding:
    told = extra.get("encoding", {"labels": None, "columns": None})
    if not isinstance(told, dict) or told.keys() != {"labels", "columns"}:
        raise FileError(f"its encoding is {shown(told)}; labels and columns are expected.")
    scalings = {name: _scaling(extra, name) for name in SCALINGS}
    labels = None if told["labels"] is None else _names(told["labels"], "the labels", least=2)
    columns = None if told["columns"] is None else _columns(told["columns"])
    x, y = scalings["x_scaling"], scalings["y_scaling"]
    inputs = len(x.mean) if x else len(columns.numbers) if columns else None
    if columns and x and len(columns.numbers) != len(x.mean):
        raise FileError(f"its columns are {len(columns.numbers)} numbers, its scaling has {len(x.mean)}.")
    if inputs is None:
        if y is not None or labels is not None:
            return Encoding(None, labels, y is not None, None, y)
        return Encoding()
    outputs = outputs_for(network, parameters, np.zeros((1, inputs)))
    _check_outputs(network, outputs, labels, columns, y)
    return Encoding(columns, labels, x is not None, x, y)


def _check_outputs(
    network: Network, outputs: int, labels: tuple[str, ...] | None, columns: Columns | None, y: Scaling | None
) -> None:
    if labels is not None:
        classes = 2 if isinstance(network.loss, OF_YES_AND_NO) and outputs == 1 else outputs
        if not isinstance(network.loss, OF_CLASSES + OF_YES_AND_NO) or len(labels) != classes:
            raise FileError(
                f"it has {len(labels)} labels, which its network with {outputs} outputs does not tell apart."
            )
    wanted = 1 if labels is not None else outputs
    if columns is not None and len(columns.targets) != wanted:
        raise FileError(f"it has {len(columns.targets)} columns of targets where {wanted} are expected.")
    if y is not None and len(y.mean) != outputs:
        raise FileError(
            f"the scaling of its targets is for {len(y.mean)}, but the network has {outputs} outputs."
        )


def _scaling(extra: dict[str, Any], name: str) -> Scaling | None:
    mean, deviation = extra.get(f"{name}.mean"), extra.get(f"{name}.deviation")
    if mean is None and deviation is None:
        return None
    for array in (mean, deviation):
        if (
            not isinstance(array, np.ndarray)
            or array.dtype != np.float64
            or array.ndim != 1
            or not len(array)
        ):
            raise FileError(f"its {name} is not two rows of numbers.")
        if not np.isfinite(array).all():
            raise FileError(f"its {name} has a number that is not finite.")
    assert mean is not None
    assert deviation is not None
    if len(mean) != len(deviation) or not (deviation > 0).all():
        raise FileError(f"its {name} has no deviation above 0 for each mean.")
    return Scaling(mean, deviation)


def _columns(told: Any) -> Columns:
    if not isinstance(told, dict) or told.keys() != {"inputs", "targets", "categories"}:
        raise FileError(f"its columns are {shown(told)}; inputs, targets and categories are expected.")
    inputs, targets = _names(told["inputs"], "the inputs"), _names(told["targets"], "the targets")
    categories = told["categories"]
    if not isinstance(categories, dict) or not categories.keys() <= {*inputs}:
        raise FileError(f"its categories are {shown(categories)}; texts of its inputs are expected.")
    return Columns(
        inputs,
        targets,
        {name: _names(texts, f"the categories of {shown(name)}") for name, texts in categories.items()},
    )


def _names(told: Any, what: str, least: int = 1) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(
        isinstance(name, str) and len(name) <= NAME_AT_MOST for name in told
    ):
        raise FileError(f"{what} are {shown(told)}; a list of names is expected.")
    if len(told) < least or len({*told}) != len(told):
        raise FileError(f"{what} are {shown(told)}; at least {least} different names are expected.")
    return tuple(told)
