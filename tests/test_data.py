"""Numbers from outside: taken as they are, or refused in one sentence that says where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.data import array, number, one_hot, whole
from pizarra.errors import DataError


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (3, ()), ([1, 2], (2,)), ([[1, 2.5]], (1, 2)), (((1,), (2,)), (2, 1)), (np.float32(2), ()),
        (np.arange(4, dtype=np.uint8), (4,)), ([np.ones(2), np.zeros(2)], (2, 2)), (range(3), (3,)),
    ],
)  # fmt: skip
def test_taken(values, shape):
    result = array(values, "W")
    assert result.shape == shape
    assert result.dtype == np.float64


def test_what_is_given_is_copied():
    given_array = np.ones(2)
    array(given_array, "x")[0] = 5
    assert given_array[0] == 1


class Foreign:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1, 2], [3]], "W is ragged: row 0 has 2 entries, row 1 has 1. Give every row the same length"),
        ([[[1, 2], [3]]], "W is ragged|W cannot be read|W has"),
        ([1, [2]], "W mixes numbers and rows. Give either one row of numbers, or rows of equal length"),
        ([np.ones(2), np.ones(3)], "W is ragged: row 0 has 2 entries, row 1 has 3"),
        ([np.ones(2), 1], "W mixes numbers and rows"),
        ([], r"W is empty \(shape \(0,\)\). Give at least one number"),
        ([[]], "W is empty"),
        ([[], [1]], "W is ragged: row 0 has 0 entries, row 1 has 1"),
        (["1", "2"], r"W must be real numbers; at \[0\] stands '1'"),
        ([1, "two"], r"W must be real numbers; at \[1\] stands 'two'|at \[0\] stands '1'"),
        ("text", "W must be real numbers; it is 'text'"),
        (None, "W must be real numbers; it is None"),
        ([1, None], r"W must be real numbers; at \[1\] stands None"),
        ([[1, 2], [3, {}]], r"W must be real numbers; at \[1, 1\] stands \{\}"),
        (1j, "W must be real numbers; it is 1j"),
        ([1, 1j], r"W must be real numbers; at \[1\] stands 1j|at \[0\] stands"),
        (True, "W must be real numbers; it holds True and False. Write 1 and 0"),
        ([True, False], "W must be real numbers; it holds True and False"),
        ([1, True], r"W must be real numbers; at \[1\] stands True"),
        ([[1, 2], [True, False]], r"W must be real numbers; at \[1, 0\] stands True"),
        ([1, float("nan")], r"W has nan at \[1\]; every number must be finite"),
        ([[1, 2], [float("inf"), 0]], r"W has inf at \[1, 0\]; every number must be finite"),
        (float("-inf"), "W has -inf; every number must be finite"),
        (10**400, r"W has a number too large: above 1\.8e308"),
        ([[[1]]], r"W has 3 dimensions \(shape \(1, 1, 1\)\); 0 or 1 or 2 are expected"),
        (np.datetime64("2020-01-01"), "W must be real numbers"),
        ({"a": 1}, r"W must be real numbers; it is \{'a': 1\}"),
        ({1, 2}, "W must be real numbers; it is"),
        (object(), "W must be real numbers; it is <object"),
        (Foreign(), "W cannot be read as an array: 'no'"),
        (np.ma.masked_array([1.0, 2.0], mask=[0, 1]), r"W has a masked entry at \[1\]"),
    ],
)
def test_refused_with_the_reason(values, message):
    with pytest.raises(DataError, match=message):
        array(values, "W")


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.complex_numbers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner)
        | st.dictionaries(st.text(max_size=1), inner, max_size=1)
    ),
    max_leaves=8,
)


@given(junk)
def test_anything_is_taken_or_refused(values):
    try:
        result = array(values, "x")
    except DataError as error:
        said = str(error)
    else:
        assert np.isfinite(result).all()
        return
    assert said.startswith("x ")
    assert "dtype" not in said
    assert len(said) < 300


def test_numbers():
    assert number("0.5" and 0.5, "rate") == 0.5
    assert number(np.array(2), "rate", least=2) == 2
    with pytest.raises(DataError, match="rate is -1; it must be at least 0"):
        number(-1, "rate", least=0)
    with pytest.raises(
        DataError, match=r"rate has 1 dimensions \(shape \(1,\)\); 0 are expected|a single number"
    ):
        number([1], "rate")


def test_whole_numbers():
    assert whole(3, "steps", least=1, most=5) == 3
    assert whole(np.int64(3), "steps", least=1, most=5) == 3
    for value in (0, 6, 2.0, True, "2", None):
        with pytest.raises(DataError, match=r"steps must be a whole number from 1 to 5; .* is not"):
            whole(value, "steps", least=1, most=5)


def test_labels():
    assert one_hot(np.array([1.0]), 2, "y").tolist() == [[0, 1]]
    with pytest.raises(
        DataError, match=r"y\[1\] is the label 3; the network has 3 outputs, so labels run from 0 to 2"
    ):
        one_hot(np.array([0, 3]), 3, "y")
    with pytest.raises(DataError, match=r"y\[0\] is the label -1"):
        one_hot(np.array([-1]), 3, "y")
    with pytest.raises(DataError, match=r"y\[0\] is the label 0\.5"):
        one_hot(np.array([0.5]), 3, "y")
