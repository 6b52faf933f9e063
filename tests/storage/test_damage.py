"""Thousands of damaged files: each loads as it was or gives one FileError, in little memory."""

import json
import random
import time
import tracemalloc
from collections import Counter
from functools import partial

import numpy as np
import pytest

from pizarra.errors import FileError
from pizarra.storage import content as own
from pizarra.storage import load, load_checkpoint, npz, safetensors, save, save_checkpoint
from pizarra.storage.description import describe

from .networks import MODELS, all_same, chain, same

FILES = 2000
LIES = 250
MEASURED = 10  # the memory of every tenth: measuring slows them down
MEMORY = 2 * 1024**2  # bytes beyond a small multiple of the file's size
SLOWEST = 1.0  # seconds


def flip(rng, content):
    """Flip one to four bits."""
    for _ in range(rng.randint(1, 4)):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def flip_in_front(rng, content):
    """Flip a bit where the header is."""
    content[rng.randrange(min(len(content), 600))] ^= 1 << rng.randrange(8)


def cut(rng, content):
    """Cut the end off."""
    del content[rng.randrange(len(content)) :]


def cut_inside(rng, content):
    """Take some bytes out."""
    place = rng.randrange(len(content))
    del content[place : place + rng.randint(1, 64)]


def insert(rng, content):
    """Put some bytes in."""
    place = rng.randrange(len(content) + 1)
    content[place:place] = rng.randbytes(rng.randint(1, 64))


def overwrite(rng, content):
    """Overwrite a place with a number that may be a length, a count, an offset."""
    size = rng.choice((1, 2, 4, 8))
    number = rng.choice((0, 1, 2 ** (8 * size) - 1, 2 ** (8 * size - 1), rng.randrange(2 ** (8 * size))))
    place = rng.randrange(max(1, len(content) - size))
    content[place : place + size] = number.to_bytes(size, "little")


def lie_about_the_length(rng, content):
    """Say another length of the header."""
    content[:8] = rng.choice((0, 1, len(content), 2**20, 2**40, 2**64 - 1, rng.randrange(1000))).to_bytes(
        8, "little"
    )


def digit(rng, content):
    """Change a digit somewhere: a shape, an offset, an option, a version."""
    places = [place for place, byte in enumerate(content) if 48 <= byte <= 57]
    content[rng.choice(places)] = rng.randrange(48, 58)


def repeat(rng, content):
    """Say a part of the file twice."""
    place = rng.randrange(len(content))
    part = content[place : place + rng.randint(1, 200)]
    content[place:place] = part


def swap(rng, content):
    """Exchange two parts of the same length."""
    length = rng.randint(1, 16)
    a, b = (rng.randrange(max(1, len(content) - length)) for _ in range(2))
    content[a : a + length], content[b : b + length] = content[b : b + length], content[a : a + length]


DAMAGE = (
    flip, flip_in_front, cut, cut_inside, insert, overwrite, lie_about_the_length, digit, repeat, swap,
)  # fmt: skip


