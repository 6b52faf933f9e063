"""Every layer and every loss is what it says: formulas, matrices, code, derivative, in every layout."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pytest

from pizarra.check import check_layer
from pizarra.errors import FormulaError, LayerError, NetworkError, ShapeError
from pizarra.formula import Formula
from pizarra.layer import Layer
from pizarra.layers import ELU, LAYERS, Activation, Add, LeakyReLU, Linear, ReLU, Sigmoid, Softmax
from pizarra.loss import Factor, Loss
from pizarra.losses import LOSSES, Cost, CrossEntropy, SoftmaxCrossEntropy, SquaredError

FACTORS = ("1", "1/2", "1/N", "1/(2N)")


@dataclass(frozen=True)
class MeanNeuron(Layer):
    """The neuron of a document's cost formula: the weight times the mean of what comes in."""

    formulas = "y[n,j] = W[j] * (sum(i, x[n,i]) / size(i)) + b[j]"


@dataclass(frozen=True)
class Bilinear(Layer):
    """Two inputs, a parameter, an intermediate, and nothing but formulas."""

    inputs = ("u", "v")
    formulas = """
        h[n,k] = tanh(sum(i, u[n,i] * A[i,k]))
        y[n,j] = h[n,0] * v[n,j] + sum(k, h[n,k] * v[n,k])
    """


@dataclass(frozen=True)
class Masked(Layer):
    """A mask has no derivative."""

    inputs = ("x", "mask")
    fixed = ("mask",)
    formulas = "y[n,i] = x[n,i] * mask[n,i]"
    matrices = """
        y = x * mask
        dx = dy * mask
    """

    def forward(self, xp, x, mask):
        return {"y": x * mask}

    def vjp(self, xp, dy, mask):
        return {"x": dy * mask}


@dataclass(frozen=True)
class Spelt(Layer):
    """The softmax written out: x stands under two letters."""

    formulas = "y[n,i] = exp(x[n,i]) / sum(k, exp(x[n,k]))"


@dataclass(frozen=True)
class Places(Layer):
    """Single entries of a row."""

    formulas = "y[n] = x[n,0] * x[n,2] + log(s)"
    domain = MappingProxyType({"s": "positive"})


@dataclass(frozen=True)
class Centred(Layer):
    """Entries less the mean of their column: samples depend on each other."""

    formulas = "y[n,i] = x[n,i] - sum(m, x[m,i]) / N"


def made(kind):
    if issubclass(kind, Cost):
        return [kind(C, factor) for C in ("(y - t) ** 4", "-t * log(y)", "abs(y - t)") for factor in FACTORS]
    return [kind(factor) for factor in FACTORS]


EVERY = [
    *(kind() for kind in LAYERS.values()),
    Linear(bias=False),
    ELU(0.7),
    LeakyReLU(0.2),
    Activation("z / (1 + np.exp(-z))"),
    Activation("z * np.exp(-z**2)"),
    Activation("np.maximum(0, z)", "z > 0"),
    Activation("log(z)"),
    Activation("sqrt(z) + np.arctan(z)"),
    Activation("abs(z)"),
    Activation("where(z > 1, z, z ** 2)"),
    Activation("pow(z, 1.5)"),
    Activation("3 * z"),
    *(loss for kind in dict.fromkeys((*LOSSES.values(), Cost)) for loss in made(kind)),
    Cost("1 / (2 * N) * sum(n, j, (y[n,j] - t[n,j]) ** 2)"),
    Cost("sum(n, (y[n,0] - t[n,1]) ** 2)"),
    MeanNeuron(),
    Bilinear(),
    Masked(),
    Spelt(),
    Places(),
    Centred(),
]
every_layer = pytest.mark.parametrize("layer", sorted(EVERY, key=repr), ids=repr)


@every_layer
def test_it_is_what_it_says(layer):
    check_layer(layer, seed=1)


def test_none_is_forgotten():
    import pizarra.layers
    import pizarra.losses

    exported = {
        thing
        for module in (pizarra.layers, pizarra.losses)
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Layer)
    }
    assert exported <= {type(layer) for layer in EVERY}


@pytest.mark.parametrize("layer", [one for one in EVERY if one.alternatives], ids=repr)
def test_other_ways_of_writing_a_line_are_the_same(layer):
    arrays = drawn(layer, np.float64)
    values = {
        **arrays,
        **layer.run(np, *arrays.values()),
        **({layer.cotangent: None} if layer.cotangent else {}),
    }
    if layer.cotangent:
        values[layer.cotangent] = np.random.default_rng(2).normal(size=values[layer.output].shape)
    lines = {line.name: line for line in layer.lines}
    for text in layer.alternatives:
        other = Formula.read(text)
        np.testing.assert_allclose(
            other.evaluate(values), lines[other.name].evaluate(values), rtol=1e-9, atol=1e-12
        )


