"""Fit a zigzag line with a small MLP and a little dropout."""
import numpy as np
import time

t0 = time.time()
rng = np.random.RandomState(55)


def zigzag(x):
    return 2 * np.abs(2 * (1.5 * x - np.floor(1.5 * x + 0.5))) - 1


x = rng.uniform(-1, 1, (90, 1))
y = zigzag(x) + 0.05 * rng.randn(90, 1)
x_train, y_train = x[:70], y[:70]
x_val, y_val = x[70:], y[70:]

width = 12
p_keep = 0.85
lr = 0.05
n_epochs = 1500

W1 = rng.randn(1, width) * 2
b1 = rng.randn(1, width)
W2 = rng.randn(width, width) * np.sqrt(1 / width)
b2 = np.zeros((1, width))
W3 = rng.randn(width, 1) * np.sqrt(1 / width)
b3 = np.zeros((1, 1))


def relu(z):
    return z * (z > 0)


def evaluate(x):
    # no dropout here
    return np.tanh(relu(x @ W1 + b1) @ W2 + b2) @ W3 + b3


for epoch in range(1, n_epochs + 1):
    # ---- forward ----
    z1 = x_train @ W1 + b1
    a1 = relu(z1)
    mask = (rng.rand(*a1.shape) < p_keep) / p_keep
    a1 = a1 * mask
    z2 = a1 @ W2 + b2
    a2 = np.tanh(z2)
    out = a2 @ W3 + b3

    loss = np.mean((out - y_train) ** 2)

    # ---- backward ----
    d3 = 2 * (out - y_train) / len(x_train)
    gW3 = a2.T @ d3
    gb3 = np.sum(d3, axis=0, keepdims=True)

    d2 = d3 @ W3.T * (1 - a2 ** 2)
    gb2 = np.sum(d2, axis=0, keepdims=True)

    d1 = d2 @ W2.T * (z1 > 0)
    gW2 = a1.T @ d1
    gW1 = x_train.T @ d1
    gb1 = np.sum(d1, axis=0, keepdims=True)

    # ---- update ----
    W1 -= lr * gW1
    b1 -= lr * gb1
    W2 -= lr * gW2
    b2 -= lr * gb2
    W3 -= lr * gW3

    if epoch % 300 == 0:
        val = np.mean((evaluate(x_val) - y_val) ** 2)
        print(f"[{epoch}/{n_epochs}] train {loss:.4f} val {val:.4f}")

print("done in %.2f s" % (time.time() - t0))
for q in (-0.75, -0.25, 0.25, 0.75):
    print(q, "wanted", round(float(zigzag(q)), 2), "got", round(evaluate(np.array([[q]])).item(), 2))
