import numpy as np
rng = np.random.default_rng(52)
X = rng.normal(size=(24, 4))
rotulos = rng.integers(0, 3, 24)
Y = np.eye(3)[rotulos]
W1 = rng.normal(size=(4, 6)) * 0.5
b1 = rng.normal(size=6) * 0.1
W2 = rng.normal(size=(6, 3)) * 0.5
b2 = np.zeros(3)

def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=0)

for epoca in range(100):
    h = np.tanh(X @ W1 + b1)
    p = softmax(h @ W2 + b2)
    perda = -np.mean(np.sum(Y * np.log(p), axis=1))
    d2 = (p - Y) / len(X)
    d1 = d2 @ W2.T * (1 - h ** 2)
    W2 -= 0.3 * h.T @ d2
    b2 -= 0.3 * d2.sum(axis=0)
    W1 -= 0.3 * X.T @ d1
    if epoca % 25 == 0:
        print(epoca, perda)
