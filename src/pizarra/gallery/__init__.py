"""Gallery: networks to begin with, as files to explain, copy and change."""

from __future__ import annotations

from pathlib import Path

from ..errors import NetworkError, nearest

_FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Give the names of the gallery's networks.

    >>> "xor" in names()
    True
    """
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def source(name: str) -> str:
    """Give a network's file as text. Raises NetworkError for an unknown name, with the nearest known.

    >>> print(source("xor").splitlines()[0])
    # Exclusive or, before any training: four samples in rows, ReLU, softmax cross-entropy of logits.
    """
    if name not in names():
        raise NetworkError(f"The gallery has no {name!r}." + nearest(name, names()))
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
