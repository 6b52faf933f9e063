from abc import ABC, abstractmethod

import numpy as np


class Module(ABC):
    params: dict
    grads: dict

    def __init__(self):
        self.params, self.grads = {}, {}

    @abstractmethod
    def __call__(self, x): ...

    @abstractmethod
    def backward(self, dout): ...


class Linear(Module):
    def __init__(self, n_in, n_out, rng):
        super().__init__()
        self.params["w"] = rng.normal(0, n_in**-0.5, (n_in, n_out))
        self.params["b"] = np.zeros((1, n_out))

    def __call__(self, x):
        self.cache = x
        return x @ self.params["w"] + self.params["b"]

    def backward(self, dout):
        self.grads["w"] = self.cache.T @ dout
        self.grads["b"] = np.sum(dout, axis=0, keepdims=True)
        return dout @ self.params["w"].T


class Tanh(Module):
    def __call__(self, x):
        self.cache = np.tanh(x)
        return self.cache

    def backward(self, dout):
        return dout * (1 - self.cache**2)


class MSE:
    def value(self, pred, target):
        return np.mean((pred - target) ** 2)

    def gradient(self, pred, target):
        return 2 * (pred - target) / pred.size


class SGD:
    def __init__(self, lr, clip=None):
        self.lr, self.clip = lr, clip

    def step(self, modules):
        for module in modules:
            for key in module.params:
                g = module.grads[key]
                if self.clip is not None:
                    norm = np.linalg.norm(g)
                    if norm > self.clip:
                        g = g * self.clip / norm
                module.params[key] -= self.lr * g


class Sequential:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)
        return self

    def compile(self, loss, optimizer):
        self.loss, self.optimizer = loss, optimizer

    def predict(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def fit(self, x, y, epochs=1, batch_size=20, verbose=30):
        for epoch in range(epochs):
            for i in range(0, len(x), batch_size):
                xb, yb = x[i : i + batch_size], y[i : i + batch_size]
                pred = self.predict(xb)
                grad = self.loss.gradient(pred, yb)
                for layer in self.layers[::-1]:
                    grad = layer.backward(grad)
                self.optimizer.step(self.layers)
            if verbose and epoch % verbose == 0:
                print(f"epoch {epoch}: {self.loss.value(self.predict(x), y):.5f}")


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    x = rng.uniform(-2, 2, (100, 1))
    y = np.cos(2 * x)
    model = Sequential()
    model.add(Linear(1, 10, rng)).add(Tanh()).add(Linear(10, 10, rng)).add(Tanh()).add(Linear(10, 1, rng))
    model.compile(MSE(), SGD(lr=0.1, clip=100.0))
    model.fit(x, y, epochs=120)
