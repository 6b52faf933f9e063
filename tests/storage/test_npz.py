"""Npz: round trips, NumPy's own files, and files that lie, lock or blow up."""

import io
import re
import time
import tracemalloc
import zipfile

import numpy as np
import pytest

from pizarra.errors import FileError
from pizarra.storage.npz import ENTRIES_AT_MOST, read, write

from .networks import all_same, arrays


def test_every_type_in_every_order_of_memory_comes_back(tmp_path):
    write(tmp_path / "a.npz", arrays(), {"who": "ñandú"})
    found, metadata = read(tmp_path / "a.npz")
    assert all_same(found, arrays())
    assert metadata == {"who": "ñandú"}


def test_numpy_reads_what_we_write(tmp_path):
    named = {**arrays(), "file": np.arange(3), "allow_pickle": np.arange(2)}
    write(tmp_path / "a.npz", named, {"who": "x"})
    with np.load(tmp_path / "a.npz") as file:
        for name, array in named.items():
            np.testing.assert_array_equal(file[name], array)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_we_read_what_numpy_writes(tmp_path, save):
    save(tmp_path / "a.npz", **arrays())
    found, metadata = read(tmp_path / "a.npz")
    assert all_same(found, arrays())
    assert metadata == {}


def header(descr="'<f8'", fortran="False", shape="(1,)"):
    return f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}"


def npy(head=None, data=bytes(8), version=1, magic=b"\x93NUMPY"):
    text = (header() if head is None else head).encode("latin-1")
    wide = 2 if version == 1 else 4
    return magic + bytes([version, 0]) + len(text).to_bytes(wide, "little") + text + data


