import numpy as np
rng = np.random.default_rng(67)
x = rng.normal(size=(13, 2))
t = rng.normal(size=(13, 1))
A = rng.normal(size=(2, 5))
B = rng.normal(size=(5, 4))
C = rng.normal(size=(4, 1))
pas = 0.03
for k in range(80):
    u = np.tanh(x @ A)
    v = np.tanh(u @ B)
    y = v @ C
    perte = 0.5 * np.sum((y - t) ** 2)
    d3 = pas * (y - t)
    d2 = pas * (d3 @ C.T) * (1 - v ** 2)
    d1 = pas * (d2 @ B.T) * (1 - u ** 2)
    C -= v.T @ d3
    B -= u.T @ d2
    A -= x.T @ d1
    if k % 20 == 0:
        print(perte)
