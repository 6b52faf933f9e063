"""Derivatives of formulas, against finite differences and against what a person would write."""

from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pizarra.errors import FormulaError
from pizarra.formula import (
    adjoint,
    definition,
    derive,
    evaluate,
    parse,
    recognised,
    simplify,
    specialised,
    spell,
)
from pizarra.formula.tree import Add, Mul, Number, Sum, all_indices, free_indices, reindexed, renamed

drawn = run_path(str(Path(__file__).with_name("drawn.py")))
LENGTHS, SHAPES = drawn["LENGTHS"], drawn["SHAPES"]
seeds = st.integers(0, 1000)
ELSEWHERE = {
    "n": "p",
    "i": "q",
    "j": "r",
    "k": "s",
}  # the letters of the derivative, which no drawn tree uses
ALL = {**LENGTHS, **{new: LENGTHS[old] for old, new in ELSEWHERE.items()}}


def number(tree, values):
    axes = list(free_indices(tree))
    return axes, evaluate(tree, values, axes, lengths=ALL)


@given(drawn["smooth"] | drawn["along"], st.sampled_from(sorted(SHAPES)), seeds)
def test_derivatives_are_what_finite_differences_measure(tree, name, seed):
    values = drawn["values"](np.random.default_rng(seed))
    new = tuple(ELSEWHERE[axis] for axis in SHAPES[name])
    axes = list(free_indices(tree))
    found = evaluate(derive(tree, name, new), values, [*axes, *new], lengths=ALL)
    h = 1e-5
    for place in np.ndindex(values[name].shape):

        def moved(step, place=place):
            array = values[name].copy()
            array[place] += step
            return evaluate(tree, {**values, name: array}, axes, lengths=ALL)

        wide, narrow = (moved(h) - moved(-h)) / (2 * h), (moved(h / 2) - moved(-h / 2)) / h
        measured = narrow + (narrow - wide) / 3
        scale = np.abs(moved(0.0)).max(initial=1.0) + np.abs(measured).max(initial=0.0)
        if scale < 1e6:
            np.testing.assert_allclose(found[(..., *place)], measured, rtol=1e-5, atol=1e-7 * scale)


@given(drawn["rough"] | drawn["along"], seeds)
def test_simplify_keeps_the_value(tree, seed):
    values = drawn["values"](np.random.default_rng(seed))
    axes, wanted = number(tree, values)
    found = evaluate(simplify(tree), values, axes, lengths=ALL)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9 * np.abs(wanted).max(initial=1))


@given(drawn["rough"] | drawn["along"])
def test_what_is_spelt_is_read_back(tree):
    once = parse(spell(tree))
    assert parse(spell(once)) == once
    values = drawn["values"](np.random.default_rng(0))
    axes, wanted = number(tree, values)
    np.testing.assert_allclose(evaluate(once, values, axes, lengths=ALL), wanted, rtol=1e-12, atol=1e-12)


@given(
    drawn["rough"],
    st.lists(st.sampled_from("nijk"), unique=True, max_size=3),
    st.permutations("ijkn"),
    seeds,
)
def test_new_letters_are_never_captured(tree, inner, order, seed):
    """Renaming free indices among letters that sums inside use: the value only changes its letters."""
    assume("delta" not in spell(tree))  # a delta alone does not show how long its axis is
    body = tree
    for axis in inner:
        body = Sum(axis, Mul((body, Number(2))))
    old = dict(zip("ijkn", order, strict=True))
    same = {
        axis: new for axis, new in old.items() if LENGTHS[axis] == LENGTHS[new]
    }  # n and k have one length
    swap = {a: b for a, b in same.items() if same.get(b) == a and a != b}
    values = drawn["values"](np.random.default_rng(seed))
    axes, wanted = number(body, values)
    both = all(axis in LENGTHS for axis in axes)
    assert both
    renamed_tree = reindexed(body, swap)
    found = evaluate(renamed_tree, values, [swap.get(axis, axis) for axis in axes], lengths=LENGTHS)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


