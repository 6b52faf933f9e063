"""The notations that come with pizarra, one TOML file each, and those that a reader writes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ..errors import FileError, NotationError, nearest, shown
from .notation import Notation

_FOLDER = Path(__file__).parent / "presets"
_LARGEST = 100_000
_open: list[str] = []  # the files that are being read, one like the other


@cache
def names() -> tuple[str, ...]:
    """List the notations that come with pizarra."""
    return ("standard", *sorted(file.stem for file in _FOLDER.glob("*.toml")))


def named(name: str) -> Notation:
    """Give a notation by its name, or from a TOML file by its path.

    Raises NotationError for a name that there is not, FileError for a file that cannot be read.

    >>> named("seed-002").base
    0
    """
    if name == "standard":
        return Notation()
    if name in names():
        return _preset(name)
    if name.endswith(".toml"):
        if name in _open:
            raise NotationError(
                f"The notation file {shown(name)} is like itself. Let it be like another one."
            )
        _open.append(name)
        try:
            return _read(Path(name), Path(name).stem)
        finally:
            _open.remove(name)
    raise NotationError(
        f"There is no notation {shown(name)}." + nearest(name, names()) + " A path ends in .toml."
    )


@cache
def _preset(name: str) -> Notation:
    return _read(_FOLDER / f"{name}.toml", name)


def _read(path: Path, name: str) -> Notation:
    import tomllib

    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise FileError(f"The notation file {shown(str(path))} cannot be read: {why}.") from None
    if len(data) > _LARGEST:
        raise FileError(
            f"The notation file {shown(str(path))} has {len(data)} bytes; at most {_LARGEST} are read."
        )
    try:
        table: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(f"The notation file {shown(str(path))} is not TOML: {error}.") from None
    try:
        return Notation.read({"name": name, **table})
    except NotationError as error:
        raise NotationError(f"In the notation file {shown(str(path))}: {error}") from None
