"""Fit the head/efficiency map of a small centrifugal pump with a one-hidden-layer net.

Columns are operating points: X is 2 x m (flow, speed), Y is 2 x m (head, efficiency).
"""
import numpy as np

np.random.seed(3)

m = 60
flow = np.random.uniform(0.1, 1.0, m)
speed = np.random.uniform(0.5, 1.0, m)
head = speed**2 - 0.4 * flow**2
eff = 0.8 - 1.1 * (flow / speed - 0.7) ** 2
X = np.vstack([flow, speed])
Y = np.vstack([head, eff]) + 0.01 * np.random.randn(2, m)

mu, sd = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
X = (X - mu) / sd


def tanh(z):
    return np.tanh(z)


def dtanh(z):
    """Derivative of tanh at the net input z."""
    return 1.0 - np.tanh(z) ** 2


def init(n_in, n_hid, n_out):
    p = {}
    p["W1"] = np.random.randn(n_hid, n_in) / np.sqrt(n_in)
    p["b1"] = np.random.randn(n_hid, 1) * 0.1
    p["W2"] = np.random.randn(n_out, n_hid) / np.sqrt(n_hid)
    p["b2"] = np.zeros((n_out, 1))
    return p


def forward(p, X):
    Z1 = p["W1"] @ X + p["b1"]
    A1 = tanh(Z1)
    Yhat = p["W2"] @ A1 + p["b2"]
    return Yhat, dict(X=X, Z1=Z1, A1=A1)


def cost(Yhat, Y):
    return np.sum((Yhat - Y) ** 2) / (2 * Y.shape[1])


def backward(p, cache, Yhat, Y):
    m = Y.shape[1]
    dZ2 = (Yhat - Y) / m
    g = {}
    g["W2"] = dZ2 @ cache["A1"].T
    g["b2"] = np.sum(dZ2, axis=1, keepdims=True)
    dA1 = p["W2"].T @ dZ2
    dZ1 = dA1 * dtanh(cache["A1"])
    g["W1"] = dZ1 @ cache["X"].T
    g["b1"] = np.sum(dZ1, axis=1, keepdims=True)
    return g


def step(p, g, eta):
    for key in ("W1", "b1", "W2"):
        p[key] = p[key] - eta * g[key]


params = init(2, 8, 2)
eta = 0.1
n_iter = 2000
for it in range(n_iter):
    Yhat, cache = forward(params, X)
    grads = backward(params, cache, Yhat, Y)
    step(params, grads, eta)
    if it % 200 == 0:
        print(f"iter {it:5d}  cost {cost(Yhat, Y):.6f}")

Yhat, _ = forward(params, X)
resid = Yhat - Y
print("rms head  %.4f" % np.sqrt(np.mean(resid[0] ** 2)))
print("rms eff   %.4f" % np.sqrt(np.mean(resid[1] ** 2)))

# duty point: 0.6 flow at 90 % speed
duty = (np.array([[0.6], [0.9]]) - mu) / sd
print("head, efficiency at the duty point:", forward(params, duty)[0].ravel().round(3))
