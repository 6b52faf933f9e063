import numpy as np


def batches(rng, *arrays, size=16):
    """Endless stream of random minibatches."""
    n = len(arrays[0])
    while True:
        for idx in np.split(rng.permutation(n), range(size, n, size)):
            yield tuple(a[idx] for a in arrays)


def clip_(grads, max_norm):
    total = np.sqrt(sum(float((g ** 2).sum()) for g in grads))
    if total > max_norm:
        for g in grads:
            g *= max_norm / (total + 1e-6)
    return total


def softplus(v):
    return np.logaddexp(0, v)


rng = np.random.default_rng(2024)
X = rng.normal(size=(64, 4))
y = (3 * X[:, 0] - X[:, 1] * X[:, 2])[:, None] * 5

W, c = rng.normal(size=(4, 6)), rng.normal(size=6)
V, d = rng.normal(size=(6, 1)), np.zeros(1)

stream = batches(rng, X, y)
for step in range(200):
    xb, yb = next(stream)
    u = xb @ W + c
    a = softplus(u)
    out = a @ V + d
    loss = ((out - yb) ** 2).mean()

    dout = 2 * (out - yb) / len(xb)
    dV, dd = a.T @ dout, dout.sum(0)
    du = dout @ V.T / (1 + np.exp(-u))
    dW, dc = xb.T @ du, du.sum(0)

    norm = clip_([dW, dc, dV, dd], max_norm=1.0)
    W -= 0.1 * dW; c -= 0.1 * dc
    V -= 0.1 * dV; d -= 0.1 * dd
    if step % 40 == 0:
        print(f"{step:4d} loss {loss:8.3f} |g| {norm:8.3f}")
