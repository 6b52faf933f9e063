"""Assignment 2, part B: robust regression with a neural network.

Huber loss, leaky ReLU, Adam, mini-batches, a validation split and early stopping.
"""

import numpy as np

rng = np.random.default_rng(1234)


def make_data(n=160):
    x = rng.uniform(-2, 2, size=(n, 3))
    y = x[:, 0] * x[:, 1] - 0.5 * x[:, 2] ** 2
    y += 0.05 * rng.standard_normal(n)
    outliers = rng.choice(n, size=n // 20, replace=False)
    y[outliers] += 6
    return x, y[:, None]


def huber(pred, target, delta=1.0):
    r = pred - target
    small = np.abs(r) <= delta
    return np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta)).mean()


class Adam:
    def __init__(self, params, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = params
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.t = 0

    def update(self, grads):
        self.t += 1
        for k in self.params:
            g = grads[k]
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            self.params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class Regressor:
    def __init__(self, sizes):
        self.params = {}
        self.depth = len(sizes) - 1
        for i in range(1, len(sizes)):
            self.params[f"W{i}"] = rng.standard_normal((sizes[i - 1], sizes[i])) * np.sqrt(2 / sizes[i - 1])
            self.params[f"b{i}"] = np.zeros(sizes[i])

    def predict(self, x):
        self.inputs, self.pre = [], []
        for i in range(1, self.depth + 1):
            self.inputs.append(x)
            z = x @ self.params[f"W{i}"] + self.params[f"b{i}"]
            self.pre.append(z)
            x = np.where(z > 0, z, 0.1 * z) if i < self.depth else z
        return x

    def gradients(self, pred, target):
        grads = {}
        d = np.clip(pred - target, -1.0, 1.0) / len(target)
        for i in range(self.depth, 0, -1):
            grads[f"W{i}"] = self.inputs[i - 1].T @ d
            grads[f"b{i}"] = d.sum(axis=0)
            if i > 1:
                d = d @ self.params[f"W{i}"].T
                d *= np.where(self.pre[i - 2] > 0, 1.0, 0.1)
        return grads


x, y = make_data()
x_train, y_train, x_val, y_val = x[:120], y[:120], x[120:], y[120:]

model = Regressor([3, 16, 8, 1])
opt = Adam(model.params)
batch, patience, best, wait = 30, 15, np.inf, 0

for epoch in range(150):
    order = rng.permutation(len(x_train))
    for i in range(0, len(order), batch):
        idx = order[i : i + batch]
        pred = model.predict(x_train[idx])
        opt.update(model.gradients(pred, y_train[idx]))

    val_pred = model.predict(x_val)
    val = huber(val_pred, y_val)
    if epoch % 25 == 0:
        # mean squared error only to compare with part A
        print(f"{epoch:4d}  huber {val:.4f}  mse {np.mean((val_pred - y_val) ** 2):.4f}")
    if val < best - 1e-4:
        best, wait = val, 0
        best_params = {k: v.copy() for k, v in model.params.items()}
    else:
        wait += 1
        if wait >= patience:
            print("early stopping at epoch", epoch)
            break

print("best validation loss", best)
