"""Chain: a network that is linear layers and known activations in a row, as the fast engines read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..layers import Identity, LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Tanh
from ..loss import Factor
from ..losses import (
    BinaryCrossEntropy,
    BinaryCrossEntropyLogits,
    CrossEntropy,
    SoftmaxCrossEntropy,
    SquaredError,
)
from ..network import INPUT, Network
from ..optimizers import SGD, Adam, AdamW, Optimizer

# In the order of the kernel's codes. Only these classes: what derives from one may compute something else.
ACTIVATIONS = {
    Identity: "identity",
    Sigmoid: "sigmoid",
    Tanh: "tanh",
    ReLU: "relu",
    LeakyReLU: "leaky_relu",
    Softmax: "softmax",
}
LOSSES = {
    SquaredError: "squared_error",
    CrossEntropy: "cross_entropy",
    SoftmaxCrossEntropy: "softmax_cross_entropy",
    BinaryCrossEntropy: "binary_cross_entropy",
    BinaryCrossEntropyLogits: "binary_cross_entropy_logits",
}
RULES = {SGD: "sgd", Adam: "adam", AdamW: "adamw"}
Rule = tuple[int, float, float, float, float, int, float, float, float]


@dataclass(frozen=True)
class Dense:
    """A linear layer and the activation after it: the names of its parameters, the activation's code and slope."""

    W: str
    b: str | None
    activation: int = 0
    slope: float = 0.0

    def of(self, arrays: Mapping[str, np.ndarray]) -> np.ndarray | None:
        """Give the bias, or what else bears its name."""
        return None if self.b is None else arrays[self.b]


@dataclass(frozen=True)
class Chain:
    """The layers, the code of the loss, and the number in front of it, which `per_sample` divides by the samples."""

    layers: tuple[Dense, ...]
    loss: int
    factor: float
    per_sample: bool


def chain_of(network: Network) -> Chain | None:
    """Read a network as a chain; None where it is no chain, or has a layer or a loss of another kind."""
    layers: list[Dense] = []
    before, open_ = INPUT, False  # the value that the next layer must read; whether an activation may follow
    for step in network.steps:
        layer = step.layer
        if step.inputs != (before,):
            return None
        before = step.output
        if type(layer) is Linear:
            if any(len(network.readers(name)) > 1 for name in step.parameters.values()):
                return None
            layers.append(Dense(step.parameters["W"], step.parameters.get("b")))
            open_ = True
        elif type(layer) in ACTIVATIONS and open_:
            slope = layer.slope if isinstance(layer, LeakyReLU) else 0.0
            if slope < 0:  # then the sign of the output no longer tells that of the input
                return None
            layers[-1] = Dense(layers[-1].W, layers[-1].b, list(ACTIVATIONS).index(type(layer)), slope)
            open_ = False
        else:
            return None
    loss = network.loss
    if type(loss) not in LOSSES or network.prediction != before:
        return None
    factor = Factor.read(loss.factor)  # type: ignore[attr-defined]
    return Chain(tuple(layers), list(LOSSES).index(type(loss)), float(factor.number), factor.per_sample)


def rule_of(optimizer: Optimizer, l1: float, l2: float, clip: float | None, dtype: str) -> Rule | None:
    """Read an optimiser and the penalties as the kernel does; None where it is of another kind."""
    rest = (l1, l2, float("inf") if clip is None else clip)
    match optimizer:
        case SGD() if type(optimizer) is SGD:
            return (
                0, optimizer.momentum, optimizer.dampening, 0.0, optimizer.weight_decay, optimizer.nesterov, *rest
            )  # fmt: skip
        case Adam() if type(optimizer) in RULES and np.dtype(dtype).type(optimizer.epsilon) > 0:
            kind = list(RULES).index(type(optimizer))
            numbers = (optimizer.beta1, optimizer.beta2, optimizer.epsilon, optimizer.weight_decay)
            return (kind, *numbers, optimizer.amsgrad, *rest)
    return None


def widths(chain: Chain, parameters: Mapping[str, np.ndarray]) -> tuple[int, ...]:
    """Give the numbers of units, the input's first."""
    return (parameters[chain.layers[0].W].shape[0], *(parameters[layer.W].shape[1] for layer in chain.layers))
