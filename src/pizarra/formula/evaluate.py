"""Give a formula its numbers: slow and obvious, one array dimension for each index.

`evaluate` reads index formulas against any array namespace; `evaluate_matrix` reads matrix formulas, where a vector is
a column, with NumPy. Both are the specification that fast code is compared with, so they take no short cuts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import FormulaError, ShapeError
from .functions import ALONG, FUNCTIONS, WHOLE
from .tree import (
    Add,
    Along,
    Call,
    Delta,
    Diag,
    Div,
    Index,
    MatMul,
    Mul,
    Neg,
    Node,
    Number,
    Ones,
    Pow,
    Ref,
    Size,
    Sum,
    Test,
    Transpose,
    Where,
    as_float,
    refs,
)

Array = Any
_TESTS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def sizes(trees: Sequence[Node], values: Mapping[str, Array]) -> dict[str, int]:
    """Read the length of every axis off the arrays. Raises ShapeError where two disagree, naming both.

    >>> import numpy as np
    >>> from pizarra.formula import parse
    >>> sizes([parse("x[n,i] * W[i,j]")], {"x": np.ones((1, 3)), "W": np.ones((3, 2))})
    {'n': 1, 'i': 3, 'j': 2}
    """
    lengths: dict[str, int] = {}
    seen: dict[str, Ref] = {}
    for tree in trees:
        for ref in refs(tree):
            if ref.name not in values:
                continue
            shape = tuple(values[ref.name].shape)
            if len(shape) != len(ref.indices):
                raise ShapeError(
                    f"{_spelled(ref)} has {len(ref.indices)} axes, "
                    f"but the array given for {ref.name} has shape {shape}."
                )
            for axis, length in zip(ref.indices, shape, strict=True):
                if not isinstance(axis, str):
                    continue
                if lengths.setdefault(axis, length) != length:
                    raise ShapeError(
                        f"axis '{axis}' has length {length} in {_spelled(ref)} "
                        f"but {lengths[axis]} in {_spelled(seen[axis])}"
                    )
                seen.setdefault(axis, ref)
    return lengths


def _spelled(ref: Ref) -> str:
    return f"{ref.name}[{','.join(map(str, ref.indices))}]"


def evaluate(
    tree: Node,
    values: Mapping[str, Array],
    axes: Sequence[str],
    *,
    lengths: Mapping[str, int] | None = None,
    xp: Any = np,
) -> Array:
    """Compute an index formula; the result has one dimension for each name in `axes`, in that order.

    Arrays are looked up in `values` by name. `lengths` gives axes that no array shows. Raises FormulaError for a name
    without a value and ShapeError where lengths disagree.

    >>> import numpy as np
    >>> from pizarra.formula import parse
    >>> evaluate(parse("sum(i, x[n,i] ** 2)"), {"x": np.array([[3.0, 4.0]])}, ["n"])
    array([25.])
    """
    known = {**(lengths or {}), **sizes([tree], values)}  # a letter means here what it means in this tree
    evaluation = _Evaluation(values, known, xp)
    found, array = evaluation.value(tree)
    shape = tuple(evaluation.length(axis) for axis in axes)
    return _aligned(xp, found, array, tuple(axes)) * xp.ones(shape, dtype=evaluation.dtype)


Named = tuple[tuple[str, ...], Array]


def _aligned(xp: Any, axes: tuple[str, ...], array: Array, wanted: tuple[str, ...]) -> Array:
    """Order the dimensions as wanted, with length 1 for those that the array lacks."""
    if axes == wanted:
        return array
    if missing := [axis for axis in axes if axis not in wanted]:
        raise FormulaError(
            f"The index {missing[0]!r} is on the right of '=' only; sum over it or name it on the left."
        )
    order = [axes.index(axis) for axis in wanted if axis in axes]
    if order != sorted(order):
        array = xp.permute_dims(array, tuple(order))
    lengths = iter(array.shape)
    return xp.reshape(array, tuple(next(lengths) if axis in axes else 1 for axis in wanted))


def _float_type(values: Mapping[str, Array], xp: Any) -> Any:
    """Compute in float32 where every array of floats has it, else in float64; whole numbers become floats."""
    single = False
    for array in values.values():
        if array.dtype == xp.float64:
            return xp.float64
        single = single or array.dtype == xp.float32
    return xp.float32 if single else xp.float64


class _Evaluation:
    def __init__(self, values: Mapping[str, Array], lengths: Mapping[str, int], xp: Any) -> None:
        self.values, self.lengths, self.xp = values, lengths, xp
        self.dtype = _float_type(values, xp)

    def length(self, axis: str) -> int:
        if axis not in self.lengths:
            raise FormulaError(f"No array shows how long the axis {axis!r} is.")
        return self.lengths[axis]

    def together(self, *items: Named) -> tuple[tuple[str, ...], list[Array]]:
        longest: tuple[str, ...] = ()
        for found, _ in items:
            if len(found) > len(longest):
                longest = found
        for found, _ in items:
            if found and found != longest:
                break
        else:  # numbers go with any array
            return longest, [array for _, array in items]
        axes = tuple(dict.fromkeys(axis for found, _ in items for axis in found))
        return axes, [_aligned(self.xp, found, array, axes) for found, array in items]

    def value(self, node: Node) -> Named:
        xp = self.xp
        match node:
            case Number(value):
                return (), xp.asarray(as_float(value), dtype=self.dtype)
            case Ref(name, indices):
                return self.ref(name, indices)
            case Size(axis):
                return (), xp.asarray(float(self.length(axis)), dtype=self.dtype)
            case Delta(left, right):
                return self.delta(left, right)
            case Add(items) | Mul(items):
                axes, arrays = self.together(*(self.value(item) for item in items))
                total = arrays[0]
                for array in arrays[1:]:
                    total = total + array if isinstance(node, Add) else total * array
                return axes, total
            case Neg(body):
                axes, array = self.value(body)
                return axes, -array
            case Div(left, right):
                axes, (a, b) = self.together(self.value(left), self.value(right))
                return axes, a / b
            case Pow(left, right):
                axes, (a, b) = self.together(self.value(left), self.value(right))
                return axes, a**b
            case Sum(axis, body):
                axes, array = self.value(body)
                if axis not in axes:
                    return axes, array * self.length(axis)
                place = axes.index(axis)
                return axes[:place] + axes[place + 1 :], xp.sum(array, axis=place)
            case Call(name, arguments):
                axes, arrays = self.together(*(self.value(argument) for argument in arguments))
                return axes, FUNCTIONS[name].kernel(xp, *arrays)
            case Along():
                return self.along(node)
            case Test(left, sign, right):
                axes, (a, b) = self.together(self.value(left), self.value(right))
                return axes, xp.astype(_TESTS[sign](a, b), self.dtype)
            case Where(test, then, otherwise):
                # Both branches are computed; what overflows in the branch not taken is nobody's business.
                with np.errstate(all="ignore"):
                    axes, (t, a, b) = self.together(self.value(test), self.value(then), self.value(otherwise))
                    return axes, xp.where(t > 0.5, a, b)
        raise FormulaError(f"{type(node).__name__} has no meaning in an index formula.")

    def ref(self, name: str, indices: tuple[Index, ...]) -> Named:
        if name not in self.values:
            raise FormulaError(f"The name {name!r} has no value. Known: {', '.join(self.values)}.")
        array = self.values[name]
        if len(array.shape) != len(indices):
            raise ShapeError(
                f"{_spelled(Ref(name, indices))} has {len(indices)} indices, "
                f"but the array given for {name} has shape {tuple(array.shape)}."
            )
        axes = tuple(i for i in indices if isinstance(i, str))
        if len(set(axes)) != len(axes):
            raise FormulaError(f"An index stands twice in {_spelled(Ref(name, indices))}.")
        if array.dtype != self.dtype:
            array = self.xp.astype(array, self.dtype)
        for index, length in zip(indices, array.shape, strict=True):
            if isinstance(index, int) and index >= length:
                spelled, shape = _spelled(Ref(name, indices)), tuple(array.shape)
                raise ShapeError(f"{spelled} is outside the array given for {name}, of shape {shape}.")
        if len(axes) < len(indices):
            array = array[tuple(i if isinstance(i, int) else slice(None) for i in indices)]
        return axes, array

    def delta(self, left: Index, right: Index) -> Named:
        xp = self.xp
        match left, right:
            case int(), int():
                return (), xp.asarray(float(left == right), dtype=self.dtype)
            case str(), str() if left == right:
                return (), xp.asarray(1.0, dtype=self.dtype)
            case str(), str():
                return (left, right), xp.eye(self.length(left), self.length(right), dtype=self.dtype)
        axis, place = (left, right) if isinstance(left, str) else (right, left)
        return (str(axis),), xp.astype(xp.arange(self.length(str(axis))) == place, self.dtype)

    def along(self, node: Along) -> Named:
        axes, array = self.value(node.body)
        if node.axis not in axes:  # the same number all along
            axes = (*axes, node.axis)
            array = array[..., None] * self.xp.ones((self.length(node.axis),), dtype=self.dtype)
        place = axes.index(node.axis)
        array = ALONG[node.function].kernel(self.xp, array, place)
        rest = axes[:place] + axes[place + 1 :]
        if node.at is None:
            return rest, self.xp.squeeze(array, axis=place)
        if isinstance(node.at, int):
            return rest, array[(slice(None),) * place + (node.at,)]
        if node.at in rest:
            raise FormulaError(
                f"{node.function} is read at the index {node.at!r}, which its body has already."
            )
        return (*axes[:place], node.at, *axes[place + 1 :]), array


def evaluate_entry(tree: Node, value: Callable[[Ref], float], lengths: Mapping[str, int]) -> float:
    """Compute an index formula in which every index is a place: one number, as `evaluate` gives it, without arrays.

    `value` gives the entry that a name at its places stands for. Raises FormulaError for a sum, or a function along an
    axis, which must be written out first.

    >>> from pizarra.formula import parse
    >>> entries = {("x", (0, 0)): 3.0, ("x", (0, 1)): 4.0}
    >>> float(evaluate_entry(parse("x[0,0] ** 2 + x[0,1]"), lambda ref: entries[ref.name, ref.indices], {}))
    13.0
    """

    def number(node: Node) -> float:  # of NumPy's type: what overflows is infinite, and raises nothing
        match node:
            case Number(constant):
                return np.float64(as_float(constant))
            case Ref():
                return np.float64(value(node))
            case Size(axis):
                return np.float64(lengths[axis])
            case Delta(int(left), int(right)):
                return np.float64(left == right)
            case Add((first, *others)):
                total = number(first)
                for item in others:
                    total = total + number(item)
                return total
            case Mul((first, *others)):
                total = number(first)
                for item in others:
                    total = total * number(item)
                return total
            case Neg(body):
                return -number(body)
            case Div(left, right):
                return number(left) / number(right)
            case Pow(left, right):
                return number(left) ** number(right)
            case Call(name, arguments):
                return FUNCTIONS[name].kernel(np, *map(number, arguments))
            case Test(left, sign, right):
                return np.float64(_TESTS[sign](number(left), number(right)))
            case Where(test, then, otherwise):
                return number(then) if number(test) > 0.5 else number(otherwise)
        raise FormulaError(f"{type(node).__name__} is not written out.")

    return number(tree)


def evaluate_matrix(tree: Node, values: Mapping[str, np.ndarray], lengths: Mapping[str, int]) -> np.ndarray:
    """Compute a matrix formula. One-dimensional arrays are columns; the result always has two dimensions.

    >>> import numpy as np
    >>> from pizarra.formula import parse
    >>> evaluate_matrix(parse("ones(n) @ b.T"), {"b": np.array([5.0, 6.0])}, {"n": 2})
    array([[5., 6.],
           [5., 6.]])
    """

    def value(node: Node) -> np.ndarray:
        match node:
            case Number(number):
                return np.array([[as_float(number)]])
            case Size(axis):
                return np.array([[float(lengths[axis])]])
            case Ref(name, indices):
                return _matrix(values, name, indices)
            case Ones(axis):
                return np.ones((lengths[axis], 1))
            case Transpose(body):
                return value(body).T
            case Diag(body):
                return np.diag(value(body)[:, 0])
            case MatMul(items):
                return _reduce(np.matmul, items)
            case Add(items):
                return _reduce(_plain(np.add), items)
            case Mul(items):
                return _reduce(_plain(np.multiply), items)
            case Neg(body):
                return -value(body)
            case Div(left, right):
                return _plain(np.divide)(value(left), value(right))
            case Pow(left, right):
                return _plain(np.power)(value(left), value(right))
            case Call(name, (argument,)) if name in WHOLE:
                return WHOLE[name](value(argument))
            case Call(name, arguments):
                return FUNCTIONS[name].kernel(np, *(value(argument) for argument in arguments))
            case Along(name, axis, body, _):
                return ALONG[name].kernel(np, value(body), 0 if axis == "rows" else 1)
            case Sum(axis, body):
                return np.sum(value(body)).reshape(1, 1)
            case Test(left, sign, right):
                return _TESTS[sign](value(left), value(right)).astype(float)
            case Where(test, then, otherwise):
                with np.errstate(all="ignore"):
                    return np.where(value(test) > 0.5, value(then), value(otherwise))
        raise FormulaError(f"{type(node).__name__} has no meaning in a matrix formula.")

    def _reduce(operation: Any, items: tuple[Node, ...]) -> np.ndarray:
        total = value(items[0])
        for item in items[1:]:
            total = operation(total, value(item))
        return total

    return value(tree)


def _matrix(values: Mapping[str, np.ndarray], name: str, indices: tuple[Index, ...]) -> np.ndarray:
    array = np.asarray(values[name], dtype=float)
    if indices:
        array = np.asarray(array[tuple(int(index) for index in indices)])
    return array.reshape(-1, 1) if array.ndim < 2 else array


def _plain(operation: Any) -> Any:
    """Refuse what NumPy would broadcast silently: two arrays must have one shape, or one of them be a number."""

    def checked(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        if a.shape != b.shape and a.size != 1 and b.size != 1:
            raise ShapeError(f"A matrix formula combines shapes {a.shape} and {b.shape} element by element.")
        return operation(a, b)

    return checked
