from collections import OrderedDict
import numpy as np

np.random.seed(6)


class Linear:
    def __init__(self, store, key):
        self.store, self.key = store, key
        self.weight, self.bias = store["w" + key], store["b" + key]
        self.seen = None

    def run(self, x):
        self.seen = x
        return x @ self.weight + self.bias

    def rewind(self, up, slopes):
        slopes["w" + self.key] = self.seen.T @ up
        slopes["b" + self.key] = up.sum(axis=0)
        return up @ self.weight.T


class Rectifier:
    def run(self, x):
        self.dead = x <= 0
        y = x.copy()
        y[self.dead] = 0
        return y

    def rewind(self, up, slopes):
        up[self.dead] = 0
        return up


class ProbabilityHead:
    """softmax and its loss in one"""

    def run(self, s, t):
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        self.q = e / e.sum(axis=-1, keepdims=True)
        self.t = t
        return -np.mean(np.sum(t * np.log(self.q + 1e-7), axis=-1))

    def rewind(self):
        return (self.q - self.t) / self.t.shape[0]


class Stack:
    def __init__(self, widths, scale=0.4):
        self.store = {}
        self.parts = OrderedDict()
        for i, (a, b) in enumerate(zip(widths[:-1], widths[1:])):
            key = str(i)
            self.store["w" + key] = scale * np.random.randn(a, b)
            self.store["b" + key] = np.zeros(b)
            if i:
                self.parts["rect" + key] = Rectifier()
            self.parts["lin" + key] = Linear(self.store, key)
        self.head = ProbabilityHead()

    def loss(self, x, t):
        for part in self.parts.values():
            x = part.run(x)
        return self.head.run(x, t)

    def slopes(self, x, t):
        self.loss(x, t)
        up, found = self.head.rewind(), {}
        for part in list(self.parts.values())[::-1]:
            up = part.rewind(up, found)
        return found


inputs = np.random.randn(60, 5)
onehot = np.eye(3)[np.argmax(inputs[:, 1:4], axis=1)]
stack = Stack([5, 8, 3])

STEPS, BATCH, RATE = 150, 20, 0.3
for i in range(STEPS):
    pick = np.random.choice(60, BATCH)     # with repetition, it does not matter
    found = stack.slopes(inputs[pick], onehot[pick])
    for name in found:
        stack.store[name] -= RATE * found[name]
    if i % 50 == 0:
        print(i, stack.loss(inputs, onehot))
