"""Affine: numbers taken apart into weights times inputs, and biases, however a program adds them up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..record import record
from .graph import Graph
from .recording import Operand, Operation
from .target import Round

MOST = 30_000_000  # weights times inputs that are written out


class NotAffine(Exception):
    """What is no sum of weights times inputs."""


@record
class Terms:
    """Of each number: the weights, what each is multiplied by, and the bias (−1 where there is none)."""

    weights: np.ndarray
    inputs: np.ndarray
    bias: np.ndarray


class Affine:
    """Takes the numbers of a round apart."""

    def __init__(self, graph: Graph, turn: Round) -> None:
        self.graph, self.stop, self.bits = graph, turn.stop, turn.bits

    def terms(self, ids: np.ndarray) -> Terms:
        """Take numbers apart. Raises NotAffine."""
        makers = self.graph.made_by[ids]
        if not ids.size or makers.min() < 0 or self.stop[ids].any():
            raise NotAffine
        parts: list[tuple[np.ndarray, Terms]] = []
        for maker in np.unique(makers):
            places = np.flatnonzero(makers == maker)
            operation = self.graph.operations[maker]
            parts.append((places, self._of(operation, ids[places] - int(operation.ids.flat[0]))))
        widths = {part.weights.shape[1] for _, part in parts}
        if len(widths) > 1:
            raise NotAffine
        width = widths.pop()
        if ids.size * width > MOST:
            raise NotAffine
        shape = (ids.size, width)
        found = Terms(np.empty(shape, dtype=int), np.empty(shape, dtype=int), np.empty(ids.size, dtype=int))
        for places, part in parts:
            found.weights[places], found.inputs[places] = part.weights, part.inputs
            found.bias[places] = part.bias
        return found

    def _of(self, operation: Operation, local: np.ndarray) -> Terms:
        ways: dict[str, Callable[[Operation, np.ndarray], Terms]] = {
            "add": self._added,
            "sub": self._added,
            "sum": self._summed,
            "mul": self._multiplied,
            "matmul": self._product,
            "dot": self._product,
            "inner": self._product,
            "outer": self._outer,
        }
        if operation.name == "cast":
            return self.terms(self._entries(operation.operands[0], operation, local))
        if operation.name not in ways:
            raise NotAffine
        return ways[operation.name](operation, local)

    def _entries(self, operand: Operand, operation: Operation, local: np.ndarray) -> np.ndarray:
        """Give what of an operand goes into entries of a result. Raises NotAffine for a constant."""
        if operand.ids is None:
            raise NotAffine
        return np.broadcast_to(operand.ids, operation.ids.shape).ravel()[local]

    def _added(self, operation: Operation, local: np.ndarray) -> Terms:
        found: list[Terms] = []
        bias = np.full(local.size, -1)
        for place, operand in enumerate(operation.operands):
            if operand.ids is None:
                if operand.constant.any():
                    raise NotAffine
                continue
            ids = self._entries(operand, operation, local)
            outside = not self.bits[ids].any()
            if outside and not self.graph.values[ids].any():
                continue  # what a sum begins with
            if operation.name == "sub" and place == 1:
                raise NotAffine
            if self.stop[ids].all() or (outside and self.graph.made_by[ids].max() < 0):
                if (bias >= 0).any():
                    raise NotAffine
                bias = ids
            else:
                found.append(self.terms(ids))
        if not found:
            raise NotAffine
        for part in found:
            if (part.bias >= 0).any():
                if (bias >= 0).any():
                    raise NotAffine
                bias = part.bias
        weights = np.concatenate([part.weights for part in found], axis=1)
        return Terms(weights, np.concatenate([part.inputs for part in found], axis=1), bias)

    def _summed(self, operation: Operation, local: np.ndarray) -> Terms:
        given, axis = operation.operands[0].ids, operation.params.get("axis")
        if given is None or isinstance(axis, list):
            raise NotAffine
        rows = given.reshape(1, -1) if axis is None else np.moveaxis(given, axis, -1)
        rows = rows.reshape(-1, rows.shape[-1])[local]
        inner = self.terms(rows.ravel())
        if (inner.bias >= 0).any():
            raise NotAffine
        width = rows.shape[1] * inner.weights.shape[1]
        shape = (local.size, width)
        return Terms(
            inner.weights.reshape(shape), inner.inputs.reshape(shape), np.full(local.size, -1, dtype=np.int64)
        )

    def _multiplied(self, operation: Operation, local: np.ndarray) -> Terms:
        sides = [self._entries(operand, operation, local)[:, None] for operand in operation.operands[:2]]
        return self._sided(*sides)

    def _product(self, operation: Operation, local: np.ndarray) -> Terms:
        left, right = (operand.ids for operand in operation.operands[:2])
        if left is None or right is None or max(left.ndim, right.ndim) > 2:
            raise NotAffine
        rows = left if left.ndim == 2 else left[None, :]
        columns = right if right.ndim == 2 else right[:, None]
        if operation.name == "inner" and right.ndim == 2:
            columns = columns.T
        if local.size * rows.shape[1] > MOST:
            raise NotAffine
        across = columns.shape[1]
        return self._sided(rows[local // across], columns[:, local % across].T)

    def _outer(self, operation: Operation, local: np.ndarray) -> Terms:
        left, right = (operand.ids for operand in operation.operands[:2])
        if left is None or right is None:
            raise NotAffine
        across = right.size
        return self._sided(left.ravel()[local // across][:, None], right.ravel()[local % across][:, None])

    def _sided(self, left: np.ndarray, right: np.ndarray) -> Terms:
        """Tell which side has the weights."""
        trained = self.stop[left].all(), self.stop[right].all()
        if trained[0] == trained[1]:
            raise NotAffine
        weights, inputs = (left, right) if trained[0] else (right, left)
        return Terms(weights, inputs, np.full(len(left), -1, dtype=np.int64))
