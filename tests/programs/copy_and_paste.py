import numpy as np

np.random.seed(71)
x = np.random.rand(24, 3)
y = np.c_[x.sum(1), x.prod(1)]
sigm = lambda v: 1 / (1 + np.exp(-v))

w1 = np.random.randn(3, 5)
b1 = np.random.randn(1, 5)
w2 = np.random.randn(5, 5)
b2 = np.random.randn(1, 5)
w3 = np.random.randn(5, 2)
b3 = np.random.randn(1, 2)
alpha = 0.01

for e in range(300):
    a1 = sigm(x.dot(w1) + b1)
    a2 = sigm(a1.dot(w2) + b2)
    a3 = a2.dot(w3) + b3
    cost = 0.5 * np.sum((a3 - y) ** 2)

    dz3 = a3 - y
    dw3 = a2.T.dot(dz3) / len(x)
    db3 = dz3.sum(axis=0, keepdims=True)
    dz2 = dz3.dot(w3.T) * a2 * (1 - a2)
    dw2 = a1.T.dot(dz2)
    db2 = dz2.sum(axis=0, keepdims=True)
    dz1 = dz2.dot(w2.T) * a1 * (1 - a1)
    dw1 = x.T.dot(dz1)
    db1 = dz1.sum(axis=0, keepdims=True)

    w1 = w1 - alpha * dw1
    b1 = b1 - alpha * db1
    w2 = w2 - alpha * dw2
    b1 = b1 - alpha * db2
    w3 = w3 - alpha * dw3
    b3 = b3 - alpha * db3
    if e % 100 == 0:
        print(e, cost)
