"""The planted cases are what they were, and are what they say."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from planted import GIVEN, draw, filters, freeze, synonyms

FOLDER = Path(filters.__file__).parent
MANIFEST = json.loads(freeze.MANIFEST.read_text(encoding="utf-8"))


def test_the_drawn_cases_are_the_frozen_ones():
    assert freeze.hashes() == MANIFEST["hashes"]


@pytest.mark.slow
def test_the_counts_are_the_frozen_ones():
    assert freeze.counts() == MANIFEST["counts"]


def test_nothing_here_imports_the_package():
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in names:
                assert name.partition(".")[0] in {*sys.stdlib_module_names, "numpy"}, f"{file}: {name}"


def test_drawing_loads_no_other_package():
    code = "import sys; from planted import draw; draw(1, 'step', 1); print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER.parent, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pizarra", "torch", "jax"} & set(found)


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("mistakes", [0, 1, 2])
def test_a_case_is_what_it_says(given, mistakes):
    for seed in range(4):
        case = draw(seed, given, mistakes)
        again = draw(seed, given, mistakes)
        assert case.source == again.source
        assert len(case.truth) == mistakes
        assert (case.source == case.right_source) == (mistakes == 0)
        found = case.function()(*case.arguments())
        for name, value in case.arrays.items():
            np.testing.assert_array_equal(found[name], value)
            np.testing.assert_array_equal(again.arrays[name], value)
        assert set(case.arrays) <= set(case.names.values())
        lines = case.source.splitlines()
        for mistake in case.truth:
            assert mistake.told(mistake.fault, mistake.layer)
            assert mistake.text in lines[mistake.line - 1]
            assert mistake.layer in case.network.layers


def test_the_manifest_counts_every_class():
    found = set().union(*MANIFEST["counts"].values()) - {"(right for another loss)"}
    named = {
        line.split("|")[1] for line in (FOLDER / "README.md").read_text().splitlines() if line.count("|") == 3
    }
    listed = {name.strip() for names in named for name in names.split(",")}
    assert found <= listed
    assert {row.fault for row in synonyms.TABLE} - {None} <= listed
    assert listed - found <= {"fault", "---"}
