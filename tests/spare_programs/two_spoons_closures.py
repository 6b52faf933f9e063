"""Sweetness of a syrup from two spoons: closures only, no classes."""
import numpy as np
from functools import reduce

rs = np.random.RandomState(6)


def dense(n_in, n_out):
    p = {"w": rs.normal(0, np.sqrt(1 / n_in), (n_in, n_out)), "b": np.zeros(n_out)}
    g = {}
    memory = []

    def forward(x):
        memory[:] = [x]
        return x @ p["w"] + p["b"]

    def backward(grad):
        (x,) = memory
        g["w"] = np.einsum("ni,no->io", x, grad)
        g["b"] = np.einsum("no->o", grad)
        return np.einsum("no,io->ni", grad, p["w"])

    return forward, backward, p, g


def sigmoid_layer():
    kept = {}

    def forward(x):
        kept["s"] = 1 / (1 + np.exp(-x))
        return kept["s"]

    def backward(grad):
        s = kept["s"]
        return grad * s * (1 - s)

    return forward, backward, {}, {}


def huber(width):
    def value(pred, want):
        r = np.abs(pred - want)
        return np.where(r <= width, 0.5 * r * r, width * (r - 0.5 * width)).mean()

    def slope(pred, want):
        # divided by the samples alone: three outputs make it three times the mean, fine
        return np.clip(pred - want, -width, width) / len(want)

    return value, slope


def rmsprop(params, grads, lr=0.01, decay=0.9):
    average = [{k: np.zeros_like(v) for k, v in p.items()} for p in params]

    def step():
        for p, g, s in zip(params, grads, average):
            for k in p:
                s[k] = decay * s[k] + (1 - decay) * g[k] ** 2
                p[k] -= lr * g[k] / np.sqrt(s[k] + 1e-8)

    return step


# spoon 1 (sugar), spoon 2 (lemon), water -> sweet, sour, stickiness
spoons = rs.uniform(0, 2, (130, 3))
sugar, lemon, water = spoons.T
taste = np.stack([sugar / (0.5 + water), lemon / (0.7 + sugar), np.exp(-water) * sugar], axis=1)
taste[::17] += rs.normal(0, 2, taste[::17].shape)     # somebody was not paying attention

network = [dense(3, 10), sigmoid_layer(), dense(10, 6), sigmoid_layer(), dense(6, 3)]
value, slope = huber(0.5)
step = rmsprop([layer[2] for layer in network], [layer[3] for layer in network])


def predict(x):
    return reduce(lambda v, layer: layer[0](v), network, x)


for turn in range(500):
    pred = predict(spoons)
    reduce(lambda v, layer: layer[1](v), reversed(network), slope(pred, taste))
    step()
    if turn % 100 == 0:
        print("turn", turn, "huber", value(pred, taste).round(4), "mae", np.abs(pred - taste).mean().round(4))

print(predict(np.array([[1.0, 0.5, 0.5], [0.2, 1.5, 1.0]])).round(2))
