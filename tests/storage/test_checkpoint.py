"""A checkpoint brings back every bit that training needs to go on."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from pizarra import files
from pizarra.errors import FileError
from pizarra.files import sweep, writing
from pizarra.storage import load, load_checkpoint, save, save_checkpoint
from pizarra.storage.description import describe

from .networks import all_same, chain

GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def generator(name="PCG64", seed=3):
    return np.random.Generator(getattr(np.random, name)(seed))


def test_a_checkpoint_comes_back(tmp_path):
    network, parameters = chain()
    state = {
        "m.W1": np.array([np.nan, np.inf]),
        "v": np.float32(2),
        "count": np.array(7),
        "none": np.zeros((0, 2)),
    }
    position = {"epoch": 3, "step": 10**30, "order": [2, 0, 1], "rate": 0.1}
    rng = generator()
    save_checkpoint(tmp_path / "c.safetensors", network, parameters, state, position, rng.bit_generator.state)
    found = load_checkpoint(tmp_path / "c.safetensors")
    assert describe(found.network) == describe(network)
    assert all_same(found.parameters, parameters)
    assert all_same(found.state, state)
    assert found.position == position
    assert found.generator_state == rng.bit_generator.state


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("drawn", [0, 1, 2, 3, 5, 700])
def test_a_generator_goes_on_bit_for_bit(tmp_path, name, drawn):
    rng, path = generator(name), tmp_path / "c.safetensors"
    rng.integers(0, 2**31, drawn, dtype=np.uint32)  # half of a 64-bit number may be left over
    save_checkpoint(path, *chain(), {}, {}, rng.bit_generator.state)
    again = generator(name, seed=99)
    again.bit_generator.state = load_checkpoint(path).generator_state
    for draw in (
        lambda rng: rng.integers(0, 2**32, 5, dtype=np.uint32),
        lambda rng: rng.normal(size=1000),
        lambda rng: rng.permutation(50),
        lambda rng: rng.random(7, dtype=np.float32),
    ):
        assert draw(again).tobytes() == draw(rng).tobytes()


def spoilt(name="PCG64", **changes):
    state = generator(name).bit_generator.state
    for key, value in changes.items():
        (state["state"] if key in state["state"] else state)[key] = value
    return state


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (None, "the random generator is None"),
        ({}, "the random generator is None"),
        (
            {"bit_generator": "PCG65"},
            "'PCG65', which is none of NumPy's. Did you mean|'PCG65', which is none",
        ),
        ({"bit_generator": "PCG64"}, "state, has_uint32, uinteger are expected"),
        (spoilt(more=1), "are expected"),
        (spoilt(inc=-1), "inc is -1; 0 to"),
        (spoilt(state=2**128), "0 to 340282366920938463463374607431768211455"),
        (spoilt(has_uint32=2), "has_uint32 is 2; 0 to 1"),
        (spoilt(uinteger=0.5), "uinteger is 0.5"),
        (spoilt("MT19937", pos=625), "pos is 625; 0 to 624"),
        (spoilt("MT19937", pos=True), "pos is True"),
        (spoilt("MT19937", key=np.zeros(3, int)), "624 whole numbers are expected"),
        (spoilt("MT19937", key=[2**32] * 624), "key is 4294967296"),
        (spoilt("Philox", buffer_pos=5), "buffer_pos is 5; 0 to 4"),
        (spoilt("Philox", buffer="abcd"), "buffer is 'abcd'"),
    ],
)
def test_a_state_that_numpy_cannot_have_made_is_refused(tmp_path, state, says):
    with pytest.raises(FileError, match=rf"c\.safetensors cannot be written: .*({says})"):
        save_checkpoint(tmp_path / "c.safetensors", *chain(), {}, {}, state)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("state", "position", "says"),
    [
        ({"m": np.array([None])}, {}, "'state.m' holds object"),
        ({}, {"a": object()}, "is of the type object"),
        ({}, {"a": float("inf")}, "is inf"),
        ({"m" * 200: np.zeros(1)}, {}, "a name is text of 1 to 200"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_last_checkpoint_stays(tmp_path, state, position, says):
    path, rng = tmp_path / "c.safetensors", generator()
    save_checkpoint(path, *chain(), {}, {"step": 1}, rng.bit_generator.state)
    with pytest.raises(FileError, match=says):
        save_checkpoint(path, *chain(), state, position, rng.bit_generator.state)
    assert load_checkpoint(path).position == {"step": 1}
    assert len(os.listdir(tmp_path)) == 1


def test_models_and_checkpoints_are_told_apart(tmp_path):
    save(tmp_path / "m.safetensors", *chain())
    save_checkpoint(tmp_path / "c.safetensors", *chain(), {}, {}, generator().bit_generator.state)
    with pytest.raises(FileError, match=r"m\.safetensors cannot be read: it is not a checkpoint"):
        load_checkpoint(tmp_path / "m.safetensors")
    with pytest.raises(FileError, match=r"c\.safetensors cannot be read: it is not a model"):
        load(tmp_path / "c.safetensors")
    with pytest.raises(FileError, match=r"it ends in '.npz'. Known: \.safetensors, \.ckpt\."):
        save_checkpoint(tmp_path / "c.npz", *chain(), {}, {}, generator().bit_generator.state)


# --- the file is put in its place at the end ------------------------------------------------------------------------


def test_it_is_on_the_disk_before_it_is_in_its_place(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(os, "fsync", lambda handle: done.append(os.readlink(f"/proc/self/fd/{handle}")))
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda *names: done.append("replace") or replace(*names))
    save_checkpoint(tmp_path / "c.safetensors", *chain(), {}, {}, generator().bit_generator.state)
    assert len(done) == 3
    assert done[0].endswith(".part")
    assert done[1:] == ["replace", str(tmp_path)]


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt("full"), MemoryError("full")])
def test_an_interruption_leaves_the_last_one_and_nothing_else(tmp_path, monkeypatch, error):
    path, rng = tmp_path / "c.safetensors", generator()
    save_checkpoint(path, *chain(), {}, {"step": 1}, rng.bit_generator.state)

    def interrupted(*_):
        raise error

    monkeypatch.setattr(os, "fsync", interrupted)
    wanted = FileError if isinstance(error, OSError) else type(error)
    with pytest.raises(wanted, match="full"):
        save_checkpoint(path, *chain(), {}, {"step": 2}, rng.bit_generator.state)
    assert load_checkpoint(path).position == {"step": 1}
    assert os.listdir(tmp_path) == ["c.safetensors"]


def dead():
    """Give the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_killed_writers_left_is_swept_and_nothing_else(tmp_path):
    here = files._machine()
    gone, ours, others = [
        f".pizarra-{machine}-{process}-0123abcd.part"
        for machine, process in ((here, dead()), (here, os.getpid()), ("00000000", 1))
    ]
    mine = [".pizarra-notes.part", "a.part", "model.safetensors", f".pizarra-{here}-1-0123abcd.part.txt"]
    for name in (gone, ours, others, *mine):
        (tmp_path / name).write_text("x")
    (tmp_path / f".pizarra-{here}-{dead()}-00000000.part").mkdir()
    old = ".pizarra-00000000-2-0123abcd.part"
    (tmp_path / old).write_text("x")
    os.utime(tmp_path / old, (time.time() - 25 * 3600,) * 2)
    before = {*os.listdir(tmp_path)}
    save_checkpoint(tmp_path / "c.safetensors", *chain(), {}, {}, generator().bit_generator.state)
    assert before - {*os.listdir(tmp_path)} == {gone, old}
    sweep(tmp_path / "nowhere")


def test_two_writers_of_one_file_do_not_meet(tmp_path):
    with writing(tmp_path / "a") as first, writing(tmp_path / "a") as second:
        first.write(b"first")
        second.write(b"second")
        sweep(tmp_path)
        assert len(os.listdir(tmp_path)) == 2
    assert (tmp_path / "a").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["a"]


def test_a_long_name_can_be_written(tmp_path):
    name = "ñ" * 120 + ".safetensors"
    save_checkpoint(tmp_path / name, *chain(), {}, {}, generator().bit_generator.state)
    assert os.listdir(tmp_path) == [name]
