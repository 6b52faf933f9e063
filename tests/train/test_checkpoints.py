"""Training that was stopped in any way goes on from its checkpoint as if nothing had happened."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pizarra import Layer, Model
from pizarra.errors import DataError, FileError
from pizarra.layers import Linear
from pizarra.losses import SquaredError
from pizarra.network import Network
from pizarra.optimizers import SGD, Adam, RMSprop
from pizarra.storage import load_checkpoint, save_checkpoint
from pizarra.train import TrainingWarning, fit, mlp

X = np.random.default_rng(0).uniform(-1, 1, (40, 2))
Y = np.sin(3 * X)
LISTS = ("losses", "validation_losses", "rates", "gradient_norms", "stopped", "findings", "epochs", "best")


def same(one, other):
    for name in LISTS:
        assert getattr(one, name) == getattr(other, name), name
    for a, b in [
        (one.parameters, other.parameters),
        (one.progress.parameters, other.progress.parameters),
        (one.progress.optimizer.arrays, other.progress.optimizer.arrays),
    ]:
        assert a.keys() == b.keys()
        assert all(a[name].dtype == b[name].dtype and a[name].tobytes() == b[name].tobytes() for name in a)
    assert one.progress.steps == other.progress.steps


@pytest.mark.parametrize(
    "optimizer", [SGD(), SGD(momentum=0.9, nesterov=True), RMSprop(), Adam(amsgrad=True)]
)
@pytest.mark.parametrize(
    "options", [{}, {"validation": 0.25, "patience": 3, "dtype": "float32"}, {"batch": None, "clip": 1.0}]
)
def test_in_two_parts_as_in_one(tmp_path, optimizer, options):
    options = {"sizes": [5], "batch": 7, "optimizer": optimizer, **options}
    path = tmp_path / "run.ckpt"
    whole = fit(mlp(), X, Y, epochs=9, **options)
    for epochs in (2, 5, 5, 9):
        parts = fit(mlp(), X, Y, epochs=epochs, checkpoint=path, resume=True, **options)
    same(parts, whole)
    first, again = whole.step(3), parts.step(3)
    assert all((first.parameters[name] == again.parameters[name]).all() for name in first.parameters)
    assert (first.x == again.x).all()


@pytest.mark.parametrize(
    "options",
    [{"tolerance": 0.4}, {"patience": 2, "plateau": 0.5}, {"patience": 2, "plateau": 0.5, "validation": 0.3}],
)
def test_what_ended_does_not_go_on(tmp_path, options):
    path = tmp_path / "run.ckpt"
    options = {"sizes": [5], "batch": 8, "rate": 0.1, "epochs": 200, "checkpoint": path, **options}
    whole = fit(mlp(), X, Y, **options)
    assert whole.epochs < 200
    same(fit(mlp(), X, Y, **options, resume=True), whole)


def test_findings_are_said_once(tmp_path):
    line = Network([Linear()], SquaredError("1/N"))
    options = {"rate": 2.2, "batch": None, "checkpoint": tmp_path / "run.ckpt", "resume": True}
    with pytest.warns(TrainingWarning, match="The loss has grown"):
        first = fit(line, X, Y, epochs=20, **options)
    second = fit(line, X, Y, epochs=21, **options)
    assert [str(finding) for finding in second.findings] == [str(finding) for finding in first.findings]
    assert second.findings[0].words("es").startswith("La pérdida ha subido de")


def test_ctrl_c_within_an_epoch_loses_that_epoch_only(tmp_path):
    path = tmp_path / "run.ckpt"
    fired = []

    def press(step):
        if step == 20 and not fired:
            fired.append(step)
            signal.raise_signal(signal.SIGINT)
        return 1.0

    options = {"sizes": [5], "batch": 7, "schedule": press, "checkpoint": path}
    with pytest.warns(TrainingWarning, match="interrupted in epoch 3, after 20 steps"):
        fit(mlp(), X, Y, epochs=6, **options)
    assert load_checkpoint(path).position["epoch"] == 3
    same(fit(mlp(), X, Y, epochs=6, resume=True, **options), fit(mlp(), X, Y, epochs=6, sizes=[5], batch=7))


def test_every_so_many_epochs_and_at_the_end(tmp_path):
    path, seen = tmp_path / "run.safetensors", []

    def look(history):
        seen.append(load_checkpoint(path).position["epoch"] if path.exists() else None)

    fit(mlp(), X, Y, sizes=[3], epochs=8, checkpoint=path, every=3, callback=look)
    assert seen == [None, None, 3, 3, 3, 6, 6, 6]
    found = load_checkpoint(path)
    assert found.position["epoch"] == 8
    assert found.generator_state["bit_generator"] == "PCG64"


def test_a_model_goes_on_with_its_own_parameters_or_the_files(tmp_path):
    path = tmp_path / "run.ckpt"
    model, again = Model.mlp([4]), Model.mlp([4])
    model.fit(X, Y, epochs=3, checkpoint=path)
    history = model.fit(X, Y, epochs=6, checkpoint=path, resume=True)
    same(history, again.fit(X, Y, epochs=6))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rate": 0.5}, r"run\.ckpt cannot go on here: rate was 0\.001; here it is 0\.5"),
        ({"optimizer": Adam(), "rate": 0.01}, "progress does not fit optimizer|optimizer was SGD"),
        ({"batch": 9}, "batch was 8; here it is 9"),
        ({"shuffle": False}, "shuffle was True; here it is False"),
        ({"l2": 0.1}, "l2 was 0"),
        ({"dtype": "float32"}, "dtype|progress does not fit"),
        ({"tolerance": 1.0}, "tolerance was None; here it is 1"),
        ({"X": X * 2}, "X and Y were others"),
        ({"Y": Y * 2}, "X and Y were others"),
        ({"validation": 0.5}, "X and Y were others"),
        ({"validation": (X, Y)}, "validation was another"),
        ({"seed": 1}, "seed is 1, but progress was made with 0"),
        ({"network": mlp(hidden="tanh")}, "it is of another network, Network"),
        ({"resume": False}, r"run\.ckpt is there already\. resume=True goes on from it; remove it"),
        ({"resume": 1}, "resume must be True or False; 1 is neither"),
        ({"every": 0}, "every must be a whole number from 1"),
        ({"checkpoint": None}, "resume goes with checkpoint"),
        ({"checkpoint": 3}, "checkpoint must be the name of a file; 3 is not"),
        ({"checkpoint": "run.npz"}, r"checkpoint is 'run\.npz'; it must end in \.safetensors or \.ckpt"),
        ({"checkpoint": "/no/such/run.ckpt"}, "there is no folder /no/such"),
        ({"bar": 3}, "bar must be True, False or a Bar; 3 is none"),
    ],
)
def test_other_conditions_are_refused(tmp_path, changes, message):
    path = tmp_path / "run.ckpt"
    fit(mlp(), X, Y, sizes=[3], batch=8, epochs=1, checkpoint=path)
    before = path.read_bytes()
    options = {"network": mlp(), "X": X, "Y": Y, "sizes": [3], "batch": 8, "epochs": 2, "checkpoint": path,
               "resume": True, **changes}  # fmt: skip
    with pytest.raises((DataError, FileError), match=message):
        fit(options.pop("network"), options.pop("X"), options.pop("Y"), **options)
    assert path.read_bytes() == before


def test_progress_and_checkpoint_are_one_too_many(tmp_path):
    history = fit(mlp(), X, Y, sizes=[3], epochs=1)
    with pytest.raises(DataError, match="progress and checkpoint both say where to go on from"):
        fit(mlp(), X, Y, progress=history.progress, checkpoint=tmp_path / "run.ckpt")


def test_a_layer_of_ones_own_is_refused_before_anything_is_computed(tmp_path):
    class Mine(Layer):
        formulas = "y[n,i] = x[n,i] * x[n,i]"

        def forward(self, xp, x):
            raise AssertionError

    with pytest.raises(FileError, match="layer 1 is a Mine, which is not one of pizarra's own"):
        fit(Network([Linear(), Mine()], SquaredError()), X, Y, checkpoint=tmp_path / "run.ckpt")


def test_a_checkpoint_of_something_else_is_refused(tmp_path):
    path = tmp_path / "run.ckpt"
    history = fit(mlp(), X, Y, sizes=[3], epochs=1)
    generator = np.random.default_rng(0).bit_generator.state
    save_checkpoint(path, mlp(), history.parameters, {}, {"step": 4}, generator)
    with pytest.raises(FileError, match="its position is not that of a training by fit"):
        fit(mlp(), X, Y, sizes=[3], checkpoint=path, resume=True)


def test_a_position_that_lies_is_refused_or_goes_on(tmp_path):
    """The checksum is right, as if somebody had meant it."""
    path, bad = tmp_path / "run.ckpt", tmp_path / "bad.ckpt"
    with pytest.warns(TrainingWarning):
        fit(mlp(hidden="relu"), X, 100 * Y, sizes=[3], rate=1.3, batch=None, epochs=4, checkpoint=path)
    good = load_checkpoint(path)
    refused, said = 0, set()
    for place in good.position:
        for odd in (None, -1, 2.5, "x", [], {}, [1], {"key": "no"}, 10**40, [{"said": [{"key": "x"}]}], True):
            position = {**good.position, place: odd}
            save_checkpoint(bad, good.network, good.parameters, good.state, position, good.generator_state)
            try:
                fit(
                    mlp(hidden="relu"),
                    X,
                    100 * Y,
                    sizes=[3],
                    rate=1.3,
                    batch=None,
                    epochs=4,
                    checkpoint=bad,
                    resume=True,
                )
            except (DataError, FileError) as error:
                said.add(str(error))
                refused += 1
    assert refused > 60
    assert all("bad.ckpt" in text or "progress" in text for text in said), said


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as here need POSIX")
@pytest.mark.parametrize("kills", [15, pytest.param(200, marks=pytest.mark.slow)])
def test_kills_at_random_moments_of_training(tmp_path, kills):
    run = subprocess.run(
        [sys.executable, "-W", "ignore", Path(__file__).with_name("killed.py"), tmp_path, str(kills), "7"],
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    print(found)
    assert (found["corrupt"], found["back"]) == (0, 0), run.stderr
    assert found["same"], "training did not go on bit for bit"
    assert found["progressed"] > kills / 3
    assert found["files"] == ["run.ckpt"], "what a killed writer left was not swept"
