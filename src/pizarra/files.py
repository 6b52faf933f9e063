"""Write files wholly or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .errors import FileError


def check_target(path: str) -> None:
    """Refuse a file that cannot be written, before anything is computed. Raises FileError."""
    target = _target(path)
    if target.is_dir():
        raise FileError(f"{path} is a folder; give the name of a file in it.")
    if not target.parent.is_dir():
        raise FileError(f"{path} cannot be written: there is no folder {target.parent}.")


def write_text(path: str, text: str) -> None:
    """Write a file wholly or not at all: it is written beside its place and then put there. Raises FileError."""
    check_target(path)
    target = _target(path)
    content = (text if text.endswith("\n") else text + "\n").encode("utf-8", "replace")
    beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        if target.exists() and not stat.S_ISREG(
            target.stat().st_mode
        ):  # a device or a pipe: it must stay one
            target.write_bytes(content)
            return
        try:
            with open(beside, "xb") as file:
                file.write(content)
            if target.exists():
                os.chmod(beside, stat.S_IMODE(target.stat().st_mode))
            os.replace(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from None


def _target(path: str) -> Path:
    """Follow links: the file itself is replaced, not a link to it."""
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:
        raise FileError(f"{path!r} cannot be the name of a file: {error}.") from None
