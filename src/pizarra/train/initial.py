"""Initial: where the parameters start, drawn from a seed. No global random state is read or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod, sqrt
from typing import Any

import numpy as np

from ..data import array, copied, whole
from ..errors import DataError, nearest, shown

Shape = tuple[int, ...]
Initial = Callable[[Any, Shape], Any]  # of a numpy.random.Generator, or what draws like one
SOME = 1 << 13  # numbers that are drawn before they are rounded


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
    biases = initial == "uniform"
    if isinstance(initial, str) and initial in INITIAL:
        make = INITIAL[initial]
    elif callable(initial):
        make = initial
    else:
        raise DataError(f"initial cannot be {shown(initial)}." + nearest(str(initial)[:60], INITIAL))
    drawn = {}
    for name, shape in shapes.items():
        if make is initial:  # the reader's own: it may give anything
            numbers = array(make(rng, shape), f"what initial gives for {name}", dimensions=tuple(range(9)))
        else:
            numbers = make(Rounded(rng, dtype), shape) if biases or len(shape) > 1 else np.zeros(shape)
        drawn[name] = copied(numbers, dtype)
        if drawn[name].shape != shape:
            raise DataError(f"initial gives {name} the shape {drawn[name].shape}; {shape} is expected.")
    return drawn


class Rounded:
    """Draw what a generator draws, in another type: some numbers at a time, so that never all are there in float64.

    >>> drawn = Rounded(np.random.default_rng(0), "float32").normal(0.0, 1.0, (200, 100))
    >>> bool((drawn == np.random.default_rng(0).normal(0.0, 1.0, (200, 100)).astype("float32")).all())
    True
    """

    def __init__(self, rng: np.random.Generator, dtype: str) -> None:
        self.rng, self.dtype = rng, dtype

    def normal(self, mean: float, deviation: float, shape: Shape) -> np.ndarray:
        """Draw from a normal distribution."""
        return self._rounded(lambda count: self.rng.normal(mean, deviation, count), shape)

    def uniform(self, low: float, high: float, shape: Shape) -> np.ndarray:
        """Draw from [low, high)."""
        return self._rounded(lambda count: self.rng.uniform(low, high, count), shape)

    def random(self, shape: Shape) -> np.ndarray:
        """Draw from [0, 1)."""
        return self._rounded(self.rng.random, shape)

    def _rounded(self, draw: Callable[[int], np.ndarray], shape: Shape) -> np.ndarray:
        drawn = np.empty(prod(shape), self.dtype)
        for start in range(0, len(drawn), SOME):
            some = drawn[start : start + SOME]
            some[:] = draw(len(some))
        return drawn.reshape(shape)


def _inputs(shape: Shape) -> int:
    return prod(shape[:-1])


def _uniform(rng: np.random.Generator | Rounded, shape: Shape, bound: float) -> np.ndarray:
    return rng.uniform(-bound, bound, shape)
