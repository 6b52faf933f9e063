import numpy as np
rng = np.random.default_rng(15)
X = rng.uniform(0, 1, (20, 2))
T = np.round(X[:, :1])
W1 = rng.normal(size=(2, 4))
b1 = np.zeros(4)
W2 = rng.normal(size=(4, 1))
b2 = np.zeros(1)
def sig(z):
    return 1 / (1 + np.exp(-z))
for k in range(300):
    a1 = sig(X @ W1 + b1)
    a2 = sig(a1 @ W2 + b2)
    ecm = np.mean((a2 - T) ** 2)
    d2 = 2 * (a2 - T) / len(X)
    d1 = (d2 @ W2.T) * a1 * (1 - a1)
    W2 -= 0.5 * a1.T @ d2
    b2 -= 0.5 * d2.sum(axis=0)
    W1 -= 0.5 * X.T @ d1
    b1 -= 0.5 * d1.sum(axis=0)
    if k % 100 == 0:
        print(ecm)
