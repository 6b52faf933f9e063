"""gradients: how large the gradient is in each layer, where it vanishes or explodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..data import whole
from ..errors import DataError, shown
from ..trace import Trace
from ..train import History
from .canvas import COLOURS, canvas, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def gradients(
    what: History | Trace,
    *,
    steps: Iterable[int] | None = None,
    language: str = "en",
    axes: Axes | None = None,
) -> Axes:
    """Draw the root mean square of the gradient of each layer's parameters, on a logarithmic scale.

    what: a trace, one pass; or a history, of which some steps are made again, unless said the first, the middle and the
    last one. A gradient that is 0 throughout is not drawn. Raises a PizarraError.
    """
    if isinstance(what, Trace):
        if steps is not None:
            raise DataError("A trace is one step. Leave steps out, or give a history.")
        drawn = {"": what}
    elif isinstance(what, History):
        drawn = {word("plot.step", language, number=k): _trace(what, k) for k in _steps(what, steps)}
    else:
        raise DataError(f"plot.gradients draws a Trace or a History; {shown(what)} is neither.")
    axes = canvas(axes, language)
    names: list[str] = []
    for place, (label, trace) in enumerate(drawn.items()):
        sizes = layer_sizes(trace)
        names = [word("plot.layer", language, index=index, parameters=", ".join(own)) for index, own in sizes]
        values = np.array([*sizes.values()])
        values = np.where(values > 0, values, np.nan)
        axes.plot(range(len(values)), values, "o-", color=COLOURS[place % len(COLOURS)], label=label)
    axes.set_yscale("log")
    turned: dict[str, Any] = (
        {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if len(names) > 5 else {}
    )
    axes.set_xticks(range(len(names)), names, **turned)
    axes.margins(x=0.1)
    axes.set_xlabel(word("plot.layers", language))
    axes.set_ylabel(word("plot.gradient", language))
    axes.grid(axis="y", color="#E6E6E6")
    if len(drawn) > 1:
        axes.legend(frameon=False)
    return axes


def layer_sizes(trace: Trace) -> dict[tuple[int, tuple[str, ...]], float]:
    """Give the root mean square of each layer's gradient, by its place and the names of its parameters."""
    found: dict[tuple[int, tuple[str, ...]], float] = {}
    for step in sorted(trace.network.steps, key=lambda step: step.index or 0):
        own = tuple(step.parameters.values())
        if not own or any(own == names for _, names in found):  # shared parameters have one gradient
            continue
        numbers = np.concatenate([np.ravel(trace.gradients[name]) for name in own])
        largest = float(np.abs(numbers).max())  # squares of 1e-200 would be 0
        found[step.index or 0, own] = (
            largest * float(np.sqrt(np.mean((numbers / largest) ** 2))) if largest else 0.0
        )
    return found


def _steps(history: History, steps: Any) -> list[int]:
    first, last = history.first_step, history.progress.steps - 1
    if last < first:
        raise DataError("The history has no step, so there is nothing to draw.")
    chosen = [first, (first + last) // 2, last] if steps is None else list(steps)
    if not 0 < len(chosen) <= len(COLOURS):
        raise DataError(f"steps has {len(chosen)} steps; 1 to {len(COLOURS)} are drawn.")
    return sorted({whole(k, "A step in steps", least=first, most=last) for k in chosen})


def _trace(history: History, k: int) -> Trace:
    problem = history.step(k)
    return Trace(problem.network, problem.parameters, problem.x, problem.t)
