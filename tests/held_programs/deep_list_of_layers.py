# Project 1 (deep learning course): a network of any depth, with momentum
import numpy as np

np.random.seed(31)


def tanh(z):
    return np.tanh(z)


def tanh_prime(z):
    return 1.0 - np.tanh(z) ** 2


class DeepNet:
    def __init__(self, sizes, lr=0.1, momentum=0.8):
        self.sizes = sizes
        self.L = len(sizes) - 1          # number of weight layers
        self.weights = [np.random.randn(sizes[l + 1], sizes[l]) / np.sqrt(sizes[l]) for l in range(self.L)]
        self.biases = [0.1 * np.random.randn(sizes[l + 1], 1) for l in range(self.L)]
        self.vw = [np.zeros(w.shape) for w in self.weights]
        self.vb = [np.zeros(b.shape) for b in self.biases]
        self.lr = lr
        self.momentum = momentum

    def forward(self, X):
        self.a = [X]
        self.z = []
        for l in range(self.L):
            self.z.append(self.weights[l] @ self.a[l] + self.biases[l])
            if l == self.L - 1:
                self.a.append(self.z[l])
            else:
                self.a.append(tanh(self.z[l]))
        return self.a[-1]

    def cost(self, Y):
        return 0.5 * np.mean((self.a[-1] - Y) ** 2)

    def backward(self, Y):
        m = Y.shape[1]
        deltas = [np.zeros(z.shape) for z in self.z]
        deltas[-1] = (self.a[-1] - Y) / m
        for l in range(self.L - 2, 0, -1):
            deltas[l] = self.weights[l + 1].T @ deltas[l + 1] * tanh_prime(self.z[l])

        for l in range(self.L):
            dW = deltas[l] @ self.a[l].T
            db = deltas[l].sum(axis=1, keepdims=True)
            self.vw[l] = self.momentum * self.vw[l] + dW
            self.vb[l] = self.momentum * self.vb[l] + db
            self.weights[l] = self.weights[l] - self.lr * self.vw[l]
            self.biases[l] = self.biases[l] - self.lr * self.vb[l]


# temperature of a day from hour and month, both scaled to [-1, 1]
m = 120
X = np.random.uniform(-1, 1, (2, m))
Y = np.cos(np.pi * X[0:1]) * 0.5 - np.cos(np.pi * X[1:2]) * 0.8 + 0.05 * np.random.randn(1, m)

net = DeepNet([2, 12, 8, 1])
costs = []
for epoch in range(500):
    net.forward(X)
    costs.append(net.cost(Y))
    net.backward(Y)
    if epoch % 100 == 0:
        print("epoch", epoch, "cost", costs[-1])
print("end", net.cost(Y) if costs else "-")
