"""Everything that the kernel exports is what layers, losses and optimisers compute, with each instruction set."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.engines import chain, kernel, pieces
from pizarra.engines.chain import rule_of
from pizarra.layers import LAYERS
from pizarra.losses import LOSSES
from pizarra.optimizers import OPTIMIZERS, SGD, Adam, AdamW
from pizarra.train import mlp

mpmath = pytest.importorskip("mpmath")
K = kernel()
pytestmark = pytest.mark.skipif(K is None, reason="the kernel was not built")
NONE = (0, 0.0, 0.0, 0.0, 0.0, 0, 0.0, 0.0, float("inf"))
CLOSE = {np.float64: 1e-13, np.float32: 1e-5}
dtypes = pytest.mark.parametrize("dtype", [np.float64, np.float32])
WIDTHS = [1, 3, 8, 10, 16, 17, 33]


@pytest.fixture(autouse=True, params=K.INSTRUCTIONS if K else ["none"])
def instructions(request):
    """Each instruction set that this machine has."""
    K.use(request.param)
    yield request.param
    K.use(None)


def test_what_it_exports_is_known_and_tested_here():
    functions = {name for name in dir(K) if not name.startswith("_") and callable(getattr(K, name))}
    assert functions == {
        "train",
        "forward",
        "activate",
        "output",
        "pull",
        "squares",
        "penalise",
        "move",
        "gather",
        "use",
    }
    assert K.ACTIVATIONS == pieces.ACTIVATIONS
    assert K.LOSSES == pieces.LOSSES
    assert tuple(chain.RULES.values()) == K.RULES
    assert {*K.ACTIVATIONS} < {*LAYERS}
    assert {*K.LOSSES} <= {*LOSSES}
    assert {*K.RULES} < {*OPTIMIZERS}
    assert K.INSTRUCTIONS[0] == "base"


def numbers(rng, shape, dtype, size=3.0):
    drawn = rng.normal(size=shape) * size
    drawn[rng.random(shape) < 0.1] = 0
    return drawn.astype(dtype)


def same(one, other, dtype, size=1.0):
    np.testing.assert_allclose(one, other, rtol=CLOSE[dtype], atol=CLOSE[dtype] * size)


@dtypes
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky_relu", "softmax", "identity"])
def test_outputs_of_many_samples(hidden, dtype):
    """Blocks of samples and what is left over, with any number of threads the same bits; nothing given is changed."""
    rng = np.random.default_rng(0)
    for samples, widths in [(1, [3, 2]), (7, [5, 33, 70, 3]), (101, [20, 17, 10]), (3001, [90, 130, 64])]:
        network = mlp(len(widths) - 2, hidden=hidden, output="softmax", loss="cross_entropy")
        parameters = {
            name: numbers(rng, shape, dtype, 0.3) for name, shape in zip(
                network.parameters,
                [shape for n, m in pairwise(widths) for shape in ((n, m), (m,))], strict=True)
        }  # fmt: skip
        layers = tuple(
            (dense.activation, dense.slope, parameters[dense.W], parameters[dense.b], (), ())
            for dense in chain.chain_of(network).layers
        )
        x = numbers(rng, (samples, widths[0]), dtype)
        for array in (x, *parameters.values()):
            array.flags.writeable = False
        found = [np.full((samples, widths[-1]), np.nan, dtype) for _ in range(3)]
        for threads, y in zip((1, 2, 5), found, strict=True):
            K.forward(layers, x, y, threads)
        same(found[0], network.forward(parameters, x)[network.prediction], dtype)
        assert all((y == found[0]).all() for y in found)


@dtypes
def test_weights_next_to_nothing_count_as_none(dtype):
    """They are as good as 0, and slow; a NaN and an infinity stay what they are."""
    tiny = np.finfo(dtype).smallest_subnormal
    W = np.array([[1, tiny, np.nan, 2], [tiny, -tiny, 0, np.inf]], dtype)
    kept, x, y = W.copy(), np.array([[1, 3], [2, 1]], dtype), np.empty((2, 4), dtype)
    K.forward(((0, 0.0, W, None, (), ()),), x, y, 1)
    np.testing.assert_array_equal(y, np.array([[1, 0, np.nan, np.inf], [2, 0, np.nan, np.inf]], dtype))
    np.testing.assert_array_equal(W, kept)


@dtypes
@pytest.mark.parametrize("code", range(len(pieces.ACTIVATIONS)), ids=pieces.ACTIVATIONS)
@pytest.mark.parametrize("m", WIDTHS)
def test_activations_and_their_cotangents(code, m, dtype):
    rng = np.random.default_rng(m)
    slope = 0.25 if pieces.ACTIVATIONS[code] == "leaky_relu" else 0.0
    for b in (numbers(rng, m, dtype), None):
        z = numbers(rng, (5, m), dtype)
        ours, theirs = z.copy(), z.copy()
        K.activate(ours, b, code, slope)
        pieces.activate(theirs, b, code, slope)
        same(ours, theirs, dtype)
        d = numbers(rng, (5, m), dtype)
        one, other, sums, wanted = d.copy(), d.copy(), np.ones(m, dtype), np.ones(m, dtype)
        K.pull(one, theirs, None if b is None else sums, code, slope)
        pieces.pull(other, theirs, None if b is None else wanted, code, slope)
        same(one, other, dtype, 10)
        same(sums, wanted, dtype, 30)


def targets(rng, loss, shape, dtype):
    t = rng.random(shape)
    if "binary" in loss:
        t[rng.random(shape) < 0.5] = 1
        t[rng.random(shape) < 0.3] = 0
    elif "entropy" in loss:
        t[: len(t) // 2] = np.eye(shape[1])[rng.integers(0, shape[1], len(t) // 2)]
        t /= t.sum(axis=1, keepdims=True)
    return t.astype(dtype)


@dtypes
@pytest.mark.parametrize("loss", range(len(pieces.LOSSES)), ids=pieces.LOSSES)
@pytest.mark.parametrize("m", WIDTHS)
@pytest.mark.parametrize("rows", [1, 5, 40])
def test_losses_behind_every_activation(loss, m, rows, dtype):
    rng = np.random.default_rng(m)
    name = pieces.LOSSES[loss]
    codes = range(len(pieces.ACTIVATIONS))
    if name == "cross_entropy":
        codes = [pieces.ACTIVATIONS.index("softmax"), pieces.ACTIVATIONS.index("sigmoid")]
    elif name == "binary_cross_entropy":
        codes = [pieces.ACTIVATIONS.index("sigmoid")]
    for code in codes:
        z, t = numbers(rng, (rows, m), dtype), targets(rng, name, (rows, m), dtype)
        for b in (numbers(rng, m, dtype, 0.5), None):
            ours, theirs = z.copy(), z.copy()
            db, wanted = np.ones(m, dtype), np.ones(m, dtype)
            arguments = code, 0.25 if pieces.ACTIVATIONS[code] == "leaky_relu" else 0.0, loss, 0.5 / rows
            value = K.output(ours, b, t, None if b is None else db, *arguments)
            expected = pieces.output(theirs, b, t, None if b is None else wanted, *arguments)
            same(value, expected, dtype, 10)
            same(ours, theirs, dtype, 10)
            same(db, wanted, dtype, 30)


RULES = [
    SGD(),
    SGD(weight_decay=0.1),
    SGD(momentum=0.9),
    SGD(momentum=0.9, dampening=0.4, weight_decay=0.1),
    SGD(momentum=0.9, nesterov=True),
    Adam(),
    Adam(beta1=0.0, beta2=0.5, epsilon=0.3, weight_decay=0.1),
    Adam(amsgrad=True),
    AdamW(),
    AdamW(amsgrad=True, weight_decay=0.3),
]


@dtypes
@pytest.mark.parametrize("optimizer", RULES, ids=repr)
def test_rules_move_as_optimisers_do(optimizer, dtype):
    rng = np.random.default_rng(0)
    rule = rule_of(optimizer, 0.0, 0.0, None, dtype.__name__)
    shapes = {"W": (7, 9), "b": (9,), "c": (1,)}
    ours = {name: numbers(rng, shape, dtype) for name, shape in shapes.items()}
    theirs = {name: p.copy() for name, p in ours.items()}
    state, other = optimizer.start(ours), optimizer.start(theirs)
    for step in range(1, 6):
        g = {name: numbers(rng, shape, dtype) for name, shape in shapes.items()}
        kept = tuple(tuple(state.arrays[f"{name}.{one}"] for one in optimizer.kept) for name in ours)
        shrink = 0.5 if step == 3 else 1.0
        optimizer.step(theirs, {name: array * dtype(shrink) for name, array in g.items()}, other, 0.03)
        K.move(rule, tuple(ours.values()), tuple(g.values()), kept, 0.03, step, shrink)
        for name in ours:
            same(ours[name], theirs[name], dtype, 10)
        for name, array in other.arrays.items():
            same(state.arrays[name], array, dtype, 10)


@dtypes
@given(n=st.integers(1, 20_000), seed=st.integers(0, 99))
def test_squares_and_penalties(dtype, n, seed):
    rng = np.random.default_rng(seed)
    p, g = numbers(rng, n, dtype), numbers(rng, n, dtype)
    assert K.squares((p, g)) == pytest.approx(
        sum(float(a @ a) for a in (p.astype(float), g.astype(float))), rel=1e-6
    )
    rule = (*NONE[:6], 0.25, 0.5, float("inf"))
    ours, theirs = g.copy(), g.copy()
    K.penalise(rule, p, ours)
    pieces.penalise(rule, p, theirs)
    same(ours, theirs, dtype, 10)
    assert K.squares(()) == 0


@pytest.mark.parametrize("here", [np.float64, np.float32])
@pytest.mark.parametrize("there", [np.float64, np.float32])
def test_rows_are_gathered_from_type_to_type(here, there):
    x = np.random.default_rng(0).normal(size=(9, 5)).astype(here)
    order = np.array([8, 0, 0, 3])
    out = np.empty((4, 5), there)
    K.gather(x, order, out)
    assert (out == x[order].astype(there)).all()
    pieces.gather(x, order, out)
    assert (out == x[order].astype(there)).all()


def far_apart(x, exact, dtype):
    """How many units in the last place lie between numbers and the exact ones."""
    wanted = np.array([float(exact(mpmath.mpf(float(value)))) for value in x])
    spacing = np.spacing(np.maximum(np.abs(wanted), np.finfo(dtype).tiny).astype(dtype)).astype(float)
    return wanted, spacing


@dtypes
def test_sigmoid_and_tanh_are_right_to_a_few_units_in_the_last_place(dtype):
    limit = 700 if dtype is np.float64 else 87
    rng = np.random.default_rng(0)
    x = np.concatenate(
        [
            rng.uniform(-limit, limit, 400),
            rng.uniform(-5, 5, 400),
            rng.uniform(-1, 1, 400) * 10.0 ** rng.uniform(-12, 0, 400),
            [0.0, -0.0, 1e-300, 1e-30, -1e-30, np.log(2) / 2, -np.log(2) / 2],
        ]
    ).astype(dtype)
    for code, exact in [(1, lambda v: 1 / (1 + mpmath.exp(-v))), (2, mpmath.tanh)]:
        y = x[None].copy()
        K.activate(y, None, code, 0.0)
        wanted, spacing = far_apart(x, exact, dtype)
        assert (np.abs(y[0] - wanted) <= 4 * spacing).all()


@dtypes
def test_the_ends_of_the_scale(dtype):
    x = np.array([[-np.inf, -1e30, -1e4, -800, 800, 1e4, 1e30, np.inf, np.nan]]).astype(dtype)
    for code, ends in [(1, (0, 1)), (2, (-1, 1))]:
        y = x.copy()
        K.activate(y, None, code, 0.0)
        assert y[0, :4].tolist() == [ends[0]] * 4
        assert y[0, 4:8].tolist() == [ends[1]] * 4
        assert np.isnan(y[0, 8])
    y = np.array([[np.nan, -1.0, 2.0]], dtype)
    K.activate(y, None, 3, 0.0)
    assert np.isnan(y[0, 0])
    assert y[0, 1:].tolist() == [0, 2]


@dtypes
@pytest.mark.parametrize("m", [2, 3, 10, 40])
@pytest.mark.parametrize("rows", [1, 40])
def test_logits_of_ten_thousand_have_their_exact_loss(m, rows, dtype):
    z = np.full((rows, m), -1e4, dtype)
    z[:, 0] = 1e4
    for target, wanted in [(0, 0.0), (1, 2e4)]:
        t = np.zeros((rows, m), dtype)
        t[:, target] = 1
        d = z.copy()
        with np.errstate(all="raise"):
            value = K.output(d, None, t, None, 0, 0.0, 2, 1 / rows)
        assert value == pytest.approx(wanted, rel=1e-6)
        assert np.isfinite(d).all()
        assert (d == (np.eye(m)[[0] * rows] - t).astype(dtype) * dtype(1 / rows)).all()
    z = np.array([[1e4, -1e4]] * rows, dtype)
    for t, wanted in [([[1.0, 0.0]], 0.0), ([[0.0, 1.0]], 2e4)]:
        d = z.copy()
        assert K.output(d, None, np.array(t * rows, dtype), None, 0, 0.0, 4, 1 / rows) == pytest.approx(
            wanted
        )
        assert np.isfinite(d).all()


@dtypes
@pytest.mark.parametrize("m", [3, 40])
def test_a_small_loss_keeps_its_digits(m, dtype):
    z = np.zeros((20, m), dtype)
    z[:, 0] = 30
    t = np.eye(m, dtype=dtype)[[0] * 20]
    value = K.output(z, None, t, None, 0, 0.0, 2, 1 / 20)
    assert value == pytest.approx(float(mpmath.log1p((m - 1) * mpmath.exp(-30))), rel=1e-5)


def test_an_instruction_set_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="this machine has no instruction set amx"):
        K.use("amx")
