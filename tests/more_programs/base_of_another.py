import numpy as np
rng = np.random.default_rng(59)
X = rng.normal(size=(15, 3))
T = rng.normal(size=(15, 4))
W1 = rng.normal(size=(3, 4)) * 0.6
b1 = rng.normal(size=4)
W2 = rng.normal(size=(4, 4)) * 0.6
b2 = rng.normal(size=4)
for k in range(60):
    h = 1 / (1 + np.exp(-(X @ W1 + b1)))
    y = h @ W2 + b2
    loss = 0.5 * np.sum((y - T) ** 2)
    d2 = y - T
    d1 = d2 @ W2.T * h * (1 - h)
    W2 = W2 - 0.02 * h.T @ d2
    W1 = W1 - 0.02 * X.T @ d1
    b2 = b2 - 0.02 * d2.sum(axis=0)
    b1 = b2 - 0.02 * d1.sum(axis=0)
    if k % 20 == 0:
        print(loss)
