"""What a reader's layout does to arrays and formulas; that the result is true is tested in test_every_layer.py."""

import numpy as np
import pytest

from pizarra.check import LAYOUTS
from pizarra.errors import NotationError
from pizarra.formula import parse, spell
from pizarra.layers import LAYERS, Linear, Softmax
from pizarra.layout import Kind, Layout, layer_kinds, pushed
from pizarra.losses import SoftmaxCrossEntropy, SquaredError

VALUE, WEIGHT, BIAS, NUMBER = Kind(("n", "i")), Kind(("i", "j")), Kind(("j",)), Kind(())
X, W, B = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4), np.arange(4.0)


@pytest.mark.parametrize(
    ("layout", "x", "w", "dw", "db"),
    [
        (Layout("rows", "in_out"), (2, 3), (3, 4), (3, 4), (4, 1)),
        (Layout("rows", "out_in"), (2, 3), (4, 3), (4, 3), (4, 1)),
        (Layout("columns", "out_in"), (3, 2), (4, 3), (4, 3), (4, 1)),
        (Layout("columns", "out_in", "numerator"), (3, 2), (4, 3), (3, 4), (1, 4)),
        (Layout("columns", "out_in", "denominator"), (3, 2), (4, 3), (4, 3), (4, 1)),
    ],
    ids=str,
)
def test_shapes(layout, x, w, dw, db):
    assert layout.matrix(X, VALUE).shape == x
    assert layout.matrix(W, WEIGHT).shape == w
    assert layout.matrix(W, Kind(("i", "j"), gradient=True)).shape == dw
    assert layout.matrix(B, Kind(("j",), gradient=True)).shape == db
    assert layout.matrix(np.array(3.0), NUMBER).shape == (1, 1)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("gradient", [False, True])
def test_every_entry_is_found_again(layout, gradient):
    for array, kind in (
        (X[:1] if layout.samples == "single" else X, VALUE),
        (W, WEIGHT),
        (B, BIAS),
        (np.array(3.0), NUMBER),
    ):
        kind = Kind(kind.axes, gradient)
        shown = layout.matrix(array, kind)
        for place in np.ndindex(array.shape):
            assert shown[layout.place(kind, place)] == array[place]
        stored = layout.stored(array, kind)
        assert stored.ndim == len(layout.indices(kind))
        np.testing.assert_array_equal(np.sort(stored.ravel()), np.sort(array.ravel()))


def spelt(layout, layer, name, *, matrix=False):
    kinds = layer_kinds({n: layer.axes(n) for n in ("x", "W", "b", "y", "p", "t") if n in layer_axes(layer)})
    if matrix:
        left, tree = layer.matrix_lines()[name]
        left, tree = layout.matrix_line(left, tree, kinds)
    else:
        line = next(line for line in layer.lines if line.name == name)
        left, tree = layout.index_line(line.left, line.tree, kinds)
    return f"{spell(left)} = {spell(tree)}"


def layer_axes(layer):
    names = {line.name for line in layer.values} | {*layer.inputs, *layer.parameters}
    return {name for name in names if layer.axes(name) is not None}


@pytest.mark.parametrize(
    ("layout", "name", "says"),
    [
        (Layout("rows", "in_out"), "y", "y = x @ W + ones(n) @ b.T"),
        (Layout("rows", "out_in"), "y", "y = x @ W.T + ones(n) @ b.T"),
        (Layout("columns", "out_in"), "y", "y = W @ x + b @ ones(n).T"),
        (Layout("columns", "in_out"), "y", "y = W.T @ x + b @ ones(n).T"),
        (Layout("single", "out_in"), "y", "y = W @ x + b"),
        (Layout("single", "out_in"), "dW", "dW = dy @ x.T"),
        (Layout("single", "in_out"), "dW", "dW = x @ dy.T"),
        (Layout("single", "out_in"), "dx", "dx = W.T @ dy"),
        (Layout("single", "out_in"), "db", "db = dy"),
        (Layout("single", "out_in", "numerator"), "dW", "dW = x @ dy"),
        (Layout("single", "out_in", "numerator"), "dx", "dx = dy @ W"),
        (Layout("columns", "out_in"), "dW", "dW = dy @ x.T"),
        (Layout("columns", "out_in"), "db", "db = dy @ ones(n)"),
        (Layout("rows", "in_out"), "dW", "dW = x.T @ dy"),
    ],
    ids=str,
)
def test_matrix_formulas_of_a_linear_layer(layout, name, says):
    assert spelt(layout, Linear(), name, matrix=True) == says


@pytest.mark.parametrize(
    ("layout", "name", "says"),
    [
        (Layout("rows", "in_out"), "y", "y[n,j] = sum(i, x[n,i] * W[i,j]) + b[j]"),
        (Layout("columns", "out_in"), "y", "y[j,n] = sum(i, x[i,n] * W[j,i]) + b[j]"),
        (Layout("single", "out_in"), "dW", "dW[j,i] = x[i] * dy[j]"),
        (Layout("single", "in_out"), "db", "db[j] = dy[j]"),
        (Layout("single", "out_in", "numerator"), "dW", "dW[i,j] = x[i] * dy[j]"),
    ],
    ids=str,
)
def test_index_formulas_of_a_linear_layer(layout, name, says):
    assert spelt(layout, Linear(), name) == says


def test_one_sample_has_no_sum_over_samples():
    single = Layout("single")
    assert spelt(single, SquaredError("1/N"), "L") == "L = sum(j, (y[j] - t[j]) ** 2)"
    assert spelt(single, SoftmaxCrossEntropy(), "dx", matrix=True) == "dx = p - t"
    assert spelt(single, Softmax(), "dx", matrix=True) == "dx = (diag(y) - y @ y.T) @ dy"


@pytest.mark.parametrize("name", LAYERS)
def test_one_sample_is_never_mentioned(name):
    layer = LAYERS[name]()
    kinds = layer_kinds({n: layer.axes(n) for n in layer_axes(layer)})
    for line in layer.lines:
        left, tree = Layout("single").index_line(line.left, line.tree, kinds)
        assert "n" not in {*left.indices}
        assert "[n" not in spell(tree)
        assert "sum(n" not in spell(tree)
        assert "N" not in spell(tree).replace("(N", "")


@pytest.mark.parametrize(
    ("source", "moved"),
    [
        ("(A @ B).T", "B.T @ A.T"),
        ("(A * B + -C / 2).T", "A.T * B.T - C.T / 2"),
        ("A.T.T", "A"),
        ("tanh(A @ B).T", "tanh(B.T @ A.T)"),
        ("(diag(v) @ A).T", "A.T @ diag(v)"),
        ("(A * (A > 0)).T", "A.T * (A.T > 0)"),
        ("norm2(A).T", "norm2(A)"),
        ("where(A > 0, A, B ** 2).T", "where(A.T > 0, A.T, B.T ** 2)"),
        ("(2 * N * A).T", "2 * N * A.T"),
    ],
)
def test_transposes_move_down_to_the_names(source, moved):
    assert spell(pushed(parse(source))) == moved


@pytest.mark.parametrize(
    ("field", "value"), [("samples", "row"), ("weights", "in-out"), ("jacobian", "shape"), ("samples", None)]
)
def test_another_layout_is_refused(field, value):
    with pytest.raises(NotationError, match=rf"The layout's {field} cannot be {value!r}\. ?.*Known: "):
        Layout(**{field: value})
