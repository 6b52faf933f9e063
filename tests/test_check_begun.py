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


def said(report):
    return {(f.finding.fault, f.source.strip()) for f in report.findings}


@pytest.mark.parametrize("fill", FILLS)
def test_weights_that_were_filled_row_by_row_or_one_by_one_are_trained(written, fill):
    text = FILLED.replace("{fill}", fill)
    assert check_program(written(text)).verdict == "correct"
    line = "W -= 0.01 * X.T @ d"
    wrong = check_program(written(text.replace(line, "W += 0.01 * X.T @ d")))
    assert said(wrong) == {("sign-flipped", "W += 0.01 * X.T @ d")}
