"""A trace holds every value and cotangent of a pass, and measures them."""

from itertools import pairwise
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pizarra.difference
from pizarra.errors import NetworkError
from pizarra.layers import Linear, ReLU, Sigmoid
from pizarra.losses import Cost, SquaredError
from pizarra.network import Network
from pizarra.trace import Difference, Trace

draw = run_path(str(Path(__file__).with_name("drawn_networks.py")))["draw"]
seeds = st.integers(0, 10_000)


def traced(seed):
    drawn = draw(seed)
    return Trace(drawn.network, drawn.parameters, drawn.x, drawn.t, learning_rate=0.01)


@given(seeds, st.data())
def test_any_jacobian_is_what_finite_differences_measure(seed, data):
    trace = traced(seed)
    names = [*trace.network.values, "L"]
    of = data.draw(st.sampled_from(names))
    wrt = data.draw(st.sampled_from([*names, *trace.network.parameters]))
    jacobian = trace.jacobian(of, wrt)
    source = trace.parameters[wrt] if wrt in trace.parameters else np.asarray(trace.values[wrt])
    assert jacobian.shape == np.shape(trace.values[of]) + source.shape
    for place in np.ndindex(source.shape):

        def moved(step, place=place):
            array = source.copy()
            array[place] += step
            if wrt in trace.parameters:
                return trace.network.forward({**trace.parameters, wrt: array}, trace.x, trace.t)[of]
            return trace.network.forward(trace.parameters, trace.x, trace.t, fixed={wrt: array})[of]

        h = 1e-5
        wide, narrow = (moved(h) - moved(-h)) / (2 * h), (moved(h / 2) - moved(-h / 2)) / h
        scale = 1 + np.abs(narrow).max() + np.abs(trace.values[of]).max()
        smooth = np.abs(wide - narrow) < 1e-6 * scale  # elsewhere a ReLU bends between the two
        found = jacobian[(..., *place)]
        np.testing.assert_allclose(np.where(smooth, found, 0), np.where(smooth, narrow, 0), atol=1e-5 * scale)


@given(seeds)
def test_every_gradient_agrees_with_its_difference_and_a_wrong_one_does_not(seed):
    trace = traced(seed)
    for name in trace.network.parameters:
        gradient = trace.gradients[name]
        place = tuple(int(k) for k in np.unravel_index(np.abs(gradient).argmax(), gradient.shape))
        measured = trace.difference(name, place)
        assert measured.agrees(gradient[place]), (name, place, gradient[place], measured)
        if abs(gradient[place]) > 1e-2 and not measured.kink:
            assert not measured.agrees(-gradient[place])
            assert not measured.agrees(1.05 * gradient[place] + 0.05)


@given(seeds)
def test_differences_agree_for_values_too(seed):
    trace = traced(seed)
    for name in trace.network.values:
        assert trace.difference(name, (0, 0)).agrees(trace.cotangents[name][0, 0]), name


@given(seeds)
def test_what_is_sent_sums_to_the_cotangent(seed):
    trace = traced(seed)
    assert {*trace.cotangents} == {*trace.network.values, *trace.network.parameters}
    for name, sent in trace.sent.items():
        total = sum(array for _, array in sent)
        np.testing.assert_allclose(total, trace.cotangents[name], rtol=1e-12, atol=1e-14)
        assert {step.output for step, _ in sent} == {step.output for step, _ in trace.network.readers(name)}


@given(seeds)
def test_the_loss_jacobian_is_the_cotangent(seed):
    trace = traced(seed)
    for name in (*trace.network.values, *trace.network.parameters):
        np.testing.assert_array_equal(trace.jacobian("L", name), trace.cotangents[name])
    assert trace.jacobian("L", "L") == 1


@given(seeds)
def test_the_chain_rule_joins_two_jacobians(seed):
    trace = traced(seed)
    last = trace.network.prediction
    inner, outer = trace.jacobian(last, "x"), trace.cotangents[last]
    np.testing.assert_allclose(np.tensordot(outer, inner, 2), trace.cotangents["x"], rtol=1e-9, atol=1e-12)


def test_what_comes_later_has_no_influence():
    trace = traced(7)
    first, *_, last = trace.network.values
    assert not trace.jacobian(first, last).any()
    assert not trace.jacobian("x", trace.network.parameters[0]).any()


def kinked(x, w=1.0):
    """One ReLU at exactly x · w, squared error to 1."""
    network = Network([Linear(bias=False), ReLU()], SquaredError("1/2"))
    return Trace(network, {"W1": np.array([[w]])}, np.array([[x]]), np.array([[1.0]]))


