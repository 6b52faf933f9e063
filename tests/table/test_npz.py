"""Npz files as tables, the columns of a network, and scaling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pizarra.errors import DataError, FileError
from pizarra.table import Columns, NpzFile, Scaling, Table, Texts, open_table

RNG = np.random.default_rng(0)


@pytest.fixture
def write(tmp_path):
    def put(**found):
        np.savez(tmp_path / "data.npz", **found)
        return tmp_path / "data.npz"

    return put


def test_a_matrix_and_a_target(write):
    X, y = RNG.normal(size=(5, 3)).astype(np.float32), np.arange(5)
    file = open_table(write(X=X, y=y))
    assert (file.names, file.target) == (("x1", "x2", "x3", "y"), ("y",))
    table = file.read(file.names)
    assert (table.matrix(["x1", "x2", "x3"]) == X).all()
    assert table.matrix(["x1", "x2"]).dtype == np.float32
    assert table.texts("y").values == ("0", "1", "2", "3", "4")
    assert open_table(write(X=X, Y=X[:, :2])).target == ("y1", "y2")
    assert file.read(["y"], most=2).rows == 2


def test_columns(write):
    file = NpzFile(write(height=np.arange(3), weight=np.array([1.5, 2, 3])))
    assert (file.names, file.target) == (("height", "weight"), ())
    assert file.read(file.names).matrix(["weight", "height"]).tolist() == [[1.5, 0], [2, 1], [3, 2]]


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ({"X": np.zeros((3, 2)), "y": np.zeros(2)}, "'x1' has 3 rows, 'y' has 2"),
        ({"X": np.zeros(3)}, r"the array 'X' has the shape \(3,\)"),
        ({"X": np.zeros((3, 2)), "z": np.zeros(3)}, "has X, and besides 'z'"),
        ({"X": np.zeros((0, 2))}, "has no rows"),
        ({"X": np.zeros((2, 0))}, "the array 'X' has the shape"),
        (
            {"a": np.zeros((3, 2))},
            r"the array 'a' has the shape \(3, 2\)\. Give a matrix X and y, or columns",
        ),
        ({"a": np.zeros(3, bool)}, "the array 'a' holds bool"),
        ({"a": np.array(["x"])}, "numbers"),
        ({"a": np.array([1, np.nan])}, r"data\.npz, row 2, column 'a': nan is not finite"),
        ({}, "has no arrays"),
    ],
)
def test_what_cannot_be_a_table(write, found, message):
    path = write(**found)
    with pytest.raises((DataError, FileError), match=message):
        NpzFile(path).read([*found])


def test_texts_become_one_number_for_each():
    table = Table(
        "t", 3, {"n": (np.array([[1.0], [2], [3]]), 0), "c": Texts(("a", "b"), np.array([1, 0, 1]))}
    )
    columns = Columns.of(table, ["c", "n"], ["n"])
    assert columns.numbers == ("c=a", "c=b", "n")
    assert columns.matrix(table).tolist() == [[0, 1, 1], [1, 0, 2], [0, 1, 3]]
    other = Table("u", 2, {"n": (np.zeros((2, 1)), 0), "c": Texts(("b", "z"), np.array([0, 1]))})
    with pytest.raises(
        DataError, match="u, row 2, column 'c': 'z' was not there in training; known are a, b"
    ):
        columns.matrix(other)
    many = Table("m", 60, {"c": Texts(tuple(f"{k:02}" for k in range(60)), np.arange(60))})
    with pytest.raises(DataError, match="the column 'c' has 60 different texts"):
        Columns.of(many, ["c"], [])
    with pytest.raises(DataError, match="the column 'c' has texts, such as '00'; numbers are expected"):
        many.matrix(["c"])


@given(arrays(float, st.tuples(st.integers(1, 40), st.integers(1, 4)), elements=st.floats(-1e6, 1e6)))
def test_scaling_goes_there_and_back(values):
    scaling = Scaling.of(values)
    there = scaling.there(values)
    assert np.allclose(there.mean(axis=0), 0, atol=1e-6)
    moving = np.ptp(values, axis=0) > 1e-3
    assert np.allclose(there.std(axis=0)[moving], 1, rtol=1e-6)
    assert np.allclose(scaling.back(there), values, atol=1e-6)


def test_a_column_that_never_changes_keeps_its_size():
    scaling = Scaling.of(np.full((30_000, 2), 0.1))
    assert scaling.deviation.tolist() == [1, 1]
    assert Scaling.of(np.arange(6.0).reshape(3, 2), np.array([0, 2])).mean.tolist() == [2, 3]
