# %% [markdown]
# # Heating load from five numbers about a house
# Dropout after the first layer, lasso penalty on the weights so that useless inputs go away.

# %%
import numpy as np

np.random.seed(8)

N = 96
names = ["area", "height", "windows", "wall", "age"]
X = np.random.rand(N, 5)
load = 2.0 * X[:, 0] - 1.2 * X[:, 3] + np.maximum(0, X[:, 2] - 0.5) * 3 + 0.1 * np.random.randn(N)
y = load[:, np.newaxis]
X = X - X.mean(0)


# %% layers
class Linear:
    def __init__(self, i, o):
        self.w = np.random.randn(i, o) * np.sqrt(1.0 / i)
        self.b = np.random.randn(o) * 0.01

    def forward(self, x, train=True):
        self.inp = x
        return np.matmul(x, self.w) + self.b

    def backward(self, g):
        self.dw = np.matmul(self.inp.T, g)
        self.db = np.sum(g, 0)
        return np.matmul(g, self.w.T)


class Softplus:
    def forward(self, x, train=True):
        self.inp = x
        return np.log1p(np.exp(x))

    def backward(self, g):
        return g / (1 + np.exp(-self.inp))


class Dropout:
    def __init__(self, keep):
        self.keep = keep

    def forward(self, x, train=True):
        if not train:
            return x
        self.mask = np.random.rand(*x.shape) < self.keep
        return x * self.mask / self.keep

    def backward(self, g):
        return g / self.keep


# %% network
net = [Linear(5, 16), Softplus(), Dropout(0.75), Linear(16, 8), Softplus(), Linear(8, 1)]
linear = [l for l in net if isinstance(l, Linear)]


def run(x, train):
    for l in net:
        x = l.forward(x, train)
    return x


def penalty(l1):
    return l1 * sum(np.abs(l.w).sum() for l in linear)


# %% training
l1 = 0.002
lr = 0.05
bs = 24
for epoch in range(150):
    shuffled = np.random.permutation(N)
    epoch_loss = 0
    for start in range(0, N, bs):
        pick = shuffled[start:start + bs]
        out = run(X[pick], train=True)
        diff = out - y[pick]
        loss = 0.5 * (diff ** 2).mean() + penalty(l1)
        epoch_loss += loss * bs / N

        g = diff / len(pick)
        for l in reversed(net):
            g = l.backward(g)

        for l in linear:
            l.w -= lr * (l.dw + l1 * l.w)
            l.b -= lr * l.db
    if epoch % 50 == 0:
        print("epoch", epoch, "loss %.4f" % epoch_loss)

# %% which inputs are used?
for n, s in zip(names, np.abs(net[0].w).sum(axis=1)):
    print(f"{n:8s} {s:.3f}")
print("test rmse:", np.sqrt(np.mean((run(X, train=False) - y) ** 2)))
