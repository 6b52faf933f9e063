"""What cannot be judged is told in one sentence: an error where nothing can be said, a finding where something can."""

import functools
import re
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from pizarra import diagnose
from pizarra.errors import DataError, NetworkError, PizarraError, ShapeError

teacher = run_path(str(Path(__file__).with_name("teacher.py")))
NETWORK, NUMBERS, X, T = (teacher[name] for name in ("NETWORK", "NUMBERS", "X", "T"))
arrays, classes, gradients, told = (teacher[name] for name in ("arrays", "classes", "gradients", "told"))


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"mine": {}}, DataError, "mine has no array. Give some of dW1"),
        ({"mine": 7}, DataError, "mine must be arrays by name, or a function; 7 is neither."),
        ({"mine": {"dW9": X}}, DataError, "'dW9' is the name of nothing in this network"),
        ({"mine": {"dW1": X, "grad_W1": X}}, DataError, "two names of the same array"),
        ({"mine": {"dW1": "abc"}}, DataError, "dW1 is 'abc'; an array of real numbers was expected."),
        ({"mine": {"dW1": None}}, DataError, "dW1 is None; an array of real numbers was expected."),
        ({"mine": {"dW1": 1j * X}}, DataError, "an array of real numbers was expected."),
        ({"mine": {"dW1": [[1, 2], [3]]}}, DataError, "dW1 is ragged; rows of equal length are expected."),
        ({"x": None}, DataError, "x is missing. Give parameters, x and t"),
        ({"parameters": {"W1": X}}, DataError, "parameters has no b1. It needs: W1, b1, W2, b2."),
        ({"parameters": [1]}, DataError, "parameters must be arrays by name; [1] is not."),
        ({"x": X * np.nan}, DataError, "x has nan at [0, 0]; every number must be finite."),
        ({"t": T + np.inf}, DataError, "t has inf at [0, 0]; every number must be finite."),
        ({"x": np.ones((4, 7))}, ShapeError, "No layout makes these shapes fit"),
        ({"x": np.ones((4, 2, 1))}, DataError, "x has 3 dimensions"),
        ({"x": np.ones((0, 2))}, DataError, "x is empty (shape (0, 2))"),
        ({"network": 3}, NetworkError, "network must be a Network, a Problem or a shape such as '2-3-2'"),
        ({"hidden": "tanh"}, DataError, "'hidden' goes with a network given as a shape"),
        ({"samples": "rowz"}, DataError, "samples is 'rows' or 'columns'; 'rowz' is neither."),
        ({"weights": 1}, DataError, "weights is 'in_out' or 'out_in'; 1 is neither."),
        ({"names": 3}, DataError, "names leads from your names to the usual ones; 3 is no dictionary."),
        ({"names": {"dW1": "zzz"}}, DataError, "'dW1' is the name of nothing in this network"),
        ({"rate": "a"}, DataError, "rate must be real numbers; it is 'a'."),
        ({"rate": np.nan}, DataError, "rate has nan; every number must be finite."),
        ({"seconds": "long"}, DataError, "seconds must be real numbers; it is 'long'."),
        ({"seed": -1}, DataError, "seed must be a whole number"),
        ({"language": "xx"}, PizarraError, "There is no language 'xx'"),
    ],
)
def test_what_is_missing_or_fits_nothing(changes, error, sentence):
    options = {"network": NETWORK, "mine": arrays(), **NUMBERS, **changes}
    with pytest.raises(error, match=re.escape(sentence)):
        diagnose(options.pop("network"), options.pop("mine"), **options)


def returns(value):
    return lambda W1, b1, W2, b2, x, t: value


def raises(W1, b1, W2, b2, x, t):
    raise KeyError("W9")


def leaves(W1, b1, W2, b2, x, t):
    raise SystemExit(3)


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (raises, "The function raised KeyError ('W9') for x of shape (5, 2)."),
        (leaves, "The function raised SystemExit (3) for x of shape (5, 2)."),
        (returns(None), "The function gave None; a dictionary of arrays by name was expected."),
        (returns(3.0), "The function gave 3.0; a dictionary of arrays by name was expected."),
        (returns([1, 2]), "The function gave 2 arrays; one for each parameter was expected (W1, b1, W2, b2)"),
        (returns({"W1": "a"}), "'W1' is 'a'; an array of numbers was expected."),
        (returns({"W1": None}), "'W1' is None; an array of numbers was expected."),
        (returns({"W1": [[1], [2, 3]]}), "'W1' is ragged; rows of equal length are expected."),
        (lambda foo, bar: None, "The function takes foo, bar. It is called with parameters by name"),
        (lambda: None, "The function takes no arguments. It is called with parameters by name"),
        (lambda *, foo: None, "The function takes foo. It is called with parameters by name"),
    ],
)
def test_a_function_that_cannot_be_read(function, sentence):
    with pytest.raises(DataError, match=re.escape(sentence)):
        told(function)


