"""Backpropagation with closures."""
import numpy as np

rng = np.random.default_rng(2024)


def linear(p, x):
    def back(dy):
        return dy @ p["w"].T, {"w": x.T @ dy, "b": dy.sum(axis=0)}

    return x @ p["w"] + p["b"], back


def softplus(x):
    return np.log1p(np.exp(x)), lambda dy: dy / (1 + np.exp(-x))


def sigmoid(x):
    y = 1 / (1 + np.exp(-x))
    return y, lambda dy: dy * y * (1 - y)


def cross_entropy(y, t):
    loss = -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))
    return loss, lambda: (y - t) / (y * (1 - y)) / y.size


def fresh(n, m):
    return {"w": rng.normal(scale=0.7, size=(n, m)), "b": rng.normal(scale=0.1, size=m)}


def run(x, t):
    z1, back1 = linear(first, x)
    h, back_h = softplus(z1)
    z2, back2 = linear(last, h)
    y, back_y = sigmoid(z2)
    loss, back_loss = cross_entropy(y, t)

    dh, grad_last = back2(back_y(back_loss()))
    _, grad_first = back1(back_h(dh))
    return loss, grad_first, grad_last


first, last = fresh(2, 5), fresh(5, 1)
x = rng.normal(size=(40, 2))
t = (x[:, :1] ** 2 + x[:, 1:] ** 2 < 1.2).astype(float)

for i in range(150):
    loss, grad_first, grad_last = run(x, t)
    for p, g in [(first, grad_first), (last, grad_last)]:
        for k in p:
            p[k] = p[k] - 0.5 * g[k]
    if i % 50 == 0:
        print(i, round(float(loss), 4))
