"""What a trace costs beside the bare array code: 784-128-10, batch 64, float64. Medians of interleaved runs.

OMP_NUM_THREADS=1 python benchmarks/bench_trace.py
"""

import os
import statistics
import time

import numpy as np

from pizarra.layers import Linear, ReLU, Sigmoid
from pizarra.losses import SoftmaxCrossEntropy, SquaredError
from pizarra.network import Network
from pizarra.trace import Trace

RUNS = 300


def relu_softmax(P, X, T):
    z = X @ P["W1"] + P["b1"]
    h = np.maximum(z, 0)
    a = h @ P["W2"] + P["b2"]
    e = a - a.max(axis=1, keepdims=True)
    log_p = e - np.log(np.exp(e).sum(axis=1, keepdims=True))
    loss = -(T * log_p).sum() / len(X)
    da = (np.exp(log_p) - T) / len(X)
    dz = (da @ P["W2"].T) * (z > 0)
    return loss, updated(P, X, h, dz, da)


def sigmoid_squares(P, X, T):
    h = 1 / (1 + np.exp(-(X @ P["W1"] + P["b1"])))
    e = h @ P["W2"] + P["b2"] - T
    loss = 0.5 * (e * e).sum()
    dz = (e @ P["W2"].T) * (h * (1 - h))
    return loss, updated(P, X, h, dz, e)


def updated(P, X, h, dz, da):
    slopes = {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ da, "b2": da.sum(axis=0)}
    return {name: P[name] - slope for name, slope in slopes.items()}


CASES = [
    (
        "ReLU, softmax cross-entropy",
        relu_softmax,
        Network([Linear(), ReLU(), Linear()], SoftmaxCrossEntropy()),
    ),
    (
        "sigmoid, squared error",
        sigmoid_squares,
        Network([Linear(), Sigmoid(), Linear()], SquaredError("1/2")),
    ),
]


def main():
    rng = np.random.default_rng(0)
    P = {
        "W1": rng.normal(size=(784, 128)) * 0.05,
        "b1": np.zeros(128),
        "W2": rng.normal(size=(128, 10)) * 0.1,
        "b2": np.zeros(10),
    }
    X, T = rng.normal(size=(64, 784)), np.eye(10)[rng.integers(0, 10, 64)]
    print(
        f"threads: {os.environ.get('OMP_NUM_THREADS', 'not set')}, NumPy {np.__version__}, {RUNS} runs each"
    )
    print(f"{'784-128-10, batch 64':30} {'bare':>9} {'trace':>9} {'ratio':>6}")
    for name, bare, network in CASES:
        loss, wanted = bare(P, X, T)
        trace = Trace(network, P, X, T)
        np.testing.assert_allclose(trace.loss, loss, rtol=1e-12)
        for parameter, array in trace.updated.items():
            np.testing.assert_allclose(array, wanted[parameter], rtol=1e-9, atol=1e-12)
        times = {"bare": [], "trace": []}
        for _ in range(RUNS):
            for kind, run in (
                ("bare", lambda bare=bare: bare(P, X, T)),
                ("trace", lambda network=network: Trace(network, P, X, T).updated),
            ):
                start = time.perf_counter()
                run()
                times[kind].append(time.perf_counter() - start)
        plain, traced = (statistics.median(times[kind]) for kind in ("bare", "trace"))
        print(f"{name:30} {plain * 1e3:6.2f} ms {traced * 1e3:6.2f} ms {traced / plain:6.2f}")


if __name__ == "__main__":
    main()
