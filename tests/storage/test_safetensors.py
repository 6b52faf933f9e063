"""Safetensors: our reader and writer against each other, against the reference, and against files that lie."""

import json
import os
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as drawn

from pizarra.errors import FileError
from pizarra.storage.safetensors import DTYPES, HEADER_AT_MOST, read, write

from .networks import all_same, arrays, same


def test_every_type_in_every_order_of_memory_comes_back(tmp_path):
    path = tmp_path / "a.safetensors"
    write(path, arrays(), {"who": "ñandú", "": ""})
    found, metadata = read(path)
    assert all_same(found, arrays())
    assert metadata == {"who": "ñandú", "": ""}
    assert all(array.flags.c_contiguous and array.flags.writeable for array in found.values())


@given(
    drawn.arrays(
        st.sampled_from([np.dtype(dtype) for dtype in DTYPES.values()]).flatmap(
            lambda dtype: st.sampled_from([dtype, dtype.newbyteorder(">")])
        ),
        drawn.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
)
def test_any_array_under_any_name_comes_back(tmp_path_factory, array, name):
    path = tmp_path_factory.mktemp("one") / "a.safetensors"
    write(path, {name: array, f"{name[:199]}T": array.T}, {name: name})
    found, metadata = read(path)
    assert same(found[name], array)
    assert same(found[f"{name[:199]}T"], array.T)
    assert metadata == {name: name}


def test_nothing_at_all_comes_back(tmp_path):
    write(tmp_path / "a", {})
    assert read(tmp_path / "a") == ({}, {})


def test_the_reference_reads_what_we_write(tmp_path):
    reference = pytest.importorskip("safetensors.numpy")
    path = tmp_path / "a.safetensors"
    write(path, arrays(), {"who": "ñandú"})
    assert all_same(reference.load_file(path), arrays())
    with pytest.importorskip("safetensors").safe_open(path, "numpy") as file:
        assert file.metadata() == {"who": "ñandú"}


def test_we_read_what_the_reference_writes(tmp_path):
    reference = pytest.importorskip("safetensors.numpy")
    # It stores arrays as they lie in memory, which is wrong for all but contiguous ones (its issue 825).
    given = {
        name: np.asarray(array, dtype=array.dtype.newbyteorder("="), order="C")
        for name, array in arrays().items()
    }
    reference.save_file(given, tmp_path / "a.safetensors", {"who": "ñandú"})
    found, metadata = read(tmp_path / "a.safetensors")
    assert all_same(found, given)
    assert metadata == {"who": "ñandú"}


def test_the_same_content_gives_the_same_bytes(tmp_path):
    pair = {"a": np.zeros(3), "b": np.ones(2, np.float32)}
    write(tmp_path / "a", pair, {"m": "1"})
    write(tmp_path / "b", dict(reversed(pair.items())), {"m": "1"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def entry(dtype="F32", shape=(2,), offsets=(0, 8)):
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


def made(header, data=b"\0" * 8):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


WRONG = {
    "nothing": (b"", "has 0 bytes"),
    "seven bytes": (b"\0" * 7, "has 7 bytes"),
    "a header beyond the file": ((100).to_bytes(8, "little") + b"{}", "claims 100 bytes; 2 follow"),
    "a header of exabytes": (b"\xff" * 8 + b"{}", "claims 18446744073709551615 bytes"),
    "a header of no bytes": (bytes(8), "is not JSON"),
    "no JSON": (made(b"{'a': 1}"), "is not JSON"),
    "no UTF-8": (made(b'{"\xff": 1}'), "is not JSON"),
    "a list": (made([]), "not a JSON object"),
    "a space first": (made(b" {}", b""), "not a JSON object"),
    "much nesting": (made(b'{"a":' + b"[" * 100_000), "nested too deeply"),
    "a number of many digits": (made(b'{"a":' + b"9" * 5000 + b"}"), "is not JSON"),
    "NaN": (made(b'{"a":NaN}'), "holds NaN"),
    "a doubled array": (made(b'{"a":{},"a":{}}'), "the key 'a' twice"),
    "a doubled key": (made(b'{"a":{"dtype":"F32","dtype":"F64"}}'), "the key 'dtype' twice"),
    "no entry": (made({"a": 1}), "described by 1"),
    "a key more": (made({"a": {**entry(), "x": 1}}), "dtype, shape and data_offsets"),
    "a key less": (made({"a": {"dtype": "F32", "shape": [2]}}), "dtype, shape and data_offsets"),
    "an unknown type": (made({"a": entry("F46")}), "unknown kind 'F46'. Known: F64, F32"),
    "bfloat16": (made({"a": entry("BF16", [4])}), "unknown kind 'BF16'"),
    "a type that is a list": (made({"a": entry([])}), "unknown kind []"),
    "a negative length": (made({"a": entry(shape=[-1, -2])}), "has the shape [-1, -2]"),
    "a fraction": (made({"a": entry(shape=[2.0])}), "has the shape [2.0]"),
    "a truth": (made({"a": entry(shape=[2, True])}), "has the shape [2, True]"),
    "no shape": (made({"a": entry(shape=None)}), "has the shape None"),
    "a huge shape": (made({"a": entry(shape=[10**6, 10**6, 10**6])}), "larger than"),
    "a huge empty shape": (made({"a": entry(shape=[0, 2**62], offsets=[0, 0])}, b""), "larger than"),
    "a shape beyond 64 bits": (made({"a": entry(shape=[10**40])}), "has the shape"),
    "many dimensions": (made({"a": entry(shape=[1] * 40)}), "has 40 dimensions"),
    "too few bytes": (made({"a": entry(shape=[3])}), "needs 12 bytes; its data_offsets give it 8"),
    "offsets backwards": (made({"a": entry(offsets=[8, 0])}), "data_offsets [8, 0]"),
    "three offsets": (made({"a": entry(offsets=[0, 8, 9])}), "data_offsets [0, 8, 9]"),
    "negative offsets": (made({"a": entry(offsets=[-8, 0])}), "data_offsets [-8, 0]"),
    "a gap before": (made({"a": entry(offsets=[4, 12])}, bytes(12)), "begins at byte 4; the one before ends at 0"),
    "an overlap": (made({"a": entry(), "b": entry(offsets=[4, 12])}, bytes(12)), "begins at byte 4"),
    "one place twice": (made({"a": entry(), "b": entry()}), "begins at byte 0; the one before ends at 8"),
    "bytes beyond the file": (made({"a": entry("F64", [2], [0, 16])}), "describes 16 bytes of arrays; 8 follow"),
    "bytes left over": (made({"a": entry()}, bytes(9)), "describes 8 bytes of arrays; 9 follow"),
    "truth of 2": (made({"a": entry("BOOL", [2], [0, 2])}, b"\1\2"), "truth values other than 0 and 1"),
    "metadata of numbers": (made({"__metadata__": {"a": 1}}, b""), "metadata 'a' is 1"),
    "metadata as a list": (made({"__metadata__": []}, b""), "metadata is []"),
    "half a character": (made(b'{"__metadata__":{"a":"\\ud800"}}', b""), "not text that can be stored"),
    "half a character as a name": (made(b'{"\\ud800":{}}', b""), "not text that can be stored"),
    "a nameless array": (made({"": entry()}), "is called ''"),
    "a long name": (made({"n" * 201: entry()}), "a name is text of 1 to 200"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_with_the_file(tmp_path, wrong):
    content, says = WRONG[wrong]
    (tmp_path / "bad.safetensors").write_bytes(content)
    with pytest.raises(FileError, match=rf"bad\.safetensors cannot be read: .*{re.escape(says)}") as caught:
        read(tmp_path / "bad.safetensors")
    assert len(str(caught.value).removeprefix(str(tmp_path))) < 400


def test_the_reference_refuses_those_too(tmp_path):
    """Where it does not, we are stricter on purpose."""
    load = pytest.importorskip("safetensors.numpy").load
    accepted = set()
    for wrong, (content, _) in WRONG.items():
        try:
            load(content)
            accepted.add(wrong)
        except Exception:  # its own kinds, and NumPy's
            pass
    assert accepted <= {
        "a doubled array", "a key more", "many dimensions", "a nameless array", "a long name", "truth of 2", "bfloat16",
        "a huge empty shape", "a space first",
    }  # fmt: skip


def test_an_empty_array_between_two_is_no_gap(tmp_path):
    header = {"b": entry(offsets=(0, 8)), "a": entry(shape=[0], offsets=(8, 8)), "c": entry(offsets=(8, 16))}
    (tmp_path / "a").write_bytes(made(header, bytes(16)))
    assert [array.size for array in read(tmp_path / "a")[0].values()] == [2, 0, 2]


def test_a_limit_holds(tmp_path):
    write(tmp_path / "a", {"a": np.zeros(100), "b": np.zeros(100)})
    assert len(read(tmp_path / "a", limit=1600)[0]) == 2
    with pytest.raises(FileError, match="its arrays have 1600 bytes; 1599 are the most"):
        read(tmp_path / "a", limit=1599)
    with pytest.raises(FileError, match="is larger than 799 bytes"):
        read(tmp_path / "a", limit=799)


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, says in {
        tmp_path: "it is a folder",
        tmp_path / "none": "No such file",
        tmp_path / "pipe": "not a regular file",
        "a\0b": "that cannot be the name of a file",
        "n" * 300: "File name too long",
    }.items():
        with pytest.raises(FileError, match=says):
            read(path)


@pytest.mark.parametrize(
    ("arrays", "metadata", "says"),
    [
        ({"a": np.array([None])}, {}, "'a' holds object"),
        ({"a": np.array(["x"])}, {}, "'a' holds <U1"),
        ({"a": np.zeros(1, complex)}, {}, "'a' holds complex128"),
        ({"__metadata__": np.zeros(1)}, {}, "cannot be called __metadata__"),
        ({"": np.zeros(1)}, {}, "is called ''"),
        ({1: np.zeros(1)}, {}, "is called 1"),
        ({"\ud800": np.zeros(1)}, {}, "not text that can be stored"),
        ({}, {"a": 1}, "metadata 'a' is 1"),
        ({}, {"a": "\ud800"}, "not text that can be stored"),
        ({}, {"a": "a" * HEADER_AT_MOST}, "header would have"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_old_file_stays(tmp_path, arrays, metadata, says):
    path = tmp_path / "a.safetensors"
    path.write_text("old")
    with pytest.raises(FileError, match=rf"a\.safetensors cannot be written: .*{says}"):
        write(path, arrays, metadata)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.safetensors"]
