"""The forward pass and the loss in long doubles, and slopes of the loss by central differences: what is right.

Nothing of the written programs is used here: it is what they are held against.
"""

import numpy as np

from .network import ALPHA, SLOPE, Layout, Network, Point

WIDE = np.longdouble
STEP = WIDE(1e-6)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, SLOPE * z),
    "elu": lambda z: np.where(z > 0, z, ALPHA * np.expm1(np.minimum(z, 0))),
    "softplus": lambda z: np.logaddexp(z, 0),
    "softmax": softmax,
}
TERMS = {
    "squared_error": lambda y, t: (y - t) ** 2,
    "absolute_error": lambda y, t: np.abs(y - t),
    "cross_entropy": lambda y, t: -t * np.log(np.where(t == 0, 1, y)),
    "binary_cross_entropy": lambda y, t: (
        -t * np.log(np.where(t == 0, 1, y)) - (1 - t) * np.log(np.where(t == 1, 1, 1 - y))
    ),
}
# A loss of logits is the loss of probabilities after the function that makes them.
LOGITS = {"softmax_cross_entropy": "cross_entropy", "binary_cross_entropy_logits": "binary_cross_entropy"}
FACTORS = {"1": (1, False), "1/2": (0.5, False), "1/N": (1, True), "1/(2N)": (0.5, True)}


def loss(
    network: Network, layout: Layout, point: Point, *, term: str | None = None, prediction: str | None = None
) -> np.longdouble:
    """Give the loss; with `term` that of another loss, and with `prediction` made by another activation."""
    a = layout.rows(point.x).astype(WIDE)
    t = layout.rows(point.t).astype(WIDE)
    for layer in network.layers:
        z = a @ layout.in_out(point.parameters[f"W{layer}"]).astype(WIDE)
        if network.bias:
            z = z + point.parameters[f"b{layer}"].astype(WIDE).reshape(1, -1)
        name = network.activation(layer)
        a = ACTIVATIONS[(prediction or name) if layer == network.depth else name](z)
    number, mean = FACTORS[network.factor]
    terms = TERMS[term or LOGITS.get(network.loss, network.loss)](a, t)
    return number * terms.sum() / (len(t) if mean else 1)


def slopes(
    network: Network, layout: Layout, point: Point, directions: dict[str, np.ndarray], **other: str
) -> dict[str, float]:
    """Give the slope of the loss along one direction for each parameter, by central differences."""
    return {
        role: slope(network, layout, point, role, direction, **other)
        for role, direction in directions.items()
    }


def slope(
    network: Network, layout: Layout, point: Point, role: str, direction: np.ndarray, **other: str
) -> float:
    centre, along = point.parameters[role].astype(WIDE), STEP * direction.astype(WIDE)

    def at(values):
        moved = {**point.parameters, role: values}
        return loss(network, layout, Point(moved, point.x, point.t, point.rate), **other)

    return float((at(centre + along) - at(centre - along)) / (2 * STEP))
