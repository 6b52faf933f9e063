"""From Keras: a live Sequential or chain of Dense layers. Read by its attributes alone; `.keras` files are not read."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import Any

from ..errors import NetworkError, nearest, shown
from ..loss import Loss
from ..model import Model
from .stack import Piece, linear, model_of

FUNCTIONS = {
    "linear": None, "relu": "relu", "sigmoid": "sigmoid", "tanh": "tanh", "softplus": "softplus",
    "softmax": "softmax", "elu": "elu",
}  # fmt: skip
LAYERS = {"ReLU": "relu", "Softmax": "softmax", "ELU": "elu", "LeakyReLU": "leaky_relu"}
NOTHING = ("InputLayer", "Dropout", "Flatten", "Identity")


def from_keras(source: Any, *, loss: str | Loss | None = None) -> Model:
    """Make a model of a live Keras model, a chain of Dense, Activation and the usual functions.

    loss: as for `from_torch`. Raises NetworkError, which names what cannot be taken over; also for a file: opening
    a `.keras` or `.h5` file can run what is in it. Load it in Keras, where you trust it, and give the model.
    """
    if isinstance(source, str | bytes | os.PathLike):
        raise NetworkError(
            "Files of Keras are not read: opening one can run what is in it. Load it in Keras if you trust it, and "
            "give the model."
        )
    layers = getattr(source, "layers", None)
    if not isinstance(layers, list | tuple):
        raise NetworkError(f"A Keras model is expected; {shown(source)} has no layers.")
    if not _in_a_row(source, layers):
        raise NetworkError(
            "The layers of this Keras model do not stand in a row: one reads something else than the one before it, or "
            "is used twice. Give a Sequential, or put the network together of pizarra's own layers."
        )
    pieces: list[Piece] = []
    for place, layer in enumerate(layers):
        kind = type(layer).__name__
        if kind == "Dense":
            pieces.append(linear(*_weights(layer, place), f"layer {place}"))
            pieces += _function(layer, place)
        elif kind == "Activation":
            pieces += _function(layer, place)
        elif kind in LAYERS:
            pieces.append(Piece(LAYERS[kind], _options(layer, kind, place)))
        elif kind not in NOTHING:
            raise NetworkError(
                f"Layer {place} is a {kind}, which is none of ours."
                + nearest(kind, ["Dense", "Activation", *LAYERS, *NOTHING])
            )
    return model_of(pieces, loss)


def _in_a_row(source: Any, layers: Any) -> bool:
    """Whether each layer reads the one before it, as far as the model says so yet."""
    outputs = getattr(source, "outputs", None)
    if not outputs:
        return True
    try:
        joined = all(after.input is before.output for before, after in pairwise(layers))
        return joined and len(outputs) == 1 and outputs[0] is layers[-1].output
    except (AttributeError, ValueError):  # what Keras raises for a layer that is used twice
        return False


def _weights(layer: Any, place: int) -> tuple[Any, Any]:
    arrays = layer.get_weights()
    if not arrays:
        raise NetworkError(
            f"Layer {place} has no weights yet. Say the model's input shape, or call it once, and give it again."
        )
    if len(arrays) > 2:
        raise NetworkError(f"Layer {place} has {len(arrays)} arrays; weights and a bias are expected.")
    return arrays[0], arrays[1] if len(arrays) == 2 else None


def _function(layer: Any, place: int) -> list[Piece]:
    name = getattr(layer.activation, "__name__", str(layer.activation))
    if name not in FUNCTIONS:
        raise NetworkError(f"Layer {place} has the activation {shown(name)}." + nearest(name[:60], FUNCTIONS))
    ours = FUNCTIONS[name]
    return [] if ours is None else [Piece(ours)]


def _options(layer: Any, kind: str, place: int) -> dict[str, float]:
    if kind == "LeakyReLU":
        return {"slope": float(layer.negative_slope)}
    if kind == "ELU":
        return {"alpha": float(layer.alpha)}
    plain = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0} if kind == "ReLU" else {"axis": -1}
    for option, usual in plain.items():
        if getattr(layer, option, usual) != usual:
            raise NetworkError(
                f"Layer {place} is a {kind} with {option} {getattr(layer, option)}; ours has none."
            )
    return {}
