"""pizarra check: mistakes that meet in one line, updates that are another's, and arrays of another pass."""

import pytest

from pizarra.program import check_program

DEEP = """\
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.normal(size=(24, 3)), rng.uniform(size=(24, 2))
sizes = [3, 5, 5, 2]
W = [rng.normal(size=(a, b)) * 0.6 for a, b in zip(sizes, sizes[1:])]
B = [rng.normal(size=b) * 0.2 for b in sizes[1:]]
def bend(z):
    return np.tanh(z)
def slope(z):
    return 1 - np.tanh(z) ** 2
for k in range(40):
    zs, hs = [], [X]
    for w, b in zip(W, B):
        zs.append(hs[-1] @ w + b)
        hs.append(bend(zs[-1]))
    print(0.5 * np.sum((hs[-1] - T) ** 2))
    error = hs[-1] - T
    gW, gB = [None] * 3, [None] * 3
    for i in (2, 1, 0):
        delta = error * slope(zs[i])
        gW[i], gB[i] = hs[i].T @ delta, delta.sum(0)
        error = delta @ W[i].T
    for i in range(3):
        W[i] = W[i] - 0.02 * gW[i]
        B[i] = B[i] - 0.02 * gB[i]
"""


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


def test_the_two_halves_of_a_cotangent_are_told_apart(written):
    assert check_program(written(DEEP)).verdict == "correct"
    both = DEEP.replace("1 - np.tanh(z) ** 2", "np.tanh(z)").replace("error = delta @", "error = error @")
    assert said(check_program(written(both))) == {
        ("derivative-returns-the-value", "return np.tanh(z)"),
        ("error-passed-back-instead-of-delta", "error = error @ W[i].T"),
    }


def test_an_activation_that_was_written_over_is_told(written):
    text = """\
import numpy as np
rng = np.random.default_rng(7)
X, t = rng.normal(size=(30, 3)), (rng.random((30, 1)) > 0.5) * 1.0
A, B = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
for k in range(50):
    h = np.tanh(X @ A)
    y = 1 / (1 + np.exp(-(h @ B)))
    print(0.5 * np.sum((y - t) ** 2))
    error = y
    error -= t
    d = error * y * (1 - y)
    e = d @ B.T * (1 - h ** 2)
    B -= 0.05 * h.T @ d
    A -= 0.05 * X.T @ e
"""
    assert said(check_program(written(text))) == {("in-place-aliasing", "error -= t")}
    assert check_program(written(text.replace("error = y\n", "error = y.copy()\n"))).verdict == "correct"


FLAT = """\
import numpy as np
rng = np.random.default_rng(9)
X, T = rng.normal(size=(32, 3)), rng.normal(size=(32, 1))
A, a, B, b = rng.normal(size=(3, 4)), np.zeros(4), rng.normal(size=(4, 1)), np.zeros(1)
first = np.tanh(X[24:] @ A + a)
print(first.shape)
for k in range(60):
    for s in range(0, 32, 8):
        x, t = X[s:s + 8], T[s:s + 8]
        h = np.tanh(x @ A + a)
        y = h @ B + b
        print(np.mean((y - t) ** 2))
        d = 2 * (y - t) / len(x)
        e = d @ B.T * (1 - h ** 2)
        B -= 0.05 * h.T @ d
        b -= 0.05 * d.sum(axis=0)
        A -= 0.05 * x.T @ e
        a -= 0.05 * e.sum(axis=0)
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("b -= 0.05 * d.sum(axis=0)", "a -= 0.05 * d.sum(axis=0)", "wrong-parameter-updated"),
        (
            "b -= 0.05 * d.sum(axis=0)",
            "b -= 0.05 * (h.T @ d).sum(axis=0)",
            "bias-gradient-from-weight-gradient",
        ),
        ("b -= 0.05 * d.sum(axis=0)", "b -= 0.05 * d.mean(axis=0)", "bias-mean-weights-sum"),
        ("e = d @ B.T * (1 - h ** 2)", "e = d @ B.T * (1 - first ** 2)", "stale-or-undefined-variable"),
        ("A -= 0.05 * x.T @ e", "A -= 0.05 * X[8:16].T @ e", "wrong-sample-or-target"),
        ("A -= 0.05 * x.T @ e", "A -= 0.05 * x.T @ d", "wrong-layers-delta"),
        ("x, t = X[s:s + 8], T[s:s + 8]", "x, t = X[s:s + 8], T[24 - s:32 - s]", "wrong-sample-or-target"),
    ],
)
def test_what_is_another_parameters_passes_or_samples_is_told(written, old, new, fault):
    assert check_program(written(FLAT)).verdict == "correct"
    assert FLAT.count(old) == 1
    assert said(check_program(written(FLAT.replace(old, new)))) == {(fault, new)}


def test_rows_of_a_table_may_repeat_as_targets(written):
    text = """\
