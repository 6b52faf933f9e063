import numpy as np
rng = np.random.default_rng(83)
X = rng.normal(size=(20, 4))
T_a = rng.normal(size=(20, 2))
T_b = rng.normal(size=(20, 2))
trunk = rng.normal(size=(4, 6)) * 0.5
head_a = rng.normal(size=(6, 2)) * 0.5
head_b = rng.normal(size=(6, 2)) * 0.5
head = np.hstack([head_a, head_b])
T = np.hstack([T_a, T_b])
lr = 0.03
for it in range(120):
    feat = np.tanh(X @ trunk)
    out = feat @ head
    loss = 0.5 * np.sum((out - T) ** 2)
    d_out = out - T
    d_feat = d_out @ head.T
    head -= lr * feat.T @ d_out
    trunk -= lr * X.T @ (d_feat * (1 - feat ** 2))
    if it % 40 == 0:
        print("loss", it, loss)
