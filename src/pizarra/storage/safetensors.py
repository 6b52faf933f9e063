"""Safetensors, read and written: a length, a header in JSON, then every array's bytes without a gap.

Other people's readers and writers agree with this one on the format; ours always stores arrays contiguously, whatever
their order in memory, and checks all that a file claims before it makes room for it.

Source: https://github.com/huggingface/safetensors, section Format.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..errors import FileError, nearest, shown
from ..files import writing
from .opening import LIMIT, FilePath, byte_count, called, checked_name, exactly, fill, opened, raw
from .plain import from_json

HEADER_AT_MOST = 1024**2  # bytes
METADATA = "__metadata__"
DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "|i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "|u1", "BOOL": "|b1",
}  # fmt: skip
CODES = {np.dtype(dtype): code for code, dtype in DTYPES.items()}


def read(path: FilePath, *, limit: int = LIMIT) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Read the arrays, in the order of their bytes, and the metadata. Raises FileError with the reason.

    `limit` is the most bytes of arrays that are read.
    """
    with opened(path) as (file, size):
        if size < 8:
            raise FileError(
                f"it has {size} bytes; a safetensors file begins with 8 that say its header's length."
            )
        length = int.from_bytes(exactly(file, 8), "little")
        if length > HEADER_AT_MOST:
            raise FileError(f"its header claims {length} bytes; {HEADER_AT_MOST} are the most.")
        if length > size - 8:
            raise FileError(f"its header claims {length} bytes; {size - 8} follow.")
        header = _header(exactly(file, length))
        metadata = _metadata(header.pop(METADATA, {}))
        end = 0
        arrays: dict[str, np.ndarray] = {}
        places = [_place(name, entry, limit) for name, entry in header.items()]
        places.sort(key=lambda place: place[1:3])
        for name, begin, stop, _, _ in places:
            if begin != end:
                raise FileError(
                    f"the array {shown(name)} begins at byte {begin}; the one before ends at {end}."
                )
            end = stop
        if end > limit:
            raise FileError(f"its arrays have {end} bytes; {limit} are the most that may be read.")
        if end != size - 8 - length:
            raise FileError(f"its header describes {end} bytes of arrays; {size - 8 - length} follow it.")
        for name, _, _, dtype, shape in places:
            arrays[name] = np.empty(shape, dtype)
            fill(arrays[name], file, f"the array {shown(name)}")
        return arrays, metadata


def write(path: FilePath, arrays: Mapping[str, Any], metadata: Mapping[str, str] | None = None) -> None:
    """Write arrays and metadata, wholly or not at all, and wait until they are on the disk. Raises FileError."""
    try:
        found = {checked_name(name): _storable(name, array) for name, array in arrays.items()}
        # As others write them: the widest numbers first, so that each array is aligned in the file.
        names = sorted(found, key=lambda name: (-found[name].dtype.itemsize, name))
        header: dict[str, Any] = {METADATA: _metadata(dict(metadata))} if metadata else {}
        end = 0
        for name in names:
            array = found[name]
            begin, end = end, end + array.nbytes
            header[name] = {
                "dtype": CODES[array.dtype],
                "shape": list(array.shape),
                "data_offsets": [begin, end],
            }
        text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        if len(text) > HEADER_AT_MOST:
            raise FileError(f"its header would have {len(text)} bytes; {HEADER_AT_MOST} are the most.")
    except FileError as error:
        raise FileError(f"{called(path)} cannot be written: {error}") from None
    with writing(path) as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name in names:
            file.write(raw(found[name]).data)


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = from_json(text.decode(), "its header")
    except UnicodeDecodeError:
        raise FileError("its header is not JSON.") from None
    if not isinstance(header, dict) or text[:1] != b"{":
        raise FileError("its header is not a JSON object. Is it a safetensors file?")
    return header


def _metadata(metadata: Any) -> dict[str, str]:
    if not isinstance(metadata, dict):
        raise FileError(f"its metadata is {shown(metadata)}; names with texts are expected.")
    for name, text in metadata.items():
        if not isinstance(name, str) or not isinstance(text, str):
            raise FileError(f"its metadata {shown(name)} is {shown(text)}; a text is expected.")
        try:
            (name + text).encode()
        except UnicodeEncodeError:
            raise FileError(f"its metadata {shown(name)} is not text that can be stored.") from None
    return dict(metadata)


def _place(name: str, entry: Any, limit: int) -> tuple[str, int, int, np.dtype, tuple[int, ...]]:
    """Check what the header says of one array: (name, begin, end, dtype, shape)."""
    what = f"the array {shown(checked_name(name))}"
    if not isinstance(entry, dict) or entry.keys() != {"dtype", "shape", "data_offsets"}:
        raise FileError(f"{what} is described by {shown(entry)}; dtype, shape and data_offsets are expected.")
    code, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(code, str) or code not in DTYPES:
        raise FileError(
            f"{what} has numbers of the unknown kind {shown(code)}." + nearest(str(code)[:20], DTYPES)
        )
    if not _counts(shape):
        raise FileError(
            f"{what} has the shape {shown(shape)}; a list of whole numbers, 0 or more, is expected."
        )
    if not _counts(offsets) or len(offsets) != 2 or offsets[0] > offsets[1]:
        raise FileError(f"{what} has the data_offsets {shown(offsets)}; its begin and its end are expected.")
    dtype = np.dtype(DTYPES[code])
    count = byte_count(tuple(shape), dtype.itemsize, limit, what)
    if count != offsets[1] - offsets[0]:
        raise FileError(
            f"{what} of the shape {shown(shape)} needs {count} bytes; its data_offsets give it "
            f"{offsets[1] - offsets[0]}."
        )
    return name, offsets[0], offsets[1], dtype, tuple(shape)


def _counts(value: Any) -> bool:
    return isinstance(value, list) and all(type(number) is int and 0 <= number < 2**63 for number in value)


def _storable(name: str, array: Any) -> np.ndarray:
    """Give an array as it is stored: little-endian and contiguous. `ascontiguousarray` would lose that it is 0-d."""
    if name == METADATA:
        raise FileError(f"an array cannot be called {METADATA}.")
    found = np.asarray(array)
    dtype = found.dtype.newbyteorder("<")
    if dtype not in CODES:
        raise FileError(f"the array {shown(name)} holds {found.dtype}, which this format cannot store.")
    byte_count(found.shape, dtype.itemsize, 2**63 - 1, f"the array {shown(name)}")
    return np.asarray(found, dtype=dtype, order="C")
