import numpy as np
rng = np.random.default_rng(16)
X = rng.normal(size=(22, 3))
T = rng.normal(size=(22, 2))
W1 = rng.normal(size=(3, 8)) * 0.6
W2 = rng.normal(size=(8, 2)) * 0.6
for k in range(50):
    h = np.tanh(X @ W1)
    m = (rng.random((22, 8)) > 0.3) / 0.7
    y = (h * m) @ W2
    costo = 0.5 * np.sum((y - T) ** 2)
    d = y - T
    dh = d @ W2.T
    dz = dh * (1 - h ** 2)
    W2 -= 0.01 * (h * m).T @ d
    W1 -= 0.01 * X.T @ dz
    if k % 10 == 0:
        print(costo)
