"""Formulas get the numbers that NumPy gets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.errors import FormulaError, ShapeError
from pizarra.formula import Formula, definition, evaluate, evaluate_entry, evaluate_matrix, parse, sizes
from pizarra.formula.functions import FUNCTIONS
from pizarra.formula.tree import Ref, transform

rng = np.random.default_rng(0)
A, B, x = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.uniform(0.2, 1.0, size=(3, 4))
V = {"A": A, "B": B, "x": x, "v": rng.normal(size=4), "s": np.array(0.7)}


@pytest.mark.parametrize(
    ("source", "axes", "wanted"),
    [
        ("sum(i, A[n,i] * B[i,j])", "nj", A @ B),
        ("sum(i, A[n,i] * B[i,j])", "jn", (A @ B).T),
        ("sum(n, i, A[n,i])", "", A.sum()),
        ("A[n,i] * v[i]", "ni", A * V["v"]),
        ("v[i] - A[n,i] / 2", "ni", V["v"] - A / 2),
        ("A[n,1] + s", "n", A[:, 1] + 0.7),
        ("sum(i, s)", "", 4 * 0.7),
        ("sum(i, A[n,i]) / size(i)", "n", A.mean(1)),
        ("N", "", 3.0),
        ("delta(i,k) * v[k]", "ik", np.diag(V["v"])),
        ("delta(i,2)", "i", np.eye(4)[2]),
        ("delta(1,2) + delta(2,2)", "", 1.0),
        ("softmax(i, A[n,i])", "ni", np.exp(A) / np.exp(A).sum(1, keepdims=True)),
        ("softmax(i, A[n,i])[k]", "nk", np.exp(A) / np.exp(A).sum(1, keepdims=True)),
        ("softmax(i, A[n,i])[1]", "n", (np.exp(A) / np.exp(A).sum(1, keepdims=True))[:, 1]),
        ("log_softmax(n, A[n,i])", "ni", A - np.log(np.exp(A).sum(0))),
        ("softmax(i, A[n,1])", "ni", np.full((3, 4), 0.25)),
        ("logsumexp(i, A[n,i])", "n", np.log(np.exp(A).sum(1))),
        ("where(A[n,i] > 0, A[n,i], 0.1 * A[n,i])", "ni", np.where(A > 0, A, 0.1 * A)),
        ("(A[n,i] <= v[i]) * 2", "ni", 2.0 * (V["v"] >= A)),
        ("maximum(A[n,i], v[i])", "ni", np.maximum(A, V["v"])),
        ("2 ** x[n,i]", "ni", 2**x),
        ("pi", "", np.pi),
    ],
)
def test_like_numpy(source, axes, wanted):
    lengths = {"i": 4, "n": 3, "k": 4}
    found = evaluate(parse(source), V, list(axes), lengths=lengths)
    np.testing.assert_allclose(found, wanted, rtol=1e-14)
    assert found.shape == np.shape(wanted)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_any_contraction_is_einsums(n, i, j, k):
    draw = np.random.default_rng(n + 10 * i + 100 * j + 1000 * k)
    a, b, c = draw.normal(size=(n, i)), draw.normal(size=(i, j)), draw.normal(size=(j, k))
    line = Formula.read("y[k,n] = sum(i, j, a[n,i] * b[i,j] * c[j,k])")
    np.testing.assert_allclose(
        line.evaluate({"a": a, "b": b, "c": c}), np.einsum("ni,ij,jk->kn", a, b, c), atol=1e-13
    )


SLOPES = [(name, k) for name, f in FUNCTIONS.items() for k in range(f.arity)]


@pytest.mark.parametrize(("name", "k"), SLOPES)
def test_every_function_has_the_derivative_it_states(name, k):
    function = FUNCTIONS[name]
    points = [np.array([0.4, 0.9, 1.7]), np.array([1.1, 0.3, 2.2])][: function.arity]
    if name not in ("log", "sqrt", "pow"):
        points = [np.concatenate([p, -p]) for p in points]
    h = 1e-6
    up, down = [p.copy() for p in points], [p.copy() for p in points]
    up[k] += h
    down[k] -= h
    measured = (function.kernel(np, *up) - function.kernel(np, *down)) / (2 * h)
    arguments = {"x": Ref("x", ("m",)), "y": Ref("y", ("m",))}
    slope = transform(parse(function.slopes[k]), lambda n: arguments[n.name] if isinstance(n, Ref) else None)
    known = dict(zip("xy", points, strict=False))
    stated = evaluate(slope, known, ["m"], lengths={"m": len(points[0])})
    np.testing.assert_allclose(stated, measured, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", [name for name, f in FUNCTIONS.items() if f.definition])
def test_every_primitive_is_what_its_definition_says(name):
    points = np.array([-30.0, -2.0, -0.1, 0.0, 0.1, 2.0, 30.0])
    tree = parse(f"{name}(x[m])")
    left, right = (evaluate(t, {"x": points}, ["m"]) for t in (tree, definition(tree)))
    np.testing.assert_allclose(left, right, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_every_function_along_an_axis_is_what_its_definition_says(name):
    tree = parse(f"{name}(i, A[n,i])")
    axes = ["n"] if name == "logsumexp" else ["n", "i"]
    left, right = (evaluate(t, V, axes) for t in (tree, definition(tree)))
    np.testing.assert_allclose(left, right, rtol=1e-13)


def test_whole_numbers_are_taken_as_numbers():
    found = evaluate(parse("x[i] / 2 + x[i] ** 2 * (x[i] > 1)"), {"x": np.array([1, 2])}, ["i"])
    assert found.tolist() == [0.5, 5.0]


def test_float32_stays_float32():
    found = evaluate(parse("sigmoid(x[i]) / 3 + N"), {"x": np.ones(2, np.float32)}, ["i"], lengths={"n": 2})
    assert found.dtype == np.float32


def test_the_result_is_an_array_of_its_own():
    given_array = np.ones(3)
    evaluate(parse("x[i]"), {"x": given_array}, ["i"])[0] = 7
    assert given_array[0] == 1


@pytest.mark.parametrize(
    ("source", "axes", "error", "message"),
    [
        ("z[i]", "i", FormulaError, "The name 'z' has no value. Known: A, B, x, v, s"),
        ("A[n,i] * B[n,i]", "ni", ShapeError, r"axis 'n' has length 4 in B\[n,i\] but 3 in A\[n,i\]"),
        ("A[n]", "n", ShapeError, r"A\[n\] has 1 axes, but the array given for A has shape \(3, 4\)"),
        ("A[n,i]", "n", FormulaError, "The index 'i' is on the right of '=' only"),
        ("size(q)", "", FormulaError, "No array shows how long the axis 'q' is"),
        ("sum(i, A[i,i])", "", ShapeError, "axis 'i' has length 4"),
        (
            "softmax(q, v[i])",
            "i",
            FormulaError,
            "No array shows how long the axis 'q' is",
        ),
        (
            "softmax(i, A[n,i])[n]",
            "n",
            FormulaError,
            "softmax is read at the index 'n', which its body has already",
        ),
        ("v[9]", "", ShapeError, r"v\[9\] is outside the array given for v, of shape \(4,\)"),
        ("A[n,i].T", "ni", FormulaError, "Transpose has no meaning in an index formula"),
    ],
)
def test_refused_with_the_reason(source, axes, error, message):
    with pytest.raises(error, match=message):
        evaluate(parse(source), V, list(axes))


def test_an_index_twice_on_a_square_is_refused():
    with pytest.raises(FormulaError, match=r"An index stands twice in Q\[i,i\]"):
        evaluate(parse("sum(i, Q[i,i])"), {"Q": np.eye(2)}, [])


def test_an_axis_that_no_array_shows_is_refused():
    with pytest.raises(FormulaError, match="No array shows how long the axis 'm' is"):
        evaluate(parse("1"), {}, ["m"])


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("A @ B", A @ B),
        ("B.T @ A.T", (A @ B).T),
        ("diag(v) @ B", np.diag(V["v"]) @ B),
        ("ones(n) @ v.T", np.tile(V["v"], (3, 1))),
        ("v @ v.T", np.outer(V["v"], V["v"])),
        ("A * x - 2", A * x - 2),
        ("norm2(A)", [[np.sum(A * A)]]),
        ("A * (A > 0)", np.maximum(A, 0)),
        ("where(A > 0, A, x)", np.where(A > 0, A, x)),
        ("1 / N * A", A / 3),
        ("-tanh(A) ** 2", -(np.tanh(A) ** 2)),
        ("softmax(rows, A[0])", (np.exp(A[0]) / np.exp(A[0]).sum()).reshape(-1, 1)),
    ],
)
def test_matrices_like_numpy(source, wanted):
    found = evaluate_matrix(parse(source), V, {"n": 3})
    np.testing.assert_allclose(found, wanted, rtol=1e-13)
    assert found.shape == np.shape(wanted)


@pytest.mark.parametrize("source", ["A + v", "A * v.T", "A / B", "B + ones(n) @ v.T"])
def test_matrices_do_not_broadcast(source):
    with pytest.raises(
        ShapeError, match=r"A matrix formula combines shapes \(\d, \d\) and \(\d, \d\) element by"
    ):
        evaluate_matrix(parse(source), V, {"n": 3})


def test_matrices_have_no_kronecker():
    with pytest.raises(FormulaError, match="Delta has no meaning in a matrix formula"):
        evaluate_matrix(parse("delta(i,j)"), V, {})


def test_sizes_skip_names_without_an_array():
    assert sizes([parse("A[n,i] * q[z]")], V) == {"n": 3, "i": 4}


@pytest.mark.parametrize(
    "source",
    [
        "A[0,1] * v[2] - x[1,1] / (2 + s)",
        "x[0,0] ** A[1,2] + sigmoid(A[0,0]) * softplus(-v[0]) - relu(A[2,1])",
        "where(A[0,0] > 0, A[0,0], 0.1 * A[0,0]) + (A[1,1] <= v[1]) * size(n)",
        "delta(1,2) * v[0] + delta(2,2) * maximum(A[0,1], v[3])",
        "1 / delta(1,2) - exp(1000 * v[0] ** 2)",
        "log(-x[0,0])",
    ],
)
def test_an_entry_alone_is_what_arrays_give(source):
    tree = parse(source)
    with np.errstate(all="ignore"):
        wanted = evaluate(tree, V, (), lengths={"n": 3})
        found = evaluate_entry(tree, lambda ref: float(V[ref.name][ref.indices]), {"n": 3})
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize(("source", "kind"), [("sum(i, v[i])", "Sum"), ("logsumexp(i, v[i])", "Along")])
def test_an_entry_is_computed_of_what_is_written_out_only(source, kind):
    with pytest.raises(FormulaError, match=f"{kind} is not written out"):
        evaluate_entry(parse(source), lambda ref: 1.0, {})
