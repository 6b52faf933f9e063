import numpy as np
rng = np.random.RandomState(66)
def sig(z):
    return 1.0 / (1.0 + np.exp(-z))
X = rng.rand(17, 3)
T = rng.rand(17, 2)
W1 = rng.randn(3, 5)
W2 = rng.randn(5, 2)
for k in range(120):
    a1 = sig(X @ W1)
    a2 = sig(a1 @ W2)
    sse = np.sum((a2 - T) ** 2) / 2
    delta2 = (a2 - T) * a2 * (1 - a2)
    delta1 = (delta2 @ W2.T) * a1
    W2 = W2 + 0.2 * a1.T @ delta2
    W1 = W1 - 0.2 * X.T @ delta1
    if k % 30 == 0:
        print(sse)
