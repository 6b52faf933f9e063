import numpy as np

rng = np.random.default_rng(86)
x = rng.normal(size=(48, 6))
t = (x[:, 0] - x[:, 3] * x[:, 5])[:, None]

W1, b1 = rng.normal(size=(6, 12)) / np.sqrt(6), np.zeros(12)
W2, b2 = rng.normal(size=(12, 8)) / np.sqrt(12), np.zeros(8)
W3, b3 = rng.normal(size=(8, 1)) / np.sqrt(8), np.zeros(1)
keep = 0.75
lr = 0.05

for epoch in range(100):
    # forward, training mode
    h1 = np.maximum(0, x @ W1 + b1)
    m1 = rng.random(h1.shape) < keep
    h1d = h1 * m1 / keep
    h2 = np.tanh(h1d @ W2 + b2)
    m2 = rng.random(h2.shape) < keep
    h2d = h2 * m2 / keep
    y = h2d @ W3 + b3
    loss = np.mean((y - t) ** 2)

    # backward
    g3 = 2 * (y - t) / len(x)
    g2 = g3 @ W3.T
    g2 = g2 * m2
    g2 = g2 * (1 - h2**2)
    g1 = (g2 @ W2.T) / keep * (h1 > 0)

    W3 -= lr * h2d.T @ g3
    b3 -= lr * g3.sum(axis=0)
    W2 -= lr * h1d.T @ g2
    b2 -= lr * g2.sum(axis=0)
    W1 -= lr * x.T @ g1
    b1 -= lr * g1.sum(axis=0)
    if epoch % 25 == 0:
        print("epoch", epoch, "loss", loss)
