"""Programs whose parameters have other shapes than most: vectors of all, several heads, velocities looked ahead by."""

import pytest

from pizarra.program import check_program


@pytest.fixture
def checked(tmp_path):
    """Give what checks a program's text, and says which fault is on which line."""

    def check(text):
        path = tmp_path / "program.py"
        path.write_text(text, encoding="utf-8")
        report = check_program(path)
        return report.verdict, [(found.finding.fault, found.line) for found in report.findings]

    return check


# Nesterov's momentum: the gradient is taken where the velocity leads to.
AHEAD = """\
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
p = {"W": rng.normal(size=(3, 5)), "b": np.zeros(5), "V": rng.normal(size=(5, 2)), "c": np.zeros(2)}
v = {k: np.zeros_like(a) for k, a in p.items()}
def forward(p):
    h = np.tanh(X @ p["W"] + p["b"])
    return h, h @ p["V"] + p["c"]
for step in range(60):
    ahead = {k: p[k] + 0.9 * v[k] for k in p}
    h, y = forward(ahead)
    d = (y - T) / 40
    e = d @ ahead["V"].T * (1 - h * h)
    g = {"W": X.T @ e, "b": e.sum(0), "V": h.T @ d, "c": d.sum(0)}
    for k in p:
        STEP
    if step % 20 == 0:
        print(((forward(p)[1] - T) ** 2).sum() / 80)
"""
MOVES = (
    "v[k] = 0.9 * v[k] - 0.05 * g[k]; p[k] = p[k] + v[k]",
    "v[k] *= 0.9; v[k] -= 0.05 * g[k]; p[k] += v[k]",
)


@pytest.mark.parametrize("move", MOVES)
def test_a_velocity_that_the_gradient_looks_ahead_by_is_no_parameter(checked, move):
    text = AHEAD.replace("STEP", move)
    assert checked(text) == ("correct", [])
    assert checked(text.replace("(1 - h * h)", "(1 - h)")) == ("faulty", [("derivative-incomplete", 13)])


def test_a_velocity_that_keeps_all_is_a_sum_that_goes_on(checked):
    text = AHEAD.replace("STEP", MOVES[0].replace("0.9 * ", ""))
    assert checked(text) == ("faulty", [("accumulator-not-reset", 5)])
