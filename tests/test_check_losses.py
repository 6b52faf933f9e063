"""pizarra check: a loss is known wherever a program shows it, and no measure is taken for one."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

HUBER = """\
import numpy as np
rng = np.random.default_rng(2)
X = rng.uniform(-2, 2, (40, 3))
Y = X[:, :1] * X[:, 1:2] + 3 * (rng.random((40, 1)) < 0.1)
W, b, V, c = rng.normal(size=(3, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)
def huber(r):
    return np.where(np.abs(r) <= 1, 0.5 * r ** 2, np.abs(r) - 0.5)
def cost(X, Y):
    return huber(np.tanh(X @ W + b) @ V + c - Y).mean()
for k in range(1, 301):
BODY
"""
WHOLE = """\
    h = np.tanh(X @ W + b)
    r = h @ V + c - Y
    d = np.clip(r, -1, 1) / len(X)
    e = d @ V.T * (1 - h ** 2)
    V -= 0.1 * h.T @ d
    c -= 0.1 * d.sum(0)
    W -= 0.1 * X.T @ e
    b -= 0.1 * e.sum(0)
"""
BATCHES = """\
    for s in range(0, 40, 8):
        x, y = X[s:s + 8], Y[s:s + 8]
        h = np.tanh(x @ W + b)
        d = np.clip(h @ V + c - y, -1, 1) / len(x)
        e = d @ V.T * (1 - h ** 2)
        V -= 0.1 * h.T @ d
        c -= 0.1 * d.sum(0)
        W -= 0.1 * x.T @ e
        b -= 0.1 * e.sum(0)
"""
SHOWN = {
    "in every hundredth round": (WHOLE, "    if k % 100 == 0:\n        print(k, huber(r).mean())\n"),
    "as a name of its own": (
        WHOLE,
        "    if k % 100 == 0:\n        J = huber(r).mean()\n        print(f'{k} {J:.3f}')\n",
    ),
    "after the step": (WHOLE, "    if k % 50 == 1:\n        print(cost(X, Y))\n"),
    "kept in a list": (WHOLE, "    if not k % 70:\n        kept.append(huber(r).mean())\n"),
    "of all samples, after batches": (BATCHES, "    if k % 20 == 0:\n        print(cost(X, Y))\n"),
    "of all samples, each time": (BATCHES, "    print(cost(X, Y))\n"),
}


@pytest.mark.parametrize("body", SHOWN.values(), ids=SHOWN)
def test_a_loss_is_known_wherever_it_is_shown(written, body):
    text = HUBER.replace("BODY\n", "".join(body)).replace("for k", "kept = []\nfor k")
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.finding.fault, f.source.strip()[:5]) for f in wrong.findings] == [
        ("derivative-incomplete", "e = d")
    ]


def test_a_report_is_made_out_without_printing_or_changing_anything(written):
    report = (
        "    if k % 100 == 0:\n        total = total + 1\n        print(k, huber(r).mean(), rng.random())\n"
    )
    text = HUBER.replace("BODY\n", WHOLE + report).replace("for k", "total = 0\nfor k")
    # What is drawn would change what is drawn next: such a report is left alone, and only the loss's slope is known.
    for drawn, sloped in ((text, True), (text.replace(", rng.random()", ""), False)):
        report_of_it = check_program(written(drawn))
        assert report_of_it.verdict == "correct"
        assert report_of_it.reading.rounds[0].sloped == sloped


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [
        ("np.mean(np.abs(o - Y))", "correct"),  # a measure
        ("np.mean((o - Y) ** 2) + 0.01 * np.abs(W).sum()", "faulty"),  # a penalty, which nothing goes down by
    ],
)
def test_absolute_values_of_errors_are_a_measure_and_of_weights_a_penalty(written, shown, verdict):
    text = f"""\
import numpy as np
rng = np.random.default_rng(4)
X, Y = rng.normal(size=(30, 3)), rng.normal(size=(30, 1))
W, V = rng.normal(size=(3, 5)), rng.normal(size=(5, 1))
for k in range(50):
    h = np.tanh(X @ W)
    o = h @ V
    print({shown})
    d = 2 * (o - Y) / len(X)
    e = d @ V.T * (1 - h ** 2)
    V = V - 0.05 * h.T @ d
    W = W - 0.05 * X.T @ e
"""
    assert check_program(written(text)).verdict == verdict


def test_the_margins_of_a_loss_that_is_shown_after_the_step_are_read(written):
    text = """\
import numpy as np
rng = np.random.default_rng(5)
X = rng.normal(size=(50, 3))
y = np.where(X[:, 0] * X[:, 1] > 0, 1, -1)
P = {"W": rng.normal(size=(3, 6)), "u": rng.normal(size=6)}
def loss(P):
    return np.maximum(0, 1 - y * (np.tanh(X @ P["W"]) @ P["u"])).mean()
for k in range(40):
    h = np.tanh(X @ P["W"])
    f = h @ P["u"]
    d = -y * (y * f < 1) / len(y)
    e = np.outer(d, P["u"]) * (1 - h * h)
    G = {"W": X.T @ e, "u": d @ h}
    P = {k: P[k] - 0.3 * G[k] for k in P}
    if k % 10 == 0:
        print(loss(P))
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace("(1 - h * h)", "(1 - h)")))
    assert [f.line for f in wrong.findings] == [12]


def test_the_margins_of_several_classes_are_read(written):
    """Where a velocity, nothing yet, is taken together with a gradient, a prediction meets no target."""
    text = """\
import numpy as np
rng = np.random.default_rng(6)
X = rng.normal(size=(30, 2))
y = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0.3)
W, b, V, c = rng.normal(size=(2, 7)), np.zeros(7), rng.normal(size=(7, 3)), np.zeros(3)
P = {"W": W, "b": b, "V": V, "c": c}
speed = {k: np.zeros_like(v) for k, v in P.items()}
def svm(s, y):
    rows = np.arange(len(y))
    m = np.maximum(0, s - s[rows, y][:, None] + 1)
    m[rows, y] = 0
    d = (m > 0) * 1.0
    d[rows, y] -= d.sum(axis=1)
    return m.sum() / len(y), d / len(y)
for turn in range(60):
    h = np.maximum(0, X @ P["W"] + P["b"])
    s = h @ P["V"] + P["c"]
    loss, d = svm(s, y)
    loss += 0.005 * (P["W"] ** 2).sum() + 0.005 * (P["V"] ** 2).sum()
    if turn % 20 == 0:
        print(turn, loss)
    e = d @ P["V"].T
    e[h <= 0] = 0
    G = {"V": h.T @ d, "c": d.sum(axis=0), "W": X.T @ e, "b": e.sum(axis=0)}
    for k in ("W", "V"):
        G[k] += 0.01 * P[k]
    for k in P:
        speed[k] = 0.9 * speed[k] - 0.2 * G[k]
        P[k] += speed[k]
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace("    e[h <= 0] = 0\n", "")))
    assert [one.line for one in wrong.findings] == [22], wrong.text()


def test_a_penalty_may_be_shown_of_the_weights_after_the_step(written):
    text = """\
