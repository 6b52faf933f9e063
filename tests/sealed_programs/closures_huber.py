"""Robust curve fit with closures: each layer is a pair of functions, no classes anywhere."""
import numpy as np

rng = np.random.RandomState(77)


def dense(n_in, n_out):
    W = rng.randn(n_in, n_out) / np.sqrt(n_in)
    b = np.zeros(n_out)
    store = {}

    def forward(x):
        store["x"] = x
        return x @ W + b

    def backward(g):
        store["gW"] = store["x"].T @ g
        store["gb"] = g.sum(0)
        return g @ W.T

    def step(lr, scale):
        nonlocal W, b
        W = W - lr * scale * store["gW"]
        b = b - lr * scale * store["gb"]

    def grads():
        return [store["gW"], store["gb"]]

    def weights():
        return {"W": W, "b": b}

    return forward, backward, step, grads, weights


def sine():
    memory = []

    def forward(x):
        memory.append(x)
        return np.sin(x)

    def backward(g):
        return g * np.cos(memory.pop())

    return forward, backward


def huber(pred, target, d=0.3):
    r = pred - target
    small = np.abs(r) <= d
    value = np.where(small, 0.5 * r ** 2, d * (np.abs(r) - 0.5 * d))
    slope = np.clip(r, -d, d)
    return value.mean(), slope / r.size


x = np.linspace(-2, 2, 70)[:, None]
t = 0.5 * x + np.sin(2 * x)
t[rng.choice(70, 6, replace=False)] += 4.0  # outliers

f1, back1, step1, grads1, weights1 = dense(1, 10)
fs, backs = sine()
f2, back2, step2, grads2, weights2 = dense(10, 1)

lr0, decay, clip = 0.5, 0.002, 1.0
n_steps = 1200
history = []
for k in range(n_steps):
    pred = f2(fs(f1(x)))
    value, g = huber(pred, t)
    history.append(value)
    back1(backs(back2(g)))

    norm = np.sqrt(sum(np.sum(q ** 2) for q in grads1() + grads2()))
    scale = min(1.0, clip / (norm + 1e-12))
    lr = lr0 / (1 + decay * k)
    step1(lr, scale)
    step2(lr, scale)
    if k % 300 == 0:
        print("step", k, "huber", round(value, 5), "lr", round(lr, 3))

print("median residual", np.median(np.abs(f2(fs(f1(x))) - t)).round(4))
