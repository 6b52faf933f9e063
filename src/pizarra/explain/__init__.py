"""Explain: from a trace to the page of a worked solution, in one call from plain arrays."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..loss import Loss
from ..notation import Notation
from ..problem import from_plain
from .solution import Solution as Solution


def explain(
    layers: Iterable[Any],
    x: Any,
    y: Any,
    *,
    loss: str | Loss = "squared_error",
    factor: str | float | None = None,
    learning_rate: float = 1.0,
    samples: str = "rows",
    weights: str = "out_in",
    notation: str | Path | Notation | None = None,
    language: str = "en",
    case: str | None = None,
    decimals: int | None = None,
    steps: int = 1,
) -> Solution:
    """Work out a network from plain arrays, lists or NumPy's: forward, loss, backward, update.

    layers: in order, each one of `(W, b)`; the matrix `W` alone, without bias; the name of an activation, such as
    `"sigmoid"`; a `Layer` or `Part`; or a tuple of one of these two and its parameters.
    x: one sample as a plain list, or several as a matrix. y: the target of each sample, or its class label.

    loss: a name, such as `"squared_error"` or `"softmax_cross_entropy"`, or a `Loss`. factor: `"1"`, `"1/2"`, `"1/N"`
    or `"1/(2N)"`, with N samples; it multiplies the sum over samples and outputs, and unless said it is 1 for the
    squared error and 1/N for a cross-entropy. samples: `"rows"` or `"columns"` of x and y. weights: `"out_in"`, a row
    for each unit, or `"in_out"`, a column for each unit.

    notation, language, case, decimals and steps are those of `Solution`. Raises a PizarraError for whatever cannot be
    used, with the reason and the remedy.

    >>> from pizarra import explain
    >>> solution = explain([([[2, 1]], [-1]), "relu"], [1, 3], [2], factor="1/2")
    >>> solution.trace.loss, solution.trace.gradients["W1"].tolist()
    (2.0, [[2.0], [6.0]])
    >>> solution
    Solution(Network([Linear(bias=True), ReLU()], SquaredError(factor='1/2')), loss 2); print it, or save('page.html')
    """
    problem = from_plain(
        layers,
        x,
        y,
        loss=loss,
        factor=factor,
        learning_rate=learning_rate,
        samples=samples,
        weights=weights,
    )
    return Solution(problem, notation=notation, language=language, case=case, decimals=decimals, steps=steps)
