import numpy as np
rng = np.random.RandomState(44)
X = rng.rand(26, 3)
t = (X ** 2).sum(axis=1, keepdims=True)
shapes = [(3, 6), (6, 5), (5, 1)]
W = [rng.randn(*s) * 0.5 for s in shapes]
b = [np.zeros(s[1]) for s in shapes]
lam, lr = 1e-2, 0.05
for epoch in range(150):
    h1 = np.tanh(X @ W[0] + b[0])
    h2 = np.tanh(h1 @ W[1] + b[1])
    out = h2 @ W[2] + b[2]
    data_loss = 0.5 * np.mean((out - t) ** 2)
    reg_loss = 0.5 * lam * sum(np.sum(w * w) for w in W)
    loss = data_loss + reg_loss
    d3 = (out - t) / len(X)
    d2 = d3 @ W[2].T * (1 - h2 ** 2)
    d1 = d2 @ W[1].T * (1 - h1 ** 2)
    gW = [X.T @ d1 + lam * W[0], h1.T @ d2 + lam * W[1], h2.T @ d3 + lam * W[2]]
    gb = [d1.sum(axis=0), d2.sum(axis=0), d3.sum(axis=0)]
    for k in range(3):
        W[k] -= lr * gW[k]
        b[k] -= lr * gb[k]
    if epoch % 50 == 0:
        print("loss", loss)
