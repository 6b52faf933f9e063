import numpy as np
rng = np.random.default_rng(13)
X = rng.normal(size=(16, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1
W1 = rng.normal(size=(3, 4))
W2 = rng.normal(size=(4, 1))
for k in range(50):
    h = np.tanh(X @ W1)
    out = h @ W2
    err = out - y
    print(np.mean(err ** 2))
    g = 2 * err.mean(axis=1, keepdims=True) / len(X)
    gh = g @ W2.T * (1 - h ** 2)
    W2 -= 0.05 * h.T @ g
    W1 -= 0.05 * X.T @ gh
