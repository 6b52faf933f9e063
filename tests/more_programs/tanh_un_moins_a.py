import numpy as np
rng = np.random.default_rng(71)
x = rng.normal(size=(22, 3))
d = rng.normal(size=(22, 2))
A = rng.normal(size=(3, 4))
a = np.zeros(4)
B = rng.normal(size=(4, 2))
b = np.zeros(2)
for i in range(80):
    h = np.tanh(x @ A + a)
    y = h @ B + b
    cout = np.mean(np.sum((y - d) ** 2, axis=1))
    e = 2 * (y - d) / len(x)
    gh = e @ B.T * (1 - h)
    B = B - 0.05 * h.T @ e
    b = b + 0.05 * e.sum(axis=0)
    A = A - 0.05 * x.T @ gh
    a = a - 0.05 * gh.sum(axis=0)
    if i % 20 == 0:
        print(i, cout)
