"""A writer that is killed at any moment leaves a whole checkpoint, from which training goes on bit for bit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as here need POSIX")


@pytest.mark.parametrize("kills", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_kills_leave_a_whole_checkpoint(tmp_path, kills):
    run = subprocess.run(
        [sys.executable, "-W", "ignore", Path(__file__).with_name("killed.py"), tmp_path, str(kills), "11"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    print(found)
    assert (found["corrupt"], found["lost"]) == (0, 0), run.stderr
    assert found["same"], "training did not go on bit for bit"
    assert found["steps"] > kills / 2
    assert found["most"] <= 1, "what a killed writer left was not swept"
    assert found["files"] == ["c.safetensors"]
