import numpy as np
rng = np.random.default_rng(27)
x = rng.uniform(-1, 1, (24, 2))
t = np.exp(x[:, :1]) * x[:, 1:]
W = [rng.normal(size=(2, 6)), rng.normal(size=(6, 1))]
b = [np.zeros(6), np.zeros(1)]
vW = [np.zeros((2, 6)), np.zeros((6, 1))]
vb = [np.zeros(6), np.zeros(1)]
for epoch in range(100):
    h = np.tanh(x @ W[0] + b[0])
    y = h @ W[1] + b[1]
    mse = np.mean((y - t) ** 2)
    d1 = 2 * (y - t) / t.size
    d0 = (d1 @ W[1].T) * h * (1 - h)
    gW, gb = [x.T @ d0, h.T @ d1], [d0.sum(axis=0), d1.sum(axis=0)]
    for k in range(2):
        vW[k] = 0.8 * vW[k] + gW[k]
        vb[k] = 0.8 * vb[k] + gb[k]
        W[k] = W[k] - 0.05 * vW[k]
        b[k] = b[k] - 0.05 * vb[k]
    if epoch % 25 == 0:
        print(epoch, mse)
