"""Multi-class classification of gaussian blobs with a hand-made MLP."""
from __future__ import annotations

import numpy as np


def one_hot(labels: np.ndarray, k: int) -> np.ndarray:
    return np.eye(k)[labels]


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(probs: np.ndarray, target: np.ndarray) -> float:
    return float(-np.mean(np.sum(target * np.log(probs + 1e-12), axis=1)))


class MLP:
    def __init__(self, sizes: list[int], lr: float = 0.05, beta: float = 0.9, seed: int = 0):
        self.rng = np.random.default_rng(seed)
        self.lr, self.beta = lr, beta
        self.weights = [self.rng.normal(0, np.sqrt(2 / a), (a, b)) for a, b in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in sizes[1:]]
        self.vw = [np.zeros_like(w) for w in self.weights]
        self.vb = [np.zeros_like(b) for b in self.biases]

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        activations = [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = activations[-1] @ w + b
            last = i == len(self.weights) - 1
            activations.append(softmax(z) if last else np.maximum(z, 0))
        return activations

    def backward(self, activations: list[np.ndarray], target: np.ndarray):
        grads_w, grads_b = [], []
        delta = (activations[-1] - target) / len(target)
        for i in reversed(range(len(self.weights))):
            grads_w.insert(0, activations[i].T @ delta)
            grads_b.insert(0, delta.sum(axis=0, keepdims=True))
            if i > 0:
                delta = (delta @ self.weights[i].T) * (activations[i] > 0)
        return grads_w, grads_b

    def step(self, grads_w, grads_b) -> None:
        for i in range(len(self.weights)):
            self.vw[i] = self.beta * self.vw[i] - self.lr * grads_w[i]
            self.vb[i] = self.beta * self.vb[i] - self.lr * grads_b[i]
            self.weights[i] = self.weights[i] + self.vw[i]
            self.biases[i] = self.biases[i] + self.vb[i]

    def fit(self, X, Y, epochs=20, batch_size=32):
        for epoch in range(epochs):
            order = self.rng.permutation(len(X))
            for start in range(0, len(X), batch_size):
                idx = order[start:start + batch_size]
                self.last_batch = X[idx], Y[idx]
                acts = self.forward(X[idx])
                self.step(*self.backward(acts, Y[idx]))
            if epoch % 10 == 0:
                print(f"epoch {epoch:3d}  loss {cross_entropy(self.forward(X)[-1], Y):.4f}")

    def predict(self, X):
        return self.forward(X)[-1].argmax(axis=1)


if __name__ == "__main__":
    rng = np.random.default_rng(11)
    centers = rng.normal(0, 2, (3, 4))
    labels = rng.integers(0, 3, 300)
    data = centers[labels] + rng.normal(0, 0.8, (300, 4))
    net = MLP([4, 16, 10, 3])
    net.fit(data, one_hot(labels, 3), epochs=30)
    print("train accuracy:", (net.predict(data) == labels).mean())