import numpy as np
rng = np.random.default_rng(14)
X, T = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
A, B = rng.normal(size=(3, 5)), rng.normal(size=(5, 2))
def cost(y):
    weights = (np.abs(A).sum() + np.abs(B).sum()) * 0.01 + ((A * A).sum() + (B * B).sum()) * 0.02
    return ((y - T) ** 2).sum() / 40 + weights
for k in range(60):
    h = np.tanh(X @ A)
    y = h @ B
    d = (y - T) / 20
    e = d @ B.T * (1 - h ** 2)
    B = B - 0.1 * (h.T @ d + 0.01 * np.sign(B) + 0.04 * B)
    A = A - 0.1 * (X.T @ e + 0.01 * np.sign(A) + 0.04 * A)
    print(cost(y))
"""
    assert check_program(written(text)).verdict == "correct"
    line = "A = A - 0.1 * (X.T @ e + 0.01 * np.sign(A) + 0.04 * A)"
    report = check_program(written(text.replace(line, "A = A - 0.1 * X.T @ e")))
    assert [f.source.strip() for f in report.findings] == ["A = A - 0.1 * X.T @ e"]


MARGINS = """\
import numpy as np
rng = np.random.default_rng(1)
X = rng.normal(size=(40, 3))
y = np.where(X[:, 0] * X[:, 1] > 0, 1, -1)
W, b, v = rng.normal(size=(3, 6)), np.zeros(6), rng.normal(size=6)
for k in range(60):
    h = np.tanh(X @ W + b)
    left = 1 - y * (h @ v)
    print(np.maximum(0, left).mean() + 0.01 * (np.abs(W).sum() + np.abs(v).sum()))
    d = np.where(left > 0, -y, 0) / 40
    e = np.outer(d, v) * (1 - h * h)
    v -= 0.2 * (h.T @ d + 0.01 * np.sign(v))
    W -= 0.2 * (X.T @ e + 0.01 * np.sign(W))
    b -= 0.2 * e.sum(0)
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("d = np.where(left > 0, -y, 0) / 40", "d = np.where(left > 0, y, 0) / 40", "sign-flipped"),
        ("d = np.where(left > 0, -y, 0) / 40", "d = np.where(left < 0, -y, 0) / 40", "sign-flipped"),
        (" + 0.01 * np.sign(W))", ")", "regulariser-gradient-missing"),
        ("0.01 * np.sign(W))", "0.01 * W)", "regulariser-gradient"),
    ],
)
def test_beside_a_penalty_a_sign_is_wrong_where_it_comes_in(written, old, new, fault):
    assert check_program(written(MARGINS)).verdict == "correct"
    text = MARGINS.replace(old, new)
    found, both = check_program(written(text)).findings, (MARGINS.splitlines(), text.splitlines())
    line = next(k for k, (a, b) in enumerate(zip(*both, strict=False), 1) if a != b)
    assert [(f.finding.fault, f.line) for f in found] == [(fault, line)]


def test_a_softmax_that_exponentiates_twice_is_known_along_the_wrong_axis(written):
    text = """\
import numpy as np
rng = np.random.default_rng(3)
X, t = rng.normal(size=(20, 3)), rng.integers(0, 3, 20)
W, V = rng.normal(size=(3, 5)), rng.normal(size=(5, 3))
for k in range(40):
    h = np.maximum(X @ W, 0)
    z = h @ V
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=1, keepdims=True)
    print(-np.log(p[range(20), t]).mean())
    d = p.copy()
    d[range(20), t] -= 1
    e = d @ V.T * (h > 0)
    V -= 0.01 * h.T @ d
    W -= 0.01 * X.T @ e
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace("axis=1", "axis=0")))
    assert [(f.finding.fault, f.line) for f in wrong.findings] == [("softmax-wrong-axis", 8)]


@pytest.mark.parametrize(
    "jacobian", ["np.diag(p) - np.outer(p, p)", "np.diagflat(p) - np.kron(p[:, None], p)"]
)
@pytest.mark.parametrize("data", ["np.hypot(X[:, 0], X[:, 1])", "np.vectorize(abs)(X[:, 0])"])
def test_what_is_done_to_data_need_not_be_known_and_a_jacobian_may_be_written_out(written, jacobian, data):
    text = f"""\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(20, 3))
X[:, 2] = {data}
T = np.eye(3)[rng.integers(0, 3, 20)]
W, V = rng.normal(size=(3, 5)), rng.normal(size=(5, 3))
for k in range(40):
    h = np.tanh(X @ W)
    e = np.exp(h @ V)
    P = e / e.sum(axis=1, keepdims=True)
    print(0.5 * np.sum((P - T) ** 2))
    D = np.zeros_like(P)
    for i, p in enumerate(P):
        D[i] = (P[i] - T[i]) @ ({jacobian})
    g = D @ V.T * (1 - h * h)
    V -= 0.05 * h.T @ D
    W -= 0.05 * X.T @ g
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace("(1 - h * h)", "(1 - h)")))
    assert [(f.finding.fault, f.line) for f in wrong.findings] == [("derivative-incomplete", 15)]


