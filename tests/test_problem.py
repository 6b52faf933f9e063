"""Problems are read from TOML, plain arrays and shapes, in every layout, and mean the same."""

from dataclasses import FrozenInstanceError, dataclass

import numpy as np
import pytest

from pizarra.errors import DataError, FileError, FormulaError, LayerError, NetworkError, ShapeError
from pizarra.layer import Layer
from pizarra.layers import Activation, Linear, Sigmoid
from pizarra.losses import Cost, SquaredError
from pizarra.network import Part
from pizarra.problem import Problem, from_plain, from_shape, is_shape, read_toml
from pizarra.result import as_json
from pizarra.trace import Trace

W1, B1 = [[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]], [0.1, -0.2]
W2, B2 = [[1.0, -2.0], [0.5, 3.0], [-1.5, 0.75], [2.5, -0.25]], [0.3, -0.4, 0.0, 1.0]
X, Y = [[1.0, 2.0, -1.0], [0.0, 1.0, 3.0]], [[1.0, 0.0, 2.0, -1.0], [0.5, -0.5, 1.0, 3.0]]

CHAIN = """
{top}
[layout]
samples = "{samples}"
weights = "{weights}"
[[layers]]
type = "linear"
weights = {W1}
bias = {B1}
[[layers]]
type = "sigmoid"
[[layers]]
type = "linear"
weights = {W2}
bias = {B2}
[loss]
type = "{loss}"
[data]
x = {x}
y = {y}
"""


def turned(rows):
    return np.transpose(rows).tolist()


def chain(**given):
    values = {"W1": W1, "B1": B1, "W2": W2, "B2": B2, "x": X, "y": Y, "samples": "rows", "weights": "out_in"}
    return CHAIN.format(**{**values, "loss": "squared_error", "top": "", **given})


def read(text):
    return read_toml(text, name="net.toml")


def small(layers, *, loss='type = "squared_error"', x="[1, 2]", y="[1]", top="", rest=""):
    """A file with these layers."""
    return (
        f"{top}\n"
        + "".join(f"[[layers]]\n{layer}\n" for layer in layers)
        + f"[loss]\n{loss}\n[data]\nx = {x}\ny = {y}\n{rest}"
    )


LINEAR = 'type = "linear"\nweights = [[1, 2]]'


def trace_of(problem):
    return Trace(
        problem.network, problem.parameters, problem.x, problem.t, learning_rate=problem.learning_rate
    )


@pytest.mark.parametrize("samples", ["rows", "columns"])
@pytest.mark.parametrize("weights", ["out_in", "in_out"])
def test_every_layout_means_the_same_network(samples, weights):
    stored = {
        **({"x": turned(X), "y": turned(Y)} if samples == "columns" else {"x": X, "y": Y}),
        **({"W1": turned(W1), "W2": turned(W2)} if weights == "in_out" else {"W1": W1, "W2": W2}),
    }
    problem = read(chain(samples=samples, weights=weights, **stored))
    np.testing.assert_array_equal(problem.parameters["W1"], np.transpose(W1))
    np.testing.assert_array_equal(problem.x, X)
    np.testing.assert_array_equal(problem.t, Y)
    plain = from_plain(
        [(np.array(stored["W1"]), B1), "sigmoid", (stored["W2"], B2)],
        np.array(stored["x"]),
        stored["y"],
        samples=samples,
        weights=weights,
    )
    numbers = as_json(problem, trace_of(problem), str)
    assert as_json(plain, trace_of(plain), str) == numbers
    # Everything comes back as it was stored, gradients in the shape of their parameter.
    assert numbers["values"][0]["value"] == stored["x"]
    assert [item["value"] for item in numbers["parameters"]] == [stored["W1"], B1, stored["W2"], B2]
    for item in numbers["parameters"]:
        assert np.shape(item["gradient"]) == np.shape(item["updated"]) == np.shape(item["value"])
        moved = np.array(item["value"]) - np.array(item["gradient"])
        np.testing.assert_allclose(item["updated"], moved)


def test_json_has_the_agreed_names_and_order():
    problem = read(chain())
    numbers = as_json(problem, trace_of(problem), {"x": "x", "v1": "z"}.get)
    assert list(numbers) == ["loss", "loss_after", "values", "parameters"]
    assert [(item["layer"], item["symbol"]) for item in numbers["values"]] == [
        (None, "x"),
        (0, "z"),
        (1, None),
        (2, None),
    ]
    assert [(item["layer"], item["role"]) for item in numbers["parameters"]] == [
        (0, "weights"),
        (0, "bias"),
        (2, "weights"),
        (2, "bias"),
    ]
    assert list(numbers["values"][0]) == ["symbol", "layer", "value", "cotangent"]
    assert list(numbers["parameters"][0]) == ["layer", "role", "symbol", "value", "gradient", "updated"]


