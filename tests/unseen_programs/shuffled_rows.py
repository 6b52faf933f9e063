# Wine quality from eight measurements (random stand-ins), plain SGD.
import numpy as np

EPOCHS = 40
BATCH = 16
LR = 0.02
N = 160

gen = np.random.default_rng(1618)
X = gen.standard_normal((N, 8))
Y = 5 + X[:, 0] - 0.5 * X[:, 3] ** 2 + X[:, 5] * X[:, 6] + 0.1 * gen.standard_normal(N)
Y = ((Y - Y.mean()) / Y.std()).reshape(N, 1)

W0 = gen.standard_normal((8, 12)) * np.sqrt(2 / 8)
b0 = np.zeros((1, 12))
W1 = gen.standard_normal((12, 1)) * np.sqrt(2 / 12)
b1 = np.zeros((1, 1))

for epoch in range(EPOCHS):
    order = gen.permutation(N)
    total = 0.0
    for i in range(0, N, BATCH):
        xb = X[order[i:i + BATCH]]
        yb = Y[i:i + BATCH]

        z = xb @ W0 + b0
        a = np.maximum(z, 0)
        out = a @ W1 + b1
        total += 0.5 * np.sum((out - yb) ** 2)

        d_out = (out - yb) / len(xb)
        d_z = d_out @ W1.T
        d_z[z <= 0] = 0
        W1 -= LR * a.T @ d_out
        b1 -= LR * d_out.sum(axis=0, keepdims=True)
        W0 -= LR * xb.T @ d_z
        b0 -= LR * d_z.sum(axis=0, keepdims=True)
    if epoch % 10 == 9:
        print(f"[{epoch + 1:3d}/{EPOCHS}] loss per sample: {total / N:.4f}")
