import numpy as np
np.random.seed(19)
X = np.random.randn(2, 30)
Y = (X[:1] > X[1:]).astype(float)
W1 = np.random.randn(4, 2)
b1 = np.zeros((4, 1))
W2 = np.random.randn(1, 4)
b2 = np.zeros((1, 1))
for k in range(100):
    A1 = np.tanh(W1 @ X + b1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    costo = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    dZ2 = (A2 - Y) * A2 * (1 - A2) / 30
    dZ1 = (W2.T @ dZ2) * (1 - A1 ** 2)
    W2 -= 0.8 * dZ2 @ A1.T
    b2 -= 0.8 * dZ2.sum(axis=1, keepdims=True)
    W1 -= 0.8 * dZ1 @ X.T
    b1 -= 0.8 * dZ1.sum(axis=1, keepdims=True)
    if k % 25 == 0:
        print(costo)
