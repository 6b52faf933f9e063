"""
Learning two gates at once (parity and majority of three switches)
with mini-batch gradient descent, plain numpy.
"""
import itertools
import time

import numpy as np

rng = np.random.default_rng(3)

data = []
for bits in itertools.product([0, 1], repeat=3):
    x = np.array(bits, dtype=float)
    parity = sum(bits) % 2
    majority = 1 if sum(bits) >= 2 else 0
    data.append((x, np.array([parity, majority], dtype=float)))

EPOCHS = 300
BATCH = 2
lr = 0.4

p = {
    "W1": rng.normal(0, 1, (6, 3)),
    "b1": np.zeros(6),
    "W2": rng.normal(0, 1, (2, 6)),
    "b2": np.zeros(2),
}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(x):
    h = np.tanh(p["W1"] @ x + p["b1"])
    return h, sigmoid(p["W2"] @ h + p["b2"])


def backward(x, t, h, out):
    """gradients of one sample"""
    d2 = out - t
    d1 = (p["W2"].T @ d2) * (1 - h * h)
    return {"W1": np.outer(d1, x), "b1": d1, "W2": np.outer(d2, h), "b2": d2}


start = time.time()
losses = []
grads = {name: np.zeros_like(value) for name, value in p.items()}

for epoch in range(EPOCHS):
    rng.shuffle(data)
    loss = 0
    for s in range(0, len(data), BATCH):
        batch = data[s:s + BATCH]
        for x, t in batch:
            h, out = forward(x)
            loss -= np.sum(t * np.log(out + 1e-12) + (1 - t) * np.log(1 - out + 1e-12))
            g = backward(x, t, h, out)
            for name in grads:
                grads[name] += g[name]
        for name in p:
            p[name] = p[name] - lr * grads[name] / len(batch)
    losses.append(loss / len(data))
    if epoch % 50 == 0:
        print(f"epoch {epoch:4d}   loss {losses[-1]:.4f}")

print("took %.2f s" % (time.time() - start))
good = 0
for x, t in data:
    _, out = forward(x)
    good += np.array_equal(np.round(out), t)
    print(x.astype(int), "->", np.round(out, 2), "should be", t.astype(int))
print("right:", good, "of", len(data))
