import random
import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))

class Network(object):
    def __init__(self, sizes):
        np.random.seed(3)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def cost(self, batch):
        total = 0.0
        for x, y in batch:
            a = x
            for b, w in zip(self.biases, self.weights):
                a = sigmoid(np.dot(w, a) + b)
            total += 0.5 * np.sum((a - y) ** 2)
        return total / len(batch)

    def train(self, data, epochs, size, eta):
        for epoch in range(epochs):
            random.Random(epoch).shuffle(data)
            for k in range(0, len(data), size):
                self.update(data[k:k + size], eta)
            print("epoch", epoch, self.cost(data))

    def update(self, batch, eta):
        self.batch = batch
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in batch:
            db, dw = self.backprop(x, y)
            nabla_b = [nb + d for nb, d in zip(nabla_b, db)]
            nabla_w = [nw + d for nw, d in zip(nabla_w, dw)]
        self.weights = [w - (eta / len(batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(batch)) * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        db = [np.zeros(b.shape) for b in self.biases]
        dw = [np.zeros(w.shape) for w in self.weights]
        a, activations, zs = x, [x], []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, a) + b
            zs.append(z)
            a = sigmoid(z)
            activations.append(a)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        db[-1] = delta
        dw[-1] = np.dot(delta, activations[-2].T)
        for l in range(2, len(self.sizes)):
            delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
            db[-l] = delta
            dw[-l] = np.dot(delta, activations[-l - 1].T)
        return db, dw

rng = np.random.RandomState(0)
data = [(rng.rand(3, 1), rng.rand(2, 1)) for _ in range(12)]
net = Network([3, 5, 4, 2])
net.train(data, 30, 4, 2.0)
