import numpy as np
np.random.seed(40)
x = np.linspace(-2, 2, 32).reshape(-1, 1)
y = np.cos(2 * x)
w1 = np.random.randn(1, 10)
b1 = np.random.randn(10) * 0.1
w2 = np.random.randn(10, 1) * 0.3
b2 = np.zeros(1)
for epoca in range(400):
    taxa = 0.1 / (1 + 0.01 * epoca)
    h = np.tanh(x @ w1 + b1)
    s = h @ w2 + b2
    custo = 0.5 * np.mean((s - y) ** 2)
    ds = (s - y) / len(x)
    dh = ds @ w2.T * (1 - h ** 2)
    w2 -= taxa * (h.T @ ds)
    b2 -= taxa * ds.sum(0)
    w1 -= taxa * (x.T @ dh)
    b1 -= taxa * dh.sum(0)
    if epoca % 100 == 0:
        print(epoca, custo)
