import numpy as np
rng = np.random.default_rng(11)
angle = rng.uniform(0, np.pi, 40)
X = np.stack([np.cos(angle), np.sin(angle)], axis=1)
y = (angle > 1.5).astype(float).reshape(-1, 1)
W1, b1 = rng.normal(0, 0.7, (2, 6)), np.full(6, 0.1)
W2, b2 = rng.normal(0, 0.5, (6, 1)), np.zeros(1)
for step in range(200):
    pre = X @ W1 + b1
    hid = np.maximum(pre, 0)
    p = 1 / (1 + np.exp(-(hid @ W2 + b2)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    g = (p - y) / len(X)
    gh = g @ W2.T
    gh[pre <= 0] = 0
    W2 -= 0.5 * hid.T @ g
    b2 -= 0.5 * g.sum(axis=0)
    W1 -= 0.5 * X.T @ gh
    b1 -= 0.5 * gh.sum(axis=0)
    if step % 50 == 0:
        print(step, loss)
