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


# The error is averaged over outputs, of which there is one; a penalty stands in the loss.
AVERAGED = """\
import numpy as np
rng = np.random.default_rng(59)
X = rng.normal(size=(24, 3))
T = (X[:, 0] - X[:, 1] ** 2)[:, None]
A, a = rng.normal(size=(3, 6)), np.zeros((1, 6))
B, b = rng.normal(size=(6, 1)), np.zeros((1, 1))
for k in range(20):
    h = np.tanh(X @ A + a)
    e = np.mean(h @ B + b - T, axis=1, keepdims=True)
    loss = np.mean(e ** 2) + 0.04 * (np.sum(A ** 2) + np.sum(B ** 2))
    f = 2 * e / 24
    dB, db = h.T @ f + 2 * 0.04 * B, f.sum(axis=0, keepdims=True)
    g = f @ B.T * (1 - h ** 2)
    dA, da = X.T @ g + 2 * 0.04 * A, g.sum(axis=0, keepdims=True)
    A -= 0.05 * dA
    a -= 0.05 * da
    B -= 0.05 * dB
    b -= 0.05 * db
    print(loss)
"""
MISSING = (" + 2 * 0.04 * A,", ",")
SPREAD = ("X[:, 1] ** 2)[:, None]", "X[:, 1] ** 2)")


@pytest.mark.parametrize("along", ["np.mean", "np.sum", "np.max"])
def test_along_an_axis_of_one_number_an_error_stays_what_it_is(written, along):
    text = changed(AVERAGED, ("np.mean(h", f"{along}(h"))
    assert check_program(written(text)).verdict == "correct"
    wrong = said(check_program(written(changed(text, MISSING))))
    assert wrong == {("regulariser-gradient-missing", "dA, da = X.T @ g, g.sum(axis=0, keepdims=True)")}


@pytest.mark.parametrize(
    ("change", "line", "fault"),
    [
        (MISSING, "dA, da = X.T @ g, g.sum(axis=0, keepdims=True)", "regulariser-gradient-missing"),
        (("a -= 0.05 * da", "a = b - 0.05 * da"), "a = b - 0.05 * da", "wrong-base-in-update"),
    ],
)
def test_where_a_target_was_spread_what_else_is_wrong_is_told(written, change, line, fault):
    spread = ("target-broadcast", "e = np.mean(h @ B + b - T, axis=1, keepdims=True)")
    assert said(check_program(written(changed(AVERAGED, SPREAD)))) == {spread}
    assert said(check_program(written(changed(AVERAGED, SPREAD, change)))) == {spread, (fault, line)}
