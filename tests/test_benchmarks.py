"""The benchmarks measure what they say: peers that do the job, and none that does another. No time is tested."""

import importlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture
def of(monkeypatch):
    """Import a part of benchmarks/training by its name."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return lambda name: importlib.import_module(f"training.{name}")


class InProcess:
    """A peer that is asked here rather than in a process of its own, and that may change the job it is given."""

    def __init__(self, of, name, module, change=lambda job: job):
        self.name, self.change = name, change
        self.turns = of("worker").Turns(module, iter(np.arange(1e6)).__next__)

    def ask(self, question, *arguments):
        if question == "prepare":
            arguments = (self.change(arguments[0]),)
        return getattr(self.turns, question)(*arguments)


def short(of, name):
    return of("job").JOBS[name]().taking({"C": 1, "B512": 2}.get(name, 30))


@pytest.mark.parametrize(
    "name",
    ["A", *(pytest.param(name, marks=pytest.mark.slow) for name in ("A16", "A64", "B64", "B512", "C"))],
)
def test_a_rate_that_is_wrong_by_one_in_a_hundred_gets_no_time(of, name):
    job = short(of, name)
    near = of("reference").NEAR[job.X.dtype.name]
    plain = "numpy_sample" if job.batch == 1 else "numpy_naive"
    peers = [
        InProcess(of, "right", plain),
        InProcess(of, "pizarra", "pizarra_fit"),
        InProcess(of, "fast", plain, lambda job: replace(job, rate=job.rate * 1.01)),
        InProcess(of, "slow", plain, lambda job: replace(job, rate=job.rate * 0.99)),
    ]
    found = of("race").race(job, peers, rounds=2, seconds=2.0)["peers"]
    assert len(found["right"]["seconds"]) == len(found["pizarra"]["seconds"]) == 2
    for wrong in ("fast", "slow"):
        assert "of the way travelled" in found[wrong]["left_out"]
        assert "seconds" not in found[wrong]
        assert found[wrong]["distance"] > 3 * near
    assert found["right"]["distance"] < kept_in(of, job, found["right"]["steps"]) < near / 2


def kept_in(of, job, steps):
    """How far of the way it takes a right peer at most that parameters are rounded to their type after each step."""
    wanted = of("reference").trained(job, [steps])[steps]
    unit = np.finfo(job.X.dtype).eps / 2
    return max(
        np.linalg.norm(end) * unit * np.sqrt(steps) / np.linalg.norm(end - start)
        for end, start in zip(wanted, job.start, strict=True)
    )


def test_samples_in_another_order_and_lost_biases_get_no_time(of):
    job = short(of, "A16")
    peers = [
        InProcess(of, "backwards", "numpy_sample", lambda job: replace(job, X=job.X[::-1], Y=job.Y[::-1])),
        InProcess(of, "no biases", "numpy_sample", without_biases),
        InProcess(of, "one less", "numpy_sample", lambda job: replace(job, X=job.X[1:], Y=job.Y[1:])),
    ]
    found = of("race").race(job, peers, rounds=1, seconds=2.0)["peers"]
    assert all("left_out" in peer for peer in found.values())


def without_biases(job):
    return replace(job, start=[array * (array.ndim == 2) for array in job.start])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["A", "A16", "B64"])
def test_peers_in_numpy_and_c_agree(of, name):
    job = short(of, name)
    modules = ["numpy_sample", "notebook"] if job.batch == 1 else ["numpy_naive", "numpy_out", "floor"]
    if name == "A" and shutil.which("gcc"):
        modules.append("limit")
    found = of("race").race(job, [InProcess(of, module, module) for module in modules], 1, 2.0)["peers"]
    assert not [peer for peer in found.values() if "left_out" in peer]


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("name", "module", "package"),
    [
        *[(name, "jax_scan", "jax") for name in ("A", "A64", "B64")],
        *[(name, "torch_eager", "torch") for name in ("A", "A64", "B64")],
        ("B64", "torch_hand", "torch"),
        *[(name, "scikit_learn", "sklearn") for name in ("A", "A64", "B64")],
    ],
)
def test_peers_from_other_packages_agree(of, name, module, package):
    job = short(of, name)
    pytest.importorskip(package)
    found = of("race").race(job, [InProcess(of, module, module)], 1, 2.0)["peers"]
    assert "left_out" not in found[module]


@pytest.mark.slow
def test_the_limit_is_a_program_for_any_width_that_may_be_drawn(of):
    if not shutil.which("gcc"):
        pytest.skip("there is no gcc")
    for hidden in (2, 3, 4, 5):
        job = replace(of("job").surface(hidden).taking(200), epochs=3)
        found = of("race").race(job, [InProcess(of, "limit", "limit")], 1, 2.0)["peers"]
        assert found["limit"]["distance"] < 1e-10


def test_what_is_held_in_training_is_counted(of):
    job = short(of, "B64")
    parameters = 784 * 128 + 128 + 128 * 10 + 10
    activations = 64 * (784 + 2 * 128 + 2 * 10)
    assert of("memory").held(job, 0) == 4 * (2 * parameters + activations)
    assert of("memory").held(job, 2) == 4 * (4 * parameters + activations)


@pytest.mark.slow
def test_one_command_measures_writes_and_reads_again(tmp_path):
    out = tmp_path / "results.json"
    options = ["--rounds", "2", "--seconds", "0.01", "--threads", "1", "-o", out]
    said = run("A", "--peers", "pizarra", "NumPy", *options)
    assert "A, 1 thread: 2-" in said
    assert "limit: ≥ 200 × faster, NumPy, per sample: " in said
    assert "JAX jit + scan: not measured" in said
    run("B64", "--peers", "pizarra", "floor", *options)
    assert set(json.loads(out.read_text())["races"]) == {"A, 1 thread", "B64, 1 thread"}
    again = run("--table", out)
    assert "limit: ≤ 1.2 × its time, floor: matrix products alone: " in again
    assert "'D' is unknown; known: A, A16" in run("D", fails=True)


def run(*arguments, fails=False):
    command = [sys.executable, FOLDER / "bench_train.py", *arguments]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode != 0) == fails, done.stderr
    return done.stderr if fails else done.stdout