def test_a_bound_letter_makes_room():
    assert spell(reindexed(parse("sum(k, x[n,k] * c[i])"), {"n": "k", "i": "j"})) == "sum(l, x[k,l] * c[j])"
    assert spell(reindexed(parse("softmax(i, x[n,i])"), {"n": "i", "i": "q"})) == "softmax(j, x[i,j])[q]"
    assert spell(reindexed(parse("x[n,i] + delta(n,i) + sum(j, 1) * size(n)"), {"n": 0})) == (
        "x[0,i] + delta(0,i) + sum(j, 1) * N"
    )


@pytest.mark.parametrize(
    ("source", "derivative"),
    [
        ("sigmoid(x)", "sigmoid(x) * (1 - sigmoid(x))"),
        ("tanh(x)", "1 - tanh(x) ** 2"),
        ("softplus(x)", "sigmoid(x)"),
        ("x * sigmoid(x)", "sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))"),
        ("(x - t) ** 2", "2 * (x - t)"),
        ("1 / 2 * (x - t) ** 2", "x - t"),
        ("(t - x) ** 2", "-2 * (t - x)"),
        ("-t * log(x)", "-t * (1 / x)"),
        ("relu(x)", "x > 0"),
        ("where(x > 0, x, 0.1 * x)", "where(x > 0, 1, 0.1)"),
        ("x ** 4", "4 * x * x * x"),
        ("x", "1"),
        ("3", "0"),
        ("exp(2 * x)", "2 * exp(2 * x)"),
        ("exp(-x ** 2)", "(-2) * x * exp(-x ** 2)"),
        ("abs(x)", "sign(x)"),
        ("1 / x", "-1 / x ** 2"),
        ("(x > 0) * x", "x > 0"),
    ],
)
def test_like_a_person(source, derivative):
    found = spell(derive(parse(source), "x", ()))
    assert parse(found) == parse(derivative) or found == derivative


@pytest.mark.parametrize(
    ("source", "axes", "name", "indices", "gives"),
    [
        ("sum(i, x[n,i] * W[i,j]) + b[j]", "nj", "x", "ni", "sum(j, dy[n,j] * W[i,j])"),
        ("sum(i, x[n,i] * W[i,j]) + b[j]", "nj", "W", "ij", "sum(n, dy[n,j] * x[n,i])"),
        ("sum(i, x[n,i] * W[i,j]) + b[j]", "nj", "b", "j", "sum(n, dy[n,j])"),
        ("x[n,i] ** 2", "ni", "x", "ni", "2 * dy[n,i] * x[n,i]"),
    ],
)
def test_adjoints_like_a_person(source, axes, name, indices, gives):
    assert spell(adjoint(parse(source), tuple(axes), name, tuple(indices), "dy")) == gives


def test_the_softmax_has_a_jacobian_with_kroneckers_delta():
    found = spell(derive(parse("softmax(i, x[n,i])"), "x", ("n", "k")))
    assert found == "softmax(i, x[n,i]) * (delta(i,k) - softmax(i, x[n,i])[k])"
    assert spell(derive(parse("log_softmax(i, x[n,i])"), "x", ("n", "k"))) == (
        "delta(i,k) - softmax(i, x[n,i])[k]"
    )
    assert spell(derive(parse("logsumexp(i, x[n,i])"), "x", ("n", "k"))) == "softmax(i, x[n,i])[k]"


@pytest.mark.parametrize(
    ("source", "tidy"),
    [
        ("0 * x + 1 * y", "y"),
        ("x + x", "2 * x"),
        ("x - x", "0"),
        ("x[i] * x[i]", "x[i] ** 2"),
        ("x * x", "x * x"),
        ("x ** 2 / x ** 2", "1"),
        ("2 * x / x", "2"),
        ("-(-x)", "x"),
        ("1 / 2 * 4 * x", "2 * x"),
        ("1 / 3 * x", "1 / 3 * x"),
        ("2 / (2 * N) * x", "1 / N * x"),
        ("sum(j, delta(i,j) * b[j])", "b[i]"),
        ("sum(j, delta(j,2) * b[j])", "b[2]"),
        ("sum(i, c[k] * b[i])", "c[k] * sum(i, b[i])"),
        ("sum(i, -b[i])", "-sum(i, b[i])"),
        ("sum(i, 0)", "0"),
        ("delta(1,2) * x", "0"),
        ("where(x > 0, y, y)", "y"),
        ("where(x > 0, 1, 0)", "x > 0"),
        ("x.T.T", "x"),
        ("x ** 0 + x ** 1", "1 + x"),
        ("delta(i,j) * delta(i,j)", "delta(i,j)"),
        ("(x > 0) * (x > 0)", "x > 0"),
        ("2 ** 3", "8"),
        ("6 / 3", "2"),
        ("6 / 4", "3 / 2"),
        ("0.5 * 2 * x", "x"),
    ],
)
def test_tidied_like_a_person(source, tidy):
    assert spell(simplify(parse(source))) == tidy


