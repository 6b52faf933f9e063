"""Predict (made up) house prices with a tiny network and Adam. Everything by hand."""
import numpy as np

np.random.seed(7)

# ----------------------------------------------------------------------
# data: size in m2, number of rooms, age, distance to the centre
# ----------------------------------------------------------------------
n_houses = 160
size = np.random.uniform(30, 200, n_houses)
rooms = np.round(size / 28 + np.random.normal(0, 0.7, n_houses)).clip(1)
age = np.random.uniform(0, 90, n_houses)
dist = np.random.exponential(6, n_houses)
price = 2.1 * size + 9 * rooms - 0.6 * age + 90 / (1 + dist) + np.random.normal(0, 8, n_houses)

X = np.column_stack([size, rooms, age, dist])
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = ((price - price.mean()) / price.std()).reshape(-1, 1)


def elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))


def elu_slope(a, alpha=1.0):
    # careful: this wants the OUTPUT of elu, since exp(z) = elu(z) + alpha for z < 0
    return np.where(a > 0, 1.0, a + alpha)


class PriceNet:
    def __init__(self, n_in, n_hidden, lr=0.01, beta1=0.9, beta2=0.999):
        self.p = {
            "W1": np.random.randn(n_in, n_hidden) * np.sqrt(2 / n_in),
            "b1": np.zeros(n_hidden),
            "W2": np.random.randn(n_hidden, 1) * np.sqrt(1 / n_hidden),
            "b2": np.zeros(1),
        }
        self.m = {k: np.zeros_like(v) for k, v in self.p.items()}
        self.v = {k: np.zeros_like(v) for k, v in self.p.items()}
        self.t = 0
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.g = {}

    def forward(self, X):
        self.X = X
        self.h = elu(X @ self.p["W1"] + self.p["b1"])
        return self.h @ self.p["W2"] + self.p["b2"]

    def backward(self, err):
        g = {}
        g["W2"] = self.h.T @ err
        g["b2"] = err.sum(axis=0)
        back = err @ self.p["W2"].T
        back *= elu_slope(self.h)
        g["W1"] = self.X.T @ back
        g["b1"] = back.sum(axis=0)
        self.g = g
        return g

    def adam(self, g):
        self.t += 1
        for k in self.p:
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g[k]
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g[k] ** 2
            mhat = self.m[k] / (1 - self.beta1 ** self.t)
            vhat = self.v[k] / (1 - self.beta2 ** self.t)
            self.p[k] = self.p[k] - self.lr * mhat / (np.sqrt(vhat) + 1e-8)


net = PriceNet(4, 10)
batch = 32
for epoch in range(60):
    order = np.random.permutation(n_houses)
    seen = 0.0
    for start in range(0, n_houses, batch):
        idx = order[start:start + batch]
        xb, yb = X[idx], y[idx]
        out = net.forward(xb)
        err = (out - yb) / len(idx)
        seen += float(((out - yb) ** 2).sum())
        net.adam(net.backward(err))
    if epoch % 10 == 0:
        print(f"epoch {epoch:3d}   mse {seen / n_houses:.4f}")

guess = net.forward(X) * price.std() + price.mean()
print("mean absolute error in thousands:", np.abs(guess.ravel() - price).mean().round(2))