@every_layer
def test_its_code_keeps_float32(layer):
    if layer.forward is None or layer.vjp is None:
        pytest.skip("its numbers come from the formula")
    arrays = drawn(layer, np.float32)
    out = layer.run(np, *arrays.values())
    assert {np.asarray(array).dtype for array in out.values()} == {np.dtype(np.float32)}
    dy = np.ones_like(out[layer.output]) if layer.cotangent else None
    back = layer.pull(np, dy, {**arrays, **out})
    assert {array.dtype for array in back.values()} == {np.dtype(np.float32)}


def drawn(layer, kind):
    shapes = {name: [3] * len(layer.axes(name)) for name in (*layer.inputs, *layer.parameters)}
    return {name: np.full(shape, 0.5, kind) for name, shape in shapes.items()}


@every_layer
def test_it_changes_nothing_that_it_is_given(layer):
    arrays = drawn(layer, float)
    before = {name: array.copy() for name, array in arrays.items()}
    with np.errstate(all="ignore"):
        out = layer.run(np, *arrays.values())
        dy = np.ones_like(out[layer.output]) if layer.cotangent else None
        layer.pull(np, dy, {**arrays, **out})
    for name, array in arrays.items():
        np.testing.assert_array_equal(array, before[name])


@pytest.mark.parametrize(
    ("layer", "parameters", "kept", "elementwise", "kinks"),
    [
        (Linear(), ("W", "b"), ("x", "W"), False, False),
        (Sigmoid(), (), ("y",), True, False),
        (ReLU(), (), ("x",), True, True),
        (Softmax(), (), ("y",), False, False),
        (Add(), (), (), False, False),
        (ELU(), (), ("x", "y"), True, True),
        (Activation("sin(q)"), (), ("x",), True, False),
        (Activation("q ** 2 / 2"), (), ("x",), True, False),
        (MeanNeuron(), ("W", "b"), ("W", "x"), False, False),
        (Bilinear(), ("A",), ("A", "u", "v"), False, False),
        (Spelt(), (), ("x", "y"), False, False),
        (SquaredError(), (), ("y", "t"), False, False),
        (CrossEntropy(), (), ("y", "t"), False, False),
    ],
    ids=repr,
)
def test_what_it_says_of_itself(layer, parameters, kept, elementwise, kinks):
    assert layer.parameters == parameters
    assert set(layer.kept) == set(kept)
    assert (layer.elementwise, layer.kinks) == (elementwise, kinks)


def test_derived_lines_read_like_ours():
    lines = {line.name: line.source for line in MeanNeuron().lines}
    assert lines["db"] == "db[j] = sum(n, dy[n,j])"
    assert Activation("np.tanh(z)").cotangents[0].source == "dx[n,i] = dy[n,i] * (1 - y[n,i] ** 2)"
    assert (
        Activation("1 / (1 + np.exp(-z))").cotangents[0].source == "dx[n,i] = dy[n,i] * y[n,i] * (1 - y[n,i])"
    )
    assert Masked().fixed == ("mask",)
    assert "dmask" not in {line.name for line in Masked().lines}


# --- what check_layer says of a layer that is wrong ---


class Wrong(Layer):
    """Right; each test below breaks one thing."""

    formulas = """
        y[n,j] = sum(i, x[n,i] * W[i,j])
        dx[n,i] = sum(j, dy[n,j] * W[i,j])
        dW[i,j] = sum(n, x[n,i] * dy[n,j])
    """
    matrices = """
        y = x @ W
        dW = x.T @ dy
    """

    def forward(self, xp, x, W):
        return {"y": x @ W}

    def vjp(self, xp, dy, x, W):
        return {"x": dy @ W.T, "W": x.T @ dy}


def broken(**changes):
    return type("Broken", (Wrong,), changes)()


