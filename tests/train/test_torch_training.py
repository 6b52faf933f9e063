"""Whole trainings against torch's: the same curve and the same parameters for every optimiser, in float64."""

import numpy as np
import pytest

from pizarra.optimizers import SGD, Adam, AdamW, RMSprop
from pizarra.train import Batches, fit, mlp

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.oracle

STEPS, SAMPLES, BATCH, RATE = 50, 50, 10, 0.02
NEAR = 1e-10
OPTIMIZERS = [
    (SGD(), "SGD", {}),
    (SGD(momentum=0.9), "SGD", {"momentum": 0.9}),
    (SGD(momentum=0.9, nesterov=True), "SGD", {"momentum": 0.9, "nesterov": True}),
    (RMSprop(), "RMSprop", {}),
    (Adam(), "Adam", {}),
    (AdamW(), "AdamW", {}),
]


@pytest.mark.parametrize(("ours", "kind", "options"), OPTIMIZERS, ids=lambda case: repr(case)[:50])
@pytest.mark.parametrize("job", ["regression", "classes"])
@pytest.mark.parametrize("batch", [None, BATCH, 1])
def test_training_is_that_of_torch(ours, kind, options, job, batch):
    rng = np.random.default_rng(5)
    X, Y = rng.normal(size=(SAMPLES, 4)), rng.normal(size=(SAMPLES, 3))
    shapes = {"W1": (4, 6), "b1": (6,), "W2": (6, 5), "b2": (5,), "W3": (5, 3), "b3": (3,)}
    start = {name: rng.normal(size=shape) * 0.7 for name, shape in shapes.items()}
    if job == "regression":
        network, labels = mlp(2, hidden="sigmoid", factor="1/(2N)"), None
    else:
        network = mlp(2, hidden="tanh", loss="softmax_cross_entropy")
        Y = labels = Y.argmax(axis=1)
    size = batch or SAMPLES
    epochs = STEPS * size // SAMPLES
    history = fit(
        network, X, Y, parameters=start, optimizer=ours, rate=RATE, batch=batch, epochs=epochs, seed=3
    )
    orders = [index for epoch in range(epochs) for index in Batches(np.arange(SAMPLES), size, 3).of(epoch)]
    wanted, curve = by_torch(kind, options, start, X, Y, labels is not None, orders)
    assert len(orders) == history.progress.steps == STEPS
    np.testing.assert_allclose(history.loss, curve.reshape(epochs, -1).mean(axis=1), rtol=NEAR)
    for name, array in wanted.items():
        np.testing.assert_allclose(history.parameters[name], array, rtol=NEAR, atol=NEAR)


def by_torch(kind, options, start, X, Y, classes, orders):
    p = {name: torch.tensor(array, requires_grad=True) for name, array in start.items()}
    optimizer = getattr(torch.optim, kind)(list(p.values()), lr=RATE, **options)
    cross_entropy = torch.nn.functional.cross_entropy
    bend = torch.tanh if classes else torch.sigmoid
    losses = []
    for index in orders:
        x, t = torch.tensor(X[index]), torch.tensor(Y[index])
        optimizer.zero_grad()
        h = bend(bend(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"])
        y = h @ p["W3"] + p["b3"]
        loss = cross_entropy(y, t) if classes else ((y - t) ** 2).sum() / (2 * len(x))
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    return {name: array.detach().numpy() for name, array in p.items()}, np.array(losses)
