"""`pizarra train`: a file of data becomes a model, and a few lines say how it went."""

from __future__ import annotations

import argparse
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import DataError, FileError, NetworkError, nearest, shown
from ..files import check_target
from ..language import Say, say, words
from ..model import Encoding, Model
from ..optimizers import OPTIMIZERS
from ..storage.model_file import FORMATS
from ..table import Columns, CsvFile, NpzFile, Table, Texts
from ..train import Bar, History, TrainingWarning
from ..train.bar import place
from ..train.batches import split
from ..train.stop import BY_KEYBOARD, NOT_FINITE
from .output import show, warn
from .rows import known, opened
from .values import language, names, number, one_of, whole, wholes

TASKS = ("classification", "regression")
FEW = 10  # different whole numbers in a target, up to which they are taken for classes
HE = ("relu", "leaky_relu", "elu", "softplus")  # activations that let half of it pass, or thereabouts
WIDEST, MOST = 100_000, 10**9


@dataclass
class Data:
    """What is learnt from: columns, rows, and the task."""

    columns: Columns
    X: np.ndarray
    Y: np.ndarray
    labels: tuple[str, ...] | None


def train(arguments: argparse.Namespace) -> None:
    """Train a network on a file, write the model, and say how it went."""
    chosen = language(arguments.lang)
    _check_files(arguments)
    options = _options(arguments)
    sizes = _sizes(arguments.hidden)
    activation = arguments.activation or "tanh"
    file = opened(arguments.data, arguments.header)
    data = _data(arguments, file)
    model = Model.mlp(
        sizes,
        hidden=activation,
        bias=arguments.bias,
        loss="squared_error" if data.labels is None else "softmax_cross_entropy",
        initial="he_uniform" if activation in HE else "glorot_uniform",
        seed=options["seed"],
        encoding=Encoding(data.columns, data.labels, scaled=arguments.standardize),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TrainingWarning)  # they are said below, in the reader's language
        history = model.fit(data.X, data.Y, bar=Bar(chosen, place()), **options)
    for finding in history.findings:
        warn(finding.words(chosen))
    if history.reason == NOT_FINITE:
        raise DataError(words(say("cli.train.lost"), chosen))
    model.save(arguments.file)
    show("\n".join(_report(arguments, model, data, history, chosen)))
    if history.reason == BY_KEYBOARD:
        raise KeyboardInterrupt


