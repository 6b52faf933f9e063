# Toy framework from chapter 4 of the blog series, with my own additions
import numpy as np

np.random.seed(14)


class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.uniform(-1, 1, (n_in, n_out)) * np.sqrt(3.0 / n_in)
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.dW = self.x.T @ g
        self.db = np.sum(g, axis=0, keepdims=True)
        return g @ self.W.T

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, g):
        g *= 1 - self.y * self.y
        return g

    def step(self, lr):
        pass


class HingeLoss:
    """labels are -1 and +1"""

    def forward(self, s, t):
        self.margin = 1 - t * s
        self.t = t
        return np.sum(np.maximum(0, self.margin)) / len(t)

    def backward(self):
        g = np.zeros_like(self.margin)
        late = self.margin > 0
        g[late] = -self.t[late]
        return g / len(self.t)


class Model:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, g):
        for layer in self.layers[::-1]:
            g = layer.backward(g)

    def step(self, lr):
        for layer in self.layers:
            layer.step(lr)


def moons(n):
    a = np.random.rand(n) * np.pi
    up = np.c_[np.cos(a), np.sin(a)]
    down = np.c_[1 - np.cos(a), 0.4 - np.sin(a)]
    X = np.r_[up, down] + np.random.randn(2 * n, 2) * 0.12
    t = np.r_[np.ones((n, 1)), -np.ones((n, 1))]
    return X, t


X, t = moons(60)
net = Model(Linear(2, 10), Tanh(), Linear(10, 6), Tanh(), Linear(6, 1))
criterion = HingeLoss()

for epoch in range(400):
    scores = net.forward(X)
    loss = criterion.forward(scores, t)
    net.backward(criterion.backward())
    net.step(0.4)
    if epoch % 100 == 0:
        print(epoch, "hinge", round(loss, 4), "accuracy", np.mean(np.sign(scores) == t))

print("accuracy", np.mean(np.sign(net.forward(X)) == t))
