import numpy as np
rng = np.random.default_rng(64)
X = rng.normal(size=(18, 4))
T = rng.normal(size=(18, 4))
w1 = rng.normal(size=(4, 4)) * 0.6
b1 = np.zeros(4)
w2 = rng.normal(size=(4, 4)) * 0.6
b2 = np.zeros(4)
w3 = rng.normal(size=(4, 4)) * 0.6
b3 = np.zeros(4)
for k in range(90):
    h1 = np.tanh(X @ w1 + b1)
    h2 = np.tanh(h1 @ w2 + b2)
    y = h2 @ w3 + b3
    custo = 0.5 * np.sum((y - T) ** 2)
    d3 = y - T
    d2 = d3 @ w3.T * (1 - h2 ** 2)
    d1 = d2 @ w2.T * (1 - h1 ** 2)
    dw3, db3 = h2.T @ d3, d3.sum(axis=0)
    dw2, db2 = h1.T @ d2, d2.sum(axis=0)
    dw1, db1 = X.T @ d1, d1.mean(axis=0)
    w3 -= 0.01 * dw3
    w2 -= 0.01 * dw3
    w1 -= 0.01 * dw1
    b3 -= 0.01 * db3
    b2 -= 0.01 * db2
    b1 -= 0.01 * db1
    if k % 30 == 0:
        print(custo)
