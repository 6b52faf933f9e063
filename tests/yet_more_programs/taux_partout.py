import numpy as np
rng = np.random.default_rng(24)
X = rng.normal(size=(16, 3))
T = rng.normal(size=(16, 2))
W = [rng.normal(size=(3, 5)) * 0.6, rng.normal(size=(5, 2)) * 0.6]
b = [np.zeros(5), np.zeros(2)]
eta = 0.05
for k in range(100):
    h = np.tanh(X @ W[0] + b[0])
    y = h @ W[1] + b[1]
    erreur = 0.5 * np.sum((y - T) ** 2)
    delta = eta * (y - T)
    delta_h = eta * (delta @ W[1].T) * (1 - h ** 2)
    W[1] -= h.T @ delta
    b[1] -= delta.sum(axis=0)
    W[0] -= X.T @ delta_h
    b[0] -= delta_h.sum(axis=0)
    if k % 25 == 0:
        print(k, erreur)
