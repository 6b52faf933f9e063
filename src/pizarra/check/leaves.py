"""Leaves: the arrays of numbers inside whatever holds a user's parameters, and the way back.

Parameters may be an array, a number, a list of numbers, a tensor of torch or JAX, or dicts, lists and tuples of these,
nested. Tensors are known by their attributes: nothing of torch or JAX is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..data import is_masked
from ..errors import DataError, shown

Key = str | int


@dataclass(frozen=True)
class Leaf:
    """One array of numbers: its name for messages, where it stands, the original and its numbers in float64."""

    name: str
    path: tuple[Any, ...]
    like: Any
    array: np.ndarray
    dtype: np.dtype

    def made(self, array: np.ndarray, *, double: bool = False) -> Any:
        """Give an object like the original that holds these numbers: a new one, so it may be written into."""
        if isinstance(self.like, np.ndarray):
            return array.astype(np.float64 if double else self.dtype)
        if isinstance(self.like, np.generic):
            return (np.float64 if double else self.dtype.type)(array[()])
        if isinstance(self.like, int | float):
            return float(array)
        if isinstance(self.like, list | tuple):
            return _as_nested(array.tolist(), self.like)
        if is_tensor(self.like):
            return _tensor(self.like, array, double=double)
        return self.like.at[...].set(array)  # JAX: an array that cannot be written into


def is_tensor(value: Any) -> bool:
    """Whether it is a tensor as torch has them."""
    return all(hasattr(value, name) for name in ("detach", "clone", "requires_grad", "numpy"))


def _tensor(like: Any, array: np.ndarray, *, double: bool) -> Any:
    made = like.detach().cpu().clone()
    made = made.double() if double else made if made.is_floating_point() else made.double()
    made.numpy()[...] = array
    return made.to(like.device).requires_grad_(bool(like.requires_grad))


def _as_nested(values: Any, like: Any) -> Any:
    if not isinstance(like, list | tuple):
        return values
    return type(like)([_as_nested(v, old) for v, old in zip(values, like, strict=True)])


def numbers(value: Any) -> np.ndarray | None:
    """Give the numbers of an array, a tensor, a number or a rectangular list of numbers; None for anything else."""
    if is_tensor(value):
        value = value.detach().cpu().numpy()
    if isinstance(value, list | tuple):
        return _listed(value)
    if isinstance(value, bool | str | bytes | Mapping) or value is None:
        return None
    if not isinstance(value, np.ndarray | np.generic | int | float) and not hasattr(value, "__array__"):
        return None
    try:
        array = np.asarray(value)
    except Exception:  # a foreign __array__ may raise anything
        return None
    return array if array.dtype.kind in "iuf" else None


def _listed(value: Sequence[Any]) -> np.ndarray | None:
    """Read a rectangular list of plain numbers; a list of arrays is a container, not one array."""
    if hasattr(value, "_fields"):  # a tuple whose entries have names is one as well
        return None
    flat = list(value)
    while flat and all(isinstance(item, list | tuple) for item in flat):
        if len({len(item) for item in flat}) > 1:
            return None
        flat = [inner for item in flat for inner in item]
    if not flat or not all(isinstance(item, int | float) and not isinstance(item, bool) for item in flat):
        return None
    return np.asarray(value, dtype=float)


@dataclass(frozen=True)
class Parameters:
    """What a user calls parameters: the structure, and its leaves in order."""

    like: Any
    leaves: tuple[Leaf, ...]

    def made(self, arrays: Sequence[np.ndarray], *, double: bool = False) -> Any:
        """Give the same structure with other numbers. Nothing in it is shared with anything else."""
        return self.filled(
            {
                leaf.path: leaf.made(array, double=double)
                for leaf, array in zip(self.leaves, arrays, strict=True)
            }
        )

    def filled(self, new: Mapping[tuple[Any, ...], Any]) -> Any:
        """Give the same structure with these objects in the places of the leaves."""
        return _rebuilt(self.like, (), new)

    @property
    def arrays(self) -> list[np.ndarray]:
        """The numbers of every leaf."""
        return [leaf.array for leaf in self.leaves]


def _rebuilt(like: Any, path: tuple[Any, ...], new: Mapping[tuple[Any, ...], Any]) -> Any:
    if path in new:
        return new[path]
    if isinstance(like, Mapping):
        made = {key: _rebuilt(value, (*path, key), new) for key, value in like.items()}
        return made if type(like) is dict else type(like)(made)  # type: ignore[call-arg]
    items = [_rebuilt(value, (*path, k), new) for k, value in enumerate(like)]
    return type(like)(*items) if hasattr(like, "_fields") else type(like)(items)


def read_parameters(params: Any, *, names: Sequence[str] = (), container: bool = False) -> Parameters:
    """Find the leaves. names: what the function calls its arguments. container: a list on top is one, not an array.

    Raises DataError for anything that is not a finite real number, and names where it stands.
    """
    found = list(_leaves(params, (), names, container))
    if not found:
        raise DataError("params holds no numbers. Give the arrays whose gradient is to be checked.")
    return Parameters(params, tuple(found))


def _leaves(value: Any, path: tuple[Any, ...], names: Sequence[str], container: bool) -> Iterator[Leaf]:
    array = None if container else numbers(value)
    if array is not None:
        yield _leaf(value, path, _name(path, names), array)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, key), names, False)
    elif isinstance(value, list | tuple):
        for k, item in enumerate(value):
            yield from _leaves(item, (*path, k), names if container or path else (), False)
    else:
        where = _name(path, names)
        raise DataError(
            f"{where} is {shown(value)}, which is not a real number, nor an array, dict or list of them. "
            "Let the function take it from elsewhere, and give only what the gradient is taken with respect to."
        )


def _leaf(value: Any, path: tuple[Any, ...], name: str, array: np.ndarray) -> Leaf:
    if is_masked(value):
        raise DataError(f"{name} has masked entries; every number must be there.")
    if array.size == 0:
        raise DataError(f"{name} is empty (shape {array.shape}). Give at least one number.")
    dtype = array.dtype if array.dtype.kind == "f" else np.dtype(float)
    plain = np.array(array, dtype=float)
    if not np.isfinite(plain).all():
        place = tuple(int(k) for k in np.argwhere(~np.isfinite(plain))[0])
        raise DataError(f"{name} has {plain[place]} at {list(place)}; every number must be finite.")
    return Leaf(name, path, value, plain, dtype)


def _name(path: tuple[Any, ...], names: Sequence[str]) -> str:
    """Name a leaf as its owner would: by its key, or by the argument that takes it."""
    if not path:
        return names[0] if len(names) == 1 else "params"
    first, *rest = path
    if isinstance(first, str):
        text = first
    else:
        text = names[first] if isinstance(first, int) and first < len(names) else f"params[{first!r}]"
    return text + "".join(f".{key}" if isinstance(key, str) else f"[{key!r}]" for key in rest)


class StructureError(Exception):
    """What was given as the gradient is not built like the parameters; the text says where."""


def read_gradient(parameters: Parameters, value: Any) -> list[np.ndarray]:
    """Give the gradient's numbers for each leaf, in its order and of whatever shape and precision they have.

    The structure is that of the parameters; keys may have `d`, `d_` or `grad_` before them. Raises StructureError.
    """
    top = parameters.leaves[0] if len(parameters.leaves) == 1 else None
    if top is not None:
        array = numbers(value)
        if array is not None and top.path:
            return [array]
        if not top.path and isinstance(value, list | tuple) and len(value) == 1:
            inner = numbers(value[0])  # what torch.autograd.grad gives, or a list of one
            if inner is not None and inner.shape != (1,) and (inner.ndim or np.ndim(top.array) != 1):
                value = value[0]
    found: dict[tuple[Any, ...], np.ndarray] = {}
    _read(parameters.like, value, (), {leaf.path: leaf for leaf in parameters.leaves}, found)
    return [found[leaf.path] for leaf in parameters.leaves]


def _read(
    like: Any,
    value: Any,
    path: tuple[Any, ...],
    leaves: Mapping[tuple[Any, ...], Leaf],
    found: dict[tuple[Any, ...], np.ndarray],
) -> None:
    if path in leaves:
        array = numbers(value)
        if array is None:
            raise StructureError(f"{leaves[path].name}: {shown(value)}")
        found[path] = array
    elif isinstance(like, Mapping):
        keys = _keys(like, value)
        for key, item in like.items():
            _read(item, value[keys[key]], (*path, key), leaves, found)
    else:
        if isinstance(value, Mapping) or not hasattr(value, "__len__") or not hasattr(value, "__getitem__"):
            raise StructureError(shown(value))
        if len(value) != len(like):
            raise StructureError(f"{len(value)} ≠ {len(like)}")
        for k, item in enumerate(like):
            _read(item, value[k], (*path, k), leaves, found)


def _keys(like: Mapping[Any, Any], value: Any) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise StructureError(shown(value))
    for before in ("", "d", "d_", "grad_"):
        keys = {key: f"{before}{key}" if before else key for key in like}
        if all(key in value for key in keys.values()):
            return keys
    missing = next(key for key in like if key not in value)
    raise StructureError(f"{missing!r} ∉ {{{', '.join(map(repr, value))}}}")
