import numpy as np
rng = np.random.default_rng(77)
f = np.float32
x = rng.normal(size=(18, 4)).astype(f)
t = rng.normal(size=(18, 3)).astype(f)
w1 = (rng.normal(size=(4, 6)) * 0.5).astype(f)
b1 = np.zeros(6, dtype=f)
w2 = (rng.normal(size=(6, 3)) * 0.5).astype(f)
b2 = np.zeros(3, dtype=f)
lr = f(0.02)
for i in range(100):
    z = x @ w1 + b1
    h = np.where(z > 0, z, f(0.1) * z)
    y = h @ w2 + b2
    loss = f(0.5) * np.sum((y - t) ** 2)
    e = y - t
    g = (e @ w2.T) * np.where(z > 0, f(1), f(0.1))
    w2 = w2 - lr * (h.T @ e)
    b2 = b2 - lr * e.sum(axis=0)
    w1 = w1 - lr * (x.T @ g)
    b1 = b1 - lr * g.sum(axis=0)
    if i % 25 == 0:
        print(i, loss)
