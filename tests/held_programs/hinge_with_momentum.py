# %% [markdown]
# # Max-margin network
# Two rings, labels -1 / +1, ELU hidden layer, hinge loss + L2, SGD with momentum.

# %%
import numpy as np

np.random.seed(55)
N = 100
r = np.where(np.arange(N) < N // 2, 0.6, 1.4) + 0.12 * np.random.randn(N)
phi = 2 * np.pi * np.random.rand(N)
X = np.stack([r * np.cos(phi), r * np.sin(phi)], axis=1)
t = np.where(np.arange(N) < N // 2, 1.0, -1.0).reshape(-1, 1)

# %%
class RingNet:
    def __init__(self, hidden, reg=1e-3, alpha=1.0):
        self.p = dict(
            W1=np.random.randn(2, hidden) * 0.7,
            b1=np.random.randn(hidden) * 0.1,
            W2=np.random.randn(hidden, 1) * 0.5,
            b2=np.zeros(1),
        )
        self.velocity = {k: np.zeros_like(v) for k, v in self.p.items()}
        self.reg = reg
        self.alpha = alpha

    def elu(self, z):
        return np.where(z > 0, z, self.alpha * (np.exp(np.minimum(z, 0)) - 1))

    def score(self, X):
        z = X @ self.p["W1"] + self.p["b1"]
        h = self.elu(z)
        return h @ self.p["W2"] + self.p["b2"], (X, z, h)

    def loss_and_grads(self, X, t):
        s, (X, z, h) = self.score(X)
        margin = 1 - t * s
        data_loss = np.mean(np.maximum(0, margin))
        reg_loss = 0.5 * self.reg * (np.sum(self.p["W1"] ** 2) + np.sum(self.p["W2"] ** 2))

        ds = np.where(margin > 0, -t, 0) / len(t)
        g = {}
        g["W2"] = h.T @ ds + self.reg * self.p["W2"]
        g["b2"] = np.sum(ds, axis=0)
        dh = ds @ self.p["W2"].T
        dz = dh * np.where(z > 0, 1, h + self.alpha)
        g["W1"] = X.T @ dz + self.reg * self.p["W1"]
        g["b1"] = np.sum(dz, axis=0)
        return data_loss + reg_loss, g

    def step(self, g, lr, mu=0.9):
        for k in self.p:
            self.velocity[k] = mu * self.velocity[k] - lr * g[k]
            self.p[k] += self.velocity[k]

# %%
net = RingNet(12)
for it in range(300):
    loss, grads = net.loss_and_grads(X, t)
    net.step(grads, lr=0.1)
    if it % 100 == 0:
        s, _ = net.score(X)
        print("it", it, "loss", round(float(loss), 4), "accuracy", np.mean(np.sign(s) == t))

# %%
s, _ = net.score(X)
print("wrong:", int(np.sum(np.sign(s) != t)))
