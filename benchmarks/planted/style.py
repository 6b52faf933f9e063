"""How somebody writes a program: every choice that leaves the numbers right."""

from dataclasses import dataclass

import numpy as np

from .network import Network


@dataclass(frozen=True)
class Style:
    """The choices. What each does is seen in `writer.py`."""

    returns: str  # "gradients", "all" (every array that has a name) or "step" (the new parameters)
    product: str  # "@", "np.dot", ".dot" or "np.matmul"
    helpers: int | None  # which words for the functions; None: written in place
    slope_of: str  # the derivative in terms of "a" or "z"
    separate: bool  # da and then delta; else delta in one line
    error_line: bool  # the error has a name and a line of its own
    merged: bool  # a = f(x @ W + b), with no z
    gradients_last: bool  # all dW after all delta
    mean_in: str  # 1/N in the "error" or in the "gradients"
    shortcut: bool  # y - t for softmax with cross-entropy, sigmoid with binary cross-entropy
    negative: bool  # t - y, and W + rate * dW
    constant: float  # a factor on everything
    bias_rows: bool  # b as the first row of W, a column of ones beside the data
    split: bool  # the forward pass in a function of its own
    looped: bool  # a loop over the samples
    update: str  # "rebind" W = W - …, "inplace" W -= …, "new" W_new = W - …
    update_early: bool  # each matrix is updated as soon as the layer below has read it
    loss_line: bool
    harsh: bool  # the numbers will be harsh: only formulas that keep their digits


def draw_style(rng: np.random.Generator, network: Network, *, given: str, right: bool, harsh: bool) -> Style:
    def chance(share: float) -> bool:
        return bool(rng.random() < share)

    returns = {
        "function": str(rng.choice(["gradients", "all", "step"], p=[0.5, 0.2, 0.3])),
        "arrays": "all",
        "gradients": "gradients",
        "step": "step",
    }[given]
    looped = returns != "all" and chance(0.14)
    merged = chance(0.12) and network.prediction != "softmax"
    bias_rows = network.bias and not looped and chance(0.12)
    factors = (2.0, 0.5) if right else (2.0,)
    constant = float(rng.choice(factors)) if chance(0.25 if right else 0.1) else 1.0
    return Style(
        returns=returns,
        product=str(rng.choice(["@", "np.dot", ".dot", "np.matmul"], p=[0.5, 0.35, 0.1, 0.05])),
        helpers=int(rng.integers(3)) if chance(0.55) else None,
        slope_of="a" if merged or chance(0.6) else "z",
        separate=chance(0.5),
        error_line=chance(0.6),
        merged=merged,
        gradients_last=chance(0.5),
        mean_in="gradients" if chance(0.4) else "error",
        shortcut=chance(0.6) or (harsh and network.loss == "binary_cross_entropy"),
        negative=chance(0.25 if right else 0.1),
        constant=constant,
        bias_rows=bias_rows,
        split=chance(0.2) and not looped and not bias_rows,
        looped=looped,
        update=str(rng.choice(["rebind", "inplace", "new"], p=[0.5, 0.25, 0.25])),
        update_early=not looped and chance(0.4),
        loss_line=returns == "all" or chance(0.5),
        harsh=harsh,
    )
