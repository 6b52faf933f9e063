"""The programs of tests/programs: frozen, running, and as right or wrong as their truth says."""

import hashlib
import json
import traceback

import pytest

from .program_corpus import FAULTS, FOLDER, Written, left_over

NAMES = sorted(file.stem for file in FOLDER.glob("*.toml"))
FROZEN = json.loads((FOLDER / "frozen.json").read_text(encoding="utf-8"))
programs = pytest.mark.parametrize("name", NAMES)
# What has no gradient of its own to be wrong, or is told by the program stopping.
STOPS = {"stale-or-undefined-variable"}


def read(name):
    program = Written.read(name)
    for module in program.truth.get("needs", []):
        if module != "matplotlib":  # stood in for
            pytest.importorskip(module)
    return program


def test_half_of_them_are_right():
    verdicts = [Written.read(name).truth["verdict"] for name in NAMES]
    assert verdicts.count("correct") == verdicts.count("faulty") == 30
    assert {file.name for file in FOLDER.iterdir()} - {"README.md", "frozen.json"} == {
        *(f"{name}.toml" for name in NAMES),
        *(Written.read(name).file.name for name in NAMES),
    }


def test_every_class_is_there():
    found = {fault["fault"] for name in NAMES for fault in Written.read(name).truth.get("faults", [])}
    assert found == FAULTS


@programs
def test_it_is_frozen(name):
    program = Written.read(name)
    for file in (program.file, FOLDER / f"{name}.toml"):
        assert hashlib.sha256(file.read_bytes()).hexdigest() == FROZEN[file.name], (
            f"{file.name} was changed: the figures measured on it before and after cannot be compared"
        )


@programs
def test_its_truth_is_well_formed(name):
    program = Written.read(name)
    truth = program.truth
    assert truth["kind"] in {"script", "notebook"}
    assert truth["language"] in {"en", "es", "fr", "pt"}
    assert len(truth["network"]["activations"]) == len(truth["network"]["sizes"]) - 1
    faults = truth.get("faults", [])
    assert (truth["verdict"] == "faulty") == bool(faults)
    assert len(faults) <= 3
    for fault in faults:
        assert fault["fault"] in FAULTS
        assert program.line(fault.get("cell"), fault["line"]).strip() == fault["source"]
        assert (fault.get("cell") is not None) == (truth["kind"] == "notebook")
        for line in fault.get("other_lines", []):
            assert program.line(fault.get("cell"), line).strip()
        assert fault["repairs"]


@programs
def test_it_runs(name):
    program = read(name)
    error = program.run().get("(raised)")
    raises = program.truth.get("raises")
    assert (error is not None) == (raises is not None)
    if raises:
        assert type(error).__name__ == raises["error"]
        *_, (_, line) = traceback.walk_tb(error.__traceback__)
        assert line == raises["line"]
        assert "(raised)" not in program.repaired().run()


@pytest.mark.slow
@programs
def test_it_is_right_once_it_is_repaired(name):
    program = read(name)
    assert left_over(program.repaired()) < program.truth["check"].get("tolerance", 1e-6)


@pytest.mark.slow
@programs
def test_each_fault_shows_when_all_others_are_repaired(name):
    program = read(name)
    for number, fault in enumerate(program.truth.get("faults", [])):
        if fault["fault"] in STOPS and "raises" in program.truth and number:
            continue  # it stops the program, after the training
        assert left_over(program.repaired(but=number)) > 1e-3, fault["fault"]
