"""Reading: which calls are known to write to no array, and which objects to do no more than give their items."""

from __future__ import annotations

import os
import types
from typing import Any

import numpy as np

from .functions import (
    FILLING,
    MOVING,
    OUTSIDE,
    PAIR_NAMES,
    PAIRS,
    REDUCED,
    REDUCED_NAMES,
    SINGLE,
    SINGLE_NAMES,
    along,
    random,
)

# What only reads arrays: how many of its first arguments they are, where one after them would be written to.
READING = dict.fromkeys({*SINGLE, *SINGLE_NAMES, *REDUCED, *REDUCED_NAMES, *MOVING, *FILLING, *OUTSIDE}, 1)
READING |= dict.fromkeys({*PAIRS, *PAIR_NAMES, "append", "take", "repeat", "searchsorted", "tensordot"}, 2)
READING |= {"trace": 1, "where": 3, "clip": 3, "insert": 3, "einsum": 9}
WRITING = {"sort", "resize", "nan_to_num"}  # of these, some only when they are methods, or are told to
DRAWING = {"rand", "randn", "random", "normal", "uniform", "randint", "integers", "binomial", "seed"}
DRAWING |= {"random_sample", "standard_normal", "permutation", "choice", "default_rng", "RandomState"}
BUILT_IN = {abs, all, any, divmod, format, hash, id, len, max, min, pow, print, round, sum}
HERE = os.path.dirname(__file__)
# What gives its items and does nothing else.
ITERATED = {
    list,
    tuple,
    dict,
    set,
    frozenset,
    str,
    bytes,
    range,
    zip,
    enumerate,
    map,
    filter,
    reversed,
    np.ndarray,
}
ITERATED |= {type(iter(one)) for one in ([], (), {}, set(), "", range(0), {}.values(), {}.items())}
ITERATED |= {type({}.keys()), type({}.values()), type({}.items()), type(reversed([])), np.matrix, np.flatiter}
ITERATED |= {np.ndindex, np.ndenumerate}


def reads(function: Any, name: str, args: Any, keywords: Any) -> bool:
    """Whether a function is known to write to no array."""
    if not {"out", "copy", "overwrite_input"}.isdisjoint(keywords):
        return False
    if type(function) is np.ufunc:
        return len(args) <= function.nin
    owner, module = getattr(function, "__self__", None), getattr(function, "__module__", None) or ""
    first = READING.get(name, 0)
    if along(function):
        known, first = True, 1
    elif type(owner) is np.ndarray:
        known, first = name in READING and name not in WRITING, first - 1
    elif module in ("math", "time") or function is float or function is int:
        return True
    elif random(function):
        known, first = name in DRAWING, int(name in ("choice", "permutation"))
    elif module == "numpy" or module == "numpy.linalg":
        known = name in READING and name not in WRITING
    else:
        known, first = type(function) is type(len) and function in BUILT_IN, 2
    return known and not any(isinstance(one, np.ndarray) for one in args[first:])


def gives(things: Any) -> bool:
    """Whether giving items runs no code but the program's, which could write whenever it is asked for the next."""
    kind = type(things)
    if kind in ITERATED or kind.__module__ in ("itertools", "collections", "_csv", "_io"):
        return True
    if kind is types.GeneratorType:
        code = things.gi_code
    else:
        give = getattr(kind, "__iter__", None) or getattr(kind, "__getitem__", None)
        if give is None:
            return True
        code = getattr(give, "__code__", None)
    return code is not None and code.co_filename.startswith(("<pizarra", HERE))
