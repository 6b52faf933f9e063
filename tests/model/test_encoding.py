"""A model takes data as people have them: any units, classes by name; and it predicts in the same."""

import numpy as np
import pytest

from pizarra import Model, Network
from pizarra.errors import DataError, NetworkError
from pizarra.layers import Linear
from pizarra.losses import SquaredError
from pizarra.optimizers import Adam
from pizarra.train import fit, mlp

RNG = np.random.default_rng(0)
X = RNG.normal(1e5, 3e4, (60, 2))
Y = 1e-3 * X[:, 0] - 2e-3 * X[:, 1] + 7
KIND = np.where(X[:, 0] > X[:, 1], "wide", "tall")


def test_any_units_are_learnt():
    model = Model.mlp([], standardize=True)
    history = model.fit(X, Y, rate=0.1, epochs=100)
    assert history.loss[-1] < 1e-6
    assert np.allclose(model.predict(X)[:, 0], Y, rtol=1e-3)
    assert np.allclose(model.encoding.x_scaling.mean, X.mean(axis=0))
    assert np.allclose(model.encoding.y_scaling.deviation, Y.std())


def test_standardised_is_the_same_as_by_hand():
    model = Model.mlp([4], standardize=True)
    pair = X[:10], Y[:10]
    one = model.fit(X, Y, epochs=3, validation=pair)
    x, y = (X - X.mean(axis=0)) / X.std(axis=0), (Y - Y.mean()) / Y.std()
    other = fit(mlp(), x, y, sizes=[4], epochs=3, validation=(x[:10], y[:10]))
    assert np.allclose(one.losses, other.losses)
    assert np.allclose(one.validation_losses, other.validation_losses)
    assert np.allclose(model.trace(X, Y).values["x"], x)


def test_samples_that_validate_are_not_measured():
    model = Model.mlp([], standardize=True)
    model.fit(X, Y, epochs=1, validation=0.5, seed=3)
    mean = model.encoding.x_scaling.mean
    assert not np.allclose(mean, X.mean(axis=0))
    model.fit(X * 9, Y, epochs=1)
    assert (model.encoding.x_scaling.mean == mean).all()


@pytest.mark.parametrize("kind", [KIND, KIND.tolist(), KIND.astype(object), tuple(KIND.tolist())])
@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "binary_cross_entropy_logits"])
def test_classes_by_name(kind, loss):
    model = Model.mlp([], loss=loss, standardize=True)
    model.fit(X, kind, optimizer=Adam(), rate=0.1, epochs=100, validation=(X, kind))
    assert model.encoding.labels == ("tall", "wide")
    assert (model.predict(X) == KIND).mean() > 0.97
    assert model.trace(X[:3], kind[:3]).loss >= 0
    assert model.encoding.y_scaling is None


@pytest.mark.parametrize(
    ("Y", "message"),
    [
        (["cat"] * 60, "Y has one class only, 'cat', in all 60 samples"),
        (["cat", 3] * 30, "Y has .*a number is expected"),
        (["cat", "dog"], "Y has 2|samples"),
    ],
)
def test_classes_that_cannot_be(Y, message):
    with pytest.raises(ValueError, match=message):
        Model.mlp([], loss="softmax_cross_entropy").fit(X, Y)


def test_a_class_that_was_not_there():
    model = Model.mlp([], loss="softmax_cross_entropy")
    model.fit(X / 1e5, KIND, epochs=1)
    with pytest.raises(DataError, match=r"Y\[1\] is 'flat'; the classes are tall, wide\."):
        model.fit(X / 1e5, [*["tall", "flat"] * 30])
    with pytest.raises(DataError, match=r"In validation: Y\[0\] is 'flat'"):
        model.fit(X / 1e5, KIND, validation=(X[:1], ["flat"]))


def test_what_does_not_fit_a_scaling():
    model = Model.mlp([], standardize=True)
    model.fit(X, Y, epochs=1)
    with pytest.raises(DataError, match="X has 1 numbers for each sample; the model was trained with 2"):
        model.predict(X[:, :1])
    with pytest.raises(DataError, match="Y has 2 numbers for each sample; the model was trained with 1"):
        model.trace(X, X)
    with pytest.raises(DataError, match="standardize must be True or False; 'yes' is neither"):
        Model.mlp([], standardize="yes")


def test_a_network_is_fitted_in_one_call():
    network = Network([Linear()], SquaredError("1/N"))
    model = network.fit(X, Y, standardize=True, rate=0.1, tolerance=1e-8, epochs=500)
    assert model.history.stopped == "the loss reached the tolerance 1e-08"
    assert np.allclose(model.predict(X)[:, 0], Y, rtol=1e-3)
    assert mlp(hidden="tanh").fit(X / 1e5, Y, sizes=[3], epochs=1, seed=4).parameters["W1"].shape == (2, 3)
    with pytest.raises(DataError, match=r"fit has no option 'tol'\. Here it is 'tolerance'"):
        network.fit(X, Y, tol=1)


def test_a_step_of_training_explains_itself():
    model = Network([Linear()], SquaredError("1/N")).fit(X[:3] / 1e5, Y[:3], epochs=5)
    page = model.history.step(3).explain(language="es", decimals=3)
    assert page.text().startswith("Paso 3 del entrenamiento\n")
    assert page.trace.loss == pytest.approx(model.history.losses[3])


def test_no_global_random_state_is_touched(tmp_path):
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    model = Model.mlp([3], standardize=True)
    model.fit(X, Y, epochs=2, batch=7, validation=0.2, checkpoint=tmp_path / "run.ckpt")
    model.history.step(3)
    model.save(tmp_path / "m.npz")
    Model.load(tmp_path / "m.npz").predict(X)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_a_model_without_parameters_is_not_saved(tmp_path):
    with pytest.raises(NetworkError, match="The model has no parameters yet"):
        Model.mlp([3]).save(tmp_path / "m.safetensors")
    assert list(tmp_path.iterdir()) == []
