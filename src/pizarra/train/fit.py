"""fit: train a network's parameters on samples."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..data import number, whole
from ..errors import DataError, NetworkError, nearest, shown
from ..network import Network
from ..optimizers import Optimizer
from .arguments import (
    bar_of,
    checked_progress,
    held_out,
    optimizer_of,
    outputs_for,
    positive,
    schedule_of,
    start,
)
from .bar import Bar
from .batches import Batches
from .checkpoints import Checkpoints, conditions, found
from .history import History, Progress
from .initial import Initial
from .run import Run
from .samples import refuse_one_class, rows, target_rows
from .schedules import Schedule
from .stop import Stop

DTYPES = ("float64", "float32")
MOST = 2**62


def fit(
    network: Network,
    X: Any,
    Y: Any,
    *,
    parameters: Mapping[str, Any] | None = None,
    sizes: Any = None,
    initial: str | Initial = "glorot_uniform",
    optimizer: Optimizer | None = None,
    rate: float | None = None,
    schedule: Schedule | None = None,
    batch: int | None = 32,
    shuffle: bool = True,
    epochs: int = 100,
    seed: int = 0,
    tolerance: float | None = None,
    patience: int | None = None,
    plateau: float = 1e-4,
    validation: Any = None,
    l1: float = 0.0,
    l2: float = 0.0,
    clip: float | None = None,
    dtype: str = "float64",
    callback: Callable[[History], Any] | None = None,
    progress: Progress | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    every: int = 1,
    resume: bool = False,
    bar: Bar | bool | None = None,
) -> History:
    """Train parameters on X, one row a sample, and Y: rows, one number a sample, or class labels.

    parameters: where to start, by name, weights as (inputs, outputs); they are copied. Without them they are drawn by
    `initial` from `seed`: their shapes follow from X, from Y, and from `sizes`, the hidden widths.
    optimizer: SGD() unless said; rate: its `usual_rate` unless said, times `schedule(step)`.
    batch: samples in a step, None for all; drawn anew in each epoch by `seed` alone, without shuffle in the order
    of X. epochs: how many at most.
    l1, l2: penalties l1 · Σ|w| and ½ · l2 · Σw² on all parameters of two or more axes, so not on biases.
    clip: the greatest size of the whole gradient.

    It stops once the loss of all training samples is at most `tolerance`; or when the loss has not fallen by the share
    `plateau` of itself for `patience` epochs. The loss that counts for this is that of the validation samples if there
    are any, and then the best parameters are given back, not the last. validation: a share of the samples, or a pair
    of its own, (X, Y).

    callback: called with the history after each epoch; it stops when that gives True. Ctrl-C stops as well, with a
    TrainingWarning and the parameters as they are. What goes wrong is said by a TrainingWarning and kept in
    `history.findings`. X and Y are never copied whole, unless they are lists.

    progress: `history.progress` of an earlier call, in the place of `parameters`, with the same data and options: goes
    on bit by bit as if it had not stopped (after Ctrl-C: from the start of the epoch that it interrupted).

    checkpoint: a file (.ckpt or .safetensors) in which training is kept after every so many epochs (`every`) and at the
    end, whole at any moment. resume: go on from it, if it is there, up to `epochs` in all, bit by bit as if it had not
    stopped; the history has the earlier epochs as well. It is refused under other data or options.

    bar: whether to draw a line of progress; unless said, on a terminal and in a notebook. Raises a PizarraError, which
    names the argument.

    >>> from pizarra.layers import Linear
    >>> from pizarra.losses import SquaredError
    >>> line = Network([Linear()], SquaredError("1/N"))
    >>> history = fit(line, [[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0], rate=0.2, tolerance=1e-9)
    >>> history.parameters["W1"].round(3).tolist(), history.parameters["b1"].round(3).tolist()
    ([[2.0]], [1.0])
    >>> history.stopped
    'the loss reached the tolerance 1e-09'
    """
    if not isinstance(network, Network):
        raise NetworkError(f"network must be a Network, such as mlp(); {shown(network)} is not.")
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise DataError(f"dtype cannot be {shown(dtype)}." + nearest(str(dtype)[:60], DTYPES))
    optimizer = optimizer_of(optimizer)
    again = None
    seed = whole(seed, "seed", least=0, most=2**64 - 1)
    x = rows(X, "X", dtype)
    kept = found(checkpoint, resume, progress, network)
    if kept is not None:
        progress = checked_progress(kept.progress, network, optimizer, seed, dtype)
        began = Progress(kept.start.parameters, optimizer.start(kept.start.parameters), seed)
    elif progress is None:
        drawn = start(network, x, Y, parameters, sizes, initial, seed, dtype)
        progress = began = Progress(drawn, optimizer.start(drawn), seed)
        if parameters is None and isinstance(initial, str):  # then it need not be kept

            def redrawn() -> Progress:
                drawn = start(network, x, Y, None, sizes, initial, seed, dtype)
                return Progress(drawn, optimizer.start(drawn), seed)

            again = redrawn
    elif parameters is not None or sizes is not None:
        raise DataError("progress has its own parameters. Leave parameters and sizes out.")
    else:
        progress = began = checked_progress(progress, network, optimizer, seed, dtype)
    outputs = outputs_for(network, progress.parameters, x)
    t = target_rows(Y, network.loss, len(x), outputs, dtype)
    training, judged = held_out(validation, network, x, t, outputs, seed, dtype)
    refuse_one_class(t if len(training) == len(t) else t[training], network.loss)
    if not isinstance(shuffle, bool | np.bool):
        raise DataError(f"shuffle must be True or False; {shown(shuffle)} is neither.")
    size = len(training) if batch is None else whole(batch, "batch", least=1, most=MOST)
    run = Run(
        network,
        x,
        t,
        Batches(training, size, seed, bool(shuffle)),
        optimizer,
        positive(rate, "rate") if rate is not None else optimizer.usual_rate,
        schedule_of(schedule),
        number(l1, "l1", least=0.0),
        number(l2, "l2", least=0.0),
        None if clip is None else positive(clip, "clip"),
        dtype,
    )
    stop = Stop(
        None if tolerance is None else number(tolerance, "tolerance", least=0.0),
        None if patience is None else whole(patience, "patience", least=1, most=MOST),
        number(plateau, "plateau", least=0.0),
        judged,
    )
    if callback is not None and not callable(callback):
        raise DataError(f"callback must be a function of the history; {shown(callback)} is not.")
    epochs = whole(epochs, "epochs", least=0, most=MOST)
    history, keeper, line = run.begin(began, again), None, bar_of(bar)
    if checkpoint is not None:
        every = whole(every, "every", least=1, most=MOST)
        keeper = Checkpoints(checkpoint, every, network, began.copy(), run.batches, conditions(run, stop))
    if kept is not None and keeper is not None:
        keeper.agree(kept)
        kept.fill(history, progress)
        if kept.ended is not None:
            return kept.over(history, stop)
        epochs = max(0, epochs - history.epochs)

    def after_epoch(history: History) -> Any:
        line.draw(history)
        if keeper is not None:
            keeper.after(history)
        return callback(history) if callback is not None else None

    line.begin(history, epochs)
    try:
        run.go(history, epochs, stop, after_epoch)
        if keeper is not None:
            keeper.at_the_end(history)
    finally:
        line.end(history)
    return history
