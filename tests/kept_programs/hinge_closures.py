# A two-layer net with hinge loss and an L1 penalty, no classes, only functions that remember.
# (I normally write JavaScript, it shows.)
import numpy as np

rng = np.random.default_rng(6)


def dense(n_in, n_out, l1=0.0):
    p = {"W": rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), "b": np.zeros(n_out)}
    seen = {}

    def forward(x):
        seen["x"] = x
        return x @ p["W"] + p["b"]

    def backward(g, lr):
        to_input = g @ p["W"].T
        p["W"] -= lr * (seen["x"].T @ g + l1 * np.sign(p["W"]))
        p["b"] -= lr * g.sum(axis=0)
        return to_input

    def penalty():
        return l1 * np.abs(p["W"]).sum()

    return forward, backward, penalty, p


def squash():
    seen = {}

    def forward(x):
        seen["y"] = np.tanh(x)
        return seen["y"]

    def backward(g, lr):
        return g * (1 - seen["y"] * seen["y"])

    return forward, backward


def hinge(s, t):
    margin = 1 - t * s
    value = np.maximum(margin, 0).mean()
    slope = np.where(margin > 0, -t, 0.0) / len(t)
    return value, slope


# ripe (+1) or unripe (-1) avocados: softness, darkness, weight, days since delivery
n = 120
ripe = rng.choice([-1.0, 1.0], n)
fruit = np.stack([
    0.5 + 0.2 * ripe + rng.normal(0, 0.15, n),
    0.5 + 0.15 * ripe + rng.normal(0, 0.2, n),
    rng.normal(180, 30, n),
    4 + 1.5 * ripe + rng.normal(0, 1.5, n),
], axis=1)
fruit -= fruit.mean(axis=0)
fruit /= fruit.std(axis=0)
t = ripe[:, None]

f1, back1, pen1, first = dense(4, 10, l1=0.002)
f2, back2 = squash()
f3, back3, pen3, last = dense(10, 1, l1=0.002)

EPOCHS = 600
lr = 0.15
for epoch in range(EPOCHS):
    s = f3(f2(f1(fruit)))
    value, g = hinge(s, t)
    total = value + pen1() + pen3()
    for back in (back3, back2, back1):
        g = back(g, lr)
    if epoch % 100 == 0:
        print("epoch", epoch, "objective", round(total, 4), "hinge", round(value, 4), "wrong", int((s * t < 0).sum()))

s = f3(f2(f1(fruit)))
print("wrong at the end:", int((s * t < 0).sum()), "of", n)
print("weights near zero:", int((np.abs(first["W"]) < 0.01).sum()), "of", first["W"].size)
