# %%
"""My own mini framework, part 2: layers, a loss, an optimiser and batches."""
import numpy as np

gen = np.random.default_rng(123)


# %%
class Linear:
    def __init__(self, n_in, n_out):
        bound = np.sqrt(6 / (n_in + n_out))
        self.W = gen.uniform(-bound, bound, size=(n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T

    def parameters(self):
        return [("W", "dW"), ("b", "db")]


class LeakyReLU:
    def __init__(self, slope=0.05):
        self.slope = slope

    def forward(self, x):
        self.neg = x < 0
        return np.where(self.neg, self.slope * x, x)

    def backward(self, grad):
        grad[self.neg] *= self.slope   # nobody else needs this array
        return grad

    def parameters(self):
        return []


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, grad):
        return grad * self.out * (1 - self.out)

    def parameters(self):
        return []


class MSE:
    def forward(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff**2)

    def backward(self):
        return 2 * self.diff / self.diff.size


class SGD:
    def __init__(self, layers, lr, momentum=0.9, decay=0.99):
        self.layers, self.lr, self.momentum, self.decay = layers, lr, momentum, decay
        self.velocity = {}

    def step(self):
        for i, layer in enumerate(self.layers):
            for name, grad_name in layer.parameters():
                v = self.velocity.get((i, name), 0.0)
                v = self.momentum * v + getattr(layer, grad_name)
                self.velocity[i, name] = v
                setattr(layer, name, getattr(layer, name) - self.lr * v)

    def end_of_epoch(self):
        self.lr *= self.decay


# %% data: four corners and the middle, two outputs
X = gen.uniform(-1, 1, size=(128, 2))
Y = np.c_[X[:, 0] * X[:, 1] > 0, np.abs(X).max(axis=1) < 0.6].astype(float)

# %%
net = [Linear(2, 16), LeakyReLU(), Linear(16, 8), LeakyReLU(), Linear(8, 2), Sigmoid()]
criterion = MSE()
optimiser = SGD(net, lr=0.5)
batch_size = 16

for epoch in range(60):
    shuffled = gen.permutation(len(X))
    running = 0.0
    for start in range(0, len(X), batch_size):
        rows = shuffled[start : start + batch_size]
        out = X[rows]
        for layer in net:
            out = layer.forward(out)
        running += criterion.forward(out, Y[rows])
        grad = criterion.backward()
        for layer in net[::-1]:
            grad = layer.backward(grad)
        optimiser.step()
    optimiser.end_of_epoch()
    if epoch % 10 == 0:
        print(f"epoch {epoch:3d}  loss {running / (len(X) // batch_size):.4f}")

# %%
out = X
for layer in net:
    out = layer.forward(out)
print("accuracy", ((out > 0.5) == (Y > 0.5)).mean(axis=0))
