"""Loops over units and weights, entry by entry, as teaching notebooks write them."""

import numpy as np


def prepare(job):
    def run():
        P = job.parameters()
        W, b = P[::2], P[1::2]
        last = len(W) - 1
        for _ in range(job.epochs):
            for n in range(len(job.X)):
                values = [job.X[n]]
                for k in range(len(W)):
                    z = values[k] @ W[k] + b[k]
                    values.append(z if k == last else 1 / (1 + np.exp(-z)))
                delta = [np.zeros(len(v)) for v in values]
                for j in range(len(job.Y[n])):
                    delta[-1][j] = values[-1][j] - job.Y[n][j]
                for k in range(last, 0, -1):
                    for i in range(W[k].shape[0]):
                        total = 0
                        for j in range(W[k].shape[1]):
                            total += W[k][i, j] * delta[k + 1][j]
                        delta[k][i] = total * values[k][i] * (1 - values[k][i])
                for k in range(len(W)):
                    for j in range(W[k].shape[1]):
                        for i in range(W[k].shape[0]):
                            W[k][i, j] -= job.rate * values[k][i] * delta[k + 1][j]
                        b[k][j] -= job.rate * delta[k + 1][j]
        return P

    return run
