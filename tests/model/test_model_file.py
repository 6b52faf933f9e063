"""What is saved is what is loaded; a file that was damaged, or that lies, is refused in one sentence."""

import json
import random
import time
import tracemalloc
from collections import Counter

import numpy as np
import pytest

from pizarra import Model
from pizarra.errors import FileError
from pizarra.model import Encoding
from pizarra.storage import content as own
from pizarra.storage import save
from pizarra.table import Columns
from pizarra.train import mlp

FILES = 2000
RNG = np.random.default_rng(0)
X = RNG.normal(size=(20, 3))
ENDINGS = (".safetensors", ".npz")
COLUMNS = Columns(("a", "c"), ("y",), {"c": ("left", "right")})


def regression():
    model = Model.mlp([4], standardize=True)
    model.fit(X, X[:, :2], epochs=2)
    return model


def classes():
    columns = Columns(("a", "c"), ("kind",), {"c": ("left", "right")})
    model = Model.mlp(
        [4], loss="softmax_cross_entropy", standardize=True, encoding=Encoding(columns, scaled=True)
    )
    model.fit(X, ["x", "y", "z", "x"] * 5, epochs=2)
    return model


def plain():
    model = Model.mlp([4], hidden="relu", loss="binary_cross_entropy_logits")
    model.fit(X, [0, 1] * 10, epochs=2, dtype="float32")
    return model


def same(one, other):
    assert repr(one.network) == repr(other.network)
    for name in one.parameters:
        assert one.parameters[name].dtype == other.parameters[name].dtype
        assert one.parameters[name].tobytes() == other.parameters[name].tobytes()
    assert one.encoding.labels == other.encoding.labels
    assert one.encoding.columns == other.encoding.columns
    assert (one.predict(X) == other.predict(X)).all()


@pytest.mark.parametrize("make", [regression, classes, plain])
@pytest.mark.parametrize("ending", ENDINGS)
def test_saved_is_loaded(tmp_path, make, ending):
    model = make()
    model.save(tmp_path / f"m{ending}")
    loaded = Model.load(tmp_path / f"m{ending}")
    same(model, loaded)
    loaded.fit(X, model.predict(X), epochs=1)
    assert [path.name for path in tmp_path.iterdir()] == [f"m{ending}"]


def test_a_file_of_storage_alone_is_a_model(tmp_path):
    model = plain()
    save(tmp_path / "m.npz", model.network, model.parameters, columns=["a", "b"])
    same(model, Model.load(tmp_path / "m.npz"))


def test_other_files(tmp_path):
    with pytest.raises(FileError, match="No such file"):
        Model.load(tmp_path / "no.safetensors")
    with pytest.raises(FileError, match=r"it ends in '\.pkl'. Known: \.safetensors, \.npz"):
        Model.load(tmp_path / "no.pkl")
    with pytest.raises(FileError, match=r"it ends in '\.h5'"):
        plain().save(tmp_path / "m.h5")
    np.savez(tmp_path / "data.npz", X=X)
    with pytest.raises(FileError, match="it was not written by pizarra"):
        Model.load(tmp_path / "data.npz")