import numpy as np
rng = np.random.default_rng(10)
X, labels = rng.normal(size=(40, 3)), rng.integers(0, 3, 40)
Y = np.eye(3)[labels]
A, B = rng.normal(size=(3, 5)), rng.normal(size=(5, 3))
for k in range(30):
    order = rng.permutation(40)
    for s in range(0, 40, 8):
        x = X[order[s:s + 8]]
        t = Y[order[s:s + 8]]
        h = np.tanh(x @ A)
        z = h @ B
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        print(-np.mean(np.sum(t * np.log(p), axis=1)))
        d = (p - t) / len(x)
        e = d @ B.T * (1 - h ** 2)
        B -= 0.2 * h.T @ d
        A -= 0.2 * x.T @ e
"""
    assert check_program(written(text)).verdict == "correct"
    wrong = text.replace("t = Y[order[s:s + 8]]", "t = Y[s:s + 8]")
    assert said(check_program(written(wrong))) == {("wrong-sample-or-target", "t = Y[s:s + 8]")}


THREE = """\
import numpy as np
rng = np.random.default_rng(11)
X = rng.uniform(-1, 1, (2, 60))
c = (X[0] > 0) + 2 * (X[1] > 0)
T = (c == np.arange(4)[:, None]).astype(float)
U, u = rng.normal(size=(5, 2)), np.zeros((5, 1))
V, v = rng.normal(size=(5, 5)) / 2, np.zeros((5, 1))
W, w = rng.normal(size=(4, 5)) / 2, np.zeros((4, 1))
rate = 0.3
def predict(X):
    a = np.tanh(U @ X + u)
    b = np.tanh(V @ a + v)
    e = np.exp(W @ b + w)
    return a, b, e / e.sum(axis=0, keepdims=True)
for step in range(100):
    a, b, p = predict(X)
    d3 = (p - T) / 60
    d2 = W.T @ d3 * (1 - b ** 2)
    d1 = V.T @ d2 * (1 - a ** 2)
    U -= rate * d1 @ X.T
    V -= rate * d2 @ a.T
    W -= rate * d3 @ b.T
    u, v, w = [x - rate * d.sum(axis=1, keepdims=True) for x, d in ((u, d1), (v, d2), (w, d3))]
    print(-(T * np.log(predict(X)[-1])).sum() / 60)
"""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([], []),
        # Most steps have the rate twice: it comes in where the others have it once.
        ([("d2 = W.T", "d2 = rate * W.T")], [("rate-inside-delta", "d2 = r")]),
        # Nothing is right by any loss: the one that is shown says which is meant, whatever its target is made by.
        (
            [("sum(axis=0", "sum(axis=1"), ("d2 @ a.T", "a @ d2.T")],
            [("softmax-wrong-axis", "return"), ("transposed-gradient", "V -= r")],
        ),
    ],
)
def test_a_network_of_three_layers_in_columns_is_read(written, changes, told):
    text = THREE
    for old, new in changes:
        text = text.replace(old, new, 1)
    report = check_program(written(text))
    assert [(f.finding.fault, f.source.strip()[:6]) for f in report.findings] == told


def test_a_bias_that_is_summed_of_its_weights_is_told_though_it_is_a_multiple(written):
    text = """\
import numpy as np
rng = np.random.default_rng(3)
X = np.array([[1, 1, 1, -1, 1], [-1, 1, 1, 1, 1], [1, -1, -1, -1, -1], [1, 1, -1, 1, -1.0]])
T = rng.normal(size=(4, 2))
W, b, V, c = rng.normal(size=(4, 5)), np.zeros(4), rng.normal(size=(2, 4)), np.zeros(2)
for step in range(30):
    for x, t in zip(X, T):
        h = np.tanh(W @ x + b)
        d = V @ h + c - t
        e = V.T @ d * (1 - h * h)
        gW = np.outer(e, x)
        gb = gW.sum(axis=1)
        V -= 0.1 * np.outer(d, h)
        c -= 0.1 * d
        W -= 0.1 * gW
        b -= 0.1 * gb
"""
    report = check_program(written(text))
    assert [(f.finding.fault, f.line) for f in report.findings] == [
        ("bias-gradient-from-weight-gradient", 12)
    ]
    assert check_program(written(text.replace("gW.sum(axis=1)", "e"))).verdict == "correct"
