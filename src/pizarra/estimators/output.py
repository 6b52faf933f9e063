"""Output: what the numbers of the last layer mean, and the loss that goes with it.

All four pairs share one fact: the cotangent of a sample's logits is its prediction minus its target.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..formula.functions import sigmoid, softmax
from ..loss import Loss
from ..losses import BinaryCrossEntropyLogits, Cost, SoftmaxCrossEntropy, SquaredError


@dataclass(frozen=True)
class Output:
    """A name, as scikit-learn's `out_activation_` has it; the loss of logits, a mean over samples; and two functions.

    `predictions` makes predictions of logits; `terms(logits, t)` gives what each of them costs, entry by entry.
    """

    name: str
    loss: Loss
    predictions: Callable[[np.ndarray], np.ndarray]
    terms: Callable[[np.ndarray, np.ndarray], np.ndarray]


_SOFTMAX, _LOGISTIC = SoftmaxCrossEntropy("1/N"), BinaryCrossEntropyLogits("1/N")
OUTPUTS = {
    output.name: output
    for output in (
        Output(
            "softmax", _SOFTMAX, lambda z: softmax(np, z, -1), lambda z, t: _SOFTMAX.forward(np, z, t)["l"]
        ),
        Output(
            "logistic", _LOGISTIC, lambda z: sigmoid(np, z), lambda z, t: _LOGISTIC.forward(np, z, t)["l"]
        ),
        Output("identity", SquaredError("1/(2N)"), lambda z: z, lambda z, t: (z - t) ** 2 / 2),
        # Poisson's, without what depends on the target alone
        Output("exp", Cost("exp(y) - t * y", "1/N"), np.exp, lambda z, t: np.exp(z) - t * z),
    )
}
