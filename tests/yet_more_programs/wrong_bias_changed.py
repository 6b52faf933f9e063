import numpy as np
rng = np.random.default_rng(68)
X = rng.normal(size=(3, 15))
T = rng.normal(size=(3, 15))
W1 = rng.normal(size=(3, 3))
b1 = np.zeros((3, 1))
W2 = rng.normal(size=(3, 3))
b2 = np.zeros((3, 1))
for i in range(100):
    A = np.tanh(W1 @ X + b1)
    Y = W2 @ A + b2
    cost = np.sum((Y - T) ** 2) / 2
    dY = Y - T
    dA = W2.T @ dY
    dZ = dA * (1 - A ** 2)
    W2 -= 0.01 * dY @ A.T
    b1 -= 0.01 * dY.sum(axis=1, keepdims=True)
    W1 -= 0.01 * dZ @ X.T
    b1 -= 0.01 * dZ.sum(axis=1, keepdims=True)
    if i % 25 == 0:
        print(i, cost)