def damaged(rng, content):
    kind = rng.randrange(6)
    place = rng.randrange(len(content))
    if kind == 0:
        for _ in range(rng.randint(1, 4)):
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    elif kind == 1:
        content[rng.randrange(min(len(content), 900))] ^= 1 << rng.randrange(8)
    elif kind == 2:
        del content[place:]
    elif kind == 3:
        content[place:place] = rng.randbytes(rng.randint(1, 64))
    elif kind == 4:
        size = rng.choice((1, 2, 4, 8))
        content[place : place + size] = rng.choice((0, 2 ** (8 * size) - 1)).to_bytes(size, "little")
    else:
        digits = [k for k, byte in enumerate(content) if 48 <= byte <= 57]
        content[rng.choice(digits)] = rng.randrange(48, 58)
    return content


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_damaged_model_loads_as_it_was_or_is_refused(tmp_path, ending):
    originals = []
    for make in (regression, classes, plain):
        model = make()
        model.save(tmp_path / f"m{ending}")
        originals.append((model, (tmp_path / f"m{ending}").read_bytes()))
    bad, counts = tmp_path / f"bad{ending}", Counter()
    for seed in range(FILES // 2):
        rng = random.Random(seed)
        model, content = originals[seed % len(originals)]
        bad.write_bytes(damaged(rng, bytearray(content)))
        measured = seed % 20 == 0
        begin = time.perf_counter()
        if measured:
            tracemalloc.start()
        try:
            same(model, Model.load(bad))
            counts["same"] += 1
        except FileError as error:
            counts["refused"] += 1
            said = str(error)
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert said.count("\n") == 0
        assert peak < 2 * 1024**2 + 4 * len(content)
        assert time.perf_counter() - begin < 1
    assert counts["refused"] > 0.8 * FILES / 2


def lie(path, model, edit):
    """Write a file whose checksum is right, as if somebody had meant it."""
    model.save(path)
    arrays, metadata = own.FORMATS[path.suffix].read(path)
    plain_data = json.loads(metadata[own.KEY])
    edit(plain_data["extra"]["encoding"], arrays)
    text = json.dumps(plain_data)
    own.FORMATS[path.suffix].write(path, arrays, {own.KEY: text, own.CHECKSUM: own.checksum(arrays, text)})


def setting(key, value):
    def edit(encoding, arrays):
        encoding[key] = value

    return edit


def columns(**categories):
    return setting("columns", {"inputs": ["a"], "targets": ["k"], "categories": categories})


def array(name, value):
    def edit(encoding, arrays):
        if value is None:
            del arrays[f"extra.{name}"]
        else:
            arrays[f"extra.{name}"] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (setting("labels", ["x", "y"]), "it has 2 labels, which its network with 3 outputs does not tell apart"),
        (setting("labels", ["x", "y", "y"]), "at least 2 different names are expected"),
        (setting("labels", "xyz"), "the labels are 'xyz'; a list of names is expected"),
        (setting("labels", [1, 2, 3]), "a list of names is expected"),
        (setting("labels", ["x" * 2000, "y", "z"]), "a list of names is expected"),
        (setting("labels", None), "it has 1 columns of targets where 3 are expected"),
        (setting("columns", 3), "its columns are 3; inputs, targets and categories are expected"),
        (columns(), "its columns are 1 numbers, its scaling has 3"),
        (columns(z=["a"]), "texts of its inputs are expected"),
        (columns(a=[]), "at least 1 different names"),
        (setting("more", 1), "labels and columns are expected"),
        (array("x_scaling.mean", None), "its x_scaling is not two rows of numbers"),
        (array("x_scaling.mean", np.zeros(2)), "its x_scaling has no deviation above 0 for each mean"),
        (array("x_scaling.deviation", np.zeros(3)), "its x_scaling has no deviation above 0"),
        (array("x_scaling.deviation", np.full(3, np.inf)), "its x_scaling has a number that is not finite"),
        (array("x_scaling.mean", np.zeros((3, 1))), "its x_scaling is not two rows"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_encoding_that_lies_is_refused(tmp_path, edit, message, ending):
    path = tmp_path / f"m{ending}"
    lie(path, classes(), edit)
    with pytest.raises(FileError, match=rf"m\{ending} cannot be read: .*{message}"):
        Model.load(path)


def test_a_scaling_for_another_network_is_refused(tmp_path):
    path = tmp_path / "m.npz"

    def narrower(encoding, arrays):
        for name in ("mean", "deviation"):
            arrays[f"extra.x_scaling.{name}"] = np.ones(2)

    lie(path, regression(), narrower)
    with pytest.raises(FileError, match=r"m\.npz cannot be read: In layer 0, .* x has 2 numbers"):
        Model.load(path)

    def wider(encoding, arrays):
        for name in ("mean", "deviation"):
            arrays[f"extra.y_scaling.{name}"] = np.ones(3)

    lie(path, regression(), wider)
    with pytest.raises(FileError, match="the scaling of its targets is for 3, but the network has 2 outputs"):
        Model.load(path)


def test_mlp_is_what_it_was(tmp_path):
    model = mlp(2, hidden="elu").fit(X, X, sizes=[3, 2], epochs=1)
    model.save(tmp_path / "m.npz")
    assert repr(Model.load(tmp_path / "m.npz").network) == repr(model.network)
