"""Two mistakes at once: what a search for pairs must not lose on its way to be quick."""

from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from pizarra import diagnose
from pizarra.doctor.derivation import Derivation
from pizarra.doctor.point import Point
from pizarra.doctor.search import Search

teacher = run_path(str(Path(__file__).with_name("teacher.py")))
NETWORK, PARAMETERS, X, T = (teacher[name] for name in ("NETWORK", "PARAMETERS", "X", "T"))
gradients, told, classes = (teacher[name] for name in ("gradients", "told", "classes"))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def program(*, factor=1.0, slope=lambda a: a * (1 - a), down=lambda w: w, dW1=None, db1=None, db2=None):
    """Give the teacher's gradients as a function, some lines of them changed."""

    def mine(W1, b1, W2, b2, x, t):
        a = sigmoid(x @ W1 + b1)
        above = factor * (a @ W2 + b2 - t)
        below = above @ down(W2.T) * slope(a)
        first = (dW1 or (lambda x, a, below: x.T @ below))(x, a, below)
        return {
            "W1": first,
            "b1": (db1 or (lambda below, first: below.sum(0)))(below, first),
            "W2": a.T @ above,
            "b2": (db2 or (lambda above, below: above.sum(0)))(above, below),
        }

    return mine


SLOPE = ("wrong-activations-derivative", 1)
PAIRS = {
    "both in what two arrays share": (
        {"slope": lambda a: 2 * a},
        [("derivative-incomplete", 1), ("wrong-factor", 1)],
    ),
    "one shared, one of the large array's own": (
        {"slope": lambda a: 1, "dW1": lambda x, a, below: np.roll(x, 1, axis=0).T @ below},
        [SLOPE, ("wrong-sample-or-target", 1)],
    ),
    "one shared, one of the small array's own": (
        {"slope": lambda a: 1, "db1": lambda below, first: below.mean(0)},
        [SLOPE, ("bias-mean-weights-sum", 1)],
    ),
    "the small array's does not read what is shared": (
        {"slope": lambda a: 1, "db1": lambda below, first: 0 * below[0]},
        [SLOPE, ("bias-never-updated", 1)],
    ),
    "a common factor beside": (
        {"factor": 2.0, "slope": lambda a: 1, "db1": lambda below, first: below[-1]},
        [SLOPE, ("wrong-sample-or-target", 1)],
    ),
}


@pytest.mark.parametrize("what", PAIRS)
def test_both_are_told(what):
    changes, wanted = PAIRS[what]
    assert sorted(classes(told(program(**changes)))) == sorted(wanted)


def of_shape(shape, mine, **options):
    return classes(diagnose(shape, mine, loss="squared_error", samples="rows", weights="in_out", **options))


def test_a_common_factor_that_shows_only_when_both_are_undone():
    def mine(W1, b1, x, t):
        y = sigmoid(x @ W1 + b1)
        delta = 4 * (y - np.roll(t, 1, axis=0)) * (1 - y)
        return {"W1": x.T @ delta, "b1": delta.sum(0)}

    found = of_shape("3-4", mine, output="sigmoid", factor="1")
    assert sorted(found) == [("derivative-incomplete", 1), ("wrong-sample-or-target", 1)]


def test_samples_counted_by_the_wrong_axis():
    def mine(W1, b1, W2, b2, x, t):
        a = sigmoid(x @ W1 + b1)
        above = (a @ W2 + b2 + t) / len(x)
        below = above @ W2.T * a * (1 - a)
        wrong = a.T @ (a @ W2 + b2 + t) / x.shape[1]
        return {"W1": x.T @ below, "b1": below.sum(0), "W2": wrong, "b2": above.sum(0)}

    found = of_shape("4-3-2", mine, hidden="sigmoid", factor="1/(2N)")
    assert sorted(found) == [("bias-mean-weights-sum", 2), ("sign-flipped", 2)]


def test_a_gradient_that_reads_what_is_wrong_in_the_layer_below():
    def mine(W1, b1, W2, b2, x, t):
        a = sigmoid(x @ W1 + b1)
        above = a @ W2 + b2 - t
        below = above @ W2.T
        return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ below, "b2": above.sum(0)}

    found = of_shape("2-3-3", mine, hidden="sigmoid", factor="1/2")
    assert sorted(found) == [SLOPE, ("wrong-layers-delta", 2)]


def test_of_two_ways_to_reshape_the_one_that_was_taken_is_known_below():
    def mine(W1, W2, W3, x, t):
        a1 = np.tanh(x @ W1)
        a2 = np.tanh(a1 @ W2)
        d3 = a2 @ W3 - t
        d2 = d3 @ W3.reshape(W3.shape[::-1]) * (1 - a2**2)
        d1 = d2 @ W2.T * (1 - a1**2)
        return {"W1": -x.T @ d1, "W2": a1.T @ d2, "W3": a2.T @ d3}

    found = of_shape("2-3-4-2", mine, hidden="tanh", factor="1/2", bias=False)
    assert sorted(found) == [("sign-flipped", 1), ("transposed-gradient", 2)]


def test_a_bias_summed_from_a_wrong_gradient_where_steps_alone_are_given():
    def mine(W1, b1, x, t, rate):
        delta = x @ W1 + b1 - t
        dW = (x.T @ delta).T.reshape(W1.shape)
        return {"W1": W1 - rate * dW, "b1": b1 - rate * dW.sum(0)}

    found = of_shape("4-3", mine, factor="1/2")
    assert sorted(found) == [("bias-gradient-from-weight-gradient", 1), ("transposed-gradient", 1)]


def test_one_number_for_many_that_are_all_0_is_told_by_its_shape():
    parameters = {**PARAMETERS, "W2": 0 * PARAMETERS["W2"]}
    right = gradients(**parameters, x=X, t=T)
    mine = {f"d{name}": array for name, array in right.items()}
    options = {"parameters": parameters, "x": X, "t": T}
    assert diagnose(NETWORK, mine, **options).verdict == "correct"
    report = diagnose(NETWORK, {**mine, "dW1": 0.0}, **options)
    assert classes(report) == [("inner-instead-of-outer-product", 1)]
    report = diagnose(NETWORK, {**mine, "db1": 0.0}, **options)
    assert classes(report) == [("bias-summed-over-units-too", 1)]


def test_what_costs_more_than_a_bound_is_not_looked_for():
    point = Point(Derivation(NETWORK), PARAMETERS, X, T, 1.0)
    wrong = program(slope=lambda a: 1, db1=lambda below, first: below.mean(0))(**PARAMETERS, x=X, t=T)
    point = point.holding({f"d:{name}": array for name, array in wrong.items()})
    search = Search(point)
    assert len(search.explain(2)[0].edits) == 2
    assert search.explain(2, bound=1) == []
    assert Search(point, partial=True).explain(1) == []  # one edit explains a part
    [found, *_] = Search(point).explain(1)  # and the rest is looked at again, with that part known
    assert (len(found.edits), found.unexplained) == (2, ())
