"""Classes that nothing lets learn: tried by a call made for them, and said; and the five notebooks of ../shared."""

import pytest

from pizarra.program import check_program

from .test_check_program import COLUMNS

CLASS = COLUMNS.split("rng = np.random.default_rng(6)")[0]
SIZED = CLASS.replace(
    "def __init__(self):", "def __init__(self, inputs, hidden, outputs, rate):\n        self.rate = rate"
)
SIZED = (
    SIZED.replace("(4, 3)", "(hidden, inputs)")
    .replace("(2, 4)", "(outputs, hidden)")
    .replace("0.05", "self.rate")
)
LISTED = """\
import numpy as np
class Red:
    def __init__(self, capas, tasa=0.1):
        self.tasa = tasa
        self.W = [np.random.randn(a, b) for a, b in zip(capas[:-1], capas[1:])]
    def adelante(self, X):
        self.a = [X]
        for w in self.W:
            self.a.append(np.tanh(self.a[-1] @ w))
        return self.a[-1]
    def paso(self, X, T):
        d = (self.adelante(X) - T) * (1 - self.a[-1] ** 2)
        for k in reversed(range(len(self.W))):
            g = self.a[k].T @ d
            d = d @ self.W[k].T * (1 - self.a[k] ** 2)
            self.W[k] -= self.tasa * g
    def entrenar(self, X, T, epocas):
        for _ in range(epocas):
            self.paso(X, T)
"""
HANDED = LISTED.replace(
    "        self.W = [np.random.randn(a, b) for a, b in zip(capas[:-1], capas[1:])]\n",
    """\
        self.capas = capas
        self.W = self.sortear(capas)
    def sortear(self, tamanos):
        return [np.random.randn(tamanos[k], tamanos[k + 1]) for k in range(len(tamanos) - 1)]
""",
)
# What goes back takes what another method left behind; and nothing tells the sizes, which are those of XOR.
APART = """\
import numpy as np
class Net:
    def __init__(self, hidden=4, rate=0.1):
        self.rate, self.h = rate, None
        self.W, self.b = np.random.randn(hidden, 2), np.zeros((hidden, 1))
        self.V, self.c = np.random.randn(1, hidden), np.zeros((1, 1))
    def forward(self, X):
        self.h = np.tanh(self.W @ X + self.b)
        self.y = self.V @ self.h + self.c
        return self.y
    def backward(self, X, t):
        d = self.y - t
        e = self.V.T @ d * (1 - self.h ** 2)
        self.V -= self.rate * d @ self.h.T
        self.c -= self.rate * d.sum(axis=1, keepdims=True)
        self.W -= self.rate * e @ X.T
        self.b -= self.rate * e.sum(axis=1, keepdims=True)
"""


@pytest.mark.parametrize("text", [CLASS, SIZED, LISTED, HANDED, APART])
def test_a_class_that_nothing_trains_is_tried(written, text):
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()
    assert "so it was tried" in report.text("en")
    assert "así que se probó" in report.text("es")


@pytest.mark.parametrize(
    ("text", "old", "new", "line"),
    [
        (SIZED, "* slope(self.z)", "* slope(self.h)", 18),
        (LISTED, "* (1 - self.a[k] ** 2)", "* (1 - self.a[k])", 15),
        (APART, "* (1 - self.h ** 2)", "* (1 - self.h)", 13),
    ],
)
def test_its_mistakes_are_found(written, text, old, new, line):
    assert old in text
    report = check_program(written(text.replace(old, new)))
    assert [found.line for found in report.findings] == [line], report.text()


def test_what_the_guess_breaks_is_no_finding(written):
    report = check_program(
        written(CLASS.replace("def __init__(self):", "def __init__(self, a):\n        a.b()"))
    )
    assert (report.verdict, report.findings) == ("unclear", ())


NOTEBOOKS = [
    ("000", "correct", set()),
    ("001", "faulty", {(1, n) for n in (36, 37, 49, 51, 60, 71, 72, 74, 75)}),
    ("002", "faulty", {(2, 15), (14, 3), (23, 18), (23, 25), (23, 46), (23, 65)}),
    ("003", "unclear", set()),
    ("004", "correct", set()),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "verdict", "places"), NOTEBOOKS)
def test_notebooks(shared, name, verdict, places):
    report = check_program(shared / "seeds" / f"{name}.ipynb")
    assert report.verdict == verdict, report.text()
    assert {(found.cell, found.line) for found in report.findings} == places
    stored = any(note.key == "program.stored" for note in report.notes)
    assert stored == (name in ("002", "004"))
    if name == "003":
        assert "z, h" in report.text("en")
    if name == "001":
        names = {found.finding.name for found in report.findings}
        assert {"C", "lr", "L", "N", "W", "B", "np.mean"} <= names
