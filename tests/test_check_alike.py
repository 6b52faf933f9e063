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


# Two samples are zeros: there all that has a kink is just at it, and any slope between its two sides may be meant.
KINK = """\
import numpy as np
rng = np.random.default_rng(6)
X = np.vstack([np.zeros((2, 2)), rng.normal(size=(30, 2))])
t = (X[:, :1] > 0) * 1.0
W1, b1 = rng.normal(size=(2, 3)), np.zeros(3)
W2, b2 = rng.normal(size=(3, 3)), np.zeros(3)
W3, b3 = rng.normal(size=(3, 1)), np.zeros(1)
f = lambda z: np.maximum(z, 0)
df = lambda z: z > 0
for step in range(40):
    z1 = X @ W1 + b1
    a1 = f(z1)
    z2 = a1 @ W2 + b2
    a2 = f(z2)
    z = a2 @ W3 + b3
    if step % 10 == 0:
        print(np.mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z)))))
    d3 = (1 / (1 + np.exp(-z)) - t) / len(X)
    d2 = d3 @ W3.T * df(z2)
    d1 = d2 @ W2.T * df(z1)
    W3 -= 0.5 * a2.T @ d3
    b3 -= 0.5 * d3.sum(0)
    W2 -= 0.5 * a1.T @ d2
    b2 -= 0.5 * d2.sum(0)
    W1 -= 0.5 * X.T @ d1
    b1 -= 0.5 * d1.sum(0)
"""
LEAKY = "df = lambda z: np.where(z > 0, 1, 0.1)"
WAYS = [
    ("f = lambda z: np.clip(z, 0, None)", "df = lambda z: z > 0"),
    ("f = lambda z: (z + np.abs(z)) / 2", "df = lambda z: z >= 0"),
    ("f = lambda z: z * (z > 0)", "df = lambda z: z >= 0"),
    ("f = lambda z: z * (z >= 0)", "df = lambda z: (np.sign(z) + 1) / 2"),
    ("f = lambda z: np.maximum(z, 0.1 * z)", LEAKY),
    ("f = lambda z: np.maximum(z, 0) + 0.1 * np.minimum(z, 0)", LEAKY),
    ("f = lambda z: np.where(z < 0, 0.1 * z, z)", LEAKY),
    ("f = lambda z: 0.55 * z + 0.45 * np.abs(z)", LEAKY),
    ("f = lambda z: z * np.where(z >= 0, 1, 0.1)", LEAKY),
]


@pytest.mark.parametrize("loss", ["np.maximum(z, 0)", "np.clip(z, 0, None)", "np.where(z > 0, z, 0)"])
@pytest.mark.parametrize("way", WAYS[:1] + WAYS[5:6])
def test_a_loss_without_a_kink_is_one_though_its_parts_have_some(tmp_path, way, loss):
    forwards, backwards = way
    text = written(KINK, ("f = lambda z: np.maximum(z, 0)", forwards), ("df = lambda z: z > 0", backwards))
    text = written(text, ("np.mean(np.maximum(z, 0)", f"np.mean({loss}"))
    assert told(tmp_path, text)[0].verdict == "correct"
    _, found = told(tmp_path, written(text, ("W3.T * df(z2)", "W3.T * df(a1)")))
    assert [line for line, _ in found] == ["d2 = d3 @ W3.T * df(a1)"]


@pytest.mark.parametrize("way", WAYS)
def test_any_slope_of_a_kink_is_right_just_at_it(tmp_path, way):
    forwards, backwards = way
    text = written(KINK, ("f = lambda z: np.maximum(z, 0)", forwards), ("df = lambda z: z > 0", backwards))
    assert told(tmp_path, text)[0].verdict == "correct"
    _, found = told(tmp_path, written(text, ("d1 = d2 @ W2.T", "d1 = d2 @ W2")))
    assert found == [("d1 = d2 @ W2 * df(z1)", "transposed-gradient")]


MEASURED = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(20, 2))
t = np.sin(X.sum(1, keepdims=True))
W1, b1 = rng.normal(size=(2, 4)), rng.normal(size=4)
W2, b2 = rng.normal(size=(4, 1)), np.zeros(1)
for step in range(60):
    z = X @ W1 + b1
    a = np.where(z > 0, z, 0.1 * z)
    y = a @ W2 + b2
    d = 2 * (y - t) / len(X)
    e = d @ W2.T * np.where(z > 0, 1, 0.1)
    W2 -= 0.05 * a.T @ d
    b2 -= 0.05 * d.sum(0)
    W1 -= 0.05 * X.T @ e
    b1 -= 0.05 * e.sum(0)
    print(np.mean(np.abs(y - t)))
"""


def test_an_absolute_error_is_a_measure_whatever_the_activation_is_written_with(tmp_path):
    assert told(tmp_path, MEASURED)[0].verdict == "correct"
    inside = written(MEASURED, ("np.mean(np.abs(y - t))", "np.sum(np.abs(d))"))
    assert told(tmp_path, inside)[0].verdict == "correct"
    huber = "np.mean(np.where(np.abs(y - t) < 0.5, (y - t) ** 2 / 2, 0.5 * np.abs(y - t) - 0.125))"
    _, found = told(tmp_path, written(MEASURED, ("np.mean(np.abs(y - t))", huber)))
    assert found == [("d = 2 * (y - t) / len(X)", "loss-and-delta-do-not-match")]
    _, found = told(tmp_path, written(MEASURED, ("np.where(z > 0, 1, 0.1)", "np.where(a < 0, 1, 0.1)")))
    assert [line for line, _ in found] == ["e = d @ W2.T * np.where(a < 0, 1, 0.1)"]


OTHER_SIGNS = [
    ("d3 = y - t", "d3 = y + -1 * t"),
    ("d3 = y - t", "d3 = -1.0 * (t + -1.0 * y)"),
    ("W3 -= rate * a2.T @ d3", "W3 = -(rate * a2.T @ d3 - W3)"),
    ("W1 -= rate * X.T @ d1", "W1 = -1 * (rate * X.T @ d1 - W1)"),
]


@pytest.mark.parametrize("way", OTHER_SIGNS)
def test_a_sign_may_be_a_factor_or_stand_before_a_difference(tmp_path, way):
    text = written(ROWS, way)
    assert told(tmp_path, text)[0].verdict == "correct"
    _, found = told(tmp_path, written(text, TURNED))
    assert found == [("d1 = d2 @ W2 * a1 * (1 - a1)", "transposed-gradient")]


def test_a_step_of_nothing_is_one_with_its_sign_before_the_difference(tmp_path):
    still = written(ROWS, ("d1 = d2 @ W2.T * a1 * (1 - a1)", "d1 = np.zeros_like(a1)"))
    turned = written(still, ("W1 -= rate * X.T @ d1", "W1 = -(rate * X.T @ d1 - W1)"))
    for text in (still, turned):
        report, _ = told(tmp_path, text)
        assert report.verdict == "faulty"
