"""A network is a graph of named values: chains, sums, shared weights, and what is refused."""

from dataclasses import dataclass

import numpy as np
import pytest

from pizarra.errors import NetworkError, ShapeError
from pizarra.layer import Layer
from pizarra.layers import Add, Linear, ReLU, Sigmoid
from pizarra.losses import SoftmaxCrossEntropy, SquaredError
from pizarra.network import Network, Part
from pizarra.trace import Trace

rng = np.random.default_rng(0)
LOSS = SquaredError("1/2")


def parameters(network, **widths):
    """Draw every W and b of the widths given, W1=(2, 3), in the order of the network."""
    drawn = {}
    for name in network.parameters:
        rows, columns = widths["W" + name[1:]]
        drawn[name] = rng.normal(size=(rows, columns) if name[0] == "W" else columns)
    return drawn


def test_a_chain_names_its_values_and_parameters():
    network = Network([Linear(), Sigmoid(), Linear(bias=False)], LOSS)
    assert network.values == ("x", "v1", "v2", "v3")
    assert network.parameters == ("W1", "b1", "W2")
    assert network.prediction == "v3"
    assert [step.place() for step in network.all_steps] == [
        "layer 0, Linear", "layer 1, Sigmoid", "layer 2, Linear", "the loss, SquaredError",
    ]  # fmt: skip
    assert network.maker("v2").index == 1
    assert network.maker("x") is None
    assert [(step.output, name) for step, name in network.readers("v1")] == [("v2", "x")]
    assert [(step.output, name) for step, name in network.readers("W2")] == [("v3", "W")]
    assert repr(network).startswith(
        "Network([Linear(bias=True), Sigmoid(), Linear(bias=False)], SquaredError("
    )


def test_a_residual_sum_sends_the_cotangent_both_ways():
    network = Network(
        [Part(Linear(), name="a"), Part(Sigmoid(), name="s"), Part(Add(), ("a", "s"), "r")], LOSS
    )
    trace = Trace(network, parameters(network, W1=(2, 3)), rng.normal(size=(4, 2)), rng.normal(size=(4, 3)))
    s, dr = trace.values["s"], trace.cotangents["r"]
    np.testing.assert_allclose(trace.cotangents["a"], dr + dr * s * (1 - s))
    assert {step.output for step, _ in trace.sent["a"]} == {"s", "r"}
    np.testing.assert_allclose(sum(array for _, array in trace.sent["a"]), trace.cotangents["a"])


def test_shared_weights_sum_their_gradients():
    network = Network([Part(Linear(), name="a"), ReLU(), Part(Linear(), share="a")], LOSS)
    assert network.parameters == ("W1", "b1")
    drawn = parameters(network, W1=(3, 3))
    x, t = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    shared = Trace(network, drawn, x, t)
    apart = Trace(
        Network([Linear(), ReLU(), Linear()], LOSS), {**drawn, "W2": drawn["W1"], "b2": drawn["b1"]}, x, t
    )
    for name in ("W", "b"):
        both = apart.gradients[f"{name}1"] + apart.gradients[f"{name}2"]
        np.testing.assert_allclose(shared.gradients[f"{name}1"], both)
        assert len(shared.sent[f"{name}1"]) == 2


def test_parts_may_come_in_any_order():
    parts = [Part(Sigmoid(), ("a",), "s"), Part(Linear(), ("x",), "a")]
    network = Network(parts, LOSS, prediction="s")
    assert network.values == ("x", "a", "s")
    assert network.parameters == ("W1", "b1")


def test_one_input_may_be_given_as_text():
    network = Network([Part(Linear(), "x", "first"), Part(Sigmoid(), "first", "second")], LOSS)
    assert network.values == ("x", "first", "second")


def test_fixed_values_answer_what_if():
    network = Network([Linear(), ReLU()], LOSS)
    drawn, x, t = parameters(network, W1=(2, 2)), rng.normal(size=(1, 2)), np.zeros((1, 2))
    values = network.forward(drawn, x, t, fixed={"v1": np.array([[3.0, -1.0]])})
    assert values["v2"].tolist() == [[3, 0]]
    assert values["L"] == 4.5


def test_without_a_target_there_is_no_loss():
    network = Network([Linear()], LOSS)
    assert {*network.forward(parameters(network, W1=(2, 2)), np.ones((1, 2)))} == {"x", "v1"}


def test_intermediates_carry_the_name_of_their_step():
    network = Network([Linear()], SoftmaxCrossEntropy())
    values = network.forward(parameters(network, W1=(2, 2)), np.ones((1, 2)), np.array([[0.0, 1.0]]))
    assert {*values} == {"x", "t", "v1", "L.p", "L.l", "L"}


@dataclass(frozen=True)
class Gate(Layer):
    inputs = ("x", "mask")
    fixed = ("mask",)
    formulas = "y[n,i] = x[n,i] * mask[n,i]"


