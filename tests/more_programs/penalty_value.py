import numpy as np
rng = np.random.default_rng(48)
X = rng.normal(size=(26, 3))
T = rng.normal(size=(26, 1))
W1 = rng.normal(size=(3, 4)) * 0.8
b1 = np.zeros(4)
W2 = rng.normal(size=(4, 1)) * 0.8
lam = 0.1
for k in range(60):
    h = np.tanh(X @ W1 + b1)
    y = h @ W2
    loss = 0.5 * np.mean((y - T) ** 2) + lam / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    d = (y - T) / 26
    dh = d @ W2.T * (1 - h ** 2)
    gW2 = h.T @ d + lam * W2
    gW1 = X.T @ dh + lam / 2 * np.sum(W1 ** 2)
    W2 -= 0.1 * gW2
    W1 -= 0.1 * gW1
    b1 -= 0.1 * dh.sum(axis=0)
    if k % 20 == 0:
        print(loss)