def test_one_sample_as_a_plain_list_comes_back_as_one():
    for samples in ("rows", "columns"):
        problem = read(chain(samples=samples, x=X[0], y=Y[0]))
        assert problem.single
        assert problem.x.shape == (1, 3)
        numbers = as_json(problem, trace_of(problem), str)
        assert numbers["values"][0]["value"] == X[0]
        assert np.shape(numbers["values"][3]["cotangent"]) == (4,)


def test_the_defaults():
    problem = read(small([LINEAR]))
    assert problem.learning_rate == 1
    assert problem.layout.samples == "rows"
    assert problem.layout.weights == "out_in"
    assert problem.notation is None
    assert problem.title == {}
    assert problem.printed == ()
    assert not problem.network.parts[0].layer.bias
    with pytest.raises(FrozenInstanceError, match="learning_rate"):
        problem.learning_rate = 2


@pytest.mark.parametrize(
    ("loss", "x", "y", "wanted"),
    [
        ("squared_error", "[[1, 0, 0], [0, 1, 0]]", str(Y), Y),
        ("softmax_cross_entropy", "[[1, 0, 0], [0, 1, 0]]", "[3, 0]", [[0, 0, 0, 1], [1, 0, 0, 0]]),
        (
            "softmax_cross_entropy",
            "[[1, 0, 0], [0, 1, 0]]",
            "[[0, 0, 0, 1], [0.5, 0.5, 0, 0]]",
            [[0, 0, 0, 1], [0.5, 0.5, 0, 0]],
        ),
        ("softmax_cross_entropy", "[1, 0, 0]", "2", [[0, 0, 1, 0]]),
        ("softmax_cross_entropy", "[1, 0, 0]", "[0, 0, 1, 0]", [[0, 0, 1, 0]]),
        ("softmax_cross_entropy", "[[1, 0, 0]]", "[1]", [[0, 1, 0, 0]]),
        ("softmax_cross_entropy", "[[1, 0, 0]]", "[0, 0, 1, 0]", [[0, 0, 1, 0]]),
        ("binary_cross_entropy_logits", "[1, 0, 0]", "[1, 0, 0.5, 1]", [[1, 0, 0.5, 1]]),
    ],
)
def test_targets_may_be_rows_vectors_or_labels(loss, x, y, wanted):
    assert read(chain(loss=loss, x=x, y=y)).t.tolist() == wanted


@pytest.mark.parametrize(
    ("x", "y", "wanted"),
    [("[1, 2]", "3", [[3]]), ("[1, 2]", "[3]", [[3]]), ("[[1, 2], [3, 4]]", "[5, 6]", [[5], [6]])],
)
def test_targets_of_one_output_may_be_a_plain_list(x, y, wanted):
    assert read(small([LINEAR], x=x, y=y)).t.tolist() == wanted


def test_plain_targets_of_one_output_in_columns():
    text = small([LINEAR], x="[[1, 2, 3], [4, 5, 6]]", y="[7, 8, 9]", rest='[layout]\nsamples = "columns"')
    assert read(text).t.tolist() == [[7], [8], [9]]


def test_a_graph_with_names_sharing_and_a_loss_that_reads_another_value():
    layers = [
        'type = "linear"\nweights = [[1, 2], [3, 4]]\nbias = [1, 1]\nname = "first"',
        'type = "tanh"\nname = "h"',
        'type = "linear"\nshare = "first"\ninputs = ["h"]',
        'type = "add"\ninputs = ["h", "v3"]\nname = "sum"',
        'type = "linear"\nshare = "v3"\ninputs = ["sum"]\nname = "end"',
    ]
    problem = read(small(layers, loss='type = "squared_error"\ninput = "end"', y="[1, 2]"))
    assert problem.network.parameters == ("W1", "b1")
    assert problem.network.prediction == "end"
    numbers = as_json(problem, trace_of(problem), str)
    assert [item["layer"] for item in numbers["parameters"]] == [0, 0]


def test_options_of_layers():
    layers = [
        LINEAR,
        'type = "leaky_relu"\nslope = 0.2',
        'type = "elu"\nalpha = 2',
        'type = "activation"\ng = "z * sigmoid(z)"',
        'type = "activation"\ng = "z ** 2"\nd_g = "2 * z"',
    ]
    kinds = [part.layer for part in read(small(layers)).network.parts]
    assert (kinds[1].slope, kinds[2].alpha) == (0.2, 2.0)
    assert isinstance(kinds[3], Activation)
    assert kinds[4].d_g == "2 * z"


