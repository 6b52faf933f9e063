"""Plots show the numbers that they are about, with their axes labelled in both languages."""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb

from pizarra import Model, Network, plot
from pizarra.errors import DataError, MissingPackageError, PizarraError
from pizarra.layers import Linear
from pizarra.losses import SquaredError
from pizarra.model import Encoding
from pizarra.plot.canvas import COLOURS
from pizarra.plot.gradients import layer_sizes
from pizarra.table import Columns
from pizarra.train import History, cosine

matplotlib.use("Agg")
RNG = np.random.default_rng(0)
X = RNG.uniform(-1, 1, (40, 2))
LEFT = np.where(X[:, 0] < 0, "left", "right")


@pytest.fixture(autouse=True)
def close():
    yield
    pyplot.close("all")


def trained(**options):
    model = Model.mlp([4, 4], hidden="tanh")
    model.fit(X, X[:, :1] * X[:, 1:], epochs=8, batch=10, **options)
    return model


def drawn(axes):
    """Draw it, so that nothing is left to go wrong."""
    axes.figure.canvas.draw()
    return axes


def labels(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_a_history_shows_its_losses():
    history = trained(validation=0.25).history
    axes = drawn(plot.history(history))
    training, validation, least = axes.get_lines()
    assert training.get_xdata().tolist() == list(range(1, 9))
    assert training.get_ydata().tolist() == history.losses
    assert validation.get_ydata().tolist() == history.validation_losses
    assert least.get_ydata()[0] == min(history.validation_losses)
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_yscale()) == ("epoch", "loss", "log")
    assert labels(axes)[:2] == ["training", "validation"]
    assert len(axes.figure.axes) == 1


def test_a_rate_that_changes_is_shown_on_the_right():
    history = trained(schedule=cosine(20)).history
    axes = drawn(plot.history(history, language="es"))
    right = axes.figure.axes[1]
    assert right.get_lines()[0].get_ydata().tolist() == history.rates
    assert right.get_ylabel() == "tasa de aprendizaje"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("época", "pérdida")


def test_a_loss_that_is_not_above_0_is_not_on_a_logarithmic_scale():
    history = trained().history
    history.losses[2] = 0.0
    assert drawn(plot.history(history)).get_yscale() == "linear"


def test_ones_own_axes_are_drawn_into():
    _, mine = pyplot.subplots()
    assert plot.history(trained().history, axes=mine) is mine
    assert pyplot.get_fignums() == [1]


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "binary_cross_entropy_logits"])
def test_classes_colour_the_plane(loss):
    model = Model.mlp([], loss=loss, standardize=True)
    model.fit(X, LEFT, rate=1.0, epochs=300)
    axes = drawn(plot.surface(model, X, LEFT, resolution=50))
    picture = axes.images[0].get_array()
    assert picture.shape == (50, 50, 3)
    for column, colour in ((0, COLOURS[0]), (-1, COLOURS[1])):
        pale = np.array(to_rgb(colour)) * 0.45 + 0.55
        assert np.abs(picture[25, column] - pale).max() < 0.1
    assert labels(axes) == ["left", "right"]
    counts = [
        len(points.get_offsets()) for points in axes.collections if len(points.get_offsets()) in range(1, 41)
    ]
    assert sorted(counts)[-2:] == sorted(np.unique(LEFT, return_counts=True)[1].tolist())
    assert axes.get_xlim() == pytest.approx(
        (X[:, 0].min() - 0.08 * np.ptp(X[:, 0]), X[:, 0].max() + 0.08 * np.ptp(X[:, 0]))
    )


def test_numbers_colour_the_plane():
    columns = Columns(("width", "height"), ("area",))
    model = Model.mlp([], encoding=Encoding(columns, scaled=True))
    y = 3 * X[:, 0] + 100
    model.fit(X, y, rate=0.3, epochs=200)
    axes = drawn(plot.surface(model, X, y, resolution=20))
    picture = axes.images[0].get_array()
    assert picture[0, 0] == pytest.approx(97, abs=0.5)
    assert picture[0, -1] == pytest.approx(103, abs=0.6)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("width", "height")
    assert axes.figure.axes[1].get_ylabel() == "area"
    assert drawn(plot.surface(trained(), X, language="es")).figure.axes[1].get_ylabel() == "predicción"


