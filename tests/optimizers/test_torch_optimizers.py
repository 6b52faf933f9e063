"""Every optimiser and every option against torch's: the same parameters after 50 steps from the same start."""

import numpy as np
import pytest

from pizarra.layers import Linear, Sigmoid, Tanh
from pizarra.losses import SquaredError
from pizarra.network import Network
from pizarra.optimizers import SGD, Adam, AdamW, RMSprop

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.oracle

STEPS = 50
RATE = 0.02
# Ours, and what torch calls it: class and options written out, so that nothing of ours is compared with itself.
CASES = [
    (SGD(), "SGD", {}),
    (SGD(weight_decay=0.1), "SGD", {"weight_decay": 0.1}),
    (SGD(momentum=0.9), "SGD", {"momentum": 0.9}),
    (SGD(momentum=0.9, dampening=0.3), "SGD", {"momentum": 0.9, "dampening": 0.3}),
    (SGD(momentum=0.9, dampening=1.0), "SGD", {"momentum": 0.9, "dampening": 1.0}),
    (SGD(momentum=0.8, nesterov=True), "SGD", {"momentum": 0.8, "nesterov": True}),
    (
        SGD(momentum=0.8, nesterov=True, weight_decay=0.05),
        "SGD",
        {"momentum": 0.8, "nesterov": True, "weight_decay": 0.05},
    ),
    (RMSprop(), "RMSprop", {}),
    (RMSprop(alpha=0.9, epsilon=1e-3), "RMSprop", {"alpha": 0.9, "eps": 1e-3}),
    (RMSprop(momentum=0.7), "RMSprop", {"momentum": 0.7}),
    (RMSprop(centered=True), "RMSprop", {"centered": True}),
    (RMSprop(weight_decay=0.1), "RMSprop", {"weight_decay": 0.1}),
    (
        RMSprop(centered=True, momentum=0.5, weight_decay=0.1),
        "RMSprop",
        {"centered": True, "momentum": 0.5, "weight_decay": 0.1},
    ),
    (Adam(), "Adam", {}),
    (Adam(beta1=0.8, beta2=0.95, epsilon=1e-4), "Adam", {"betas": (0.8, 0.95), "eps": 1e-4}),
    (Adam(weight_decay=0.1), "Adam", {"weight_decay": 0.1}),
    (Adam(amsgrad=True), "Adam", {"amsgrad": True}),
    (Adam(amsgrad=True, weight_decay=0.1), "Adam", {"amsgrad": True, "weight_decay": 0.1}),
    (AdamW(), "AdamW", {}),
    (AdamW(weight_decay=0.2), "AdamW", {"weight_decay": 0.2}),
    (AdamW(amsgrad=True, beta1=0.7), "AdamW", {"amsgrad": True, "betas": (0.7, 0.999)}),
]
SHAPES = {"W1": (4, 6), "b1": (6,), "W2": (6, 5), "b2": (5,), "W3": (5, 3), "b3": (3,)}


def data():
    rng = np.random.default_rng(7)
    start = {name: rng.normal(size=shape) * 0.7 for name, shape in SHAPES.items()}
    return start, rng.normal(size=(20, 4)), rng.normal(size=(20, 3))


def by_torch(kind, options, schedule=lambda k: RATE):
    start, x, t = data()
    p = {name: torch.tensor(array, requires_grad=True) for name, array in start.items()}
    x, t = torch.tensor(x), torch.tensor(t)
    optimizer = getattr(torch.optim, kind)(list(p.values()), lr=RATE, **options)
    losses = []
    for k in range(STEPS):
        optimizer.param_groups[0]["lr"] = schedule(k)
        optimizer.zero_grad()
        h = torch.tanh(torch.sigmoid(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"])
        loss = ((h @ p["W3"] + p["b3"] - t) ** 2).sum() / (2 * len(x))
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    return {name: array.detach().numpy() for name, array in p.items()}, losses


@pytest.mark.parametrize(("ours", "kind", "options"), CASES, ids=lambda case: repr(case)[:60])
def test_parameters_and_losses_are_those_of_torch(ours, kind, options):
    network = Network([Linear(), Sigmoid(), Linear(), Tanh(), Linear()], SquaredError("1/(2N)"))
    parameters, x, t = data()
    state, losses = ours.start(parameters), []
    for _ in range(STEPS):
        values = network.forward(parameters, x, t)
        cotangents, _ = network.backward(parameters, values)
        ours.step(parameters, {name: cotangents[name] for name in parameters}, state, RATE)
        losses.append(float(values["L"]))
    wanted, curve = by_torch(kind, options)
    np.testing.assert_allclose(losses, curve, rtol=1e-10, atol=1e-10)
    for name, array in parameters.items():
        np.testing.assert_allclose(array, wanted[name], rtol=1e-10, atol=1e-10, err_msg=name)


@pytest.mark.parametrize("ours", [SGD, RMSprop, Adam, AdamW])
def test_defaults_are_those_of_torch(ours):
    theirs = getattr(torch.optim, ours.__name__)([torch.zeros(1)]).defaults
    betas = theirs.pop("betas", None)
    named = {"eps": "epsilon", "lr": "usual_rate"}
    given = {named.get(name, name): value for name, value in theirs.items()}
    given |= {} if betas is None else {"beta1": betas[0], "beta2": betas[1]}
    for name in ("usual_rate", *ours.__dataclass_fields__):
        assert getattr(ours(), name) == given[name], name
