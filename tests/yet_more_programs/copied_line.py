import numpy as np
rng = np.random.default_rng(79)
n = 4
X = rng.normal(size=(19, n))
T = rng.normal(size=(19, n))
W1, W2, W3, W4 = (rng.normal(size=(n, n)) * 0.6 for _ in range(4))
lr = 0.02
for it in range(80):
    a1 = np.tanh(X @ W1)
    a2 = np.tanh(a1 @ W2)
    a3 = np.tanh(a2 @ W3)
    y = a3 @ W4
    loss = 0.5 * np.sum((y - T) ** 2) / len(X)
    d4 = (y - T) / len(X)
    d3 = (d4 @ W4.T) * (1 - a3 ** 2)
    d2 = (d3 @ W3.T) * (1 - a2 ** 2)
    d1 = (d2 @ W2.T) * (1 - a1 ** 2)
    g4 = a3.T @ d4
    g3 = a3.T @ d3
    g2 = a1.T @ d3
    g1 = X.T @ d1
    W4 -= lr * g4
    W3 -= lr * g3
    W2 -= lr * g2
    W1 -= lr * g1
    if it % 20 == 0:
        print(it, loss)
