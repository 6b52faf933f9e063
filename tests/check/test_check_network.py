"""check_network: every partial derivative of our own networks, by way of their units."""

import numpy as np
import pytest

from pizarra import Trace
from pizarra.check import State, check_network
from pizarra.check.units import Units, separable
from pizarra.errors import NetworkError, ShapeError
from pizarra.layers import LAYERS, Add, Linear, ReLU, Sigmoid, Softmax, Tanh
from pizarra.losses import Cost, SoftmaxCrossEntropy, SquaredError
from pizarra.network import LOSS, Network, Part

from ..drawn_networks import draw


def made(layers, widths, loss, samples=8, seed=0):
    rng = np.random.default_rng(seed)
    network = Network(layers, loss)
    parameters = {}
    for name in network.parameters:
        k = int(name[1:])
        shape = (widths[k - 1], widths[k]) if name[0] == "W" else (widths[k],)
        parameters[name] = rng.normal(size=shape) / np.sqrt(shape[0])
    x, t = rng.normal(size=(samples, widths[0])), rng.uniform(size=(samples, widths[-1]))
    return network, parameters, x, t / t.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("seed", range(40))
def test_right_gradients_of_drawn_networks_are_right(seed):
    drawn = draw(seed)
    trace = Trace(drawn.network, drawn.parameters, drawn.x, drawn.t)
    if not drawn.parameters:
        return
    report = check_network(drawn.network, trace.gradients, drawn.parameters, drawn.x, drawn.t)
    assert report.verdict == "correct", report.text()
    for one in report.parameters:
        assert np.all(np.abs(one.measured - one.given) <= one.bound + 1e-6 * np.abs(one.given)) or one.count(
            State.KINK
        )


def test_units_are_moved_where_samples_keep_apart():
    assert separable(Network([Linear(), Softmax(), Linear()], SoftmaxCrossEntropy()))
    assert separable(Network([Linear(), *(kind() for name, kind in LAYERS.items() if name in ("relu", "elu"))],
                             SquaredError("1/N")))  # fmt: skip
    assert not separable(Network([Linear()], Cost("exp(sum(n, sum(j, (y[n,j] - t[n,j]) ** 2)))")))
    assert not separable(
        Network([Linear()], Cost("sum(n, sum(j, y[n,j])) ** 2 + 0 * sum(n, sum(j, t[n,j]))"))
    )


def test_what_couples_the_samples_is_checked_the_slow_way():
    network, parameters, x, t = made([Linear()], [3, 2], Cost("sum(n, sum(j, (y[n,j] - t[n,j]) ** 2)) ** 2"))
    gradients = Trace(network, parameters, x, t).gradients
    assert check_network(network, gradients, parameters, x, t).verdict == "correct"
    assert (
        check_network(network, {**gradients, "b1": -gradients["b1"]}, parameters, x, t).findings[0].fault
        == "sign"
    )


@pytest.mark.parametrize("loss", [SquaredError("1/(2N)"), SoftmaxCrossEntropy("1")])
def test_the_slopes_of_units_are_the_cotangents(loss):
    network, parameters, x, t = made([Linear(), Sigmoid(), Linear(), Tanh(), Linear()], [5, 4, 3, 2], loss)
    trace = Trace(network, parameters, x, t)
    units = Units(network, parameters, trace.values)
    for name in network.values[1:]:
        found = units.slopes(name, 2.0**-52)
        assert np.all(np.abs(found.value - trace.cotangents[name]) <= found.bound)
        assert np.all(found.bound <= 1e-7 * np.max(np.abs(found.value)))


def test_rows_are_moved_in_parts_where_they_are_many(monkeypatch):
    network, parameters, x, t = made([Linear(), ReLU(), Linear()], [5, 4, 3], SquaredError())
    trace = Trace(network, parameters, x, t)
    whole = Units(network, parameters, trace.values).slopes("v1", 2.0**-52)
    monkeypatch.setattr("pizarra.check.units.MOST", 60)
    parts = Units(network, parameters, trace.values).slopes("v1", 2.0**-52)
    np.testing.assert_allclose(parts.value, whole.value, rtol=1e-9)


