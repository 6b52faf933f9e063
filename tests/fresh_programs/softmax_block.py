# Name that colour: r, g, b in, "warm" / "cold" / "grey" out.
# My first go at a mini framework: every block has forward() and backward(), the loss is a block too.
import numpy as np

rng = np.random.default_rng(21)


class Dense:
    def __init__(self, n_in, n_out):
        self.w = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x.dot(self.w) + self.b

    def backward(self, grad):
        self.gw = self.x.T.dot(grad)
        self.gb = grad.sum(axis=0, keepdims=True)
        return grad.dot(self.w.T)


# class Sigmoid:
#     def forward(self, x):
#         self.s = 1 / (1 + np.exp(-x))
#         return self.s
#
#     def backward(self, grad):
#         return grad * self.s * (1 - self.s)


class ReLU:
    def forward(self, x):
        self.on = x > 0
        return np.where(self.on, x, 0)

    def backward(self, grad):
        return grad * self.on


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return self.p

    def backward(self, grad):
        return grad * self.p * (1 - self.p)


class CrossEntropy:
    eps = 1e-12

    def forward(self, p, t):
        self.p, self.t = p, t
        return -np.sum(t * np.log(p + self.eps)) / len(t)

    def backward(self):
        return -self.t / (self.p + self.eps) / len(self.t)


def colours(n):
    rgb = rng.uniform(0, 1, (n, 3))
    spread = rgb.max(axis=1) - rgb.min(axis=1)
    label = np.where(spread < 0.35, 2, np.where(rgb[:, 0] > rgb[:, 2], 0, 1))
    return rgb, np.eye(3)[label], label


x, t, label = colours(150)
blocks = [Dense(3, 12), ReLU(), Dense(12, 3), Softmax()]
loss_block = CrossEntropy()
lr = 0.3

for i in range(401):
    a = x
    for block in blocks:
        a = block.forward(a)
    loss = loss_block.forward(a, t)

    grad = loss_block.backward()
    for block in blocks[::-1]:
        grad = block.backward(grad)

    for block in blocks:
        if hasattr(block, "w"):
            block.w -= lr * block.gw
            block.b -= lr * block.gb

    if i % 100 == 0:
        acc = (a.argmax(axis=1) == label).mean()
        print(i, "loss", round(float(loss), 4), "acc", round(float(acc), 3))
