"""diagnose: what is wrong with these gradients, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..data import number, whole
from ..errors import DataError, ShapeError, shown
from ..language import catalogue
from ..network import Network
from ..problem import Problem
from .arrays import of_arrays
from .derivation import Derivation
from .finding import Diagnosis
from .function import checked_rate, takes_rate
from .inputs import checked_options, network_of, no_fit, numbers_of
from .layouts import readers, readings
from .limit import Limit
from .probes import of_function

SECONDS = 20.0


def diagnose(
    network: Network | Problem | str,
    mine: Mapping[str, Any] | Callable[..., Any],
    *,
    parameters: Mapping[str, Any] | None = None,
    x: Any = None,
    t: Any = None,
    rate: float | None = None,
    names: Mapping[str, str] | None = None,
    samples: str | None = None,
    weights: str | None = None,
    step: bool | None = None,
    seed: int = 0,
    seconds: float = SECONDS,
    language: str = "en",
    **shape: Any,
) -> Diagnosis:
    """Say which of your arrays are wrong, what they are instead, and what belongs there.

    network: a Network, a Problem, or a shape such as "2-3-2", whose activations and loss then are `hidden`, `output`,
    `loss`, `factor` and `bias`, as in `pizarra.from_shape`.

    mine: arrays by name, `dW1 db1 delta1 a1 z1 …`, `W1_new` after an update; or a function. A function takes the
    parameters by name, `x`, `t` (or `y`), or a dictionary of parameters, x and t; it gives gradients by name, or in the
    order of the parameters; if it takes a rate it makes a step and gives the new parameters. It is called at points
    that pizarra draws, so its verdict is about the function, not about one sample.

    parameters, x, t: the numbers for which your arrays hold, or an example of what the function takes, in your own
    layout: samples in "rows" or "columns", weights "in_out" or "out_in" (found out where nothing is said). names: your
    name → the usual one. seconds: how long the search may take. One that ends before all was tried, because its
    time is up or arrays are too large for every pair of edits, gives the best it found and the note `stopped-early`.

    Raises DataError, ShapeError or NetworkError where something is missing or fits nothing.

    >>> import numpy as np
    >>> def gradients(W1, b1, W2, b2, x, t):
    ...     a = np.tanh(x @ W1 + b1)
    ...     delta = a @ W2 + b2 - t
    ...     below = delta @ W2.T * a * (1 - a)  # tanh' is 1 − a²
    ...     return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ delta, "b2": delta.sum(0)}
    >>> found = diagnose("2-3-2", gradients, hidden="tanh", factor="1/2", weights="in_out")
    >>> found.verdict, found.faults[0].fault, found.faults[0].layer
    ('faulty', 'wrong-activations-derivative', 1)
    """
    checked_options(samples, weights, names)
    limit = Limit(number(seconds, "seconds", least=0.0))
    seed = whole(seed, "seed", least=0, most=2**32 - 1)
    catalogue(language)
    problem, given_network = network_of(network, shape)
    derivation = Derivation(given_network)
    if problem is not None and parameters is None and x is None and t is None:
        found = readings(derivation, problem, samples, weights)
    else:
        numbers = numbers_of(derivation, problem, parameters, x, t)
        found = readers(derivation, *numbers, samples, weights)
        if not found:
            raise ShapeError(no_fit(derivation, *numbers))
    eta = problem.learning_rate if rate is None and problem is not None else checked_rate(rate)
    if callable(mine):
        made = takes_rate(mine) if step is None else step
        return of_function(derivation, mine, found, made, names, seed, limit, language)
    if not isinstance(mine, Mapping):
        raise DataError(f"mine must be arrays by name, or a function; {shown(mine)} is neither.")
    return of_arrays(derivation, mine, found, eta, names, limit, language)
