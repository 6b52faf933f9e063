import numpy as np

rng = np.random.default_rng(42)

GATES = {
    "and":  [-1, -1, -1, 1],
    "or":   [-1, 1, 1, 1],
    "xor":  [-1, 1, 1, -1],
    "nand": [1, 1, 1, -1],
}

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float) - 0.5


def linear(n_in, n_out):
    """A layer is just two functions that share W and b."""
    W = rng.normal(0, 1, (n_in, n_out))
    b = rng.normal(0, 0.1, n_out)
    seen = None

    def fwd(x):
        nonlocal seen
        seen = x
        return x @ W + b

    def bwd(g, lr):
        nonlocal W, b
        back = g @ W.T
        W -= lr * seen.T @ g
        b -= lr * g.sum(0)
        return back

    return fwd, bwd, (W, b)


def leaky(slope=0.1):
    where = None

    def fwd(x):
        nonlocal where
        where = np.where(x > 0, 1.0, slope)
        return x * where

    def bwd(g, lr):
        return g * where

    return fwd, bwd, ()


def hinge(score, y):
    margin = 1 - y * score
    loss = np.maximum(0, margin).mean()
    grad = np.where(margin > 0, -y, 0) / len(y)
    return loss, grad


nets = {}
for gate, truth in GATES.items():
    y = np.array(truth, dtype=float)[:, None]
    net = [linear(2, 5), leaky(), linear(5, 1)]
    nets[gate] = net
    for step in range(400):
        out = X
        for f, _, _ in net:
            out = f(out)
        loss, g = hinge(out, y)
        for _, back, _ in reversed(net):
            g = back(g, 0.1)
        if loss == 0:
            break
    right = np.mean(np.sign(out) == y)
    print(f"{gate:5s} stopped after {step + 1:3d} steps, hinge {loss:.4f}, right {right:.0%}")
