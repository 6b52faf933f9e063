"""Initial: where the parameters start, drawn from a seed. No global random state is read or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod, sqrt
from typing import Any

import numpy as np

from ..data import array, whole
from ..errors import DataError, nearest, shown

Shape = tuple[int, ...]
Initial = Callable[[np.random.Generator, Shape], Any]


def glorot_uniform(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw from ±√(6 / (inputs + outputs)): keeps sizes forward and backward. Source: Glorot, Bengio 2010, eq. 16."""
    return _uniform(rng, shape, sqrt(6 / (_inputs(shape) + shape[-1])))


def glorot_normal(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw with the variance 2 / (inputs + outputs). Source: Glorot, Bengio 2010, eq. 12."""
    return rng.normal(0.0, sqrt(2 / (_inputs(shape) + shape[-1])), shape)


def he_uniform(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw from ±√(6 / inputs): for ReLU, which lets half of it pass. Source: He, Zhang, Ren, Sun 2015, eq. 10."""
    return _uniform(rng, shape, sqrt(6 / _inputs(shape)))


def he_normal(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw with the variance 2 / inputs. Source: He, Zhang, Ren, Sun 2015, eq. 10."""
    return rng.normal(0.0, sqrt(2 / _inputs(shape)), shape)


def lecun_uniform(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw from ±√(3 / inputs): keeps sizes forward. Source: LeCun, Bottou, Orr, Müller 1998, eq. 16."""
    return _uniform(rng, shape, sqrt(3 / _inputs(shape)))


def lecun_normal(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw with the variance 1 / inputs. Source: LeCun, Bottou, Orr, Müller 1998, eq. 16."""
    return rng.normal(0.0, sqrt(1 / _inputs(shape)), shape)


def uniform(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw from [0, 1), as teaching notebooks do; biases as well. All units of a layer start out much alike."""
    return rng.random(shape)


def zeros(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Start at 0, to see why one must not: the units of a layer never come to differ."""
    return np.zeros(shape)


INITIAL: dict[str, Initial] = {
    one.__name__: one
    for one in (
        glorot_uniform,
        glorot_normal,
        he_uniform,
        he_normal,
        lecun_uniform,
        lecun_normal,
        uniform,
        zeros,
    )
}


def draw(
    shapes: Mapping[str, Shape],
    initial: str | Initial = "glorot_uniform",
    *,
    seed: int = 0,
    dtype: str = "float64",
) -> dict[str, np.ndarray]:
    """Draw parameters of these shapes, in their order, from `numpy.random.default_rng(seed)`.

    `initial` is a name or a function of a generator and a shape. Under a name other than `uniform`, parameters with
    fewer than two axes (biases) are 0 and draw nothing. They are drawn in float64 and rounded to `dtype`. Raises
    DataError for an unknown name.

    >>> draw({"W1": (1, 2), "b1": (2,)}, "uniform", seed=0)["b1"]
    array([0.04097352, 0.01652764])
    """
    rng = np.random.default_rng(whole(seed, "seed", least=0, most=2**64 - 1))
    if isinstance(initial, str) and initial in INITIAL:
        make = INITIAL[initial]
        own = make is uniform
    elif callable(initial):
        make, own = initial, True
    else:
        raise DataError(f"initial cannot be {shown(initial)}." + nearest(str(initial)[:60], INITIAL))
    drawn = {}
    for name, shape in shapes.items():
        numbers = make(rng, shape) if own or len(shape) > 1 else np.zeros(shape)
        if make is initial:  # the reader's own: it may give anything
            numbers = array(numbers, f"what initial gives for {name}", dimensions=tuple(range(9)))
        drawn[name] = numbers.astype(dtype, copy=False)
        if drawn[name].shape != shape:
            raise DataError(f"initial gives {name} the shape {drawn[name].shape}; {shape} is expected.")
    return drawn


def _inputs(shape: Shape) -> int:
    return prod(shape[:-1])


def _uniform(rng: np.random.Generator, shape: Shape, bound: float) -> np.ndarray:
    return rng.uniform(-bound, bound, shape)
