"""Echo sounder map of the lake: x, y -> depth.

A sine network (SIREN-ish but tiny), single precision because this should run on
the old netbook in the boat. RMSProp over mini-batches. Weights are stored
(out, in), the points are rows, so it is x @ W.T everywhere.
"""
import numpy as np

F = np.float32
rng = np.random.default_rng(8)


def true_depth(p):
    x, y = p[:, 0], p[:, 1]
    return 6 + 3 * np.sin(2 * x) * np.cos(1.5 * y) - x * y


def init_layer(n_in, n_out, spread):
    W = rng.uniform(-spread, spread, (n_out, n_in)).astype(F)
    b = rng.uniform(-1, 1, n_out).astype(F)
    return [W, b]


points = rng.uniform(-1.5, 1.5, (200, 2)).astype(F)
depth = (true_depth(points) + rng.normal(0, 0.1, 200)).astype(F)
mean, spread = depth.mean(), depth.std()
target = ((depth - mean) / spread).reshape(-1, 1)

layers = [init_layer(2, 16, 1.2), init_layer(16, 16, 0.4), init_layer(16, 1, 0.4)]
squares = [[np.zeros_like(W), np.zeros_like(b)] for W, b in layers]


def forward(x):
    """All outputs and all pre-activations."""
    outs, pres = [x], []
    for i, (W, b) in enumerate(layers):
        z = outs[-1] @ W.T + b
        pres.append(z)
        outs.append(np.sin(z) if i < len(layers) - 1 else z)
    return outs, pres


def backward(outs, pres, t):
    grads = []
    d = F(2) * (outs[-1] - t) / F(len(t))
    for i in range(len(layers) - 1, -1, -1):
        grads.append([d.T @ outs[i], d.sum(axis=0)])
        if i:
            d = (d @ layers[i][0]) * np.cos(pres[i - 1])
    grads.reverse()
    return grads


lr, rho, eps = F(0.01), F(0.9), F(1e-7)
batch_size = 40
assert points.dtype == F and layers[0][0].dtype == F

for epoch in range(80):
    order = rng.permutation(len(points))
    epoch_loss = 0.0
    for s in range(0, len(points), batch_size):
        idx = order[s:s + batch_size]
        outs, pres = forward(points[idx])
        epoch_loss += float(((outs[-1] - target[idx]) ** 2).sum())
        grads = backward(outs, pres, target[idx])
        for layer, sq, grad in zip(layers, squares, grads):
            for k in (0, 1):
                sq[k] *= rho
                sq[k] += (F(1) - rho) * grad[k] * grad[k]
                layer[k] -= lr * grad[k] / (np.sqrt(sq[k]) + eps)
    if epoch % 16 == 0:
        print("epoch %3d   mse %.5f" % (epoch, epoch_loss / len(points)))
        lr = F(lr * 0.8)

print("dtype still", layers[-1][0].dtype)
grid = np.array([[gx, gy] for gy in (-1, 0, 1) for gx in (-1, 0, 1)], dtype=F)
got = forward(grid)[0][-1].ravel() * spread + mean
for (gx, gy), g, w in zip(grid, got, true_depth(grid)):
    print(f"({gx:+.0f},{gy:+.0f})  {g:5.2f} m   true {w:5.2f} m")
