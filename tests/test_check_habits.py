"""Programs with the habits that people have: what of them once was taken for a mistake, or was not seen as one."""

import json

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

# Neurons in dictionaries: the zeros that their biases begin with are written once, and are numbers of their own.
NEURONS = """\
import numpy as np
from random import seed, random
seed(3)
net = [[{"w": [random() - 0.5 for _ in range(n)], "b": 0.0} for _ in range(m)] for n, m in [(3, 4), (4, 2)]]
rows = [([0.1, 0.4, 0.9], [1, 0]), ([0.8, 0.3, 0.2], [0, 1]), ([0.5, 0.7, 0.1], [1, 0])]
for epoch in range(40):
    for x, t in rows:
        inputs = x
        for layer in net:
            outs = []
            for n in layer:
                n["in"] = inputs
                n["z"] = sum(w * v for w, v in zip(n["w"], inputs)) + n["b"]
                n["a"] = 1 / (1 + np.exp(-n["z"]))
                outs.append(n["a"])
            inputs = outs
        for k in (1, 0):
            for j, n in enumerate(net[k]):
                err = n["a"] - t[j] if k else sum(m["w"][j] * m["d"] for m in net[1])
                n["d"] = err * n["a"] * (1 - n["a"])
        for layer in net:
            for n in layer:
                for i in range(len(n["w"])):
                    n["w"][i] -= 0.5 * n["d"] * n["in"][i]
                n["b"] -= 0.5 * n["d"]
"""
# Weights that decay, by a velocity: the loss that is shown has nothing of the decay.
DECAY = """\
import numpy as np
rng = np.random.default_rng(5)
X, t = rng.normal(size=(20, 4)), rng.normal(size=(20, 3))
p = {"W": rng.normal(size=(4, 5)), "b": np.zeros(5), "V": rng.normal(size=(5, 3)), "c": np.zeros(3)}
v = {k: np.zeros_like(a) for k, a in p.items()}
for step in range(50):
    h = np.tanh(X @ p["W"] + p["b"])
    d = (h @ p["V"] + p["c"] - t) / 20
    print(((h @ p["V"] + p["c"] - t) ** 2).sum() / 40)
    e = d @ p["V"].T * (1 - h * h)
    g = {"W": X.T @ e, "b": e.sum(0), "V": h.T @ d, "c": d.sum(0)}
    for k in p:
        if p[k].ndim == 2:
            g[k] += 1e-3 * p[k]
        v[k] = 0.9 * v[k] - 0.05 * g[k]
        p[k] += v[k]
"""
# One vector of parameters, and views of it; a few difference quotients are shown before the training begins.
VIEWS = """\
import numpy as np
rng = np.random.default_rng(9)
X, Y = rng.normal(size=(10, 3)), rng.normal(size=(10, 1))
theta = rng.normal(scale=0.5, size=21)
W, b, V, c = theta[:12].reshape(3, 4), theta[12:16], theta[16:20].reshape(4, 1), theta[20:]
def cost():
    return 0.5 * np.mean((np.tanh(X @ W + b) @ V + c - Y) ** 2)
def grad():
    h = np.tanh(X @ W + b)
    d = (h @ V + c - Y) / 10
    e = d @ V.T * (1 - h ** 2)
    return np.concatenate([(X.T @ e).ravel(), e.sum(0), (h.T @ d).ravel(), d.sum(0)])
def quotient(k, eps=1e-5):
    old = theta[k]
    theta[k] = old + eps
    up = cost()
    theta[k] = old - eps
    down = cost()
    theta[k] = old
    return (up - down) / (2 * eps)
g = grad()
for k in (0, 13, 20):
    print(k, g[k], quotient(k), abs(g[k] - quotient(k)))
for it in range(50):
    theta -= 0.3 * grad()
    print(cost())
"""
HINGE = """\
import numpy as np
rng = np.random.default_rng(17)
X, y, n = rng.normal(size=(20, 4)), rng.integers(0, 3, size=20), 20
W1, b1, W2, b2 = rng.normal(size=(4, 6)), np.zeros(6), rng.normal(size=(6, 3)), np.zeros(3)
for it in range(50):
    h = np.maximum(0, X.dot(W1) + b1)
    s = h.dot(W2) + b2
    m = np.maximum(0, s - s[np.arange(n), y][:, np.newaxis] + 1)
    m[np.arange(n), y] = 0
    print(m.sum() / n)
    d = (m > 0).astype(float)
    d[np.arange(n), y] -= d.sum(axis=1)
    d /= n
    e = d.dot(W2.T)
    e[h <= 0] = 0
    W1 -= 0.1 * X.T.dot(e)
    b1 -= 0.1 * e.sum(axis=0)
    W2 -= 0.1 * h.T.dot(d)
    b2 -= 0.1 * d.sum(axis=0)
"""
SHUFFLED = """\
import numpy as np
rng = np.random.default_rng(7)
data = rng.normal(size=(20, 3))
labels = (data[:, 0] * data[:, 1] > 0).astype(int)
W, b, V, c = rng.normal(size=(3, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)
for epoch in range(30):
    order = rng.permutation(20)
    X = data[order]
    y = labels[order]
    for s in range(0, 20, 5):
        x = X[s:s + 5]
        t = y[s:s + 5].reshape(-1, 1)
        h = np.tanh(x @ W + b)
        d = 1 / (1 + np.exp(-(h @ V + c))) - t
        e = d @ V.T * (1 - h * h)
        W -= 0.1 * x.T @ e
        b -= 0.1 * e.sum(0)
        V -= 0.1 * h.T @ d
        c -= 0.1 * d.sum(0)
"""
# The squared error of all samples is shown after each epoch; thresholds are taken from the sums.
THRESHOLDS = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(6, 2)), rng.uniform(size=6)
W, p = rng.normal(size=(2, 3)), rng.normal(size=3)
V, q = rng.normal(size=3), rng.uniform(-1, 1)
def sig(v):
    return 1 / (1 + np.exp(-v))
