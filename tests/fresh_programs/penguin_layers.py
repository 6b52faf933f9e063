"""Two kinds of penguin from three measurements. Layers as objects, gradients added up bird by bird."""
import numpy as np

rng = np.random.RandomState(5)

# bill length, bill depth, flipper length (made up, but close to the real thing)
adelie = rng.normal([38.8, 18.3, 190.0], [2.7, 1.2, 6.5], size=(20, 3))
gentoo = rng.normal([47.5, 15.0, 217.0], [3.1, 1.0, 6.5], size=(20, 3))
X = np.vstack([adelie, gentoo])
X = (X - X.mean(axis=0)) / X.std(axis=0)
Y = np.array([0] * 20 + [1] * 20)

lam = 0.02
lr = 0.05


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class Hidden:
    """tanh(W x + b)"""

    def __init__(self, n_in, n_out):
        self.W = rng.randn(n_out, n_in) / np.sqrt(n_in)
        self.b = np.zeros(n_out)
        self.clear()

    def clear(self):
        self.gW = np.zeros_like(self.W)
        self.gb = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        self.z = self.W @ x + self.b
        self.a = np.tanh(self.z)
        return self.z

    def backward(self, da):
        dz = da * (1 - self.a ** 2)
        self.gW += np.outer(dz, self.x)
        self.gb += dz
        return self.W.T @ dz

    def update(self, n):
        self.W -= lr * self.gW / n
        self.b -= lr * self.gb / n


class Output(Hidden):
    """sigmoid on top; backward starts from the target"""

    def forward(self, x):
        self.x = x
        self.a = sigmoid(self.W @ x + self.b)
        return self.a

    def backward(self, t):
        dz = self.a - t
        self.gW += np.outer(dz, self.x)
        self.gb += dz
        return self.W.T @ dz


layers = [Hidden(3, 5), Hidden(5, 4), Output(4, 1)]
history = []
for epoch in range(25):
    history.append([(l.W.copy(), l.b.copy()) for l in layers])  # for the animation
    total = 0.0
    for x, t in zip(X, Y):
        h = x
        for l in layers:
            h = l.forward(h)
        p = h[0]
        total += -(t * np.log(p) + (1 - t) * np.log(1 - p))
        g = t
        for l in reversed(layers):
            g = l.backward(g)
    loss = total / len(X) + lam * sum(np.sum(l.W ** 2) for l in layers)
    for l in layers:
        l.update(len(X))
    if epoch % 5 == 0:
        print("epoch", epoch, "loss", loss)
