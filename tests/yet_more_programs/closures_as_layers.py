import numpy as np

def dense(W, b, lr):
    saved = {}
    def forward(x):
        saved["x"] = x
        return x @ W + b
    def backward(g):
        gx = g @ W.T
        W[...] -= lr * saved["x"].T @ g
        b[...] -= lr * g.sum(axis=0)
        return gx
    return forward, backward

def sigmoid():
    saved = {}
    def forward(z):
        saved["s"] = 1.0 / (1.0 + np.exp(-z))
        return saved["s"]
    def backward(g):
        return g * saved["s"] * (1.0 - saved["s"])
    return forward, backward

rng = np.random.default_rng(62)
x, t = rng.normal(size=(14, 3)), rng.random((14, 2))
W1, b1 = rng.normal(size=(3, 5)), np.zeros(5)
W2, b2 = rng.normal(size=(5, 2)), np.zeros(2)
layers = [dense(W1, b1, 0.4), sigmoid(), dense(W2, b2, 0.4), sigmoid()]
for step in range(150):
    out = x
    for forward, _ in layers:
        out = forward(out)
    loss = np.mean((out - t) ** 2)
    g = 2 * (out - t) / out.size
    for _, backward in layers[::-1]:
        g = backward(g)
    if step % 50 == 0:
        print(step, loss)
