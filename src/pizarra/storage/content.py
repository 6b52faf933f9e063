"""What pizarra's own files hold: arrays, and one JSON text with the network and a checksum of all of it.

The checksum tells a file that was damaged after it was written; neither format notices a flipped bit by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from ..errors import FileError, PizarraError, nearest, shown
from ..network import Network
from . import npz, safetensors
from .description import build, describe
from .opening import FilePath, called, raw
from .parameters import check_parameters
from .plain import from_json, to_json

VERSION = 1
FORMATS: dict[str, ModuleType] = {".safetensors": safetensors, ".npz": npz, ".ckpt": safetensors}
KEY, CHECKSUM = "pizarra", "checksum"

Arrays = dict[str, np.ndarray]


def write(
    path: FilePath,
    kind: str,
    network: Network,
    parameters: Mapping[str, Any],
    others: Mapping[str, Any],
    plain: Mapping[str, Any],
    formats: tuple[str, ...],
) -> None:
    """Write a network with its parameters, `others` (arrays with names of their own) and `plain` data."""
    form = _format(path, formats, "written")
    try:
        arrays = {name: _native(array) for name, array in check_parameters(network, parameters).items()}
        arrays |= {name: _numbers(name, array) for name, array in others.items()}
        text = to_json({"kind": kind, "version": VERSION, "network": describe(network), **plain}, "the data")
        metadata = {KEY: text, CHECKSUM: checksum(arrays, text)}
    except FileError as error:
        raise FileError(f"{called(path)} cannot be written: {error}") from None
    form.write(path, arrays, metadata)


def read(
    path: FilePath, kind: str, keys: tuple[str, ...], formats: tuple[str, ...]
) -> tuple[Network, Arrays, Arrays, dict[str, Any]]:
    """Read what `write` wrote: network, parameters, the other arrays, and the plain data under `keys`."""
    arrays, metadata = _format(path, formats, "read").read(path)
    try:
        if metadata.keys() != {KEY, CHECKSUM}:
            raise FileError("it was not written by pizarra; only its arrays could be read.")
        if metadata[CHECKSUM] != checksum(arrays, metadata[KEY]):
            raise FileError("it was damaged after it was written: its checksum is another.")
        plain = from_json(metadata[KEY], "its description")
        if not isinstance(plain, dict) or not {"kind", "version", "network"} <= plain.keys():
            raise FileError("its description lacks kind, version or network.")
        if plain.pop("kind") != kind:
            raise FileError(f"it is not a {kind}: pizarra wrote it as something else.")
        if (version := plain.pop("version")) != VERSION:
            raise FileError(
                f"it is of version {shown(version)}; this pizarra reads version {VERSION}. Is there a newer one?"
            )
        network = build(plain.pop("network"))
        if plain.keys() != {*keys}:
            raise FileError(f"its description holds {', '.join(map(shown, plain)) or 'nothing'} besides.")
        own = {name: array for name, array in arrays.items() if "." not in name}
        others = {name: array for name, array in arrays.items() if "." in name}
        return network, check_parameters(network, own), others, plain
    except PizarraError as error:  # a layer of the file's formulas may say it in its own words
        raise FileError(f"{called(path)} cannot be read: {error}") from None


def prefixed(prefix: str, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """Put arrays under a prefix; parameters have none, so that others find W1 as W1."""
    return {f"{prefix}.{name}": array for name, array in arrays.items()}


def without(prefix: str, arrays: Mapping[str, np.ndarray], path: FilePath) -> Arrays:
    """Take the prefix off again. Raises FileError for an array without it."""
    for name in arrays:
        if not name.startswith(f"{prefix}."):
            raise FileError(f"{called(path)} cannot be read: it holds an unknown array, {shown(name)}.")
    return {name.removeprefix(f"{prefix}."): array for name, array in arrays.items()}


def checksum(arrays: Mapping[str, np.ndarray], text: str) -> str:
    """Give the checksum of arrays, their names, types and shapes, and a text; the order does not count."""
    found = hashlib.blake2b(digest_size=16)
    for name in sorted(arrays):
        array = arrays[name]
        found.update(json.dumps([name, array.dtype.str[1:], array.shape]).encode())
        found.update(raw(np.asarray(array, dtype=array.dtype.newbyteorder("<"), order="C")).data)
    found.update(text.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _numbers(name: str, array: Any) -> np.ndarray:
    found = np.asarray(array)
    if found.dtype.kind not in "biuf":
        raise FileError(
            f"the array {shown(name)} holds {found.dtype}; numbers, or True and False, are expected."
        )
    return _native(found)


def _native(array: Any) -> np.ndarray:
    found = np.asarray(array)
    return found.astype(found.dtype.newbyteorder("="), copy=False)


def _format(path: FilePath, formats: tuple[str, ...], done: str) -> ModuleType:
    ending = Path(called(path)).suffix
    if ending not in formats:
        raise FileError(
            f"{called(path)} cannot be {done}: it ends in {ending!r}." + nearest(ending[:20], formats)
        )
    return FORMATS[ending]