def test_a_penalty_that_is_shown_after_the_step_is_that_of_the_weights_before_it(written):
    text = """\
import numpy as np
rng = np.random.default_rng(8)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 1))
W, V, v = rng.normal(size=(3, 5)), rng.normal(size=(5, 1)), [0, 0]
for k in range(60):
    h = np.tanh(X @ W)
    o = h @ V
    d = 2 * (o - T) / 30
    e = d @ V.T * (1 - h * h)
    gV = h.T @ d + 0.01 * np.sign(V)
    gW = X.T @ e + 0.01 * np.sign(W)
    for i, g in enumerate([gV, gW]):
        v[i] = 0.5 * v[i] - 0.1 * g
    V = V + v[0]
    W = W + v[1]
    print(np.mean((o - T) ** 2) + 0.01 * (np.abs(W).sum() + np.abs(V).sum()))
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = check_program(written(text.replace("np.sign(V)", "np.abs(V)").replace("(1 - h * h)", "(1 - h)")))
    assert {(f.finding.fault, f.line) for f in wrong.findings} == {
        ("regulariser-gradient", 10),
        ("derivative-incomplete", 9),
    }


# Targets made of the data in a way that nothing is known of; a loss that asks which of them are 1.
TARGETS = """\
import numpy as np
rng = np.random.default_rng(2)
X = rng.uniform(-2, 2, (40, 3))
Y = np.sinc(X[:, :1]) + np.hypot(X[:, 1:2], X[:, 2:])
W, b, V, c = rng.normal(size=(3, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)
for k in range(1, 301):
    h = np.tanh(X @ W + b)
    r = h @ V + c - Y
    print(0.5 * np.mean(r ** 2))
    d = r / len(X)
    e = d @ V.T * (1 - h ** 2)
    V -= 0.1 * h.T @ d
    c -= 0.1 * d.sum(0)
    W -= 0.1 * X.T @ e
    b -= 0.1 * e.sum(0)
"""


def test_nothing_needs_to_be_known_of_how_targets_were_made(written):
    assert check_program(written(TARGETS)).verdict == "correct"
    report = check_program(written(TARGETS.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("derivative-incomplete", 11)]


# Counts, by the logarithm of their rate: the loss has the rate in it, and its logarithm beside.
COUNTS = """\
import numpy as np
rng = np.random.default_rng(5)
X = rng.uniform(-1, 1, (60, 3))
Y = rng.poisson(np.exp(X[:, :1] + 1)).astype(float)
W, b, V, c = rng.normal(size=(3, 6)), np.zeros(6), rng.normal(size=(6, 1)) * 0.3, np.zeros(1)
def out(x):
    h = np.tanh(x @ W + b)
    return h, h @ V + c
for epoch in range(30):
    for s in range(0, 60, 15):
        x, y = X[s:s + 15], Y[s:s + 15]
        h, z = out(x)
        d = (np.exp(z) - y) / len(x)
        e = d @ V.T * (1 - h ** 2)
        V -= 0.1 * h.T @ d
        c -= 0.1 * d.sum(0)
        W -= 0.1 * x.T @ e
        b -= 0.1 * e.sum(0)
    z = out(X)[1]
    print(np.mean(np.exp(z) - Y * z))
"""


def test_a_loss_may_have_a_prediction_and_its_logarithm(written):
    report = check_program(written(COUNTS))
    assert report.verdict == "correct", report.text()
    wrong = check_program(written(COUNTS.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.finding.fault, f.line) for f in wrong.findings] == [("derivative-incomplete", 14)]


# What is shown is to be great, and the steps go up; small weights are taken to 0 by their sign, which is not shown.
LIKELY = """\
import numpy as np
rng = np.random.default_rng(5)
X = rng.uniform(-1, 1, (4, 30))
Y = np.eye(2)[(X[0] * X[1] > 0).astype(int)].T
W, b, V, c = rng.normal(size=(6, 4)), np.zeros((6, 1)), rng.normal(size=(2, 6)), np.zeros((2, 1))
for k in range(90):
    h = np.tanh(W @ X + b)
    p = np.exp(V @ h + c)
    p = p / p.sum(0)
    r = Y - p
    q = V.T @ r * (1 - h ** 2)
    W = W + 0.05 * (q @ X.T - 0.02 * np.sign(W))
    V = V + 0.05 * r @ h.T
    b = b + 0.05 * q.sum(1, keepdims=True)
    c = c + 0.05 * r.sum(1, keepdims=True)
    if k % 30 == 0:
        print(np.sum(Y * np.log(p)))
"""


def test_what_is_shown_may_be_what_is_to_be_great(written):
    report = check_program(written(LIKELY))
    assert report.verdict == "correct", report.text()
    for there, wrong, fault, line in [
        ("(1 - h ** 2)", "(1 - h)", "derivative-incomplete", 11),
        ("r = Y - p", "r = p - Y", "sign-flipped", 10),
        ("b = b +", "b = b -", "sign-flipped", 14),
    ]:
        report = check_program(written(LIKELY.replace(there, wrong)))
        assert [(f.finding.fault, f.line) for f in report.findings] == [(fault, line)], report.text()


PICKED = """\
from math import sin, tanh
points = [(k / 3 - 1.5, sin(k / 2) + (2 if k == 6 else 0)) for k in range(8)]
w1, b1, w2, b2, v1, v2, c = 0.5, 0.4, 1.2, -0.7, 0.3, 0.2, 0.1
D, rate, n = 0.3, 0.1, len(points)
def slope(e):
    if e > D:
        return D
    return -D if e < -D else e
for turn in range(200):
    gw1 = gb1 = gw2 = gb2 = gv1 = gv2 = gc = total = 0.0
    for x, y in points:
        h1 = tanh(w1 * x + b1)
        h2 = tanh(w2 * x + b2)
        e = v1 * h1 + v2 * h2 + c - y
        total += LOSS
        SLOPE
        gc += d
        gv1 += d * h1
        gv2 += d * h2
        d1 = d * v1 * (1 - h1 * h1)
        d2 = d * v2 * (1 - h2 * h2)
        gw1 += d1 * x
        gb1 += d1
        gw2 += d2 * x
        gb2 += d2
    w1, b1 = w1 - rate * gw1 / n, b1 - rate * gb1 / n
    w2, b2 = w2 - rate * gw2 / n, b2 - rate * gb2 / n
    v1, v2 = v1 - rate * gv1 / n, v2 - rate * gv2 / n
    c -= rate * gc / n
    if turn % 50 == 0:
        print(total / n)
"""
HUBERS = "0.5 * e * e if abs(e) <= D else D * (abs(e) - 0.5 * D)"


PICKS = {
    "by two conditions": (HUBERS, "d = e if abs(e) <= D else D if e > 0 else -D"),
    "by a function": (HUBERS, "d = slope(e)"),
    "by min and max": (HUBERS, "d = max(-D, min(D, e))"),
    "by a sign": (HUBERS, "s = 1\n        if e < 0: s = -1\n        d = e if abs(e) < D else s * D"),
    "of the absolute error": ("abs(e)", "d = 1 if e > 0 else -1"),
}


@pytest.mark.parametrize(("loss", "slope"), PICKS.values(), ids=PICKS)
def test_a_slope_that_is_picked_by_the_sign_of_a_number_is_followed(written, loss, slope):
    assert check_program(written(PICKED.replace("LOSS", loss).replace("SLOPE", slope))).verdict == "correct"


@pytest.mark.parametrize("picked", ["by a function", "of the absolute error"])
def test_a_mistake_behind_a_slope_that_is_picked_is_found(written, picked):
    text = PICKED.replace("LOSS", PICKS[picked][0]).replace("SLOPE", PICKS[picked][1])
    wrong = check_program(written(text.replace("(1 - h2 * h2)", "(1 - h2)")))
    assert [(f.finding.fault, f.source[:10].strip()) for f in wrong.findings] == [
        ("derivative-incomplete", "d2 = d * v")
    ]


def test_a_rate_that_is_picked_by_the_loss_is_no_slope(written):
    text = PICKED.replace("LOSS", "0.5 * e * e").replace("SLOPE", "d = e")
    text += "    rate = 0.1 if total > 1 else 0.05\n"
    assert check_program(written(text)).verdict == "correct"


PENALISED = """\
import numpy as np
rng = np.random.default_rng(8)
X = rng.normal(size=(30, 3))
Y = np.stack([X[:, 0] * X[:, 1], X[:, 2]], axis=1)
W = [rng.normal(size=(3, 5)), rng.normal(size=(5, 4)), rng.normal(size=(4, 2))]
B = [np.zeros(5), np.zeros(4), np.zeros(2)]
L1, L2 = 0.002, 0.01
def forward(x):
    a = [x]
    for k in range(3):
        z = a[-1] @ W[k] + B[k]
        a.append(z if k == 2 else np.tanh(z))
    return a
def cost(y):
    return ((y - Y) ** 2).sum() / 60 + sum(L1 * np.abs(w).sum() + L2 / 2 * (w * w).sum() for w in W)
for step in range(100):
    a = forward(X)
    d = (a[-1] - Y) / 30
    G, H = [None] * 3, [None] * 3
    for k in (2, 1, 0):
        G[k] = a[k].T @ d + L1 * np.sign(W[k]) + L2 * W[k]
        H[k] = d.sum(axis=0)
        if k:
            d = d @ W[k].T * (1 - a[k] ** 2)
    for k in range(3):
        W[k] = W[k] - 0.1 * G[k]
        B[k] = B[k] - 0.1 * H[k]
    if step % 20 == 0:
        print(step, cost(a[-1]))
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", []),
        ("(1 - a[k] ** 2)", "(1 - a[k])", [("derivative-incomplete", 24)]),
        (" + L1 * np.sign(W[k]) + L2 * W[k]", "", [("regulariser-gradient-missing", 21)]),
        ("        W[k] = W[k] - 0.1 * G[k]", "        W[k] = W[k] + 0.1 * G[k]", [("sign-flipped", 26)]),
    ],
)
def test_a_penalty_of_what_was_moved_is_taken_with_what_it_was_before(written, old, new, told):
    report = check_program(written(PENALISED.replace(old, new)))
    assert [(f.finding.fault, f.line) for f in report.findings] == told


