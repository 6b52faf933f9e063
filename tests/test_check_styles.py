"""Programs in the styles that people write them in: what each of them once kept the reader from telling."""

import pytest

from pizarra.program import check_program

DATA = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(12, 4)), rng.normal(size=(12, 2))
"""
# One sample at a time, one output: a wrong slope of the last layer is only a factor of a single step.
ONE_BY_ONE = """\
import numpy as np
rng = np.random.default_rng(4)
xs, ts = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
class Dense:
    def __init__(self, n, m):
        self.W, self.b = rng.normal(size=(m, n)), rng.normal(size=(m, 1))
    def forward(self, x):
        self.x = x
        return self.W @ x + self.b
    def backward(self, d, rate):
        back = self.W.T @ d
        self.W -= rate * d @ self.x.T
        self.b -= rate * d
        return back
class Tanh:
    def forward(self, x):
        self.x = x
        return np.tanh(x)
    def backward(self, d, rate):
        return d * slope(self.x)
def slope(v):
    return 1 - np.tanh(v) ** 2
def grad(t, y):
    return 2 * (y - t)
layers = [Dense(2, 3), Tanh(), Dense(3, 1), Tanh()]
for epoch in range(50):
    for x, t in zip(xs, ts):
        y = np.reshape(x, (2, 1))
        for layer in layers:
            y = layer.forward(y)
        print(np.mean((t - y) ** 2))
        d = grad(t, y)
        for layer in reversed(layers):
            d = layer.backward(d, 0.1)
"""
# Gradients summed over the samples of a batch, each of which has arrays of its own, layer by layer in lists.
SUMMED = """\
import numpy as np
rng = np.random.default_rng(4)
data = [(rng.normal(size=(3, 1)), rng.normal(size=(2, 1))) for _ in range(5)]
Ws = [rng.normal(size=(4, 3)), rng.normal(size=(2, 4))]
bs = [rng.normal(size=(4, 1)), rng.normal(size=(2, 1))]
def sig(z):
    return 1 / (1 + np.exp(-z))
rate = 0.3
def dsig(z):
    return sig(z) * (1 - sig(z))
for epoch in range(20):
    gW, gb = [np.zeros(W.shape) for W in Ws], [np.zeros(b.shape) for b in bs]
    for x, t in data:
        acts, zs = [x], []
        for W, b in zip(Ws, bs):
            zs.append(W @ acts[-1] + b)
            acts.append(sig(zs[-1]))
        d = (acts[-1] - t) * dsig(zs[-1])
        for l in (1, 2):
            if l > 1:
                d = Ws[-1].T @ d * dsig(zs[-2])
            gb[-l] = gb[-l] + d
            gW[-l] = gW[-l] + d @ acts[-l - 1].T
    Ws = [W - rate / 5 * g for W, g in zip(Ws, gW)]
    bs = [b - rate / 5 * g for b, g in zip(bs, gb)]
"""
# What goes forward is kept in a dictionary; each parameter has a line of its own for its gradient and its update.
CACHE = (
    DATA
    + """\
W1, b1, W2, b2 = rng.normal(size=(4, 3)), np.zeros(3), rng.normal(size=(3, 2)), np.zeros(2)
def forward(x):
    z = x @ W1 + b1
    a = np.tanh(z)
    return a @ W2 + b2, {"z": z, "a": a}
def backward(cache, y):
    n = len(X)
    d2 = (y - T) / n
    dW2 = cache["a"].T @ d2
    db2 = d2.sum(axis=0)
    d1 = d2 @ W2.T * (1 - cache["a"] ** 2)
    dW1 = X.T @ d1
    db1 = d1.sum(axis=0)
    return dW1, db1, dW2, db2
for epoch in range(20):
    y, cache = forward(X)
    print(0.5 * np.sum((y - T) ** 2) / len(X))
    dW1, db1, dW2, db2 = backward(cache, y)
    W1 += -0.1 * dW1
    b1 += -0.1 * db1
    W2 += -0.1 * dW2
    b2 += -0.1 * db2
"""
)
# The rows of an array summed by Python's sum; a bias drawn around ones; Huber's loss with R² beside it.
ROWS_SUMMED = (
    DATA
    + """\
t = np.eye(3)[:, rng.integers(0, 3, 12)]
W, b = rng.normal(size=(3, 4)), np.ones((3, 1)) + rng.normal(size=(3, 1))
for epoch in range(20):
    e = np.exp(W @ X.T + b)
    p = e / sum(e)
    d = (p - t) / 12
    W = W - 0.1 * d @ X
    b = b - 0.1 * d.sum(axis=1, keepdims=True)
