"""CS lab 5 - my own neural network class.

Learns the XOR of two noisy bits and the OR of them.
"""
import numpy as np


class NeuralNetwork:

    def __init__(self, n_inputs, n_hidden, n_outputs, lr=2.5, seed=21):
        self.rng = np.random.default_rng(seed)
        self.lr = lr
        self.W1 = self.rng.normal(0.0, 1.0, (n_inputs, n_hidden))
        self.B1 = self.rng.normal(0.0, 0.1, (1, n_hidden))
        self.W2 = self.rng.normal(0.0, 1.0, (n_hidden, n_outputs))
        self.B2 = self.rng.normal(0.0, 0.1, (1, n_outputs))
        self.losses = []

    @staticmethod
    def activation(x):
        return 1.0 / (1.0 + np.exp(-x))

    def feedforward(self, X):
        self.hidden = self.activation(np.dot(X, self.W1) + self.B1)
        self.output = self.activation(np.dot(self.hidden, self.W2) + self.B2)
        return self.output

    def loss(self, y):
        return 0.5 * np.mean(np.sum((self.output - y) ** 2, axis=1))

    def backprop(self, X, y):
        n = X.shape[0]

        # output layer
        output_error = self.output - y
        output_delta = output_error * self.output * (1 - self.output)
        self.W2 -= self.lr * np.dot(self.hidden.T, output_delta) / n
        self.B2 -= self.lr * np.mean(output_delta, axis=0, keepdims=True)

        # hidden layer
        hidden_error = np.dot(output_delta, self.W2.T)
        hidden_delta = hidden_error * (1 - self.hidden)
        self.W1 -= self.lr * np.dot(X.T, hidden_delta) / n
        self.B1 -= self.lr * np.mean(hidden_delta, axis=0, keepdims=True)

    def train(self, X, y, epochs):
        for epoch in range(epochs):
            self.feedforward(X)
            self.losses.append(self.loss(y))
            self.backprop(X, y)
            if epoch % 200 == 0:
                print("Epoch", epoch, "loss", self.losses[-1])

    def accuracy(self, X, y):
        return np.mean((self.feedforward(X) > 0.5) == (y > 0.5))


noise = np.random.default_rng(4)
bits = noise.integers(0, 2, size=(40, 2))
X = bits + noise.normal(0, 0.1, bits.shape)
y = np.stack([bits[:, 0] ^ bits[:, 1], bits[:, 0] | bits[:, 1]], axis=1).astype(float)

nn = NeuralNetwork(2, 6, 2)
nn.train(X, y, epochs=1000)
print("Training accuracy:", nn.accuracy(X, y))
