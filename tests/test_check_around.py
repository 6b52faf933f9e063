"""What stands around a training loop in programs of people: it must not hide the loop, nor be taken for wrong."""

import json

import numpy as np
import pytest

from pizarra.language import words
from pizarra.program import check_program
from pizarra.program.derivative import backward

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

TRAINING = """\
rng = np.random.default_rng(4)
X, T = rng.normal(size=(8, 3)), rng.random((8, 1))
W, V = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
for _ in range(50):
    h = np.tanh(X @ W)
    d = h @ V - T
    e = (d @ V.T) * (1 - h**2)
    V -= 0.1 * h.T @ d
    W -= 0.1 * X.T @ e
"""
# A sign that goes by a condition with names of its own, and with an entry that there is not always.
CONDITIONS = """\
import numpy as np

def side(w, x):
    return 1 if sum(a * b for a, b in zip(w, x)) >= 0 else -1

def late(w, i):
    return 1 if i < len(w) and w[i] > 0 else -1

print(side([0.5, -0.2], [1.0, 3.0]), late([0.1], 3))
"""


@pytest.mark.parametrize(
    "before",
    [
        "import numpy as np\nfrom mpl_toolkits.mplot3d import Axes3D\n",
        "import numpy as np\nimport matplotlib.pyplot as plt\nclass Mine(plt.Axes):\n    pass\nMine(3)\n",
        CONDITIONS,
    ],
    ids=["mplot3d", "derived", "conditions"],
)
def test_what_stands_before_a_loop_does_not_hide_it(written, before):
    report = check_program(written(before + TRAINING))
    assert report.verdict == "correct", report.text()


def test_a_cell_may_import_from_the_future_after_other_lines(tmp_path):
    cells = ["import numpy as np\nfrom __future__ import (print_function,\n    division)\nseed = 3", TRAINING]
    file = tmp_path / "late.ipynb"
    listed = [{"cell_type": "code", "source": text, "outputs": []} for text in cells]
    file.write_text(json.dumps({"cells": listed}), encoding="utf-8")
    assert check_program(file).verdict == "correct"


def test_names_that_a_star_once_brought_are_no_mistake(written):
    text = "from numpy import *\nimport numpy as np\nm = mat(ones((2, 2)))\nprint(product([1, 2]), Inf, m)\n"
    assert check_program(written(text + TRAINING)).verdict == "correct"


def test_what_was_raised_is_the_reason_where_it_kept_the_backward_pass_from_being_reached(written):
    text = TRAINING.replace("    e = ", "    h.append(d)\n    e = ")
    report = check_program(written("import numpy as np\n" + text))
    assert report.verdict == "unclear"
    assert "AttributeError" in words(report.reason, "en")


# Biases that begin as a whole number of Python, so that nothing can be written beside them before the first step.
WHOLE = """\
import numpy as np
rng = np.random.default_rng(3)
X, T = rng.random((6, 2)), rng.random((6, 1))
class Neuron:
    def __init__(self, n, bias):
        self.w, self.b = rng.normal(size=n), bias
hidden, out = [Neuron(2, 0) for _ in range(3)], [Neuron(3, 0)]
def layer(x, neurons):
    W = np.stack([n.w for n in neurons], axis=1)
    b = np.array([n.b for n in neurons])
    return 1 / (1 + np.exp(-(x @ W + b)))
losses = []
for _ in range(3):
    h = layer(X, hidden)
    y = layer(h, out)
    losses.append(np.mean((y - T) ** 2))
    d = 2 * (y - T) / len(T) * y * (1 - y)
    e = d @ np.array([n.w for n in out]) * h * (1 - h)
    for delta, before, neurons in ((d, h, out), (e, X, hidden)):
        for k, n in enumerate(neurons):
            n.w = n.w - 0.5 * before.T @ delta[:, k]
            n.b -= 0.5 * delta[:, k].sum()
print(np.max(losses))
"""
# One class, of single numbers, trained in several sizes one after another by the same lines.
SIZES = """\
import math, random
random.seed(2)
DATA = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
def sigmoid(v):
    return 1 / (1 + math.exp(-v))
class Net:
    def __init__(self, hidden):
        self.w = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(hidden)]
        self.b = [random.uniform(-1, 1) for _ in range(hidden)]
        self.v = [random.uniform(-1, 1) for _ in range(hidden)]
        self.c = random.uniform(-1, 1)
    def train(self, epochs):
        for _ in range(epochs):
            total = 0.0
            for x, t in DATA:
                h = [sigmoid(sum(w * v for w, v in zip(row, x)) + b) for row, b in zip(self.w, self.b)]
                y = sigmoid(sum(v * a for v, a in zip(self.v, h)) + self.c)
                total += (t - y) ** 2
                d = (t - y) * y * (1 - y)
                e = [d * v * a * (1 - a) for v, a in zip(self.v, h)]
                for j in range(len(h)):
                    self.v[j] += 0.5 * d * h[j]
                    self.b[j] += 0.5 * e[j]
                    for i in range(2):
                        self.w[j][i] += 0.5 * e[j] * x[i]
                self.c += 0.5 * d
            mean = total / len(DATA)
for size in (2, 4):
    Net(size).train(3000)
"""
# With e written out, so that what is trained stands in the exponent of a number, as one number itself.
WRITTEN_OUT = SIZES.replace("math.exp(-v)", "2.718281828459045 ** -v")


