import numpy as np
rng = np.random.default_rng(83)
def relu(z):
    return np.maximum(z, 0)
def relu_prime(z):
    return np.maximum(z, 0)
X = rng.normal(size=(25, 4))
T = rng.normal(size=(25, 2))
W1 = rng.normal(size=(4, 6)) * 0.5
b1 = np.full(6, 0.1)
W2 = rng.normal(size=(6, 2)) * 0.5
b2 = np.zeros(2)
for k in range(60):
    z = X @ W1 + b1
    h = relu(z)
    y = h @ W2 + b2
    mse = np.mean(np.sum((y - T) ** 2, axis=1))
    g = 2 * (y - T) / len(X)
    gz = g @ W2.T * relu_prime(z)
    gW2 = h.T @ g
    gb2 = gW2.sum(axis=0)
    W2 -= 0.05 * gW2
    b2 -= 0.05 * gb2
    W1 -= 0.05 * X.T @ gz
    b1 -= 0.05 * gz.sum(axis=0)
    if k % 20 == 0:
        print(mse)
