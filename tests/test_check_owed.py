"""pizarra check: penalties that only a loss of more samples shows, held against what steps of a part of them take."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program

PARTS = """\
import numpy as np
rng = np.random.default_rng(53)
X, T = rng.normal(size=(60, 3)), rng.normal(size=(60, 2))
A, a = rng.normal(size=(3, 6)), np.zeros((1, 6))
B, b = rng.normal(size=(6, 5)), np.zeros((1, 5))
C, c = rng.normal(size=(5, 2)), np.zeros((1, 2))

def forward(x):
    u = np.tanh(x @ A + a)
    v = np.tanh(u @ B + b)
    return u, v, v @ C + c

def cost(x, t):
    rest = forward(x)[-1] - t
    weights = np.sum(A ** 2) + np.sum(B ** 2) + np.sum(C ** 2)
    return 0.5 * np.sum(rest ** 2) / len(x) + 0.5 * 0.03 * weights

for k in range(6):
    for i in range(0, 60, 15):
        x, t = X[i:i + 15], T[i:i + 15]
        u, v, p = forward(x)
        f = (p - t) / len(x)
        g = f @ C.T * (1 - v ** 2)
        h = g @ B.T * (1 - u ** 2)
        dC, dc = v.T @ f + 0.03 * C, f.sum(axis=0, keepdims=True)
        dB, db = u.T @ g + 0.03 * B, g.sum(axis=0, keepdims=True)
        dA, da = x.T @ h + 0.03 * A, h.sum(axis=0, keepdims=True)
        A, a = A - 0.1 * dA, a - 0.1 * da
        B, b = B - 0.1 * dB, b - 0.1 * db
        C, c = C - 0.1 * dC, c - 0.1 * dc
    print(k, cost(X, T))
"""


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


def changed(text, *changes):
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", "ABC")
def test_a_penalty_of_one_layer_that_a_loss_of_all_samples_has_is_missed(written, name):
    added, shown = f" + 0.03 * {name},", {"A": "np.sum(A ** 2) + ", "B": "np.sum(B ** 2) + "}
    wrong = changed(PARTS, (added, ","))
    line = next(line.strip() for line in wrong.splitlines() if line.strip().startswith(f"d{name}, "))
    assert said(check_program(written(wrong))) == {("regulariser-gradient-missing", line)}
    if name in shown:  # unless the loss leaves it alone, too
        assert check_program(written(changed(wrong, (shown[name], "")))).verdict == "correct"


def test_a_missing_penalty_is_told_beside_another_mistake(written):
    assert check_program(written(PARTS)).verdict == "correct"
    wrong = changed(PARTS, (" + 0.03 * B,", ","), ("h = g @ B.T * (1 - u ** 2)", "h = g @ B.T"))
    assert said(check_program(written(wrong))) == {
        ("regulariser-gradient-missing", "dB, db = u.T @ g, g.sum(axis=0, keepdims=True)"),
        ("wrong-activations-derivative", "h = g @ B.T"),
    }