def test_what_reaches_the_loss_only_as_a_mask_has_the_gradient_zero():
    network = Network(
        [Part(Linear(), ("x",), "a"), Part(Linear(), ("x",), "m"), Part(Gate(), ("a", "m"))], LOSS
    )
    drawn = parameters(network, W1=(2, 3), W2=(2, 3))
    trace = Trace(network, drawn, rng.normal(size=(2, 2)), rng.normal(size=(2, 3)))
    assert not trace.gradients["W2"].any()
    assert trace.gradients["W1"].any()
    np.testing.assert_array_equal(trace.updated["W2"], drawn["W2"])
    assert not trace.jacobian("L", "m").any()


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([], "A network needs at least one layer; none was given"),
        ([Linear], r"Layer 0 must be a Layer, such as Linear\(\); <class"),
        ([LOSS], r"Layer 0 must be a Layer, such as Linear\(\); Part\(layer=SquaredError"),
        (["linear"], "Layer 0 must be a Layer, such as Linear\\(\\); 'linear' is not"),
        ([Linear(), Add()], r'Layer 1, Add, reads 2 values; name them: inputs = \["…", "…"\]'),
        ([Part(Add(), ("x",))], "Layer 0, Add, reads 2 values; 1 are named"),
        ([Part(Linear(), ("z",))], "Layer 0 reads 'z', which no layer makes. .*Known: x, v1"),
        (
            [Part(Linear(), ("v2",)), Part(ReLU(), ("v1",))],
            "The network has a cycle among 'v1', 'v2': each of them",
        ),
        ([Part(Linear(), ("v1",))], "The network has a cycle among 'v1'"),
        (
            [Part(Linear(), name="a"), Part(ReLU(), name="a")],
            "Layers 0 and 1 are both called 'a'. Rename one",
        ),
        ([Part(Linear(), name="v2"), ReLU()], "Layers 0 and 1 are both called 'v2'"),
        (
            [Part(Linear(), name="x")],
            "Layer 0 cannot be called 'x': x, t and L are the input, the target, the loss",
        ),
        ([Part(Linear(), name="W1")], "Layer 0 cannot be called 'W1': a parameter has that name. Rename it"),
        (
            [Part(Linear(), name="L.l")],
            "Layer 0 cannot be called 'L.l': a value inside another layer has that name",
        ),
        ([Part(Linear(), name="")], "Layer 0 has the name ''; a name is text of 1 to 60 characters"),
        ([Part(Linear(), name=3)], "Layer 0 has the name 3; a name is text"),
        (
            [Linear(), Part(Linear(), ("x",))],
            "Nothing reads 'v1', the output of layer 0, Linear. Remove it, or name",
        ),
        (
            [Linear(), Part(Linear(), share="a")],
            "Layer 1 shares the parameters of 'a', which is no layer before it",
        ),
        (
            [Part(Linear(), share="v2"), Linear()],
            "Layer 0 shares the parameters of 'v2', which is no layer before it",
        ),
        (
            [Linear(), Part(Linear(bias=False), share="v1")],
            "Layer 1 cannot share .* 'v1': they are of another kind",
        ),
    ],
)
def test_refused_with_the_reason(parts, message):
    with pytest.raises(NetworkError, match=message):
        Network(parts, SoftmaxCrossEntropy())


def test_the_loss_must_be_one_and_read_a_value():
    with pytest.raises(
        NetworkError, match=r"The loss must be a Loss, such as SquaredError\(\); 'mse' is not"
    ):
        Network([Linear()], "mse")
    with pytest.raises(NetworkError, match="The loss reads 'v9', which no layer makes"):
        Network([Linear()], LOSS, prediction="v9")


def ones(*shape):
    return np.ones(shape)


@pytest.mark.parametrize(
    ("given", "x", "t", "message"),
    [
        (
            {"W1": ones(4, 2), "b1": ones(2)}, ones(1, 3), ones(1, 2),
            r"axis 'i' has length 4 in W\[i,j\] but 3 in x\[n,i\], in layer 0, Linear\. "
            r"Give x rows of length 4, or make W with 3 rows \(one row for each input",
        ),
        (
            {"W1": ones(2, 3), "b1": ones(2)}, ones(1, 3), ones(1, 2),
            r"or make W with 3 rows \(its transpose has them\)",
        ),
        ({"W1": ones(3, 2), "b1": ones(3)}, ones(1, 3), ones(1, 2), r"axis 'j' has length 3 in b\[j\] but 2 in W"),
        ({"W1": ones(3, 2), "b1": ones(1, 2)}, ones(1, 3), ones(1, 2), r"b\[j\] has 1 axes, but the array .* \(1, 2\)"),
        ({"W1": ones(3, 2), "b1": ones(2)}, ones(2, 3), ones(1, 2), "x has 2 samples but y has 1. Give one target"),
        (
            {"W1": ones(3, 2), "b1": ones(2)}, ones(2, 3), ones(2, 4),
            r"in the loss, SquaredError\. Give a target of the same shape as the network's output, or class labels",
        ),
    ],
)  # fmt: skip
def test_arrays_that_do_not_fit_are_refused(given, x, t, message):
    with pytest.raises(ShapeError, match=message):
        Trace(Network([Linear()], LOSS), given, x, t)


def test_a_missing_parameter_is_named():
    with pytest.raises(NetworkError, match=r"The parameter b1 is missing\..*Known: W1"):
        Trace(Network([Linear()], LOSS), {"W1": ones(1, 1)}, ones(1, 1), ones(1, 1))
