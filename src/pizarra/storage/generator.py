"""The state of a NumPy random generator as plain data and back, every bit of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..errors import FileError, nearest, shown

# The generators of NumPy, and what their states are made of: the largest whole number that may stand there, or
# (how many, of what type) numbers. NumPy itself does not look whether a position lies within its table.
_LEFT = {"has_uint32": 1, "uinteger": 2**32 - 1}
_PCG = {"state": {"state": 2**128 - 1, "inc": 2**128 - 1}, **_LEFT}
STATES: dict[str, dict[str, Any]] = {
    "PCG64": _PCG,
    "PCG64DXSM": _PCG,
    "MT19937": {"state": {"key": (624, np.uint32), "pos": 624}},
    "Philox": {
        "state": {"counter": (4, np.uint64), "key": (2, np.uint64)},
        "buffer": (4, np.uint64),
        "buffer_pos": 4,
        **_LEFT,
    },
    "SFC64": {"state": {"state": (4, np.uint64)}, **_LEFT},
}


def to_plain(state: Mapping[str, Any]) -> dict[str, Any]:
    """Give the state of a bit generator (`rng.bit_generator.state`) as plain data. Raises FileError for another."""
    return {"bit_generator": _name(state), **_converted(state, STATES[_name(state)], _list)}


def from_plain(state: Any) -> dict[str, Any]:
    """Give a state that `rng.bit_generator.state = …` takes. Raises FileError for what NumPy could not have made."""
    return {"bit_generator": _name(state), **_converted(state, STATES[_name(state)], _array)}


def _name(state: Any) -> str:
    name = state.get("bit_generator") if isinstance(state, Mapping) else state
    if not isinstance(name, str) or name not in STATES:
        raise FileError(
            f"the random generator is {shown(name)}, which is none of NumPy's."
            + nearest(str(name)[:40], STATES)
        )
    return name


def _converted(state: Any, wanted: Mapping[str, Any], convert: Any) -> dict[str, Any]:
    keys = state.keys() - {"bit_generator"} if isinstance(state, Mapping) else None
    if keys != wanted.keys():
        raise FileError(f"the random generator's state is {shown(state)}; {', '.join(wanted)} are expected.")
    found: dict[str, Any] = {}
    for key, kind in wanted.items():
        if isinstance(kind, dict):
            found[key] = _converted(state[key], kind, convert)
        elif isinstance(kind, tuple):
            found[key] = convert(state[key], key, *kind)
        else:
            found[key] = _whole(state[key], key, kind)
    return found


def _whole(value: Any, key: str, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not 0 <= value <= most:
        raise FileError(f"the random generator's {key} is {shown(value)}; 0 to {most} are possible.")
    return int(value)


def _list(value: Any, key: str, count: int, dtype: type) -> list[int]:
    return _array(np.asarray(value).tolist(), key, count, dtype).tolist()


def _array(value: Any, key: str, count: int, dtype: type) -> np.ndarray:
    if not isinstance(value, list) or len(value) != count:
        raise FileError(
            f"the random generator's {key} is {shown(value)}; {count} whole numbers are expected."
        )
    return np.array([_whole(number, key, int(np.iinfo(dtype).max)) for number in value], dtype)
