"""Backward: whether a function's own backward pass is right, for functions of torch that bring one along."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..errors import DataError, shown
from .gradient import check_gradient
from .leaves import is_tensor
from .report import GradientReport


def check_backward(
    function: Callable[..., Any],
    *inputs: Any,
    sample: int | None = 2000,
    seed: int = 0,
    tolerance: float | None = None,
    language: str = "en",
) -> GradientReport:
    """Check the backward pass of a function of torch tensors, such as `MyFunction.apply`, against its forward pass.

    The outputs may be tensors of any shape: their sum, weighed with random numbers, is the loss. Checked are the inputs
    that require a gradient, or, if none does, all that hold floats. float32 is left for float64 where the function
    allows it. See `check_gradient` for the rest. Raises DataError where there is no tensor to check.
    """
    tensors = [k for k, value in enumerate(inputs) if is_tensor(value) and value.is_floating_point()]
    chosen = [k for k in tensors if inputs[k].requires_grad] or tensors
    if not chosen:
        raise DataError("check_backward takes tensors of floats; there is none among the inputs.")

    def loss(*given: Any) -> Any:
        full = list(inputs)
        for k, value in zip(chosen, given, strict=True):
            full[k] = value
        rng = np.random.default_rng(seed)
        parts = [
            (out * out.new_tensor(rng.uniform(0.5, 1.5, tuple(out.shape)).tolist())).sum()
            for out in _outputs(function(*full))
        ]
        return sum(parts[1:], parts[0])

    def grad(*given: Any) -> list[Any]:
        leaves = [value.detach().clone().requires_grad_(True) for value in given]
        loss(*leaves).backward()
        return [leaf.new_zeros(leaf.shape) if leaf.grad is None else leaf.grad for leaf in leaves]

    names = _names(function, len(inputs))
    signature = inspect.Signature(
        [inspect.Parameter(names[k], inspect.Parameter.POSITIONAL_ONLY) for k in chosen]
    )
    loss.__signature__ = grad.__signature__ = signature  # type: ignore[attr-defined]
    params = tuple(inputs[k].detach() for k in chosen)
    return check_gradient(
        loss, grad, params, sample=sample, seed=seed, tolerance=tolerance, language=language
    )


def _outputs(result: Any) -> Iterator[Any]:
    parts = result if isinstance(result, tuple | list) else [result]
    found = [part for part in parts if is_tensor(part) and part.is_floating_point()]
    if not found:
        raise DataError(f"The function returned {shown(result)}; tensors of floats are expected.")
    yield from found


def _names(function: Callable[..., Any], count: int) -> list[str]:
    """Call the inputs what the function's forward pass calls them."""
    forward = getattr(getattr(function, "__self__", None), "forward", function)
    try:
        names = [name for name in inspect.signature(forward).parameters if name not in ("ctx", "self")]
    except (TypeError, ValueError):
        names = []
    plain = all(name.isidentifier() for name in names) and len(set(names)) == len(names) >= count
    return names[:count] if plain else [f"input{k}" for k in range(count)]
