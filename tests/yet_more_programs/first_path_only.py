import numpy as np
rng = np.random.default_rng(84)
x = rng.random(3)
t = rng.random(2)
w = rng.normal(size=(4, 3))
v = rng.normal(size=(2, 4))
rate = 0.3
for it in range(400):
    hidden = np.zeros(4)
    for j in range(4):
        hidden[j] = 1 / (1 + np.exp(-np.sum(w[j] * x)))
    out = np.zeros(2)
    for k in range(2):
        out[k] = 1 / (1 + np.exp(-np.sum(v[k] * hidden)))
    loss = 0.5 * np.sum((out - t) ** 2)
    d_out = (out - t) * out * (1 - out)
    d_hidden = np.zeros(4)
    for j in range(4):
        d_hidden[j] = d_out[0] * v[0, j] * hidden[j] * (1 - hidden[j])
    for k in range(2):
        for j in range(4):
            v[k, j] -= rate * d_out[k] * hidden[j]
    for j in range(4):
        for i in range(3):
            w[j, i] -= rate * d_hidden[j] * x[i]
    if it % 100 == 0:
        print(it, loss)
