import numpy as np
rng = np.random.default_rng(4)
X = rng.normal(size=(26, 2))
Y = (X[:, :1] * X[:, 1:] > 0) * 1.0
U = rng.normal(size=(2, 5))
u = np.zeros((1, 5))
V = rng.normal(size=(5, 1))
v = np.zeros((1, 1))
for k in range(200):
    H = np.tanh(X @ U + u)
    O = 1 / (1 + np.exp(-(H @ V + v)))
    loss = -np.mean(Y * np.log(O) + (1 - Y) * np.log(1 - O))
    dO = (O - Y) / len(X)
    V -= 0.8 * H.T @ dO
    v -= 0.8 * dO.sum(axis=0, keepdims=True)
    dH = dO @ V.T
    dZ = dH * (1 - H ** 2)
    U -= 0.8 * X.T @ dZ
    u -= 0.8 * dZ.sum(axis=0, keepdims=True)
    if k % 50 == 0:
        print(k, loss)
