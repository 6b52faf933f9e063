"""Every engine makes the same steps: parameters, losses and norms agree to rounding, whatever the options."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.engines import ByKernel, ByLayers, ByMatrices, Tally, Task, compiled, engine_for, kernel
from pizarra.layers import ELU, Add, Identity, LeakyReLU, Linear, ReLU, Sigmoid, Tanh
from pizarra.losses import SoftmaxCrossEntropy, SquaredError
from pizarra.network import Network, Part
from pizarra.optimizers import SGD, Adam, AdamW, RMSprop
from pizarra.train import TrainingWarning, fit, mlp

needs_kernel = pytest.mark.skipif(kernel() is None, reason="the kernel was not built")
HIDDEN = ["sigmoid", "tanh", "relu", "leaky_relu", "softmax", "identity"]
# Pairs of output and loss whose numbers stay in the loss's domain.
ENDS = [
    ("identity", "squared_error"),
    ("sigmoid", "squared_error"),
    ("tanh", "squared_error"),
    ("relu", "squared_error"),
    ("softmax", "squared_error"),
    ("identity", "softmax_cross_entropy"),
    ("softmax", "cross_entropy"),
    ("sigmoid", "binary_cross_entropy"),
    ("identity", "binary_cross_entropy_logits"),
]
# An ε that is not small beside the gradients: else rounding is magnified where a gradient is next to 0.
OPTIMIZERS = [
    SGD(),
    SGD(weight_decay=0.1),
    SGD(momentum=0.9),
    SGD(momentum=0.5, dampening=0.3),
    SGD(momentum=0.9, nesterov=True, weight_decay=0.01),
    Adam(epsilon=0.1),
    Adam(epsilon=0.1, amsgrad=True, weight_decay=0.1),
    AdamW(epsilon=0.1, beta1=0.5),
    RMSprop(epsilon=0.1, momentum=0.5),
]


# Each way to make steps, and what leads to it.
ENGINES = {"layers": ("layers", 0), "matrices": ("numpy", 0), "fused": ("c", 0), "kernel": ("c", 10**9)}


def through(engine, *arguments, **options):
    """Train through one of the engines."""
    name, largest = ENGINES[engine]
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("PIZARRA_ENGINE", name)
        patch.setattr(compiled, "LARGEST", largest)
        warnings.simplefilter("ignore", TrainingWarning)
        return fit(*arguments, **options)


def others():
    return [
        name for name in ENGINES if name != "layers" and (kernel() is not None or ENGINES[name][0] != "c")
    ]


def drawn(draw):
    output, loss = draw(st.sampled_from(ENDS))
    sizes = draw(st.lists(st.integers(1, 40), max_size=3))
    inputs, samples = draw(st.integers(1, 20)), draw(st.integers(2, 30))
    outputs = draw(st.integers(2, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    X, Y = rng.normal(size=(samples, inputs)), rng.random((samples, outputs))
    if loss in ("softmax_cross_entropy", "cross_entropy"):
        Y /= Y.sum(axis=1, keepdims=True)
    network = mlp(
        len(sizes),
        hidden=draw(st.sampled_from(HIDDEN)),
        output=output,
        loss=loss,
        factor=draw(st.sampled_from(["1", "1/2", "1/N", "1/(2N)"])),
        bias=draw(st.booleans()),
    )
    options = {
        "sizes": sizes or None,
        "optimizer": draw(st.sampled_from(OPTIMIZERS)),
        "rate": 0.01,
        "batch": draw(st.sampled_from([1, 1, 2, 3, 4, 5, 8, 11, None])),
        "epochs": 3,
        "l1": draw(st.sampled_from([0.0, 0.0, 0.01])),
        "l2": draw(st.sampled_from([0.0, 0.0, 0.1])),
        "clip": draw(st.sampled_from([None, None, 0.5])),
        "seed": draw(st.integers(0, 9)),
    }
    return network, X, Y, options


@given(st.data())
@pytest.mark.parametrize(("dtype", "close"), [("float64", 1e-11), ("float32", 2e-4)])
def test_trajectories_agree(dtype, close, data):
    network, X, Y, options = drawn(data.draw)
    if dtype == "float32":
        options["epochs"] = 1
    plain = through("layers", network, X, Y, dtype=dtype, **options)
    for engine in others():
        history = through(engine, network, X, Y, dtype=dtype, **options)
        for one, other in [
            (history.loss, plain.loss),
            (history.gradient_norm, plain.gradient_norm),
            *((history.parameters[name], plain.parameters[name]) for name in plain.parameters),
            *(
                (history.progress.optimizer.arrays[name], array)
                for name, array in plain.progress.optimizer.arrays.items()
            ),
        ]:
            assert one.dtype == other.dtype
            np.testing.assert_allclose(one, other, rtol=close, atol=close, err_msg=engine)
        assert history.progress.steps == plain.progress.steps


@needs_kernel
@pytest.mark.parametrize("instructions", kernel().INSTRUCTIONS if kernel() else [])
@pytest.mark.parametrize(("dtype", "close"), [("float64", 1e-12), ("float32", 1e-4)])
@pytest.mark.parametrize("output", ["identity", "sigmoid", "tanh", "relu", "leaky_relu"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky_relu", "identity"])
def test_one_narrow_hidden_layer(hidden, output, dtype, close, instructions):
    """Widths up to one vector have steps of their own; beyond, and in the lanes of shorter ones, the usual."""
    rng = np.random.default_rng(0)
    for inputs, width, outputs, bias in [
        (1, 1, 1, True),
        (2, 3, 2, True),
        (5, 8, 3, False),
        (3, 16, 9, True),
    ]:
        X, Y = rng.normal(size=(40, inputs)), rng.random((40, outputs))
        network = mlp(1, hidden=hidden, output=output, factor="1/2", bias=bias)
        options = {"sizes": [width], "batch": 1, "epochs": 2, "rate": 0.05, "dtype": dtype}
        plain = through("layers", network, X, Y, **options)
        kernel().use(instructions)
        try:
            history = through("kernel", network, X, Y, **options)
        finally:
            kernel().use(None)
        for name, array in plain.parameters.items():
            np.testing.assert_allclose(history.parameters[name], array, rtol=close, atol=close)
        np.testing.assert_allclose(history.loss, plain.loss, rtol=close)
        np.testing.assert_allclose(history.gradient_norm, plain.gradient_norm, rtol=10 * close)


BATCHES = {
    "plain": {},
    "momentum": {"optimizer": SGD(momentum=0.9)},
    "adam": {"optimizer": Adam(epsilon=0.1)},
    "clipped": {"clip": 0.05},
    "penalised": {"l1": 0.001, "l2": 0.01},
}


@needs_kernel
@pytest.mark.parametrize("instructions", kernel().INSTRUCTIONS if kernel() else [])
@pytest.mark.parametrize(("dtype", "close"), [("float64", 1e-11), ("float32", 1e-4)])
@pytest.mark.parametrize("options", BATCHES.values(), ids=BATCHES)
def test_batches_of_all_widths(options, dtype, close, instructions):
    """Tiles of every height and breadth, and what is left over beside and below them."""
    rng = np.random.default_rng(0)
    for inputs, sizes, outputs, batch in [
        (7, [33, 70], 3, 13),
        (101, [130], 17, 55),
        (3, [5, 1, 9], 40, 6),
        (50, [], 20, 8),
        (410, [70, 20], 3, 400),  # x does not stay in the cache
    ]:
        X, Y = rng.normal(size=(2 * batch + 3, inputs)), rng.integers(0, outputs, 2 * batch + 3)
        network = mlp(len(sizes), hidden="tanh", loss="softmax_cross_entropy")
        said = {"sizes": sizes or None, "batch": batch, "epochs": 2, "rate": 0.1, "dtype": dtype} | options
        plain = through("layers", network, X, Y, **said)
        kernel().use(instructions)
        try:
            history = through("kernel", network, X, Y, **said)
        finally:
            kernel().use(None)
        for name, array in plain.parameters.items():
            np.testing.assert_allclose(history.parameters[name], array, rtol=close, atol=close)
        np.testing.assert_allclose(history.loss, plain.loss, rtol=close)
        np.testing.assert_allclose(history.gradient_norm, plain.gradient_norm, rtol=close)


@needs_kernel
@pytest.mark.parametrize("hidden", ["relu", "softmax"])
@pytest.mark.parametrize("options", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize(
    ("samples", "inputs", "batch"), [(270, 90, 60), (500, 300, 260)]
)  # in and out of the cache
def test_any_number_of_threads_gives_the_same_bits(hidden, options, samples, inputs, batch, monkeypatch):
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(samples, inputs)), rng.integers(0, 10, samples)
    network = mlp(3, hidden=hidden, loss="softmax_cross_entropy")
    said = {"sizes": [300, 170, 330], "batch": batch, "epochs": 2, "rate": 0.1} | options
    histories = []
    for threads in (1, 2, 3, 6):
        monkeypatch.setattr("pizarra.engines.by_kernel.own_threads", lambda threads=threads: threads)
        histories.append(through("kernel", network, X, Y, **said))
    first, *rest = histories
    for history in rest:
        assert history.losses == first.losses
        assert (history.gradient_norm == first.gradient_norm).all()
        assert all((history.parameters[name] == p).all() for name, p in first.parameters.items())


@needs_kernel
def test_a_batch_whose_gradients_may_overflow_is_looked_at_before_it_moves_anything():
    """Beyond a bound the weights are not moved while their gradient is computed; the step is the same."""
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(24, 5)), rng.normal(size=(24, 2))
    for size, steps in [(1e3, 4), (3e7, 4), (1e30, 0)]:
        said = {"sizes": [7], "batch": 12, "epochs": 2, "rate": 1e-30, "dtype": "float32"}
        network = mlp(1, hidden="identity")
        plain = through("layers", network, size * X, size * Y, **said)
        history = through("kernel", network, size * X, size * Y, **said)
        assert history.progress.steps == plain.progress.steps == steps
        for name, array in plain.parameters.items():
            np.testing.assert_allclose(history.parameters[name], array, rtol=1e-5)


@needs_kernel
def test_a_call_ends_anywhere_among_narrow_steps(monkeypatch):
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(50, 2)), rng.normal(size=(50, 2))
    options = {"sizes": [3], "batch": 1, "epochs": 2, "rate": 0.05}
    whole = through("kernel", mlp(1, hidden="sigmoid"), X, Y, **options)
    for work in (1, 500, 5000):
        monkeypatch.setattr("pizarra.engines.by_kernel.WORK", work)
        parts = through("kernel", mlp(1, hidden="sigmoid"), X, Y, **options)
        for name, array in whole.parameters.items():
            np.testing.assert_allclose(parts.parameters[name], array, rtol=1e-13)


@pytest.mark.parametrize("engine", ["layers", *others()])
@pytest.mark.parametrize("batch", [1, 7, 32])
def test_samples_in_order_are_read_where_they_are(engine, batch):
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(64, 5)), rng.normal(size=(64, 2))
    options = {"sizes": [6], "epochs": 2, "batch": batch, "shuffle": False}
    kept, before = (X.copy(), Y.copy()), through(engine, mlp(1, hidden="tanh"), X, Y, **options)
    apart = np.zeros((64, 9)), np.zeros((64, 3))
    apart[0][:, 2:7], apart[1][:, :2] = X, Y
    after = through(engine, mlp(1, hidden="tanh"), apart[0][:, 2:7], apart[1][:, :2], **options)
    assert before.losses == after.losses
    assert all((after.parameters[name] == p).all() for name, p in before.parameters.items())
    assert (kept[0] == X).all()
    assert (kept[1] == Y).all()


def task(network, samples=8, batch=4, optimizer=None, **options):
    x, t = np.ones((samples, 2)), np.ones((samples, 2))
    return Task(network, x, t, batch, batch >= samples, optimizer or SGD(), **options)


def chosen(network, **options):
    one = task(network, **options)
    parameters = {name: np.ones((2, 2) if name[0] == "W" else 2) for name in network.parameters}
    return type(engine_for(one, parameters))


class Mine(Sigmoid):
    """Computes something else than a sigmoid, for all that anyone knows."""


def test_what_an_engine_does_not_know_goes_through_the_layers():
    loss = SquaredError()
    known = [
        Network([Linear()], loss),
        Network([Linear(), Tanh(), Linear(bias=False), LeakyReLU(), Linear(), Identity()], loss),
    ]
    unknown = [
        Network([Linear(), Mine(), Linear()], loss),
        Network([Linear(), ELU()], loss),
        Network([Linear(), LeakyReLU(-0.5)], loss),
        Network([Linear(), ReLU(), Tanh()], loss),
        Network([Sigmoid(), Linear()], loss),
        Network([Part(Linear(), name="a"), Part(Linear(), share="a")], loss),
        Network([Part(Linear(), name="a"), Part(Tanh()), Part(Add(), ("a", "v2"))], loss),
    ]
    assert all(chosen(network) is not ByLayers for network in known)
    assert all(chosen(network) is ByLayers for network in unknown)


@needs_kernel
def test_who_makes_the_steps(monkeypatch):
    network = Network([Linear(), Tanh(), Linear()], SquaredError())
    assert chosen(network) is ByKernel
    assert chosen(network, optimizer=RMSprop()) is ByMatrices
    assert chosen(network, optimizer=Adam(epsilon=0.0)) is ByMatrices
    monkeypatch.setattr(compiled, "LARGEST", 0)
    assert chosen(network) is ByMatrices
    assert chosen(network, batch=1) is ByKernel
    monkeypatch.setenv("PIZARRA_ENGINE", "numpy")
    assert chosen(network, batch=1) is ByMatrices
    monkeypatch.setenv("PIZARRA_ENGINE", "layers")
    assert chosen(network) is ByLayers


@pytest.mark.parametrize("engine", ["layers", *others()])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_data_of_any_type_and_layout(engine, dtype):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 200, (30, 6)).astype(np.uint8)
    labels = rng.integers(0, 3, 30)
    network = mlp(1, hidden="tanh", loss="softmax_cross_entropy")
    options = {"sizes": [5], "epochs": 2, "batch": 4, "dtype": dtype, "validation": 0.2}
    wanted = through(engine, network, X.astype(dtype), labels, **options)
    for same in (X, X.astype(float), X.astype(np.float32), np.asfortranarray(X.astype(dtype)), X[::-1][::-1]):
        for target in (labels, np.eye(3)[labels], np.asfortranarray(np.eye(3)[labels])):
            history = through(engine, network, same, target, **options)
            assert history.losses == wanted.losses
            assert all((history.parameters[name] == p).all() for name, p in wanted.parameters.items())


@pytest.mark.parametrize("engine", ["layers", *others()])
@pytest.mark.parametrize("batch", [1, 7, None])
@pytest.mark.parametrize("optimizer", [SGD(), SGD(momentum=0.9), Adam()], ids=["sgd", "momentum", "adam"])
def test_any_step_is_made_again_bit_by_bit(engine, batch, optimizer):
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
    seen = {}

    def note(history):
        seen[history.progress.steps] = {name: p.copy() for name, p in history.parameters.items()}

    history = through(
        engine,
        mlp(2, hidden="tanh"),
        X,
        Y,
        sizes=[5, 17],
        epochs=4,
        batch=batch,
        optimizer=optimizer,
        callback=note,
    )
    for step, parameters in seen.items():
        problem = history.step(step)
        assert all((problem.parameters[name] == p).all() for name, p in parameters.items())
    one, after = history.step(seen and min(seen) - 1), history.step(min(seen))
    assert any((one.parameters[name] != p).any() for name, p in after.parameters.items())


@pytest.mark.parametrize("engine", ["layers", *others()])
@pytest.mark.parametrize("batch", [1, 5])
def test_a_step_with_a_number_that_is_not_finite_is_not_made(engine, batch):
    X, Y = np.linspace(-1, 1, 20)[:, None], np.linspace(-1, 1, 20)[:, None]
    network = mlp(1, hidden="tanh", factor="1")
    options = {"sizes": [3], "batch": batch, "rate": 1e160, "epochs": 3}
    histories = [through(one, network, X, Y, **options) for one in ("layers", engine)]
    plain, history = histories
    assert history.stopped == plain.stopped == "a number is not finite"
    assert history.progress.steps == plain.progress.steps
    assert history.findings[-1].text == plain.findings[-1].text
    last = history.step(history.progress.steps)
    assert all(np.isfinite(p).all() for p in last.parameters.values())
    assert all((history.parameters[name] == p).all() for name, p in last.parameters.items())


@pytest.mark.parametrize("engine", ["layers", *others()])
def test_a_schedule_is_asked_for_every_step_and_may_interrupt(engine):
    X, Y = np.linspace(-1, 1, 20)[:, None], np.linspace(-1, 1, 20)[:, None]
    asked = []

    def schedule(step):
        asked.append(step)
        if step == 23:
            raise KeyboardInterrupt
        return 1 / (1 + step)

    history = through(engine, mlp(), X, Y, sizes=[3], batch=1, schedule=schedule)
    assert history.progress.steps == 23
    assert {*asked} == {*range(24)}
    assert history.rates == [pytest.approx(1e-3 / 20)]


def test_the_same_network_again_is_the_same_to_the_last_bit():
    rng = np.random.default_rng(2)
    X, Y = rng.normal(size=(40, 9)), rng.normal(size=(40, 3))
    for engine in ("layers", *others()):
        one, same = (through(engine, mlp(), X, Y, sizes=[33], batch=1, epochs=2) for _ in range(2))
        assert one.losses == same.losses
        assert all((one.parameters[name] == p).all() for name, p in same.parameters.items())


def test_a_tally_counts():
    tally = Tally()
    tally.add(2.0, 1.0, 3)
    tally.add(4.0, 2.0, 1)
    assert (tally.total, tally.norms, tally.steps, tally.first, tally.last) == (10.0, 3.0, 2, 2.0, 4.0)


def test_a_word_that_names_no_engine_is_refused(monkeypatch):
    from pizarra.errors import DataError

    monkeypatch.setenv("PIZARRA_ENGINE", "numpi")
    with pytest.raises(DataError, match=r"PIZARRA_ENGINE cannot be 'numpi'\. Did you mean 'numpy'"):
        chosen(Network([Linear()], SoftmaxCrossEntropy()))
