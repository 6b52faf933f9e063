"""Mistakes that at one point look like what is right: each is told, and the right program beside it stays right."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

ROWS = """\
import numpy as np
rng = np.random.default_rng(4)
X, t = rng.normal(size=(5, 3)), rng.normal(size=(5, 1))
W1, b1 = rng.normal(size=(3, 3)), np.zeros(3)
W2, b2 = rng.normal(size=(3, 3)), np.zeros(3)
W3, b3 = rng.normal(size=(3, 1)), np.zeros(1)
f = lambda z: 1 / (1 + np.exp(-z))
for step in range(60):
    rate = 0.05
    a1 = f(X @ W1 + b1)
    a2 = f(a1 @ W2 + b2)
    y = a2 @ W3 + b3
    if step % 10 == 0:
        print(0.5 * np.sum((y - t) ** 2))
    d3 = y - t
    d2 = d3 @ W3.T * a2 * (1 - a2)
    d1 = d2 @ W2.T * a1 * (1 - a1)
    W3 -= rate * a2.T @ d3
    b3 -= rate * d3.sum(0)
    W2 -= rate * a1.T @ d2
    b2 -= rate * d2.sum(0)
    W1 -= rate * X.T @ d1
    b1 -= rate * d1.sum(0)
"""
# Sample by sample, of which the first five are zeros.
SAMPLES = """\
import numpy as np
rng = np.random.default_rng(4)
X = np.array([[0.0, 0, 0]] * 5 + [[0, 0, 1], [1, 0, 1], [1, 1, 1]])
t = np.array([0.0, 0, 0, 0, 0, 1, 1, 0])
W, b = rng.normal(size=(3, 3)), np.zeros(3)
v, c = rng.normal(size=3), np.zeros(1)
for step in range(60):
    for x, goal in zip(X, t):
        a = np.tanh(W @ x + b)
        d = v @ a + c - goal
        e = d * v * (1 - a * a)
        v -= 0.1 * d * a
        c -= 0.1 * d
        W -= 0.1 * np.outer(e, x)
        b -= 0.1 * e
"""
ZERO = [
    ("W1, b1 = rng.normal(size=(3, 3))", "W1, b1 = np.zeros((3, 3))"),
    ("W2, b2 = rng.normal(size=(3, 3))", "W2, b2 = np.zeros((3, 3))"),
    ("W3, b3 = rng.normal(size=(3, 1))", "W3, b3 = np.zeros((3, 1))"),
]
EQUAL = [(old, new.replace("zeros((3, 3))", "full((3, 3), 0.3)")) for old, new in ZERO[:2]]
OWN_TRANSPOSE = [("W2, b2 = rng.normal(size=(3, 3))", "W2, b2 = np.eye(3) * 0.4")]
WARM = [("rate = 0.05", "rate = 0.05 * min(1, step / 10)")]
TURNED = ("d2 @ W2.T", "d2 @ W2")


def written(text, *changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def told(tmp_path, text):
    file = tmp_path / "program.py"
    file.write_text(text, encoding="utf-8")
    report = check_program(file)
    lines = text.splitlines()
    return report, [(lines[f.line - 1].strip(), f.finding.fault) for f in report.findings]


@pytest.mark.parametrize("beginning", [[], ZERO, EQUAL, OWN_TRANSPOSE, WARM])
def test_a_right_program_is_right_wherever_it_begins(tmp_path, beginning):
    report, found = told(tmp_path, written(ROWS, *beginning))
    assert (report.verdict, found) == ("correct", [])


@pytest.mark.parametrize("beginning", [[], ZERO, EQUAL, OWN_TRANSPOSE, WARM])
def test_a_matrix_the_wrong_way_round_is_told_where_it_is_its_own_transpose_or_nothing_moves(
    tmp_path, beginning
):
    """With other weights, in a later round, or in one in which the rate is not 0."""
    _, found = told(tmp_path, written(ROWS, *beginning, TURNED))
    assert found == [("d1 = d2 @ W2 * a1 * (1 - a1)", "transposed-gradient")]


def test_a_slope_is_missed_where_weights_of_zero_make_it_a_number(tmp_path):
    report, found = told(tmp_path, written(ROWS, *ZERO, ("d3 @ W3.T * a2 * (1 - a2)", "d3 @ W3.T")))
    assert found == [("d2 = d3 @ W3.T", "wrong-activations-derivative")]
    assert "program.other_weights" in [note.key for note in report.notes]


def test_samples_of_zeros_say_nothing_and_are_passed_over(tmp_path):
    assert told(tmp_path, SAMPLES)[0].verdict == "correct"
    _, found = told(tmp_path, written(SAMPLES, ("np.outer(e, x)", "np.outer(x, e)")))
    assert found == [("W -= 0.1 * np.outer(x, e)", "transposed-gradient")]


@pytest.mark.parametrize("rate", ["0.05", "1e-4"])
def test_a_weight_that_is_used_after_its_update_is_told_from_a_wrong_one_however_small_the_rate(
    tmp_path, rate
):
    late = [
        ("rate = 0.05", f"rate = {rate}"),
        ("    d1 = d2 @ W2.T * a1 * (1 - a1)\n", ""),
        ("    W1 -= rate", "    d1 = d2 @ W2.T * a1 * (1 - a1)\n    W1 -= rate"),
    ]
    _, found = told(tmp_path, written(ROWS, *late))
    assert found == [("d1 = d2 @ W2.T * a1 * (1 - a1)", "update-before-use")]
