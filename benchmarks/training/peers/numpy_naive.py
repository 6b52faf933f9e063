"""NumPy as one writes it at first: a new array for every intermediate."""

import numpy as np


def prepare(job):
    batches = list(job.batches())

    def run():
        P = job.parameters()
        W, b = P[::2], P[1::2]
        last = len(W) - 1
        for _ in range(job.epochs):
            for x, t in batches:
                values = [x]
                for k in range(last):
                    values.append(np.maximum(values[k] @ W[k] + b[k], 0))
                a = values[last] @ W[last] + b[last]
                e = np.exp(a - a.max(axis=1, keepdims=True))
                d = (e / e.sum(axis=1, keepdims=True) - t) / len(x)
                for k in range(last, -1, -1):
                    dW, db = values[k].T @ d, d.sum(axis=0)
                    if k:
                        d = (d @ W[k].T) * (values[k] > 0)
                    W[k] -= job.rate * dW
                    b[k] -= job.rate * db
        return P

    return run
