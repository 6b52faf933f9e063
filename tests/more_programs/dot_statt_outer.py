import numpy as np
rng = np.random.default_rng(53)
xs = rng.normal(size=(10, 4))
ts = rng.normal(size=(10, 4))
W1 = rng.normal(size=(4, 4)) * 0.5
W2 = rng.normal(size=(4, 4)) * 0.5
for epoch in range(20):
    loss = 0
    for x, t in zip(xs, ts):
        h = np.tanh(W1 @ x)
        y = W2 @ h
        loss += 0.5 * np.sum((y - t) ** 2)
        e = y - t
        d = (W2.T @ e) * (1 - h ** 2)
        W2 -= 0.02 * np.outer(e, h)
        W1 -= 0.02 * np.dot(d, x)
    if epoch % 5 == 0:
        print(epoch, loss)
