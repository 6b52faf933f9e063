"""
Will the gauge at the old bridge pass the flood mark tomorrow?

Inputs: rain of today and of the two days before, and the present level.
Net: 4 - 7 - 5 - 1, tanh, tanh, sigmoid.
"""
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def init(rng):
    dims = [4, 7, 5, 1]
    Ws, bs = [], []
    for a, b in zip(dims[:-1], dims[1:]):
        Ws.append(rng.standard_normal((a, b)) * np.sqrt(1.5 / a))
        bs.append(np.zeros((1, b)))
    return Ws, bs


def feed(x, Ws, bs):
    z1 = x @ Ws[0] + bs[0]
    a1 = np.tanh(z1)
    z2 = a1 @ Ws[1] + bs[1]
    a2 = np.tanh(z2)
    p = sigmoid(a2 @ Ws[2] + bs[2])
    return z1, z2, a1, a2, p


def gradients(x, t, Ws, bs):
    a1, a2, z1, z2, p = feed(x, Ws, bs)
    n = x.shape[0]
    d3 = (p - t) / n
    gW3 = a2.T @ d3
    gb3 = d3.sum(axis=0, keepdims=True)
    d2 = (d3 @ Ws[2].T) / np.cosh(z2) ** 2
    gW2 = a1.T @ d2
    gb2 = d2.sum(axis=0, keepdims=True)
    d1 = (d2 @ Ws[1].T) / np.cosh(z1) ** 2
    gW1 = x.T @ d1
    gb1 = d1.sum(axis=0, keepdims=True)
    return [gW1, gW2, gW3], [gb1, gb2, gb3]


def cross_entropy(p, t):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def make_data(rng, n=300):
    rain = rng.gamma(1.2, 8.0, size=(n, 3))
    level = rng.normal(2.0, 0.5, size=(n, 1))
    flood = 0.03 * rain @ np.array([[1.0], [0.7], [0.3]]) + level > 2.9
    x = np.hstack([rain / 10 - 1, level - 2])
    return x, flood.astype(float)


rng = np.random.default_rng(11)
x, t = make_data(rng)
Ws, bs = init(rng)
vW = [np.zeros_like(W) for W in Ws]
vb = [np.zeros_like(b) for b in bs]
eta, mom = 0.3, 0.8

print("floods in the data:", int(t.sum()), "of", len(t))
for it in range(501):
    gW, gb = gradients(x, t, Ws, bs)
    for k in range(3):
        vW[k] = mom * vW[k] - eta * gW[k]
        vb[k] = mom * vb[k] - eta * gb[k]
        Ws[k] = Ws[k] + vW[k]
        bs[k] = bs[k] + vb[k]
    if it % 100 == 0:
        p = feed(x, Ws, bs)[-1]
        print(f"{it:4d}  loss {cross_entropy(p, t):.4f}  correct {np.mean((p > .5) == t):.3f}")
