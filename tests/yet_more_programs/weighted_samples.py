import numpy as np
rng = np.random.default_rng(29)
X = rng.normal(size=(16, 3))
y = rng.normal(size=(16, 1))
weight = rng.uniform(0.5, 2.0, size=(16, 1))
W1 = rng.normal(size=(3, 5)) * 0.7
W2 = rng.normal(size=(5, 1)) * 0.7
for n in range(100):
    a = 1 / (1 + np.exp(-(X @ W1)))
    out = a @ W2
    loss = np.sum(weight * (out - y) ** 2) / 2
    d_out = weight * (out - y)
    d_a = d_out @ W2.T
    W2 -= 0.02 * a.T @ d_out
    W1 -= 0.02 * X.T @ (d_a * a * (1 - a))
    if n % 25 == 0:
        print(n, loss)