def test_tidying_twice_changes_nothing_more():
    for source in ("x * x * (a + a) / 2 - -b", "sum(i, delta(i,j) * (a[i] + b[i]) * 2)"):
        once = simplify(parse(source))
        assert simplify(once) == once


@pytest.mark.parametrize(
    ("source", "one"),
    [
        ("1 / N * sum(n, x[n,i])", "x[i]"),
        ("sum(n, x[n,i] * dy[n,j])", "x[i] * dy[j]"),
        ("sum(i, x[n,i])", "sum(i, x[i])"),
        ("softmax(i, x[n,i])", "softmax(i, x[i])"),
        ("softmax(n, x[n,i]) * 3", "3"),
        ("log_softmax(n, x[n,i]) + x[n,i]", "x[i]"),
        ("logsumexp(n, x[n,i])", "x[i]"),
        ("delta(n,m) * x[n,i]", "x[i]"),
    ],
)
def test_one_sample_needs_no_index(source, one):
    assert spell(specialised(parse(source), "n")) == one


def test_known_functions_are_recognised():
    assert spell(recognised(parse("1 / (1 + exp(-(a * x)))"))) == "sigmoid(a * x)"
    assert spell(recognised(parse("log(1 + exp(x + 1))"))) == "softplus(x + 1)"
    assert spell(recognised(parse("where(z > 0, z, 0)"))) == "relu(z)"
    assert spell(recognised(parse("where(z > 0, w, 0)"))) == "where(z > 0, w, 0)"
    assert spell(recognised(parse("where(z >= 0, z, 0)"))) == "where(z >= 0, z, 0)"
    assert spell(recognised(parse("2 / (1 + exp(-x))"))) == "2 / (1 + exp(-x))"
    assert spell(recognised(parse("1 / (1 + exp(x))"))) == "1 / (1 + exp(x))"


@given(drawn["rough"], seeds)
def test_recognising_keeps_the_value(tree, seed):
    values = drawn["values"](np.random.default_rng(seed))
    axes, wanted = number(tree, values)
    np.testing.assert_allclose(
        evaluate(recognised(tree), values, axes, lengths=ALL), wanted, rtol=1e-12, atol=1e-12
    )


def test_a_plain_sum_has_no_definition():
    assert definition(parse("a + b")) is None
    assert definition(parse("exp(x)")) is None


def test_names_are_replaced_everywhere():
    assert spell(renamed(parse("x[n] * sum(i, W[i] + x[i])"), {"x": "v1"})) == "v1[n] * sum(i, W[i] + v1[i])"


def test_every_letter_is_found():
    tree = parse("sum(i, x[n,i]) + size(k) * delta(p,q) + softmax(j, b[j])[r] + ones(m)")
    assert all_indices(tree) == set("inkpqjrm")
    assert free_indices(tree) == ("n", "p", "q", "r")


def test_an_array_with_another_number_of_indices_is_refused():
    with pytest.raises(FormulaError, match="x has 1 indices here and 2 elsewhere"):
        derive(parse("x[n]"), "x", ("n", "i"))


def test_matrix_products_are_not_derived():
    with pytest.raises(FormulaError, match="MatMul has no derivative in an index formula"):
        derive(parse("x @ W"), "x", ())


def test_an_empty_sum_of_terms_is_zero():
    assert spell(simplify(Add((parse("x"), parse("-x"))))) == "0"
