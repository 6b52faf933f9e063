import numpy as np
hasard = np.random.RandomState(70)
x = hasard.rand(2, 30) * 2 - 1
d = (x[0:1] > x[1:2] ** 2).astype(float)
w = hasard.randn(4, 2)
theta = hasard.randn(4, 1)
v = hasard.randn(1, 4)
phi = hasard.randn(1, 1)
sigma = lambda u: 1 / (1 + np.exp(-u))
pas = 0.1
for tour in range(400):
    h = sigma(w @ x - theta)
    o = sigma(v @ h - phi)
    E = 0.5 * np.sum((d - o) ** 2)
    do = (d - o) * o * (1 - o)
    dh = (v.T @ do) * h * (1 - h)
    v = v + pas * do @ h.T
    phi = phi - pas * do.sum(axis=1, keepdims=True)
    w = w + pas * dh @ x.T
    theta = theta - pas * dh.sum(axis=1, keepdims=True)
    if tour % 100 == 0:
        print(tour, E)
