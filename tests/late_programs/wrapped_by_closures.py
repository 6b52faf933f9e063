"""Neural network without a single class: every layer is a pair of closures."""
import functools
import time
from types import SimpleNamespace

import numpy as np

rng = np.random.default_rng(123)


def timed(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = f(*args, **kwargs)
        print(f"{f.__name__} took {time.perf_counter() - start:.2f} s")
        return result

    return wrapper


def dense(n_in, n_out):
    W = rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))
    b = np.zeros(n_out)
    seen = {}

    def forward(x):
        seen["in"] = x
        return x @ W + b

    def backward(grad, rate):
        nonlocal W, b
        W -= rate * seen["in"].T @ grad
        b -= rate * grad.sum(axis=0)
        return grad @ W.T

    return SimpleNamespace(forward=forward, backward=backward, W=W, b=b)


def elementwise(f, df):
    """A layer that applies f; df is its derivative as a function of the same argument."""
    seen = {}

    def forward(x):
        seen["in"] = x
        seen["out"] = f(x)
        return seen["out"]

    def backward(grad, rate):
        return grad * df(seen["out"])

    return SimpleNamespace(forward=forward, backward=backward)


def softplus():
    return elementwise(lambda x: np.log1p(np.exp(x)), lambda x: 1 / (1 + np.exp(-x)))


def chain(*layers):
    def forward(x):
        return functools.reduce(lambda value, layer: layer.forward(value), layers, x)

    def backward(grad, rate):
        for layer in layers[::-1]:
            grad = layer.backward(grad, rate)

    return SimpleNamespace(forward=forward, backward=backward, layers=layers)


@timed
def train(net, x, y, epochs, rate):
    for epoch in range(epochs):
        out = net.forward(x)
        net.backward(2 * (out - y) / y.size, rate)
        if epoch % 200 == 0:
            print(epoch, np.mean((out - y) ** 2))


# the height of a ball that bounces: time, starting height -> height
t = rng.uniform(0, 2, 70)
h0 = rng.uniform(0.5, 1.5, 70)
x = np.column_stack([t - 1, h0 - 1])
y = (h0 * np.exp(-0.6 * t) * np.abs(np.cos(2.2 * t)))[:, None]

net = chain(dense(2, 12), softplus(), dense(12, 6), softplus(), dense(6, 1))
train(net, x, y, epochs=1000, rate=0.06)
print("mean error at the end", np.mean(np.abs(net.forward(x) - y)))
