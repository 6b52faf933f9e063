import random

import numpy as np

random.seed(5)
np.random.seed(5)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def cost(a, y):
    return np.sum(np.nan_to_num(-y * np.log(a) - (1 - y) * np.log(1 - a)))


class Net(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]
        self.weights = [np.random.randn(n, m) / np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:])]

    def output(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def train(self, data, epochs, size, eta):
        n = len(data)
        for epoch in range(epochs):
            random.shuffle(data)
            for k in range(0, n, size):
                self.train_batch(data[k : k + size], eta)
            print("epoch %d: %d of %d right" % (epoch, self.score(data), n))

    def train_batch(self, batch, eta):
        sum_b = [np.zeros(b.shape) for b in self.biases]
        sum_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in batch:
            grad_b, grad_w = self.backprop(x, y)
            sum_b = [s + g for s, g in zip(sum_b, grad_b)]
            sum_w = [s + g for s, g in zip(sum_w, grad_w)]
        self.weights = [w - eta / len(batch) * s for w, s in zip(self.weights, sum_w)]
        self.biases = [b - eta / len(batch) * s for b, s in zip(self.biases, sum_b)]

    def backprop(self, x, y):
        grad_b = [np.zeros(b.shape) for b in self.biases]
        grad_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        # the cost is the cross-entropy, so there is no sigmoid_prime here
        delta = activations[-1] - y
        grad_b[-1] = delta
        grad_w[-1] = np.dot(delta, activations[-2].T)
        for layer in range(2, self.num_layers):
            delta = np.dot(self.weights[-layer + 1].T, delta) * sigmoid_prime(zs[-layer])
            grad_b[-layer] = delta
            grad_w[-layer] = np.dot(delta, activations[-layer - 1].T)
        return grad_b, grad_w

    def score(self, data):
        return sum(int(np.argmax(self.output(x)) == np.argmax(y)) for x, y in data)


# noisy 4 x 4 pictures of four strokes
strokes = np.zeros((4, 16))
strokes[0, [0, 5, 10, 15]] = 1
strokes[1, [3, 6, 9, 12]] = 1
strokes[2, [4, 5, 6, 7]] = 1
strokes[3, [2, 6, 10, 14]] = 1
training = []
for i in range(80):
    y = np.zeros((4, 1))
    y[i % 4] = 1.0
    training.append(((strokes[i % 4] + 0.3 * np.random.randn(16)).reshape(16, 1), y))

net = Net([16, 8, 4])
net.train(training, epochs=15, size=10, eta=0.5)
