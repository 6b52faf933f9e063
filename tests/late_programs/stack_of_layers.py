"""A stack of layer objects, each with forward and backward, trained on flowers that were made up."""
import numpy as np


class Layer:
    def forward(self, x, train=True):
        raise NotImplementedError

    def backward(self, grad_out):
        raise NotImplementedError

    def update(self, lr):
        pass


class Dense(Layer):
    def __init__(self, n_in, n_out, rng):
        limit = np.sqrt(6 / (n_in + n_out))
        self.W = rng.uniform(-limit, limit, (n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x, train=True):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, grad_out):
        self.dW = np.dot(self.x.T, grad_out)
        self.db = np.sum(grad_out, axis=0, keepdims=True)
        return np.dot(grad_out, self.W.T)

    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class Tanh(Layer):
    def forward(self, x, train=True):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad_out):
        return grad_out * (1 - self.out**2)


class Dropout(Layer):
    def __init__(self, rate, rng):
        self.keep = 1 - rate
        self.rng = rng

    def forward(self, x, train=True):
        if train:
            self.mask = self.rng.binomial(1, self.keep, size=x.shape) / self.keep
            x = x * self.mask
        return x

    def backward(self, grad_out):
        # there are no parameters here, so the gradient just goes through
        return grad_out


class Softmax(Layer):
    def forward(self, x, train=True):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.p = e / np.sum(e, axis=1, keepdims=True)
        return self.p

    def backward(self, grad_out):
        return grad_out * self.p * (1 - self.p)


class CrossEntropy:
    eps = 1e-12

    def value(self, p, t):
        return -np.mean(np.sum(t * np.log(p + self.eps), axis=1))

    def grad(self, p, t):
        return -t / (p + self.eps) / len(t)


class Model:
    def __init__(self, *layers):
        self.layers = list(layers)
        self.loss = CrossEntropy()

    def predict(self, x, train=False):
        for layer in self.layers:
            x = layer.forward(x, train)
        return x

    def train_step(self, x, t, lr):
        p = self.predict(x, train=True)
        grad = self.loss.grad(p, t)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        for layer in self.layers:
            layer.update(lr)
        return self.loss.value(p, t)


rng = np.random.default_rng(17)
kind = rng.integers(0, 3, 90)
petals = np.array([[1.5, 0.3, 5.0], [4.3, 1.3, 5.9], [5.5, 2.0, 6.6]])[kind] + 0.4 * rng.normal(size=(90, 3))
x = (petals - petals.mean(axis=0)) / petals.std(axis=0)
t = np.zeros((90, 3))
t[np.arange(90), kind] = 1

model = Model(Dense(3, 12, rng), Tanh(), Dropout(0.25, rng), Dense(12, 7, rng), Tanh(), Dense(7, 3, rng), Softmax())
for epoch in range(400):
    value = model.train_step(x, t, lr=0.3)
    if epoch % 50 == 0:
        accuracy = np.mean(model.predict(x).argmax(axis=1) == kind)
        print(f"epoch {epoch:3d}  loss {value:.4f}  accuracy {accuracy:.2f}")