def test_every_wrong_entry_is_found_in_a_residual_network_with_shared_weights():
    parts = [
        Part(Linear(), name="z"),
        Part(Tanh(), name="h"),
        Part(Linear(), share="z"),
        Part(Add(), ("h", "v3")),
    ]
    rng = np.random.default_rng(0)
    parameters = {"W1": rng.normal(size=(3, 3)), "b1": rng.normal(size=3)}
    network = Network(parts, SquaredError("1/2"))
    x, t = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    right = Trace(network, parameters, x, t).gradients
    assert check_network(network, right, parameters, x, t).verdict == "correct"
    for name, array in right.items():
        for place in np.ndindex(array.shape):
            wrong = {**right, name: array.copy()}
            wrong[name][place] *= 1.001
            report = check_network(network, wrong, parameters, x, t)
            assert report[name].worst(9) == [place]
            assert report.count(State.WRONG) == 1


def test_a_mistake_in_the_short_cut_would_be_noticed(monkeypatch):
    network, parameters, x, t = made([Linear(), Tanh(), Linear()], [3, 4, 2], SquaredError())
    right = Trace(network, parameters, x, t).gradients
    slopes = Units.slopes

    def wrong(self, name, eps):
        found = slopes(self, name, eps)
        found.value[0, 0] *= 1.01
        return found

    monkeypatch.setattr(Units, "slopes", wrong)
    assert check_network(network, right, parameters, x, t).verdict == "correct"


def test_at_kinks_either_side_is_right():
    network = Network([Linear(), ReLU(), Linear()], SquaredError())
    rng = np.random.default_rng(1)
    parameters = {
        "W1": np.zeros((3, 2)),
        "b1": np.zeros(2),
        "W2": rng.normal(size=(2, 2)),
        "b2": rng.normal(size=2),
    }
    x, t = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    right = Trace(network, parameters, x, t).gradients
    assert check_network(network, right, parameters, x, t).verdict == "correct"
    dz = Trace(network, parameters, x, t).cotangents["v2"]
    other = {**right, "W1": x.T @ dz, "b1": dz.sum(axis=0)}  # relu′(0) = 1
    assert check_network(network, other, parameters, x, t).verdict == "correct"
    wrong = {**other, "b1": other["b1"] + 9}
    assert check_network(network, wrong, parameters, x, t).verdict == "faulty"


def test_the_report_names_parameters_and_accepts_the_names_of_gradients():
    network, parameters, x, t = made([Linear(), Sigmoid(), Linear()], [3, 4, 2], SoftmaxCrossEntropy())
    gradients = {f"d{k}": v for k, v in Trace(network, parameters, x, t).gradients.items()}
    report = check_network(network, gradients, parameters, x, t, language="es")
    assert str(report).startswith("El gradiente es correcto")
    assert [one.name for one in report.parameters] == ["W1", "b1", "W2", "b2"]
    assert report.loss == pytest.approx(float(network.forward(parameters, x, t)[LOSS]))
    doubled = check_network(network, {k: 2 * v for k, v in gradients.items()}, parameters, x, t).findings
    assert [(f.fault, f.factor, f.parameter) for f in doubled] == [("factor", 2, None)]


def test_what_does_not_fit_is_refused():
    network, parameters, x, t = made([Linear(), Sigmoid(), Linear()], [3, 4, 2], SquaredError())
    gradients = dict(Trace(network, parameters, x, t).gradients)
    with pytest.raises(NetworkError, match="The parameter W2 is missing"):
        check_network(network, gradients, {k: v for k, v in parameters.items() if k != "W2"}, x, t)
    with pytest.raises(ShapeError, match="axis 'i' has length"):
        check_network(network, gradients, parameters, x[:, :2], t)
    for change in ({"W1": gradients["W1"].T}, {"W1": None}, {"W1": gradients["W1"] * np.nan}):
        report = check_network(network, {**gradients, **change}, parameters, x, t)
        assert (report.verdict, report.findings[0].fault) == ("faulty", "structure")
    del gradients["b1"]
    assert "'b1' ∉" in str(check_network(network, gradients, parameters, x, t).findings[0])