def edited_header(rng, content):
    """Edit the header of a safetensors file as JSON, and say its right length."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    name = rng.choice([name for name in header if name != "__metadata__"])
    entry = header[name]
    odd = rng.choice(
        [0, -1, 1, 2.5, 2**31, 2**63, 10**30, None, True, "8", [], {}, float("nan"), "F32", "BF16", "I64"]
    )
    edit = rng.randrange(9)
    if edit == 0:
        entry["dtype"] = odd
    elif edit == 1:
        entry["shape"] = odd
    elif edit == 2:
        entry["shape"] = [*entry["shape"], odd]
    elif edit == 3:
        entry["shape"] = [odd] * rng.choice((1, 2, 3, 70))
    elif edit == 4:
        entry["data_offsets"] = rng.choice(
            [odd, [odd, odd], [0, odd], [8, 8], [entry["data_offsets"][1]] * 2]
        )
    elif edit == 5:
        header[rng.choice(("W1", "b1", "W9", "", "x" * 300, "state.x", "extra."))] = header.pop(name)
    elif edit == 6:
        del entry[rng.choice([*entry])]
    elif edit == 7:
        header["__metadata__"][rng.choice(("pizarra", "checksum", "more"))] = odd
    else:
        header[rng.choice(("W8", "state.more"))] = entry
    text = json.dumps(header)
    if rng.random() < 0.1:  # a key twice
        text = text[:-1] + f", {json.dumps(name)}: {json.dumps(entry)}" + "}"
    content[: 8 + length] = len(text).to_bytes(8, "little") + text.encode()


def edited_description(rng, plain):
    """Edit what the file says of its network, somewhere in the tree."""
    places = []

    def walk(value):
        if isinstance(value, dict | list):
            for key in value if isinstance(value, dict) else range(len(value)):
                places.append((value, key))
                walk(value[key])

    walk(plain)
    holder, key = rng.choice(places)
    odd = rng.choice(
        [0, -1, 2.5, 10**30, None, True, "x", "linear", "softmax", "tanh", [], {}, ["v1"], "1/2", "z"]
    )
    if rng.random() < 0.3:
        del holder[key]
    elif rng.random() < 0.2 and isinstance(holder, dict):
        holder[rng.choice(("name", "share", "inputs", "options", "type", "slope", "more"))] = odd
    else:
        holder[key] = odd


class Original:
    """A file, what is in it, and how to tell whether something read is the same."""

    def __init__(self, path, kind):
        self.path, self.kind, self.ending = path, kind, path.suffix
        rng = np.random.default_rng(5)
        self.state = {"m": rng.normal(size=(3, 2)), "steps": np.array(4), "none": np.zeros(0)}
        for model in MODELS if kind == "model" else (chain,):
            self.network, self.parameters = model()
            name = path.with_name(f"{model.__name__}{self.ending}")
            if kind == "model":
                save(name, self.network, self.parameters, scale=self.state["m"], columns=["a", "b"])
            else:
                save_checkpoint(
                    name, self.network, self.parameters, self.state, {"step": 4}, rng.bit_generator.state
                )
        self.files = [
            (path.with_name(f"{model.__name__}{self.ending}").read_bytes(), model)
            for model in (MODELS if kind == "model" else (chain,))
        ]
        self.generator = rng.bit_generator.state

    def same(self, model, path):
        """Load, and compare."""
        network, parameters = model()
        if self.kind == "model":
            found, numbers, extra = load(path)
            assert extra.keys() == {"scale", "columns"}
            assert all_same({"scale": extra["scale"]}, {"scale": self.state["m"]})
            assert extra["columns"] == ["a", "b"]
        else:
            checkpoint = load_checkpoint(path)
            found, numbers = checkpoint.network, checkpoint.parameters
            assert all_same(checkpoint.state, self.state)
            assert checkpoint.position == {"step": 4}
            assert checkpoint.generator_state == self.generator
        assert describe(found) == describe(network)
        assert all_same(numbers, parameters)


def refused(action, path, what, *, measured=False):
    """Give the message of the FileError that reading a file ends in, None where it does not.

    No other error may come, and it takes little time and, where `measured`, little memory.
    """
    refusal, start = None, time.perf_counter()
    if measured:
        tracemalloc.start()
    try:
        action(path)
    except FileError as error:
        refusal = str(error)
    except BaseException as error:
        error.add_note(what)
        raise
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert time.perf_counter() - start < SLOWEST, what
    assert peak < MEMORY + 4 * path.stat().st_size, what
    assert refusal is None or (f"{path.name} cannot be read: " in refusal and len(refusal) < 700), what
    return refusal


def fits(path):
    network, parameters, _ = load(path)
    assert list(parameters) == list(network.parameters)


def read_some(module, arrays, path):
    """Read arrays: no larger than the file; npz has a checksum for each, so those of the same name are the same."""
    found, _ = module.read(path)
    assert sum(array.nbytes for array in found.values()) <= path.stat().st_size
    if module is npz:
        assert all(same(found[name], arrays[name]) for name in found.keys() & arrays.keys())


@pytest.mark.parametrize(
    ("kind", "ending"), [("model", ".safetensors"), ("model", ".npz"), ("checkpoint", ".safetensors")]
)
def test_a_damaged_file_loads_as_it_was_or_is_refused(folder, kind, ending):
    original = Original(folder / f"o{ending}", kind)
    bad = folder / f"bad{ending}"
    counts = Counter()
    for _, model in original.files:
        original.same(model, folder / f"{model.__name__}{ending}")
    for seed in range(FILES):
        rng = random.Random(seed)
        content, model = original.files[seed % len(original.files)]
        damaged = bytearray(content)
        damage = edited_header if ending == ".safetensors" and seed % 4 == 0 else rng.choice(DAMAGE)
        damage(rng, damaged)
        bad.write_bytes(damaged)
        refusal = refused(
            partial(original.same, model),
            bad,
            f"seed {seed}, {damage.__name__}",
            measured=seed % MEASURED == 0,
        )
        counts["refused" if refusal else "same"] += 1
    assert counts["refused"] > 0.8 * FILES


@pytest.mark.parametrize("ending", [".safetensors", ".npz"])
def test_a_description_that_lies_gives_a_network_that_fits_or_is_refused(folder, ending):
    """Here the checksum is right, as if somebody had meant it."""
    bad = folder / f"bad{ending}"
    accepted = 0
    for seed in range(LIES):
        rng = random.Random(seed)
        network, parameters = MODELS[seed % len(MODELS)]()
        plain = {"kind": "model", "version": 1, "network": describe(network), "extra": {}}
        for _ in range(rng.randint(1, 3)):
            edited_description(rng, plain)
        text = json.dumps(plain)
        metadata = {own.KEY: text, own.CHECKSUM: own.checksum(parameters, text)}
        own.FORMATS[ending].write(bad, parameters, metadata)
        accepted += refused(fits, bad, f"seed {seed}: {text}") is None
    assert accepted < LIES / 2


@pytest.mark.parametrize("module", [safetensors, npz])
def test_a_damaged_file_of_arrays_is_read_or_refused(folder, module):
    """Without a checksum of ours a flipped bit of safetensors' numbers passes; nothing else may happen."""
    arrays = {"a": np.arange(6.0).reshape(2, 3), "b": np.array([True, False]), "c": np.float32(1)}
    module.write(folder / "o", arrays, {"pizarra": "x", "checksum": "y"})
    content = (folder / "o").read_bytes()
    for seed in range(FILES):
        rng = random.Random(seed)
        damaged = bytearray(content)
        damage = edited_header if module is safetensors and seed % 2 == 0 else rng.choice(DAMAGE)
        damage(rng, damaged)
        (folder / "bad").write_bytes(damaged)
        action = partial(read_some, module, arrays)
        refused(action, folder / "bad", f"seed {seed}, {damage.__name__}", measured=seed % MEASURED == 0)


def test_a_header_of_the_greatest_length_takes_a_bounded_memory(folder):
    filling = b"{},"  # what takes most memory for its length
    room = safetensors.HEADER_AT_MOST - 20
    text = b'{"a":[' + filling * (room // len(filling)) + b"0]}"
    (folder / "a").write_bytes(len(text).to_bytes(8, "little") + text)
    tracemalloc.start()
    with pytest.raises(FileError, match="dtype, shape and data_offsets are expected"):
        safetensors.read(folder / "a")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 1024**2
