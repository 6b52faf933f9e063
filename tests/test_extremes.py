"""Far from 0 nothing overflows and no digit is lost: against mpmath's many digits, at ±10⁴ and mixed sizes."""

import mpmath
import numpy as np
import pytest

from pizarra.formula.functions import log_softmax, logsumexp, sigmoid, softmax, softplus
from pizarra.layers import LAYERS, Activation
from pizarra.losses import BinaryCrossEntropy, BinaryCrossEntropyLogits, CrossEntropy, SoftmaxCrossEntropy

ROWS = [
    [0.0, 0.0],
    [1e4, -1e4],
    [1e4, 1e4],
    [-1e4, -1e4],
    [1e4, 9999.5, -3.0, 0.25],
    [-1e4, -9999.0, -9998.5],
    [40.0, -40.0, 1e-8],
    [1e-300, -1e-300, 745.0],
    [709.0, 710.0, 711.0],
    [-708.0, -745.0, -746.0],
    [36.0, 37.0, -36.7, -37.5],
    [5.0],
    [-0.5, 0.75, -1.5, 2.5],
    [2.0, 2.0, 1.5, -1.0],
    [1e-17, 1.0, 1e4],
]
BESIDE_ONE = 2.3e-16  # p − t is a difference: where p rounds to 1 it knows no more than p's own last place
POINTS = sorted({x for row in ROWS for x in row})


@pytest.fixture(autouse=True)
def every_event_is_an_error():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        yield


def close(found, wanted, rtol=1e-14, atol=1e-307):
    """Within 1e-14 relative; what is below the smallest normal float may lose its last digits there."""
    wanted = np.array([[float(x) for x in row] for row in np.atleast_2d(np.array(wanted, dtype=object))])
    np.testing.assert_allclose(np.atleast_2d(found), wanted, rtol=rtol, atol=atol)


def many_digits(function):
    def computed(*arguments):
        with mpmath.workdps(400):  # what they miss is below the smallest float
            return function(*arguments)

    return computed


@many_digits
def softmax_of(row):
    powers = [mpmath.exp(mpmath.mpf(x)) for x in row]
    return [+(power / mpmath.fsum(powers)) for power in powers]


@many_digits
def logsumexp_of(row):
    return mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(x)) for x in row))


@many_digits
def log_softmax_of(row):
    top = mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(x)) for x in row))
    return [mpmath.mpf(x) - top for x in row]


@many_digits
def sigmoid_of(x):
    return 1 / (1 + mpmath.exp(-mpmath.mpf(x)))


@many_digits
def softplus_of(x):
    return mpmath.log(1 + mpmath.exp(mpmath.mpf(x)))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_along_a_row(row):
    x = np.array([row])
    close(softmax(np, x, 1), softmax_of(row))
    close(logsumexp(np, x, 1), logsumexp_of(row))
    close(log_softmax(np, x, 1), log_softmax_of(row))
    close(softmax(np, x.T, 0).T, softmax_of(row))


def test_entry_by_entry():
    x = np.array(POINTS)
    close(sigmoid(np, x), [sigmoid_of(p) for p in POINTS])
    close(softplus(np, x), [softplus_of(p) for p in POINTS])


@pytest.mark.parametrize("row", ROWS, ids=str)
@pytest.mark.parametrize("place", [0, -1])
def test_softmax_cross_entropy_of_logits(row, place):
    loss = SoftmaxCrossEntropy("1")
    x, t = np.array([row]), np.zeros((1, len(row)))
    t[0, place] = 1
    values = {"x": x, "t": t, **loss.run(np, x, t)}
    close(values["L"], -log_softmax_of(row)[place])
    close(values["p"], softmax_of(row))
    wanted = many_digits(lambda: [p - int(k == place % len(row)) for k, p in enumerate(softmax_of(row))])()
    close(loss.pull(np, None, values)["x"], wanted, atol=BESIDE_ONE)


@pytest.mark.parametrize("t", [0.0, 1.0, 0.3])
def test_binary_cross_entropy_of_logits(t):
    loss = BinaryCrossEntropyLogits("1")
    x, target = np.array([POINTS]), np.full((1, len(POINTS)), t)
    values = {"x": x, "t": target, **loss.run(np, x, target)}
    terms = many_digits(lambda: [softplus_of(p) - mpmath.mpf(t) * mpmath.mpf(p) for p in POINTS])()
    close(values["l"], terms)
    close(values["L"], many_digits(lambda: mpmath.fsum(terms))())
    close(
        loss.pull(np, None, values)["x"],
        many_digits(lambda: [sigmoid_of(p) - mpmath.mpf(t) for p in POINTS])(),
        atol=BESIDE_ONE,
    )


