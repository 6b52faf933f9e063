"""Checkpoints: the file in which training leaves how far it has come, and from which it goes on."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

import numpy as np

from ..data import whole
from ..errors import DataError, FileError, PizarraError, shown
from ..files import check_target
from ..language import Say
from ..network import Network
from ..optimizers import State
from ..storage import Checkpoint, load_checkpoint, save_checkpoint
from ..storage.checkpoint import FORMATS
from ..storage.description import describe
from .batches import Batches
from .history import History, Progress
from .run import Run
from .stop import BY_KEYBOARD, NOT_FINITE, Stop
from .watch import Finding

LISTS = ("losses", "validation_losses", "rates", "gradient_norms")
# What decides how training goes on, as `fit` calls it; a checkpoint goes on only under the same.
CONDITIONS = (
    "rate", "optimizer", "batch", "shuffle", "l1", "l2", "clip", "dtype", "tolerance", "patience", "plateau", "data",
    "validation",
)  # fmt: skip
ENDS = {"train.stopped.tolerance": "tolerance", "train.stopped.patience": "patience"}
BLOCK = 1 << 16  # rows that are read together for a digest


@dataclass(frozen=True)
class Kept:
    """What a checkpoint held: how far training had come, where it began, and what had happened until then."""

    progress: Progress
    start: Progress
    lists: dict[str, list[float]]
    findings: list[Finding]
    conditions: dict[str, Any]
    ended: str | None
    generator: dict[str, Any]

    def fill(self, history: History, progress: Progress) -> None:
        """Put the past into the history of a training that goes on from here."""
        history.progress, history.findings = progress, list(self.findings)
        for name in LISTS:
            setattr(history, name, list(self.lists[name]))

    def over(self, history: History, stop: Stop) -> History:
        """Say again why a training ended that had nothing left to do."""
        history.best = stop.keeps_the_best and self.ended == "patience"
        history.reason = stop.waited(history.progress.waited) if self.ended == "patience" else stop.reached()
        return history


@dataclass
class Checkpoints:
    """Where training is kept, every so many epochs, and under what conditions it may go on from there."""

    path: str | os.PathLike[str]
    every: int
    network: Network
    start: Progress
    batches: Batches
    conditions: dict[str, Any]

    def agree(self, kept: Kept) -> None:
        """Refuse to go on under other conditions. Raises DataError, which names the first that differs."""
        for name in CONDITIONS:
            before, now = kept.conditions.get(name), self.conditions[name]
            if before != now:
                what = f"{name} was {before}; here it is {now}"
                if name in ("data", "validation"):
                    what = "X and Y were others" if name == "data" else "validation was another"
                raise DataError(
                    f"resume: {os.fspath(self.path)} cannot go on here: {what}. Give the same as then, or begin "
                    "anew in another file."
                )
        if kept.generator != self._generator(kept.progress):
            raise DataError(
                f"resume: {os.fspath(self.path)} cannot go on here: its random generator was another."
            )

    def after(self, history: History) -> None:
        """Keep what there is after an epoch, where one is due."""
        if history.progress.epochs % self.every == 0:
            self.keep(history, None)

    def at_the_end(self, history: History) -> None:
        """Keep the end, and why it came; not one within an epoch, from whose start it can go on."""
        if history.reason not in (BY_KEYBOARD, NOT_FINITE):
            self.keep(history, ENDS.get(history.reason.key))

    def keep(self, history: History, ended: str | None) -> None:
        """Write the checkpoint. Raises FileError, and then the last one stays."""
        progress = history.progress
        state = {f"optimizer.{name}": array for name, array in progress.optimizer.arrays.items()}
        state |= {f"start.{name}": array for name, array in self.start.parameters.items()}
        state |= {f"best.{name}": array for name, array in (progress.best_parameters or {}).items()}
        state |= {f"history.{name}": np.array(getattr(history, name), float) for name in LISTS}
        position = {
            "epoch": progress.epochs,
            "step": progress.steps,
            "seed": progress.seed,
            "best": progress.best if isfinite(progress.best) else None,
            "waited": progress.waited,
            "findings": [_told(finding) for finding in history.findings],
            "ended": ended,
            "conditions": self.conditions,
        }
        save_checkpoint(
            self.path, self.network, progress.parameters, state, position, self._generator(progress)
        )

    def _generator(self, progress: Progress) -> dict[str, Any]:
        """Give the state of what the next epoch's order is drawn from."""
        return dict(self.batches.generator(progress.epochs).bit_generator.state)


