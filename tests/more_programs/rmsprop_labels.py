import numpy as np
rng = np.random.RandomState(73)
X = rng.randn(40, 3)
labels = (X[:, 0] > 0).astype(int) * 2 + (X[:, 1] > 0).astype(int)
onehot = np.eye(4)[labels]
Ws = [rng.randn(3, 8) * 0.5, rng.randn(8, 4) * 0.5]
bs = [np.full(8, 0.05), np.zeros(4)]
cache = [np.zeros_like(a) for a in Ws + bs]
for k in range(80):
    z = X @ Ws[0] + bs[0]
    h = z * (z > 0)
    s = h @ Ws[1] + bs[1]
    q = np.exp(s - s.max(1, keepdims=True))
    q /= q.sum(1, keepdims=True)
    loss = -(onehot * np.log(q)).sum() / 40
    ds = (q - onehot) / 40
    dz = ds @ Ws[1].T * (z > 0)
    grads = [X.T @ dz, h.T @ ds, dz.sum(0), ds.sum(0)]
    for i, (p, g) in enumerate(zip(Ws + bs, grads)):
        cache[i] = 0.9 * cache[i] + 0.1 * g ** 2
        p -= 0.01 * g / np.sqrt(cache[i] + 1e-6)
    if k % 20 == 0:
        print(k, loss)
