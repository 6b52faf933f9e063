"""
Sparse MLP regression: L1 penalty so that useless inputs drop out.
"""
import numpy as np


def make(n=60, seed=0):
    r = np.random.RandomState(seed)
    X = r.randn(n, 8)
    y = np.tanh(X[:, 0] - 2 * X[:, 3])[:, None] + 0.05 * r.randn(n, 1)
    return X, y


class SparseMLP:
    def __init__(self, d, h, lam=0.02, lr=0.1, seed=0):
        r = np.random.RandomState(seed)
        self.W1, self.b1 = 0.3 * r.randn(d, h), np.zeros(h)
        self.W2, self.b2 = 0.3 * r.randn(h, 1), np.zeros(1)
        self.lam, self.lr = lam, lr

    def forward(self, X):
        self.X = X
        self.A = np.tanh(X.dot(self.W1) + self.b1)
        return self.A.dot(self.W2) + self.b2

    def cost(self, out, y):
        data = 0.5 * np.mean((out - y) ** 2)
        l1 = self.lam * np.sum(np.abs(self.W1))
        return data + l1

    def backward(self, out, y):
        n = len(y)
        d2 = (out - y) / n
        self.dW2 = self.A.T.dot(d2)
        self.db2 = d2.sum(axis=0)
        d1 = d2.dot(self.W2.T) * (1 - self.A ** 2)
        self.dW1 = self.X.T.dot(d1) + self.lam * np.abs(self.W1)
        self.db1 = d1.sum(axis=0)

    def step(self):
        for name in ["W1", "b1", "W2", "b2"]:
            value = getattr(self, name)
            value -= self.lr * getattr(self, "d" + name)

    def fit(self, X, y, epochs=200):
        for epoch in range(epochs):
            out = self.forward(X)
            if epoch % 50 == 0:
                print("epoch", epoch, "cost", self.cost(out, y))
            self.backward(out, y)
            self.step()


X, y = make()
net = SparseMLP(8, 5)
net.fit(X, y)
print("input importance:", np.abs(net.W1).sum(axis=1).round(2))
