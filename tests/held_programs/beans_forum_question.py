"""
Posted in the forum: "Why does my network not learn properly?"

It should say from length and weight of a bean whether it is a runner bean (1) or a
bush bean (0). The loss goes down a bit and then stays. I added regularisation because
somebody told me that the weights explode. Please help!!
"""
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(5)
N = 30
runner = np.random.normal([2.2, 1.1], 0.25, (N // 2, 2))
bush = np.random.normal([1.5, 0.8], 0.25, (N // 2, 2))
X = np.concatenate((runner, bush))
y = np.concatenate((np.ones((N // 2, 1)), np.zeros((N // 2, 1))))
X -= X.mean(axis=0)
X /= X.std(axis=0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


hidden = 7
W1 = np.random.randn(2, hidden)
b1 = np.zeros((1, hidden))
W2 = np.random.randn(hidden, 1)
b2 = np.zeros((1, 1))
lr = 0.8
reg = 0.02
losses = []

for i in range(1000):
    z1 = X.dot(W1) + b1
    a1 = sigmoid(z1)
    z2 = a1.dot(W2) + b2
    out = sigmoid(z2)

    bce = -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))
    loss = bce + reg / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
    losses.append(loss)
    if i % 100 == 0:
        print("iter", i, "loss", loss)

    # backprop
    dz2 = (out - y) / N
    dW2 = a1.T.dot(dz2)
    db2 = np.sum(dz2, axis=0, keepdims=True)
    W2 -= lr * dW2
    b2 -= lr * db2

    da1 = dz2.dot(W2.T)
    dz1 = da1 * a1 * (1 - a1)
    dW1 = X.T.dot(dz1)
    db1 = np.sum(dz1, axis=0, keepdims=True)
    W1 -= lr * dW1
    b1 -= lr * db1

plt.plot(losses)
plt.xlabel("iteration")
plt.show()
guess = sigmoid(sigmoid(X.dot(W1) + b1).dot(W2) + b2) > 0.5
print("right:", int(np.sum(guess == y)), "of", N)
