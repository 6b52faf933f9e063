"""HIPS autograd: gradients of plain NumPy code."""

import autograd.numpy as np
from autograd import grad


def prepare(job):
    samples = list(zip(job.X, job.Y, strict=True))

    def loss(P, x, t):
        for k in range(0, len(P), 2):
            x = np.dot(x, P[k]) + P[k + 1]
            if k < len(P) - 2:
                x = 1 / (1 + np.exp(-x))
        return 0.5 * np.sum((x - t) ** 2)

    slopes = grad(loss)

    def run():
        P = job.parameters()
        for _ in range(job.epochs):
            for x, t in samples:
                P = [p - job.rate * g for p, g in zip(P, slopes(P, x, t), strict=True)]
        return P

    return run