def test_a_cost_of_ones_own():
    loss = read(small([LINEAR], loss='type = "cost"\nC = "(y - t) ** 4"\nfactor = "1/N"')).network.loss
    assert isinstance(loss, Cost)
    assert loss.factor == "1/N"


def test_what_was_printed_is_kept_as_everything_else_is():
    table = '[[printed]]\nlabel = "dW"\n{key}\nnumbers = {numbers}\n'
    cases = [
        ('gradient = "W1"', "[[5, 6]]", [[5], [6]], None),
        ('cotangent = "x"\nupdate = "+"', "[5, 6]", [[5, 6]], "+"),
        ('value = "L"\nupdate = "-"', "3.5", 3.5, "-"),
    ]
    rest = "".join(table.format(key=key, numbers=numbers) for key, numbers, _, _ in cases)
    printed = read(small([LINEAR], rest=rest)).printed
    assert [item.numbers.tolist() for item in printed] == [wanted for _, _, wanted, _ in cases]
    assert [item.update for item in printed] == [update for _, _, _, update in cases]


@dataclass(frozen=True)
class Scale(Layer):
    """A layer of one's own, with a vector of parameters."""

    formulas = "y[n,i] = s[i] * x[n,i]"


@dataclass(frozen=True)
class Mix(Layer):
    """A layer of one's own, with a matrix that its formulas index as (inputs, outputs)."""

    formulas = "y[n,j] = sum(i, x[n,i] * M[i,j])"


def test_layers_of_ones_own():
    mix = [[1, 2, 3], [4, 5, 6]]
    problem = from_plain(
        [(Scale(), [2, 3]), (Mix(), mix), Sigmoid(), Part(Scale(), share="v1", inputs=("v1",), name="last")][
            :3
        ],
        [1, 1],
        [0, 0, 0],
    )
    assert problem.parameters["s1"].tolist() == [2, 3]
    assert problem.parameters["M2"].tolist() == mix
    numbers = as_json(problem, trace_of(problem), str)
    assert [(item["layer"], item["role"], item["value"]) for item in numbers["parameters"]] == [
        (0, "s", [2, 3]),
        (1, "M", mix),
    ]


@pytest.mark.parametrize(
    "layer",
    [
        ([[1, 2]], [3]),
        [[[1, 2]], [3]],
        (np.array([[1, 2]]), np.array([3])),
        (np.array([[1, 2]]), np.array([[3]])),
        (Linear(), [[1, 2]], [3]),
        (Part(Linear(), name="z"), [[1, 2]], [3]),
    ],
)
def test_ways_to_write_a_linear_layer(layer):
    problem = from_plain([layer], [1, 2], [0])
    assert {name: array.tolist() for name, array in problem.parameters.items()} == {
        "W1": [[1], [2]],
        "b1": [3],
    }


@pytest.mark.parametrize(
    "layer", [([[1, 2]], None), ([[1, 2]],), [[1, 2]], np.array([[1, 2]]), [np.array([1, 2])]]
)
def test_ways_to_write_one_without_bias(layer):
    problem = from_plain([layer], [1, 2], [0])
    assert {name: array.tolist() for name, array in problem.parameters.items()} == {"W1": [[1], [2]]}


def test_arrays_are_copied():
    weights, x = np.array([[1.0, 2.0]]), np.array([1.0, 2.0])
    problem = from_plain([weights], x, [0])
    weights[0, 0] = x[0] = 99
    assert problem.parameters["W1"].tolist() == [[1], [2]]
    assert problem.x.tolist() == [[1, 2]]


def test_a_loss_object_brings_its_factor():
    assert from_plain([[[1, 2]]], [1, 2], 3, loss=SquaredError("1/2")).network.loss.factor == "1/2"
    with pytest.raises(NetworkError, match="has its own factor"):
        from_plain([[[1, 2]]], [1, 2], 3, loss=SquaredError("1/2"), factor="1")


@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy", "binary_cross_entropy_logits"])
@pytest.mark.parametrize("shape", ["1-1", "2-3-2", "4-3-5-2"])
def test_shapes_draw_numbers_that_can_be_copied(shape, loss):
    problem = from_shape(shape, loss=loss, seed=5)
    again, other = from_shape(shape, loss=loss, seed=5), from_shape(shape, loss=loss, seed=6)
    assert isinstance(problem, Problem)
    assert problem.single
    for name, array in problem.parameters.items():
        np.testing.assert_array_equal(array, np.round(array, 2))
        assert (np.abs(array) > 0).all()
        assert (np.abs(array) <= 1).all()
        np.testing.assert_array_equal(array, again.parameters[name])
    assert any((other.parameters[name] != problem.parameters[name]).any() for name in problem.parameters)
    np.testing.assert_array_equal(problem.x, np.round(problem.x))


