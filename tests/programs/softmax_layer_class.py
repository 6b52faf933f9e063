import numpy as np


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out**2)


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.out = e / e.sum(axis=1, keepdims=True)
        return self.out

    def backward(self, grad):
        return grad * self.out * (1 - self.out)


class FullyConnected:
    def __init__(self, n, m, seed):
        r = np.random.default_rng(seed)
        self.w = r.standard_normal((n, m)) / np.sqrt(n)
        self.b = np.zeros(m)

    def forward(self, x):
        self.inp = x
        return x @ self.w + self.b

    def backward(self, grad, lr):
        below = grad @ self.w.T
        self.w -= lr * self.inp.T @ grad
        self.b -= lr * grad.sum(axis=0)
        return below


r = np.random.default_rng(100)
labels = r.integers(3, size=45)
x = r.standard_normal((45, 5)) + np.eye(5)[labels] * 2
onehot = np.eye(3)[labels]

fc1, act, fc2, soft = FullyConnected(5, 8, 1), Tanh(), FullyConnected(8, 3, 2), Softmax()
for epoch in range(120):
    p = soft.forward(fc2.forward(act.forward(fc1.forward(x))))
    loss = -np.sum(onehot * np.log(p)) / len(x)

    grad = -(onehot / p) / len(x)
    grad = soft.backward(grad)
    grad = fc2.backward(grad, 0.3)
    grad = act.backward(grad)
    fc1.backward(grad, 0.3)
    if epoch % 30 == 0:
        print(f"epoch {epoch:3d} loss {loss:.3f} acc {(p.argmax(1) == labels).mean():.2f}")
