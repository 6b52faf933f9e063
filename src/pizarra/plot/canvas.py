"""Canvas: matplotlib, where it is installed, and what all plots have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import DataError, MissingPackageError, shown
from ..language import catalogue, say, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Colours that the colour-blind tell apart: Okabe, Ito 2008.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#4D4D4D")
QUIET = "#8A8A8A"


def canvas(axes: Axes | None, language: str) -> Axes:
    """Give the axes to draw into: one's own, or those of a new figure. Raises a PizarraError."""
    catalogue(language)
    try:
        from matplotlib import pyplot
        from matplotlib.axes import Axes
    except ImportError:
        raise MissingPackageError(
            "Plots need matplotlib, which is not installed: pip install 'pizarra[plot]'."
        ) from None
    if axes is None:
        _, axes = pyplot.subplots(figsize=(6.4, 4.2), layout="constrained")
    if not isinstance(axes, Axes):
        raise DataError(f"axes must be matplotlib's Axes, such as pyplot.gca(); {shown(axes)} is not.")
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def word(key: str, language: str, **values: Any) -> str:
    """Word a label."""
    return words(say(key, **values), language)
