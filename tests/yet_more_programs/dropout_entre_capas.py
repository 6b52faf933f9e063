import numpy as np
np.random.seed(33)
X = np.random.randn(24, 5)
T = np.random.randn(24, 2)
W1 = np.random.randn(5, 12) * 0.4
b1 = np.zeros(12)
W2 = np.random.randn(12, 2) * 0.4
b2 = np.zeros(2)
conservar = 0.7
for epoca in range(90):
    z = X @ W1 + b1
    a = 1 / (1 + np.exp(-z))
    mascara = (np.random.rand(*a.shape) < conservar) / conservar
    a_d = a * mascara
    y = a_d @ W2 + b2
    perdida = np.sum((y - T) ** 2) / (2 * len(X))
    dy = (y - T) / len(X)
    dW2 = a_d.T @ dy
    db2 = dy.sum(axis=0)
    da = (dy @ W2.T) * mascara
    dz = da * a * (1 - a)
    dW1 = X.T @ dz
    db1 = dz.sum(axis=0)
    W1 -= 0.5 * dW1
    b1 -= 0.5 * db1
    W2 -= 0.5 * dW2
    b2 -= 0.5 * db2
    if epoca % 30 == 0:
        print(epoca, perdida)
