"""Optimisers by themselves: in place, without new arrays, with a state that goes on where it was left."""

import tracemalloc

import numpy as np
import pytest

from pizarra.errors import DataError, ShapeError
from pizarra.optimizers import OPTIMIZERS, SGD, Adam, AdamW, Optimizer, RMSprop

EVERY = [
    SGD(),
    SGD(momentum=0.9, weight_decay=0.1),
    SGD(momentum=0.9, nesterov=True),
    RMSprop(),
    RMSprop(centered=True, momentum=0.5, weight_decay=0.1),
    Adam(),
    Adam(amsgrad=True, weight_decay=0.1),
    AdamW(),
]
every = pytest.mark.parametrize("optimizer", EVERY, ids=repr)


def start(dtype="float64", side=4):
    rng = np.random.default_rng(3)
    parameters = {
        "W1": rng.normal(size=(side, side)).astype(dtype),
        "b1": rng.normal(size=side).astype(dtype),
    }
    gradients = {name: rng.normal(size=array.shape).astype(dtype) for name, array in parameters.items()}
    return parameters, gradients


@every
def test_arrays_are_moved_in_place_and_gradients_are_left_alone(optimizer):
    parameters, gradients = start()
    same = dict(parameters)
    before = {name: array.copy() for name, array in gradients.items()}
    state = optimizer.start(parameters)
    kept = dict(state.arrays)
    for _ in range(3):
        optimizer.step(parameters, gradients, state, 0.1)
    assert all(parameters[name] is same[name] for name in same)
    assert all(state.arrays[name] is kept[name] for name in kept)
    assert all((gradients[name] == before[name]).all() for name in before)
    assert state.steps == 3


@every
def test_a_step_makes_no_arrays(optimizer):
    parameters, gradients = start(side=200)
    state = optimizer.start(parameters)
    optimizer.step(parameters, gradients, state, 0.1)
    tracemalloc.start()
    optimizer.step(parameters, gradients, state, 0.1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < parameters["W1"].nbytes / 10


@every
def test_a_copied_state_goes_on_alike(optimizer):
    parameters, gradients = start()
    state = optimizer.start(parameters)
    for _ in range(4):
        optimizer.step(parameters, gradients, state, 0.1)
    other = {name: array.copy() for name, array in parameters.items()}
    copied = state.copy()
    for _ in range(4):
        optimizer.step(parameters, gradients, state, 0.1)
        optimizer.step(other, gradients, copied, 0.1)
    assert all((parameters[name] == other[name]).all() for name in other)
    assert copied.steps == state.steps == 8


@every
def test_float32_stays_float32(optimizer):
    parameters, gradients = start("float32")
    wide, slopes = start()
    state, wide_state = optimizer.start(parameters), optimizer.start(wide)
    for _ in range(10):
        optimizer.step(parameters, gradients, state, 0.01)
        optimizer.step(wide, slopes, wide_state, 0.01)
    assert {array.dtype.name for array in (*parameters.values(), *state.arrays.values())} == {"float32"}
    np.testing.assert_allclose(parameters["W1"], wide["W1"], atol=1e-5)


@every
def test_a_wrong_shape_is_refused_before_anything_moves(optimizer):
    parameters, gradients = start()
    before = {name: array.copy() for name, array in parameters.items()}
    state = optimizer.start(parameters)
    with pytest.raises(ShapeError, match=r"gradient of b1 has the shape \(3,\), but b1 has \(4,\)"):
        optimizer.step(parameters, {**gradients, "b1": np.zeros(3)}, state, 0.1)
    assert all((parameters[name] == before[name]).all() for name in before)
    assert state.steps == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(momentum=1.0), "momentum of SGD is 1; it must be below 1"),
        (lambda: SGD(momentum=-0.1), "momentum of SGD is -0.1; it must be at least 0"),
        (lambda: SGD(nesterov=True), "nesterov of SGD needs momentum"),
        (lambda: SGD(nesterov=1), "nesterov of SGD must be True or False; 1 is neither"),
        (lambda: RMSprop(alpha="a"), "alpha of RMSprop must be real numbers"),
        (lambda: Adam(beta1=float("nan")), "beta1 of Adam has nan"),
        (lambda: Adam(weight_decay=None), "weight_decay of Adam must be real numbers"),
        (lambda: AdamW(epsilon=[1, 2]), "epsilon of AdamW has 1 dimensions"),
        (lambda: Adam(amsgrad="yes"), "amsgrad of Adam must be True or False"),
    ],
)
def test_options_that_cannot_be_are_refused(make, message):
    with pytest.raises(DataError, match=message):
        make()


def test_one_of_ones_own_is_one_method():
    class Sign(Optimizer):
        def __post_init__(self):
            pass

        def move(self, p, g, kept, room, t, rate):
            p -= rate * np.sign(g)

    parameters = {"W1": np.array([1.0, 2.0])}
    Sign().step(parameters, {"W1": np.array([5.0, -3.0])}, Sign().start(parameters), 0.5)
    assert parameters["W1"].tolist() == [0.5, 2.5]


def test_every_optimizer_is_listed_by_name():
    assert {kind.__name__.lower() for kind in OPTIMIZERS.values()} == set(OPTIMIZERS)
