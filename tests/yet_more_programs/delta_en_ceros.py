import numpy as np
rng = np.random.default_rng(16)
X = rng.normal(size=(15, 3))
T = rng.normal(size=(15, 2))
W = [rng.normal(size=(3, 4)) * 0.6, rng.normal(size=(4, 4)) * 0.6, rng.normal(size=(4, 2)) * 0.6]
for it in range(70):
    a = [X]
    for k in range(3):
        z = a[k] @ W[k]
        a.append(np.tanh(z) if k < 2 else z)
    loss = 0.5 * np.sum((a[3] - T) ** 2) / 15
    d = [np.zeros_like(v) for v in a]
    d[3] = (a[3] - T) / 15
    for k in range(2, 1, -1):
        d[k] = d[k + 1] @ W[k].T * (1 - a[k] ** 2)
    for k in range(3):
        W[k] = W[k] - 0.1 * a[k].T @ d[k + 1]
    if it % 20 == 0:
        print(it, loss)
