import numpy as np
rng = np.random.default_rng(35)
X = rng.normal(size=(20, 5))
T = rng.normal(size=(20, 5))
W1 = rng.normal(size=(5, 5)) * 0.4
b1 = rng.normal(size=5) * 0.3
W2 = rng.normal(size=(5, 5)) * 0.4
b2 = rng.normal(size=5) * 0.3
for n in range(90):
    H = 1 / (1 + np.exp(-(X @ W1 + b1)))
    Y = H @ W2 + b2
    costo = 0.5 * np.sum((Y - T) ** 2) / 20
    dY = (Y - T) / 20
    dH = dY @ W2.T * H * (1 - H)
    W2 = W2 - 0.1 * H.T @ dY
    b2 = b1 - 0.1 * dY.sum(axis=0)
    W1 = W1 - 0.1 * X.T @ dH
    b1 = b1 - 0.1 * dH.sum(axis=0)
    if n % 30 == 0:
        print(n, costo)
