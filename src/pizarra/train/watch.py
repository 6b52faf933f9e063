"""Watch: when training goes wrong, say so and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..engines import values
from ..language import Say, say, words
from ..losses import BinaryCrossEntropy, CrossEntropy
from ..network import LOSS, Network, Step

FLAT = 1e-3  # a slope below this passes hardly any gradient: σ′ beyond ±6.9, tanh′ beyond ±4.1
GROWN = 2.0  # a loss this many times the one of the first epoch is going the wrong way
LEAST_LOOKED_AT, LOOKED_AT = 32, 256  # samples, spread evenly over the training set


class TrainingWarning(UserWarning):
    """Training that went wrong, or was cut short; the text says where and what to do."""


@dataclass(frozen=True)
class Finding:
    """Something wrong that was noticed in training: `kind`, `epoch` and `step` from 0, the `layer` if it is one's.

    `text` says in English where it is, the evidence and the remedy; `words` says it in any language.
    """

    kind: Literal["not finite", "flat", "growing", "interrupted"]
    epoch: int
    step: int
    layer: int | None
    said: tuple[Say, ...]

    @property
    def text(self) -> str:
        """What it says, in English."""
        return self.words("en")

    def words(self, language: str) -> str:
        """Say it in a language."""
        return " ".join(words(sentence, language) for sentence in self.said)

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
    said = [say("train.finite", epoch=epoch, step=step, where=where)]
    if not losses:
        said.append(say("train.finite.start"))
    else:
        said.append(say("train.finite.losses", first=f"{losses[0]:.4g}", last=f"{losses[-1]:.4g}"))
        said.append(say("train.finite.remedy", rate=f"{rate:g}"))
        if isinstance(network.loss, CrossEntropy | BinaryCrossEntropy) and layer is None:
            said.append(say("train.finite.logits"))
    return Finding("not finite", epoch, step, layer, tuple(said))


def place(step: Step) -> Say:
    """Say which layer it is."""
    name = type(step.layer).__name__
    if step.index is None:
        return say("train.place.loss", name=name)
    return say("train.place.layer", index=step.index, name=name)


def _first(
    network: Network, parameters: Mapping[str, np.ndarray], x: np.ndarray, t: np.ndarray
) -> tuple[Say, int | None]:
    for name, array in parameters.items():
        if not np.isfinite(array).all():
            step, _ = network.readers(name)[0]
            return say("train.where.parameter", name=name, place=place(step)), step.index
    known = network.forward(parameters, x, t)
    for step in network.all_steps:
        if not np.isfinite(known[step.output]).all():
            if step.output == LOSS:
                return say("train.the_loss"), step.index
            return say("train.where.output", place=place(step)), step.index
    cotangents, _ = network.backward(parameters, known)
    for step in reversed(network.steps):
        for name in (step.output, *step.parameters.values()):
            if not np.isfinite(cotangents[name]).all():
                return say("train.where.gradient", name=name, place=place(step)), step.index
    return say("train.where.norm"), None


def growing(losses: list[float], epoch: int, step: int, rate: float) -> Finding | None:
    """Say that the loss grows, where it is far above that of the first epoch."""
    if len(losses) < 2 or not losses[-1] > GROWN * abs(losses[0]) or not losses[-1] > losses[-2]:
        return None
    return Finding(
        "growing",
        epoch,
        step,
        None,
        (
            say(
                "train.growing",
                first=f"{losses[0]:.4g}",
                last=f"{losses[-1]:.4g}",
                epoch=epoch,
                rate=f"{rate:g}",
                less=f"{rate / 10:.2g}",
            ),
        ),
    )


def flat_layers(
    network: Network,
    parameters: Mapping[str, np.ndarray],
    samples: Iterable[tuple[np.ndarray, np.ndarray]],
    *,
    epoch: int,
    step: int,
    going_well: bool,
) -> list[Finding]:
    """Find layers that hardly any gradient passes: the slope of half their units or more is next to 0 for every sample.

    Where training goes well only a layer is named whose every unit stands still at one number, whatever the sample.
    samples: x and t, some at a time.
    """
    parts = [p for p in network.steps if p.layer.elementwise and p.output != network.prediction]
    ranges: dict[
        str, tuple[np.ndarray, np.ndarray, np.ndarray]
    ] = {}  # greatest slope, least and greatest output
    count = 0
    for x, t in samples if parts else ():
        known = values(network, parameters, x, t)
        count += len(x)
        for part in parts:
            units = np.asarray(known[part.output]).reshape(len(x), -1)
            slope = np.abs(_slope(part, known)).reshape(units.shape).max(axis=0)
            now = slope, units.min(axis=0), units.max(axis=0)
            seen = ranges.get(part.output, now)
            ranges[part.output] = (
                np.maximum(seen[0], now[0]),
                np.minimum(seen[1], now[1]),
                np.maximum(seen[2], now[2]),
            )
    found = []
    for part in parts:
        slope, low, high = ranges[part.output]
        flat = slope < FLAT
        stuck = bool((flat & (high - low < FLAT)).all()) and count > 1
        if stuck or (not going_well and flat.mean() >= 0.5):
            found.append(_flat(part, int(flat.sum()), len(flat), count, epoch, step))
    return found


def _slope(part: Step, known: Mapping[str, np.ndarray]) -> np.ndarray:
    inside = {name: known[outside] for name, outside in part.names().items()}
    return np.asarray(part.layer.pull(np, np.ones_like(known[part.output]), inside)["x"])


def _flat(part: Step, count: int, units: int, samples: int, epoch: int, step: int) -> Finding:
    how = "dead" if part.layer.kinks else "saturated"
    said = say(
        "train.flat",
        epoch=epoch,
        count=count,
        units=units,
        place=place(part),
        how=say(f"train.flat.{how}"),
        flat=f"{FLAT:g}",
        samples=samples,
    )
    return Finding("flat", epoch, step, part.index, (said, say(f"train.flat.{how}.remedy")))
