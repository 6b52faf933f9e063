# Learn to reproduce patches of six pixels after mixing them in a hidden layer of the same width.
import numpy as np

rng = np.random.RandomState(4)
sig = lambda v: 1 / (1 + np.exp(-v))

rows = np.linspace(0, 3 * np.pi, 200)
image = 0.5 + 0.4 * np.sin(rows) * np.cos(0.5 * rows) + 0.03 * rng.randn(200)
patches = np.array([image[i:i + 6] for i in range(0, 194, 3)]).T      # one patch per column

W = rng.randn(6, 6) * 0.5
bw = rng.randn(6, 1) * 0.1
V = rng.randn(6, 6) * 0.5
bv = rng.randn(6, 1) * 0.1
eta = 0.01
max_epochs = 500

for epoch in range(max_epochs):
    H = sig(W @ patches + bw)
    R = sig(V @ H + bv)
    sse = 0.5 * np.sum((R - patches) ** 2)
    if epoch % 100 == 0:
        print("epoch", epoch, "squared error", sse)

    D = R - patches
    E = (V.T @ D) * H * (1 - H)

    dV = H @ D.T
    dW = E @ patches.T
    V = V - eta * dV
    W = W - eta * dW
    bv = bv - eta * D.sum(axis=1, keepdims=True)
    bw = bw - eta * E.sum(axis=1, keepdims=True)

print("worst pixel:", np.abs(R - patches).max())
