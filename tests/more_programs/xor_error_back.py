import numpy as np
np.random.seed(6)
def sig(z):
    return 1 / (1 + np.exp(-z))
X = np.array([[0.1, 0.2], [0.1, 0.9], [0.8, 0.1], [0.9, 0.8], [0.4, 0.6]])
T = np.array([[0.1, 0.9], [0.9, 0.2], [0.8, 0.1], [0.2, 0.8], [0.5, 0.5]])
W1 = np.random.randn(2, 4)
b1 = np.zeros(4)
W2 = np.random.randn(4, 2)
b2 = np.zeros(2)
for i in range(500):
    a1 = sig(X @ W1 + b1)
    a2 = sig(a1 @ W2 + b2)
    error = a2 - T
    print(0.5 * np.sum(error ** 2))
    delta2 = error * a2 * (1 - a2)
    hidden_error = error @ W2.T
    delta1 = hidden_error * a1 * (1 - a1)
    W2 -= 0.5 * a1.T @ delta2
    b2 -= 0.5 * delta2.sum()
    W1 -= 0.5 * X.T @ delta1
    b1 -= 0.5 * delta1.sum(axis=0)
