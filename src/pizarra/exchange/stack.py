"""Stack: a chain of layers with its numbers, as every other library can say it too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import DataError, NetworkError, shown
from ..layers import LAYERS, Linear
from ..loss import Loss
from ..losses import BinaryCrossEntropyLogits, SoftmaxCrossEntropy
from ..model import Model
from ..network import INPUT, Network
from ..problem.kinds import make_layer, make_loss

FUNCTIONS = tuple(name for name in LAYERS if name not in ("linear", "add"))
USUAL = {"softmax": "cross_entropy", "sigmoid": "binary_cross_entropy"}  # the loss behind a last layer


OPTIONS = {"leaky_relu": ("slope",), "elu": ("alpha",)}


@dataclass(frozen=True, eq=False)
class Piece:
    """A layer: `kind` is a name in LAYERS, with its options; a linear one has weights (inputs, outputs), a bias."""

    kind: str
    options: Mapping[str, float] = field(default_factory=dict)
    W: np.ndarray | None = None
    b: np.ndarray | None = None


def linear(W: Any, b: Any, where: str) -> Piece:
    """Make a linear piece of arrays from outside, copied in the machine's own order of bytes. Raises DataError."""
    weights = numbers(W, f"the weights of {where}")
    if weights.ndim != 2 or not weights.size:
        raise DataError(f"The weights of {where} have the shape {weights.shape}; a matrix is expected.")
    if b is None:
        return Piece("linear", W=weights)
    bias = numbers(b, f"the bias of {where}").astype(weights.dtype).reshape(-1)
    if bias.size != weights.shape[1]:
        raise DataError(f"The bias of {where} has {bias.size} numbers for {weights.shape[1]} units.")
    return Piece("linear", W=weights, b=bias)


def numbers(values: Any, what: str) -> np.ndarray:
    """Copy an array of floats, by rows: float32 stays, all else becomes float64. Raises DataError."""
    try:
        array = np.asarray(values)
    except (TypeError, ValueError, RuntimeError):
        raise DataError(f"{what} must be an array of numbers; {shown(values)} is not.") from None
    if array.dtype.kind not in "fiu":
        raise DataError(f"{what} must be real numbers, not of the type {array.dtype}.")
    small = array.dtype.kind == "f" and array.dtype.itemsize <= 4
    copied = np.array(array, dtype=np.float32 if small else np.float64, order="C")
    if not np.isfinite(copied).all():
        raise DataError(f"{what} has numbers that are not finite.")
    return copied


def model_of(pieces: list[Piece], loss: str | Loss | None) -> Model:
    """Make a model; unless a loss is said it is the one that is usual behind the last layer."""
    if not any(piece.kind == "linear" for piece in pieces):
        raise NetworkError("There is no linear layer in it, so there is nothing to take over.")
    layers = [
        Linear(bias=piece.b is not None) if piece.kind == "linear" else _layer(piece) for piece in pieces
    ]
    name = loss or USUAL.get(pieces[-1].kind, "squared_error")
    made = name if isinstance(name, Loss) else make_loss(name, "1/N" if name == "squared_error" else None)
    network = Network(layers, made)
    arrays = [a for piece in pieces if piece.kind == "linear" for a in (piece.W, piece.b) if a is not None]
    return Model(network, dict(zip(network.parameters, arrays, strict=True)))


def _layer(piece: Piece) -> Any:
    return make_layer(piece.kind, dict(piece.options), f"Layer {piece.kind}")


def pieces_of(model: Model, *, probabilities: bool = False) -> list[Piece]:
    """Read a model as a chain; with `probabilities` what its loss does to logits ends it. Raises NetworkError."""
    if not isinstance(model, Model):
        raise NetworkError(f"A pizarra.Model is expected; {shown(model)} is none.")
    network, parameters = model.network, model.parameters
    names = {kind: name for name, kind in LAYERS.items()}
    before, pieces = INPUT, []
    for step in network.steps:
        name = names.get(type(step.layer))
        if step.inputs != (before,) or name not in ("linear", *FUNCTIONS):
            raise NetworkError(
                f"{step.place()}, cannot be said there: a chain of linear layers and {', '.join(FUNCTIONS)} can."
            )
        before = step.output
        if name == "linear":
            arrays = {inside: parameters[outside] for inside, outside in step.parameters.items()}
            pieces.append(Piece("linear", W=arrays["W"], b=arrays.get("b")))
        else:
            pieces.append(
                Piece(str(name), {key: getattr(step.layer, key) for key in OPTIONS.get(str(name), ())})
            )
    if probabilities:
        last = {SoftmaxCrossEntropy: "softmax", BinaryCrossEntropyLogits: "sigmoid"}.get(type(network.loss))
        pieces += [Piece(last)] if last else []
    return pieces
