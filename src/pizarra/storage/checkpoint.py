"""Checkpoints: all that training needs to go on as if it had never stopped, in one file that is always whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import FileError
from ..files import sweep
from ..network import Network
from .content import prefixed, read, without, write
from .generator import from_plain, to_plain
from .opening import FilePath, called

KIND = "checkpoint"
FORMATS = (".safetensors", ".ckpt")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A moment of training: `state` are the optimiser's arrays by name, `position` says where it was (epoch, step).

    Continue drawing with `rng.bit_generator.state = checkpoint.generator_state`, where the generator is of the same
    kind, which is its `"bit_generator"`.
    """

    network: Network
    parameters: dict[str, np.ndarray]
    state: dict[str, np.ndarray]
    position: dict[str, Any]
    generator_state: dict[str, Any]


def save_checkpoint(
    path: FilePath,
    network: Network,
    parameters: Mapping[str, Any],
    state: Mapping[str, Any],
    position: Mapping[str, Any],
    generator_state: Mapping[str, Any],
) -> None:
    """Write a checkpoint and wait until it is on the disk; a kill leaves the last one or this one.

    `path` ends in `.safetensors` or `.ckpt`; the format is the same.
    `generator_state` is `rng.bit_generator.state`; `position` is plain data. What writers that were killed left in the
    folder is removed. Raises FileError, and then the last checkpoint stays.
    """
    try:
        plain = {"position": dict(position), "generator": to_plain(generator_state)}
    except FileError as error:
        raise FileError(f"{called(path)} cannot be written: {error}") from None
    sweep(os.path.dirname(os.path.realpath(path)))
    write(path, KIND, network, parameters, prefixed("state", state), plain, FORMATS)


def load_checkpoint(path: FilePath) -> Checkpoint:
    """Read a checkpoint. Raises FileError with the reason."""
    network, parameters, others, plain = read(path, KIND, ("position", "generator"), FORMATS)
    if not isinstance(plain["position"], dict):
        raise FileError(f"{called(path)} cannot be read: its position is not a table.")
    try:
        generator = from_plain(plain["generator"])
    except FileError as error:
        raise FileError(f"{called(path)} cannot be read: {error}") from None
    return Checkpoint(network, parameters, without("state", others, path), plain["position"], generator)
