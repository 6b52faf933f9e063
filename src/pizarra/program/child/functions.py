"""Functions: what calls of NumPy, of `math` and of built-in functions do to numbers, by one name for each thing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .shadow import Kin, Shadow, following
from .tape import ALL, Tape

# What is computed entry by entry from one array.
SINGLE = {
    "exp",
    "log",
    "log2",
    "log10",
    "log1p",
    "expm1",
    "sqrt",
    "square",
    "tanh",
    "sin",
    "cos",
    "tan",
    "sinh",
}
SINGLE |= {
    "cosh",
    "arctan",
    "arcsinh",
    "exp2",
    "reciprocal",
    "sign",
    "expit",
    "abs",
    "neg",
    "cbrt",
    "erf",
    "heaviside_",
    "positive",
}
SINGLE_NAMES = {"absolute": "abs", "fabs": "abs", "negative": "neg"}
PAIRS = {
    "add",
    "sub",
    "mul",
    "div",
    "pow",
    "maximum",
    "minimum",
    "mod",
    "floordiv",
    "matmul",
    "outer",
    "where",
    "clip",
}
PAIRS |= {
    "gt",
    "lt",
    "ge",
    "le",
    "eq",
    "ne",
    "inner",
    "dot",
    "kron",
    "hypot",
    "arctan2",
    "fmax",
    "fmin",
    "heaviside",
    "logaddexp",
}
PAIR_NAMES = {
    "subtract": "sub",
    "multiply": "mul",
    "divide": "div",
    "true_divide": "div",
    "truediv": "div",
    "power": "pow",
    "float_power": "pow",
    "floor_divide": "floordiv",
    "remainder": "mod",
    "fmod": "mod",
    "greater": "gt",
    "less": "lt",
    "greater_equal": "ge",
    "less_equal": "le",
    "equal": "eq",
    "not_equal": "ne",
    "fmax": "maximum",
    "fmin": "minimum",
    "vdot": "dot",
}
REDUCED = {
    "sum",
    "mean",
    "max",
    "min",
    "prod",
    "var",
    "std",
    "cumsum",
    "norm",
    "logsumexp",
    "softmax",
    "log_softmax",
}
REDUCED_NAMES = {
    "amax": "max",
    "amin": "min",
    "nansum": "sum",
    "nanmean": "mean",
    "average": "mean",
    "product": "prod",
}
# What a function of two numbers gives of all along an axis, as in np.logaddexp.reduce(scores).
OF_PAIRS = {"add": "sum", "multiply": "prod", "maximum": "max", "minimum": "min", "logaddexp": "logsumexp"}
# What moves numbers, and which of its arguments they are.
MOVING = {
    "reshape",
    "ravel",
    "flatten",
    "transpose",
    "swapaxes",
    "moveaxis",
    "sliding_window_view",
    "squeeze",
    "expand_dims",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "concatenate",
    "vstack",
    "hstack",
    "stack",
    "column_stack",
    "row_stack",
    "dstack",
    "delete",
    "tile",
    "repeat",
    "roll",
    "flip",
    "fliplr",
    "flipud",
    "rot90",
    "copy",
    "array",
    "asarray",
    "asanyarray",
    "ascontiguousarray",
    "asfortranarray",
    "asmatrix",
    "matrix",
    "split",
    "array_split",
    "vsplit",
    "hsplit",
    "take",
    "diagonal",
    "broadcast_to",
    "resize",
    "block",
    "astype",
    "view",
    "item",
    "float64",
    "float32",
    "double",
    "single",
    "nan_to_num",
    "require",
    "float",
    "deepcopy",
    "conj",
    "conjugate",
    "real",
}
MOVED: dict[str, tuple[int, ...]] = {"append": (0, 1), "insert": (0, 2)}
# What moves numbers to among others, which are no numbers of its argument: zeros, as a rule.
FILLING = {"diag", "diagflat", "pad", "tril", "triu"}
MOVED.update(dict.fromkeys(MOVING | FILLING, (0,)))
# What takes arrays for their shape or order, and gives numbers of its own.
OUTSIDE = {
    "full",
    "zeros",
    "ones",
    "eye",
    "arange",
    "linspace",
    "identity",
    "zeros_like",
    "ones_like",
    "empty_like",
    "full_like",
    "argmax",
    "argmin",
    "argsort",
    "nonzero",
    "unique",
}
OUTSIDE |= {
    "sort",
    "round",
    "around",
    "rint",
    "shape",
    "size",
    "ndim",
    "isnan",
    "isfinite",
    "isinf",
    "allclose",
    "all",
}
OUTSIDE |= {
    "any",
    "array_equal",
    "isclose",
    "searchsorted",
    "bincount",
    "histogram",
    "argwhere",
    "flatnonzero",
    "floor",
}
OUTSIDE |= {
    "ceil",
    "count_nonzero",
    "median",
    "percentile",
    "quantile",
    "sorted",
    "array2string",
    "int",
    "bool",
    "one_hot",
}


def canonical(function: Any) -> str:
    """Give the one name of a function."""
    if along(function):
        return OF_PAIRS.get(function.__self__.__name__, "opaque")
    name = getattr(function, "__name__", type(function).__name__)
    for names in (SINGLE_NAMES, PAIR_NAMES, REDUCED_NAMES):
        name = names.get(name) or name
    return name


def along(function: Any) -> bool:
    """Whether a function takes two of what it is given at a time, until one is left along an axis."""
    return isinstance(getattr(function, "__self__", None), np.ufunc) and function.__name__ == "reduce"


def moved(tape: Tape, name: str, function: Any, args: Any, keywords: Any, result: Any) -> bool:
    """Move identities as a function moved numbers; whether that gave the identities of the result."""
    keywords = {k: v for k, v in keywords.items() if k not in ("dtype", "out", "casting", "like")}
    given, kins = list(args), []
    for place in MOVED[name]:
        if place < len(given):
            given[place] = _identities(tape, given[place], kins)
            if given[place] is None:
                return False
    mask, leaf = 0, kins[0].leaf if kins else None
    for kin in kins:
        mask |= kin.mask
        leaf = leaf if kin.leaf == leaf else None
    try:
        if name in ("astype", "float64", "float32", "double", "single", "float", "nan_to_num", "view"):
            ids: Any = np.array(given[0])
        elif name in (
            "array",
            "asarray",
            "asanyarray",
            "ascontiguousarray",
            "asfortranarray",
            "require",
            "deepcopy",
        ):
            ids = np.array(given[0], ndmin=keywords.get("ndmin", 0))
        elif name in ("asmatrix", "matrix"):
            ids = np.atleast_2d(np.array(given[0]))
        elif name in FILLING:
            ids = _filled(tape, function, given, keywords, result)
        elif name == "item":
            ids = np.array(given[0]).item(*given[1:])
        elif hasattr(np.ndarray, name) and isinstance(getattr(function, "__self__", None), np.ndarray):
            ids = getattr(given[0], name)(*given[1:], **keywords)
        else:
            ids = function(*given, **keywords)
    except (TypeError, ValueError, IndexError, AttributeError):
        return False
    if leaf is None and len(kins) > 1 and all(k.leaf is not None and k.leaf not in tape.used for k in kins):
        leaf = ALL  # glued together of what comes from outside: that is how some weights begin
    kin = kins[0] if len(kins) == 1 else Kin(mask, leaf, any(k.met for k in kins))
    if kin.leaf == ALL:
        kin = Kin(kin.mask | 1 << tape.leaves, tape.leaves, kin.met)
        tape.leaves += 1
    results, found = (result, ids) if isinstance(result, (list, tuple)) else ([result], [ids])
    for one, its in zip(results, found, strict=False):
        its = np.asarray(its)
        if its.shape != np.shape(one) or not tape.numeric(one):
            return False
        held = tape.held(its)
        if np.array_equal(held, one, equal_nan=True):
            shared = isinstance(one, np.ndarray) and _in_memory_of(one, args)
            tape.put(one, its, kin if shared else kin.own(), seen=True)
        elif np.asarray(one).dtype.kind == "f" and np.allclose(
            held, one, rtol=1e-5, atol=1e-30, equal_nan=True
        ):
            tape.operation(None, "cast", [Shadow(one, its, kin)], one)
        else:
            return False
    return True


def _in_memory_of(result: np.ndarray, args: Any) -> bool:
    """Whether an array lies where one of the arguments lies: what is put into one of them is put into both."""
    return any(isinstance(one, np.ndarray) and np.may_share_memory(result, one) for one in args)


def _filled(tape: Tape, function: Any, given: list[Any], keywords: dict[str, Any], result: Any) -> np.ndarray:
    """Give the identities of what a function puts arrays into: what is none of theirs comes from outside."""
    plain = {k: v for k, v in keywords.items() if k not in ("constant_values", "end_values")}
    ids = np.array(function(given[0] + 1, *given[1:], **plain)) - 1
    filled = ids < 0
    if filled.any() and ids.shape == np.shape(result):
        numbers = np.asarray(result, dtype=float)[filled]
        ids[filled] = following(tape.fresh(numbers), numbers.shape)
    return ids


def _identities(tape: Tape, thing: Any, kins: list[Any]) -> Any:
    """Put identities where numbers are, in an array or in a list of arrays."""
    if isinstance(thing, (list, tuple)) and any(isinstance(part, np.ndarray) for part in thing):
        parts = [_identities(tape, part, kins) for part in thing]
        return None if any(part is None for part in parts) else parts
    shadow = tape.of(thing)
    if shadow is None:
        try:
            value = np.asarray(thing, dtype=float)
        except (TypeError, ValueError):
            return None
        if value.size > 1_000_000 or not value.size:
            return None if value.size else np.empty(value.shape, dtype=np.int64)
        shadow = tape.leaf(value)
    kins.append(shadow.kin)
    return shadow.ids.view(np.matrix) if isinstance(thing, np.matrix) else shadow.ids


def entrywise(function: Any) -> str | None:
    """Give the name of a function of NumPy that computes its one result of its operands and needs no more said."""
    name = canonical(function) if type(function) is np.ufunc and function.nout == 1 else ""
    return name if name in SINGLE or (name in PAIRS and name != "clip") else None


def shadows(tape: Tape, things: Any) -> list[Any]:
    """Give the shadow of each argument, or the argument where it is a constant."""
    return [tape.of(thing) or thing for thing in things]


def recorded(
    tape: Tape, site: Any, function: Any, args: Any, keywords: Any, given: list[Any], result: Any
) -> None:
    """Write down what a function of a library did. `given`: the shadows of its arguments before it was called."""
    name = canonical(function)
    if isinstance(result, (list, tuple)) and name not in MOVED:
        for part in result[:1000]:
            if isinstance(part, np.ndarray) and tape.known(part) is None and tape.numeric(part):
                tape.leaf(part)
        return
    if not tape.numeric(result) and not (name in MOVED and isinstance(result, (list, tuple))):
        return
    if isinstance(result, np.integer):
        return
    if tape.known(result) is not None:
        return
    if name in MOVED and moved(tape, name, function, args, keywords, result):
        return
    traced = any(isinstance(one, Shadow) for one in given)
    if not traced or name in OUTSIDE or isinstance(result, (list, tuple)) or random(function):
        if not isinstance(result, (list, tuple)):
            tape.leaf(result)
            if random(function):
                tape.note(site, "(random)", result)
        return
    module = getattr(function, "__module__", None) or ""
    if module == "math" and name == "log" and len(given) == 2:
        name = "opaque"
    if name in SINGLE:
        tape.operation(site, name, given[:1], result)
    elif name in PAIRS:
        if name == "dot" or name == "inner":
            sizes = [len(one.shape if isinstance(one, Shadow) else np.shape(one)) for one in given[:2]]
            name = (
                "mul"
                if 0 in sizes
                else "matmul"
                if max(sizes) < 3 and (name == "dot" or max(sizes) == 1)
                else name
            )
        if name == "clip":
            low = keywords.get("a_min", keywords.get("min", given[1] if len(given) > 1 else None))
            high = keywords.get("a_max", keywords.get("max", given[2] if len(given) > 2 else None))
            given = [given[0], -math.inf if low is None else low, math.inf if high is None else high]
        tape.operation(site, name, given[: 3 if name in ("where", "clip") else 2], result)
    elif name in REDUCED:
        axis = keywords.get("axis", args[1] if len(args) > 1 and name != "norm" else None)
        if name == "norm" and (
            keywords.get("ord", args[1] if len(args) > 1 else None) not in (None, 2, "fro")
        ):
            name = "opaque"
        if isinstance(axis, (list, tuple)):
            axis = [int(a) for a in axis]
        elif axis is not None:
            axis = int(axis)
        elif function is sum or (along(function) and "axis" not in keywords):  # along the first axis
            axis = 0
        if {"weights", "where"} & set(keywords) or (along(function) and "initial" in keywords):
            name = "opaque"
        params = {"axis": axis, "ddof": keywords.get("ddof", 0)}
        tape.operation(site, name, given[:1], result, params)
    elif name == "trace" and len(args) == 1 and not keywords and isinstance(given[0], Shadow):
        diagonal = given[0].ids.diagonal()
        if diagonal.ndim == 1:
            given = [Shadow(diagonal, diagonal, given[0].kin)]
        name, params = ("sum", {"axis": None, "ddof": 0}) if diagonal.ndim == 1 else ("opaque", {})
        tape.operation(site, name, given, result, params)
    elif name == "einsum" and isinstance(args[0], str):
        tape.operation(site, name, given[1:], result, {"form": args[0]})
    elif name == "tensordot":
        axes = keywords.get("axes", args[2] if len(args) > 2 else 2)
        tape.operation(site, name, given[:2], result, {"axes": np.array(axes).tolist()})
    else:
        traced = [one for one in given if isinstance(one, Shadow)]
        tape.operation(site, "opaque", traced, result, {"function": name})


def random(function: Any) -> bool:
    """Whether a function draws at random: what it gives comes from outside."""
    owner = getattr(function, "__self__", None)
    kind = type(owner).__module__ if owner is not None else getattr(function, "__module__", None) or ""
    return "random" in kind
