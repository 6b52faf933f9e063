"""Write files wholly or not at all."""

from __future__ import annotations

import os
import re
import stat
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .errors import FileError

# A temporary file's name says whose it is: the machine, the process, and a number of its own.
_BESIDE = re.compile(r"\.pizarra-([0-9a-f]{8})-([0-9]{1,10})-[0-9a-f]{8}\.part")
_DAY = 24 * 3600


def check_target(path: str | os.PathLike[str]) -> None:
    """Refuse a file that cannot be written, before anything is computed. Raises FileError."""
    target = _target(path)
    if target.is_dir():
        raise FileError(f"{path} is a folder; give the name of a file in it.")
    if not target.parent.is_dir():
        raise FileError(f"{path} cannot be written: there is no folder {target.parent}.")


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a text wholly or not at all. Raises FileError."""
    with writing(path, durable=False) as file:
        file.write((text if text.endswith("\n") else text + "\n").encode("utf-8", "replace"))


@contextmanager
def writing(path: str | os.PathLike[str], *, durable: bool = True) -> Iterator[BinaryIO]:
    """Open a file that is written beside its place, and put there when the block ends without an exception.

    `durable` waits until it is on the disk, so that a power cut leaves the old file or the new one. Raises FileError.
    """
    check_target(path)
    target = _target(path)
    beside = target.with_name(
        f".pizarra-{_machine()}-{os.getpid()}-{int.from_bytes(os.urandom(4), 'big'):08x}.part"
    )
    try:
        # A device or a pipe must stay one.
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with open(target, "wb") as file:
                yield file
            return
        try:
            with open(beside, "xb") as file:
                yield file
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            if target.exists():
                os.chmod(beside, stat.S_IMODE(target.stat().st_mode))
            os.replace(beside, target)
            if durable:
                _settle(target.parent)
        finally:
            beside.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from None


def sweep(folder: str | os.PathLike[str]) -> None:
    """Remove what writers of ours that were killed left in a folder; what is being written stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _BESIDE.fullmatch(entry.name)
            if found and entry.is_file(follow_symlinks=False) and _abandoned(entry, found[1], int(found[2])):
                with suppress(OSError):
                    os.unlink(entry.path)


def _abandoned(entry: os.DirEntry[str], machine: str, process: int) -> bool:
    """Whether a writer is gone: its process, where that can be asked; else nobody has written for a day."""
    if machine == _machine() and os.name == "posix":  # elsewhere os.kill(…, 0) is not a question
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return True
        except OSError:  # somebody else's process
            pass
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _DAY


def _machine() -> str:
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def _settle(folder: Path) -> None:
    """Put the folder's new entry on the disk, where the system lets one ask for it."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _target(path: str | os.PathLike[str]) -> Path:
    """Follow links: the file itself is replaced, not a link to it."""
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:
        raise FileError(f"{path!r} cannot be the name of a file: {error}.") from None
