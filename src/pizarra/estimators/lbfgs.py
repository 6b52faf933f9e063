"""L-BFGS: all parameters at once, by SciPy's minimiser."""

from __future__ import annotations

from typing import Any

import numpy as np

from .perceptron import Parameters, Perceptron, slopes


def minimise(
    perceptron: Perceptron,
    parameters: Parameters,
    x: Any,
    t: np.ndarray,
    weights: np.ndarray | None,
    *,
    alpha: float,
    max_iter: int,
    max_fun: int,
    tol: float,
) -> Any:
    """Move the parameters, in place, to where the loss is least, and give what SciPy says of the way there."""
    from scipy.optimize import minimize

    ends = np.cumsum([array.size for array in parameters.values()])

    def put(theta: np.ndarray) -> None:
        for array, end in zip(parameters.values(), ends, strict=True):
            array[...] = theta[end - array.size : end].reshape(array.shape)

    def compute(theta: np.ndarray) -> tuple[float, np.ndarray]:
        put(theta)
        with np.errstate(all="ignore"):
            loss, gradients = slopes(perceptron, parameters, x, t, weights, alpha)
        return loss, np.concatenate([gradients[name].ravel() for name in parameters]).astype(float)

    start = np.concatenate([array.ravel() for array in parameters.values()]).astype(float)
    found = minimize(
        compute,
        start,
        method="L-BFGS-B",
        jac=True,
        options={"maxfun": max_fun, "maxiter": max_iter, "gtol": tol},
    )
    put(found.x)
    return found
