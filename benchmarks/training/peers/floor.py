"""The floor: the matrix products of a step and nothing else, into arrays made beforehand. It trains nothing."""

import numpy as np


def prepare(job):
    rng = np.random.default_rng(0)
    batches = [x for x, _ in job.batches()]
    W = [array.copy() for array in job.start[::2]]
    H = [np.empty((job.batch, size), job.X.dtype) for size in job.sizes[1:]]
    D = [rng.normal(size=h.shape).astype(h.dtype) for h in H]
    back = [np.empty_like(h) for h in H]
    G = [np.empty_like(array) for array in W]

    def run():
        for _ in range(job.epochs):
            for x in batches:
                values = [x, *H]
                for k in range(len(W)):
                    np.matmul(values[k], W[k], out=H[k])
                for k in range(len(W) - 1, -1, -1):
                    np.matmul(values[k].T, D[k], out=G[k])
                    if k:
                        np.matmul(D[k], W[k].T, out=back[k - 1])

    return run
