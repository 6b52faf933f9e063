"""A zoo of optimisers behind one interface, raced on the same little network.

usage: python optimiser_zoo.py [sgd|momentum|adagrad|rmsprop|adam]
"""

import sys

import numpy as np

rng = np.random.default_rng(5)


class Parameter:
    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value)


class Optimiser:
    def __init__(self, parameters, rate):
        self.parameters, self.rate = list(parameters), rate
        self.state = [self.fresh(p) for p in self.parameters]
        self.t = 0

    def fresh(self, p):
        return None

    def step(self):
        self.t += 1
        for i, p in enumerate(self.parameters):
            self.state[i], change = self.rule(self.state[i], p.grad)
            p.value -= change

    def zero_grad(self):
        for p in self.parameters:
            p.grad[...] = 0


class SGD(Optimiser):
    def rule(self, state, g):
        return state, self.rate * g


class Momentum(Optimiser):
    fresh = staticmethod(lambda p: np.zeros_like(p.value))

    def rule(self, v, g):
        v = 0.9 * v + self.rate * g
        return v, v


class AdaGrad(Optimiser):
    fresh = staticmethod(lambda p: np.zeros_like(p.value))

    def rule(self, s, g):
        s = s + g**2
        return s, self.rate * g / (np.sqrt(s) + 1e-8)


class RMSProp(Optimiser):
    fresh = staticmethod(lambda p: np.zeros_like(p.value))

    def rule(self, s, g):
        s = 0.9 * s + 0.1 * g**2
        return s, self.rate * g / np.sqrt(s + 1e-8)


class Adam(Optimiser):
    fresh = staticmethod(lambda p: (np.zeros_like(p.value), np.zeros_like(p.value)))

    def rule(self, state, g):
        m, s = state
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * g**2
        m_hat, s_hat = m / (1 - 0.9**self.t), s / (1 - 0.999**self.t)
        return (m, s), self.rate * m_hat / (np.sqrt(s_hat) + 1e-8)


class Linear:
    def __init__(self, n_in, n_out):
        self.w = Parameter(rng.normal(0, n_in**-0.5, (n_in, n_out)))
        self.b = Parameter(rng.normal(0, 0.1, n_out))
        self.parameters = [self.w, self.b]

    def __call__(self, x):
        self.x = x
        return x @ self.w.value + self.b.value

    def back(self, g):
        self.w.grad += self.x.T @ g
        self.b.grad += g.sum(0)
        return g @ self.w.value.T


class Sine:
    parameters = ()

    def __call__(self, x):
        self.x = x
        return np.sin(x)

    def back(self, g):
        return g * np.cos(self.x)


ZOO = {"sgd": (SGD, 0.1), "momentum": (Momentum, 0.03), "adagrad": (AdaGrad, 0.05),
       "rmsprop": (RMSProp, 0.005), "adam": (Adam, 0.01)}
choice = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] in ZOO else "adam"

x = np.linspace(-2, 2, 48)[:, None]
y = np.abs(x) - 0.3 * x
net = [Linear(1, 8), Sine(), Linear(8, 4), Sine(), Linear(4, 1)]
kind, rate = ZOO[choice]
optimiser = kind((p for layer in net for p in layer.parameters), rate)

for epoch in range(500):
    optimiser.zero_grad()
    out = x
    for layer in net:
        out = layer(out)
    g = (out - y) / len(x)
    for layer in reversed(net):
        g = layer.back(g)
    optimiser.step()
    if epoch % 100 == 0:
        print(choice, epoch, "mean squared error", float(np.mean((out - y) ** 2)))
