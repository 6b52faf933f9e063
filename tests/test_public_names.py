"""The public names: `explain` says what a file says, and the folder of its name does not hide it."""

import json
import subprocess
import sys

import numpy as np
import pytest

import pizarra
from pizarra.gallery import source
from pizarra.problem import read_toml


def test_explain_gives_what_the_file_gives():
    W, b = np.array([[-1.5, -1, 0.5], [1, 1, -0.5]]), np.array([1, -2])
    V, c = np.array([[-1.5, 1], [0.5, 1], [-0.5, -1]]), np.array([0.5, 1, -0.5])
    ours = pizarra.explain(
        [(W, b), "sigmoid", (V, c)], [1, 0, 2], [-1, 1, -2], factor="1/2", notation="seed-000", case="W[1,3]"
    )
    file = pizarra.Solution(read_toml(source("sigmoid-regression"), name="file"), case="W[1,3]")
    assert json.loads(ours.json()) == json.loads(file.json())
    assert ours.text().splitlines()[3:] == file.text().splitlines()[3:]  # after the title


def test_explain_passes_every_option_on():
    solution = pizarra.explain(
        [[[1.0, 3.0], [2.0, 4.0]]],
        [[1, 2, 3], [4, 5, 6]],
        [0, 1, 0],
        loss="softmax_cross_entropy",
        factor="1",
        learning_rate=0.25,
        samples="columns",
        weights="in_out",
        language="es",
        decimals=2,
        steps=3,
    )
    assert solution.trace.parameters["W1"].tolist() == [[1, 3], [2, 4]]
    assert solution.trace.x.tolist() == [[1, 4], [2, 5], [3, 6]]
    assert solution.trace.learning_rate == 0.25
    assert solution.problem.network.loss.factor == "1"
    assert (solution.language, solution.steps, solution.view.decimals) == ("es", 3, 2)


@pytest.mark.parametrize(
    "code",
    [
        "import pizarra; assert callable(pizarra.explain)",
        "from pizarra import explain; assert callable(explain)",
        "from pizarra.explain.solution import Solution; import pizarra; assert callable(pizarra.explain)",
        "import pizarra.explain; assert callable(pizarra.explain)",
        "import pizarra; pizarra.Solution; assert callable(pizarra.explain)",
    ],
)
def test_the_function_wins_over_the_folder_of_its_name(code):
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_package_runs_as_a_program():
    done = subprocess.run([sys.executable, "-m", "pizarra", "gallery"], capture_output=True, check=True)
    assert done.stdout.startswith(b"four-points")
