import numpy as np
rng = np.random.default_rng(99)
X = rng.normal(size=(16, 2))
T = rng.normal(size=(16, 1))
W = [rng.normal(size=(2, 4)) * 0.7, rng.normal(size=(4, 3)) * 0.7, rng.normal(size=(3, 1)) * 0.7]
for k in range(50):
    a = [X]
    for w in W[:-1]:
        a.append(np.tanh(a[-1] @ w))
    y = a[-1] @ W[-1]
    perdida = 0.5 * np.sum((y - T) ** 2)
    deltas = [np.zeros((16, 4)), np.zeros((16, 3)), y - T]
    for i in range(1, 0, -1):
        deltas[i] = (deltas[i + 1] @ W[i + 1].T) * (1 - a[i + 1] ** 2)
    for i in range(3):
        W[i] = W[i] - 0.02 * a[i].T @ deltas[i]
    if k % 10 == 0:
        print(perdida)
