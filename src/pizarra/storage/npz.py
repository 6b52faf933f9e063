"""Npz, NumPy's zip of arrays, read behind a guard: nothing is unpacked before all that the file claims is checked.

Objects (that is, pickles) are refused, and so is a small file that would fill the memory. Metadata, which npz does not
know, is an array of bytes of its own: JSON, in UTF-8.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np

from ..errors import FileError, shown
from ..files import writing
from .opening import LIMIT, FilePath, byte_count, called, checked_name, exactly, fill, opened
from .plain import from_json

METADATA = "__metadata__"
METADATA_AT_MOST = 1024**2  # bytes
ENTRIES_AT_MOST = 10_000
DIRECTORY_AT_MOST = 2 * 1024**2  # bytes of the zip's list of its entries
HEADER_AT_MOST = 10_000  # bytes, as NumPy has it
# What a compressed file may grow to: 1.9 MB of zeros would otherwise become 2 GB.
GROWTH_AT_MOST, ALWAYS_ALLOWED = 100, 64 * 1024**2
KINDS = {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"}
# NumPy reads this by evaluating it as Python; it is always written in this form, so a pattern does.
HEADER = re.compile(
    r"\{ *'descr' *: *'(?P<order>[<>|=]?)(?P<kind>[a-zA-Z]\d{0,9})' *, *'fortran_order' *: *(?P<fortran>True|False) *,"
    r" *'shape' *: *\((?P<shape>(?: *\d{1,19}L? *,)*(?: *\d{1,19}L?)?) *\) *,? *\}\s*"
)
# All that zipfile raises for a file that is damaged, locked or of a kind that it does not know.
_UNREADABLE = (
    zipfile.BadZipFile, struct.error, zlib.error, RuntimeError, EOFError, ValueError, LookupError, OverflowError
)  # fmt: skip


def read(path: FilePath, *, limit: int = LIMIT) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Read the arrays, in the file's order, and the metadata. Raises FileError with the reason.

    `limit` is the most bytes of arrays that are read.
    """
    with opened(path) as (file, size):
        try:
            _refuse_no_zip(file, size)
            with zipfile.ZipFile(file) as archive:
                return _read(archive, min(limit, max(ALWAYS_ALLOWED, GROWTH_AT_MOST * size)))
        except FileError:
            raise
        except _UNREADABLE as error:
            raise FileError(f"it cannot be unpacked: {shown(str(error), 100)}.") from None


def write(path: FilePath, arrays: Mapping[str, Any], metadata: Mapping[str, str] | None = None) -> None:
    """Write arrays and metadata, wholly or not at all, and wait until they are on the disk. Raises FileError."""
    try:
        found = {checked_name(name): _storable(name, array) for name, array in arrays.items()}
        if metadata:
            text = json.dumps(dict(metadata)).encode()
            if len(text) > METADATA_AT_MOST:
                raise FileError(f"its metadata has {len(text)} bytes; {METADATA_AT_MOST} are the most.")
            found[METADATA] = np.frombuffer(text, np.uint8)
        if len(found) > ENTRIES_AT_MOST:
            raise FileError(f"it would hold {len(found)} arrays; {ENTRIES_AT_MOST} are the most.")
    except FileError as error:
        raise FileError(f"{called(path)} cannot be written: {error}") from None
    # What np.savez does, which would take an array called `file` for its own argument.
    with writing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, array in found.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)


def _refuse_no_zip(file: BinaryIO, size: int) -> None:
    """Refuse what does not end as a zip does, or lists so many entries that reading the list would fill the memory."""
    file.seek(max(0, size - 98))
    tail = file.read(98)
    end = tail[-22:]
    if len(end) < 22 or end[:4] != b"PK\5\6" or end[20:] != b"\0\0":
        raise FileError("it does not end as a zip file does. Is it an npz file, and whole?")
    entries, directory = struct.unpack("<HL", end[10:16])
    if tail[-42:-38] == b"PK\6\7" and tail[-98:-94] == b"PK\6\6":
        entries, directory = struct.unpack("<QQ", tail[-66:-50])
    if entries > ENTRIES_AT_MOST or directory > DIRECTORY_AT_MOST:
        raise FileError(f"it lists {entries} arrays in {directory} bytes; {ENTRIES_AT_MOST} are the most.")
    file.seek(0)


