import numpy as np
np.random.seed(9)
X = np.random.randn(4, 15)
T = np.random.randn(2, 15)
W1 = np.random.randn(3, 4)
b1 = np.random.randn(3, 1)
W2 = np.random.randn(2, 3)
b2 = np.random.randn(2, 1)
def s(z):
    return 1 / (1 + np.exp(-z))
for k in range(60):
    z1 = W1 @ X + b1
    a1 = s(z1)
    z2 = W2 @ z1 + b2
    perte = 0.5 * np.sum((z2 - T) ** 2)
    d2 = z2 - T
    d1 = (W2.T @ d2) * a1 * (1 - a1)
    W2 = W2 - 0.01 * d2 @ a1.T
    b2 = b2 - 0.01 * d2.sum(axis=1, keepdims=True)
    W1 = W1 - 0.01 * d1 @ X.T
    b1 = b1 - 0.01 * d1.sum(axis=1, keepdims=True)
    if k % 20 == 0:
        print(perte)