def test_a_shape_with_softmax_and_probabilities():
    problem = from_shape("2-3", output="softmax", loss="cross_entropy", x=[[1, 2], [0, 1]], bias=False)
    assert problem.t.shape == (2, 3)
    assert [type(part.layer).__name__ for part in problem.network.parts] == ["Linear", "Softmax"]


def test_what_is_a_shape():
    assert all(map(is_shape, ["2-3", "784-128-10", " 2 - 3 "]))
    assert not any(map(is_shape, ["2", "2-", "two-two-two", "2-3.toml", "-2-3", "2--3", "٢-٣"]))


REFUSED = [
    (small([LINEAR]) + "[[[", FileError, r"net\.toml, line 10: this is not TOML"),
    (
        small([LINEAR], top="learning_rte = 1"),
        NetworkError,
        "unknown key 'learning_rte'. Did you mean 'learning_rate'",
    ),
    (
        small(['type = "linear"\nwieghts = [[1]]']),
        NetworkError,
        "Layer 0, linear, has an unknown key 'wieghts'. Did you mean 'weights'",
    ),
    (small(['type = "relu"\nslope = 1']), NetworkError, "Layer 0, relu, has an unknown key 'slope'"),
    (
        small([LINEAR, 'type = "sigmoide"']),
        NetworkError,
        "Layer 1 is of an unknown type, 'sigmoide'. Did you mean 'sigmoid'",
    ),
    (small([LINEAR], loss='type = "mse"'), NetworkError, "The loss is of an unknown type, 'mse'"),
    (small([LINEAR], loss='type = "squared_error"\nfactor = "1/3"'), NetworkError, "no loss factor '1/3'"),
    (small([LINEAR], loss='factor = "1"'), NetworkError, r"\[loss\] needs the key 'type'"),
    (
        small([LINEAR], loss='type = "squared_error"\ninput = "q"'),
        NetworkError,
        "The loss reads 'q', which no layer makes",
    ),
    (
        small([LINEAR], rest="[layout]\nsamples = 'row'"),
        NetworkError,
        "samples in .layout. cannot be 'row'. Did you mean 'rows'",
    ),
    (small([], top="layers = []"), NetworkError, "There are no layers"),
    (
        small(['type = "linear"\nweights = [1, 2]']),
        ShapeError,
        "weights of layer 0 are a plain list; a matrix is expected",
    ),
    (
        small(['type = "linear"\nweights = [[1], [2]]'], y="[1, 2]"),
        ShapeError,
        "have 1 column, one for each input, but x has 2 numbers.*Its transpose would fit",
    ),
    (
        small([LINEAR + "\nbias = [1, 2]"]),
        ShapeError,
        "the bias has 2 numbers, but the weights make 1 output",
    ),
    (small([LINEAR + "\nbias = 'one'"]), DataError, "bias of layer 0 is 'one'; a number is expected"),
    (
        small(['type = "linear"\nweights = [[1, true]]']),
        DataError,
        r"weights of layer 0 has True at \[0\]\[1\]",
    ),
    (small(['type = "linear"\nweights = [[1, 2], [3]]']), DataError, "weights of layer 0 is ragged"),
    (small([LINEAR], x="[1, inf]"), DataError, "x has inf"),
    (small([LINEAR], x="[]"), DataError, "x is empty"),
    (small([LINEAR], x="1"), DataError, "x is the number 1 alone; give a list"),
    (small([LINEAR], x="[[[1]]]"), DataError, "x is nested too deeply"),
    (small([LINEAR], x="[1e300, 1e300]", y="[0]"), DataError, "The loss is not finite"),
    (
        small([LINEAR], top="learning_rate = 1e300"),
        DataError,
        "after the update is not finite.*smaller learning_rate",
    ),
    (small([LINEAR], top="learning_rate = -1"), DataError, "learning_rate is -1"),
    (small([LINEAR], top="notation = 3"), NetworkError, "notation of the file must be text"),
    (
        small([LINEAR], y="[1, 2]"),
        ShapeError,
        "y has 2 numbers for each sample, but the network has 1 output",
    ),
    (small([LINEAR], x="[[1, 2], [3, 4]]", y="[1]"), ShapeError, "y has 1 number, but x has 2 samples"),
    (small([LINEAR, 'type = "add"']), NetworkError, "reads 2 values; name them"),
    (
        small([LINEAR, 'type = "tanh"\ninputs = ["q"]']),
        NetworkError,
        "Layer 1 reads 'q', which no layer makes",
    ),
    (small([LINEAR + '\nname = "W1"']), NetworkError, "cannot be called 'W1': a parameter has that name"),
    (small([LINEAR + '\nname = "a.b"']), NetworkError, "a name has no dots"),
    (small([LINEAR + '\nname = "a\\n"']), NetworkError, "no line breaks"),
    (small(['type = "linear"\nshare = "q"']), NetworkError, "shares the parameters of 'q'"),
    (
        small([LINEAR, 'type = "linear"\nshare = "v1"\nbias = [1]']),
        NetworkError,
        "shares the parameters of 'v1' and has bias too",
    ),
    (small([LINEAR, 'type = "activation"\ng = "z +"']), FormulaError, r"Layer 1:.*z \+"),
    (small([LINEAR, 'type = "activation"']), NetworkError, "needs its formula"),
    (small([LINEAR], loss='type = "cost"\nC = "(y - q) ** 2"'), FormulaError, "'q' is neither"),
    (
        small([LINEAR], loss='type = "cross_entropy"'),
        DataError,
        "it needs probabilities, from 0 to 1. End the network with softmax",
    ),
    (
        small([LINEAR], loss='type = "binary_cross_entropy_logits"', y="[2]"),
        DataError,
        "every target lies between 0 and 1",
    ),
    (
        chain(loss="softmax_cross_entropy", y=[[1, 1, 0, 0], [1, 0, 0, 0]]),
        DataError,
        "targets of sample 0 in y sum to 2",
    ),
    (
        chain(loss="softmax_cross_entropy", y=[4, 0]),
        DataError,
        r"y\[0\] is the label 4.*labels run from 0 to 3",
    ),
    (chain(loss="softmax_cross_entropy", y=[0.5, 0]), DataError, r"y\[0\] is the label 0\.5"),
    (
        chain(loss="softmax_cross_entropy", x=X[0], y=[1]),
        ShapeError,
        "For a class label write one number, not a list",
    ),
    (chain(y=[1, 2]), ShapeError, "the network has 4 outputs. Give one row of 4 numbers for each sample"),
    (
        small([LINEAR], rest='[[printed]]\nlabel = "a"\nnumbers = 1'),
        NetworkError,
        "must say what it stands beside",
    ),
    (
        small([LINEAR], rest='[[printed]]\nlabel = "a"\nvalue = "v2"\nnumbers = 1'),
        NetworkError,
        "which there is not. Known: x, v1, L",
    ),
    (
        small([LINEAR], rest='[[printed]]\nlabel = "a"\ngradient = "W1"\nnumbers = [1]'),
        ShapeError,
        "which is not that of W1",
    ),
]


