"""Watch: when training goes wrong, say so and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..losses import BinaryCrossEntropy, CrossEntropy
from ..network import LOSS, Network, Step

FLAT = 1e-3  # a slope below this passes hardly any gradient: σ′ beyond ±6.9, tanh′ beyond ±4.1
GROWN = 2.0  # a loss this many times the one of the first epoch is going the wrong way
LOOKED_AT = 256  # samples, spread evenly over the training set


class TrainingWarning(UserWarning):
    """Training that went wrong, or was cut short; the text says where and what to do."""


@dataclass(frozen=True)
class Finding:
    """Something wrong that was noticed in training: `kind`, `epoch` and `step` from 0, the `layer` if it is one's.

    `text` says where it is, the evidence and the remedy.
    """

    kind: Literal["not finite", "flat", "growing", "interrupted"]
    epoch: int
    step: int
    layer: int | None
    text: str

    def __str__(self) -> str:
        return self.text


def not_finite(
    network: Network,
    parameters: Mapping[str, np.ndarray],
    x: np.ndarray,
    t: np.ndarray,
    epoch: int,
    step: int,
    losses: list[float],
    rate: float,
) -> Finding:
    """Say where the first number that is not finite stands: in forward order, then in backward order."""
    where, layer = _first(network, parameters, x, t)
    history = (
        f" The loss was {losses[0]:.4g} in the first batch and {losses[-1]:.4g} in the last."
        if losses
        else ""
    )
    remedy = f"Give a smaller rate than {rate:g}, or clip=1."
    if not losses:
        remedy = "It was so at the start: give smaller parameters, or numbers in X of about −1 to 1."
    elif isinstance(network.loss, CrossEntropy | BinaryCrossEntropy) and layer is None:
        remedy += " A loss of logits stays finite where a probability comes to be 0."
    return Finding(
        "not finite",
        epoch,
        step,
        layer,
        f"Training stopped in epoch {epoch}, step {step}: {where} is not finite.{history} {remedy}",
    )


def _first(
    network: Network, parameters: Mapping[str, np.ndarray], x: np.ndarray, t: np.ndarray
) -> tuple[str, int | None]:
    for name, array in parameters.items():
        if not np.isfinite(array).all():
            step, _ = network.readers(name)[0]
            return f"the parameter {name} of {step.place()}", step.index
    values = network.forward(parameters, x, t)
    for step in network.all_steps:
        if not np.isfinite(values[step.output]).all():
            what = "the loss" if step.output == LOSS else f"the output of {step.place()}"
            return what, step.index
    cotangents, _ = network.backward(parameters, values)
    for step in reversed(network.steps):
        for name in (step.output, *step.parameters.values()):
            if not np.isfinite(cotangents[name]).all():
                return f"the gradient of {name}, of {step.place()},", step.index
    return "the size of the gradient", None


def growing(losses: list[float], epoch: int, step: int, rate: float) -> Finding | None:
    """Say that the loss grows, where it is far above that of the first epoch."""
    if len(losses) < 2 or not losses[-1] > GROWN * abs(losses[0]) or not losses[-1] > losses[-2]:
        return None
    return Finding(
        "growing",
        epoch,
        step,
        None,
        f"The loss has grown from {losses[0]:.4g} in the first epoch to {losses[-1]:.4g} in epoch {epoch}: "
        f"the rate {rate:g} is too large. Give about {rate / 10:.2g}.",
    )


def flat_layers(
    network: Network,
    parameters: Mapping[str, np.ndarray],
    x: np.ndarray,
    t: np.ndarray,
    *,
    epoch: int,
    step: int,
    going_well: bool,
) -> list[Finding]:
    """Find layers that hardly any gradient passes: the slope of half their units or more is next to 0 for every sample.

    Where training goes well only a layer is named whose every unit stands still at one number, whatever the sample.
    """
    values = network.forward(parameters, x, t)
    found = []
    for part in network.steps:
        if not part.layer.elementwise or part.output == network.prediction:
            continue
        y = np.asarray(values[part.output])
        slope = np.abs(_slope(part, values))
        units = y.reshape(len(y), -1)
        flat = np.all((slope < FLAT).reshape(units.shape), axis=0)
        still = np.ptp(units, axis=0) < FLAT
        stuck = bool((flat & still).all()) and len(units) > 1
        if stuck or (not going_well and flat.mean() >= 0.5):
            found.append(_flat(part, int(flat.sum()), len(flat), len(y), epoch, step))
    return found


def _slope(part: Step, values: Mapping[str, np.ndarray]) -> np.ndarray:
    known = {inside: values[outside] for inside, outside in part.names().items()}
    output = np.asarray(values[part.output])
    return np.asarray(part.layer.pull(np, np.ones_like(output), known)["x"])


def _flat(part: Step, count: int, units: int, samples: int, epoch: int, step: int) -> Finding:
    remedies = ["Bring X to numbers of about −1 to 1", "begin with smaller parameters", "give a smaller rate"]
    if part.layer.kinks:
        remedies = ["Give a smaller rate", "initial='he_uniform'", "leaky_relu in its place"]
    return Finding(
        "flat",
        epoch,
        step,
        part.index,
        f"In epoch {epoch}, {count} of the {units} units of {part.place()} are "
        f"{'dead' if part.layer.kinks else 'saturated'}: their slope is below {FLAT:g} for each of {samples} samples "
        f"looked at, so hardly any gradient passes. {', '.join(remedies[:-1])}, or {remedies[-1]}.",
    )
