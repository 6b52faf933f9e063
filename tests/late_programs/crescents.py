# Two crescents, any number of layers.
import numpy as np

np.random.seed(8)


def make_crescents(n):
    t = np.random.rand(n) * np.pi
    up = np.c_[np.cos(t), np.sin(t)]
    t = np.random.rand(n) * np.pi
    down = np.c_[1 - np.cos(t), 0.4 - np.sin(t)]
    X = np.r_[up, down] + 0.1 * np.random.randn(2 * n, 2)
    Y = np.r_[np.zeros((n, 1)), np.ones((n, 1))]
    return X, Y


def tanh(z):
    return np.tanh(z)


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


X, Y = make_crescents(60)
m = len(X)

sizes = [2, 10, 7, 1]
L = len(sizes) - 1
W = []
b = []
for i in range(L):
    W.append(np.random.randn(sizes[i], sizes[i + 1]) / np.sqrt(sizes[i]))
    b.append(np.zeros(sizes[i + 1]))

lr = 0.8
n_iter = 600
costs = []

for it in range(n_iter):
    # ---------- forward ----------
    A = [X]
    Z = []
    for i in range(L):
        z = A[i] @ W[i] + b[i]
        Z.append(z)
        A.append(sigmoid(z) if i == L - 1 else tanh(z))
    yhat = A[-1]
    cost = -np.mean(Y * np.log(yhat) + (1 - Y) * np.log(1 - yhat))
    costs.append(cost)

    # ---------- backward ----------
    delta = (yhat - Y) / m
    for i in reversed(range(L)):
        dW = A[i].T @ delta
        db = delta.sum(axis=0)
        W[i] = W[i] - lr * dW
        b[i] = b[i] - lr * db
        if i > 0:
            back = delta @ W[i].T
            delta = back * tanh_prime(A[i])

    if it % 100 == 0:
        acc = ((yhat > 0.5) == Y).mean()
        print("iteration %d: cost %.4f, accuracy %.2f" % (it, cost, acc))

print("last cost:", costs[-1])

# what does it say on a coarse grid?
for v in np.linspace(1.2, -0.8, 9):
    line = ""
    for u in np.linspace(-1.2, 2.2, 30):
        a = np.array([[u, v]])
        for i in range(L):
            a = a @ W[i] + b[i]
            a = sigmoid(a) if i == L - 1 else tanh(a)
        line += "#" if a[0, 0] > 0.5 else "."
    print(line)
