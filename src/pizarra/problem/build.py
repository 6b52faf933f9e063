"""Build a problem from its pieces: everything that any reader must refuse is refused here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..data import number
from ..errors import DataError, FormulaError, LayerError, NetworkError, PizarraError, ShapeError
from ..formula.tree import Along, MatMul, Ones, Size, Sum, walk
from ..layer import Layer
from ..layers import Activation
from ..layout import Layout
from ..loss import Loss
from ..losses import BinaryCrossEntropy, CrossEntropy
from ..network import LOSS, Network, Part, Step
from .numbers import numbers
from .problem import Problem
from .sizes import place, shapes
from .targets import targets
from .words import quoted

LAYERS_AT_MOST = 1000
NUMBERS_AT_MOST = 20_000_000


def build(
    parts: Iterable[Layer | Part],
    parameters: Mapping[str, np.ndarray],
    x: Any,
    y: Any,
    loss: Loss,
    *,
    prediction: str | None = None,
    learning_rate: Any = 1.0,
    layout: Layout | None = None,
    notation: str | None = None,
    title: Mapping[str, str] | None = None,
    factor_said: bool = True,
) -> Problem:
    """Put a problem together and make one pass through it, so that whatever is wrong is said now.

    `parameters` are by name, weights as (inputs, outputs); x and y are as the source gave them, in `layout`. Raises
    PizarraError alone.
    """
    layout = layout or Layout()
    parts = list(parts)
    if len(parts) > LAYERS_AT_MOST:
        raise NetworkError(f"The network has {len(parts)} layers; {LAYERS_AT_MOST} are the most.")
    rate = number(numbers(learning_rate, "learning_rate", dimensions=(0,)), "learning_rate", least=0.0)
    network = Network(parts, loss, prediction=prediction)
    _entry_by_entry(network)
    _names(network)
    given = numbers(x, "x")
    if given.ndim == 0:
        raise DataError(
            f"x is the number {given:g} alone; give a list with one number for each input: [{given:g}]."
        )
    single = given.ndim == 1
    core = given[None, :] if single else given.T if layout.samples == "columns" else given
    if missing := [name for name in network.parameters if name not in parameters]:
        raise NetworkError(f"The parameter {missing[0]} has no numbers.")
    found = shapes(network, parameters, core, layout)
    if sum(int(np.prod(shape)) for shape in found.values()) > NUMBERS_AT_MOST:
        raise ShapeError(
            f"The values of this network are more than {NUMBERS_AT_MOST} numbers. Give fewer samples."
        )
    outputs = found[network.prediction]
    if len(outputs) != 2:
        raise ShapeError(
            f"The prediction has {len(outputs)} indices; a loss reads one row of numbers for each sample."
        )
    t = targets(
        y, loss, samples=outputs[0], outputs=outputs[1], columns=layout.samples == "columns", single=single
    )
    problem = Problem(network, dict(parameters), core, t, rate, layout, single, notation, dict(title or {}))
    problem = replace(problem, factor_said=factor_said)
    _try(problem, found)
    return problem


def _entry_by_entry(network: Network) -> None:
    """Refuse an activation of one's own that adds up or runs along something: it has no index to do so."""
    for step in network.steps:
        if not isinstance(step.layer, Activation):
            continue
        nodes = (node for line in step.layer.lines for node in walk(line.tree))
        if any(isinstance(node, Sum | Along | Size | Ones | MatMul) for node in nodes):
            raise FormulaError(
                f"{place(step)}: an activation works on one number at a time; it has no sums or sizes."
            )


def _names(network: Network) -> None:
    """Refuse names that would be taken for something else."""
    for step in network.steps:
        if not step.output.isprintable() or "." in step.output or step.output != step.output.strip():
            raise NetworkError(
                f"Layer {step.index} has the name {quoted(step.output)}; a name has no dots, no line breaks or other "
                "control characters, and no spaces at its ends."
            )
    if both := set(network.values) & set(network.parameters):
        name = min(both)
        step = next(step for step in network.steps if step.output == name)
        raise NetworkError(f"Layer {step.index} cannot be called {name!r}: a parameter has that name.")


def _try(problem: Problem, found: Mapping[str, tuple[int, ...]]) -> None:
    """Make one pass, its update and the loss after it: all of it must be finite."""
    network, parameters = problem.network, problem.parameters
    with np.errstate(all="ignore"):
        values = _passed(network, parameters, problem)
        for step in network.steps:
            _same_shape(step, step.output, np.shape(values[step.output]), found[step.output])
        if np.shape(values[LOSS]) != ():
            raise LayerError(
                f"{network.loss_step.place()} gives {np.shape(values[LOSS])} numbers; a loss is one."
            )
        _probabilities(network, values[network.prediction])
        for step in network.steps:
            _finite(values[step.output], f"The output of {place(step)}", "Give smaller numbers.")
        of_probabilities = isinstance(network.loss, CrossEntropy | BinaryCrossEntropy)
        remedy = "A probability of 0 may stand where the target is not 0; the loss of logits is exact there."
        _finite(values[LOSS], "The loss", remedy if of_probabilities else "Give smaller numbers.")
        try:
            cotangents, _ = network.backward(parameters, values)
        except PizarraError:
            raise
        except Exception as error:  # a layer of the reader's own may fail in any way
            raise LayerError(
                f"The backward pass failed: {type(error).__name__}: {quoted(str(error))}."
            ) from None
        updated = {}
        for name in network.parameters:
            array = parameters[name]
            gradient = np.asarray(cotangents.get(name, np.zeros(array.shape)))
            step, _ = network.readers(name)[0]
            _same_shape(step, f"the gradient of {name}", gradient.shape, array.shape)
            _finite(gradient, f"The gradient of {name}", "Give smaller numbers.")
            updated[name] = array - problem.learning_rate * gradient
            _finite(updated[name], f"{name} after the update", "Give a smaller learning_rate.")
        after = _passed(network, updated, problem)[LOSS]
        _finite(after, "The loss after the update", "Give a smaller learning_rate.")


def _passed(network: Network, parameters: Mapping[str, np.ndarray], problem: Problem) -> dict[str, Any]:
    try:
        return network.forward(parameters, problem.x, problem.t)
    except PizarraError:
        raise
    except Exception as error:  # a layer of the reader's own may fail in any way
        raise LayerError(f"The forward pass failed: {type(error).__name__}: {quoted(str(error))}.") from None


def _same_shape(step: Step, what: str, came: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    if came != wanted:
        raise LayerError(f"In {place(step)}: {what} has the shape {came}, but its formulas say {wanted}.")


def _finite(array: Any, what: str, remedy: str) -> None:
    if not np.isfinite(array).all():
        raise DataError(f"{what} is not finite: it is too large to compute with, or not a number. {remedy}")


def _probabilities(network: Network, prediction: np.ndarray) -> None:
    """Refuse what a cross-entropy of probabilities cannot take: numbers outside [0, 1]."""
    if not isinstance(network.loss, CrossEntropy | BinaryCrossEntropy):
        return
    bad = np.argwhere(~((prediction >= 0) & (prediction <= 1)))
    if len(bad):
        sample, output = map(int, bad[0])
        classes = isinstance(network.loss, CrossEntropy)
        activation, alternative = (
            ("softmax", "softmax_cross_entropy") if classes else ("sigmoid", "binary_cross_entropy_logits")
        )
        raise DataError(
            f"The loss reads {prediction[sample, output]:g} from {network.prediction!r} (output {output} of sample "
            f"{sample}), but it needs probabilities, from 0 to 1. End the network with {activation}, or take "
            f"{alternative}."
        )