def out(x):
    h = sig(x @ W - p)
    return h, sig(np.sum(h * V) - q)
for epoch in range(40):
    for x, t in zip(X, T):
        h, y = out(x)
        d = (t - y) * y * (1 - y)
        e = h * (1 - h) * d * V
        V = V + 0.5 * d * h
        q = q - 0.5 * d
        W = W + 0.5 * np.outer(x, e)
        p = p - 0.5 * e
    print(sum((t - out(x)[1]) ** 2 for x, t in zip(X, T)))
"""
# Each weight is tried a little to both sides, and put back, in its place; the target is added with the other sign.
TRIED = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(12, 4)), -rng.normal(size=(12, 2))
W, V = rng.normal(size=(4, 3)), rng.normal(size=(3, 2))
def loss():
    return np.sum((np.tanh(X @ W) @ V + -T) ** 2) / 24
eps = 1e-5
for i in range(4):
    for j in range(3):
        W[i, j] += eps
        up = loss()
        W[i, j] -= 2 * eps
        print((up - loss()) / (2 * eps))
        W[i, j] += eps
for it in range(50):
    h = np.tanh(X @ W)
    d = (h @ V + -T) / 12
    e = d @ V.T * (1 - h * h)
    W -= 0.1 * X.T @ e
    V -= 0.1 * h.T @ d
    print(loss())
"""
# Numbers alone, and a line for each output; the loss, which nothing shows in the first rounds, ends the loop.
NUMBERS = """\
from math import exp
def s(v):
    return 1 / (1 + exp(-v))
x, t, u = 0.4, 0.9, 0.2
w, a, v, b, c = 0.3, 0.1, -0.5, 0.7, 0.2
loss, k = 1.0, 0
while loss > 1e-9 and k < 60:
    h = s(w * x + a)
    p = s(v * h + c)
    q = s(b * h + c)
    loss = ((p - t) ** 2 + (q - u) ** 2) / 2
    d = (p - t) * p * (1 - p)
    e = (q - u) * q * (1 - q)
    g = (d * v + e * b) * h * (1 - h)
    v -= 0.5 * d * h
    b -= 0.5 * e * h
    c -= 0.5 * (d + e)
    w -= 0.5 * g * x
    a -= 0.5 * g
    k += 1
"""
# All arrays are made once and written over; what is kept for the next step is the gradient, and the rate is its share.
WRITTEN_OVER = """\
import numpy as np
rng = np.random.default_rng(4)
layers = [np.ones(4), np.ones(3), np.ones(1)]
weights = [np.zeros((4, 3)), np.zeros((3, 1))]
for w in weights:
    w[...] = 0.5 * rng.normal(size=w.shape)
last = [0] * 2
X, T = rng.random((20, 3)), rng.random(20)
for k in range(300):
    n = k % 20
    layers[0][:-1] = X[n]
    for i in (1, 2):
        layers[i][...] = np.tanh(layers[i - 1] @ weights[i - 1])
    deltas = [(T[n] - layers[2]) * (1 - layers[2] ** 2)]
    deltas.insert(0, weights[1] @ deltas[0] * (1 - layers[1] ** 2))
    for i in (0, 1):
        now = np.outer(layers[i], deltas[i])
        weights[i] += 0.1 * now + 0.1 * last[i]
        last[i] = now
"""
# A running mean of sums over all samples is stepped by; shown is how far the worst output is off.
WORST = """\
import numpy as np
rng = np.random.default_rng(8)
X, T = rng.random((5, 4)), np.array([1, 0, 0, 1, 0])
W, b, V, c = rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=(1, 3)), rng.normal(size=1)
mW, mb, mV, mc = np.zeros((3, 4)), np.zeros(3), np.zeros((1, 3)), np.zeros(1)
for epoch in range(100):
    worst = 0
    sW, sb, sV, sc = np.zeros((3, 4)), np.zeros(3), np.zeros((1, 3)), np.zeros(1)
    for x, t in zip(X, T):
        h = 1 / (1 + np.exp(-(W @ x + b)))
        o = 1 / (1 + np.exp(-(V @ h + c)))
        e = o - t
        d = V.T @ e * h * (1 - h)
        sV += np.outer(e, h)
        sc += e
        sW += np.outer(d, x)
        sb += d
        if abs(e) > worst:
            worst = abs(e)
    print(worst[0])
    mW, mb, mV, mc = 0.9 * mW + 0.1 * sW, 0.9 * mb + 0.1 * sb, 0.9 * mV + 0.1 * sV, 0.9 * mc + 0.1 * sc
    W, b, V, c = W - 0.1 * mW, b - 0.1 * mb, V - 0.1 * mV, c - 0.1 * mc
"""

