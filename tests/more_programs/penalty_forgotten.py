import numpy as np
rng = np.random.default_rng(41)
X = rng.normal(size=(30, 3))
Y = np.eye(2)[(X.sum(axis=1) > 0).astype(int)]
W1 = rng.normal(size=(3, 5))
b1 = np.zeros(5)
W2 = rng.normal(size=(5, 2))
b2 = np.zeros(2)
reg = 0.05
for k in range(100):
    h = np.tanh(X @ W1 + b1)
    z = h @ W2 + b2
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    loss = -np.sum(Y * np.log(p)) / 30 + 0.5 * reg * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    dz = (p - Y) / 30
    dW2 = h.T @ dz + reg * W2
    dh = dz @ W2.T * (1 - h ** 2)
    dW1 = X.T @ dh
    W2 -= 0.3 * dW2
    b2 -= 0.3 * dz.sum(axis=0)
    W1 -= 0.3 * dW1
    b1 -= 0.3 * dh.sum(axis=0)
    if k % 25 == 0:
        print(k, loss)
