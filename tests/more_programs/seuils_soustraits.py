import numpy as np
np.random.seed(14)
f = lambda s: 1 / (1 + np.exp(-s))
X = np.random.rand(8, 2)
D = (X.sum(axis=1, keepdims=True) > 1) * 0.8 + 0.1
P = np.random.uniform(-1, 1, (2, 3))
seuil_p = np.random.uniform(-1, 1, (1, 3))
Q = np.random.uniform(-1, 1, (3, 1))
seuil_q = np.random.uniform(-1, 1, (1, 1))
for t in range(300):
    h = f(X @ P - seuil_p)
    o = f(h @ Q - seuil_q)
    E = 0.5 * np.sum((D - o) ** 2)
    do = (D - o) * o * (1 - o)
    dh = (do @ Q.T) * h * (1 - h)
    Q = Q + 0.7 * h.T @ do
    seuil_q = seuil_q - 0.7 * do.sum(axis=0, keepdims=True)
    P = P + 0.7 * X.T @ dh
    seuil_p = seuil_p - 0.7 * dh.sum(axis=0, keepdims=True)
    if t % 100 == 0:
        print(E)
