"""Train in a child that is killed at a random moment, again and again: `killed.py FOLDER KILLS SEED`.

Every child goes on from the checkpoint. Prints what was found, and whether the end is that of a training that nobody
killed, as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable

import numpy as np

from pizarra.errors import PizarraError
from pizarra.optimizers import Adam
from pizarra.storage import load_checkpoint
from pizarra.train import History, fit, mlp

SIZES = [60, 60]  # a checkpoint of some hundred kilobytes, so that many kills come in the middle of one
rng = np.random.default_rng(0)
X = rng.normal(size=(90, 20))
Y = np.sin(X[:, :3])


def train(epochs: int, path: str | None = None, report: int | None = None) -> History:
    def after_epoch(history: History) -> None:
        if report is not None:
            os.write(report, b".")

    if report is not None:
        os.write(report, b".")
    return fit(
        mlp(2, hidden="tanh"),
        X,
        Y,
        sizes=SIZES,
        optimizer=Adam(),
        epochs=epochs,
        batch=16,
        validation=0.2,
        patience=10**6,
        checkpoint=path,
        resume=path is not None,
        callback=after_epoch,
    )


def child_that(does: Callable[..., object], *given: object) -> int:
    """Fork. The parent computes nothing before: threads of BLAS do not outlive a fork."""
    child = os.fork()
    if child == 0:
        try:
            does(*given)
        finally:
            os._exit(1)
    return child


def main(folder: str, kills: int, seed: int) -> None:
    path = os.path.join(folder, "run.ckpt")
    chance = random.Random(seed)
    corrupt = back = progressed = newest = 0
    for _ in range(kills):
        reading, report = os.pipe()
        child = child_that(train, newest + 1000, path, report)
        os.close(report)
        os.read(reading, 1)  # it has begun
        for _ in range(chance.randrange(4)):
            os.read(reading, 1)  # another epoch
        time.sleep(chance.uniform(0.0, 0.03))
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        try:
            epoch = load_checkpoint(path).position["epoch"] if os.path.exists(path) else 0
        except PizarraError as error:
            print(error, file=sys.stderr)
            corrupt += 1
        else:
            back += epoch < newest
            progressed += epoch > newest
            newest = max(newest, epoch)
    resumed, whole = train(newest + 2, path), train(newest + 2)
    same = all(
        getattr(resumed, name) == getattr(whole, name)
        for name in ("losses", "validation_losses", "rates", "gradient_norms", "stopped")
    )
    pairs = [
        (resumed.parameters, whole.parameters),
        (resumed.progress.parameters, whole.progress.parameters),
        (resumed.progress.optimizer.arrays, whole.progress.optimizer.arrays),
        (resumed.step(3).parameters, whole.step(3).parameters),
    ]
    for one, other in pairs:
        same &= one.keys() == other.keys() and all(one[k].tobytes() == other[k].tobytes() for k in one)
    print(json.dumps({
        "corrupt": corrupt, "back": back, "progressed": progressed, "epochs": newest, "same": same,
        "files": sorted(os.listdir(folder)),
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
