"""Loss: which known loss a program's is, and the factor that it has."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..layers import Sigmoid, Softmax
from ..loss import Loss
from ..losses import (
    BinaryCrossEntropy,
    BinaryCrossEntropyLogits,
    Cost,
    CrossEntropy,
    SoftmaxCrossEntropy,
    SquaredError,
)
from .chain import Chain, NoLayer
from .inspection import Inspection
from .judge import proportion, tolerance_of
from .target import KINDS, implied, possible, truth, value_of

FACTORS = {"1": lambda n: 1.0, "1/2": lambda n: 0.5, "1/N": lambda n: 1 / n, "1/(2N)": lambda n: 0.5 / n}
COSTS = {
    "squared_error": "(y - t) ** 2",
    "binary_cross_entropy": "-t * log(y) - (1 - t) * log(1 - y)",
    "cross_entropy": "-t * log(y)",
}
NAMED: dict[str, Callable[[str], Loss]] = {
    "squared_error": SquaredError,
    "binary_cross_entropy": BinaryCrossEntropy,
    "cross_entropy": CrossEntropy,
}


def loss_of(inspection: Inspection, chain: Chain, t: np.ndarray) -> tuple[Loss, bool]:
    """Give the loss with its factor; and whether it is one of logits, which takes the last activation in."""
    one = inspection.rounds[0]
    samples, outputs = t.shape
    kind, size = _size(inspection)
    if size is not None:
        factor = _text(size, samples)
        if factor is not None:
            return NAMED[kind](factor), False
        for share in (outputs, 2 * outputs):
            factor = _text(size * share, samples)
            if factor in ("1", "1/N"):
                return Cost(f"({COSTS[kind]}) / {share}", factor), False
        return Cost(f"{float(f'{size:.12g}')!r} * ({COSTS[kind]})"), False
    last = chain.links[-1]
    z, arrives = inspection.graph.values[last.made], one.adjoint[last.made]
    for kind, layer in ((SoftmaxCrossEntropy, Softmax()), (BinaryCrossEntropyLogits, Sigmoid())):
        size = _factor(arrives, layer.forward(np, z)["y"] - t)
        factor = _text(size, samples) if size is not None else None
        if factor is not None:
            return kind(factor), not np.array_equal(last.made, last.after)
    raise NoLayer("program.no_loss")


def _size(inspection: Inspection) -> tuple[str, float | None]:
    """Give a known loss and what it is multiplied by, so that it is the program's."""
    one, graph = inspection.rounds[0], inspection.graph
    y, t, arrives = graph.values[one.met.y], one.met.t, one.adjoint[one.met.y]
    found: list[tuple[bool, str, float]] = []
    for kind in (kind for kind in KINDS if possible(kind, y, t)):
        size = _factor(arrives, implied(kind, y, t))
        if size is None and not arrives.any():  # of a pass by itself, with the same numbers
            again = truth(graph, one.turn, one.met, None, kind, one.stop)
            bases = np.concatenate([step.step.base for step in one.steps])
            size = _factor(one.adjoint[bases], again[bases]) if again is not None else None
        if size is None:
            continue
        size = size / 2 if kind == "squared_error" else size
        shown = one.loss is not None and np.isclose(
            graph.values[one.loss], size * value_of(kind, y, t), rtol=1e-5
        )
        found.append((not shown, kind, size))
    if not found:
        return "", None
    _, kind, size = min(found, key=lambda one_: (one_[0], one_[1] != one.kind))
    return kind, size


def _factor(adjoint: np.ndarray, slope: np.ndarray) -> float | None:
    if not np.isfinite(slope).all():
        return None
    factor = proportion(-adjoint.ravel(), slope.ravel(), max(tolerance_of(adjoint.ravel()), 1e-6))
    return factor if factor is not None and factor > 0 else None


def _text(size: float, samples: int) -> str | None:
    return next((text for text, of in FACTORS.items() if abs(size / of(samples) - 1) < 1e-5), None)
