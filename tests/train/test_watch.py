"""When training goes wrong it says so, and where; when it goes well it says nothing."""

import warnings

import numpy as np
import pytest

from pizarra.layers import Activation, Linear, ReLU, Sigmoid
from pizarra.losses import SquaredError
from pizarra.network import Network
from pizarra.optimizers import Adam
from pizarra.train import TrainingWarning, fit, mlp


def line(samples=40):
    X = np.linspace(-1, 1, samples)[:, None]
    return X, 2 * X + 1


def test_training_that_goes_well_says_nothing():
    X, Y = line()
    history = fit(mlp(hidden="tanh"), X, Y, sizes=[5], optimizer=Adam(), rate=0.02, epochs=200)
    assert history.findings == []


def test_a_rate_that_is_too_large():
    X, Y = line()
    network = Network([Linear()], SquaredError("1/N"))
    with pytest.warns(TrainingWarning, match=r"The loss has grown from .* the rate 1\.2 is too large"):
        history = fit(network, X, Y, rate=1.2, batch=None, epochs=20)
    assert [finding.kind for finding in history.findings] == ["growing"]


def test_a_number_that_is_not_finite_stops_it():
    X, Y = line()
    network = Network([Linear()], SquaredError())
    with pytest.warns(TrainingWarning) as said:
        history = fit(network, X, Y, rate=1e30, batch=None, epochs=50)
    last = str(said[-1].message)
    assert history.stopped == "a number is not finite"
    assert "is not finite. The loss was" in last
    assert "Give a smaller rate than 1e+30, or clip=1" in last
    assert history.epochs < 50
    assert history.findings[-1].kind == "not finite"


def test_the_first_layer_with_such_a_number_is_named():
    X, Y = line()
    network = Network([Linear(), Activation("exp(z)"), Linear()], SquaredError())
    start = {"W1": np.full((1, 2), 5000.0), "b1": np.ones(2), "W2": np.ones((2, 1)), "b2": np.ones(1)}
    with pytest.warns(
        TrainingWarning, match="the output of layer 1, Activation is not finite. It was so at"
    ) as said:
        history = fit(network, X, Y, parameters=start)
    assert history.findings[0].layer == 1
    assert history.losses == []
    assert len(said) == 1
    assert said[0].filename == __file__


def test_saturated_units_are_named():
    X, Y = line()
    with pytest.warns(
        TrainingWarning, match="3 of the 3 units of layer 1, Sigmoid are saturated: .* Bring X to"
    ):
        history = fit(mlp(), (X + 2) * 1e4, Y, sizes=[3], epochs=3)
    assert {finding.layer for finding in history.findings} == {1}


def test_dead_units_are_named():
    X, Y = line()
    start = {"W1": np.ones((1, 2)), "b1": np.array([-9.0, -9.0]), "W2": np.ones((2, 1)), "b2": np.ones(1)}
    with pytest.warns(TrainingWarning, match="2 of the 2 units of layer 1, ReLU are dead: .* leaky_relu"):
        fit(mlp(hidden="relu"), X, Y, parameters=start, epochs=3)


@pytest.mark.parametrize(("rate", "batch"), [(0.1, 1), (0.01, None)])
def test_the_notebook_that_never_learnt_is_told_why(rate, batch):
    rng = np.random.default_rng(0)
    X = rng.random((600, 2))
    network = Network([Linear(bias=False), Sigmoid(), Linear(bias=False)], SquaredError("1/2"))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit(
            network,
            X,
            300 * np.exp(np.sin(X)),
            sizes=[3],
            initial="uniform",
            rate=rate,
            batch=batch,
            epochs=8,
        )
    assert any("3 of the 3 units of layer 1, Sigmoid are saturated" in str(one.message) for one in said)
    assert any("the rate 0.01 is too large" in str(one.message) for one in said) == (batch is None)


def test_output_units_may_saturate():
    X = np.array([[-30.0], [30.0]])
    network = mlp(0, output="sigmoid", loss="binary_cross_entropy")
    history = fit(network, X, [0, 1], parameters={"W1": np.array([[1.0]]), "b1": np.zeros(1)}, epochs=2)
    assert history.findings == []


def test_a_dead_unit_among_others_is_no_fault_while_the_loss_falls():
    X, Y = line()
    start = {
        "W1": np.ones((1, 2)),
        "b1": np.array([-9.0, 2.0]),
        "W2": np.ones((2, 1)),
        "b2": np.zeros(1),
    }
    network = Network([Linear(), ReLU(), Linear()], SquaredError("1/N"))
    with pytest.warns(TrainingWarning, match="1 of the 2 units of layer 1, ReLU are dead"):
        history = fit(network, X, Y, parameters=start, rate=0.05, epochs=64)
    assert len(history.findings) == 1
