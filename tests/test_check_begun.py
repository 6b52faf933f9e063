"""pizarra check: weights that begin as an array which is filled part by part."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program

FILLED = """\
import numpy as np
rng = np.random.default_rng(61)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 1))
W, b, v = np.zeros((3, 5)), np.zeros(5), rng.normal(size=(5, 1))
{fill}
for k in range(10):
    h = np.tanh(X @ W + b)
    e = h @ v - T
    print(0.5 * np.sum(e ** 2))
    d = e @ v.T * (1 - h ** 2)
    W -= 0.01 * X.T @ d
    b -= 0.01 * d.sum(axis=0)
    v -= 0.01 * h.T @ e
"""
FILLS = (
    "W[0] = rng.normal(size=5)\nW[1] = rng.normal(size=5)\nW[2] = rng.normal(size=5) / 2",
    "W[1:] = rng.normal(size=(2, 5))",
    "for i in range(3):\n    for j in range(5):\n        W[i, j] = rng.uniform(-1, 1)",
)
# One vector of all, the weights of which are windows in it; the biases stay at 0.
WINDOWS = """\
import numpy as np
rng = np.random.default_rng(67)
X, T = rng.normal(size=(30, 3)), rng.normal(size=(30, 1))
def windows(of):
    return of[:20].reshape(4, 5), of[20:].reshape(6, 1)
whole = np.zeros(26)
for one in windows(whole):
    one[1:] = rng.normal(size=one[1:].shape)
for k in range(10):
    W, v = windows(whole)
    h = np.tanh(X @ W[1:] + W[0])
    e = h @ v[1:] + v[0] - T
    print(0.5 * np.sum(e ** 2))
    d = e @ v[1:].T * (1 - h ** 2)
    slope = np.empty_like(whole)
    gW, gv = windows(slope)
    gW[0], gW[1:] = d.sum(axis=0), X.T @ d
    gv[0], gv[1:] = e.sum(axis=0), h.T @ e
    whole -= 0.01 * slope
"""


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


@pytest.mark.parametrize("fill", FILLS)
def test_weights_that_were_filled_row_by_row_or_one_by_one_are_trained(written, fill):
    text = FILLED.replace("{fill}", fill)
    assert check_program(written(text)).verdict == "correct"
    line = "W -= 0.01 * X.T @ d"
    wrong = check_program(written(text.replace(line, "W += 0.01 * X.T @ d")))
    assert said(wrong) == {("sign-flipped", "W += 0.01 * X.T @ d")}


def test_windows_of_one_vector_may_be_filled_before_it_is_trained(written):
    assert check_program(written(WINDOWS)).verdict == "correct"
    line = "d = e @ v[1:].T * (1 - h)"
    wrong = check_program(written(WINDOWS.replace("d = e @ v[1:].T * (1 - h ** 2)", line)))
    assert said(wrong) == {("derivative-incomplete", line)}
