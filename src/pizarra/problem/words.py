"""How messages name a thing that came from outside."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import shown

PLAIN = (str, bytes, bool, int, float, list, tuple, dict, set)


def quoted(thing: Any, limit: int = 60) -> str:
    """Quote plain data, and say of anything else what kind of thing it is.

    >>> quoted("relu "), quoted(object())
    ("'relu '", 'a thing of the type object')
    """
    if isinstance(thing, np.ndarray):
        return "an array"
    if isinstance(thing, type):
        return f"the class {thing.__name__}"
    if thing is None or type(thing) in PLAIN:
        return shown(thing, limit)
    return f"a thing of the type {type(thing).__name__}"