def packed(*members, kind=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def one(content, **options):
    return packed(("a.npy", content), **options)


def lying(size):
    """Give a zip whose list says that its member has another size than it has."""
    content = bytearray(one(npy()))
    place = content.index(b"PK\1\2") + 20
    content[place : place + 8] = size.to_bytes(4, "little") * 2
    return bytes(content)


def locked():
    content = bytearray(one(npy()))
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


WRONG = {
    "nothing": (b"", "does not end as a zip"),
    "text": (b"x,y\n1,2\n" * 20, "does not end as a zip"),
    "an npy file": (npy(), "does not end as a zip"),
    "half": (one(npy())[:100], "does not end as a zip"),
    "a comment": (one(npy())[:-2] + b"\5\0hello", "does not end as a zip"),
    "another file in it": (packed(("a.txt", "x")), "'a.txt', which is not an array"),
    "an array without a name": (packed((".npy", npy())), "is called ''"),
    "no array": (one(b"x" * 100), "does not begin as an array"),
    "an empty member": (one(b""), "ends after 0 of 8 bytes"),
    "version 9": (one(npy(version=9)), "does not begin as an array"),
    "objects": (one(npy(header("'|O'"))), "holds Python objects, which are never read"),
    "objects of 8": (one(npy(header("'|O8'"))), "holds Python objects"),
    "a pickle": (one(b"\x80\4K\1." * 5), "does not begin as an array"),
    "text in an array": (one(npy(header("'<U2'"))), "holds 'U2'"),
    "complex numbers": (one(npy(header("'<c16'"), bytes(16))), "holds 'c16'"),
    "columns": (one(npy(header("[('a', '<f8')]"))), "not understood"),
    "Python": (one(npy("__import__('os').system('true')")), "not understood"),
    "a long header": (one(npy(header() + " " * 20_000)), "a header of"),
    "a header beyond the member": (one(npy()[:20]), "ends after 10 of"),
    "1e12 numbers": (one(npy(header(shape="(1000000000000,)"))), "is larger than"),
    "3e6 numbers": (one(npy(header(shape="(3000000,)"))), "needs 24000000 bytes; 8 are there"),
    "a huge empty shape": (one(npy(header(shape="(0, 9000000000000000000)"), b"")), "is larger than"),
    "too few numbers": (one(npy(header(shape="()"), bytes(16))), "needs 8 bytes; 16 are there"),
    "a negative length": (one(npy(header(shape="(-1,)"))), "not understood"),
    "40 dimensions": (one(npy(header(shape="(" + "1," * 40 + ")"))), "has 40 dimensions"),
    "truth of 2": (one(npy(header("'|b1'"), b"\2")), "truth values other than"),
    "bzip2": (one(npy(), kind=zipfile.ZIP_BZIP2), "compressed in a way"),
    "LZMA": (one(npy(), kind=zipfile.ZIP_LZMA), "compressed in a way"),
    "a size of gigabytes": (lying(2**32 - 2), "unpacked it would have 4294967294 bytes"),
    "a size too small": (lying(60), "Bad CRC-32"),
    "a lock": (locked(), "password"),
    "metadata that are no text": (packed(("__metadata__.npy", npy())), "metadata is not a text"),
    "metadata that are no JSON": (packed(("__metadata__.npy", npy(header("'|u1'", shape="(8,)")))), "is not JSON"),
    "metadata of numbers": (
        packed(("__metadata__.npy", npy(header("'|u1'", shape="(7,)"), b'{"a":1}'))), "not names with texts"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_with_the_file(tmp_path, wrong):
    content, says = WRONG[wrong]
    (tmp_path / "bad.npz").write_bytes(content)
    says = says if "|" in says else re.escape(says)
    with pytest.raises(FileError, match=rf"bad\.npz cannot be read: .*({says})"):
        read(tmp_path / "bad.npz")


def test_an_array_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = packed(("a.npy", npy()), ("a.npy", npy()))
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(FileError, match="holds the array 'a' twice"):
        read(tmp_path / "a.npz")


def test_a_flipped_bit_is_noticed(tmp_path):
    content = bytearray(one(npy()))
    content[content.index(b"PK\1\2") - 1] ^= 1  # the last byte of the only number
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(FileError, match="Bad CRC-32"):
        read(tmp_path / "a.npz")


def test_old_and_foreign_headers_are_read(tmp_path):
    foreign = "{'descr': '<f8', 'fortran_order': False, 'shape': (1L,)}\n"
    for head in (header(), foreign, header() + " " * 60 + "\n"):
        for version in (1, 2, 3):
            (tmp_path / "a.npz").write_bytes(one(npy(head, version=version)))
            assert read(tmp_path / "a.npz")[0]["a"].tolist() == [0]


def zeros(count):
    """Give a zip of so many bytes of zeros, which packs a thousandfold."""
    return one(npy(header("'|u1'", shape=f"({count},)"), bytes(count)), kind=zipfile.ZIP_DEFLATED)


def many(count):
    return packed(*((f"{number}.npy", b"") for number in range(count)))


def growing(count):
    """Give a member that claims to be small and unpacks to much more."""
    content = bytearray(zeros(count))
    place = content.index(b"PK\1\2") + 24
    content[place : place + 4] = (200).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        (zeros(100 * 1024**2), "unpacked it would have"),
        (growing(100 * 1024**2), "Bad CRC-32"),
        (many(ENTRIES_AT_MOST + 1), "are the most"),
    ],
    ids=["zeros", "growing", "entries"],
)
def test_bombs_are_refused_at_once(tmp_path, bomb, says):
    (tmp_path / "bomb.npz").write_bytes(bomb)
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(FileError, match=says):
        read(tmp_path / "bomb.npz")
    took, peak = time.perf_counter() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 0.5
    assert peak < 4 * 1024**2


def test_what_packs_well_is_read(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", a=np.zeros((1000, 1000)))
    assert read(tmp_path / "a.npz")[0]["a"].shape == (1000, 1000)
    with pytest.raises(FileError, match="7000000 are the most"):
        read(tmp_path / "a.npz", limit=7_000_000)


@pytest.mark.parametrize(
    ("arrays", "metadata", "says"),
    [
        ({"a": np.array([None])}, {}, "'a' holds object"),
        ({"a": np.array(["x"])}, {}, "'a' holds <U1"),
        ({"__metadata__": np.zeros(1)}, {}, "cannot be called '__metadata__'"),
        ({"a\0b": np.zeros(1)}, {}, "cannot be called"),
        ({"": np.zeros(1)}, {}, "is called ''"),
        ({str(k): np.zeros(1) for k in range(ENTRIES_AT_MOST + 1)}, {}, "it would hold 10001 arrays"),
        ({}, {"a": "a" * 1024**2}, "its metadata has"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_old_file_stays(tmp_path, arrays, metadata, says):
    (tmp_path / "a.npz").write_text("old")
    with pytest.raises(FileError, match=rf"a\.npz cannot be written: .*{says}"):
        write(tmp_path / "a.npz", arrays, metadata)
    assert (tmp_path / "a.npz").read_text() == "old"
