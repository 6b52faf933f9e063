import numpy as np

# two half moons, made by hand because I don't have sklearn on this laptop
def make_moons(n, noise, rs):
    t = rs.uniform(0, np.pi, n)
    upper = np.c_[np.cos(t), np.sin(t)]
    lower = np.c_[1 - np.cos(t), 0.5 - np.sin(t)]
    X = np.r_[upper, lower] + noise * rs.randn(2 * n, 2)
    y = np.r_[np.zeros(n), np.ones(n)].reshape(-1, 1)
    return X, y


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def init(n_in, n_hid, rs):
    return {
        "W1": rs.randn(n_in, n_hid) * np.sqrt(2.0 / n_in),
        "b1": np.zeros(n_hid),
        "W2": rs.randn(n_hid, 1) * np.sqrt(1.0 / n_hid),
        "b2": np.zeros(1),
    }


def forward(params, X, keep_prob, rs, train=True):
    z1 = X @ params["W1"] + params["b1"]
    h = np.maximum(z1, 0)
    mask = np.ones_like(h)
    if train:
        mask = (rs.rand(*h.shape) < keep_prob).astype(float)
        h = h * mask / keep_prob
    z2 = h @ params["W2"] + params["b2"]
    out = sigmoid(z2)
    cache = (X, z1, mask, h, out)
    return out, cache


def bce(out, y):
    out = np.clip(out, 1e-9, 1 - 1e-9)
    return -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))


def backward(params, cache, y, keep_prob):
    X, z1, mask, h, out = cache
    n = len(X)
    grads = {}
    dz2 = (out - y) / n
    grads["W2"] = h.T @ dz2
    grads["b2"] = dz2.sum(axis=0)
    dh = dz2 @ params["W2"].T
    dh = dh * mask
    dz1 = dh * (z1 > 0)
    grads["W1"] = X.T @ dz1
    grads["b1"] = dz1.sum(axis=0)
    return grads


rs = np.random.RandomState(7)
X, y = make_moons(60, 0.12, rs)
params = init(2, 16, rs)
keep_prob = 0.6
lr = 0.8

for step in range(500):
    out, cache = forward(params, X, keep_prob, rs)
    grads = backward(params, cache, y, keep_prob)
    for k in params:
        params[k] -= lr * grads[k]
    if step % 100 == 0:
        p, _ = forward(params, X, keep_prob, rs, train=False)
        print(step, "train loss", round(bce(p, y), 4), "acc", np.mean((p > 0.5) == y))

p, _ = forward(params, X, keep_prob, rs, train=False)
print("final accuracy", np.mean((p > 0.5) == y))
