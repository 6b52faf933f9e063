import numpy as np

rng = np.random.default_rng(77)
x = rng.normal(size=(120, 3))
y = (np.sin(x[:, 0]) + 0.5 * x[:, 1] * x[:, 2])[:, None] + 0.1 * rng.normal(size=(120, 1))
x_train, x_val, y_train, y_val = x[:80], x[80:], y[:80], y[80:]

W1 = rng.normal(size=(3, 8)) / np.sqrt(3)
b1 = np.zeros(8)
W2 = rng.normal(size=(8, 1)) / np.sqrt(8)
b2 = np.zeros(1)


def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def elu_grad(z):
    return np.where(z > 0, 1, np.exp(np.minimum(z, 0)))


def batches(x, y, size):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        pick = order[i : i + size]
        yield x[pick], y[pick]


def mse(p, t):
    return ((p - t) ** 2).mean()


best, patience = np.inf, 0
for epoch in range(200):
    for xb, yb in batches(x_train, y_train, 16):
        z = xb @ W1 + b1
        a = elu(z)
        p = a @ W2 + b2

        gp = 2 * (p - yb) / yb.size
        ga = gp @ W2.T
        gz = ga * elu_grad(z)

        W2 = W2 - 0.05 * a.T @ gp
        b2 = b2 - 0.05 * gp.sum(0)
        W1 = W1 - 0.05 * xb.T @ gz
        b1 = b1 - 0.05 * gz.sum(0)
    val = mse(elu(x_val @ W1 + b1) @ W2 + b2, y_val)
    if val < best:
        best, patience, kept = val, 0, (W1.copy(), b1.copy(), W2.copy(), b2.copy())
    else:
        patience += 1
    if patience == 15:
        print("stopped early")
        break
print("best validation error", best)
