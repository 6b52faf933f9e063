"""Open a file from outside; whatever is wrong with it becomes one FileError that begins with its name."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import numpy as np

from ..errors import FileError, shown

FilePath = str | os.PathLike[str]
LIMIT = 4 * 1024**3  # bytes of arrays: what a file may ask for unless the caller says otherwise
LONGEST_NAME = 200
DIMENSIONS_AT_MOST = 32
PIECE = 1024**2  # bytes read at a time


@contextmanager
def opened(path: FilePath) -> Iterator[tuple[BinaryIO, int]]:
    """Open a file and give it with its size; a FileError from within gets the file's name in front."""
    name = called(path)
    try:
        _refuse_others(path)
        file = open(path, "rb")  # noqa: SIM115 (a `with` around it follows)
        with file:
            yield file, os.fstat(file.fileno()).st_size
    except FileError as error:
        raise FileError(f"{name} cannot be read: {error}") from None
    except OSError as error:
        raise FileError(f"{name} cannot be read: {error.strerror or error}.") from None
    except MemoryError:
        raise FileError(f"{name} cannot be read: there is not enough memory for it.") from None


def _refuse_others(path: FilePath) -> None:
    """Refuse what is not a file, before it is opened: a pipe would wait for its writer."""
    try:
        kind = os.stat(path).st_mode
    except ValueError:
        raise FileError("that cannot be the name of a file.") from None
    if not stat.S_ISREG(kind):
        raise FileError("it is a folder." if stat.S_ISDIR(kind) else "it is not a regular file.")


def called(path: FilePath) -> str:
    """Write a file's name in a message."""
    name = os.fspath(path)
    return name if isinstance(name, str) and name.isprintable() else shown(name, 200)


def exactly(file: BinaryIO, count: int) -> bytes:
    """Read so many bytes. Raises FileError where the file ends before."""
    found = file.read(count)
    if len(found) != count:
        raise FileError(f"it ends after {len(found)} of {count} bytes.")
    return found


def fill(array: np.ndarray, read_into: BinaryIO, what: str) -> None:
    """Fill an array, contiguous in memory, with the bytes that come next."""
    room = raw(array).data
    place = 0
    while place < len(room):
        found = read_into.readinto(room[place : place + PIECE])  # type: ignore[attr-defined]
        if not found:
            raise FileError(f"{what} ends after {place} of {len(room)} bytes.")
        place += found
    if array.dtype == bool and array.size and raw(array).max() > 1:
        raise FileError(f"{what} holds truth values other than 0 and 1.")


def raw(array: np.ndarray) -> np.ndarray:
    """View a contiguous array as its bytes."""
    return array.reshape(-1).view(np.uint8)


def checked_name(name: object) -> str:
    """Refuse what cannot be an array's name in a file."""
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        raise FileError(
            f"an array is called {shown(name)}; a name is text of 1 to {LONGEST_NAME} characters."
        )
    try:
        name.encode()
    except UnicodeEncodeError:
        raise FileError(f"an array is called {shown(name)}, which is not text that can be stored.") from None
    return name


def byte_count(shape: tuple[int, ...], itemsize: int, limit: int, what: str) -> int:
    """Give the bytes of an array of this shape. Raises FileError where nobody could have stored it."""
    if len(shape) > DIMENSIONS_AT_MOST:
        raise FileError(f"{what} has {len(shape)} dimensions; {DIMENSIONS_AT_MOST} are the most.")
    count = itemsize
    for length in shape:
        count *= length or 1  # NumPy multiplies so, too: (0, 10**30) is no shape
        if count > limit:
            raise FileError(f"{what} is larger than {limit} bytes, the most that may be read.")
    return 0 if 0 in shape else count
