"""Programs said in other words: every rule finds a place, keeps the lines, and changes no number."""

import contextlib
import importlib
import io
import random
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
PROGRAM = '''\
"""Two layers, and a bit of all that the rules look for."""
import numpy as np
rng = np.random.default_rng(3)
X, T = rng.normal(size=(6, 3)), rng.normal(size=(6, 1))
A = rng.normal(size=(3, 4))
B = rng.normal(size=(4, 1))
c = np.zeros(1)
rate = 0.1
for k in range(3):
    Z = X @ A
    R = np.maximum(0, Z)
    H = np.tanh(R) * np.exp(-Z ** 2)
    Y = np.dot(H, B) + c
    E = Y - T
    loss = np.mean(np.square(E)) + 0.1 * np.sum(A ** 2)
    S = np.sqrt(np.sum(E * E, axis=0))
    c = c - rate * np.mean(E, axis=0)
    B -= rate * H.T @ E
    print(k, float(loss), float(S[0]))
'''


@pytest.fixture
def rewriting(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("rewrite_programs")


def shown(text):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, "program", "exec"), {"__name__": "__main__"})
    return np.array([float(word) for word in printed.getvalue().split()])


def test_what_is_said_in_other_words_prints_the_same_from_the_same_lines(rewriting):
    before = shown(PROGRAM)
    for name, rule in rewriting.RULES.items():
        text = rewriting.in_other_words(PROGRAM, rule, random.Random(1))
        assert text != PROGRAM, name
        assert text.count("\n") == PROGRAM.count("\n"), name
        np.testing.assert_allclose(shown(text), before, rtol=1e-9, err_msg=name)


def test_what_is_held_otherwise_prints_the_same_from_the_same_lines(rewriting):
    before = shown(PROGRAM)
    for name, rule in rewriting.WHOLE.items():
        (text,) = rule([PROGRAM], random.Random(1))
        assert text != PROGRAM, name
        assert "np.tanh" in text.splitlines()[11], name
        np.testing.assert_allclose(shown(text), before, rtol=1e-9, err_msg=name)


def test_outputs_are_alike_but_for_rounding(rewriting):
    assert rewriting.alike("0 loss 0.51234567", "0 loss 0.51234568")
    assert not rewriting.alike("0 loss 0.5", "0 loss 0.6")
    assert not rewriting.alike("0 loss 0.5", "0 cost 0.5")
    assert not rewriting.alike("0 loss 0.5", None)