def found(path: Any, resume: Any, progress: Progress | None, network: Network) -> Kept | None:
    """Look for a checkpoint to go on from; None begins anew. Raises a PizarraError for what is in the way."""
    if not isinstance(resume, bool):
        raise DataError(f"resume must be True or False; {shown(resume)} is neither.")
    if path is None:
        if resume:
            raise DataError("resume goes with checkpoint, the file to go on from.")
        return None
    if progress is not None:
        raise DataError("progress and checkpoint both say where to go on from. Leave one of them out.")
    try:
        name = os.fspath(path)
    except TypeError:
        raise DataError(f"checkpoint must be the name of a file; {shown(path)} is not.") from None
    if not isinstance(name, str) or "\0" in name or os.path.splitext(name)[1] not in FORMATS:
        raise DataError(f"checkpoint is {shown(name)}; it must end in {' or '.join(FORMATS)}.")
    check_target(path)
    describe(network)  # a layer of one's own cannot be stored: better now than after the first epoch
    if not os.path.lexists(path):
        return None
    if not resume:
        raise FileError(
            f"checkpoint: {name} is there already. resume=True goes on from it; remove it to begin anew."
        )
    checkpoint = load_checkpoint(path)
    if describe(checkpoint.network) != describe(network):
        raise DataError(
            f"resume: {name} cannot go on here: it is of another network, {checkpoint.network!r}."
        )
    try:
        return _read(checkpoint)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, PizarraError):
        raise FileError(
            f"{name} cannot be read: its position is not that of a training by fit. Take load_checkpoint for it."
        ) from None


def conditions(run: Run, stop: Stop) -> dict[str, Any]:
    """Give what decides how training goes on, as plain data; arrays by a digest of their numbers."""
    validation = None
    if stop.judged is not None:
        x, t, rows = stop.judged
        validation = digest(rows) if x is run.x else digest(x, t, rows)
    found = (
        run.rate,
        repr(run.optimizer),
        run.batches.size,
        run.batches.shuffle,
        run.l1,
        run.l2,
        run.clip,
        run.dtype,
    )
    found += (stop.tolerance, stop.patience, stop.plateau, digest(run.x, run.t, run.batches.rows), validation)
    return dict(zip(CONDITIONS, found, strict=True))


def digest(*arrays: np.ndarray) -> str:
    """Give a digest of arrays, their shapes and types, without copying one whole."""
    made = hashlib.blake2b(digest_size=16)
    for array in arrays:
        made.update(f"{array.dtype.str}{array.shape}".encode())
        for begin in range(0, len(array), BLOCK):
            made.update(np.ascontiguousarray(array[begin : begin + BLOCK]).data)
    return made.hexdigest()


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "epoch": finding.epoch,
        "step": finding.step,
        "layer": finding.layer,
        "said": [_plain(sentence) for sentence in finding.said],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Say):
        return {"key": value.key, "values": {name: _plain(inner) for name, inner in value.values.items()}}
    return value


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return Say(value["key"], {name: _said(inner) for name, inner in value["values"].items()})
    return value


def _read(checkpoint: Checkpoint) -> Kept:
    """Read a checkpoint that `Checkpoints.keep` wrote; whatever it lacks raises."""
    place, state = checkpoint.position, checkpoint.state

    def part(prefix: str) -> dict[str, np.ndarray]:
        return {name.removeprefix(prefix): array for name, array in state.items() if name.startswith(prefix)}

    seed, epochs = (whole(place[key], key, least=0, most=2**64 - 1) for key in ("seed", "epoch"))
    steps, waited = (whole(place[key], key, least=0, most=2**62) for key in ("step", "waited"))
    best = inf if place["best"] is None else float(place["best"])
    progress = Progress(
        checkpoint.parameters,
        State(part("optimizer."), steps),
        seed,
        epochs,
        best,
        waited,
        part("best.") or None,
    )
    shapes = {name: array.shape for name, array in checkpoint.parameters.items()}
    start = Progress(part("start."), State({}), seed)
    for arrays in (start.parameters, progress.best_parameters):
        if arrays is not None and {name: array.shape for name, array in arrays.items()} != shapes:
            raise FileError("parameters of another network")
    findings = [
        Finding(one["kind"], one["epoch"], one["step"], one["layer"], tuple(map(_said, one["said"])))
        for one in place["findings"]
    ]
    for finding in findings:
        finding.words("en")  # a sentence that there is not raises here
    lists = {name: state[f"history.{name}"].astype(float).tolist() for name in LISTS}
    ended = place["ended"]
    if ended not in (None, "tolerance", "patience"):
        raise FileError("an end that there is not")
    return Kept(
        progress, start, lists, findings, dict(place["conditions"]), ended, checkpoint.generator_state
    )
