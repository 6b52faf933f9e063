"""To and from PyTorch: nn.Sequential and state dicts. Only `to_torch` imports torch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from ..errors import MissingPackageError, NetworkError, nearest, shown
from ..loss import Loss
from ..model import Model
from .stack import FUNCTIONS, Piece, linear, model_of, pieces_of

# Modules by the names of their classes, with what they call our options.
MODULES: dict[str, tuple[str, dict[str, str]]] = {
    "ReLU": ("relu", {}),
    "Sigmoid": ("sigmoid", {}),
    "Tanh": ("tanh", {}),
    "Softplus": ("softplus", {}),
    "Softmax": ("softmax", {}),
    "LeakyReLU": ("leaky_relu", {"slope": "negative_slope"}),
    "ELU": ("elu", {"alpha": "alpha"}),
}
NOTHING = ("Identity", "Dropout", "Flatten")  # what changes no row of a prediction
_KEY = re.compile(r"(?:(?P<layer>.*)\.)?(?P<role>weight|bias)")


def to_torch(model: Model, *, probabilities: bool = False) -> Any:
    """Make an nn.Sequential of a model, with copies of its parameters in their type; its loss stays behind.

    Under a cross-entropy of logits it gives logits, as torch's losses want them, unless `probabilities` are asked for.
    Raises NetworkError for a network that is no chain, MissingPackageError without torch (extra `torch`).
    """
    try:
        torch = import_module("torch")
    except ImportError:
        raise MissingPackageError("to_torch needs torch. Install it: pip install 'pizarra[torch]'.") from None
    modules = []
    for piece in pieces_of(model, probabilities=probabilities):
        if piece.kind == "linear":
            assert piece.W is not None
            W = torch.from_numpy(np.array(piece.W.T, order="C"))
            module = torch.nn.Linear(*piece.W.shape, bias=piece.b is not None, dtype=W.dtype)
            with torch.no_grad():
                module.weight.copy_(W)
                if piece.b is not None:
                    module.bias.copy_(torch.from_numpy(np.array(piece.b)))
            modules.append(module)
        elif piece.kind == "identity":
            modules.append(torch.nn.Identity())
        else:
            name = next(name for name, (kind, _) in MODULES.items() if kind == piece.kind)
            theirs = {MODULES[name][1][option]: value for option, value in piece.options.items()}
            modules.append(getattr(torch.nn, name)(**theirs, **({"dim": -1} if name == "Softmax" else {})))
    return torch.nn.Sequential(*modules)


def from_torch(
    source: Any, *, activations: Iterable[str] | None = None, loss: str | Loss | None = None
) -> Model:
    """Make a model of an nn.Sequential, or of a state dict with the `activations` that it does not hold.

    activations: one for each linear layer, the last may be left out. loss: that of the last layer unless said: a
    cross-entropy behind softmax, a binary one behind sigmoid, else squared error. Dropout, Flatten and Identity are
    left out, since they change no row of a prediction. Raises NetworkError, which names what cannot be taken over.
    """
    if isinstance(source, Mapping):
        return model_of(_of_state(source, activations), loss)
    if activations is not None:
        raise NetworkError("activations go with a state dict; a module has its own.")
    return model_of(list(_of_modules(source)), loss)


def _of_modules(module: Any) -> Iterable[Piece]:
    if not callable(getattr(module, "children", None)):
        raise NetworkError(f"An nn.Sequential or a state dict is expected; {shown(module)} is neither.")
    for place, part in enumerate(module.children()):
        name = type(part).__name__
        if name == "Sequential":
            yield from _of_modules(part)
        elif name == "Linear":
            yield linear(
                _array(part.weight).T, None if part.bias is None else _array(part.bias), f"module {place}"
            )
        elif name in MODULES:
            kind, options = MODULES[name]
            _refuse_other_settings(part, name, place)
            yield Piece(kind, {ours: float(getattr(part, theirs)) for ours, theirs in options.items()})
        elif name not in NOTHING:
            raise NetworkError(
                f"Module {place} is a {name}, which is none of ours."
                + nearest(name, ["Linear", "Sequential", *MODULES, *NOTHING])
            )


def _refuse_other_settings(part: Any, name: str, place: int) -> None:
    if name == "Softmax" and part.dim not in (1, -1):
        raise NetworkError(
            f"Module {place} is a Softmax over the axis {part.dim}; ours is over the last, dim=-1."
        )
    if name == "Softplus" and (part.beta != 1 or part.threshold < 20):
        raise NetworkError(f"Module {place} is a Softplus with beta {part.beta}; ours has 1.")


def _of_state(state: Mapping[str, Any], activations: Iterable[str] | None) -> list[Piece]:
    layers: dict[str, dict[str, np.ndarray]] = {}
    for key, tensor in state.items():
        found = _KEY.fullmatch(str(key))
        if found is None:
            raise NetworkError(
                f"The state dict has {shown(key)}; only weight and bias of linear layers are known."
            )
        layers.setdefault(found["layer"] or "", {})[found["role"]] = _array(tensor)
    for name, arrays in layers.items():
        if "weight" not in arrays or arrays["weight"].ndim != 2:
            raise NetworkError(
                f"Layer {shown(name)} of the state dict is no linear layer: it has no matrix `weight`."
            )
    if activations is None:
        raise NetworkError(
            "A state dict does not say what follows a linear layer. Give activations, such as ['relu']."
        )
    names = [activations] if isinstance(activations, str) else list(activations)
    if not len(layers) - 1 <= len(names) <= len(layers):
        raise NetworkError(
            f"There are {len(layers)} linear layers and {len(names)} activations. Give one for each."
        )
    pieces: list[Piece] = []
    for place, (name, arrays) in enumerate(layers.items()):
        pieces.append(linear(arrays["weight"].T, arrays.get("bias"), f"layer {name}"))
        if place < len(names):
            if names[place] not in FUNCTIONS:
                raise NetworkError(
                    f"activations has {shown(names[place])}." + nearest(str(names[place])[:60], FUNCTIONS)
                )
            pieces += [Piece(names[place])] if names[place] != "identity" else []
    return pieces


def _array(tensor: Any) -> np.ndarray:
    """Give a tensor, from whatever device, as an array."""
    for method in ("detach", "cpu", "numpy"):
        tensor = getattr(tensor, method)() if hasattr(tensor, method) else tensor
    return np.asarray(tensor)