def test_gradients_are_those_of_the_trace():
    model = trained()
    trace = model.trace(X, X[:, :1])
    sizes = layer_sizes(trace)
    assert [*sizes] == [(0, ("W1", "b1")), (2, ("W2", "b2")), (4, ("W3", "b3"))]
    own = np.concatenate([trace.gradients["W2"].ravel(), trace.gradients["b2"]])
    assert sizes[2, ("W2", "b2")] == pytest.approx(np.sqrt((own**2).mean()))
    axes = drawn(plot.gradients(trace))
    assert np.allclose(axes.get_lines()[0].get_ydata(), [*sizes.values()])
    assert [text.get_text() for text in axes.get_xticklabels()][1] == "layer 2: W2, b2"
    assert axes.get_yscale() == "log"


def test_gradients_of_steps_of_a_history():
    history = trained().history
    axes = drawn(plot.gradients(history, language="es"))
    assert labels(axes) == ["paso 0", "paso 15", "paso 31"]
    problem = history.step(15)
    expected = layer_sizes(Model.of(problem).trace(problem.x, problem.t))
    assert np.allclose(axes.get_lines()[1].get_ydata(), [*expected.values()])
    assert len(drawn(plot.gradients(history, steps=[3])).get_lines()) == 1


def test_gradients_that_vanish():
    deep = Model.mlp([3] * 9, initial="zeros")
    axes = drawn(plot.gradients(deep.trace(X, X[:, :1])))
    sizes = axes.get_lines()[0].get_ydata()
    assert np.isnan(sizes[:-1]).all()
    assert sizes[-1] > 0
    network = Network([Linear(bias=False)], SquaredError())
    tiny = layer_sizes(Model(network, {"W1": [[0.0]]}).trace([[1e-200]], [[1.0]]))
    assert tiny[0, ("W1",)] == pytest.approx(2e-200)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda model: plot.history(model), "plot.history draws a History"),
        (lambda model: plot.history(model.history, axes=3), "axes must be matplotlib's Axes"),
        (lambda model: plot.history(model.history, language="fr"), "There is no language 'fr'"),
        (lambda model: plot.history(History(model.history.progress, model.history.replay)), "has no epoch"),
        (lambda model: plot.surface(model.history, X), "plot.surface draws a Model"),
        (lambda model: plot.surface(model, X[:, :1]), "plot.surface draws two inputs; X has 1"),
        (lambda model: plot.surface(model, [["a", 1]]), "X has 'a' at"),
        (lambda model: plot.surface(model, X, resolution=1), "resolution must be a whole number from 2"),
        (lambda model: plot.surface(two_outputs(), X), "draws one output, or classes; the model has 2 outputs"),
        (lambda model: plot.gradients(3), "plot.gradients draws a Trace or a History; 3 is neither"),
        (lambda model: plot.gradients(model.trace(X, X[:, 0]), steps=[1]), "A trace is one step"),
        (lambda model: plot.gradients(model.history, steps=[99]), "A step in steps must be a whole number from 0"),
        (lambda model: plot.gradients(model.history, steps=range(20)), "steps has 20 steps; 1 to 8 are drawn"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn(draw, message):
    model = trained()
    with pytest.raises(PizarraError, match=message):
        draw(model)


def two_outputs():
    model = Model.mlp([])
    model.fit(X, X, epochs=1)
    return model


def test_many_classes_are_refused():
    model = Model.mlp([], loss="softmax_cross_entropy")
    model.fit(X, np.arange(40) % 10, epochs=1)
    with pytest.raises(DataError, match="draws up to 8 classes; the model has 10"):
        plot.surface(model, X)


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'pizarra\[plot\]'"):
        plot.history(trained().history)


def test_it_is_imported_when_something_is_drawn():
    code = "import pizarra.plot, sys; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
