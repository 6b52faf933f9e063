import numpy as np
rng = np.random.default_rng(94)
X = rng.normal(size=(21, 3))
T = rng.normal(size=(21, 4))
W1 = rng.normal(size=(3, 4)) * 0.7
W2 = rng.normal(size=(4, 4)) * 0.7
W3 = rng.normal(size=(4, 4)) * 0.7
s = lambda v: 1 / (1 + np.exp(-v))
for i in range(120):
    a1 = s(X @ W1)
    a2 = s(a1 @ W2)
    y = a2 @ W3
    ecm = np.sum((y - T) ** 2) / (2 * len(X))
    d3 = (y - T) / len(X)
    d2 = (d3 @ W3.T) * (1 - a2)
    d1 = (d2 @ W3.T) * a1 * (1 - a1)
    W3 -= 0.2 * a2.T @ d3
    W2 -= 0.2 * a1.T @ d2
    W1 -= 0.2 * X.T @ d1
    if i % 40 == 0:
        print(i, ecm)
