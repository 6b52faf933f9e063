"""pizarra check: a loss is known wherever a program shows it, and no measure is taken for one."""

import pytest

from pizarra.program import check_program

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
    # What is drawn would change what is drawn next: such a report is left alone, and the squared error is implied.
    assert check_program(written(text)).verdict == "faulty"
    assert check_program(written(text.replace(", rng.random()", ""))).verdict == "correct"


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
