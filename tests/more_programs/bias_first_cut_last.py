import numpy as np
np.random.seed(44)
def f(s):
    return 1 / (1 + np.exp(-s))
def ones(a):
    return np.insert(a, 0, 1, axis=1)
X = np.random.rand(14, 3)
T = np.random.rand(14, 2)
W1 = np.random.randn(4, 5)
W2 = np.random.randn(6, 2)
for k in range(80):
    A0 = ones(X)
    A1 = ones(f(A0 @ W1))
    A2 = f(A1 @ W2)
    J = 0.5 * np.sum((A2 - T) ** 2)
    D2 = (A2 - T) * A2 * (1 - A2)
    D1 = (D2 @ W2.T * A1 * (1 - A1))[:, :-1]
    W2 -= 0.1 * A1.T @ D2
    W1 -= 0.1 * A0.T @ D1
    if k % 20 == 0:
        print(J)
