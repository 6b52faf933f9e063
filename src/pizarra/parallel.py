"""Parallel: the same layers on torch tensors, and the same steps shared by several processes (extra `torch`).

Data-parallel training is one idea: the gradient of a batch is a sum over its samples, so each process computes the part
of its own samples, the parts are added up, and all make the same step. torch.distributed adds them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from .data import whole
from .engines import is_sum
from .errors import MissingPackageError, NetworkError, shown
from .network import LOSS, Network
from .optimizers import Optimizer
from .train.arguments import checked, optimizer_of, outputs_for, positive
from .train.batches import Batches
from .train.samples import rows, target_rows


def fit(
    network: Network,
    parameters: Mapping[str, Any],
    X: Any,
    Y: Any,
    *,
    optimizer: Optimizer | None = None,
    rate: float | None = None,
    batch: int | None = 32,
    epochs: int = 10,
    shuffle: bool = True,
    seed: int = 0,
    dtype: str = "float64",
    device: str | None = None,
) -> tuple[dict[str, np.ndarray], list[float]]:
    """Train parameters on X and Y as `pizarra.train.fit` does, on torch tensors; give them, and the loss of each epoch.

    device: where torch computes, such as "cuda"; the CPU unless said.

    Where `torch.distributed.init_process_group` was called, every process calls this with the same arguments. Each
    batch is shared out row by row, however unevenly; gradients are divided by the size of the whole batch, never by
    that of a share; every process starts from the parameters of the first, makes the same steps, and ends with the same
    bits. Raises a PizarraError, which names the argument; MissingPackageError without torch.
    """
    torch, xp = _torch()
    if not isinstance(network, Network):
        raise NetworkError(f"network must be a Network, such as mlp(); {shown(network)} is not.")
    x, chosen = rows(X, "X", dtype), optimizer_of(optimizer)
    moved = checked(network, parameters, dtype)
    t = target_rows(Y, network.loss, len(x), outputs_for(network, moved, x), dtype)
    eta = positive(rate, "rate") if rate is not None else chosen.usual_rate
    size = len(x) if batch is None else whole(batch, "batch", least=1, most=2**62)
    batches = Batches(np.arange(len(x)), size, whole(seed, "seed", least=0, most=2**64 - 1), bool(shuffle))
    group = _Group(torch, device or "cpu")
    group.start_alike(moved)
    state, sums, losses = chosen.start(moved), is_sum(network), []
    for epoch in range(whole(epochs, "epochs", least=1, most=2**62)):
        total = 0.0
        for index in batches.of(epoch):
            own = index[group.rank :: group.size]
            share = 1.0 if sums else len(own) / len(index)
            found = {name: np.zeros_like(array) for name, array in moved.items()}, 0.0
            if len(own):
                found = _gradients(group, xp, network, moved, x[own], t[own], share)
            gradients, loss = group.added(*found)
            chosen.step(moved, gradients, state, eta)
            total += loss * (1 if sums else len(index))
        losses.append(total if sums else total / len(x))
    return moved, losses


def _torch() -> tuple[Any, Any]:
    try:
        torch, xp = import_module("torch"), import_module("array_api_compat.torch")
        import_module("torch.distributed")
    except ImportError:
        raise MissingPackageError(
            "pizarra.parallel needs torch and array-api-compat. Install them: pip install 'pizarra[torch]'."
        ) from None
    return torch, xp


def _gradients(
    group: _Group,
    xp: Any,
    network: Network,
    parameters: Mapping[str, np.ndarray],
    x: Any,
    t: Any,
    share: float,
) -> tuple[dict[str, Any], Any]:
    """Give a share of a batch's gradients and of its loss, as tensors."""
    dtype = next(iter(parameters.values())).dtype
    held = {name: group.tensor(array) for name, array in parameters.items()}
    values = network.forward(held, group.tensor(x.astype(dtype)), group.tensor(t.astype(dtype)), xp=xp)
    cotangents, _ = network.backward(held, values, xp=xp)
    return {name: cotangents[name] * share for name in parameters}, values[LOSS] * share


class _Group:
    """The processes that train together; one alone where there is no group."""

    def __init__(self, torch: Any, device: str) -> None:
        self.torch, self.device = torch, device
        together = torch.distributed.is_available() and torch.distributed.is_initialized()
        self.rank = torch.distributed.get_rank() if together else 0
        self.size = torch.distributed.get_world_size() if together else 1

    def tensor(self, array: Any) -> Any:
        return self.torch.as_tensor(array, device=self.device)

    def start_alike(self, parameters: Mapping[str, np.ndarray]) -> None:
        """Put the first process's parameters in the place of everyone's."""
        if self.size > 1:
            for array in parameters.values():
                tensor = self.tensor(array)
                self.torch.distributed.broadcast(tensor, 0)
                array[...] = tensor.cpu().numpy()

    def added(self, gradients: Mapping[str, Any], loss: Any) -> tuple[dict[str, np.ndarray], float]:
        """Add up what all processes have, in one message."""
        parts = [self.tensor(gradient).reshape(-1) for gradient in gradients.values()]
        flat = self.torch.cat([*parts, self.tensor(loss).reshape(1).to(parts[0].dtype)])
        if self.size > 1:
            self.torch.distributed.all_reduce(flat)
        ends = np.cumsum([len(part) for part in parts])
        numbers = flat.cpu().numpy()
        found = {
            name: numbers[end - len(part) : end].reshape(gradient.shape)
            for (name, gradient), part, end in zip(gradients.items(), parts, ends, strict=True)
        }
        return found, float(numbers[-1])
