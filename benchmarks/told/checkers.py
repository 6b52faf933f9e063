"""Checkers: what torch's gradcheck, JAX's check_grads and autograd's say of a case's gradient. They name no cause.

Each is given the loss in long doubles, and the gradient at the case's point as the derivative that is to be checked:
more than a user has, whose loss is in doubles. Tolerances and steps are their defaults. The loss is multiplied by the
convention of the program, so that t - y or a factor 2 that was kept is no mistake to them.
"""

from __future__ import annotations

import numpy as np
from planted.case import Case
from planted.network import Point
from planted.reference import loss

from .adapter import parameters

NAMES = ("torch gradcheck", "JAX check_grads", "autograd check_grads")


def checked(case: Case) -> dict[str, bool | None]:
    """Say for each checker whether it calls the gradient wrong; None where it is not installed."""
    at = {role: value.astype(float) for role, value in parameters(case).items()}
    given = gradients(case, at)

    def of(*arrays: np.ndarray) -> float:
        moved = dict(zip(at, (np.asarray(array) for array in arrays), strict=True))
        point = Point(moved, case.x.astype(float), case.t.astype(float), case.rate)
        with np.errstate(all="ignore"):
            return float(case.convention * loss(case.network, case.layout, point))

    found: dict[str, bool | None] = {}
    for name, checker in zip(NAMES, (by_torch, by_jax, by_autograd), strict=True):
        try:
            found[name] = not checker(of, list(at.values()), given)
        except ImportError:
            found[name] = None
        except (AssertionError, RuntimeError, TypeError, ValueError):  # how they say it
            found[name] = True
    return found


def gradients(case: Case, at: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Give the program's gradients: a step's are what it took off, through the rate."""
    arrays = case.arrays
    if case.given == "function":
        rest = [case.rate] if case.returns == "step" else []
        arrays = case.function()(
            *(v.copy() for v in at.values()), case.x.astype(float), case.t.astype(float), *rest
        )
    if case.returns == "step":
        found = [(at[role] - arrays[case.names[f"{role}_new"]]) / case.rate for role in at]
    else:
        found = [arrays[case.names[f"d{role}"]] for role in at]
    return [np.asarray(array, dtype=float) for array in found]


def by_torch(of, values: list[np.ndarray], given: list[np.ndarray]) -> bool:
    import torch

    class Given(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *arrays):
            return torch.tensor(of(*(array.detach().numpy() for array in arrays)), dtype=torch.float64)

        @staticmethod
        def backward(ctx, *upstream):
            return tuple(upstream[0] * torch.from_numpy(array.copy()) for array in given)

    tensors = [torch.from_numpy(value.copy()).requires_grad_() for value in values]
    return torch.autograd.gradcheck(Given.apply, tensors)


def by_jax(of, values: list[np.ndarray], given: list[np.ndarray]) -> bool:
    import jax
    from jax.test_util import check_vjp  # what check_grads calls for reverse mode

    jax.config.update("jax_enable_x64", True)
    alike(values, given)
    check_vjp(
        lambda *arrays: np.float64(of(*arrays)),
        lambda *arrays: (
            np.float64(of(*arrays)),
            lambda upstream: tuple(upstream * array for array in given),
        ),
        tuple(values),
    )
    return True


def by_autograd(of, values: list[np.ndarray], given: list[np.ndarray]) -> bool:
    from autograd.extend import defvjp, primitive
    from autograd.test_util import check_grads

    alike(values, given)
    ends = np.cumsum([value.size for value in values])[:-1]

    def split(flat):
        return of(
            *(part.reshape(value.shape) for part, value in zip(np.split(flat, ends), values, strict=True))
        )

    wrapped = primitive(split)
    slope = np.concatenate([array.ravel() for array in given])
    defvjp(wrapped, lambda answer, flat: lambda upstream: upstream * slope)
    np.random.seed(0)  # noqa: NPY002 -- its direction is drawn from the global state
    check_grads(wrapped, modes=["rev"], order=1)(np.concatenate([value.ravel() for value in values]))
    return True


def alike(values: list[np.ndarray], given: list[np.ndarray]) -> None:
    """Refuse gradients of another shape than their parameter's."""
    for value, array in zip(values, given, strict=True):
        assert value.shape == array.shape