def test_a_softmax_along_the_samples_is_told_without_a_loss(written):
    text = LIKELY.replace(
        "        print(np.sum(Y * np.log(p)))", "        print((p.argmax(0) == Y.argmax(0)).mean())"
    )
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("p.sum(0)", "p.sum(1, keepdims=True)")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("softmax-wrong-axis", 9)], report.text()


# Two results of one call, which belong to layers of the same width; the loss is shown after the first step.
RESULTS = """\
import numpy as np
rng = np.random.default_rng(6)
X = rng.uniform(-1, 1, (40, 2))
T = (np.sin(3 * X[:, :1]) > X[:, 1:]).astype(float)
def s(z):
    return 1 / (1 + np.exp(-z))
def out(th):
    U, a, W, b, V, c = th
    g = s(X @ U + a)
    h = s(g @ W + b)
    return s(h @ V + c), h, g
def grads(th):
    y, h, g = out(th)
    d = (y - T) / 40
    e = d @ th[4].T * h * (1 - h)
    f = e @ th[2].T * g * (1 - g)
    return [X.T @ f, f.sum(0), g.T @ e, e.sum(0), h.T @ d, d.sum(0)]
th = [rng.normal(size=n) for n in [(2, 5), 5, (5, 5), 5, (5, 1), 1]]
for k in range(90):
    th = [p - 0.5 * q for p, q in zip(th, grads(th))]
    if k % 30 == 0:
        y = out(th)[0]
        print(-np.mean(T * np.log(y) + (1 - T) * np.log(1 - y)))
"""


def test_the_loss_that_later_rounds_show_is_that_of_the_first(written):
    assert check_program(written(RESULTS)).verdict == "correct"
    report = check_program(written(RESULTS.replace("    y, h, g = out(th)", "    y, g, h = out(th)")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [
        ("results-unpacked-in-the-wrong-order", 13)
    ], report.text()


def test_the_trace_of_a_product_is_a_loss(written):
    shown = "print(np.trace((y - T) @ (y - T).T) / 2)"
    text = RESULTS.replace("print(-np.mean(T * np.log(y) + (1 - T) * np.log(1 - y)))", shown)
    text = text.replace("    d = (y - T) / 40", "    d = (y - T) * y * (1 - y)")
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace(" * y * (1 - y)", "")))
    assert [(f.finding.fault, f.line) for f in report.findings] == [("missing-output-derivative", 14)]


def test_a_term_of_a_sum_over_the_outputs_is_no_loss_by_itself(written):
    text = """\
import math
import random
random.seed(2)
A = [[random.uniform(-1, 1) for i in range(2)] for j in range(3)]
B = [[random.uniform(-1, 1) for j in range(3)] for k in range(3)]
rows = [([random.random(), random.random()], [float(i % 3 == k) for k in range(3)]) for i in range(9)]
def s(v):
    return 1 / (1 + math.exp(-v))
for turn in range(40):
    squares = 0.0
    for x, t in rows:
        h = [s(sum(a * v for a, v in zip(line, x))) for line in A]
        y = [s(sum(b * v for b, v in zip(line, h))) for line in B]
        squares += sum((w - o) ** 2 for w, o in zip(t, y))
        d = [(o - w) * o * (1 - o) for w, o in zip(t, y)]
        e = []
        for j in range(3):
            blame = 0.0
            for k in range(3):
                blame += B[k][j] * d[k]
            e.append(blame * h[j] * (1 - h[j]))
        for k in range(3):
            for j in range(3):
                B[k][j] -= 0.3 * d[k] * h[j]
        for j in range(3):
            for i in range(2):
                A[j][i] -= 0.3 * e[j] * x[i]
    if turn % 10 == 0:
        print(turn, squares)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("blame += B[k]", "blame = B[k]")))
    found = [(f.finding.fault, f.source.strip()) for f in report.findings]
    assert found == [("missing-paths", "blame = B[k][j] * d[k]")]


def test_a_sum_over_samples_that_each_have_a_step_is_the_loss_of_each(written):
    """What comes after a step in such a sum is the prediction of the next sample, and no penalty."""
    text = """\
import math
w = [[0.2, -0.4], [0.5, 0.1], [-0.3, 0.6]]
v = [[0.3, -0.2, 0.5], [0.4, 0.1, -0.6], [-0.5, 0.2, 0.3]]
pairs = [([0.4, -1.1], [0.2, -0.2, 0.4]), ([1.3, 0.2], [0.6, 0.1, -0.3])]
for turn in range(50):
    total = 0.0
    for x, t in pairs:
        h = [math.tanh(sum(w[j][i] * x[i] for i in range(2))) for j in range(3)]
        y = [sum(v[k][j] * h[j] for j in range(3)) for k in range(3)]
        e = [y[k] - t[k] for k in range(3)]
        total += sum(0.5 * e[k] ** 2 for k in range(3))
        for j in range(3):
            back = sum(e[k] * v[k][j] for k in range(3))
            d = back * (1 - h[j] ** 2)
            for i in range(2):
                w[j][i] -= 0.1 * d * x[i]
        for k in range(3):
            for j in range(3):
                v[k][j] -= 0.1 * e[k] * h[j]
    print(total)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(
        written(
            text.replace(
                "v[k][j] for k in range(3))\n            d", "v[k][j] for k in range(2))\n            d"
            )
        )
    )
    assert [(f.line, f.finding.fault) for f in report.findings] == [(13, "missing-paths")], report.text()


