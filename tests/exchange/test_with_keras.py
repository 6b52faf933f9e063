"""Live models of Keras itself: the same numbers here, and what is no chain is refused."""

import os
import warnings

import numpy as np
import pytest

from pizarra.errors import NetworkError
from pizarra.exchange import from_keras

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # raised within Keras
]
FUNCTIONS = ["relu", "sigmoid", "tanh", "softplus", "elu", "softmax", "linear"]


@pytest.fixture(scope="module")
def keras(tmp_path_factory):
    """Keras on torch; it writes its settings when it is imported."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("KERAS_BACKEND", "torch")
        patch.setenv("KERAS_HOME", os.fspath(tmp_path_factory.mktemp("keras")))
        yield pytest.importorskip("keras")


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_outputs_are_the_same(keras, function, dtype):
    keras.config.set_dtype_policy(dtype)
    keras.config.set_floatx(dtype)  # also for what a model makes of the array that it is given
    X = np.random.default_rng(0).normal(size=(20, 5)).astype(dtype)
    value = start = keras.Input((5,), dtype=dtype)
    for layer in stack(keras.layers, function):
        value = layer(value)
    for model in (
        keras.Sequential([keras.Input((5,), dtype=dtype), *stack(keras.layers, function)]),
        keras.Model(start, value),
    ):
        ours = from_keras(model)
        found = ours.network.forward(ours.parameters, X)[ours.network.prediction]
        assert found.dtype == dtype
        # Keras on torch multiplies with the digits of float32, whatever the type.
        np.testing.assert_allclose(found, model(X).detach().numpy(), rtol=1e-6, atol=1e-6)
        for array, other in zip(ours.parameters.values(), model.get_weights(), strict=True):
            assert (array == other).all()


def stack(layers, function):
    """Layers in a row, none of which is in a model yet."""
    return [
        layers.Dense(7, activation=function, bias_initializer="normal"),
        layers.Dropout(0.5),
        layers.Dense(6, use_bias=False),
        layers.LeakyReLU(negative_slope=0.1),
        layers.Dense(4),
        layers.Activation("tanh"),
        layers.Dense(3),
        layers.Softmax(),
    ]


def test_what_is_no_chain_or_has_no_weights_is_refused(keras):
    start = keras.Input((5,))
    one, other = keras.layers.Dense(5), keras.layers.Dense(5)
    both = keras.layers.Add()([start, keras.layers.Dense(5)(start)])
    for model in [
        keras.Model(start, [one(start), other(start)]),
        keras.Model(start, other(other(start))),
        keras.Model(start, keras.layers.Dense(2)(both)),
    ]:
        with pytest.raises(NetworkError, match="do not stand in a row"):
            from_keras(model)
    with pytest.raises(NetworkError, match="Layer 0 has no weights yet"):
        from_keras(keras.Sequential([keras.layers.Dense(3)]))