# Dropout twice: a line that leaves some out makes up for it itself.
MASKS = """\
import numpy as np
rng = np.random.default_rng(8)
X, t = rng.normal(size=(18, 4)), rng.normal(size=(18, 1))
A, B, C = rng.normal(size=(4, 7)), rng.normal(size=(7, 6)) * 0.5, rng.normal(size=(6, 1))
keep = 0.7
for k in range(30):
    z = X @ A
    h = np.maximum(z, 0)
    m = rng.random(h.shape) < keep
    hd = h * m / keep
    g = np.tanh(hd @ B)
    n = rng.random(g.shape) < keep
    gd = g * n / keep
    y = gd @ C
    print(np.mean((y - t) ** 2))
    d3 = 2 * (y - t) / len(X)
    d2 = d3 @ C.T * n / keep * (1 - g ** 2)
    d1 = d2 @ B.T * m / keep
    d1 = d1 * (z > 0)
    C -= 0.02 * gd.T @ d3
    B -= 0.02 * hd.T @ d2
    A -= 0.02 * X.T @ d1
"""

# Functions that give several results, put into names one after the other.
CALLS = """\
import numpy as np
rng = np.random.default_rng(9)
X, t = rng.normal(size=(15, 3)), rng.uniform(size=(15, 1))
A, a, B, b = rng.normal(size=(3, 4)), np.zeros(4), rng.normal(size=(4, 4)), np.zeros(4)
C, c = rng.normal(size=(4, 1)), np.zeros(1)
def s(v):
    return 1 / (1 + np.exp(-v))
def ahead(x):
    h = np.tanh(x @ A + a)
    g = np.tanh(h @ B + b)
    z = g @ C + c
    return h, g, z, s(z)
def back(x, t, h, g, z, p):
    d = 2 * (p - t) / len(x)
    e = d * s(z) * (1 - s(z))
    f = e @ C.T * (1 - g ** 2)
    i = f @ B.T * (1 - h ** 2)
    return x.T @ i, h.T @ f, g.T @ e, i.sum(0), f.sum(0), e.sum(0)
for k in range(40):
    h, g, z, p = ahead(X)
    print(np.mean((p - t) ** 2))
    gA, gB, gC, ga, gb, gc = back(X, t, h, g, z, p)
    A, B, C = A - 0.4 * gA, B - 0.4 * gB, C - 0.4 * gC
    a, b, c = a - 0.4 * ga, b - 0.4 * gb, c - 0.4 * gc
"""

# A loss of cross-entropy, its error by itself, and a penalty; what is shown is the mean.
CROSSED = """\
import numpy as np
rng = np.random.default_rng(12)
X = rng.normal(size=(21, 3))
t = (X[:, :1] * X[:, 1:2] > 0).astype(float)
A, a, B, b = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=(5, 1)), np.zeros(1)
for k in range(40):
    z = X @ A + a
    h = np.maximum(z, 0)
    p = 1 / (1 + np.exp(-(h @ B + b)))
    print(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)) + 0.01 * (A ** 2).sum() + 0.01 * (B ** 2).sum())
    e = p - t
    d = e / len(X)
    f = d @ B.T * (z > 0)
    B -= 0.5 * (h.T @ d + 0.02 * B)
    b -= 0.5 * d.sum(axis=0)
    A -= 0.5 * (X.T @ f + 0.02 * A)
    a -= 0.5 * f.sum(axis=0)
"""

# The slope as a function of the activation, in both layers; the rate is in the product with what goes in.
SLOPES = """\
import numpy as np
rng = np.random.default_rng(14)
X, t = rng.normal(size=(17, 3)), rng.uniform(size=(17, 2))
A, a, B, b = rng.normal(size=(3, 4)), np.zeros(4), rng.normal(size=(4, 2)), np.zeros(2)
rate = 0.05
def s(v):
    return 1 / (1 + np.exp(-v))
def slope(v):
    return v * (1 - v)
for k in range(60):
    h = s(X @ A + a)
    y = s(h @ B + b)
    if k % 20 == 0:
        print(np.sum((y - t) ** 2) / 2)
    e = t - y
    d = e * slope(y)
    f = d @ B.T * slope(h)
    B += rate * h.T @ d
    b += rate * d.sum(axis=0)
    A += rate * X.T @ f
    a += rate * f.sum(axis=0)
"""


@pytest.mark.parametrize(
    "text",
    [
        NEURONS,
        DECAY,
        VIEWS,
        HINGE,
        SHUFFLED,
        THRESHOLDS,
        TRIED,
        NUMBERS,
        MASKS,
        CALLS,
        WRITTEN_OVER,
        WORST,
        CROSSED,
        SLOPES,
    ],
    ids=[
        "neurons",
        "decay",
        "views",
        "hinge",
        "shuffled",
        "thresholds",
        "tried",
        "numbers",
        "masks",
        "calls",
        "written over",
        "worst",
        "crossed",
        "slopes",
    ],
)
def test_right_programs_are_right(written, text):
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()


