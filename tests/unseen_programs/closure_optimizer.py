# Fit a damped cosine. Every layer is a pair of functions that share a bit of memory.
import numpy as np

rng = np.random.default_rng(21)


def linear(n_in, n_out):
    params = [rng.standard_normal((n_in, n_out)) / np.sqrt(n_in), np.zeros(n_out)]
    grads = [None, None]
    memory = {}

    def forward(x):
        memory["x"] = x
        return x @ params[0] + params[1]

    def backward(d):
        grads[0] = memory["x"].T @ d
        grads[1] = d.sum(axis=0)
        return d @ params[0].T

    return forward, backward, params, grads


def tanh():
    memory = {}

    def forward(x):
        memory["y"] = np.tanh(x)
        return memory["y"]

    def backward(d):
        return d * (1 - memory["y"] ** 2)

    return forward, backward, [], []


def rmsprop(step_size, decay=0.9):
    cache = {}

    def update(key, p, g):
        cache[key] = decay * cache.get(key, 0) + (1 - decay) * g * g
        p -= step_size * g / (np.sqrt(cache[key]) + 1e-7)

    return update


layers = [linear(1, 16), tanh(), linear(16, 16), tanh(), linear(16, 1)]
optimize = rmsprop(step_size=0.005)

xs = np.linspace(0, 6, 90).reshape(-1, 1)
ys = np.exp(-0.4 * xs) * np.cos(2 * xs)


def run_forward(x):
    for forward, *_ in layers:
        x = forward(x)
    return x


for it in range(500):
    out = run_forward(xs)
    d = 2 * (out - ys) / len(xs)
    for _, backward, *_ in reversed(layers):
        d = backward(d)
    for number, (_, _, params, grads) in enumerate(layers):
        for which, (p, g) in enumerate(zip(params, grads)):
            optimize((number, which), p, g)
    if it % 100 == 0:
        print(it, "mse", np.mean((out - ys) ** 2))
