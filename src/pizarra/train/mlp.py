"""mlp: the usual chain of linear layers and activations."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..data import whole
from ..errors import DataError, NetworkError, nearest, shown
from ..layer import Layer
from ..layers import Linear
from ..loss import Loss
from ..network import Network
from ..problem.kinds import make_layer, make_loss
from ..problem.plain import NAMED


def mlp(
    layers: int = 1,
    *,
    hidden: str = "sigmoid",
    output: str = "identity",
    loss: str | Loss = "squared_error",
    factor: Any = None,
    bias: bool = True,
) -> Network:
    """Make a chain with so many hidden layers, each followed by `hidden`; the last by `output`. `identity` adds none.

    The factor of the loss is 1/N unless it is said. Widths are no part of a network: they come with its parameters.

    >>> mlp(hidden="tanh")
    Network([Linear(bias=True), Tanh(), Linear(bias=True)], SquaredError(factor='1/N'))
    """
    count = whole(layers, "layers", least=0, most=400)
    if not isinstance(bias, bool | np.bool):
        raise DataError(f"bias must be True or False; {shown(bias)} is neither.")
    if isinstance(loss, Loss) and factor is not None:
        raise NetworkError(f"The loss {type(loss).__name__} has its own factor; leave factor out.")
    made = loss if isinstance(loss, Loss) else make_loss(loss, "1/N" if factor is None else factor)
    parts: list[Layer] = []
    for place in range(count + 1):
        what, name = ("output", output) if place == count else ("hidden", hidden)
        if not isinstance(name, str) or name not in NAMED:
            raise NetworkError(f"{what} cannot be {shown(name)}." + nearest(str(name)[:60], NAMED))
        parts.append(Linear(bias=bool(bias)))
        if name != "identity":
            parts.append(make_layer(name, {}, f"Layer {len(parts)}"))
    return Network(parts, made)
