"""Every example runs, as a reader would run it, and prints something without a warning."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "examples"
SAYS = {
    "neuron.py": "All gradients shown agree with their finite differences.",
    "from_arrays.py": "xor.html written",
    "own_notation.py": "== own_notation",
    "jacobian.py": "by the backward pass: [[-1.3478  0.0464]]",
    "gradient_descent.py": "step  1  loss 0.465712",
}


def test_every_example_is_listed():
    assert {file.name for file in FOLDER.glob("*.py")} == set(SAYS)


@pytest.mark.parametrize("name", SAYS)
def test_an_example_runs(name, tmp_path):
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
