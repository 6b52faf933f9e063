"""Regression with a few absurd measurements: squared error near zero, straight lines further out."""
import numpy as np

rng = np.random.default_rng(2)
x = rng.uniform(-2, 2, size=(140, 3))
y = (x[:, 0] * x[:, 1] + x[:, 2])[:, None]
y += 0.1 * rng.standard_normal(y.shape)
bad = rng.choice(140, 10, replace=False)
y[bad] += rng.choice([-15.0, 15.0], (10, 1))

DELTA = 1.0


def huber(r):
    small = np.abs(r) <= DELTA
    return np.where(small, 0.5 * r ** 2, DELTA * (np.abs(r) - 0.5 * DELTA))


def huber_slope(r):
    return np.clip(r, -DELTA, DELTA)


p = [rng.standard_normal((3, 12)) * np.sqrt(2 / 3), np.zeros(12) + 0.01,
     rng.standard_normal((12, 1)) * np.sqrt(2 / 12), np.zeros(1)]
cache = [np.zeros_like(q) for q in p]

for it in range(1, 601):
    z = x @ p[0] + p[1]
    a = np.maximum(0, z)
    out = a @ p[2] + p[3]
    r = out - y

    g = huber_slope(r) / len(x)
    gz = (g @ p[2].T) * (z > 0)
    grads = [x.T @ gz, gz.sum(0), a.T @ g, g.sum(0)]

    for k in range(4):
        cache[k] += grads[k] ** 2
        p[k] -= 0.1 * grads[k] / (np.sqrt(cache[k]) + 1e-8)
    if it % 150 == 0:
        good = np.setdiff1d(np.arange(140), bad)
        print(it, "huber", huber(r).mean(), "rmse on clean rows", np.sqrt((r[good] ** 2).mean()))
