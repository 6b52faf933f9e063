"""What is read from others by its shape alone, without them: state dicts, modules, Keras models, perceptrons."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn import neural_network

from pizarra import Model, Network
from pizarra.errors import DataError, NetworkError
from pizarra.exchange import from_keras, from_sklearn, from_torch
from pizarra.layers import Activation, Linear, Sigmoid
from pizarra.losses import CrossEntropy, SquaredError

rng = np.random.default_rng(0)
W, b, V, c = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(4, 2)), rng.normal(size=2)
X = rng.normal(size=(5, 3))
STATE = {"0.weight": W.T, "0.bias": b, "2.weight": V.T, "2.bias": c}


def expected(x=X):
    return np.maximum(x @ W + b, 0) @ V + c


def test_a_state_dict_is_read_with_its_activations():
    for names in (["relu"], "relu", ["relu", "identity"]):
        model = from_torch(STATE, activations=names)
        np.testing.assert_allclose(model.predict(X), expected(), rtol=1e-14)
        assert model.parameters["W1"].tobytes() == W.tobytes()
    assert isinstance(from_torch(STATE, activations=["relu", "softmax"]).network.loss, CrossEntropy)


@pytest.mark.parametrize(
    "stored",
    [
        lambda a: a.astype(">f8"),
        lambda a: np.asfortranarray(a),
        lambda a: np.repeat(a, 2, axis=0)[::2],
        lambda a: a[::-1][::-1],
    ],
    ids=["big endian", "by columns", "strided", "reversed"],
)
def test_however_numbers_are_stored_they_stay_the_same(stored):
    model = from_torch({key: stored(array) for key, array in STATE.items()}, activations=["relu"])
    for name, array in zip(("W1", "b1", "W2", "b2"), (W, b, V, c), strict=True):
        assert (model.parameters[name] == array).all()
        assert model.parameters[name].dtype.isnative
        assert model.parameters[name].flags.c_contiguous


def test_float32_stays_and_float16_is_widened():
    small = {key: array.astype(np.float32) for key, array in STATE.items()}
    assert {a.dtype for a in from_torch(small, activations=["relu"]).parameters.values()} == {np.dtype("f4")}
    half = from_torch({key: array.astype(np.float16) for key, array in STATE.items()}, activations=["relu"])
    assert (half.parameters["W1"] == W.astype(np.float16)).all()


def test_one_unit_may_have_its_bias_as_one_number():
    model = from_torch({"weight": np.ones((1, 3)), "bias": np.array(2.0)}, activations=[])
    assert model.predict([[1.0, 1, 1]]).tolist() == [[5.0]]


@pytest.mark.parametrize(
    ("state", "activations", "message"),
    [
        (STATE, None, "A state dict does not say what follows"),
        (STATE, ["rleu"], "activations has 'rleu'.*Did you mean 'relu'"),
        (STATE, ["relu"] * 3, "There are 2 linear layers and 3 activations"),
        ({"0.weight": W.T, "0.gamma": b}, ["relu"], "The state dict has '0.gamma'"),
        ({"0.weight": np.ones((2, 2, 3))}, [], "is no linear layer"),
        ({"0.bias": b}, [], "is no linear layer"),
        ({"0.weight": W.T, "0.bias": c}, [], "has 2 numbers for 4 units"),
        ({"0.weight": np.ones((0, 3))}, [], r"have the shape \(3, 0\); a matrix is expected"),
        ({"0.weight": np.full((2, 2), np.nan)}, [], "not finite"),
        ({"0.weight": np.array([["a", "b"]])}, [], "must be real numbers"),
        ({"0.weight": np.array([[1j, 2]])}, [], "must be real numbers"),
        ({}, [], "There is no linear layer"),
        ("model.pt", None, "An nn.Sequential or a state dict is expected"),
        (3, None, "An nn.Sequential or a state dict is expected"),
    ],
)
def test_what_is_no_state_dict_of_a_chain_is_refused(state, activations, message):
    with pytest.raises((NetworkError, DataError), match=message):
        from_torch(state, activations=activations)


def keras(*layers):
    return SimpleNamespace(layers=list(layers))


class Dense:
    def __init__(self, *arrays, activation="linear"):
        self.arrays, self.activation = arrays, SimpleNamespace(__name__=activation)

    def get_weights(self):
        return list(self.arrays)


class Dropout:
    pass


class BatchNormalization:
    pass


class ReLU:
    max_value, negative_slope, threshold = None, 0.0, 0.0


def test_a_live_keras_model_is_read():
    for model in (
        keras(Dense(W, b, activation="relu"), Dropout(), Dense(V, c)),
        keras(Dense(W, b), ReLU(), Dense(V, c)),
    ):
        np.testing.assert_allclose(from_keras(model).predict(X), expected(), rtol=1e-14)
    no_bias = from_keras(keras(Dense(W, activation="tanh"), Dense(V)))
    np.testing.assert_allclose(no_bias.predict(X), np.tanh(X @ W) @ V, rtol=1e-12)


def test_what_keras_has_and_we_have_not_is_refused():
    six = ReLU()
    six.max_value = 6.0
    for model, message in [
        (keras(Dense(W, b), BatchNormalization()), "Layer 1 is a BatchNormalization, which is none of ours"),
        (keras(Dense(W, b, activation="gelu")), "Layer 0 has the activation 'gelu'"),
        (keras(Dense(W, b), six), "Layer 1 is a ReLU with max_value 6.0"),
        ("model.keras", "Files of Keras are not read"),
        (3, "A Keras model is expected"),
        (keras(), "There is no linear layer"),
        (keras(Dense()), "Layer 0 has no weights yet"),
        (keras(Dense(W, b, W)), "Layer 0 has 3 arrays; weights and a bias are expected"),
    ]:
        with pytest.raises(NetworkError, match=message):
            from_keras(model)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
def test_fitted_perceptrons_of_scikit_learn_are_read(activation):
    options = {"activation": activation, "hidden_layer_sizes": (4, 3), "max_iter": 5, "random_state": 0}
    classes = np.arange(5) % 3
    for y in (classes, classes > 0):
        theirs = neural_network.MLPClassifier(**options).fit(X, y)
        ours = from_sklearn(theirs)
        probabilities = ours.predict_probabilities(X)
        np.testing.assert_allclose(
            probabilities, theirs.predict_proba(X)[:, -probabilities.shape[1] :], rtol=1e-12
        )
        assert "–4–3–" in ours.explain(X, y.astype(int)).text()
    theirs = neural_network.MLPRegressor(**options).fit(X, X[:, :2])
    np.testing.assert_allclose(from_sklearn(theirs).predict(X), theirs.predict(X), rtol=1e-12)
    theirs = neural_network.MLPRegressor("poisson", **options).fit(X, X[:, 0] ** 2)
    np.testing.assert_allclose(np.exp(from_sklearn(theirs).predict(X)[:, 0]), theirs.predict(X), rtol=1e-12)


def test_what_is_not_fitted_is_refused():
    for estimator in (neural_network.MLPClassifier(), None, "mlp"):
        with pytest.raises(NetworkError, match="A fitted MLPClassifier or MLPRegressor is expected"):
            from_sklearn(estimator)


def test_a_model_of_float32_arrays_keeps_them():
    parameters = {"W1": np.ones((2, 1), np.float32), "b1": np.zeros(1, np.float32)}
    line = Network([Linear()], SquaredError())
    assert Model(line, parameters).parameters["W1"].dtype == np.float32
    assert Model(line, parameters | {"b1": [0.0]}).parameters["W1"].dtype == np.float64


def test_a_network_that_is_no_chain_of_known_layers_cannot_be_said_elsewhere():
    from pizarra.exchange.stack import pieces_of

    own = Network([Linear(), Activation("z ** 2"), Linear()], SquaredError())
    with pytest.raises(NetworkError, match="layer 1, Activation, cannot be said there"):
        pieces_of(Model(own, {"W1": W, "b1": b, "W2": V, "b2": c}))
    with pytest.raises(NetworkError, match=r"A pizarra\.Model is expected"):
        pieces_of(Network([Linear(), Sigmoid()], SquaredError()))