def test_at_the_kink_of_a_relu_the_interval_is_accepted():
    trace = kinked(0.0)
    measured = trace.difference("v1", (0, 0))
    assert measured.kink
    assert (measured.left, measured.right) == pytest.approx((0, -1), abs=1e-6)
    for derivative in (0.0, -0.5, -1.0, trace.cotangents["v1"][0, 0]):
        assert measured.agrees(derivative)
    for derivative in (0.1, -1.1):
        assert not measured.agrees(derivative)


@pytest.mark.parametrize("x", [1e-4, -1e-4, 5e-4, -9e-4])
def test_beside_a_kink_the_derivative_of_the_right_side_is_measured(x):
    trace = kinked(x)
    measured = trace.difference("v1", (0, 0))
    right = trace.cotangents["v1"][0, 0]
    assert measured.agrees(right)
    assert not measured.agrees(-1 - right)


def test_large_and_small_numbers_are_measured_too():
    for scale in (1e-4, 1.0, 1e4):
        network = Network([Linear()], Cost("(y - t) ** 2"))
        trace = Trace(
            network,
            {"W1": np.array([[scale], [1.0]]), "b1": np.zeros(1)},
            np.array([[2.0, 3.0]]),
            np.array([[1.0]]),
        )
        for place in ((0, 0), (1, 0)):
            assert trace.difference("W1", place).agrees(trace.gradients["W1"][place])
            assert not trace.difference("W1", place).agrees(trace.gradients["W1"][place] * 1.01)


def test_a_difference_says_where_it_bends():
    assert Difference(0.5, 0.0, 1.0, 1e-9).kink
    assert not Difference(1.0, 1.0 - 1e-7, 1.0 + 1e-7, 1e-9).kink


def test_several_steps_go_down():
    network = Network([Linear(), Sigmoid(), Linear()], SquaredError("1/2"))
    rng = np.random.default_rng(0)
    parameters = {
        "W1": rng.normal(size=(2, 3)), "b1": np.zeros(3), "W2": rng.normal(size=(3, 1)), "b2": np.zeros(1),
    }  # fmt: skip
    before = {name: array.copy() for name, array in parameters.items()}
    first = Trace(network, parameters, rng.normal(size=(4, 2)), rng.normal(size=(4, 1)), learning_rate=0.05)
    traces = list(first.steps(20))
    assert traces[0] is first
    assert len(traces) == 20
    assert all(a.loss > b.loss for a, b in pairwise(traces))
    for a, b in pairwise(traces):
        for name in parameters:
            wanted = a.parameters[name] - 0.05 * a.gradients[name]
            np.testing.assert_allclose(b.parameters[name], wanted, rtol=1e-15, atol=1e-17)
    for name, array in before.items():
        np.testing.assert_array_equal(parameters[name], array)  # nothing given is changed
    assert list(first.steps(0)) == []
    assert first.samples == 4


def test_unknown_names_are_refused():
    trace = kinked(1.0)
    with pytest.raises(NetworkError, match=r"There is no value 'v9'\..*Known: x, v1, v2, L"):
        trace.jacobian("v9", "x")
    with pytest.raises(NetworkError, match=r"There is no value or parameter 'W2'\. Known: x, v1, v2, L, W1"):
        trace.jacobian("L", "W2")
    with pytest.raises(NetworkError, match="There is no value or parameter 'W2'"):
        trace.difference("W2", (0, 0))


@pytest.mark.parametrize("most", [pizarra.difference.MOST, 0])
@pytest.mark.parametrize("seed", range(12))
def test_what_is_measured_together_is_what_is_measured_alone(seed, most, monkeypatch):
    """In one pass with everything else, in a pass for each array, or one number at a time by the layers' array code."""
    trace = traced(seed)
    names = [*trace.network.values, *trace.network.parameters]
    shapes = {name: np.shape(trace.cotangents[name]) for name in names}
    alone = {
        (name, place): traced(seed).difference(name, place) for name in names for place in ends(shapes[name])
    }
    monkeypatch.setattr(pizarra.difference, "MOST", most)
    together = trace.differences({name: ends(shapes[name]) for name in names})
    for name, found in together.items():
        for place, measured in zip(ends(shapes[name]), found, strict=True):
            other = alone[name, place]
            assert measured.agrees(other.value), (name, place)
            assert other.agrees(measured.value), (name, place)
            assert measured.agrees(trace.cotangents[name][place]), (name, place)


def ends(shape):
    """Give the first place of an array and its last."""
    return [(0,) * len(shape), tuple(length - 1 for length in shape)]
