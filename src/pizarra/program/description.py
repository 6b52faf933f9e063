"""Description: which network was read, in words: its sizes, activations, loss and layout."""

from __future__ import annotations

from typing import Any

import numpy as np

from .arrays import PRODUCTS, Array, Arrays
from .inspection import Inspection

ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "softplus": lambda z: np.logaddexp(0, z),
    **{f"leaky_relu({s})": (lambda z, s=s: np.where(z > 0, z, s * z)) for s in (0.01, 0.1, 0.2, 0.05, 0.001)},
    "elu": lambda z: np.where(z > 0, z, np.expm1(z)),
}
LOSSES = {
    "squared_error": "SquaredError",
    "binary_cross_entropy": "BinaryCrossEntropy",
    "cross_entropy": "CrossEntropy",
}


def described(inspection: Inspection) -> dict[str, Any] | None:
    """Describe a network of products with matrices; None for one that is computed number by number."""
    if not inspection.rounds:
        return None
    arrays, one = Arrays(inspection, inspection.rounds[0]), inspection.rounds[0]
    layers = []
    seen: set[int] = set()
    for operation in arrays.operations(arrays.forward):
        if operation.name not in PRODUCTS:
            continue
        for place, operand in enumerate(operation.operands[:2]):
            ids = operand.ids
            if ids is None or ids.ndim > 2 or not one.turn.stop[ids].all() or int(ids.flat[0]) in seen:
                continue
            seen.add(int(ids.min()))
            parameter = next((p for p in inspection.parameters if int(p.first.min()) == int(ids.min())), None)
            shape = parameter.shape if parameter is not None else ids.shape
            layers.append((operation, ids, place == 0, shape))
            break
    if not layers:
        return None
    left = layers[0][2]
    ways = [ids.shape[::-1] if left and ids.ndim == 2 else ids.shape for _, ids, _, _ in layers]
    pairs = [(way if len(way) == 2 else (way[0], 1)) for way in ways]
    sizes = [int(pairs[0][0]), *(int(p[1]) for p in pairs)]
    stored = layers[0][3]
    turned = (stored == layers[0][1].shape) == left if layers[0][1].ndim == 2 else False
    if layers[0][1].ndim == 2 and stored[0] == stored[-1]:
        straight = np.ravel(layers[0][1])[1] - np.ravel(layers[0][1])[0] == 1
        turned = straight == left
    return {
        "sizes": sizes,
        "activations": _activations(arrays, [operation.number for operation, *_ in layers]),
        "loss": LOSSES.get(one.kind, "unknown"),
        "loss_computed": one.shown,
        "layout": {"samples": "columns" if left else "rows", "weights": "out_in" if turned else "in_out"},
    }


def _activations(arrays: Arrays, products: list[int]) -> list[str]:
    """Name what each layer's products become, by value; `unknown` where it is none that has a name."""
    graph, one = arrays.graph, arrays.one
    ends = [*products[1:], 10**9]
    names = []
    y = np.sort(one.met.y)
    for start, end in zip(products, ends, strict=True):
        inside = [a for a in arrays.ahead if start < a.position <= end]
        zs = [a for a in inside if arrays.is_product(a)]
        if not zs:
            names.append("unknown")
            continue
        z = max(zs, key=lambda a: a.position)
        last = [a for a in inside if a.size == z.size]
        names.append(_named(graph.values, z, last, bool(np.array_equal(np.sort(z.ids, axis=None), y))))
    return names


def _named(values: np.ndarray, z: Array, after: list[Array], output: bool) -> str:
    if output:
        return "identity"
    given = values[z.ids]
    with np.errstate(all="ignore"):
        for array in sorted(after, key=lambda a: -a.position):
            value = values[array.ids].reshape(given.shape)
            if array is z:
                continue
            for name, function in ACTIVATIONS.items():
                if np.allclose(function(given), value, rtol=1e-5, atol=1e-8):
                    return name
            for axis in range(given.ndim):
                raised = np.exp(given - given.max(axis=axis, keepdims=True))
                if np.allclose(raised / raised.sum(axis=axis, keepdims=True), value, rtol=1e-5, atol=1e-8):
                    return "softmax"
    return "identity" if len(after) == 1 else "unknown"