"""
)
HUBER = (
    DATA
    + """\
W, b = rng.normal(size=(4, 2)), np.zeros(2)
for epoch in range(20):
    e = X @ W + b - T
    loss = np.where(abs(e) <= 1, 0.5 * e ** 2, abs(e) - 0.5).sum()
    print(loss, 1 - (e ** 2).sum() / ((T - T.mean()) ** 2).sum())
    d = np.clip(e, -1, 1)
    W -= 0.01 * X.T @ d
    b -= 0.01 * d.sum(axis=0)
"""
)
NUMBERS = """\
from math import exp
from random import random, seed
seed(3)
w, c = [random() - 0.5 for _ in range(2)], [random() - 0.5]
v, u = [random() - 0.5], random()
for epoch in range(30):
    for x, t in (([0.3, 0.9], 0.2), ([0.8, 0.1], 0.7), ([0.5, 0.4], 0.1)):
        s = c[0]
        for i in range(2):
            s += w[i] * x[i]
        h = 1 / (1 + exp(-s))
        y = 1 / (1 + exp(-(v[0] * h + u)))
        print(0.5 * (y - t) ** 2)
        d = (y - t) * y * (1 - y)
        g = d * v[0] * h * (1 - h)
        v[0] -= 0.5 * d * h
        u -= 0.5 * d
        for i in range(2):
            w[i] -= 0.5 * g * x[i]
        c[0] -= 0.5 * g
"""

# Weights shrunk by what is worked out from plain numbers, and drawn with a size that is; sums that begin as 0 * w; data
# that are drawn sample by sample.
SHRUNK = """\
import numpy as np
rng = np.random.default_rng(4)
class Net:
    def __init__(self, *widths, decay=0.0):
        self.decay = decay
        self.bs = [rng.normal(size=(n, 1)) for n in widths[1:]]
        self.Ws = [rng.normal(size=(n, m)) * m ** -0.5 for m, n in zip(widths, widths[1:])]
    def slopes(self, x, t):
        acts = [x]
        for W, b in zip(self.Ws, self.bs):
            acts.append(np.tanh(W.dot(acts[-1]) + b))
        d, found = (acts[-1] - t) * (1 - acts[-1] ** 2), []
        for i in (1, 0):
            found.append((d.dot(acts[i].T), d))
            d = self.Ws[i].T.dot(d) * (1 - acts[i] ** 2)
        return found[::-1]
    def step(self, data, rate):
        sums = [0 * W for W in self.Ws], [0 * b for b in self.bs]
        for x, t in data:
            for i, pair in enumerate(self.slopes(x, t)):
                for k in (0, 1):
                    sums[k][i] = sums[k][i] + pair[k]
        self.Ws = [(1 - rate * self.decay / len(data)) * W - rate / len(data) * g for W, g in zip(self.Ws, sums[0])]
        self.bs = [b - rate / len(data) * g for b, g in zip(self.bs, sums[1])]
net = Net(3, 4, 2, decay=0.1)
data = [(rng.normal(size=(3, 1)), rng.normal(size=(2, 1))) for _ in range(5)]
for epoch in range(20):
    net.step(data, 0.3)
"""
# Lists of numbers that are written once and repeated: each has an identity of its own.
REPEATED = """\
import math, random
random.seed(4)
w = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(4)]
v = [[random.uniform(-1, 1) for _ in range(4)] for _ in range(2)]
b, c = [0.1] * 4, [0.1 for _ in range(2)]
samples = [([0, 0, 1], [0, 1]), ([0, 1, 0], [1, 0]), ([1, 1, 1], [0, 0])]
for epoch in range(40):
    for x, t in samples:
        h = []
        for j in range(4):
            s = b[j]
            for i in range(3):
                s += w[j][i] * x[i]
            h.append(math.tanh(s))
        o = []
        for k in range(2):
            s = c[k] + sum(v[k][j] * h[j] for j in range(4))
            o.append(1 / (1 + math.exp(-s)))
        d = [(t[k] - o[k]) * o[k] * (1 - o[k]) for k in range(2)]
        e = [sum(d[k] * v[k][j] for k in range(2)) * (1 - h[j] ** 2) for j in range(4)]
        for k in range(2):
            for j in range(4):
                v[k][j] += 0.5 * d[k] * h[j]
            c[k] += 0.5 * d[k]
        for j in range(4):
            for i in range(3):
                w[j][i] += 0.5 * e[j] * x[i]
            b[j] += 0.5 * e[j]
