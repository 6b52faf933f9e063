"""
Guess the honey yield of a hive from the spring inspection.

My own little layer library. Every layer knows forward(), backward() and how to
improve itself, so the training loop stays short.
"""
import sys
import numpy as np

EPOCHS = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 150
rng = np.random.default_rng(2024)


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad, lr):
        raise NotImplementedError


class Linear(Layer):
    def __init__(self, n_in, n_out):
        self.W = rng.normal(0, np.sqrt(2.0 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad, lr):
        # grad is dL/d(output); learn from it, then hand dL/d(input) down
        dW = self.x.T @ grad
        db = grad.sum(axis=0)
        self.W -= lr * dW
        self.b -= lr * db
        return grad @ self.W.T

    def __repr__(self):
        return "Linear(%d -> %d)" % self.W.shape


class LeakyReLU(Layer):
    def __init__(self, slope=0.05):
        self.slope = slope

    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, self.slope * x)

    def backward(self, grad, lr):
        return np.where(self.positive, grad, self.slope * grad)

    def __repr__(self):
        return "LeakyReLU(%g)" % self.slope


class Net:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train_on(self, x, y, lr):
        out = self.forward(x)
        diff = out - y
        loss = (diff ** 2).mean()
        grad = 2 * diff / diff.size
        for layer in reversed(self.layers):
            grad = layer.backward(grad, lr)
        return loss


# ---- the hives -------------------------------------------------------------
n = 90
frames = rng.uniform(3, 10, n)
brood = rng.uniform(1, 7, n)
mites = rng.exponential(1.5, n)
altitude = rng.uniform(50, 900, n)
honey = 2.5 * frames + 1.2 * brood - 2.0 * mites + 0.004 * (900 - altitude) * (frames > 6) + rng.normal(0, 1, n)

features = np.stack([frames, brood, mites, altitude], axis=1)
features = (features - features.mean(axis=0)) / features.std(axis=0)
yields = ((honey - honey.mean()) / honey.std())[:, None]

net = Net(Linear(4, 8), LeakyReLU(), Linear(8, 5), LeakyReLU(), Linear(5, 1))
print(net.layers)

for epoch in range(EPOCHS):
    order = rng.permutation(n)
    total = 0.0
    for k in range(0, n, 15):
        pick = order[k:k + 15]
        total += net.train_on(features[pick], yields[pick], lr=0.05)
    if epoch % 30 == 0:
        print(f"epoch {epoch:4d}  loss {total / 6:.4f}")

guess = net.forward(features)
print("kg off on average:", np.abs(guess - yields).mean() * honey.std())