def test_a_decay_that_no_loss_shows_may_leave_out_the_biases_among_the_weights(written):
    text = """\
import numpy as np
rng = np.random.default_rng(9)
x = np.c_[rng.normal(size=(40, 2)), np.ones(40)]
t = np.where(x[:, 0] + x[:, 1] ** 2 > 0.5, 1, -1)
A, b = rng.normal(size=(3, 5)), rng.normal(size=6)
for k in range(80):
    h = np.c_[np.tanh(x @ A), np.ones(40)]
    s = h @ b
    print(np.maximum(0, 1 - t * s).mean())
    d = np.where(t * s < 1, -t, 0.0) / 40
    gb = d @ h
    gb[:-1] += 0.02 * b[:-1]
    e = np.outer(d, b)[:, :-1] * (1 - h[:, :-1] ** 2)
    gA = x.T @ e
    gA[:-1] += 0.02 * A[:-1]
    b = b - 0.3 * gb
    A = A - 0.3 * gA
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - h[:, :-1] ** 2)", "(1 - h[:, :-1])")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(13, "derivative-incomplete")], (
        report.text()
    )


UNSHOWN = """\
import numpy as np
rng = np.random.default_rng(4)
X = rng.normal(size=(40, 3))
t = np.sin(X.sum(axis=1, keepdims=True)) + 2 * (rng.random((40, 1)) < 0.2)
A, a, B, b = rng.normal(size=(3, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)
for turn in range(60):
    h = np.tanh(X @ A + a)
    miss = t - (h @ B + b)
    push = np.clip(miss, -0.4, 0.4) / 40
    down = push @ B.T * (1 - h ** 2)
    B, b = B + 0.3 * h.T @ push, b + 0.3 * push.sum(axis=0)
    A, a = A + 0.3 * X.T @ down, a + 0.3 * down.sum(axis=0)
"""


@pytest.mark.parametrize(
    "bent", ["np.clip(miss, -0.4, 0.4)", "np.tanh(miss)", "miss / np.sqrt(1 + miss ** 2)"]
)
def test_what_rises_with_the_error_is_the_slope_of_a_loss_that_nothing_shows(written, bent):
    text = UNSHOWN.replace("np.clip(miss, -0.4, 0.4)", bent)
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(10, "derivative-incomplete")], (
        report.text()
    )


def test_counts_that_are_predicted_as_powers_of_e_go_by_poissons_loss(written):
    text = """\
import numpy as np
rng = np.random.default_rng(8)
X = rng.normal(size=(50, 3))
k = rng.poisson(np.exp(X[:, :1]))
A, a, B, b = rng.normal(size=(3, 5)) / 2, np.zeros(5), rng.normal(size=(5, 1)) / 2, np.zeros(1)
for turn in range(60):
    h = np.tanh(X @ A + a)
    mean = np.exp(h @ B + b)
    d = (mean - k) / 50
    e = d @ B.T * (1 - h ** 2)
    B, b = B - 0.1 * h.T @ d, b - 0.1 * d.sum(axis=0)
    A, a = A - 0.1 * X.T @ e, a - 0.1 * e.sum(axis=0)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("d @ B.T * (1 - h ** 2)", "(mean - k) @ B.T / 50")))
    assert [f.line for f in report.findings] == [10], report.text()


def test_samples_may_count_more_or_less_or_not_at_all_in_a_loss_that_nothing_shows(written):
    text = """\
import numpy as np
rng = np.random.default_rng(8)
X = rng.normal(size=(50, 3))
t = (X[:, 0] * X[:, 1] > 0.3).astype(float)
A, a, B, b = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=5), 0.0
counts = np.where(t > 0, 2.5, 1.0) * (rng.random(50) < 0.8)
for turn in range(60):
    h = np.tanh(X @ A + a)
    p = 1 / (1 + np.exp(-(h @ B + b)))
    d = counts * (p - t) / counts.sum()
    e = np.outer(d, B) * (1 - h ** 2)
    B, b = B - 0.1 * d @ h, b - 0.1 * d.sum()
    A, a = A - 0.1 * X.T @ e, a - 0.1 * e.sum(axis=0)
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(11, "derivative-incomplete")], (
        report.text()
    )
    assert (
        check_program(written(text.replace("counts * (p - t)", "(p > 0.5) * (p - t)"))).verdict != "correct"
    )


TWINS = """\
import numpy as np
rng = np.random.default_rng(3)
A, B = rng.normal(size=(2, 30, 4))
same = (A[:, 0] * B[:, 0] > 0).astype(float)
W, b = rng.normal(size=(4, 6)) * 0.5, np.zeros(6)
V = rng.normal(size=(6, 2)) * 0.5
for k in range(100):
    p, q = np.tanh(A @ W + b), np.tanh(B @ W + b)
    apart = p @ V - q @ V
    far = np.sqrt((apart ** 2).sum(1)) + 1e-9
    lack = np.maximum(0, 1.5 - far)
    loss = np.mean(same * far ** 2 + (1 - same) * lack ** 2)
    d = ((same * far - (1 - same) * lack) * 2 / far / 30)[:, None] * apart
    dp, dq = d @ V.T * (1 - p ** 2), -d @ V.T * (1 - q ** 2)
    V -= 0.3 * (p.T @ d - q.T @ d)
    W -= 0.3 * (A.T @ dp + B.T @ dq)
    b -= 0.3 * (dp + dq).sum(0)
    if k % 20 == 0:
        print(k, loss)
"""


@pytest.mark.parametrize(
    "wrong", ["-d @ V.T", "(1 - q ** 2)", "p.T @ d - q.T @ d", "1.5 - far", "* 2 / far / 30"]
)
def test_a_loss_that_compares_two_predictions_is_gone_down(written, wrong):
    assert check_program(written(TWINS)).verdict == "correct"
    other = {
        "-d @ V.T": "d @ V.T",
        "(1 - q ** 2)": "(1 - q)",
        "p.T @ d - q.T @ d": "p.T @ d",
        "1.5 - far": "1.5 + far",
        "* 2 / far / 30": "* 2 / 30",
    }[wrong]
    text = TWINS.replace(wrong, other)
    assert text != TWINS
    # The steps of a network that pulls apart what is far are right of that loss.
    assert check_program(written(text)).verdict != "correct" or wrong == "1.5 - far"


UNSURE = """\
import numpy as np
rng = np.random.default_rng(7)
X = rng.uniform(-2, 2, (40, 2))
y = np.sin(X[:, :1]) + 0.1 * rng.normal(size=(40, 1))
V, g, b = rng.normal(size=(2, 7)), np.ones(7), rng.normal(size=7)
U, c = rng.normal(size=(7, 2)) * 0.1, np.zeros(2)
speed = {}
def go(name, slope):
    speed[name] = 0.6 * speed.get(name, 0) - 0.1 / (1 + k / 9) * slope
    return speed[name]
for k in range(200):
    size = np.sqrt((V ** 2).sum(0))
    W = g * V / size
    h = np.tanh(X @ W + b)
    out = h @ U + c
    mean, spread = out[:, :1], out[:, 1:]
    sure = np.exp(-spread)
    off = mean - y
    likely = 0.5 * np.mean(spread + off ** 2 * sure)
    d = np.hstack([off * sure, 0.5 - 0.5 * off ** 2 * sure]) / len(X)
    e = (d @ U.T) * (1 - h ** 2)
    dW = X.T @ e
    dg = (dW * V).sum(0) / size
    dV = g / size * dW - g * dg / size ** 2 * V
    U += go("U", h.T @ d)
    c += go("c", d.sum(0))
    V += go("V", dV)
    g += go("g", dg)
    b += go("b", e.sum(0))
    if k % 50 == 0:
        print(k, likely, np.sqrt(np.mean(off ** 2)))
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.5 - 0.5 * off", "0.5 + 0.5 * off"),
        ("- g * dg / size ** 2 * V", ""),
        ("(1 - h ** 2)", "(1 - h)"),
        ('    c += go("c", d.sum(0))\n', ""),
    ],
)
def test_a_loss_of_a_mean_and_of_how_sure_it_is_is_gone_down(written, old, new):
    assert check_program(written(UNSURE)).verdict == "correct"
    assert old in UNSURE
    assert check_program(written(UNSURE.replace(old, new))).verdict != "correct"


