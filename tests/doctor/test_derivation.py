"""The lines of a derivation are the numbers of a trace; the shortcut is there where it holds."""

import numpy as np
import pytest

from pizarra import Network, Trace
from pizarra.doctor.derivation import Derivation, cotangent, updated
from pizarra.doctor.point import Point
from pizarra.formula import evaluate
from pizarra.layers import ELU, LAYERS, LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Softplus, Tanh
from pizarra.losses import (
    LOSSES,
    BinaryCrossEntropy,
    BinaryCrossEntropyLogits,
    CrossEntropy,
    SoftmaxCrossEntropy,
    SquaredError,
)

NETWORKS = [
    Network([Linear(), Tanh(), Linear(), Softmax()], CrossEntropy("1/N")),
    Network([Linear(), ReLU(), Linear(bias=False), Sigmoid()], BinaryCrossEntropy("1")),
    Network([Linear(), Softplus(), Linear(), ELU(), Linear()], SquaredError("1/2")),
    Network([Linear(), LeakyReLU(), Linear()], SoftmaxCrossEntropy("1/N")),
    Network([Linear(), Sigmoid(), Linear()], BinaryCrossEntropyLogits("1/N")),
]


def point(network: Network, rate: float = 0.3) -> Point:
    rng = np.random.default_rng(8)
    derivation = Derivation(network)
    widths = iter([(3, 4), (4, 2), (2, 5)])
    parameters, last = {}, 3
    for step in network.steps:
        if step.parameters:
            shape = next(widths)
            last = shape[1]
            for name in step.parameters.values():
                parameters[name] = rng.normal(size=shape if name.startswith("W") else shape[1])
    x = rng.normal(size=(6, 3))
    t = np.eye(last)[rng.integers(last, size=6)]
    return Point(derivation, parameters, x, t, rate)


@pytest.mark.parametrize("network", NETWORKS, ids=repr)
def test_every_line_gives_the_numbers_of_the_trace(network):
    at = point(network)
    trace = Trace(network, at.parameters, at.x, at.t)
    values = {**at.parameters, "x": at.x, "t": at.t, "rate": np.asarray(at.rate)}
    for line in at.derivation.lines:
        values[line.name] = np.asarray(evaluate(line.tree, values, line.axes))
        for tree in line.alternatives:
            other = np.asarray(evaluate(tree, values, line.axes))
            np.testing.assert_allclose(other, values[line.name], rtol=1e-9, atol=1e-12)
    for name, array in trace.gradients.items():
        np.testing.assert_allclose(values[cotangent(name)], array, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(
            values[updated(name)], at.parameters[name] - 0.3 * array, rtol=1e-9, atol=1e-12
        )
    np.testing.assert_allclose(values["L"], trace.loss, rtol=1e-12)
    known = dict(at.start)
    for line in at.derivation.lines:  # and each lies within its own bound
        known[line.name] = at.judged(line.name, known)
        off = np.abs(known[line.name].value - values[line.name])
        assert np.all(off <= 4 * known[line.name].error + 1e-300)


def test_the_shortcut_is_found_where_loss_and_activation_are_one_step_and_nowhere_else():
    holds = set()
    for made, kind in LAYERS.items():
        for said, loss in LOSSES.items():
            try:
                network = Network([Linear(), kind()], loss("1"))
                found = Derivation(network).shortcut
            except Exception:  # layers of several inputs, losses that need a formula
                continue
            if found is not None:
                holds.add((made, said))
    assert holds == {("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy")}


def test_a_line_written_in_another_way_is_written_so_alone():
    derivation = Derivation(NETWORKS[0])
    line = next(line for line in derivation.lines if line.alternatives)
    other = derivation.written({line.name: line.alternatives[0]})
    assert other.by_name[line.name].tree == line.alternatives[0]
    assert not other.by_name[line.name].alternatives
    assert derivation.by_name[line.name].tree == line.tree
    assert other.below.keys() == derivation.below.keys()