def _check_files(arguments: argparse.Namespace) -> None:
    """Refuse what could not be written, before anything is computed."""
    ending = Path(arguments.file).suffix
    if ending not in FORMATS:
        raise FileError(
            f"-o {arguments.file}: a model cannot end in {ending!r}." + nearest(ending[:20], FORMATS)
        )
    check_target(arguments.file)
    if os.path.realpath(arguments.file) == os.path.realpath(arguments.data):
        raise FileError(f"-o {arguments.file} are the data. Give the model another name.")
    kept = arguments.checkpoint
    if arguments.resume and kept is None:
        raise NetworkError("--resume goes with --checkpoint FILE, the file to go on from.")
    if kept is not None and not arguments.resume and os.path.lexists(kept):
        raise FileError(f"{kept} is there already. --resume goes on from it; remove it to begin anew.")


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Give the options of `fit`."""
    name = arguments.optimizer or "adam"
    if name not in OPTIMIZERS:
        raise NetworkError(f"There is no optimizer {shown(name)}." + nearest(name[:60], OPTIMIZERS))
    options: dict[str, Any] = {
        "optimizer": OPTIMIZERS[name](),
        "seed": whole(arguments.seed, "--seed", 0, 2**64 - 1) or 0,
        "epochs": whole(arguments.epochs or "100", "--epochs", 1, MOST),
        "batch": None if arguments.batch == "all" else whole(arguments.batch or "32", "--batch", 1, MOST),
        "patience": whole(arguments.patience, "--patience", 1, MOST),
        "checkpoint": arguments.checkpoint,
        "resume": arguments.resume,
    }
    for option in ("rate", "clip", "tolerance", "validation"):
        if (given := getattr(arguments, option)) is not None:
            options[option] = number(given, f"--{option}")
    return options


def _sizes(given: str | None) -> list[int]:
    if given is None:
        return [16]
    return [] if given in ("none", "0") else wholes(given, "--hidden", 1, WIDEST)


def _data(arguments: argparse.Namespace, file: CsvFile | NpzFile) -> Data:
    """Read the columns that are wanted, and tell the task from the target."""
    if arguments.target is None and not file.target:
        raise NetworkError(f"Say which column is the target: --target NAME.{nearest('', file.names[:20])}")
    targets = known(names(arguments.target, "--target") if arguments.target else file.target, file)
    rest = [name for name in file.names if name not in targets]
    inputs = known(names(arguments.inputs, "--inputs"), file) if arguments.inputs else tuple(rest)
    if both := [name for name in inputs if name in targets]:
        raise NetworkError(f"The column {both[0]!r} is an input and the target.")
    if not inputs:
        raise DataError(f"{file.source} has no column besides the target, {', '.join(targets)}.")
    task = arguments.task and one_of(arguments.task, TASKS, "task")
    table = file.read([*inputs, *targets], texts=targets if task == "classification" else ())
    columns = Columns.of(table, inputs, targets)
    X = columns.matrix(table)
    if task == "regression" or (task is None and not _are_classes(table, targets)):
        return Data(columns, X, table.matrix(targets), None)
    if len(targets) != 1:
        raise NetworkError(f"Only one column can be the class; --target names {len(targets)}.")
    found = table.texts(targets[0])
    if len({*found.values}) < 2:
        raise DataError(
            f"{file.source}: the column {shown(targets[0])} has one class only, {shown(found.values[0], 40)}, in all "
            f"{table.rows} rows. Give rows of at least two."
        )
    return Data(columns, X, found.codes, found.values)


def _are_classes(table: Table, targets: tuple[str, ...]) -> bool:
    """Whether the target is text, or a few whole numbers."""
    column = table.column(targets[0])
    if isinstance(column, Texts):
        return True
    if len(targets) > 1 or (column != np.trunc(column)).any():
        return False
    return len(np.unique(column)) <= FEW


def _report(
    arguments: argparse.Namespace, model: Model, data: Data, history: History, chosen: str
) -> list[str]:
    """Say in a few lines what was learnt, by what, and how well."""
    share, rows = getattr(arguments, "validation", None), len(data.X)
    training, held = np.arange(rows), None
    if share is not None:
        training, held = split(rows, float(share), whole(arguments.seed, "--seed", 0, 2**64 - 1) or 0)
    if data.labels is None:
        task = say("cli.train.regression", targets=", ".join(data.columns.targets))
    else:
        some = [*data.labels[:FEW], *["…"] * (len(data.labels) > FEW)]
        task = say(
            "cli.train.classes",
            target=data.columns.targets[0],
            count=len(data.labels),
            labels=", ".join(some),
        )
    said = [say("cli.train.data", rows=rows, inputs=len(data.columns.numbers)), task]
    if held is not None:
        said.append(say("cli.train.held", rows=len(held)))
    weights = [array for array in model.parameters.values() if array.ndim == 2]
    shape = "-".join(map(str, [len(weights[0]), *(array.shape[1] for array in weights)]))
    network = say(
        "cli.train.network", shape=shape, count=sum(array.size for array in model.parameters.values())
    )
    best = int(history.validation_loss.argmin()) if history.best and history.validation_losses else -1
    score = [_scored("cli.train.score", model, data, training, history.losses[best:])]
    if held is not None:
        score.append(_scored("cli.train.score_held", model, data, held, history.validation_losses[best:]))
    stopped = say("cli.train.stopped", epochs=history.epochs, reason=history.reason)
    if history.reason.key == "train.stopped.epochs":
        stopped = say("cli.train.done", epochs=history.epochs)
    return [
        " ".join(words(sentence, chosen) for sentence in said),
        words(network, chosen),
        words(stopped, chosen),
        " ".join(words(sentence, chosen) for sentence in score),
        words(say("cli.train.written", file=arguments.file), chosen),
    ]


def _scored(key: str, model: Model, data: Data, rows: np.ndarray, losses: list[float]) -> Say:
    """Say loss and score on some rows: the share that is right, or R²."""
    found, Y = model.predict(data.X[rows]), data.Y[rows]
    loss = f"{losses[0]:.4g}" if losses else "−"
    if data.labels is not None:
        right = float(np.mean(found == np.array(data.labels)[Y]))
        return say(key, loss=loss, score=say("cli.train.accuracy", share=f"{right:.4f}"))
    spread = ((Y - Y.mean(axis=0)) ** 2).sum()
    explained = f"{1 - ((found - Y) ** 2).sum() / spread:.4f}" if spread > 0 else "−"
    return say(key, loss=loss, score=say("cli.train.r2", number=explained))