@pytest.mark.parametrize(
    ("text", "old", "new", "fault", "line"),
    [
        (NEURONS, '                n["b"] -= 0.5 * n["d"]\n', "", "bias-never-updated", '"b": 0.0'),
        (NEURONS, 'err * n["a"] * (1', "err * (1", "derivative-incomplete", "err * (1"),
        (SHUFFLED, "y = labels[order]", "y = labels", "wrong-sample-or-target", "y = labels"),
        (SHUFFLED, "y[s:s + 5]", "y[0:5]", "wrong-sample-or-target", None),
        (SHUFFLED, "y[s:s + 5].reshape(-1, 1)", "y[s:s + 5]", "target-broadcast", "- t"),
        (THRESHOLDS, "        q = q - 0.5 * d\n", "", "bias-never-updated", "q = rng"),
        (THRESHOLDS, "p = p - 0.5 * e", "p = p + 0.5 * e", "sign-flipped", "p = p + 0.5"),
        (CALLS, "g, z, p = a", "g, p, z = a", "results-unpacked-in-the-wrong-order", "g, p, z"),
        (CALLS, "gC, ga, gb,", "gC, gb, ga,", "results-unpacked-in-the-wrong-order", "gb, ga"),
        (CALLS, "e = d * s(z) * (1 - s(z))", "e = d", "missing-output-derivative", "e = d"),
        (CALLS, "e = d * s(z) * (1 - s(z))", "e = d * (p > 0)", "missing-output-derivative", "e = d"),
        (SLOPES, "f.sum(axis=0)", "f.mean(axis=0)", "bias-mean-weights-sum", "a += rate"),
        (SLOPES, "f = d @ B.T", "f = rate * d @ B.T", "rate-inside-delta", "f = rate"),
        (CROSSED, "d = e /", "d = e * p * (1 - p) /", "loss-and-delta-do-not-match", "d = e"),
        (MASKS, "C.T * n /", "C.T /", "dropout-mask-missing-backward", "d2 = d3"),
        (MASKS, "B.T * m / keep", "B.T / keep", "dropout-mask-missing-backward", "d1 = d2"),
        (MASKS, "B.T * m / keep", "B.T * m", "dropout-scale-mismatch", "d1 = d2"),
        (HINGE, "e[h <= 0] = 0", "e[e <= 0] = 0", None, "e[e <= 0] = 0"),
        (NUMBERS, "d * v + e * b", "d * v + e * v", "wrong-weights", "d * v + e * v"),
        (WRITTEN_OVER, "last[i] = now", "last[i] = now + last[i]", "accumulator-not-reset", None),
        (WORST, "sV += np.outer(e, h)", "sV += np.outer(e * o, h)", None, "sV += "),
        (
            NUMBERS,
            "e = (q - u) * q * (1 - q)",
            "e = (q - u) * (1 - q)",
            "derivative-incomplete",
            "e = (q - u)",
        ),
    ],
)
def test_wrong_lines_are_named(written, text, old, new, fault, line):
    assert text.count(old) == 1
    report = check_program(written(text.replace(old, new)))
    assert report.verdict == "faulty", report.text()
    assert len(report.findings) == 1, report.text()
    assert fault is None or report.findings[0].finding.fault == fault
    assert line is None or line in report.findings[0].source


# The error is scaled in several lines, each for itself; biases are there, and nothing moves them.
SCALED = """\
import numpy as np
rng = np.random.default_rng(2)
X, T = rng.random((30, 4)), np.eye(3)[np.arange(30) % 3]
W, b, V, c = rng.normal(size=(5, 4)), np.zeros((5, 1)), rng.normal(size=(3, 5)), np.zeros((3, 1))
for x, t in zip(X, T):
    x, t = x.reshape(4, 1), t.reshape(3, 1)
    h = 1 / (1 + np.exp(-(W @ x + b)))
    o = 1 / (1 + np.exp(-(V @ h + c)))
    loss = 1 / len(o) * np.sum((o - t) ** 2)
    d = (o - t) * o * (1 - o)
    e = V.T @ d * h * (1 - h)
    V += -0.1 * d @ h.T
    c += -0.1 * d
    W += -0.1 * e @ x.T
    b += -0.1 * e
"""


def test_an_error_that_several_lines_scale_is_wrong_where_it_is_made(written):
    report = check_program(written(SCALED.replace(" * o * (1 - o)", "")))
    assert [(f.finding.fault, f.source.strip()) for f in report.findings] == [
        ("missing-output-derivative", "d = (o - t)")
    ]


def test_a_bias_that_stays_is_said_beside_the_update_of_its_weights(written):
    report = check_program(
        written(SCALED.replace("    c += -0.1 * d\n", "").replace("    b += -0.1 * e\n", ""))
    )
    said = [(f.finding.fault, f.source.strip()[:6], f.also) for f in report.findings]
    assert said == [
        ("bias-never-updated", "W, b, ", ((None, 13),)),
    ], report.text()


# Layers in dictionaries, their biases made where nothing names them.
DICTIONARIES = """\
import numpy as np
rng = np.random.default_rng(16)
X, t = rng.normal(size=(14, 3)), rng.normal(size=(14, 2))
layers = [{"W": rng.normal(size=(3, 5)), "b": np.zeros(5)}, {"W": rng.normal(size=(5, 2)), "b": np.zeros(2)}]
for k in range(30):
    x = X
    for layer in layers:
        layer["x"] = x
        x = np.tanh(x @ layer["W"] + layer["b"])
        layer["a"] = x
    print(((x - t) ** 2).sum())
    g = 2 * (x - t)
    for layer in layers[::-1]:
        g = g * (1 - layer["a"] ** 2)
        layer["gW"], layer["gb"] = layer["x"].T @ g, g.sum(axis=0)
        g = g @ layer["W"].T
    for layer in layers:
        layer["W"] = layer["W"] - 0.01 * layer["gW"]
        layer["b"] = layer["b"] - 0.01 * layer["gb"]
"""


def test_a_bias_without_a_name_that_stays_is_said_at_the_update_of_its_weights(written):
    assert check_program(written(DICTIONARIES)).verdict == "correct"
    text = DICTIONARIES.replace('        layer["b"] = layer["b"] - 0.01 * layer["gb"]\n', "")
    report = check_program(written(text))
    said = {(f.finding.fault, f.source.strip()[:20]) for f in report.findings}
    assert said == {("bias-never-updated", 'layer["W"] = layer["')}, report.text()


