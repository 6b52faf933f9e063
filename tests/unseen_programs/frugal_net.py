"""Tiny regression net that tries to save memory."""
import numpy as np


def softplus_(array):
    """Overwrites its argument, no temporaries."""
    np.exp(array, out=array)
    np.add(array, 1, out=array)
    np.log(array, out=array)
    return array


def softplus_slope(z):
    return 1 / (1 + np.exp(-z))


class FrugalNet:
    def __init__(self, n_in, n_hidden, lr=0.05, seed=0):
        r = np.random.RandomState(seed)
        self.w1 = r.randn(n_in, n_hidden) / np.sqrt(n_in)
        self.b1 = np.zeros(n_hidden)
        self.w2 = r.randn(n_hidden, 1) / np.sqrt(n_hidden)
        self.b2 = np.zeros(1)
        self.lr = lr

    def forward(self, x):
        self.z = x @ self.w1 + self.b1
        self.h = softplus_(self.z)
        return self.h @ self.w2 + self.b2

    def backward(self, x, out, y):
        d = 2 * (out - y) / len(y)
        dz = (d @ self.w2.T) * softplus_slope(self.z)
        self.w2 -= self.lr * self.h.T @ d
        self.b2 -= self.lr * d.sum(axis=0)
        self.w1 -= self.lr * x.T @ dz
        self.b1 -= self.lr * dz.sum(axis=0)

    def train(self, x, y, epochs):
        for epoch in range(epochs):
            out = self.forward(x)
            self.backward(x, out, y)
            if epoch % 50 == 0:
                print("%4d %.5f" % (epoch, np.mean((out - y) ** 2)))


r = np.random.RandomState(7)
x = r.randn(150, 5)
y = (np.abs(x[:, 0]) + x[:, 1] * x[:, 2])[:, None]
model = FrugalNet(5, 14)
model.train(x, y, 200)
