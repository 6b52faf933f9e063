"""Networks with parameters, for files: every layer and loss, every way of being stored in memory."""

from functools import cache
from typing import Any

import numpy as np

from pizarra.layers import ELU, Activation, Add, LeakyReLU, Linear, Sigmoid, Softmax, Tanh
from pizarra.losses import Cost, CrossEntropy, SoftmaxCrossEntropy, SquaredError
from pizarra.network import Network, Part

Model = tuple[Network, dict[str, np.ndarray]]


def drawn(network: Network, shapes: dict[str, tuple[int, ...]], dtype: Any = np.float64) -> Model:
    rng = np.random.default_rng(7)
    return network, {name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()}


@cache
def chain(dtype: Any = np.float64) -> Model:
    network = Network([Linear(), Tanh(), Linear(bias=False)], SquaredError("1/(2N)"))
    return drawn(network, {"W1": (2, 3), "b1": (3,), "W2": (3, 2)}, dtype)


@cache
def graph() -> Model:
    """Give a residual network that shares parameters, with options and formulas of one's own."""
    parts = [
        Part(Linear(), name="in"),
        Part(LeakyReLU(0.2), name="bend"),
        Part(Linear(), ("bend",), "again", "in"),
        Part(Add(), ("again", "in"), "sum"),
        Part(ELU(0.5)),
        Part(Activation("z / (1 + np.exp(-z))")),
        Part(Activation("z ** 2", "2 * z")),
        Part(Linear(bias=False), name="ŷ"),
        Part(Softmax(), name="unread", inputs=("ŷ",)),
        Part(Add(), ("unread", "ŷ"), "both"),
        Part(Sigmoid(), ("sum",), "side"),
        Part(Add(), ("both", "side"), "end"),
    ]
    network = Network(parts, Cost("(y - t) ** 4", "1/N"), prediction="end")
    return drawn(network, {"W1": (2, 2), "b1": (2,), "W2": (2, 2)})


@cache
def classifier() -> Model:
    network = Network([Linear(), Sigmoid(), Linear()], SoftmaxCrossEntropy())
    return drawn(network, {"W1": (3, 4), "b1": (4,), "W2": (4, 3), "b2": (3,)}, np.float32)


@cache
def probabilities() -> Model:
    network = Network([Linear(), Softmax()], CrossEntropy("1"))
    return drawn(network, {"W1": (1, 2), "b1": (2,)}, np.float16)


MODELS = (chain, graph, classifier, probabilities)


def arrays() -> dict[str, np.ndarray]:
    """Give arrays of every type and in every order of memory."""
    rng = np.random.default_rng(3)
    found: dict[str, np.ndarray] = {}
    for dtype in ("f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"):
        whole = (rng.normal(size=(4, 6)) * 50).astype("f8")
        table = (
            (whole > 0)
            if dtype == "b1"
            else np.abs(whole).astype(dtype)
            if dtype[0] == "u"
            else whole.astype(dtype)
        )
        found[f"{dtype} table"] = table
        found[f"{dtype} transposed"] = table.T
        found[f"{dtype} strided"] = table[::2, ::-3]
        found[f"{dtype} Fortran"] = np.asfortranarray(table)
        found[f"{dtype} number"] = np.array(table[1, 1])
        found[f"{dtype} empty"] = table[:0]
        found[f"{dtype} empty, three axes"] = np.empty((2, 0, 3), dtype)
        found[f"{dtype} repeated"] = np.broadcast_to(table[0], (3, 6))
        if np.dtype(dtype).itemsize > 1:
            found[f"{dtype} big-endian"] = table.astype(np.dtype(dtype).newbyteorder(">"))
            found[f"{dtype} big-endian, strided"] = found[f"{dtype} big-endian"].T[::2]
    found["f8 special"] = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324, 1.7976931348623157e308])
    return found


def same(found: np.ndarray, wanted: Any) -> bool:
    """Whether two arrays have the same type, shape and bits."""
    wanted = np.asarray(wanted)
    native = wanted.astype(wanted.dtype.newbyteorder("="))
    return (found.dtype, found.shape, found.tobytes()) == (native.dtype, native.shape, native.tobytes())


def all_same(found: dict[str, np.ndarray], wanted: dict[str, Any]) -> bool:
    return found.keys() == wanted.keys() and all(same(found[name], wanted[name]) for name in wanted)
