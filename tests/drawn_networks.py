"""Random networks with parameters and data, for the tests that compare with somebody else's numbers."""

from dataclasses import dataclass

import numpy as np

from pizarra.layers import (
    ELU,
    Activation,
    Add,
    Identity,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
    Softplus,
    Tanh,
)
from pizarra.losses import (
    BinaryCrossEntropy,
    BinaryCrossEntropyLogits,
    Cost,
    CrossEntropy,
    SoftmaxCrossEntropy,
    SquaredError,
)
from pizarra.network import Network, Part

FACTORS = ("1", "1/2", "1/N", "1/(2N)")
SWISH, BELL = "z / (1 + np.exp(-z))", "z * np.exp(-z ** 2)"
ACTIVATIONS = (
    Sigmoid(), Tanh(), ReLU(), LeakyReLU(), LeakyReLU(0.2), ELU(), ELU(0.7), Softplus(), Identity(), Softmax(),
    Activation(SWISH), Activation(BELL),
)  # fmt: skip
LOSSES = (SquaredError, CrossEntropy, SoftmaxCrossEntropy, BinaryCrossEntropy, BinaryCrossEntropyLogits, Cost)


@dataclass
class Drawn:
    network: Network
    parameters: dict[str, np.ndarray]
    x: np.ndarray
    t: np.ndarray


def draw(seed: int) -> Drawn:
    """Draw a network of 1 to 5 blocks. Losses, factors and numbers of samples are gone through in turn."""
    rng = np.random.default_rng(seed)
    kind, factor = LOSSES[seed % len(LOSSES)], FACTORS[seed // len(LOSSES) % len(FACTORS)]
    samples = int(rng.choice([1, 2, 3, 5]))
    width = int(rng.integers(1, 8))
    x = rng.normal(size=(samples, width))
    parts: list[Part] = []
    shapes: list[tuple[int, int]] = []
    sharing: dict[str, bool] = {}
    here, wide = "x", {"x": width}

    def append(layer, *inputs: str, share: str | None = None, out: int | None = None) -> None:
        nonlocal here
        name = f"v{len(parts) + 1}"
        parts.append(Part(layer, inputs or (here,), name, share))
        wide[name] = wide[inputs[0] if inputs else here] if out is None else out
        here = name

    def linear(out: int) -> None:
        shapes.append((wide[here], out))
        bias = bool(rng.random() < 0.7)
        append(Linear(bias=bias), out=out)
        sharing[here] = bias

    for _ in range(int(rng.integers(1, 6))):
        choice = rng.random()
        if choice < 0.6 or here == "x":
            linear(int(rng.integers(1, 8)))
            append(ACTIVATIONS[rng.integers(len(ACTIVATIONS))])
        elif choice < 0.8:  # a residual sum around a layer and its activation
            before = here
            linear(wide[here])
            append(ACTIVATIONS[rng.integers(len(ACTIVATIONS))])
            append(Add(), before, here)
        else:  # the same square weights twice
            linear(wide[here])
            first = here
            append(ACTIVATIONS[rng.integers(len(ACTIVATIONS))])
            append(Linear(bias=sharing[first]), share=first)
    loss = kind("(y - t) ** 4", factor) if kind is Cost else kind(factor)
    if rng.random() < 0.3:
        linear(int(rng.integers(1, 8)))
    outputs = wide[here]
    t = rng.normal(size=(samples, outputs))
    if kind is CrossEntropy:
        append(Softmax())
    if kind is BinaryCrossEntropy:
        append(Sigmoid())
    if kind in (CrossEntropy, SoftmaxCrossEntropy):
        t = rng.uniform(size=t.shape)
        t /= t.sum(axis=1, keepdims=True)
        if rng.random() < 0.5:
            t = np.eye(outputs)[rng.integers(outputs, size=samples)]
    if kind in (BinaryCrossEntropy, BinaryCrossEntropyLogits):
        t = (
            rng.uniform(size=t.shape)
            if rng.random() < 0.5
            else rng.integers(0, 2, size=t.shape).astype(float)
        )
    network = Network(parts, loss)
    parameters = {}
    for step in sorted(network.steps, key=lambda step: step.index):
        for role, name in step.parameters.items():
            if name not in parameters:
                rows, columns = shapes[int(name[1:]) - 1]
                shape = (rows, columns) if role == "W" else (columns,)
                parameters[name] = rng.normal(size=shape) / (np.sqrt(rows) if role == "W" else 1)
    return Drawn(network, parameters, x, t)