@many_digits
def elu_of(x, alpha=1):
    return mpmath.mpf(x) if x > 0 else alpha * mpmath.expm1(mpmath.mpf(x))


MANY = {
    "sigmoid": (sigmoid_of, many_digits(lambda x: sigmoid_of(x) * (1 - sigmoid_of(x)))),
    "tanh": (
        many_digits(lambda x: mpmath.tanh(mpmath.mpf(x))),
        many_digits(lambda x: 1 / mpmath.cosh(x) ** 2),
    ),
    "softplus": (softplus_of, sigmoid_of),
    "relu": (lambda x: max(x, 0), lambda x: int(x > 0)),
    "leaky_relu": (lambda x: x if x > 0 else 0.01 * x, lambda x: 1 if x > 0 else 0.01),
    "elu": (elu_of, many_digits(lambda x: 1 if x > 0 else mpmath.exp(mpmath.mpf(x)))),
    "identity": (lambda x: x, lambda x: 1),
}


@pytest.mark.parametrize("name", MANY)
def test_activations(name):
    """Values to 1e-14 relative. A slope written with the value, y(1 − y), is exact only to rounding beside 1."""
    layer, (value, slope) = LAYERS[name](), MANY[name]
    x = np.array([POINTS])
    y = layer.run(np, x)["y"]
    close(y, [value(p) for p in POINTS], rtol=1e-14)
    back = layer.pull(np, np.ones_like(x), {"x": x, "y": y})["x"]
    np.testing.assert_allclose(back[0], [float(slope(p)) for p in POINTS], rtol=1e-14, atol=3e-16)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_softmax_layer_sends_back_what_is_right(row):
    layer, dy = LAYERS["softmax"](), np.linspace(-1, 2, len(row))
    x = np.array([row])
    y = layer.run(np, x)["y"]
    p = softmax_of(row)
    mean = many_digits(lambda: mpmath.fsum(a * mpmath.mpf(b) for a, b in zip(p, dy, strict=True)))()
    wanted = [float(a * (mpmath.mpf(b) - mean)) for a, b in zip(p, dy, strict=True)]
    back = layer.pull(np, np.array([dy]), {"x": x, "y": y})["x"]
    np.testing.assert_allclose(back[0], wanted, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(
    "g", ["z / (1 + np.exp(-z))", "np.log(1 + np.exp(z))", "np.tanh(z)", "np.maximum(0, z)"]
)
def test_a_readers_activation_is_safe_when_it_is_recognised(g):
    layer = Activation(g)
    x = np.array([[1e4, -1e4, 0.0, 745.0, -745.0]])
    y = layer.run(np, x)["y"]
    back = layer.pull(np, np.ones_like(x), {"x": x, "y": y})["x"]
    assert np.isfinite(y).all()
    assert np.isfinite(back).all()


def test_formulas_as_printed_are_as_safe_as_the_code():
    for name in ("elu", "leaky_relu", "softplus", "sigmoid", "relu"):
        layer = LAYERS[name]()
        x = np.array([[1e4, -1e4, 0.0]])
        values = {"x": x, "dy": np.ones_like(x)} | layer.run(np, x)
        for line in layer.lines:
            assert np.isfinite(line.evaluate(values)).all(), line


def test_where_the_target_is_zero_a_probability_of_zero_costs_nothing():
    loss = CrossEntropy("1")
    y, t = np.array([[0.0, 1.0, 0.0]]), np.array([[0.0, 1.0, 0.0]])
    values = {"y": y, "t": t, **loss.run(np, y, t)}
    assert values["L"] == 0
    assert loss.pull(np, None, values)["y"].tolist() == [[0, -1, 0]]


def test_a_certain_and_right_answer_costs_nothing():
    loss = BinaryCrossEntropy("1")
    y = t = np.array([[0.0, 1.0]])
    values = {"y": y, "t": t, **loss.run(np, y, t)}
    assert values["L"] == 0
    assert loss.pull(np, None, values)["y"].tolist() == [[1, -1]]


@pytest.mark.parametrize("loss", [CrossEntropy("1"), BinaryCrossEntropy("1")], ids=repr)
def test_a_certain_and_wrong_answer_costs_everything(loss):
    y, t = np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])
    with np.errstate(divide="ignore"):
        assert loss.run(np, y, t)["L"] == np.inf
