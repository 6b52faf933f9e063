import numpy as np
rng = np.random.RandomState(3)
X = rng.randn(30, 4)
y = (X[:, :1] - X[:, 1:2] > 0).astype(float)
W1 = rng.randn(4, 7) * 0.6
b1 = rng.randn(7) * 0.1
W2 = rng.randn(7, 1) * 0.6
b2 = np.zeros(1)
for k in range(120):
    z1 = X @ W1 + b1
    a1 = np.maximum(z1, 0)
    p = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    dz2 = (p - y) / len(X)
    dz1 = dz2 @ W2.T
    W2 -= 0.4 * a1.T @ dz2
    b2 -= 0.4 * dz2.sum(axis=0)
    W1 -= 0.4 * X.T @ dz1
    b1 -= 0.4 * dz1.sum(axis=0)
    if k % 40 == 0:
        print(k, loss)