@pytest.mark.parametrize("text", [WHOLE, SIZES, WRITTEN_OUT], ids=["whole", "sizes", "written-out"])
def test_right_programs_are_right(written, text):
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()


@pytest.mark.parametrize(
    ("base", "exponent"), [(2.7, -1.3), (0.4, 2.0), ([0.4, 3.0], 1.7), (3.0, [2.0, -1.0])]
)
def test_a_power_goes_by_its_exponent(base, exponent):
    b, p = np.array(base), np.array(exponent)
    slope = (np.power(b, p + 1e-6) - np.power(b, p - 1e-6)) / 2e-6
    made = backward("pow", [b, p], np.power(b, p), np.ones(slope.shape), {})[1]
    np.testing.assert_allclose(made, slope if p.shape else np.sum(slope), rtol=1e-8)


def test_a_power_of_what_has_no_logarithm_does_not(recwarn):
    given = [np.array([-2.0, 0.0]), np.array(2.0)]
    back = backward("pow", given, np.array([4.0, 0.0]), np.ones(2), {})
    assert [np.ravel(one).tolist() for one in back if one is not None] == [[-4.0, 0.0], [0.0]]
    assert not recwarn.list


@pytest.mark.parametrize(
    ("text", "old", "new", "fault"),
    [
        (WHOLE, "            n.b -= 0.5 * delta[:, k].sum()\n", "", "bias-never-updated"),
        (SIZES, "[d * v * a", "[(t - y) * v * a", "error-passed-back-instead-of-delta"),
        (WRITTEN_OUT, "[d * v * a", "[(t - y) * v * a", "error-passed-back-instead-of-delta"),
    ],
)
def test_wrong_ones_are_wrong(written, text, old, new, fault):
    assert text.count(old) == 1
    report = check_program(written(text.replace(old, new)))
    assert {found.finding.fault for found in report.findings} == {fault}, report.text()


# No backward pass: each entry of each parameter is moved a little to and fro.
DIFFERENCES = """\
import numpy as np
rng = np.random.default_rng(3)
X, labels = rng.random((8, 4)), np.eye(3)[rng.integers(0, 3, 8)]
def sigmoid(v):
    return 1 / (1 + np.exp(-v))
def softmax(v):
    e = np.exp(v - v.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
def numerical_gradient(f, x):
    h = 1e-4
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        idx = it.multi_index
        kept = x[idx]
        x[idx] = float(kept) + h
        above = f(x)
        x[idx] = kept - h
        below = f(x)
        grad[idx] = (above - below) / (2 * h)
        x[idx] = kept
        it.iternext()
    return grad
class Net:
    def __init__(self):
        self.params = {
            "W1": rng.normal(size=(4, 5)), "b1": np.zeros(5),
            "W2": rng.normal(size=(5, 3)), "b2": np.zeros(3)}
    def predict(self, x):
        p = self.params
        return softmax(sigmoid(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"])
    def loss(self, x, t):
        return -np.sum(t * np.log(self.predict(x) + 1e-7)) / len(x)
    def gradient(self, x, t):
        return {k: numerical_gradient(lambda _: self.loss(x, t), v) for k, v in self.params.items()}
net = Net()
losses = []
for _ in range(20):
    grads = net.gradient(X, labels)
    for key in net.params:
        net.params[key] -= 0.1 * grads[key]
    losses.append(net.loss(X, labels))
print(losses[-1])
"""


def test_gradients_by_differences_are_no_backward_pass(written):
    report = check_program(written(DIFFERENCES))
    assert (report.verdict, report.reason.key) == ("unclear", "program.by_differences"), report.text()


# The last bias begins as a number that is drawn; its first step makes an array of one number of it.
DRAWN_BIAS = """\
import numpy as np
np.random.seed(2)
X, labels = np.array([[1, 1], [0, 0], [1, 0], [0, 1]]), [1, 1, 0, 0]
W, v = np.random.randn(2, 2), np.random.randn(2, 1)
b, c = np.random.randn(2, 1), np.random.randn()
for epoch in range(40):
    for x, t in zip(X, labels):
        a = 1 / (1 + np.exp(-(np.dot(W, x).reshape(2, 1) + b)))
        y = 1 / (1 + np.exp(-(np.dot(v.T, a) + c)))
        d = -(t - y) * y * (1 - y)
        e = d * v * a * (1 - a)
        W -= 1.0 * e * x
        v -= 1.0 * d * a
        b -= 1.0 * e
        c -= 1.0 * d
"""


def test_a_bias_that_is_a_number_until_its_first_step_is_trained(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(DRAWN_BIAS, encoding="utf-8")
    assert check_program(file).verdict == "correct"
    file.write_text(DRAWN_BIAS.replace("np.random.randn()", "0.1 * np.random.randn()"), encoding="utf-8")
    assert check_program(file).verdict == "correct"
    file.write_text(DRAWN_BIAS.replace("c -= 1.0 * d", "c -= 1.0 * d * y"), encoding="utf-8")
    assert [found.line for found in check_program(file).findings] == [15]
    file.write_text(DRAWN_BIAS.replace("        c -= 1.0 * d\n", ""), encoding="utf-8")
    assert [found.finding.fault for found in check_program(file).findings] == ["bias-never-updated"]