# Few samples, the error taken the other way round: rounds are joined, and the line is still that of the delta.
ANOTHER = """\
import numpy as np
rng = np.random.default_rng(3)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])
def slope(v):
    return v * (1 - v)
W, V = rng.random((3, 3)), rng.random((4, 1))
losses = []
for _ in range(50):
    h = 1 / (1 + np.exp(-X @ W))
    h = np.concatenate((h, np.ones((4, 1))), axis=1)
    o = 1 / (1 + np.exp(-h @ V))
    e = y - o
    losses.append(1 / 3 * np.sum(-1 * (y * np.log(o) + (1 - y) * np.log(1 - o))))
    d = e * slope(o)
    g = (d @ V[:-1].T) * slope(h[:, :-1])
    V += 0.1 * h.T @ d
    W += 0.1 * X.T @ g
"""


def test_the_delta_of_another_loss_is_named_where_rounds_are_joined(written):
    report = check_program(written(ANOTHER))
    (found,) = report.findings
    assert (found.finding.fault, found.source) == ("loss-and-delta-do-not-match", "d = e * slope(o)")


# A penalty on the weights, in the loss that is shown; in the gradients as it should be, or not.
PENALTY = """\
import numpy as np
rng = np.random.default_rng(2)
X = rng.normal(size=(40, 4))
Y = (X[:, :1] * X[:, 1:2] > 0).astype(float)
V, c, W, b = rng.normal(0, 0.7, (4, 6)), np.zeros((1, 6)), rng.normal(0, 0.7, (6, 1)), np.zeros((1, 1))
def cost():
    p = 1 / (1 + np.exp(-(np.tanh(X @ V + c) @ W + b)))
    return -np.mean(np.log(np.where(Y == 1, p, 1 - p))) + 0.025 * (np.sum(V ** 2) + np.sum(W ** 2))
for k in range(200):
    a = np.tanh(X @ V + c)
    p = 1 / (1 + np.exp(-(a @ W + b)))
    data = -np.mean(Y * np.log(p) + (1 - Y) * np.log(1 - p))
    loss = data + 0.05 / 2 * (np.sum(V ** 2) + np.sum(W ** 2))
    d = (p - Y) / 40
    e = d @ W.T * (1 - a ** 2)
    dW = a.T @ d + 0.05 * W
    dV = X.T @ e + 0.05 * V
    V, c, W, b = V - 0.3 * dV, c - 0.3 * e.sum(0), W - 0.3 * dW, b - 0.3 * d.sum(0)
    if k % 20 == 0:
        print(SHOWN)
"""


@pytest.mark.parametrize("shown", ["loss", "data, loss", "cost()"])
def test_a_penalty_is_held_against_the_loss_that_has_it(written, shown):
    text = PENALTY.replace("SHOWN", shown)
    assert check_program(written(text)).verdict == "correct"
    doubled = check_program(written(text.replace("+ 0.05 * V", "+ 2 * 0.05 * V")))
    assert [(f.finding.fault, f.line) for f in doubled.findings] == [("regulariser-gradient", 17)]


def test_a_penalty_that_no_loss_has_is_a_decay(written):
    text = "".join(line for line in PENALTY.splitlines(keepends=True) if "loss =" not in line)
    text = text.replace("SHOWN", "data").replace("0.05 *", "0.1 *")
    assert check_program(written(text)).verdict == "correct"


def test_where_the_error_was_left_a_factor_the_penalty_may_have_another(written):
    text = PENALTY.replace("SHOWN", "loss").replace("(p - Y) / 40", "0.5 * (p - Y) / 40")
    assert check_program(written(text)).verdict == "correct"


def test_a_loss_may_be_of_two_outputs_and_its_error_may_be_shown_beside_it(written):
    text = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.uniform(-2, 2, (50, 2))
t = np.sin(X[:, :1]) + 0.2 * rng.normal(size=(50, 1))
V, g, a = rng.normal(size=(2, 6)), np.ones(6), rng.normal(size=6)
B, b = 0.1 * rng.normal(size=(6, 2)), np.zeros(2)
kept = {}
for turn in range(60):
    size = np.sqrt((V ** 2).sum(axis=0))
    h = np.tanh(X @ (g * V / size) + a)
    mean, spread = np.hsplit(h @ B + b, 2)
    part = np.exp(-spread)
    miss = mean - t
    loss = 0.5 * np.mean(spread + miss ** 2 * part)
    d = np.hstack([miss * part, 0.5 - 0.5 * miss ** 2 * part]) / 50
    e = d @ B.T * (1 - h ** 2)
    m = X.T @ e
    dg = (m * V).sum(axis=0) / size
    dV = g / size * m - g * dg / size ** 2 * V
    for name, one, slope in zip("VgaBb", (V, g, a, B, b), (dV, dg, e.sum(0), h.T @ d, d.sum(0))):
        kept[name] = 0.6 * kept.get(name, 0) - 0.05 * slope
        one += kept[name]
    if turn % 20 == 0:
        print(loss, np.sqrt(np.mean(miss ** 2)))
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(16, "derivative-incomplete")], (
        report.text()
    )


def test_a_share_that_is_right_is_no_loss_beside_a_margin(written):
    text = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(50, 2))
t = np.where(X[:, :1] * X[:, 1:] > 0, 1.0, -1.0)
A, a, B, b = rng.normal(size=(2, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)
for turn in range(60):
    h = np.tanh(X @ A + a)
    f = h @ B + b
    margin = 1 - t * f
    loss = np.maximum(0, margin).mean()
    d = np.where(margin > 0, -t, 0) / 50
    e = d @ B.T * (1 - h ** 2)
    B, b = B - 0.1 * h.T @ d, b - 0.1 * d.sum(axis=0)
    A, a = A - 0.1 * X.T @ e, a - 0.1 * e.sum(axis=0)
    if turn % 20 == 0:
        print(loss, np.mean(f * t > 0))
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(12, "derivative-incomplete")], (
        report.text()
    )