WRONG = [
    (
        {"forward": lambda self, xp, x, W: {"y": 2 * x @ W}},
        r"the line 'y\[n,j\] = sum.*' gives .* where the code gives",
    ),
    (
        {"forward": lambda self, xp, x, W: {"z": x @ W}},
        r"\.forward gives 'z', of which the formulas say nothing",
    ),
    ({"forward": lambda self, xp, x, W: {}}, r"\.forward does not give 'y', for which there is a formula"),
    (
        {"forward": lambda self, xp, x, W: {"y": (x @ W).T}},
        r"the code gives y the shape \(4, 1\), its formula y\[n,j\]",
    ),
    (
        {"vjp": lambda self, xp, dy, x, W: {"x": dy @ W.T, "W": -x.T @ dy}},
        r"the line 'dW\[i,j\] = .*one of the two|dW",
    ),
    ({"vjp": lambda self, xp, dy, x, W: {"x": dy @ W.T}}, r"\.vjp does not give 'dW'"),
    (
        {"matrices": "y = x @ W\ndW = dy.T @ x"},
        r"the matrix line 'dW = dy\.T @ x' has the shape \(4, 2\), the code",
    ),
    ({"matrices": "y = x @ W * 2"}, r"the matrix line 'y = x @ W \* 2' gives"),
    ({"matrices": "y = x @ V"}, "the matrix line 'y = x @ V' reads 'V', which is not known there"),
    ({"matrices": "y = y"}, "the matrix line 'y = y' reads 'y', which is not known there"),
    ({"matrices": "dx = dx"}, "the matrix line 'dx = dx' reads 'dx', which is not known there"),
    (
        {"matrices": "y = x + W"},
        r"'y = x \+ W' cannot be evaluated \(1 sample, seed 0\): A matrix formula combines",
    ),
    ({"matrices": "z = x @ W"}, "the matrix line 'z = x @ W' defines 'z', which no formula does"),
    ({"domain": {"x": "probable"}}, "the domain cannot be 'probable'. Did you mean 'probability'"),
    (
        {
            "formulas": Wrong.formulas.replace("x[n,i] * dy", "-x[n,i] * dy"),
            "matrices": "",
            "vjp": lambda self, xp, dy, x, W: {"x": dy @ W.T, "W": -x.T @ dy},
        },
        r"the backward pass gives .* for dW at \[0, 0\]; finite differences of the forward pass give",
    ),
]


def test_the_right_one_is_right():
    check_layer(Wrong())


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_the_wrong_line_is_named(changes, message):
    with pytest.raises(LayerError, match=message):
        check_layer(broken(**changes))


def test_a_wrong_bend_is_found_only_at_the_bend():
    """Random numbers never fall on 0: the drawn zeros do."""
    vjp = ReLU.vjp

    class Bent(ReLU):
        formulas = """
            y[n,i] = relu(x[n,i])
            dx[n,i] = dy[n,i] * (x[n,i] > 0) + 2 * (1 - (x[n,i] > 0)) * (x[n,i] >= 0)
        """
        matrices = ""

        def vjp(self, xp, dy, x):
            return {"x": vjp(self, xp, dy, x)["x"] + 2 * (x == 0)}

    with pytest.raises(LayerError, match=r"finite differences .* give between .* \(zeros and ties, seed 0\)"):
        check_layer(Bent())


def test_a_layer_without_finite_numbers_is_told_so():
    class Nowhere(Layer):
        formulas = "y[n,i] = log(-x[n,i] ** 2)"

    with pytest.raises(
        LayerError, match=r"y is not finite for inputs between 0\.1 and 0\.9, nor for those about ±1"
    ):
        check_layer(Nowhere())


def test_only_layers_are_checked():
    with pytest.raises(LayerError, match=r"check_layer takes a layer, such as Linear\(\); 3 is not"):
        check_layer(3)
    with pytest.raises(LayerError, match=r"is not\. Write ReLU\(\)"):
        check_layer(ReLU)


# --- what is refused when a class is defined ---


@pytest.mark.parametrize(
    ("attributes", "error", "message"),
    [
        ({"formulas": "z[n,i] = x[n,i]"}, LayerError, "New.formulas has no line for its output 'y'"),
        ({"formulas": "y[n,i] = x[n,i] +"}, FormulaError, "cannot be read: invalid syntax"),
        (
            {"formulas": "y[n,i] = x[n,i] * depth[i]"},
            LayerError,
            "no value's name may begin with d.*'depth' does",
        ),
        (
            {"formulas": "y[n,i] = x[n,i]", "fixed": ("m",)},
            LayerError,
            "New.fixed names 'm', which is no input",
        ),
        ({"formulas": "y[n,i] = x[n,i]", "inputs": "x"}, LayerError, "inputs and fixed are tuples of names"),
        (
            {"formulas": "y[n,i] = x[n,i] * a[i] + b[i]", "forward": lambda self, xp, x, b, a: {}},
            LayerError,
            "New.forward takes x, b, a; the formulas say x, a, b, in this order",
        ),
        (
            {"formulas": "y[n,i] = x[n,i]", "vjp": lambda self, xp, dy, sig: {}},
            LayerError,
            "New.vjp asks for sig, which forward does not have. It may ask for: x, y",
        ),
    ],
)
def test_a_class_that_cannot_work_is_refused(attributes, error, message):
    with pytest.raises(error, match=message):
        type("New", (Layer,), attributes)


