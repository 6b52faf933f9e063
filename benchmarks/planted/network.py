"""What is drawn before a line is written: a network, how its arrays lie, and numbers for them."""

from dataclasses import dataclass

import numpy as np

# Output and loss that people put together. Of the last two kinds the loss reads the logits.
ENDINGS = (
    ("identity", "squared_error"),
    ("sigmoid", "squared_error"),
    ("tanh", "squared_error"),
    ("relu", "squared_error"),
    ("softmax", "squared_error"),
    ("softmax", "cross_entropy"),
    ("sigmoid", "binary_cross_entropy"),
    ("identity", "softmax_cross_entropy"),
    ("identity", "binary_cross_entropy_logits"),
)
HIDDEN = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "identity")
HIDDEN_SHARES = (0.3, 0.2, 0.2, 0.08, 0.08, 0.08, 0.06)
SLOPE, ALPHA = 0.01, 1.0  # of leaky_relu below 0, and of elu
READ_LOGITS = {"softmax_cross_entropy": "softmax", "binary_cross_entropy_logits": "sigmoid"}


@dataclass(frozen=True)
class Network:
    """A chain of weight layers. `activations` has one name for each; before a loss that reads logits, identity."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str
    factor: str
    bias: bool

    @property
    def depth(self) -> int:
        return len(self.activations)

    @property
    def layers(self) -> range:
        return range(1, self.depth + 1)

    @property
    def prediction(self) -> str:
        """What makes the prediction of the last z: its activation, or what the loss does to the logits."""
        return READ_LOGITS.get(self.loss, self.activations[-1])

    def activation(self, layer: int) -> str:
        return self.prediction if layer == self.depth else self.activations[layer - 1]


@dataclass(frozen=True)
class Layout:
    """How arrays lie. samples: "rows", "columns" or "vector" (one sample, 1-D). weights: "in_out" or "out_in"."""

    samples: str
    weights: str
    bias: str  # "flat" (n,), "row" (1, n) or "column" (n, 1)

    def weight(self, rows: np.ndarray) -> np.ndarray:
        """Lay out a matrix that is given as (in, out)."""
        return np.ascontiguousarray(rows if self.weights == "in_out" else rows.T)

    def bias_array(self, flat: np.ndarray) -> np.ndarray:
        return {"flat": flat, "row": flat[None, :], "column": flat[:, None]}[self.bias].copy()

    def data(self, rows: np.ndarray) -> np.ndarray:
        """Lay out samples that are given as (N, n)."""
        if self.samples == "vector":
            return rows[0].copy()
        return np.ascontiguousarray(rows if self.samples == "rows" else rows.T)

    def rows(self, data: np.ndarray) -> np.ndarray:
        """Give samples back as (N, n)."""
        return data.T if self.samples == "columns" else np.atleast_2d(data)

    def in_out(self, weight: np.ndarray) -> np.ndarray:
        return weight if self.weights == "in_out" else weight.T


@dataclass(frozen=True)
class Point:
    """Numbers for a network: parameters by role (`W1`, `b1`), data and rate, in a layout and a type."""

    parameters: dict[str, np.ndarray]
    x: np.ndarray
    t: np.ndarray
    rate: float


def draw_network(rng: np.random.Generator) -> Network:
    depth = int(rng.choice([1, 2, 3, 4], p=[0.12, 0.46, 0.26, 0.16]))
    output, loss = ENDINGS[rng.integers(len(ENDINGS))]
    softmax = READ_LOGITS.get(loss, output) == "softmax"
    if rng.random() < 0.3:
        sizes = [int(rng.integers(2, 6))] * (depth + 1)
        if rng.random() < 0.4:
            sizes[-1] = int(rng.integers(1, 5))
    else:
        sizes = [int(n) for n in rng.integers(1, 7, size=depth + 1)]
    if rng.random() < 0.06:
        sizes[int(rng.integers(depth + 1))] = 64
        sizes[int(rng.integers(depth + 1))] = 64
    if softmax:
        sizes[-1] = max(2, sizes[-1])
    hidden = [str(name) for name in rng.choice(HIDDEN, size=depth - 1, p=HIDDEN_SHARES)]
    if rng.random() < 0.6:  # most people use one activation for all hidden layers
        hidden = hidden[:1] * (depth - 1)
    factors = ("1", "1/2", "1/N", "1/(2N)") if loss == "squared_error" else ("1", "1/N")
    return Network(tuple(sizes), (*hidden, output), loss, str(rng.choice(factors)), bool(rng.random() < 0.85))


def draw_layout(rng: np.random.Generator, network: Network, *, one_by_one: bool, bias_rows: bool) -> Layout:
    if bias_rows:  # b above W, and a column of ones beside the data
        return Layout("rows", "in_out", "flat" if rng.random() < 0.6 else "row")
    samples = str(rng.choice(["rows", "columns", "vector"], p=[0.55, 0.3, 0.15]))
    usual = "out_in" if samples != "rows" else "in_out"
    weights = usual if rng.random() < 0.75 else {"out_in": "in_out", "in_out": "out_in"}[usual]
    if one_by_one:
        samples = samples if samples != "vector" else "rows"
        return Layout(samples, weights, "flat")
    bias = {"rows": "flat" if rng.random() < 0.6 else "row", "columns": "column", "vector": "flat"}[samples]
    return Layout(samples, weights, bias)


def draw_point(
    rng: np.random.Generator, network: Network, layout: Layout, samples: int, dtype: str = "float64"
) -> Point:
    """Draw an ordinary point: nothing is zero, nothing saturates."""
    parameters: dict[str, np.ndarray] = {}
    for layer in network.layers:
        fan_in, fan_out = network.sizes[layer - 1 : layer + 1]
        spread = rng.uniform(0.6, 1.4) / max(1, fan_in) ** 0.5
        weight = spread * rng.normal(size=(fan_in, fan_out))
        parameters[f"W{layer}"] = layout.weight(weight).astype(dtype)
        if network.bias:
            flat = 0.4 * rng.normal(size=fan_out)
            if network.activation(layer) == "relu":
                flat = np.abs(flat)  # fewer dead units
            parameters[f"b{layer}"] = layout.bias_array(flat).astype(dtype)
    samples = 1 if layout.samples == "vector" else samples
    x = rng.normal(size=(samples, network.sizes[0]))
    return Point(
        parameters,
        layout.data(x).astype(dtype),
        layout.data(draw_target(rng, network, samples)).astype(dtype),
        draw_rate(rng),
    )


def draw_rate(rng: np.random.Generator) -> float:
    """Draw a rate that is no 1/N, 1/2 or the like: those could not be told from it."""
    return float(round(10 ** rng.uniform(-2, -0.1), 3)) + 0.0007


def draw_target(rng: np.random.Generator, network: Network, samples: int) -> np.ndarray:
    width = network.sizes[-1]
    match network.loss:
        case "cross_entropy" | "softmax_cross_entropy":
            return np.eye(width)[rng.integers(width, size=samples)]
        case "binary_cross_entropy" | "binary_cross_entropy_logits":
            return rng.integers(0, 2, size=(samples, width)).astype(float)
    match network.activations[-1]:
        case "sigmoid" | "softmax":
            return rng.uniform(0, 1, size=(samples, width))
        case "tanh":
            return rng.uniform(-1, 1, size=(samples, width))
    return rng.normal(size=(samples, width))
