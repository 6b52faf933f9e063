"""pizarra check: gradients that are computed and shown, and that nothing takes a step by."""

import pytest

from pizarra.program import check_program

pytestmark = pytest.mark.slow  # each runs a program, some of them several times

SHOWN = """\
import numpy as np
rng = np.random.default_rng(1)
X, Y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
W, b = rng.normal(size=(3, 5)), np.zeros((1, 5))
V, c = rng.normal(size=(5, 1)), np.zeros((1, 1))
h = np.tanh(X @ W + b)
y = h @ V + c
loss = np.mean((y - Y) ** 2)
print(loss)
d = 2 * (y - Y) / len(X)
gV = h.T @ d
gc = d.sum(axis=0, keepdims=True)
e = d @ V.T * (1 - h ** 2)
gW = X.T @ e
gb = e.sum(axis=0, keepdims=True)
print(gW, gb, gV, gc)
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("(1 - h ** 2)", "(1 - h)", [("derivative-incomplete", 13)]),
        ("e = d @ V.T", "e = 0.3 * d @ V.T", [("wrong-factor", 13)]),
        ("gW = X.T @ e", "gW = X.T @ e * 2", [("wrong-factor", 14)]),
    ],
)
def test_wrong_gradients_that_are_not_applied_are_named(written, old, new, told):
    report = check_program(written(SHOWN.replace(old, new)))
    assert (report.verdict, [(f.finding.fault, f.line) for f in report.findings]) == ("faulty", told)
    assert any(note.key == "program.never_stepped_compared" for note in report.notes)


@pytest.mark.parametrize("factor", ["2 * (y - Y) / len(X)", "(y - Y)", "(Y - y)"])
def test_right_gradients_that_are_not_applied_are_said_to_be_right(written, factor):
    report = check_program(written(SHOWN.replace("2 * (y - Y) / len(X)", factor)))
    assert (report.verdict, report.reason.key) == ("unclear", "program.never_stepped_compared")
    assert report.reason.values["compared"] == "gW, gb, gV, gc"


def test_single_numbers_are_held_against_the_loss(written):
    text = """\
from math import exp
x, t = 0.5, 0.8
w, b, v, c = 0.3, -0.1, 0.7, 0.2
h = 1 / (1 + exp(-(w * x + b)))
y = v * h + c
loss = 0.5 * (y - t) ** 2
d = y - t
gv, gc = d * h, d
e = d * v * h * (1 - h)
gw = e * x
print(loss, gv, gc, e, gw)
"""
    report = check_program(written(text))
    assert (report.verdict, report.reason.key) == ("unclear", "program.never_stepped_compared")


def test_without_a_loss_gradients_are_there_and_not_compared(written):
    text = SHOWN.replace("loss = np.mean((y - Y) ** 2)\nprint(loss)\n", "")
    assert check_program(written(text)).reason.key == "program.never_stepped"
    forward = text.partition("d = 2")[0] + "print(y)\n"
    assert check_program(written(forward)).reason.key == "program.no_backward"
