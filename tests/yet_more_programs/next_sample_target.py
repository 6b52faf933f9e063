import numpy as np
rng = np.random.default_rng(59)
X = rng.normal(size=(12, 2))
T = rng.normal(size=(12, 2))
W = rng.normal(size=(4, 2))
V = rng.normal(size=(2, 4))
for epoch in range(50):
    total = 0.0
    for n in range(len(X) - 1):
        h = np.tanh(W @ X[n])
        y = V @ h
        total += 0.5 * np.sum((T[n] - y) ** 2)
        e = y - T[n + 1]
        back = V.T @ e * (1 - h ** 2)
        V -= 0.02 * np.outer(e, h)
        W -= 0.02 * np.outer(back, X[n])
    if epoch % 10 == 0:
        print(epoch, total)
