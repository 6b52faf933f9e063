"""surface: what a model says of every point of the plane, for two inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..data import whole
from ..errors import DataError, shown
from ..model import Model
from ..problem.targets import OF_CLASSES, OF_YES_AND_NO
from ..train.samples import rows
from .canvas import COLOURS, canvas, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 0.08  # around the samples, as a share of what they span
POINTS_AT_MOST = 5000  # samples that are drawn, spread evenly
PALE = 0.55  # how much white is mixed into the colour of a class


def surface(
    model: Model,
    X: Any,
    Y: Any = None,
    *,
    resolution: int = 300,
    language: str = "en",
    axes: Axes | None = None,
) -> Axes:
    """Draw the plane of two inputs as the model sees it, and the samples X on it.

    For classes every point has their colours, mixed by their probabilities, and a line where the answer changes; Y
    colours the samples: labels, or one-hot rows. For numbers it has the prediction as a colour, and so have the samples
    by Y. resolution: points along each axis. Raises a PizarraError for other than two inputs, or several outputs that
    are not classes.
    """
    if not isinstance(model, Model):
        raise DataError(f"plot.surface draws a Model; {shown(model)} is not.")
    x = rows(X, "X")
    if x.shape[1] != 2:
        raise DataError(f"plot.surface draws two inputs; X has {x.shape[1]}.")
    count = whole(resolution, "resolution", least=2, most=4000)
    low, high = x.min(axis=0).astype(float), x.max(axis=0).astype(float)
    margin = np.where(high > low, (high - low) * MARGIN, 1.0)
    low, high = low - margin, high + margin
    horizontal, vertical = np.meshgrid(
        np.linspace(low[0], high[0], count), np.linspace(low[1], high[1], count)
    )
    plane = np.column_stack([horizontal.ravel(), vertical.ravel()])
    extent = (low[0], high[0], low[1], high[1])
    some = np.arange(len(x))[:: -(-len(x) // POINTS_AT_MOST)]
    classes = isinstance(model.network.loss, OF_CLASSES + OF_YES_AND_NO)
    found = model.predict_probabilities(plane) if classes else model.predict(plane)
    if found.shape[1] != 1 and not isinstance(model.network.loss, OF_CLASSES):
        raise DataError(f"plot.surface draws one output, or classes; the model has {found.shape[1]} outputs.")
    axes = canvas(axes, language)
    if classes:
        probabilities = np.hstack([1 - found, found]) if found.shape[1] == 1 else found
        _classes(
            model, axes, probabilities.reshape(count, count, -1), extent, x[some], _labels(model, Y, some)
        )
    else:
        truth = None if Y is None else np.asarray(Y, float).reshape(len(x), -1)[some, 0]
        _numbers(model, axes, found.reshape(count, count), extent, x[some], truth, language)
    columns = model.encoding.columns
    names = columns.numbers if columns is not None else ("x₁", "x₂")
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    return axes


def _labels(model: Model, Y: Any, some: np.ndarray) -> np.ndarray | None:
    """Give the number of each sample's class."""
    if Y is None:
        return None
    given = model.encoding.targets(Y, model.network.loss)
    found = np.asarray(given)
    found = found.argmax(axis=1) if found.ndim == 2 and found.shape[1] > 1 else found.reshape(-1)
    return found.astype(int)[some]


def _classes(
    model: Model, axes: Any, probabilities: np.ndarray, extent: Any, x: np.ndarray, labels: np.ndarray | None
) -> None:
    from matplotlib.colors import to_rgb

    count = probabilities.shape[-1]
    if count > len(COLOURS):
        raise DataError(f"plot.surface draws up to {len(COLOURS)} classes; the model has {count}.")
    colours = np.array([to_rgb(colour) for colour in COLOURS[:count]])
    picture = probabilities @ (colours * (1 - PALE) + PALE)
    axes.imshow(picture.clip(0, 1), origin="lower", extent=extent, aspect="auto", interpolation="bilinear")
    answer = probabilities.argmax(axis=-1)
    for one in np.unique(answer)[:-1]:
        axes.contour(answer <= one, levels=[0.5], colors="#333333", linewidths=0.8, extent=extent)
    names = model.encoding.labels or tuple(map(str, range(count)))
    for one in range(count):
        here = x[labels == one] if labels is not None else x[:0]
        axes.scatter(
            here[:, 0],
            here[:, 1],
            s=18,
            color=colours[one],
            edgecolor="white",
            linewidth=0.6,
            label=names[one],
        )
    if labels is None:
        axes.scatter(x[:, 0], x[:, 1], s=14, color="#333333", edgecolor="white", linewidth=0.6)
    axes.legend(frameon=True, framealpha=0.85, edgecolor="none")


def _numbers(
    model: Model,
    axes: Any,
    found: np.ndarray,
    extent: Any,
    x: np.ndarray,
    truth: np.ndarray | None,
    language: str,
) -> None:
    values = found if truth is None else np.concatenate([found.ravel(), truth])
    scale = {"vmin": float(values.min()), "vmax": float(values.max()), "cmap": "viridis"}
    drawn = axes.imshow(
        found, origin="lower", extent=extent, aspect="auto", interpolation="bilinear", **scale
    )
    if np.ptp(found) > 0:
        axes.contour(found, levels=8, colors="white", linewidths=0.5, alpha=0.7, extent=extent)
    colour: dict[str, Any] = {"color": "#333333"} if truth is None else {"c": truth, **scale}
    axes.scatter(x[:, 0], x[:, 1], s=18, edgecolor="white", linewidth=0.6, **colour)
    columns = model.encoding.columns
    label = columns.targets[0] if columns is not None else word("plot.prediction", language)
    axes.figure.colorbar(drawn, ax=axes, label=label)
