"""The kernel looks at every array before it reads a number: whatever it is given, there is one clear error, or none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pizarra.engines import kernel

K = kernel()
pytestmark = pytest.mark.skipif(K is None, reason="the kernel was not built")
RULE = (0, 0.0, 0.0, 0.0, 0.0, 0, 0.0, 0.0, float("inf"))
ADAM = (1, 0.9, 0.999, 1e-8, 0.0, 0, 0.0, 0.0, float("inf"))


def job(kept=0):
    """Arguments of `train` that are right: two layers, 3-4-2, five samples."""

    def parameter(*shape):
        return np.full(shape, 0.1), tuple(np.zeros(shape) for _ in range(kept))

    (W1, w1), (b1, c1), (W2, w2) = parameter(3, 4), parameter(4), parameter(4, 2)
    layers = ((1, 0.0, W1, b1, w1, c1), (0, 0.0, W2, None, w2, ()))
    return [
        layers,
        0,
        0.5,
        False,
        ADAM if kept else RULE,
        np.ones((5, 3)),
        np.ones((5, 2)),
        np.array([0, 4, 2]),
        2,
        np.full(2, 0.1),
        1.0,
        np.zeros(5),
        1,
    ]


def changed(place, value, kept=0):
    arguments = job(kept)
    arguments[place] = value
    return arguments


def layers_with(place, value, layer=0):
    layers = [list(one) for one in job()[0]]
    layers[layer][place] = value
    return tuple(tuple(one) for one in layers)


def test_what_is_right_is_taken():
    for kept in (0, 2):
        arguments = job(kept)
        K.train(*arguments)
        assert arguments[11][2] == 2


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (0, (), "there must be 1 to 10000 layers"),
        (0, (None,), "layer 0 is no tuple"),
        (0, layers_with(0, 6), "there is no activation 6"),
        (0, layers_with(0, -1), "there is no activation -1"),
        (0, layers_with(2, np.ones((2, 4))), "W has the wrong shape: 2 axes, 8 numbers"),
        (0, layers_with(2, np.ones((4, 3)).T), "W must be a contiguous, writable array"),
        (
            0,
            layers_with(2, np.ones((3, 4), np.float32)),
            "W is of the wrong type, f|b is of the wrong type, d",
        ),
        (0, layers_with(2, np.ones((3, 4), int)), "W is of the wrong type, l"),
        (0, layers_with(2, np.ones((3, 0))), "W has the wrong shape"),
        (0, layers_with(2, [[1.0]]), "W must be a contiguous, writable array"),
        (0, layers_with(2, np.broadcast_to(1.0, (3, 4))), "W must be a contiguous, writable array"),
        (0, layers_with(3, np.ones(3)), "b has the wrong shape: 1 axes, 3 numbers"),
        (0, layers_with(4, (np.ones((3, 4)),)), "this rule keeps 0 arrays for a parameter"),
        (1, 5, "there is no loss 5"),
        (4, (3, *RULE[1:]), "there is no rule 3"),
        (4, ADAM, "this rule keeps 2 arrays for a parameter"),
        (5, np.ones((5, 2)), "W has the wrong shape"),
        (5, np.ones((3, 5)).T, "x must be a contiguous array"),
        (5, np.ones((5, 3), np.float32), "W is of the wrong type, d"),
        (6, np.ones((5, 3)), "t has the wrong shape"),
        (6, np.ones((4, 2)), "t has the wrong shape"),
        (7, np.array([0, 5]), r"order\[1\] is no row of x, which has 5"),
        (7, np.array([-1]), r"order\[0\] is no row of x"),
        (7, np.array([0, 1, 2], np.int32), "order is of the wrong type, i"),
        (7, np.array([], int), "order has the wrong shape"),
        (8, 0, "batch must be at least 1"),
        (8, -3, "batch must be at least 1"),
        (8, 1, "rates has the wrong shape"),
        (9, np.ones(3), "rates has the wrong shape"),
        (11, np.zeros(4), "report has the wrong shape"),
        (11, np.broadcast_to(0.0, 5), "report must be a contiguous, writable array"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_has_moved(place, value, message):
    arguments = changed(place, value)
    with pytest.raises(ValueError, match=f"kernel: .*{message}|kernel: {message}"):
        K.train(*arguments)
    if place:
        assert (arguments[0][0][2] == 0.1).all()


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (0, (), "there must be 1 to 10000 layers"),
        (0, layers_with(2, np.ones((2, 4))), "W has the wrong shape: 2 axes, 8 numbers"),
        (0, layers_with(4, (np.ones((3, 4)),)), "this rule keeps 0 arrays for a parameter"),
        (1, np.ones((5, 2)), "W has the wrong shape"),
        (1, np.ones((3, 5)).T, "x must be a contiguous array"),
        (2, np.ones((5, 3)), "y has the wrong shape"),
        (2, np.ones((4, 2)), "y has the wrong shape"),
        (2, np.broadcast_to(0.0, (5, 2)), "y must be a contiguous, writable array"),
    ],
)
def test_a_forward_pass_looks_too(place, value, message):
    arguments = calls()["forward"]
    arguments[place] = value
    with pytest.raises(ValueError, match=f"kernel: {message}"):
        K.forward(*arguments)


THINGS = st.one_of(
    st.none(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=3),
    st.binary(max_size=9),
    st.just(()),
    st.just([1.0]),
    st.builds(
        lambda shape, dtype, turned: np.ones(shape, dtype).T if turned else np.ones(shape, dtype),
        st.lists(st.integers(0, 6), max_size=3),
        st.sampled_from(
            [np.float64, np.float32, np.float16, np.int64, np.int32, np.uint8, bool, object, ">f8"]
        ),
        st.booleans(),
    ),
    st.sampled_from([RULE, ADAM, RULE[:3], (np.ones((3, 4)),), ((0,),)]),
    st.just(np.array([3, 1, 2**40])),
    st.just(np.ma.masked_array([1.0, 2.0])),
)


def calls():
    z, b, t = np.ones((3, 4)), np.ones(4), np.ones((3, 4)) / 4
    return {
        "train": job(),
        "forward": [tuple((*one[:4], (), ()) for one in job()[0]), np.ones((5, 3)), np.ones((5, 2)), 2],
        "activate": [z, b, 1, 0.0],
        "output": [z, b, t, b.copy(), 0, 0.0, 2, 1.0],
        "pull": [z, t, b, 1, 0.0],
        "squares": [(z, b)],
        "penalise": [RULE, z, t],
        "move": [ADAM, (z, b), (t, b.copy()), ((z * 0, z * 0), (b * 0, b * 0)), 0.1, 1.0, 1.0],
        "gather": [z, np.array([0, 2]), np.ones((2, 4), np.float32)],
        "use": [None],
    }


@settings(max_examples=300)
@given(st.data())
def test_anything_is_refused_or_computed(data):
    name = data.draw(st.sampled_from(sorted(calls())))
    arguments = calls()[name]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(arguments) - 1))
        if isinstance(arguments[place], tuple) and arguments[place] and data.draw(st.booleans()):
            inside = [*arguments[place]]
            deeper = data.draw(st.integers(0, len(inside) - 1))
            if isinstance(inside[deeper], tuple) and inside[deeper]:
                deepest = [*inside[deeper]]
                deepest[data.draw(st.integers(0, len(deepest) - 1))] = data.draw(THINGS)
                inside[deeper] = tuple(deepest)
            else:
                inside[deeper] = data.draw(THINGS)
            arguments[place] = tuple(inside)
        else:
            arguments[place] = data.draw(THINGS)
    if data.draw(st.booleans()) and data.draw(st.booleans()):
        arguments = arguments[:-1]
    try:
        getattr(K, name)(*arguments)
    except (ValueError, TypeError, OverflowError):
        pass
    finally:
        K.use(None)
