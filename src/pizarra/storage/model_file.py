"""A model in a file: a network, its parameters, and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..errors import FileError
from ..network import Network
from .content import prefixed, read, without, write
from .opening import FilePath, called

KIND = "model"
FORMATS = (".safetensors", ".npz")


def save(path: FilePath, network: Network, parameters: Mapping[str, Any], **extra: Any) -> None:
    """Write a model as `.safetensors` or `.npz`, wholly or not at all.

    `extra` is whatever should travel with it: arrays, or plain data (text, finite numbers, lists, tables). Layers of
    one's own cannot be stored: a file holds no code. Raises FileError with the reason, and then the old file stays.

    >>> import os, tempfile
    >>> from pizarra.layers import Linear
    >>> from pizarra.losses import SquaredError
    >>> network = Network([Linear()], SquaredError("1/2"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "model.safetensors")
    ...     save(path, network, {"W1": np.eye(2), "b1": np.zeros(2)}, columns=["height", "weight"])
    ...     network, parameters, extra = load(path)
    >>> network, parameters["b1"], extra
    (Network([Linear(bias=True)], SquaredError(factor='1/2')), array([0., 0.]), {'columns': ['height', 'weight']})
    """
    arrays = {name: value for name, value in extra.items() if isinstance(value, np.ndarray | np.generic)}
    plain = {name: value for name, value in extra.items() if name not in arrays}
    write(path, KIND, network, parameters, prefixed("extra", arrays), {"extra": plain}, FORMATS)


def load(path: FilePath) -> tuple[Network, dict[str, np.ndarray], dict[str, Any]]:
    """Read a model: the network, its parameters, and the extra data.

    Nothing in the file is executed, and all that it claims is checked. Raises FileError with the reason.
    """
    network, parameters, others, plain = read(path, KIND, ("extra",), FORMATS)
    if not isinstance(plain["extra"], dict):
        raise FileError(f"{called(path)} cannot be read: its extra data are not a table.")
    return network, parameters, {**plain["extra"], **without("extra", others, path)}
