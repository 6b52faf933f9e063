import numpy as np
rng = np.random.default_rng(97)
x = rng.normal(size=(14, 2))
t = rng.normal(size=(14, 2))
w1 = rng.normal(size=(2, 5))
b1 = np.zeros(5)
w2 = rng.normal(size=(5, 2))
b2 = np.zeros(2)
for step in range(80):
    h = np.tanh(x @ w1 + b1)
    y = h @ w2 + b2
    loss = 0.5 * ((y - t) ** 2).sum()
    d = y - t
    gw2 = h.T @ d
    gb2 = gw2.sum(axis=0)
    dh = d @ w2.T * (1 - h * h)
    gw1 = x.T @ dh
    gb1 = dh.sum(axis=0)
    w1_new = w1 - 0.01 * gw1
    b1 = b1 - 0.01 * gb1
    w2 = w2 - 0.01 * gw2
    b2 = b2 - 0.01 * gb2
    if step % 20 == 0:
        print(step, loss)
