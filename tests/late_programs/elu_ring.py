# %% [markdown]
# # Is the point inside the ring?
# Layers as objects, every layer knows how to go forward and backward.

# %%
import numpy as np

rng = np.random.default_rng(77)
X = rng.uniform(-1.5, 1.5, size=(200, 2)).astype(np.float32)
radius = np.sqrt((X ** 2).sum(axis=1))
y = ((radius > 0.6) & (radius < 1.2)).astype(np.float32).reshape(-1, 1)
print("inside the ring:", int(y.sum()), "of", len(y))


# %%
class Dense:
    def __init__(self, n_in, n_out):
        self.W = (rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)).astype(np.float32)
        self.b = np.zeros(n_out, dtype=np.float32)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad, lr):
        gW = self.x.T @ grad
        gb = grad.sum(axis=0)
        gx = grad @ self.W.T      # before the step!
        self.W -= np.float32(lr) * gW
        self.b -= np.float32(lr) * gb
        return gx


class ELU:
    def __init__(self, alpha=0.8):
        self.alpha = np.float32(alpha)

    def forward(self, x):
        self.out = np.where(x > 0, x, self.alpha * (np.exp(np.minimum(x, 0)) - 1))
        return self.out

    def backward(self, grad, lr):
        # for x < 0:  alpha * exp(x) = out + alpha
        return grad * np.where(self.out > 0, 1, self.out + self.alpha)


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, grad, lr):
        return grad * self.out * (1 - self.out)


# %%
net = [Dense(2, 12), ELU(), Dense(12, 8), ELU(), Dense(8, 1), Sigmoid()]

for epoch in range(60):
    perm = rng.permutation(len(X))
    total = 0.0
    for i in range(0, len(X), 25):
        xb = X[perm[i:i + 25]]
        yb = y[perm[i:i + 25]]
        a = xb
        for layer in net:
            a = layer.forward(a)
        total += float(-(yb * np.log(a + 1e-7) + (1 - yb) * np.log(1 - a + 1e-7)).sum())

        grad = (a - yb) / (a * (1 - a)) / len(xb)
        for layer in reversed(net):
            grad = layer.backward(grad, 0.3)
    if epoch % 10 == 9:
        print(f"epoch {epoch + 1}: {total / len(X):.4f}")

# %%
a = X
for layer in net:
    a = layer.forward(a)
print("accuracy", np.mean((a > 0.5) == (y > 0.5)), a.dtype)