@pytest.mark.parametrize(
    ("text", "changes", "told"),
    [
        (
            CROSSED,
            [("d = e /", "d = e * p * (1 - p) /"), ("f.sum(axis=0)", "f.mean(axis=0)")],
            {("d = e *", "loss-and-delta-do-not-match"), ("a -= 0.5", "bias-mean-weights-sum")},
        ),
        (
            CROSSED,
            [("d = e /", "d = e * p * (1 - p) /"), ("(z > 0)", "z")],
            {("d = e *", "loss-and-delta-do-not-match"), ("f = d @", "derivative-returns-the-value")},
        ),
        (
            SLOPES,
            [("return v * (1 - v)", "return 1 - v"), ("f = d @", "f = e @")],
            {("return 1 - v", "derivative-incomplete"), ("f = e", "error-passed-back-instead-of-delta")},
        ),
    ],
)
def test_two_wrong_lines_are_named(written, text, changes, told):
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    report = check_program(written(text))
    said = {(found.source, found.finding.fault) for found in report.findings}
    assert len(said) == len(report.findings) == len(told), report.text()
    assert all(any(line in source and fault == name for source, name in said) for line, fault in told), said


# The first sample is nothing and the biases begin with nothing: there ReLU has its kink, and either slope is right.
KINK = """\
import numpy as np
rng = np.random.default_rng(1)
X, t = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
W, b, V, c = rng.normal(size=(2, 4)), np.zeros((1, 4)), rng.normal(size=(4, 1)), np.zeros((1, 1))
for _ in range(100):
    z = X @ W + b
    h = np.maximum(0, z)
    y = 1 / (1 + np.exp(-(h @ V + c)))
    print(-np.mean(t * np.log(y) + (1 - t) * np.log(1 - y)))
    d = (y - t) / 4
    e = (d @ V.T) * (z > 0)
    V -= 0.1 * h.T @ d
    c -= 0.1 * d.sum(0, keepdims=True)
    W -= 0.1 * X.T @ e
    b -= 0.1 * e.sum(0, keepdims=True)
"""


@pytest.mark.parametrize("forward", ["np.maximum(0, z)", "np.where(z > 0, z, 0)", "np.maximum(z, 0)"])
@pytest.mark.parametrize("slope", ["(z > 0)", "(z >= 0)", "np.where(z < 0, 0, 1)"])
def test_at_a_kink_either_slope_is_right(written, forward, slope):
    text = KINK.replace("np.maximum(0, z)", forward).replace("(z > 0)\n", slope + "\n")
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()


def test_a_slope_that_is_wrong_beside_the_kink_is_found(written):
    report = check_program(written(KINK.replace("* (z > 0)", "* (t > 0)")))
    assert [(f.line, report.verdict) for f in report.findings] == [(11, "faulty")], report.text()


# One sample a step and one output: every loss has the same gradient but for a factor, and nothing is shown.
ALONE = """\
import numpy as np
rng = np.random.default_rng(3)
X, T = np.array([[0, 1.0], [1, 0], [1, 1], [0, 0]]), np.array([[1], [1], [0], [0]])
W, b, V, c = rng.normal(size=(2, 5)), np.zeros((1, 5)), rng.normal(size=(5, 1)), np.zeros((1, 1))
for epoch in range(100):
    for x, t in zip(X, T):
        h = np.tanh(x.reshape(1, 2) @ W + b)
        y = 1 / (1 + np.exp(-(h @ V + c)))
        d = y - t
        e = d @ V.T * (1 - h ** 2)
        V -= 0.5 * h.T @ d
        c -= 0.5 * d
        W -= 0.5 * x.reshape(2, 1) @ e
        b -= 0.5 * e
"""


def test_of_losses_that_fit_the_one_with_a_steady_rate_is_meant(written):
    assert check_program(written(ALONE)).network["loss"] == "BinaryCrossEntropy"
    right = check_program(written(ALONE.replace("y - t", "(y - t) * y * (1 - y)")))
    assert (right.verdict, right.network["loss"]) == ("correct", "SquaredError")
    wrong = check_program(written(ALONE.replace("(1 - h ** 2)", "(1 - h)")))
    assert [f.line for f in wrong.findings] == [10], wrong.text()


def test_a_target_of_0_is_no_reason_to_believe_in_a_loss(written):
    late = "        e = d @ V.T * (1 - h ** 2)\n"
    text = (
        ALONE.replace(late, "")
        .replace("        c -=", late + "        c -=")
        .replace("[[1], [1], [0], [0]]", "[[0], [1], [1], [0]]")
    )
    for delta in ("y - t", "(y - t) * y * (1 - y)"):
        found = check_program(written(text.replace("y - t", delta))).findings
        assert [(f.finding.fault, f.line) for f in found] == [("update-before-use", 11)]


# Numbers alone: max(0, z) is 0, and no constant, where nothing passes; products are made by a function for all.
FUNCTIONS = """\
import random
random.seed(4)
def times(A, v):
    return [sum(a * b for a, b in zip(row, v)) for row in A]
def relu(v):
    return [max(0, a) for a in v]
W = [[random.gauss(0, 1) for _ in range(3)] for _ in range(4)]
V = [[random.gauss(0, 1) for _ in range(4)] for _ in range(2)]
rows = [([random.random() for _ in range(3)], [random.random(), random.random()]) for _ in range(8)]
for epoch in range(20):
    for x, t in rows:
        h = relu(times(W, x))
        y = times(V, h)
        loss = sum((a - b) ** 2 for a, b in zip(y, t)) / 2
        d = [a - b for a, b in zip(y, t)]
        back = times([list(column) for column in zip(*V)], d)
        for k in range(2):
            for j in range(4):
                V[k][j] -= 0.05 * d[k] * h[j]
        e = [g * (1 if a > 0 else 0) for g, a in zip(back, h)]
        for j in range(4):
            for i in range(3):
                W[j][i] -= 0.05 * e[j] * x[i]
"""


