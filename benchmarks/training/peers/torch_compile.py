"""torch.compile of a whole step, forward, gradients and update: 20 samples in a call, or one mini-batch."""

from functools import cache

import torch

TOGETHER = 20


def prepare(job):
    X, Y = torch.tensor(job.X), torch.tensor(job.Y)
    size = TOGETHER if job.batch == 1 else job.batch
    steps, compiled = made(job.hidden, job.loss, job.batch, job.rate)
    calls = [(X[k : k + size], Y[k : k + size]) for k in range(0, len(X), size)]

    def run():
        P = [torch.tensor(array) for array in job.start]
        for _ in range(job.epochs):
            for x, t in calls:
                P = (compiled if len(x) == size else steps)(P, x, t)
        return [p.numpy() for p in P]

    return run


@cache
def made(hidden, kind, batch, rate):
    """Give the function of several steps, as it is and compiled; compiled once for all jobs that differ in length."""
    activation = torch.relu if hidden == "relu" else torch.sigmoid

    def loss(P, x, t):
        for k in range(0, len(P), 2):
            x = x @ P[k] + P[k + 1]
            if k < len(P) - 2:
                x = activation(x)
        if kind == "squares":
            return 0.5 * ((x - t) ** 2).sum()
        return -(t * torch.log_softmax(x, -1)).sum(-1).mean()

    def steps(P, x, t):
        for k in range(0, len(x), batch):
            G = torch.func.grad(loss)(P, x[k : k + batch], t[k : k + batch])
            P = [p - rate * g for p, g in zip(P, G, strict=True)]
        return P

    return steps, torch.compile(steps, dynamic=False)
