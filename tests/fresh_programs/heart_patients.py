"""Who will come back to the clinic? A small classifier with the interface of scikit-learn."""
import time

import numpy as np


class TwoLayerClassifier:
    def __init__(self, n_hidden=8, lr=0.1, momentum=0.9, n_iter=150, random_state=None):
        self.n_hidden = n_hidden
        self.lr = lr
        self.momentum = momentum
        self.n_iter = n_iter
        self.random_state = random_state

    def _init_weights(self, n_features):
        rng = np.random.RandomState(self.random_state)
        self.W1 = rng.normal(0, np.sqrt(1 / n_features), (n_features, self.n_hidden))
        self.b1 = np.zeros(self.n_hidden)
        self.W2 = rng.normal(0, np.sqrt(1 / self.n_hidden), self.n_hidden)
        self.b2 = 0.0
        self.vW1 = np.zeros_like(self.W1)
        self.vb1 = np.zeros_like(self.b1)
        self.vW2 = np.zeros_like(self.W2)
        self.vb2 = 0.0

    def _forward(self, X):
        hidden = np.tanh(X @ self.W1 + self.b1)
        return hidden, 1 / (1 + np.exp(-(hidden @ self.W2 + self.b2)))

    def fit(self, X, y):
        self._init_weights(X.shape[1])
        self.loss_curve_ = []
        n = len(y)
        for _ in range(self.n_iter):
            hidden, p = self._forward(X)
            self.loss_curve_.append(-np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)))

            d_out = (p - y) / n
            grad_W2 = hidden.T @ d_out
            grad_b2 = d_out.sum()
            d_hidden = np.outer(d_out, self.W2) * (1 - hidden * hidden)
            grad_W1 = X.T @ d_hidden
            grad_b1 = d_hidden.sum(axis=0)

            self.vW1 = self.momentum * self.vW1 - self.lr * grad_W1
            self.vb1 = self.momentum * self.vb1 - self.lr * grad_b1
            self.vW2 = self.momentum * self.vW2 - self.lr * grad_W2
            self.vb2 = self.momentum * self.vb2 - self.lr * grad_b2
            self.W1 += self.vW1
            self.W2 += self.vW2
            self.b2 += self.vb2
        return self

    def predict_proba(self, X):
        _, p = self._forward(X)
        return np.column_stack([1 - p, p])

    def predict(self, X):
        return (self.predict_proba(X)[:, 1] >= 0.5).astype(int)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


if __name__ == "__main__":
    rng = np.random.RandomState(0)
    age = rng.normal(58, 12, 150)
    pressure = rng.normal(130, 18, 150)
    chol = rng.normal(240, 45, 150)
    rate = rng.normal(140, 20, 150)
    risk = 0.06 * (age - 58) + 0.03 * (pressure - 130) - 0.03 * (rate - 140) + rng.normal(0, 0.6, 150)
    y = (np.abs(risk) > 0.9).astype(float)
    X = np.column_stack([age, pressure, chol, rate])
    X = (X - X.mean(axis=0)) / X.std(axis=0)

    t0 = time.time()
    clf = TwoLayerClassifier(random_state=3)
    clf.fit(X[:110], y[:110])
    print("trained in %.2f s, loss %.4f" % (time.time() - t0, clf.loss_curve_[-1]))
    print("train", clf.score(X[:110], y[:110]))
    print("test ", clf.score(X[110:], y[110:]))