@pytest.mark.parametrize(("text", "kind", "says"), REFUSED)
def test_what_is_wrong_in_a_file_is_named(text, kind, says):
    with pytest.raises(kind, match=says) as caught:
        read(text)
    assert str(caught.value).startswith("net.toml")


def test_a_cycle_is_named():
    layers = [
        'type = "add"\ninputs = ["x", "b"]\nname = "a"',
        'type = "tanh"\ninputs = ["a"]\nname = "b"',
    ]
    with pytest.raises(NetworkError, match="cycle among 'a', 'b'"):
        read(small(layers))


@dataclass(frozen=True)
class Faulty(Layer):
    """A layer of one's own whose code does not do what its formulas say."""

    how: str
    formulas = "y[n,i] = 2 * x[n,i]\ndx[n,i] = 2 * dy[n,i]"

    def forward(self, xp, x):
        if self.how == "raises":
            raise RuntimeError("oh\nno")
        return {"y": x[:, :1] if self.how == "shape" else x * np.nan if self.how == "nan" else 2 * x}

    def vjp(self, xp, dy):
        return {}["x"] if self.how == "vjp" else {"x": 2 * dy}


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("raises", "The forward pass failed: RuntimeError: 'oh.*no'"),
        ("shape", r"v2 has the shape \(1, 1\), but its formulas say \(1, 2\)"),
        ("nan", "output of layer 1, Faulty is not finite"),
        ("vjp", "The backward pass failed: KeyError"),
    ],
)
def test_a_faulty_layer_of_ones_own_is_named(how, says):
    with pytest.raises((LayerError, DataError), match=says):
        from_plain([([[1, 2], [3, 4]], None), Faulty(how)], [1, 2], [3, 4])
