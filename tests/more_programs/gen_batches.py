from dataclasses import dataclass
import numpy as np
@dataclass
class Params:
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray
rng = np.random.default_rng(5)
X = rng.normal(size=(30, 2))
T = np.stack([X[:, 0] - X[:, 1], X[:, 0] * 2], axis=1)
net = Params(rng.normal(size=(2, 4)), np.zeros(4), rng.normal(size=(4, 2)), np.zeros(2))
def parts(n, size):
    for i in range(0, n, size):
        yield slice(i, i + size)
for epoch in range(40):
    total = 0.0
    for part in parts(30, 10):
        x, t = X[part], T[part]
        a = np.tanh(x @ net.w1 + net.b1)
        e = a @ net.w2 + net.b2 - t
        total += 0.5 * np.sum(e ** 2)
        d = (e @ net.w2.T) * (1 - a ** 2)
        net.w2 = net.w2 - 0.02 * a.T @ e
        net.b2 = net.b2 - 0.02 * e.sum(axis=0)
        net.w1 = net.w1 - 0.02 * x.T @ d
        net.b1 = net.b1 - 0.02 * d.sum(axis=0)
    if epoch % 10 == 0:
        print(epoch, total)
