import numpy as np

rng = np.random.RandomState(3)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def dsigmoid(z):
    s = sigmoid(z)
    return s * (1.0 - s)


# points inside or outside of a ring
X = rng.uniform(-1, 1, (80, 2))
y = (np.hypot(X[:, 0], X[:, 1]) < 0.7).astype(float).reshape(-1, 1)

W1 = rng.randn(2, 5)
b1 = rng.randn(5)
W2 = rng.randn(5, 1)
b2 = np.zeros(1)
lr = 1.0


def forward(X):
    z1 = X @ W1 + b1
    a1 = sigmoid(z1)
    z2 = a1 @ W2 + b2
    a2 = sigmoid(z2)
    return z1, a1, z2, a2


for it in range(500):
    z1, a1, z2, a2 = forward(X)
    loss = np.mean((a2 - y) ** 2)

    d2 = 2 * (a2 - y) * dsigmoid(z2)
    d1 = (d2 @ W2.T) * dsigmoid(a1)
    dW2 = a1.T @ d2 / len(X)
    dW1 = X.T @ d1 / len(X)

    W2 -= lr * dW2
    b2 -= lr * d2.mean(axis=0)
    W1 -= lr * dW1
    if it % 100 == 0:
        print(it, loss)
