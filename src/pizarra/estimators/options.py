"""Options: what an estimator may be given, checked when it is fitted, as scikit-learn's conventions want it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any

import numpy as np

from ..errors import DataError, nearest, shown

Check = tuple[Callable[[Any], bool], str]


def _number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool | np.bool) and bool(value == value)


def _count(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool | np.bool) and int(value) >= 1


def _verbose(value: Any) -> bool:
    return isinstance(value, bool | np.bool | Integral) and int(value) >= 0


def _among(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words, "one of " + ", ".join(map(repr, words))


_COUNT: Check = (_count, "a whole number from 1 on")
_TRUTH: Check = (lambda value: isinstance(value, bool | np.bool), "True or False")
_FROM_0: Check = (lambda value: _number(value) and value >= 0, "a number from 0 on")
_ABOVE_0: Check = (lambda value: _number(value) and value > 0, "a number above 0")
_BELOW_1: Check = (lambda value: _number(value) and 0 <= value < 1, "a number from 0 to below 1")
CHECKS: Mapping[str, Check] = {
    "activation": _among("identity", "logistic", "tanh", "relu"),
    "solver": _among("lbfgs", "sgd", "adam"),
    "loss": _among("squared_error", "poisson"),
    "alpha": _FROM_0,
    "batch_size": (lambda v: _count(v) or (isinstance(v, str) and v == "auto"), "'auto' or " + _COUNT[1]),
    "learning_rate": _among("constant", "invscaling", "adaptive"),
    "learning_rate_init": _ABOVE_0,
    "power_t": _FROM_0,
    "max_iter": _COUNT,
    "shuffle": _TRUTH,
    "tol": _FROM_0,
    "verbose": (_verbose, "True, False or a whole number from 0 on"),
    "warm_start": _TRUTH,
    "momentum": _BELOW_1,
    "nesterovs_momentum": _TRUTH,
    "early_stopping": _TRUTH,
    "validation_fraction": _BELOW_1,
    "beta_1": _BELOW_1,
    "beta_2": _BELOW_1,
    "epsilon": _ABOVE_0,
    "n_iter_no_change": (lambda v: _count(v) or (_number(v) and v == np.inf), _COUNT[1] + ", or infinity"),
    "max_fun": _COUNT,
}


def check(options: Mapping[str, Any]) -> None:
    """Look at all options but the widths and the seed. Raises DataError, which names the first that will not do."""
    for name, value in options.items():
        if name not in CHECKS:
            continue
        holds, words = CHECKS[name]
        if not holds(value):
            known = [word.strip("'") for word in words.removeprefix("one of ").split(", ")]
            meant = nearest(value, known) if isinstance(value, str) and words.startswith("one of") else ""
            raise DataError(f"{name} must be {words}; {shown(value)} is not.{meant}")


def widths_of(hidden_layer_sizes: Any) -> list[int]:
    """Give the widths of the hidden layers. Raises DataError."""
    given = hidden_layer_sizes
    sizes = list(given) if np.iterable(given) and not isinstance(given, str | bytes) else [given]
    for size in sizes:
        if not isinstance(size, Integral) or isinstance(size, bool | np.bool):
            raise DataError(
                f"hidden_layer_sizes must be whole numbers from 1 on, such as (32, 16); {shown(given)} is not."
            )
        if size <= 0:
            raise DataError(f"hidden_layer_sizes must be > 0, got {[int(size) for size in sizes]}.")
    return [int(size) for size in sizes]
