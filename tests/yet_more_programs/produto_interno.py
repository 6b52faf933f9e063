import numpy as np
np.random.seed(38)
X = np.random.rand(9, 3)
D = np.random.rand(9, 3)
W = np.random.randn(3, 3)
U = np.random.randn(3, 3)
eta = 0.1
for epoca in range(60):
    J = 0
    for x, d in zip(X, D):
        h = np.tanh(W @ x)
        y = U @ h
        e = y - d
        J += 0.5 * e @ e
        g = (U.T @ e) * (1 - h ** 2)
        U -= eta * np.outer(e, h)
        W -= eta * np.inner(g, x)
    if epoca % 20 == 0:
        print(epoca, J)
