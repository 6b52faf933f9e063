import numpy as np
rng = np.random.default_rng(55)
x = rng.normal(size=(24, 3)).astype(np.float32)
t = (x ** 2).sum(axis=1, keepdims=True).astype(np.float32)
w1 = (rng.normal(size=(8, 3)) * 0.5).astype(np.float32)
b1 = np.zeros(8, dtype=np.float32)
w2 = (rng.normal(size=(1, 8)) * 0.5).astype(np.float32)
b2 = np.zeros(1, dtype=np.float32)
lr = np.float32(0.02)
for k in range(100):
    z = x @ w1.T + b1
    h = np.where(z > 0, z, np.exp(z) - 1)
    y = h @ w2.T + b2
    r = y - t
    loss = np.float32(0.5) * np.mean(r * r)
    g = r / np.float32(24)
    gz = (g @ w2) * np.where(z > 0, np.float32(1), np.exp(z))
    w2 = w2 - lr * (g.T @ h)
    b2 = b2 - lr * g.sum(axis=0)
    w1 = w1 - lr * (gz.T @ x)
    b1 = b1 - lr * gz.sum(axis=0)
    if k % 25 == 0:
        print(k, loss)
