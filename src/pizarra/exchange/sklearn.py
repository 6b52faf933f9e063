"""From scikit-learn: a fitted MLPClassifier or MLPRegressor, theirs or ours. Read by its attributes alone."""

from __future__ import annotations

from typing import Any

from ..errors import NetworkError, shown
from ..losses import Cost
from ..model import Model
from .stack import Piece, linear, model_of

HIDDEN = {"identity": None, "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}
LOSSES = {
    "softmax": "softmax_cross_entropy",
    "logistic": "binary_cross_entropy_logits",
    "identity": "squared_error",
    "exp": Cost("exp(y) - t * y", "1/N"),  # Poisson's; the model gives logarithms of counts
}


def from_sklearn(estimator: Any) -> Model:
    """Make a model of a fitted perceptron, with the loss of its logits. Raises NetworkError where it is no such thing.

    Its classes are numbered in the order of `classes_`.

    >>> import numpy as np
    >>> from sklearn.neural_network import MLPClassifier
    >>> X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    >>> theirs = MLPClassifier((4,), "tanh", solver="lbfgs", random_state=1).fit(X, [0, 1, 1, 0])
    >>> ours = from_sklearn(theirs)
    >>> bool(np.allclose(ours.predict_probabilities(X)[:, 0], theirs.predict_proba(X)[:, 1]))
    True
    """
    try:
        coefs, intercepts = list(estimator.coefs_), list(estimator.intercepts_)
        hidden, output = HIDDEN[estimator.activation], LOSSES[estimator.out_activation_]
    except (AttributeError, KeyError, TypeError):
        raise NetworkError(
            f"A fitted MLPClassifier or MLPRegressor is expected; {shown(estimator)} is not. Fit it first."
        ) from None
    pieces: list[Piece] = []
    for place, (W, b) in enumerate(zip(coefs, intercepts, strict=True)):
        pieces.append(linear(W, b, f"layer {place}"))
        if hidden is not None and place < len(coefs) - 1:
            pieces.append(Piece(hidden))
    return model_of(pieces, output)