BEFORE = """\
import numpy as np
rng = np.random.default_rng(5)
X = rng.uniform(-2, 2, 20)
T = np.sin(X)
W = [rng.normal(size=(5, 2)), rng.normal(size=(5, 6)), rng.normal(size=(1, 6))]
def ones(a):
    return np.vstack([a, [[1.0]]])
def forward(x):
    a = [np.array([[x]])]
    for k in range(3):
        z = W[k] @ ones(a[-1])
        a.append(z if k == 2 else np.tanh(z))
    return a
def back(a, t):
    delta = a[-1] - t
    for k in (2, 1, 0):
        below = W[k][:, :-1].T @ delta
        W[k] -= 0.05 * delta @ ones(a[k]).T
        if k:
            delta = below * (1 - a[k] ** 2)
def cost():
    return sum((forward(x)[-1].item() - t) ** 2 for x, t in zip(X, T)) / (2 * len(X))
costs = [cost()]
for epoch in range(20):
    for i in rng.permutation(20):
        back(forward(X[i]), T[i])
    costs.append(cost())
print(costs[0], costs[-1])
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("T[i]", "T[i]", []),
        ("below * (1 - a[k] ** 2)", "below * (1 - a[k])", ["derivative-incomplete"]),
        ("below * (1", "W[k][:, :-1].T @ delta * (1", ["update-before-use"]),
        ("W[k] -=", "W[k] +=", ["sign-flipped"]),
    ],
)
def test_a_loss_of_all_samples_before_the_first_step_is_no_penalty_of_one(written, old, new, told):
    # The sum over the samples is made one by one: of the weights, it has the other samples' predictions.
    report = check_program(written(BEFORE.replace(old, new)))
    assert [found.finding.fault for found in report.findings] == told
    assert report.verdict == ("faulty" if told else "correct")


# A penalty of the weights' squares and of their sizes, which only a loss of all samples shows, rounded; a batch a step.
ELASTIC = """\
import numpy as np
rng = np.random.default_rng(6)
X = rng.normal(size=(60, 3))
t = (X[:, :1] * X[:, 1:2] > 0) * 1.0
W = [rng.normal(size=(3, 8)), rng.normal(size=(8, 1))]
B = [np.zeros(8), np.zeros(1)]
S = [np.zeros_like(w) for w in W]
def forward(x):
    h = np.maximum(0, x @ W[0] + B[0])
    return h, 1 / (1 + np.exp(-(h @ W[1] + B[1])))
for epoch in range(40):
    for k in range(0, 60, 20):
        x, goal = X[k:k + 20], t[k:k + 20]
        h, p = forward(x)
        d = (p - goal) / 20
        e = d @ W[1].T * (h > 0)
        G = [x.T @ e + 0.001 * np.sign(W[0]) + 0.004 * W[0], h.T @ d + 0.001 * np.sign(W[1]) + 0.004 * W[1]]
        for n, (g, b) in enumerate(zip(G, (e.sum(0), d.sum(0)))):
            STEP
            B[n] -= 0.01 * b
    p = forward(X)[1]
    cost = -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
    cost += sum(0.001 * np.abs(w).sum() + 0.002 * (w ** 2).sum() for w in W)
    print(cost.round(4))
"""
SCALED = "S[n] = 0.9 * S[n] + 0.1 * g * g; W[n] -= 0.01 * g / (np.sqrt(S[n]) + 1e-7)"


@pytest.mark.parametrize("step", ["W[n] -= 0.01 * g", SCALED])
def test_a_penalty_of_squares_and_of_sizes_is_told_from_a_mistake(written, step):
    text = ELASTIC.replace("STEP", step)
    assert check_program(written(text)).verdict == "correct"
    (found,) = check_program(written(text.replace(" * (h > 0)", ""))).findings
    assert (found.line, found.finding.fault) == (16, "wrong-activations-derivative")


# Stepped by a few samples at a time; the loss of all is shown after each epoch, and kept from the logarithm of 0.
APART = """\
import numpy as np
rng = np.random.default_rng(13)
X = rng.normal(size=(60, 3))
T = (X[:, :1] * X[:, 1:2] > 0.1).astype(float)
V, v, U, u = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=(5, 1)), np.zeros(1)
def net(x):
    h = np.tanh(x @ V + v)
    return h, 1 / (1 + np.exp(-(h @ U + u)))
def shown(p, t):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return SHOWN
for epoch in range(40):
    order = rng.permutation(60)
    for k in range(0, 60, 20):
        x, t = X[order[k:k + 20]], T[order[k:k + 20]]
        h, p = net(x)
        d = DELTA / 20
        e = d @ U.T * (1 - h**2)
        U = U - 0.3 * h.T @ d
        u = u - 0.3 * d.sum(0)
        V = V - 0.3 * x.T @ e
        v = v - 0.3 * e.sum(0)
    print(epoch, shown(net(X)[1], T))
"""
LOGARITHMS = "-(t * np.log(p) + (1 - t) * np.log(1 - p)).mean()"


@pytest.mark.parametrize(
    ("loss", "delta", "right"),
    [
        (LOGARITHMS, "(p - t)", True),
        (LOGARITHMS, "(p - t) * p * (1 - p)", False),
        ("((p - t) ** 2).mean()", "(p - t) * p * (1 - p)", True),
        ("((p - t) ** 2).mean()", "(p - t)", False),
        ("((p > 0.5) == t).mean()", "(p - t) * p * (1 - p)", True),
        ("((p > 0.5) == t).mean()", "(p - t)", True),
    ],
)
def test_the_loss_that_alone_is_shown_after_an_epoch_is_the_one_to_go_by(written, loss, delta, right):
    report = check_program(written(APART.replace("SHOWN", loss).replace("DELTA", delta)))
    assert report.verdict == ("correct" if right else "faulty")
    told = [(f.finding.fault, f.line) for f in report.findings]
    fault = "loss-and-delta-do-not-match" if "log" in loss else "missing-output-derivative"
    assert told == ([] if right else [(fault, 17)])


# A penalty of the weights' sizes that no loss shows, in what an optimizer is given, which makes of it a sign.
PULLED = """\
import numpy as np
rng = np.random.default_rng(3)
X, T = rng.normal(size=(40, 2)), rng.normal(size=(40, 1))
P = {"A": rng.normal(size=(2, 5)), "a": rng.normal(size=5), "B": rng.normal(size=(5, 1)), "b": np.zeros(1)}
M, V = ({k: np.zeros_like(v) for k, v in P.items()} for _ in range(2))
for k in range(1, 200):
    h = np.tanh(X @ P["A"] + P["a"])
    d = h @ P["B"] + P["b"] - T
    print(0.5 * np.mean(d ** 2))
    d = d / 40
    e = d @ P["B"].T * (1 - h ** 2)
    G = {"A": X.T @ e, "a": e.sum(0), "B": h.T @ d, "b": d.sum(0)}
    for n in ("A", "B"):
        G[n] = G[n] + 0.05 * np.sign(P[n])
    for n in P:
        M[n] = 0.9 * M[n] + 0.1 * G[n]
        V[n] = 0.99 * V[n] + 0.01 * G[n] ** 2
        P[n] -= 0.01 * M[n] / (1 - 0.9 ** k) / (np.sqrt(V[n] / (1 - 0.99 ** k)) + 1e-8)