@pytest.mark.parametrize(
    "function",
    [
        lambda params, x, y: gradients(**params, x=x, t=y),
        lambda W1, b1, W2, b2, X, y: tuple(gradients(W1, b1, W2, b2, X, y).values()),
        lambda x, t, W2, b2, W1, b1: gradients(W1, b1, W2, b2, x, t),
        lambda *everything: gradients(*everything),
        lambda **everything: gradients(**everything),
        lambda *, W1, b1, W2, b2, x, t: gradients(W1, b1, W2, b2, x, t),
        lambda W1, b1, W2, b2, x, t, unused=3: gradients(W1, b1, W2, b2, x, t),
        functools.partial(gradients),
    ],
)
def test_arguments_are_given_as_they_are_taken(function):
    assert told(function).verdict == "correct"


def step(W1, b1, W2, b2, x, t, lr=0.1):
    slopes = gradients(W1, b1, W2, b2, x, t)
    return [p - lr * slope for p, slope in zip((W1, b1, W2, b2), slopes.values(), strict=True)]


def test_a_rate_may_have_a_default():
    assert told(step).verdict == "correct"


def test_a_step_may_move_what_it_is_given():
    def moves(parameters, x, t, lr):
        for name, slope in gradients(**parameters, x=x, t=t).items():
            parameters[name] -= lr * slope

    found = told(moves)
    assert found.verdict == "correct"
    assert not found.findings


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_found_where_they_begin(bad):
    found = told(arrays(dW1=lambda g: np.where(np.eye(2, 3) > 0, bad, g)))
    assert classes(found) == [("not-finite", 1)]
    assert "dW1 has entries that are not finite" in found.text("en")
    assert "números que no son finitos" in found.text("es")
    found = told(lambda W1, b1, W2, b2, x, t: gradients(W1, b1, W2 * bad, b2, x, t))
    assert found.verdict == "faulty"
    assert {fault for fault, _ in classes(found)} == {"not-finite"}
    values = {"z1": np.full((4, 3), bad), "a1": np.full((4, 3), bad), "dW1": np.full((2, 3), bad)}
    assert [finding.name for finding in told(values).faults] == ["z1"]  # the others only follow


def test_shapes_that_are_not_theirs():
    found = told(arrays(dW1=lambda g: np.ones((5, 7))))
    assert classes(found) == [("wrong-shape", 1)]
    assert found.faults[0].text().startswith("dW1 has the shape 5 × 7; 2 × 3 belongs there.")
    found = told(arrays(dW1=np.transpose))
    assert classes(found) == [("transposed-gradient", 1)]
    assert found.faults[0].text() == "dW1 has the shape 3 × 2, turned: 2 × 3 belongs there."
    found = told(returns({"W1": np.ones((9, 9))}))
    assert classes(found) == [("wrong-shape", 1)]
    assert "a shape that is not its own" in found.text("en")
    assert "una forma que no es la suya" in found.text("es")


def test_a_function_that_gives_nothing_or_something_else_each_time_is_not_judged():
    found = told(returns({}))
    assert (found.verdict, found.findings[0].fault) == ("unclear", "nothing-returned")
    draws = np.random.default_rng(0)

    def drops(W1, b1, W2, b2, x, t):
        return {name: slope * draws.random() for name, slope in gradients(W1, b1, W2, b2, x, t).items()}

    found = told(drops)
    assert (found.verdict, found.findings[0].fault) == ("unclear", "not-repeatable")


def test_a_function_that_spoils_its_input_is_told_so():
    def spoils(W1, b1, W2, b2, x, t):
        found = gradients(W1, b1, W2, b2, x, t)
        W1 -= 1
        x *= 2
        return found

    found = told(spoils)
    assert found.verdict == "correct"
    assert [(f.severity, f.fault, f.name) for f in found.findings] == [("note", "input-changed", "W1, x")]


def test_no_array_of_the_readers_is_changed():
    mine, before = arrays(), arrays()
    told(mine)
    told(gradients)
    for name, array in before.items():
        np.testing.assert_array_equal(mine[name], array)


def test_an_option_of_a_shape_that_is_none_is_named_with_the_nearest():
    with pytest.raises(DataError, match=r"There is no option 'hiden'\..*'hidden'"):
        diagnose("2-3-2", arrays(), hiden="tanh")