def _read(archive: zipfile.ZipFile, limit: int) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if total > limit:
        raise FileError(
            f"unpacked it would have {total} bytes; {limit} are the most for a file of this size."
        )
    found: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        name = _name(member)
        if name in found:
            raise FileError(f"it holds the array {shown(name)} twice.")
        found[name] = member
    arrays = {
        name: _array(archive, member, limit, f"the array {shown(name)}") for name, member in found.items()
    }
    return arrays, _metadata(arrays.pop(METADATA, None))


def _name(member: zipfile.ZipInfo) -> str:
    if not member.filename.endswith(".npy"):
        raise FileError(f"it holds {shown(member.filename)}, which is not an array (.npy).")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileError(f"{shown(member.filename)} is compressed in a way that npz files are not.")
    return checked_name(member.filename.removesuffix(".npy"))


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int, what: str) -> np.ndarray:
    with archive.open(member) as file:
        start = exactly(file, 8)  # type: ignore[arg-type]
        if start[:6] != b"\x93NUMPY" or start[6] not in (1, 2, 3):
            raise FileError(f"{what} does not begin as an array of NumPy does.")
        wide = 2 if start[6] == 1 else 4
        length = int.from_bytes(exactly(file, wide), "little")  # type: ignore[arg-type]
        if length > HEADER_AT_MOST:
            raise FileError(f"{what} has a header of {length} bytes; {HEADER_AT_MOST} are the most.")
        header = exactly(file, length).decode("utf-8" if start[6] == 3 else "latin-1")  # type: ignore[arg-type]
        dtype, shape, fortran = _header(header, what)
        count = byte_count(shape, dtype.itemsize, limit, what)
        if count != member.file_size - 8 - wide - length:
            raise FileError(
                f"{what} of the shape {shape} needs {count} bytes; {member.file_size - 8 - wide - length} are there."
            )
        array = np.empty(shape[::-1] if fortran else shape, dtype)
        fill(array, file, what)  # type: ignore[arg-type]
        file.read(1)  # at its end zipfile compares the checksum
    array = array.T if fortran else array
    return array.astype(dtype.newbyteorder("="), copy=False)


def _header(text: str, what: str) -> tuple[np.dtype, tuple[int, ...], bool]:
    found = HEADER.fullmatch(text)
    if not found:
        raise FileError(f"{what} has a header that is not understood, {shown(text)}.")
    kind = found["kind"]
    if kind.startswith("O"):
        raise FileError(f"{what} holds Python objects, which are never read: they could run code.")
    if kind not in KINDS:
        raise FileError(f"{what} holds {shown(kind)}; numbers, or True and False, are expected.")
    lengths = (part.strip().removesuffix("L") for part in found["shape"].split(","))
    shape = tuple(int(part) for part in lengths if part)
    return np.dtype(found["order"] + kind), shape, found["fortran"] == "True"


def _metadata(array: np.ndarray | None) -> dict[str, str]:
    if array is None:
        return {}
    if array.dtype != np.uint8 or array.ndim != 1 or array.size > METADATA_AT_MOST:
        raise FileError(f"its metadata is not a text of at most {METADATA_AT_MOST} bytes.")
    found = from_json(array.tobytes().decode("utf-8", "replace"), "its metadata")
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise FileError("its metadata is not names with texts.")
    return found


def _storable(name: str, array: Any) -> np.ndarray:
    found = np.asarray(array)
    if name == METADATA or "\0" in name:
        raise FileError(f"an array cannot be called {shown(name)}.")
    if found.dtype.str[1:] not in KINDS:
        raise FileError(f"the array {shown(name)} holds {found.dtype}, which is not stored here.")
    byte_count(found.shape, found.itemsize, 2**63 - 1, f"the array {shown(name)}")
    return found
