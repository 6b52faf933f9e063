# %% [markdown]
# Quilt patches: guess how much of a dye (red, blue) went into a patch from five readings of the scanner.
# Layers are objects; each owns its numbers and its Adam.

# %%
import numpy as np

rng = np.random.RandomState(14)


# %%
class Adam:
    def __init__(self, shape, lr=0.01, b1=0.9, b2=0.999):
        self.lr, self.b1, self.b2 = lr, b1, b2
        self.m = np.zeros(shape)
        self.v = np.zeros(shape)
        self.t = 0

    def delta(self, g):
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        mhat = self.m / (1 - self.b1 ** self.t)
        vhat = self.v / (1 - self.b2 ** self.t)
        return self.lr * mhat / (np.sqrt(vhat) + 1e-8)


class Linear:
    def __init__(self, n_in, n_out, l2=0.0):
        self.W = rng.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros((1, n_out))
        self.l2 = l2
        self.opt_W = Adam(self.W.shape)
        self.opt_b = Adam(self.b.shape)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.gW = self.x.T @ g + 2 * self.l2 * self.W
        self.gb = g.sum(axis=0, keepdims=True)
        return g @ self.W.T

    def update(self):
        self.W -= self.opt_W.delta(self.gW)
        self.b -= self.opt_b.delta(self.gb)


class ELU:
    def forward(self, x):
        self.y = np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1)
        return self.y

    def backward(self, g):
        # below zero the slope is e^x, and that is y + 1
        return g * np.where(self.y > 0, 1.0, self.y + 1)

    def update(self):
        pass


# %%
scans = rng.rand(150, 5)
red = 0.8 * scans[:, 0] * scans[:, 1] + 0.2 * np.sin(4 * scans[:, 2])
blue = scans[:, 3] ** 2 - 0.5 * scans[:, 4] * scans[:, 0]
dyes = np.stack([red, blue], axis=1) + 0.01 * rng.randn(150, 2)

LAMBDA = 1e-4
net = [Linear(5, 12, LAMBDA), ELU(), Linear(12, 7, LAMBDA), ELU(), Linear(7, 2, LAMBDA)]


def loss_of(pred, target):
    penalty = sum((layer.W ** 2).sum() for layer in net if isinstance(layer, Linear))
    return np.mean((pred - target) ** 2) + LAMBDA * penalty


# %%
for it in range(400):
    out = scans
    for layer in net:
        out = layer.forward(out)
    if it % 100 == 0:
        print(it, loss_of(out, dyes))
    grad = 2 * (out - dyes) / dyes.size
    for layer in reversed(net):
        grad = layer.backward(grad)
    for layer in net:
        layer.update()

# %%
out = scans
for layer in net:
    out = layer.forward(out)
print("largest error:", np.abs(out - dyes).max().round(3))
print("typical error:", np.abs(out - dyes).mean().round(3))