def test_numbers_that_go_through_functions_are_read(written):
    assert check_program(written(FUNCTIONS)).verdict == "correct"
    back = "        back = times([list(column) for column in zip(*V)], d)\n"
    late = FUNCTIONS.replace(back, "").replace("        e = [g", back + "        e = [g")
    found = check_program(written(late)).findings
    assert [(f.finding.fault, f.source.strip()[:12]) for f in found] == [
        ("update-before-use", "back = times")
    ]


def test_a_notebook_has_names_of_its_own(written):
    cells = [KINK, "print(_, In, Out)"]
    code = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    report = check_program(written(json.dumps({"cells": code, "nbformat": 4}), "mine.ipynb"))
    assert report.verdict == "correct", report.text()


# Data as they came: sums of hundreds, units at 0 or 1 but for the last digit, and exp that has become infinite.
UNSCALED = """\
import numpy as np
np.seterr(all="ignore")
rng = np.random.default_rng(4)
X = rng.uniform(0, 1, (60, 8)) * np.array([1, 1, 3, 10, 100, 100, 1000, 4000])
t = (X[:, [0]] + X[:, [1]] > 1).astype(float)
W, V = 2 * rng.random((8, 6)) - 1, 2 * rng.random((6, 1)) - 1
W[3:, :SMALL] *= 1e-2
for epoch in range(50):
    h = 1 / (1 + np.exp(-(X @ W)))
    y = 1 / (1 + np.exp(-(h @ V)))
    d = (t - y) * y * (1 - y)
    e = d @ V.T * h * (1 - h)
    V = V + 0.3 * h.T @ d
    W = W + 0.3 * X.T @ e
"""


@pytest.mark.parametrize("small", [0, 1, 3])
@pytest.mark.parametrize("last", ["2 * rng.random((6, 1)) - 1", "2 * rng.random((6, 1)) + 9"])
def test_what_saturated_units_lose_is_no_mistake(written, small, last):
    text = UNSCALED.replace("SMALL", str(small)).replace("2 * rng.random((6, 1)) - 1", last)
    report = check_program(written(text))
    assert not report.findings, report.text()
    assert report.verdict == "correct" or "All steps" in report.text("en")  # where all is lost


def test_with_some_units_saturated_a_mistake_is_found(written):
    text = UNSCALED.replace("SMALL", "3").replace("h * (1 - h)", "(1 - h)")
    report = check_program(written(text))
    assert [f.line for f in report.findings] == [12], report.text()


# The errors go back through the weights as they are, layer by layer; the slope meets them at the update alone.
DEEP = """\
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.random((12, 3)), rng.random((12, 2))
U, W, V = rng.normal(size=(5, 3)), rng.normal(size=(4, 5)), rng.normal(size=(2, 4))
def s(z):
    return 1 / (1 + np.exp(-z))
for x, t in zip(X, T):
    x, t = x.reshape(3, 1), t.reshape(2, 1)
    g = s(U @ x)
    h = s(W @ g)
    y = s(V @ h)
    error = t - y
    behind = V.T @ ERROR
    first = W.T @ BEHIND
    V += 0.1 * (error * y * (1 - y)) @ h.T
    W += 0.1 * (behind * h * (1 - h)) @ g.T
    U += 0.1 * (first * g * (1 - g)) @ x.T
"""


