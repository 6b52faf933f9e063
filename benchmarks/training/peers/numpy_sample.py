"""NumPy, one sample at a time, each layer's arithmetic in whole arrays."""

import numpy as np


def prepare(job):
    samples = list(zip(job.X, job.Y, strict=True))

    def run():
        P = job.parameters()
        W, b, rate = P[::2], P[1::2], job.rate
        last = len(W) - 1
        for _ in range(job.epochs):
            for x, t in samples:
                values = [x]
                for k in range(last):
                    values.append(1 / (1 + np.exp(-(values[k] @ W[k] + b[k]))))
                d = values[last] @ W[last] + b[last] - t
                for k in range(last, -1, -1):
                    h, step = values[k], rate * d
                    if k:
                        d = (W[k] @ d) * h * (1 - h)
                    W[k] -= h[:, None] * step
                    b[k] -= step
        return P

    return run
