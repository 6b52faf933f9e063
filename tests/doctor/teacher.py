"""A network that a student may have written, with its numbers, for the tests of the diagnosis."""

import numpy as np

from pizarra import Network, diagnose
from pizarra.layers import Linear, Sigmoid
from pizarra.losses import SquaredError

rng = np.random.default_rng(7)
NETWORK = Network([Linear(), Sigmoid(), Linear()], SquaredError("1/2"))
PARAMETERS = {
    "W1": rng.normal(size=(2, 3)),
    "b1": rng.normal(size=3),
    "W2": rng.normal(size=(3, 2)),
    "b2": rng.normal(size=2),
}
X, T = rng.normal(size=(4, 2)), rng.normal(size=(4, 2))
NUMBERS = {"parameters": PARAMETERS, "x": X, "t": T}


def gradients(W1, b1, W2, b2, x, t):
    """Right: samples in rows, weights (inputs, outputs)."""
    a = 1 / (1 + np.exp(-(x @ W1 + b1)))
    above = a @ W2 + b2 - t
    below = above @ W2.T * a * (1 - a)
    return {"W1": x.T @ below, "b1": below.sum(0), "W2": a.T @ above, "b2": above.sum(0)}


def arrays(**changes):
    """Give the right gradients by the names dW1 …, some of them changed by a function."""
    found = {f"d{name}": array for name, array in gradients(**PARAMETERS, x=X, t=T).items()}
    return found | {name: change(found[name]) for name, change in changes.items()}


def told(mine, network=NETWORK, **options):
    return diagnose(network, mine, **{**NUMBERS, **options})


def classes(found):
    return [(finding.fault, finding.layer) for finding in found.faults]
