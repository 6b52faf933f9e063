"""HW3: a small neural network library. Task: fit z = x0 * x1 with mini-batches."""

import numpy as np

rng = np.random.RandomState(231)


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, n_in, n_out):
        self.W = rng.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW += self.x.T @ grad
        self.db += grad.sum(axis=0)
        return grad @ self.W.T


class Tanh(Layer):
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)


class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def parameters(self):
        return [l for l in self.layers if isinstance(l, Dense)]


class SGD:
    def __init__(self, model, lr):
        self.model = model
        self.lr = lr

    def step(self):
        for layer in self.model.parameters():
            layer.W -= self.lr * layer.dW
            layer.b -= self.lr * layer.db


def mse(pred, target):
    return np.mean((pred - target) ** 2)


def mse_grad(pred, target):
    return 2 * (pred - target) / pred.size


X = rng.uniform(-1, 1, size=(96, 2))
Y = X[:, :1] * X[:, 1:]

net = Sequential(Dense(2, 8), Tanh(), Dense(8, 1))
optimizer = SGD(net, lr=0.02)
batch_size = 16

for epoch in range(40):
    for start in range(0, 96, batch_size):
        xb = X[start:start + batch_size]
        yb = Y[start:start + batch_size]
        out = net.forward(xb)
        net.backward(mse_grad(out, yb))
        optimizer.step()
    if epoch % 10 == 0:
        print(f"epoch {epoch:3d}  mse {mse(net.forward(X), Y):.5f}")

print("final mse", mse(net.forward(X), Y))
