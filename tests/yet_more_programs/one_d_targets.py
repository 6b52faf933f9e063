import numpy as np
rng = np.random.default_rng(66)
X = rng.normal(size=(11, 2))
y = np.sin(X[:, 0]) + X[:, 1]
W1 = rng.normal(size=(2, 6)) * 0.5
b1 = np.zeros(6)
W2 = rng.normal(size=(6, 1)) * 0.5
b2 = np.zeros(1)
for it in range(100):
    h = np.tanh(X @ W1 + b1)
    pred = h @ W2 + b2
    error = pred - y
    loss = np.mean(error ** 2)
    dpred = 2 * error / len(X)
    dh = dpred.mean(axis=1, keepdims=True) @ W2.T * (1 - h ** 2)
    W2 -= 0.05 * h.T @ dpred.mean(axis=1, keepdims=True)
    b2 -= 0.05 * dpred.mean(axis=1).sum()
    W1 -= 0.05 * X.T @ dh
    b1 -= 0.05 * dh.sum(axis=0)
    if it % 25 == 0:
        print(it, loss)
