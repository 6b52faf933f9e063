import numpy as np

np.random.seed(21)
X = np.random.randn(60, 5)
y = (X[:, :1] + X[:, 1:2] * X[:, 2:3] > 0).astype(float)

W1 = np.random.randn(5, 10) * 0.5
b1 = np.zeros((1, 10))
W2 = np.random.randn(10, 1) * 0.5
b2 = np.zeros((1, 1))

keep_prob = 0.8
learning_rate = 0.3


def forward(X, train=True):
    z1 = X @ W1 + b1
    a1 = np.maximum(0, z1)
    mask = np.random.rand(*a1.shape) < keep_prob if train else np.ones(a1.shape)
    d1 = a1 * mask / keep_prob if train else a1
    z2 = d1 @ W2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    return a2, (z1, d1, mask)


def backward(X, y, a2, cache):
    z1, d1, mask = cache
    n = len(X)
    dz2 = (a2 - y) / n
    dW2 = d1.T @ dz2
    db2 = dz2.sum(axis=0, keepdims=True)
    dd1 = dz2 @ W2.T
    da1 = dd1 * mask / keep_prob
    dz1 = da1 * (z1 > 0)
    dW1 = X.T @ dz1
    db1 = dz1.sum(axis=0, keepdims=True)
    return dW1, db1, dW2, db2


for i in range(300):
    a2, cache = forward(X)
    loss = -np.mean(y * np.log(a2) + (1 - y) * np.log(1 - a2))
    dW1, db1, dW2, db2 = backward(X, y, a2, cache)
    W1 -= learning_rate * dW1
    b1 -= learning_rate * db1
    W2 -= learning_rate * dW2
    b2 -= learning_rate * db2
    if i % 100 == 0:
        print(i, loss)

print("train accuracy:", ((forward(X, train=False)[0] > 0.5) == y).mean())
