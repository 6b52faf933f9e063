"""history: the loss of each epoch, the validation loss, and the rate where it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError, shown
from ..train import History
from .canvas import COLOURS, QUIET, canvas, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DOTS_UP_TO = 30  # epochs: with more of them the line alone is clearer


def history(history: History, *, language: str = "en", axes: Axes | None = None) -> Axes:
    """Draw loss against epoch, on a logarithmic scale where every loss is above 0.

    With a validation set its loss as well, and a mark at its least; the rate, on the right, where it changed. Raises a
    PizarraError where there is nothing to draw.
    """
    if not isinstance(history, History):
        raise DataError(f"plot.history draws a History, what fit gives back; {shown(history)} is not.")
    if not history.losses:
        raise DataError("The history has no epoch, so there is nothing to draw.")
    axes = canvas(axes, language)
    from matplotlib.ticker import MaxNLocator

    epochs = np.arange(1, history.epochs + 1)
    style: dict[str, Any] = {"marker": "." if len(epochs) <= DOTS_UP_TO else ""}
    lines = axes.plot(epochs, history.loss, color=COLOURS[0], label=word("plot.training", language), **style)
    drawn = history.loss
    if history.validation_losses:
        label = word("plot.validation", language)
        judged = history.validation_loss
        lines += axes.plot(epochs[-len(judged) :], judged, color=COLOURS[1], label=label, **style)
        drawn = np.concatenate([drawn, judged])
        least = int(np.nanargmin(judged))
        label = word("plot.least", language, loss=f"{judged[least]:.3g}")
        mark = {"marker": "o", "markersize": 8, "fillstyle": "none", "linestyle": ""}
        lines += axes.plot(
            [epochs[-len(judged) :][least]], [judged[least]], color=COLOURS[1], label=label, **mark
        )
    if (drawn > 0).all() and np.isfinite(drawn).all():
        axes.set_yscale("log")
    axes.set_xlabel(word("plot.epoch", language))
    axes.set_ylabel(word("plot.loss", language))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color="#E6E6E6")
    if np.ptp(history.rate) > 0:
        right = axes.twinx()
        right.spines[["top", "left"]].set_visible(False)
        label = word("plot.rate", language)
        lines += right.plot(epochs, history.rate, color=QUIET, linestyle="--", label=label)
        right.set_ylabel(label, color=QUIET)
        right.tick_params(axis="y", colors=QUIET)
        right.set_ylim(bottom=0)
    if len(lines) > 1:
        axes.legend(handles=lines, frameon=False)
    return axes
