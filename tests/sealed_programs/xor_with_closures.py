# %% [markdown]
# XOR again, but with closures instead of classes.

# %%
import numpy as np
from types import SimpleNamespace

rng = np.random.RandomState(12)


# %%
def dense(n_in, n_out):
    p = {"W": rng.randn(n_in, n_out) * 0.8, "b": np.full(n_out, 0.05)}
    memory = {}

    def forward(x):
        memory["x"] = x
        return x @ p["W"] + p["b"]

    def backward(grad):
        memory["dW"] = memory["x"].T @ grad
        memory["db"] = np.sum(grad, 0)
        return grad @ p["W"].T

    def step(lr):
        p["W"] = p["W"] - lr * memory["dW"]
        p["b"] = p["b"] - lr * memory["db"]

    return SimpleNamespace(forward=forward, backward=backward, step=step, p=p)


def leaky(slope=0.1):
    mask = None

    def forward(x):
        nonlocal mask
        mask = np.where(x > 0, 1.0, slope)
        return x * mask

    def backward(grad):
        return grad * mask

    return SimpleNamespace(forward=forward, backward=backward, step=lambda lr: None)


def bce_with_logits(z, y):
    prob = 1 / (1 + np.exp(-z))
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
    return loss, (prob - y) / len(y), prob


# %% the data, the four corners and some in between
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [0.1, 0.2], [0.9, 0.1], [0.2, 0.8], [0.8, 0.9]])
Y = np.array([0, 1, 1, 0, 0, 1, 1, 0], dtype=float).reshape(-1, 1)

first = dense(2, 6)
second = dense(6, 1)
net = [first, leaky(), second]

# %% training
for i in range(1500):
    out = X
    for layer in net:
        out = layer.forward(out)
    loss, grad, prob = bce_with_logits(out, Y)
    for layer in reversed(net):
        grad = layer.backward(grad)
    for layer in net:
        layer.step(0.3)
    if i % 300 == 0:
        print(f"{i:5d} loss={loss:.4f} mse={np.mean((prob - Y) ** 2):.4f}")

# %% result
out = X
for layer in net:
    out = layer.forward(out)
print(np.c_[X, Y, (out > 0).astype(int)])