"""


def test_a_penalty_of_sizes_that_an_optimizer_is_given_is_no_mistake(written):
    assert check_program(written(PULLED)).verdict == "correct"
    found = check_program(written(PULLED.replace("X.T @ e,", "X.T @ (e * h),"))).findings
    assert [one.line for one in found] == [12]
    shown = PULLED.replace("(d ** 2))", '(d ** 2) + 0.05 * (np.abs(P["A"]).sum() + np.abs(P["B"]).sum()))')
    assert check_program(written(shown)).verdict == "correct"
    found = check_program(written(shown.replace("0.05 * np.sign", "0.1 * np.sign"))).findings
    assert [(one.line, one.finding.fault) for one in found] == [(14, "regulariser-gradient")]


# The penalty itself, added to gradients by a function of its own.
ADDED = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
lam = 0.1
def pull(W):
    return 0.5 * lam * np.sum(W ** 2)
for k in range(40):
    h = np.tanh(X @ A)
    y = h @ B
    print(0.5 * np.sum((y - T) ** 2) + 0.5 * lam * (np.sum(A ** 2) + np.sum(B ** 2)))
    d = y - T
    gB = h.T @ d + pull(B)
    gA = X.T @ (d @ B.T * (1 - h ** 2)) + pull(A)
    A = A - 0.01 * gA
    B = B - 0.01 * gB
"""


def test_a_penalty_is_told_where_it_is_made_for_gradients_alone_and_where_it_is_added_else(written):
    def told(text):
        return {(f.finding.fault, f.line) for f in check_program(written(text)).findings}

    assert told(ADDED) == {("regulariser-gradient", 7)}
    both = ADDED.replace("0.5 * lam * (np.sum(A ** 2) + np.sum(B ** 2))", "pull(A) + pull(B)")
    assert told(both) == {("regulariser-gradient", 13), ("regulariser-gradient", 14)}
    now_and_then = both.replace("    print(", "    if k % 20 == 0: print(")
    assert told(now_and_then) == {("regulariser-gradient", 13), ("regulariser-gradient", 14)}
    assert told(ADDED.replace("0.5 * lam * np.sum(W ** 2)\nfor", "lam * W\nfor")) == set()


# The slope of a margin, filled in where the margin is not kept: by its numbers it depends on no weights.
FILLED = """\
import numpy as np
rng = np.random.default_rng(8)
X = rng.normal(size=(50, 2))
t = np.r_[np.ones((25, 1)), -np.ones((25, 1))]
X += 0.5 * t
A, a, B, b = rng.normal(size=(2, 7)), np.zeros(7), 0.1 * rng.normal(size=(7, 1)), np.zeros(1)
for k in range(200):
    h = np.tanh(X @ A + a)
    m = 1 - t * (h @ B + b)
    if k % 50 == 0:
        print(np.mean(np.maximum(0, m)))
    d = np.zeros_like(m)
    d[m > 0] = -t[m > 0]
    d = d / 50
    e = d @ B.T * (1 - h * h)
    A -= 0.4 * X.T @ e
    a -= 0.4 * e.sum(0)
    B -= 0.4 * h.T @ d
    b -= 0.4 * d.sum(0)
"""


def test_a_slope_that_is_filled_in_where_a_margin_is_not_kept_depends_on_it(written):
    alone = FILLED.replace("-t[m > 0]", "-1").replace("d = d / 50", "d = d * t / 50")
    far = FILLED.replace("0.1 * rng.normal(size=(7, 1))", "3 * rng.normal(size=(7, 1))")
    few = (
        FILLED.replace("print(", "print(m.size, ")
        .replace("X +=", "X, t = X[::8], t[::8]\nX +=")
        .replace("50\n", "7\n")
    )
    for right in (FILLED, alone, far, few):
        assert check_program(written(right)).verdict == "correct"
        wrong = check_program(written(right.replace("(1 - h * h)", "(1 - h)")))
        assert [one.finding.fault for one in wrong.findings] == ["derivative-incomplete"]
        wrong = check_program(written(right.replace("X.T @ e", "X.T @ (e * h)")))
        assert [one.line for one in wrong.findings] == [16 + (right is few)]


# The loss is made of scores and what they come to, the error of shares that no loss is made of.
SCORED = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(36, 2))
y = np.arange(36) % 3
W, b, V, c = rng.normal(size=(2, 8)), np.zeros(8), 0.5 * rng.normal(size=(8, 3)), np.zeros(3)
seen = []
for epoch in range(12):
    for rows in np.array_split(rng.permutation(36), 3):
        x, k, n = X[rows], y[rows], np.arange(12)
        h = np.tanh(x @ W + b)
        s = h @ V + c
        total = np.log(np.exp(s).sum(1, keepdims=True))
        loss = np.mean(total[:, 0] - s[n, k]) + 0.005 * ((W ** 2).sum() + (V ** 2).sum())
        g = np.exp(s - total)
        g[n, k] -= 1
        g /= 12
        dV = h.T @ g + 0.01 * V
        dz = g @ V.T * (1 - h * h)
        dW = x.T @ dz + 0.01 * W
        V -= 0.3 * dV
        c -= 0.3 * g.sum(0)
        W -= 0.3 * dW
        b -= 0.3 * dz.sum(0)
        seen.append(loss)
print(seen[-1])
"""


def test_a_loss_of_scores_is_known_in_each_round_though_no_share_is_in_it(written):
    by_logarithms = SCORED.replace("total[:, 0] - s[n, k]", "-(s - total)[n, k]")
    moving = SCORED.replace("W -= 0.3 * dW", "speed = 0.9 * speed - 0.3 * dW\n        W += speed")
    moving = moving.replace("seen = []", "seen, speed = [], np.zeros((2, 8))")
    for right in (SCORED, by_logarithms, moving):
        assert check_program(written(right)).verdict == "correct"
        missing = check_program(written(right.replace("dz + 0.01 * W", "dz")))
        assert [one.finding.fault for one in missing.findings] == ["regulariser-gradient-missing"]
        twice = check_program(written(right.replace("dz + 0.01 * W", "dz + 0.02 * W")))
        assert [one.finding.fault for one in twice.findings] == ["regulariser-gradient"]


# A loss of one's own, shown after some steps only; the parameters are moved ahead by their velocity before each.
NOW_AND_THEN = """\
import numpy as np
rng = np.random.default_rng(71)
X, T = rng.normal(size=(30, 3)), 2 * rng.normal(size=(30, 1))
class Net:
    def __init__(self):
        self.w, self.velocity = rng.normal(size=25), np.zeros(25)
    def forward(self, of=None, kept=None):
        w = self.w if of is None else of
        h = np.tanh(X @ w[:15].reshape(3, 5) + w[15:20])
        if kept is not None:
            kept.append(h)
        return h @ w[20:].reshape(5, 1)
    def slope(self, of):
        kept = []
        d = np.tanh(self.forward(of, kept) - T) / 30
        e = d @ of[20:].reshape(1, 5) * (1 - kept[0] ** 2)
        return np.concatenate([(X.T @ e).ravel(), e.sum(axis=0), (kept[0].T @ d).ravel()])
net = Net()
for k in range(40):
    ahead = net.w + 0.8 * net.velocity
    net.velocity = 0.8 * net.velocity - 0.2 * net.slope(ahead)
    net.w += net.velocity
    if k % 20 == 0:
        print(np.log(np.cosh(net.forward() - T)).mean())
"""


def test_later_rounds_go_by_the_loss_of_the_first_which_is_shown_now_and_then(written):
    assert check_program(written(NOW_AND_THEN)).verdict == "correct"
    wrong = NOW_AND_THEN.replace("(1 - kept[0] ** 2)", "(1 - kept[0])")
    assert check_program(written(wrong)).verdict == "faulty"
