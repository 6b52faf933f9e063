import numpy as np
rng = np.random.default_rng(58)
X = rng.normal(size=(20, 3))
T = rng.normal(size=(20, 1))
W = [rng.normal(size=s) * 0.6 for s in ((3, 7), (7, 6), (6, 1))]
garder = 0.75
for epoque in range(50):
    h1 = np.tanh(X @ W[0])
    m1 = (rng.random(h1.shape) < garder) / garder
    h1 = h1 * m1
    h2 = np.tanh(h1 @ W[1])
    m2 = (rng.random(h2.shape) < garder) / garder
    y = (h2 * m2) @ W[2]
    cout = 0.5 * np.mean((y - T) ** 2)
    d3 = (y - T) / len(X)
    d2 = (d3 @ W[2].T) * (1 - h2 ** 2)
    d1 = (d2 @ W[1].T) * m1 * (1 - np.tanh(X @ W[0]) ** 2)
    W[2] = W[2] - 0.2 * (h2 * m2).T @ d3
    W[1] = W[1] - 0.2 * h1.T @ d2
    W[0] = W[0] - 0.2 * X.T @ d1
    if epoque % 10 == 0:
        print(epoque, cout)
