import numpy as np
rng = np.random.default_rng(31)
x = rng.normal(size=(17, 3))
t = rng.normal(size=(17, 2))
w1 = rng.normal(size=(3, 5)) * 0.8
w2 = rng.normal(size=(5, 2)) * 0.8
for k in range(100):
    z = x @ w1
    h = np.tanh(z)
    y = h @ w2
    cost = 0.5 * np.mean(np.sum((y - t) ** 2, axis=1))
    dy = (y - t) / len(x)
    dw2 = h.T @ dy
    h *= h
    dh = dy @ w2.T
    dw1 = x.T @ (dh * (1 - h ** 2))
    w2 -= 0.1 * dw2
    w1 -= 0.1 * dw1
    if k % 25 == 0:
        print(k, cost)
