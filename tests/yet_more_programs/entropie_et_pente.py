import numpy as np
rng = np.random.default_rng(36)
X = rng.normal(size=(20, 3))
T = (X.sum(axis=1, keepdims=True) > 0).astype(float)
U = rng.normal(size=(3, 5))
u = np.zeros(5)
V = rng.normal(size=(5, 1))
v = np.zeros(1)
taux = 0.1
def sig(s):
    return 1 / (1 + np.exp(-s))
for k in range(200):
    h = sig(X @ U + u)
    y = sig(h @ V + v)
    cout = -np.sum(T * np.log(y) + (1 - T) * np.log(1 - y))
    dy = (y - T) * y * (1 - y)
    dh = (dy @ V.T) * h * (1 - h)
    V -= taux * h.T @ dy
    v -= taux * dy.sum(axis=0)
    U -= taux * X.T @ dh
    u -= taux * dh.sum(axis=0)
    if k % 50 == 0:
        print(k, cout)
