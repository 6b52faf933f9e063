import numpy as np

class Linear:
    def __init__(self, n, m, rng):
        self.w = rng.normal(size=(n, m)) * 0.5
        self.b = np.zeros(m)

    def __call__(self, x):
        self.inp = x
        return x @ self.w + self.b

    def back(self, grad):
        self.gw = self.inp.T @ grad
        self.gb = grad.sum(axis=0)
        return grad @ self.w.T

class Relu:
    def __call__(self, x):
        self.out = np.maximum(x, 0)
        return self.out

    def back(self, grad):
        return grad * self.out

rng = np.random.default_rng(7)
X, T = rng.normal(size=(15, 3)), rng.normal(size=(15, 2))
first, relu, second = Linear(3, 6, rng), Relu(), Linear(6, 2, rng)
for step in range(60):
    pred = second(relu(first(X)))
    loss = 0.5 * np.sum((pred - T) ** 2) / len(X)
    first.back(relu.back(second.back((pred - T) / len(X))))
    for layer in (first, second):
        layer.w -= 0.1 * layer.gw
        layer.b -= 0.1 * layer.gb
    if step % 20 == 0:
        print(step, loss)
