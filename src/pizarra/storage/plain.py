"""Plain data as JSON, and the arrays of a random generator in it: exact both ways, or refused."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from ..errors import FileError, shown


def to_json(value: Any, what: str) -> str:
    """Write plain data as JSON; tuples become lists. Raises FileError, which names `what`, for anything else."""
    try:
        return json.dumps(_plain(value, what), allow_nan=False, separators=(",", ":"))
    except FileError:
        raise
    except RecursionError:
        raise FileError(f"{what} is nested too deeply.") from None
    except ValueError:
        raise FileError(f"{what} has a whole number of too many digits.") from None


def from_json(text: str, what: str) -> Any:
    """Read JSON without doubled keys and without NaN. Raises FileError, which names `what`."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except FileError:
        raise
    except RecursionError:
        raise FileError(f"{what} is nested too deeply.") from None
    except ValueError:
        raise FileError(f"{what} is not JSON.") from None


def _plain(value: Any, what: str) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int() | np.integer():
            return int(value)
        case float() | np.floating() if math.isfinite(value):
            return float(value)
        case np.bool():
            return bool(value)
        case list() | tuple():
            return [_plain(item, f"{what}[{place}]") for place, item in enumerate(value)]
        case dict():
            for key in value:
                if not isinstance(key, str):
                    raise FileError(f"{what} has the key {shown(key)}; only texts can be stored as keys.")
            return {key: _plain(item, f"{what}[{key!r}]"[:200]) for key, item in value.items()}
    kind = shown(value) if isinstance(value, float | np.floating) else f"of the type {type(value).__name__}"
    raise FileError(
        f"{what} is {kind}; text, finite numbers, True, False, None, lists and tables can be stored."
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise FileError(f"it has the key {shown(name)} twice.")
        found[name] = value
    return found


def _no_constant(name: str) -> None:
    raise FileError(f"it holds {name}, which is not JSON.")
