"""Memory: the peak of a training beside what it must hold, each measured in a process of its own."""

from __future__ import annotations

import gc
import multiprocessing
import tracemalloc

from .job import JOBS, Job

CASES = [(name, optimizer) for name in ("B64", "B512", "C") for optimizer in ("SGD", "momentum", "Adam")]


def measure(name: str, optimizer: str) -> dict:
    """Train in fresh processes: once watched by tracemalloc, which sees NumPy's arrays, once for the resident set."""
    context = multiprocessing.get_context("spawn")
    found = []
    for watch in ("tracemalloc", "resident"):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=trained, args=(theirs, name, optimizer, watch))
        process.start()
        theirs.close()
        found.append(ours.recv())
        process.join()
    (needed, peak), (_, rss) = found
    return {"what": f"{name}, {optimizer}", "needed": needed, "peak": peak, "rss": rss}


def trained(pipe, name: str, optimizer: str, watch: str) -> None:
    """Train a little to have everything loaded, then train and send what had to be held, and the peak."""
    from pizarra.optimizers import SGD, Adam
    from pizarra.train import fit, mlp

    job = JOBS[name]()
    squares = job.loss == "squares"
    network = mlp(
        len(job.sizes) - 2, hidden=job.hidden, loss="squared_error" if squares else "softmax_cross_entropy"
    )
    rule = {"SGD": SGD(), "momentum": SGD(momentum=0.9), "Adam": Adam()}[optimizer]

    def train(job: Job, epochs: int) -> None:
        fit(
            network,
            job.X,
            job.Y,
            sizes=job.sizes[1:-1],
            optimizer=rule,
            rate=1e-4,
            batch=job.batch,
            epochs=epochs,
            dtype=job.X.dtype.name,
        )

    small = JOBS[name]().taking(4)
    train(small, 1)
    gc.collect()
    if watch == "tracemalloc":
        tracemalloc.start()
        train(job, 2)
        peak = tracemalloc.get_traced_memory()[1]
    else:
        before = resident("VmRSS")
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")  # the peak so far is forgotten
        train(job, 2)
        peak = resident("VmHWM") - before
    pipe.send((held(job, {"SGD": 0, "momentum": 1, "Adam": 2}[optimizer]), peak))


def held(job: Job, kept: int) -> int:
    """Give the bytes of parameters, gradients, optimiser state and one batch of activations.

    Activations are the batch's inputs and targets and the outputs of every layer, linear and not; cotangents are not
    counted.
    """
    parameters = sum(array.size for array in job.start)
    hidden = sum(job.sizes[1:-1])
    activations = job.batch * (job.sizes[0] + 2 * hidden + 2 * job.sizes[-1])
    return (parameters * (2 + kept) + activations) * job.X.itemsize


def resident(which: str) -> int:
    """Read a line of the kernel's account of this process, in bytes."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(which))
