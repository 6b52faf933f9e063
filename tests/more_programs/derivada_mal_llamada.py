import numpy as np
rng = np.random.RandomState(33)
def sigmoide(z):
    return 1 / (1 + np.exp(-z))
def derivada(z):
    s = sigmoide(z)
    return s * (1 - s)
X = rng.randn(3, 18)
Y = rng.rand(2, 18)
W1, b1 = rng.randn(5, 3), rng.randn(5, 1)
W2, b2 = rng.randn(2, 5), rng.randn(2, 1)
for paso in range(150):
    z1 = W1 @ X + b1
    a1 = sigmoide(z1)
    z2 = W2 @ a1 + b2
    a2 = sigmoide(z2)
    costo = np.sum((a2 - Y) ** 2) / 2
    d2 = (a2 - Y) * derivada(a2)
    d1 = (W2.T @ d2) * derivada(z1)
    W2 = W2 - 0.1 * d2 @ a1.T
    b2 = b2 - 0.1 * d2.sum(axis=1, keepdims=True)
    W1 = W1 - 0.1 * d1 @ X.T
    b1 = b1 - 0.1 * d1.sum(axis=1, keepdims=True)
    if paso % 50 == 0:
        print(costo)
