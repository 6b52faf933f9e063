"""What stands around a training loop in programs of people: it must not hide the loop, nor be taken for wrong."""

import json

import pytest

from pizarra.language import words
from pizarra.program import check_program

TRAINING = """\
rng = np.random.default_rng(4)
X, T = rng.normal(size=(8, 3)), rng.random((8, 1))
W, V = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
for _ in range(50):
    h = np.tanh(X @ W)
    d = h @ V - T
    e = (d @ V.T) * (1 - h**2)
    V -= 0.1 * h.T @ d
    W -= 0.1 * X.T @ e
"""
# A sign that goes by a condition with names of its own, and with an entry that there is not always.
CONDITIONS = """\
import numpy as np

def side(w, x):
    return 1 if sum(a * b for a, b in zip(w, x)) >= 0 else -1

def late(w, i):
    return 1 if i < len(w) and w[i] > 0 else -1

print(side([0.5, -0.2], [1.0, 3.0]), late([0.1], 3))
"""


@pytest.mark.parametrize(
    "before",
    [
        "import numpy as np\nfrom mpl_toolkits.mplot3d import Axes3D\n",
        "import numpy as np\nimport matplotlib.pyplot as plt\nclass Mine(plt.Axes):\n    pass\nMine(3)\n",
        CONDITIONS,
    ],
    ids=["mplot3d", "derived", "conditions"],
)
def test_what_stands_before_a_loop_does_not_hide_it(written, before):
    report = check_program(written(before + TRAINING))
    assert report.verdict == "correct", report.text()


def test_a_cell_may_import_from_the_future_after_other_lines(tmp_path):
    cells = ["import numpy as np\nfrom __future__ import (print_function,\n    division)\nseed = 3", TRAINING]
    file = tmp_path / "late.ipynb"
    listed = [{"cell_type": "code", "source": text, "outputs": []} for text in cells]
    file.write_text(json.dumps({"cells": listed}), encoding="utf-8")
    assert check_program(file).verdict == "correct"


def test_names_that_a_star_once_brought_are_no_mistake(written):
    text = "from numpy import *\nimport numpy as np\nm = mat(ones((2, 2)))\nprint(product([1, 2]), Inf, m)\n"
    assert check_program(written(text + TRAINING)).verdict == "correct"


def test_what_was_raised_is_the_reason_where_it_kept_the_backward_pass_from_being_reached(written):
    text = TRAINING.replace("    e = ", "    h.append(d)\n    e = ")
    report = check_program(written("import numpy as np\n" + text))
    assert report.verdict == "unclear"
    assert "AttributeError" in words(report.reason, "en")
