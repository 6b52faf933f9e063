"""In what a formula differs is said in words, in the reader's names; a finding leads to the step that shows it."""

import re
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from pizarra.doctor.contrast import contrast
from pizarra.doctor.derivation import Derivation
from pizarra.doctor.tell import _step
from pizarra.formula import parse
from pizarra.language import words
from pizarra.problem import from_shape

teacher = run_path(str(Path(__file__).with_name("teacher.py")))
arrays, told = teacher["arrays"], teacher["told"]


@pytest.mark.parametrize(
    ("found", "right", "english", "spanish"),
    [
        ("d[n,i]", "d[n,i] * (1 - a[n,i])", "The factor (1 - a) is missing.", "Falta el factor (1 - a)."),
        ("2 * d[n,i]", "d[n,i]", "The factor 2 is too much.", "Sobra el factor 2."),
        ("y[n,i]", "y[n,i] - t[n,i]", "The term -t is missing.", "Falta el término -t."),
        ("y[n,i] - t[n,i] + b[i]", "y[n,i] - t[n,i]", "The term b is too much.", "Sobra el término b."),
        ("sum(n, z[n,i])", "sum(n, a[n,i])", "z stands where a belongs.", "z está donde corresponde a."),
        ("sum(j, d[n,j] * W[j,i])", "sum(j, d[n,j] * W[i,j])", "W[j,i] stands where W[i,j] belongs.", None),
        ("p[n,i] * q[n,i]", "d[n,i] * e[n,i]", None, None),
        ("a[n,i]", "a[n,i]", None, None),
    ],
)  # fmt: skip
def test_the_piece_that_differs_is_named(found, right, english, spanish):
    said = contrast(parse(found), parse(right), lambda node: node)
    assert (said and words(said, "en")) == english
    if spanish:
        assert words(said, "es") == spanish


def test_the_message_of_a_fault_names_it_in_the_readers_names():
    def mine(W1, b1, W2, b2, x, t):
        a = 1 / (1 + np.exp(-(x @ W1 + b1)))
        above = a @ W2 + b2 - t
        below = above @ W2.T * a
        return {"gW1": x.T @ below, "b1": below.sum(0), "W2": a.T @ above, "b2": above.sum(0)}

    names = {"hidden": "a1", "gW1": "dW1"}
    found = told(mine, names=names)
    assert found.faults[0].text("en").endswith("The factor (1 - hidden) is missing.")
    assert found.faults[0].text("es").endswith("Falta el factor (1 - hidden).")


@pytest.mark.parametrize("network", ["2-3-2", "3-4-2"])
def test_a_finding_leads_to_the_step_of_the_worked_solution(network):
    problem = from_shape(network, hidden="tanh", factor="1/2")
    there = set(re.findall(r'id="([^"]*)"', problem.explain().html()))
    for line in Derivation(problem.network).lines:
        if line.of not in ("x", "t"):
            assert _step(line) in there
