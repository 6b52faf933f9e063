# Two moons with two hidden layers and momentum.
# Written to find out why my Unity port behaves differently.
import numpy as np


def make_moons(n, noise, rng):
    half = n // 2
    t = rng.uniform(0, np.pi, half)
    upper = np.stack([np.cos(t), np.sin(t)], axis=1)
    lower = np.stack([1 - np.cos(t), 0.5 - np.sin(t)], axis=1)
    pts = np.concatenate([upper, lower]) + rng.normal(0, noise, (2 * half, 2))
    lab = np.concatenate([np.zeros(half), np.ones(half)]).reshape(-1, 1)
    return pts, lab


class MoonNet:
    H = 8

    def __init__(self, rng):
        H = self.H
        self.W1, self.b1 = rng.normal(0, 0.7, (2, H)), np.zeros(H)
        self.W2, self.b2 = rng.normal(0, 0.4, (H, H)), np.zeros(H)
        self.W3, self.b3 = rng.normal(0, 0.4, (H, 1)), np.zeros(1)
        self.names = ["W1", "b1", "W2", "b2", "W3", "b3"]
        self.v = {n: np.zeros_like(getattr(self, n)) for n in self.names}

    def forward(self, x):
        self.x = x
        self.a1 = np.tanh(x @ self.W1 + self.b1)
        self.a2 = np.tanh(self.a1 @ self.W2 + self.b2)
        self.y = 1 / (1 + np.exp(-(self.a2 @ self.W3 + self.b3)))
        return self.y

    def backward(self, t):
        n = len(t)
        d3 = 2 * (self.y - t) * self.y * (1 - self.y) / n
        d2 = d3 @ self.W3.T * (1 - self.a2**2)
        d1 = d2 @ self.W2.T * (1 - self.a1**2)
        return {
            "W3": self.a2.T @ d3,
            "b3": d3.sum(0),
            "W2": self.a2.T @ d2,
            "b2": d2.sum(0),
            "W1": self.x.T @ d1,
            "b1": d1.sum(0),
        }

    def update(self, g, lr=0.3, momentum=0.9):
        for n in self.names:
            self.v[n] = momentum * self.v[n] + g[n]
            setattr(self, n, getattr(self, n) - lr * self.v[n])


rng = np.random.default_rng(12)
x, t = make_moons(120, 0.12, rng)
net = MoonNet(rng)

EPOCHS = 500
for epoch in range(EPOCHS):
    y = net.forward(x)
    mse = np.mean((y - t) ** 2)
    net.update(net.backward(t))
    if epoch % 50 == 0:
        acc = np.mean((y > 0.5) == (t > 0.5))
        print(f"{epoch:4d}  mse {mse:.4f}  acc {acc:.3f}")

if input("show the map? (y/n) ").lower().startswith("y"):
    for gy in np.linspace(1.5, -1, 14):
        line = np.stack([np.linspace(-1.5, 2.5, 40), np.full(40, gy)], axis=1)
        print("".join("#" if v > 0.5 else "." for v in net.forward(line).ravel()))
