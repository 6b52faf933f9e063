"""Where does the ball land?  (speed, angle, drag) -> distance.

Each layer has a gain and a shift after its tanh, like the layer in that paper about "scaled" units.
An SGD object takes the step for all the layers.
"""
import numpy as np


class ScaledLayer:
    """y = gain * tanh(x W) + shift"""

    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.gain = np.ones(n_out)
        self.shift = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.t = np.tanh(x @ self.W)
        return self.gain * self.t + self.shift

    def backward(self, g):
        self.dgain = (g * self.t).sum(axis=0)
        self.dshift = g.sum(axis=0)
        gz = g * self.gain * (1 - self.t ** 2)
        self.dW = self.x.T @ gz
        return gz @ self.W.T


class Readout:
    def __init__(self, n_in, rng):
        self.W = rng.normal(0, 0.3, (n_in, 1))
        self.shift = np.zeros(1)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.shift

    def backward(self, g):
        self.dW = self.x.T @ g
        self.dshift = g.sum(axis=0)
        return g @ self.W.T


class SGD:
    def __init__(self, layers, lr, decay=0.0):
        self.layers = layers
        self.lr = lr
        self.decay = decay
        self.steps = 0

    def step(self):
        lr = self.lr / (1 + self.decay * self.steps)
        for layer in self.layers:
            layer.W = layer.W - lr * layer.dW
            if isinstance(layer, ScaledLayer):
                layer.gain = layer.gain - lr * layer.dgain
                layer.shift = layer.gain - lr * layer.dshift
            else:
                layer.shift = layer.shift - lr * layer.dshift
        self.steps += 1


# class Momentum(SGD):
#     def step(self):
#         todo


def throws(n, rng):
    speed = rng.uniform(5, 15, n)
    angle = rng.uniform(0.2, 1.3, n)
    drag = rng.uniform(0, 0.3, n)
    far = speed ** 2 * np.sin(2 * angle) / 9.81 * np.exp(-2 * drag)
    X = np.stack([(speed - 10) / 3, (angle - 0.75) / 0.3, (drag - 0.15) / 0.1], axis=1)
    return X, far[:, None] / 10


rng = np.random.default_rng(16)
X, y = throws(64, rng)

layers = [ScaledLayer(3, 10, rng), ScaledLayer(10, 6, rng), Readout(6, rng)]
sgd = SGD(layers, lr=0.05, decay=0.001)

for step in range(501):
    out = X
    for layer in layers:
        out = layer.forward(out)
    residual = out - y
    loss = (residual ** 2).mean()

    g = residual / len(X)
    for layer in layers[::-1]:
        g = layer.backward(g)
    sgd.step()

    if step % 100 == 0:
        print(f"step {step:4d}   loss {loss:.4f}   mean miss {10 * np.abs(residual).mean():.2f} m")