def test_errors_that_go_back_without_slopes_are_named_in_each_layer(written):
    right = DEEP.replace("ERROR", "(error * y * (1 - y))").replace("BEHIND", "(behind * h * (1 - h))")
    assert check_program(written(right)).verdict == "correct"
    report = check_program(written(DEEP.replace("ERROR", "error").replace("BEHIND", "behind")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [
        ("error-passed-back-instead-of-delta", 13),
        ("error-passed-back-instead-of-delta", 14),
    ]


# One sample again and again, in columns; a mask is put upon an activation in its place, and then its scale.
MASKED = """\
import numpy as np
rng = np.random.default_rng(6)
X, t = rng.random((6, 3)), rng.random((6, 2))
W, V = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
for _ in range(50):
    h = 1 / (1 + np.exp(-(X @ W)))
    slope = h * (1 - h)
    mask = rng.random(h.shape) > 0.5
    h *= mask
    h /= 0.5
    d = (h @ V - t) / 6
    e = (d @ V.T) * mask / 0.5
    V -= 0.1 * h.T @ d
    W -= 0.1 * X.T @ (e * slope)
"""


def test_a_slope_at_what_was_masked_in_its_place_is_wrong(written):
    assert check_program(written(MASKED)).verdict == "correct"
    late = MASKED.replace("    slope = h * (1 - h)\n", "").replace("e * slope", "e * slope(h)")
    late = late.replace("for _", "def slope(a):\n    return a * (1 - a)\nfor _")
    report = check_program(written(late))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("in-place-aliasing", 10)], report.text()


SQUARE = """\
import numpy as np
x, t = np.array([[0.3], [0.9]]), 0.5
W, v = np.array([[0.1, 0.8], [0.4, 0.6]]), np.array([[0.3, 0.9]])
for _ in range(50):
    h = 1 / (1 + np.exp(-W @ x))
    y = v @ h
    e = (y - t) * v.T * h * (1 - h)
    v = v - 0.1 * (y - t) * h.T
    W = W - 0.1 * e @ x.T
"""


def test_a_square_gradient_that_is_transposed_is_told_from_one_sample(written):
    assert check_program(written(SQUARE)).verdict == "correct"
    report = check_program(written(SQUARE.replace("e @ x.T", "x @ e.T")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("transposed-gradient", 9)], report.text()


def test_single_weights_that_take_what_their_own_neuron_gives_are_told(written):
    text = """\
import math, random
random.seed(4)
data = [([0.0, 0.9, 0.3], [1, 0]), ([0.5, 0.2, 0.9], [0, 1]), ([0.1, 0.6, 0.8], [1, 0])]
w = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(4)]
v = [[random.uniform(-1, 1) for _ in range(4)] for _ in range(2)]
s = lambda z: 1 / (1 + math.exp(-z))
for turn in range(200):
    for x, t in data:
        h = [s(sum(w[j][i] * x[i] for i in range(3))) for j in range(4)]
        y = [s(sum(v[k][j] * h[j] for j in range(4))) for k in range(2)]
        d = [(y[k] - t[k]) * y[k] * (1 - y[k]) for k in range(2)]
        e = [sum(d[k] * v[k][j] for k in range(2)) * h[j] * (1 - h[j]) for j in range(4)]
        for k in range(2):
            for j in range(4):
                v[k][j] -= 0.7 * d[k] * h[j]
        for j in range(4):
            for i in range(3):
                w[j][i] -= 0.7 * e[j] * x[i]
"""
    assert check_program(written(text)).verdict == "correct"
    found = check_program(written(text.replace("e[j] * x[i]", "e[j] * h[j]"))).findings
    assert [(one.line, one.finding.fault) for one in found] == [(18, "own-activation-instead-of-input")]
    found = check_program(written(text.replace("d[k] * h[j]\n", "d[k] * x[j % 3]\n"))).findings
    assert [(one.line, one.finding.fault) for one in found] == [(15, "wrong-layers-delta")]


# Steps that remember those before them: by momentum, or by Adam's two means.
REMEMBERS = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 1)) + 1
P = {"W": rng.normal(size=(3, 4)), "b": np.zeros(4), "V": rng.normal(size=(4, 4)), "c": np.zeros(4)}
P.update(U=rng.normal(size=(4, 1)), a=np.zeros((1, 1)))
v = {k: np.zeros_like(p) for k, p in P.items()}
s = {k: np.zeros_like(p) for k, p in P.items()}
for k in range(1, 61):
    h = np.maximum(X @ P["W"] + P["b"], 0)
    g = np.tanh(h @ P["V"] + P["c"])
    y = g @ P["U"] + P["a"]
    print(np.mean((y - T) ** 2) / 2)
    d = (y - T) / len(T)
    e = d @ P["U"].T * (1 - g * g)
    f = e @ P["V"].T * (h > 0)
    G = {"W": X.T @ f, "b": f.sum(0), "V": h.T @ e, "c": e.sum(0), "U": g.T @ d, "a": d.sum(0, keepdims=True)}
STEP
"""
MOMENTUM = """\
    for n in P:
        v[n] = 0.9 * v[n] - 0.05 * G[n]
        P[n] = P[n] + v[n]
"""
ADAM = """\
    for n in P:
        v[n] = 0.9 * v[n] + 0.1 * G[n]
        s[n] = 0.999 * s[n] + 0.001 * G[n] ** 2
    A = {n: 0.01 * v[n] / (1 - 0.9 ** k) / (np.sqrt(s[n] / (1 - 0.999 ** k)) + 1e-8) for n in P}
    P["W"], P["V"], P["U"] = P["W"] - A["W"], P["V"] - A["V"], P["U"] - A["U"]
    P["b"] = P["b"] - A["b"]
    P["c"] = P["c"] - A["c"]
    P["a"] = P["a"] - A["a"]
"""


@pytest.mark.parametrize("shift", range(4))
def test_a_single_number_with_momentum_is_no_sum_that_goes_on(written, shift):
    text = REMEMBERS.replace("STEP\n", MOMENTUM).replace("+ 1\n", f"+ {shift}\n")
    assert check_program(written(text)).verdict == "correct"
    assert check_program(written(text.replace("0.9 * v", "v"))).findings[0].finding.fault == (
        "accumulator-not-reset"
    )


def test_an_optimizers_step_of_another_parameter_is_told(written):
    text = REMEMBERS.replace("STEP\n", ADAM)
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace('P["c"] = P["c"] - A["c"]', 'P["b"] = P["b"] - A["c"]')))
    assert [(f.finding.fault, f.source.strip()) for f in wrong.findings] == [
        ("wrong-parameter-updated", 'P["b"] = P["b"] - A["c"]')
    ]


MEANS = """\
    for n in P:
        v[n] += 0.1 * (G[n] - v[n])
        s[n] += 0.001 * (G[n] * G[n] - s[n])
        P[n] -= 0.01 * v[n] / (1 - 0.9 ** k) / ((s[n] / (1 - 0.999 ** k)) ** 0.5 + 1e-8)
