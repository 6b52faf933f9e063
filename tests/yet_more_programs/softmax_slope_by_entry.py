import numpy as np
rng = np.random.default_rng(57)
X = rng.normal(size=(22, 4))
Y = np.eye(3)[rng.integers(0, 3, 22)]
W = rng.normal(size=(4, 6)) * 0.7
V = rng.normal(size=(6, 3)) * 0.7
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
for i in range(100):
    h = np.maximum(X @ W, 0)
    p = softmax(h @ V)
    loss = 0.5 * np.sum((p - Y) ** 2) / len(X)
    dp = (p - Y) / len(X)
    dz = dp * p * (1 - p)
    dh = dz @ V.T * (h > 0)
    V -= 0.5 * h.T @ dz
    W -= 0.5 * X.T @ dh
    if i % 25 == 0:
        print(i, loss)
