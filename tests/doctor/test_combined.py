"""Mistakes that need more than one line: two at once, one that hits two parameters, values under wrong names."""

from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from pizarra import Network, diagnose
from pizarra.doctor.bounds import Known
from pizarra.doctor.derivation import Derivation
from pizarra.doctor.point import Point
from pizarra.doctor.verdict import fitted
from pizarra.layers import Linear, Sigmoid
from pizarra.losses import BinaryCrossEntropyLogits, SquaredError

teacher = run_path(str(Path(__file__).with_name("teacher.py")))
NETWORK, PARAMETERS, X, T = (teacher[name] for name in ("NETWORK", "PARAMETERS", "X", "T"))
gradients, told, classes = (teacher[name] for name in ("gradients", "told", "classes"))
RATE = 0.3


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_a_step_taken_by_another_parameter_is_one_mistake(factor):
    parameters = {**PARAMETERS, "W1": np.eye(2, 3), "b1": np.array([0.5, -1, 2]), "W2": np.ones((3, 3)) - 3}
    parameters |= {"b2": np.array([0.1, -0.7, 0.4]), "W1": np.arange(6.0).reshape(2, 3) / 7}
    t = np.column_stack([T, T[:, 0]])
    found = {name: factor * array for name, array in gradients(**parameters, x=X, t=t).items()}
    after = {f"{name}_new": parameters[name] - RATE * found[name] for name in parameters}
    after["b2_new"] = parameters["b2"]
    after["b1_new"] = after["b1_new"] - RATE * found["b2"]
    report = diagnose(NETWORK, after, parameters=parameters, x=X, t=t, rate=RATE)
    assert classes(report) == [("wrong-parameter-updated", 1)]


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_another_base_is_found_whatever_all_steps_are_multiplied_by(factor):
    found = {name: factor * array for name, array in gradients(**PARAMETERS, x=X, t=T).items()}
    after = {f"{name}_new": PARAMETERS[name] - RATE * found[name] for name in PARAMETERS}
    after["W1_new"] = PARAMETERS["b1"] - RATE * found["W1"]
    assert classes(told(after, rate=RATE)) == [("wrong-base-in-update", 1)]


def test_a_wrong_derivative_and_what_was_made_of_its_gradient_are_two_mistakes():
    def mine(W1, b1, W2, b2, x, t):
        a = sigmoid(x @ W1 + b1)
        above = a @ W2 + b2 - t
        below = above @ W2.T * (1 - a * a)
        return {"W1": x.T @ below, "b1": (x.T @ below).sum(0), "W2": a.T @ above, "b2": above.sum(0)}

    assert sorted(classes(told(mine))) == [
        ("bias-gradient-from-weight-gradient", 1),
        ("wrong-activations-derivative", 1),
    ]


def test_a_mistake_of_the_forward_pass_beside_another():
    def mine(W1, b1, W2, b2, x, t):
        z = x @ W1 + b1
        above = z @ W2 + b2 - t
        below = above @ W2.T * sigmoid(z) * (1 - sigmoid(z))
        return {"W1": x.T @ below, "b1": below[0], "W2": z.T @ above, "b2": above.sum(0)}

    assert sorted(classes(told(mine))) == [
        ("pre-activation-where-activation-belongs", 1),
        ("wrong-sample-or-target", 1),
    ]


def test_values_under_each_others_names_beside_another_mistake():
    rng = np.random.default_rng(4)
    network = Network([Linear(), Sigmoid(), Linear(), Sigmoid()], SquaredError("1/2"))
    parameters = {"W1": rng.normal(size=(2, 3)), "b1": rng.normal(size=3)}
    parameters |= {"W2": rng.normal(size=(3, 3)), "b2": rng.normal(size=3)}

    def mine(W1, b1, W2, b2, x, t):
        y = sigmoid(x @ W1 + b1)  # the hidden values are called y, the prediction h
        h = sigmoid(y @ W2 + b2)
        above = (y - t) * y * (1 - y)
        below = above @ W2.T * h * (1 - h)
        return {"W1": x.T @ below, "b1": below.sum(0), "W2": -h.T @ above, "b2": above.sum(0)}

    found = diagnose(network, mine, parameters=parameters, x=X, t=np.ones((4, 3)))
    assert sorted(classes(found)) == [("results-unpacked-in-the-wrong-order", 2), ("sign-flipped", 2)]


# Rounding


def test_a_loss_that_loses_digits_is_right():
    network = Network([Linear(bias=False)], BinaryCrossEntropyLogits("1"))
    W, x, t = np.array([[33.0]]), np.array([[1.0]]), np.array([[0.0]])
    p = sigmoid(x @ W)
    mine = {"yhat": p, "loss": np.sum(-t * np.log(p) - (1 - t) * np.log(1 - p)), "dW1": x.T @ (p - t)}
    assert abs(mine["loss"] - 33) > 1e-4  # five digits are left
    assert diagnose(network, mine, parameters={"W1": W}, x=x, t=t).verdict == "correct"
    wrong = {**mine, "loss": np.array(30.0)}
    assert (
        diagnose(network, {**wrong, "yhat": sigmoid(x)}, parameters={"W1": W}, x=x, t=t).verdict == "faulty"
    )


def test_a_factor_is_read_from_the_entries_that_tell_it():
    derivation = Derivation(Network([Linear()], SquaredError("1")))
    numbers = {"W1": np.ones((1, 2)), "b1": np.zeros(2)}
    point = Point(derivation, numbers, np.ones((1, 1)), np.ones((1, 2)), 1.0)
    right = Known(np.array([-1.0, 1e-10]), np.full(2, 1e-12))
    fit = fitted(point, "d:b1", np.array([-0.5, 0.49e-10]), right)
    assert fit is not None
    assert fit.ratio == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("no bias", "no bias", [("bias-not-used", 1), ("bias-not-used", 2)]),
        ("none", "no bias", [("pre-activation-where-activation-belongs", 1), ("bias-not-used", 2)]),
        ("no bias", "tanh", [("bias-not-used", 1), ("wrong-activation", 2)]),
    ],
)
def test_two_mistakes_of_the_forward_pass(first, second, expected):
    rng = np.random.default_rng(5)
    sizes = [(2, 3), (3, 2), (2, 1)]
    parameters = {}
    for layer, (inputs, outputs) in enumerate(sizes, start=1):
        parameters |= {f"W{layer}": rng.normal(size=(inputs, outputs)), f"b{layer}": rng.normal(size=outputs)}

    def mine(W1, b1, W2, b2, W3, b3, x, t):
        z1 = x @ W1 + (0 if first == "no bias" else b1)
        a1 = z1 if first == "none" else sigmoid(z1)
        z2 = a1 @ W2 + (0 if second == "no bias" else b2)
        a2 = np.tanh(z2) if second == "tanh" else sigmoid(z2)
        d3 = a2 @ W3 + b3 - t
        d2 = d3 @ W3.T * a2 * (1 - a2)
        d1 = d2 @ W2.T * a1 * (1 - a1)
        return [x.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0), a2.T @ d3, d3.sum(0)]

    found = diagnose(
        "2-3-2-1",
        mine,
        parameters=parameters,
        x=rng.normal(size=(5, 2)),
        t=rng.normal(size=(5, 1)),
        hidden="sigmoid",
        factor="1/2",
        seconds=1e9,
    )
    assert sorted((fault.fault, fault.layer) for fault in found.faults) == sorted(expected)
    assert all(
        fault.confirmed in ((2, 2), (3, 3)) for fault in found.faults
    )  # the third point tells rivals apart