"""


def test_means_that_are_kept_by_their_differences_are_nothing_that_is_trained(written):
    text = REMEMBERS.replace("STEP\n", MEANS)
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace("* (1 - g * g)", "* (1 - g)")))
    assert [(f.finding.fault, f.source.strip()[:5]) for f in wrong.findings] == [
        ("derivative-incomplete", "e = d")
    ]


def test_noise_on_the_weights_makes_them_no_data(written):
    text = """\
import numpy as np
rng = np.random.default_rng(2)
X = rng.normal(size=(3, 40))
t = np.sin(X[:1] + X[1:2])
W = [rng.normal(size=(5, 3)), rng.normal(size=(1, 5))]
b = [np.zeros((5, 1)), np.zeros((1, 1))]
for turn in range(50):
    V = [w + 0.05 * rng.normal(size=w.shape) for w in W]
    h = np.tanh(V[0] @ X + b[0])
    d = (V[1] @ h + b[1] - t) / 40
    print((d ** 2).sum() * 20)
    e = V[1].T @ d * (1 - h ** 2)
    for k, (g, a) in enumerate([(e, X), (d, h)]):
        W[k] = W[k] - 0.1 * g @ a.T
        b[k] = b[k] - 0.1 * g.sum(axis=1, keepdims=True)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(12, "derivative-incomplete")], (
        report.text()
    )


def test_data_that_go_past_the_first_layer_are_no_bias(written):
    text = """\
import numpy as np
rng = np.random.default_rng(2)
X = rng.normal(size=(30, 3))
t = np.sin(X[:, :1] + X[:, 1:2])
A, a, B = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=(5, 3)) * 0.3
w, c = rng.normal(size=(3, 1)), np.zeros(1)
for turn in range(50):
    h = np.tanh(X @ A + a)
    out = X + h @ B
    d = (out @ w + c - t) / 30
    print((d ** 2).sum() * 15)
    back = d @ w.T
    e = back @ B.T * (1 - h ** 2)
    w -= 0.1 * out.T @ d
    c -= 0.1 * d.sum(axis=0)
    B -= 0.1 * h.T @ back
    A -= 0.1 * X.T @ e
    a -= 0.1 * e.sum(axis=0)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("    a -= 0.1 * e.sum(axis=0)\n", "")))
    assert [f.finding.fault for f in report.findings] == ["bias-never-updated"], report.text()


def test_networks_that_one_class_makes_one_after_another_have_biases_of_their_own(written):
    text = """\
import numpy as np
class Net:
    def __init__(self, seed):
        r = np.random.RandomState(seed)
        self.A, self.B, self.b = r.randn(2, 6), r.randn(6), np.array(0.0)
    def fit(self, X, t, rate):
        h = np.tanh(X @ self.A)
        d = (h @ self.B + self.b - t) / len(t)
        e = np.outer(d, self.B) * (1 - h ** 2)
        self.B = self.B - rate * d @ h
        self.b = self.b - rate * d.sum()
        self.A = self.A - rate * X.T @ e
X = np.random.RandomState(9).randn(60, 2)
t = np.sin(X[:, 0]) * X[:, 1]
for rate in (0.1, 0.3):
    for part in (slice(0, 40), slice(20, 60)):
        net = Net(1)
        for turn in range(30):
            net.fit(X[part], t[part], rate)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("d.sum()", "e.sum()")))
    assert {f.line for f in report.findings} == {11}, report.text()


def test_each_of_several_networks_may_have_a_rate_of_its_own(written):
    text = """\
import numpy as np
rng = np.random.default_rng(2)
x = rng.uniform(-2, 2, (40, 1))
y = np.cos(2 * x)
A, a = rng.normal(size=(4, 1, 6)), rng.normal(size=(4, 1, 6))
B, b = rng.normal(size=(4, 6, 1)), np.zeros((4, 1, 1))
rates = np.array([0.02, 0.05, 0.1, 0.2]).reshape(4, 1, 1)
for turn in range(50):
    h = np.tanh(x @ A + a)
    d = (h @ B + b - y) / 40
    e = d @ B.transpose(0, 2, 1) * (1 - h ** 2)
    A -= rates * (x.T @ e)
    a -= rates * e.sum(axis=1, keepdims=True)
    B -= rates * (h.transpose(0, 2, 1) @ d)
    b -= rates * d.sum(axis=1, keepdims=True)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert {f.line for f in report.findings} == {11}, report.text()


KEPT = """\
import numpy as np
rng = np.random.default_rng(11)
X = rng.normal(size=(30, 3))
y = np.sin(X[:, :1]) + X[:, 1:2] ** 2
W, b, V = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=(5, 1))
def slopes(x, t):
    h = np.tanh(x @ W + b)
    d = (h @ V - t) / len(X)
    e = d @ V.T * (1 - h ** 2)
    return np.array([x.T @ e, e.sum(0), h.T @ d], dtype=object)
speed = np.array([np.zeros_like(W), np.zeros_like(b), np.zeros_like(V)], dtype=object)
for k in range(100):
    print(((np.tanh(X @ W + b) @ V - y) ** 2).mean() / 2)
    speed *= 0.5
    speed = speed - 0.1 * slopes(X, y)
    W += speed[0]
    b += speed[1]
    V += speed[2]
"""


def test_arrays_of_arrays_are_added_array_by_array(written):
    assert check_program(written(KEPT)).verdict == "correct"
    wrong = check_program(written(KEPT.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.finding.fault, f.source.strip()[:5]) for f in wrong.findings] == [
        ("derivative-incomplete", "e = d")
    ]
