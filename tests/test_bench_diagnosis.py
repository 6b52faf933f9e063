"""The benchmark of the diagnosis says what was told, and takes no change of shape alone for a mistake."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"


def test_the_same_numbers_in_another_shape_are_no_change():
    from told.adapter import same_numbers

    row = np.arange(3.0)
    assert same_numbers(row, row[:, None], 1e-9)
    assert not same_numbers(row, row[::-1], 1e-9)
    assert not same_numbers(row, row.sum(), 1e-9)


def test_a_mistake_must_be_among_the_first_named_to_be_told_first():
    from told.measure import measured

    record = measured(("gradients", 0, 200_000))
    assert record["verdict"] == "faulty"
    assert record["told"]
    assert record["truth"]
    right = measured(("right", 1, 200_000))
    assert (right["verdict"], right["told"]) == ("correct", False)


@pytest.mark.slow
def test_one_command_measures_writes_and_reads_again(tmp_path):
    out = tmp_path / "records.jsonl"
    said = run("right", "arrays", "--cases", "2", "--processes", "1", "-o", out)
    assert "right programs: 2 (aim 20004)" in said
    assert "arrays with intermediates" in said
    assert [json.loads(line)["number"] for line in out.read_text().splitlines()].count(0) == 2
    assert run("--table", out) == said


def run(*arguments):
    command = [sys.executable, FOLDER / "bench_diagnosis.py", *arguments]
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
