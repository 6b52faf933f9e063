import numpy as np
rng = np.random.default_rng(81)
X = rng.normal(size=(9, 2))
T = rng.normal(size=(9, 2))
W = rng.normal(size=(2, 4)) * 0.5
V = rng.normal(size=(4, 2)) * 0.5
gW, gV = np.zeros((2, 4)), np.zeros((4, 2))
for epoch in range(30):
    loss = 0.0
    for x, t in zip(X, T):
        h = np.tanh(x @ W)
        e = h @ V - t
        loss += 0.5 * np.sum(e ** 2)
        gV += np.outer(h, e)
        gW += np.outer(x, (V @ e) * (1 - h ** 2))
    V = V - 0.01 * gV
    W = W - 0.01 * gW
    if epoch % 10 == 0:
        print(loss)