"""
# Scores held against a margin of 1, and no error written as a difference: the last layer's step takes no weights.
MARGIN = """\
import numpy as np
rng = np.random.default_rng(4)
X = rng.normal(size=(30, 3))
t = np.where(X[:, :1] * X[:, 1:2] > 0, 1.0, -1.0)
W, b, V, c = rng.normal(size=(3, 7)), np.zeros(7), rng.normal(size=(7, 1)), np.zeros(1)
for k in range(60):
    h = np.tanh(X @ W + b)
    m = t * (h @ V + c)
    loss = np.maximum(0, 1 - m).mean()
    d = np.where(m < 1, t, 0)
    e = (1 - h * h) * (d @ V.T)
    V += 0.3 / 30 * h.T @ d
    c += 0.3 / 30 * d.sum(axis=0)
    W += 0.3 / 30 * X.T @ e
    b += 0.3 / 30 * e.sum(axis=0)
    if k % 20 == 0:
        print(k, loss)
"""
# Functions of two numbers, taken along an axis: the softmax by logaddexp, the gradients by add.
REDUCED = """import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(20, 3)), np.eye(4)[rng.integers(0, 4, 20)]
W, b, V, c = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=(5, 4)), np.zeros(4)
for k in range(40):
    h = np.maximum(X @ W + b, 0)
    s = h @ V + c
    logs = s - np.logaddexp.reduce(s, axis=1, keepdims=True)
    d = np.exp(logs) - T
    e = d @ V.T * (h > 0)
    V -= 0.01 * h.T @ d
    c -= 0.01 * np.add.reduce(d)
    W -= 0.01 * X.T @ e
    b -= 0.01 * np.add.reduce(e)
    print(-(T * logs).sum())
"""


@pytest.mark.parametrize(
    "text",
    [ONE_BY_ONE, SUMMED, CACHE, ROWS_SUMMED, HUBER, NUMBERS, SHRUNK, REPEATED, MARGIN, REDUCED],
    ids=[
        "one_by_one",
        "summed",
        "cache",
        "rows_summed",
        "huber",
        "numbers",
        "shrunk",
        "repeated",
        "margin",
        "reduced",
    ],
)
def test_right_programs_are_right(written, text):
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()


@pytest.mark.parametrize(
    ("text", "old", "new", "fault", "line"),
    [
        (ONE_BY_ONE, "2 * (y - t)", "2 * (t - y)", "sign-flipped", "2 * (t - y)"),
        (ONE_BY_ONE, "return 1 - np.tanh(v) ** 2", "return v", "derivative-returns-the-value", "return v"),
        (SUMMED, "dsig(zs[-2])", "dsig(acts[-2])", "derivative-at-activation", "dsig(acts[-2])"),
        (SUMMED, "b - rate / 5 * g", "b - rate * g", "bias-mean-weights-sum", "b - rate * g"),
        (CACHE, '1 - cache["a"] ** 2', '1 - cache["z"] ** 2', "derivative-at-activation", 'cache["z"] ** 2'),
        (CACHE, "dW1 = X.T @ d1", "dW1 = n * X.T @ d1", "bias-mean-weights-sum", "n * X.T"),
        (CACHE, "b2 += -0.1", "b2 += 0.1", "sign-flipped", "b2 += 0.1"),
        (HUBER, "np.clip(e, -1, 1)", "e * 1", "loss-and-delta-do-not-match", "d = e * 1"),
        (NUMBERS, "g = d * v[0]", "g = (y - t) * v[0]", "error-passed-back-instead-of-delta", "(y - t) * v"),
        (NUMBERS, "        c[0] -= 0.5 * g\n", "", "bias-never-updated", "w, c ="),
        (MARGIN, "(1 - h * h) * (d", "(1 - h) * (d", "derivative-incomplete", "(1 - h) * (d"),
        (MARGIN, "V += 0.3 / 30", "V -= 0.3 / 30", "sign-flipped", "V -= 0.3"),
        (REDUCED, "np.add.reduce(e)", "np.add.reduce(e) / 20", "bias-mean-weights-sum", "reduce(e) / 20"),
    ],
)
def test_wrong_lines_are_named(written, text, old, new, fault, line):
    assert text.count(old) == 1
    report = check_program(written(text.replace(old, new)))
    assert report.verdict == "faulty", report.text()
    assert [found.finding.fault for found in report.findings] == [fault], report.text()
    assert line in report.findings[0].source
