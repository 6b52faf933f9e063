import numpy as np

def batches(X, Y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        rows = order[start:start + size]
        yield X[rows], Y[rows]

rng = np.random.default_rng(31)
X = rng.normal(size=(60, 5))
Y = (X @ rng.normal(size=(5, 3)) > 0).astype(float)
W1, b1 = rng.normal(size=(5, 8)) * 0.5, np.zeros(8)
W2, b2 = rng.normal(size=(8, 3)) * 0.5, np.zeros(3)
lr = 0.3
for epoch in range(40):
    for xb, yb in batches(X, Y, 12, rng):
        h = np.tanh(xb @ W1 + b1)
        p = 1 / (1 + np.exp(-(h @ W2 + b2)))
        q = np.clip(p, 1e-9, 1 - 1e-9)
        loss = -np.mean(np.sum(yb * np.log(q) + (1 - yb) * np.log(1 - q), axis=1))
        dz2 = (p - yb) / len(xb)
        dz1 = dz2 @ W2.T * (1 - h ** 2)
        W2 -= lr * h.T @ dz2
        b2 -= lr * dz2.sum(axis=0)
        W1 -= lr * xb.T @ dz1
        b1 -= lr * dz1.sum(axis=0)
    if epoch % 10 == 0:
        print(epoch, loss)
