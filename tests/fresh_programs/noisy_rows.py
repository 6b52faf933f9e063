"""Clean up noisy sensor rows with a small denoising autoencoder.

Six sensors on one pipe: the readings hang together, so the net should learn to take the noise out.
Everything stays 6 wide, I did not want a bottleneck here.
"""
import numpy as np

np.random.seed(3)

N_SENSORS = 6
HIDDEN = 4  # not used any more
LR = 0.03
EPOCHS = 300


def tanh(z):
    return np.tanh(z)


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def identity(z):
    return z


def one(z):
    return np.ones_like(z)


class Layer:
    def __init__(self, n_in, n_out, act, act_prime):
        self.W = np.random.randn(n_in, n_out) * 0.4
        self.b = np.zeros(n_out)
        self.act = act
        self.act_prime = act_prime

    def forward(self, x):
        self.x = x
        self.z = x @ self.W + self.b
        self.a = self.act(self.z)
        return self.a

    def backward(self, grad_a):
        delta = grad_a * self.act_prime(self.z)
        self.dW = self.a.T @ delta / len(delta)
        self.db = delta.mean(axis=0)
        return delta @ self.W.T

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


def make_rows(n):
    flow = np.random.uniform(-1, 1, size=(n, 1))
    mix = np.array([[0.9, -0.4, 0.3, 0.7, -0.8, 0.1]])
    return np.sin(1.5 * flow @ mix) + 0.2 * mix


clean = make_rows(80)
noisy = clean + 0.15 * np.random.randn(*clean.shape)

net = [
    Layer(N_SENSORS, N_SENSORS, tanh, tanh_prime),
    Layer(N_SENSORS, N_SENSORS, tanh, tanh_prime),
    Layer(N_SENSORS, N_SENSORS, identity, one),
]

for epoch in range(EPOCHS):
    out = noisy
    for layer in net:
        out = layer.forward(out)

    loss = np.mean(np.sum((out - clean) ** 2, axis=1))

    grad = 2 * (out - clean)
    for layer in reversed(net):
        grad = layer.backward(grad)
    for layer in net:
        layer.step(LR)

    if epoch % 100 == 0:
        print(f"epoch {epoch:4d}  loss {loss:.5f}")

before = np.mean((noisy - clean) ** 2)
after = np.mean((out - clean) ** 2)
print("noise before", before, "after", after)