def test_a_loss_may_use_a_local_name_like_a_cotangent():
    class Half(Loss):
        formulas = "L = 1 / 2 * sum(n, j, (y[n,j] - t[n,j]) ** 2)"

        def vjp(self, xp, y, t):
            dy = y - t
            return {"y": dy}

    assert Half().kept == ("y", "t")
    check_layer(Half())


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "y[n,i] = x[n,i]\ndx[n,i] = dx[n,i]",
            r"'dx\[n,i\] = dx\[n,i\]' reads 'dx'; a line .* may read dy, x, y",
        ),
        (
            "y[n,i] = h[n,i]\nh[n,i] = x[n,i]",
            r"'y\[n,i\] = h\[n,i\]' reads 'h' before a line that defines it",
        ),
        ("y[n,i] = y[n,i] + x[n,i]", "reads 'y' before a line that defines it"),
    ],
)
def test_a_line_that_reads_itself_is_refused(lines, message):
    layer = type("Round", (Layer,), {"formulas": lines})()
    with pytest.raises(LayerError, match=message):
        _ = layer.lines


def test_an_output_that_reads_an_array_nowhere_has_no_derivative():
    class Deaf(Layer):
        inputs = ("x", "u")
        formulas = "y[n,i] = x[n,i]"

    with pytest.raises(LayerError, match="The output 'y' does not depend on 'u'"):
        _ = Deaf().lines


def test_a_diagonal_is_not_derived():
    class Trace(Layer):
        formulas = "y[n,i] = x[n,i] * A[i,i]"

    with pytest.raises(LayerError, match="'A' has an index twice; give the line of dA by hand"):
        _ = Trace().lines


def test_an_unknown_name_has_no_axes():
    with pytest.raises(LayerError, match="Linear has no 'V' in its formulas"):
        Linear().axes("V")


def test_lengths_that_differ_name_the_layer():
    with pytest.raises(ShapeError, match=r"axis 'i' has length 4 in W\[i,j\] but 3 in x\[n,i\], in Linear"):
        Linear().lengths({"x": np.ones((2, 3)), "W": np.ones((4, 5))})


@pytest.mark.parametrize(
    ("g", "message"),
    [
        ("z * w", "An activation is a formula in one variable without indices; 'z \\* w' is not"),
        ("z[i]", "one variable without indices"),
        ("softplux(z)", "no function 'softplux'.*Did you mean 'softplus'"),
        ("", "cannot be read"),
        ("z @ z", "MatMul has no derivative"),
        ("3", "does not depend on 'x'"),
    ],
)
def test_an_activation_that_is_none_is_refused(g, message):
    with pytest.raises((FormulaError, LayerError), match=message):
        Activation(g)


@pytest.mark.parametrize(
    ("C", "message"),
    [
        ("(y - q) ** 2", r"A cost is a formula in y \(prediction\) and t \(target\); 'q' is neither"),
        ("(y[n,j] - t[n,j]) ** 2", "the index 'n' is free; sum over it"),
        ("t ** 2", "does not depend on 'y'"),
    ],
)
def test_a_cost_that_is_none_is_refused(C, message):
    with pytest.raises((FormulaError, LayerError), match=message):
        Cost(C)


@pytest.mark.parametrize(
    ("text", "number", "per_sample"),
    [
        ("1", 1, False), (1, 1, False), (1.0, 1, False), ("½", 0.5, False), (0.5, 0.5, False), ("1 / 2", 0.5, False),
        ("1/N", 1, True), ("1 / (2 N)", 0.5, True), ("1/(2*N)", 0.5, True), ("0.5/N", 0.5, True),
        ("1.0", 1, False), ("½/N", 0.5, True), ("0.5 / N", 0.5, True),
    ],
)  # fmt: skip
def test_a_factor_is_read(text, number, per_sample):
    factor = Factor.read(text)
    assert (float(factor.number), factor.per_sample) == (number, per_sample)
    assert factor.value(4) == number / (4 if per_sample else 1)


@pytest.mark.parametrize(
    "text", ["2", "1/3", "", "10.5", "N", None, "1/(3N)", float("nan"), "10.50", [1], "1/2/2", "1/2N", True]
)
def test_another_factor_is_refused(text):
    with pytest.raises(NetworkError, match=r"There is no loss factor .*Known: 1, 1/2, 1/N, 1/\(2N\)"):
        Factor.read(text)


def test_a_loss_refuses_another_factor_at_once():
    for kind in LOSSES.values():
        with pytest.raises(NetworkError, match="There is no loss factor '7'"):
            kind("7")
    with pytest.raises(NetworkError, match="There is no loss factor '7'"):
        Cost("y - t", "7")


def test_the_derivative_of_the_softmax_cross_entropy_asks_for_targets_that_sum_to_one():
    """Its derivative collapses to p − t only then, as its docstring says: the check draws such targets."""
    assert SoftmaxCrossEntropy.domain["t"] == "distribution"
