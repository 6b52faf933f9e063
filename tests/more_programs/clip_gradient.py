import numpy as np
rng = np.random.RandomState(35)
X = rng.randn(32, 3)
y = (X[:, [0]] + X[:, [1]] ** 2 > 0.5).astype(float)
W1 = rng.randn(3, 6) * 0.4
b1 = np.zeros((1, 6))
W2 = rng.randn(6, 1) * 0.4
b2 = np.zeros((1, 1))
for k in range(150):
    h = np.tanh(X @ W1 + b1)
    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
    loss = -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
    dz = (p - y) / len(y)
    grads = [X.T @ (dz @ W2.T * (1 - h ** 2)), (dz @ W2.T * (1 - h ** 2)).sum(0, keepdims=True), h.T @ dz, dz.sum(0, keepdims=True)]
    grads = [np.clip(g, -5, 5) for g in grads]
    W1 -= 0.6 * grads[0]
    b1 -= 0.6 * grads[1]
    W2 -= 0.6 * grads[2]
    b2 -= 0.6 * grads[3]
    if k % 50 == 0:
        print(k, loss)
