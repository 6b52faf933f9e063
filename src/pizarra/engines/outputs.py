"""Outputs: what a network gives for many samples, by the kernel where that is the fastest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..data import empty
from ..network import Network
from . import compiled
from .chain import chain_of
from .compiled import chosen, kernel, own_threads
from .task import Arrays

AT_ONCE = 4096  # samples whose values are all held together
FEW = 16  # samples: for fewer the weights are not worth a copy

# A linear layer and the activation after it: the activation's code and slope, the weights, the bias.
Layer = tuple[int, float, np.ndarray, np.ndarray | None]


def outputs(network: Network, parameters: Arrays, x: np.ndarray) -> np.ndarray:
    """Compute what the loss would read for the rows of x, of which there is at least one, in the parameters' type.

    >>> from pizarra.train import mlp
    >>> parameters = {"W1": np.eye(2), "b1": np.zeros(2), "W2": np.ones((2, 1)), "b2": np.zeros(1)}
    >>> outputs(mlp(1, hidden="relu"), parameters, np.array([[1.0, -2.0], [3.0, 4.0]])).tolist()
    [[1.0], [7.0]]
    """
    chain = chain_of(network)
    if chain is not None:
        layers = [(one.activation, one.slope, parameters[one.W], one.of(parameters)) for one in chain.layers]
        if (y := kernel_outputs(layers, x)) is not None:
            return y
    dtype = np.result_type(*parameters.values()) if parameters else np.dtype(float)
    parts = [
        network.forward(parameters, x[start : start + AT_ONCE].astype(dtype, copy=False))[network.prediction]
        for start in range(0, len(x), AT_ONCE)
    ]
    return np.concatenate(parts)


def values(network: Network, parameters: Arrays, x: np.ndarray, t: np.ndarray) -> dict[str, np.ndarray]:
    """Compute what `Network.forward` does, with the products by the kernel where they can be.

    NumPy's products wake threads that go on spinning for a while, and take the processors from what comes next.
    """
    if chain_of(network) is None:
        return network.forward(parameters, x, t)
    a, products = x, {}
    for step in network.steps:
        if "W" in step.parameters:
            named = [parameters[name] for name in step.parameters.values()]
            y = kernel_outputs([(0, 0.0, named[0], named[1] if len(named) > 1 else None)], a)
            if y is None:
                return network.forward(parameters, x, t)
            products[step.output] = a = y
        else:
            a = step.layer.run(np, a)[step.layer.output]
    return network.forward(parameters, x, t, fixed=products)


def kernel_outputs(layers: Sequence[Layer], x: np.ndarray) -> np.ndarray | None:
    """Compute the same of such layers in a row; None where the kernel is not there, or would be slower."""
    arrays = [array for _, _, W, b in layers for array in (W, b) if array is not None]
    weights, dtype = sum(array.size for array in arrays), np.result_type(*arrays)
    if (
        chosen() != "c"
        or (module := kernel()) is None
        or not (len(x) >= FEW and FEW <= weights <= compiled.LARGEST)
        or dtype.char not in "df"
        or not all(array.size for array in arrays)
    ):
        return None
    arrays = [np.ascontiguousarray(array, dtype) for array in arrays]
    given = iter(arrays)
    layers_ = tuple(
        (activation, slope, next(given), None if b is None else next(given), (), ())
        for activation, slope, _, b in layers
    )
    y = empty((len(x), layers[-1][2].shape[1]), dtype)
    for start in range(0, len(x), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        module.forward(layers_, np.ascontiguousarray(x[some], dtype), y[some], own_threads())
    return y
