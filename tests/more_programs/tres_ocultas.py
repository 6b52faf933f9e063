import numpy as np
np.random.seed(88)
sig = lambda v: 1 / (1 + np.exp(-v))
X = np.random.rand(9, 3)
Y = np.random.rand(9, 2)
A = np.random.randn(3, 5)
B = np.random.randn(5, 4)
C = np.random.randn(4, 3)
D = np.random.randn(3, 2)
for vez in range(120):
    u = sig(X @ A)
    v = sig(u @ B)
    w = sig(v @ C)
    y = sig(w @ D)
    perdida = np.sum((Y - y) ** 2)
    dy = -2 * (Y - y) * y * (1 - y)
    dw = dy @ D.T * w * (1 - w)
    dv = dw @ C.T * v * (1 - v)
    du = dv @ B.T * u * (1 - u)
    D = D - 0.4 * w.T @ dy
    C = C - 0.4 * v.T @ dw
    B = B - 0.4 * u.T @ dv
    A = A - 0.4 * X.T @ du
    if vez % 40 == 0:
        print(perdida)
