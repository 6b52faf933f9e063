"""fit: it learns, it stops for a reason that it says, it goes on where it was left, and it can be looked into."""

import signal
import tracemalloc

import numpy as np
import pytest

from pizarra import Model, Solution, Trace
from pizarra.errors import DataError
from pizarra.gallery import source
from pizarra.layers import Add, Linear, ReLU, Sigmoid, Tanh
from pizarra.losses import SoftmaxCrossEntropy, SquaredError
from pizarra.network import Network, Part
from pizarra.optimizers import SGD, Adam, AdamW, RMSprop
from pizarra.problem import read_toml
from pizarra.train import Progress, TrainingWarning, cosine, fit, mlp, shapes_of, stepped

OPTIMIZERS = [SGD(), SGD(momentum=0.9, nesterov=True), RMSprop(momentum=0.5), Adam(amsgrad=True), AdamW()]


def waves(samples=60, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1, 1, (samples, 2))
    return X, np.sin(3 * X) + X[:, ::-1]


def test_gradient_descent_learns_xor_from_the_start_of_the_gallery():
    problem = read_toml(source("xor"), name="xor")
    history = fit(
        problem.network,
        problem.x,
        problem.t,
        parameters=problem.parameters,
        rate=0.5,
        batch=None,
        epochs=20_000,
        tolerance=1e-3,
    )
    model = Model(problem.network, history.parameters)
    assert history.stopped == "the loss reached the tolerance 0.001"
    assert model.trace(problem.x, problem.t).loss <= 1e-3
    assert model.predict(problem.x).tolist() == [0, 1, 1, 0]


def test_gradient_descent_is_what_the_trace_says():
    X, Y = waves(8)
    network = mlp(hidden="tanh")
    start = Model(network, sizes=[3], seed=4).trace(X, Y)
    history = fit(network, X, Y, parameters=start.parameters, rate=0.1, batch=None, epochs=5)
    trace = Trace(network, start.parameters, X, Y, learning_rate=0.1)
    losses = [step.loss for step in trace.steps(5)]
    assert history.loss.tolist() == pytest.approx(losses, rel=1e-14)
    last = list(trace.steps(6))[-1]
    for name, array in last.parameters.items():
        np.testing.assert_allclose(history.parameters[name], array, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_going_on_is_bit_by_bit_what_not_stopping_is(optimizer, dtype):
    X, Y = waves()
    options = {
        "optimizer": optimizer,
        "batch": 7,
        "dtype": dtype,
        "schedule": stepped(20, 0.5),
        "validation": 0.25,
        "patience": 50,
        "l2": 0.01,
        "clip": 0.5,
        "seed": 3,
    }
    whole = fit(mlp(), X, Y, sizes=[4], epochs=11, **options)
    half = fit(mlp(), X, Y, sizes=[4], epochs=4, **options)
    kept = half.progress.copy()
    rest = fit(mlp(), X, Y, progress=half.progress, epochs=7, **options)
    for name, array in whole.progress.parameters.items():
        assert array.tobytes() == rest.progress.parameters[name].tobytes()
        assert kept.parameters[name].tobytes() == half.progress.parameters[name].tobytes()
    for name, array in whole.progress.optimizer.arrays.items():
        assert array.tobytes() == rest.progress.optimizer.arrays[name].tobytes()
    assert [*half.losses, *rest.losses] == whole.losses
    assert [*half.validation_losses, *rest.validation_losses] == whole.validation_losses
    assert (rest.progress.epochs, rest.progress.steps) == (11, 77)
    assert {array.dtype.name for array in rest.parameters.values()} == {dtype}


def test_the_seed_alone_decides_and_no_global_state_is_touched():
    X, Y = waves()
    np.random.seed(1)  # noqa: NPY002 - the global state is what must not matter
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    one = fit(mlp(), X, Y, sizes=[4], epochs=3, batch=5, validation=0.2, seed=9)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    same = fit(mlp(), X, Y, sizes=[4], epochs=3, batch=5, validation=0.2, seed=9)
    other = fit(mlp(), X, Y, sizes=[4], epochs=3, batch=5, validation=0.2, seed=10)
    assert one.losses == same.losses != other.losses


def test_without_shuffling_a_step_sees_its_samples_in_the_order_of_X():
    X, Y = waves(10)
    history = fit(mlp(), X, Y, sizes=[4], epochs=2, batch=4, shuffle=False)
    assert [history.step(k).x.tolist() for k in (0, 2, 4)] == [
        X[:4].tolist(),
        X[8:].tolist(),
        X[4:8].tolist(),
    ]


def test_what_is_given_is_left_alone():
    X, Y = waves()
    start = Model(mlp(), sizes=[3]).trace(X, Y).parameters
    kept = X.copy(), Y.copy(), {name: array.copy() for name, array in start.items()}
    fit(mlp(), X, Y, parameters=start, epochs=3, l1=0.1, clip=0.01)
    assert (kept[0] == X).all()
    assert (kept[1] == Y).all()
    assert all((start[name] == array).all() for name, array in kept[2].items())


@pytest.mark.parametrize("optimizer", [SGD(), Adam()], ids=repr)
def test_any_step_can_be_worked_out_later(optimizer):
    X, Y = waves(20)
    seen = []
    history = fit(
        mlp(),
        X,
        Y,
        sizes=[3],
        optimizer=optimizer,
        batch=8,
        epochs=4,
        rate=0.1,
        callback=lambda history: seen.append(
            {name: array.copy() for name, array in history.parameters.items()}
        ),
    )
    problem = history.step(3)  # the first of the second epoch
    assert all((problem.parameters[name] == seen[0][name]).all() for name in seen[0])
    assert (problem.samples, problem.learning_rate) == (8, 0.1)
    last = history.step(history.progress.steps)
    assert all((last.parameters[name] == history.parameters[name]).all() for name in seen[0])
    page = Solution(problem, case="W1[1,2]").text()
    assert page.startswith("Step 3 of training")
    if optimizer == SGD():
        moved = Solution(history.step(2)).trace.updated
        assert all(np.allclose(moved[name], problem.parameters[name], atol=1e-15) for name in moved)
    with pytest.raises(DataError, match="The step must be a whole number from 0 to 12; 13 is not"):
        history.step(13)


def test_histories_have_one_number_for_each_epoch():
    X, Y = waves()
    history = fit(
        mlp(), X, Y, sizes=[4], epochs=6, validation=(X[:9], Y[:9]), schedule=lambda step: 0.5**step
    )
    assert history.loss.shape == history.rate.shape == history.gradient_norm.shape == (6,)
    assert history.validation_loss.shape == (6,)
    assert history.rate.tolist() == [1e-3 * 0.5 ** (2 * epoch + 1) for epoch in range(6)]
    assert history.epochs == 6
    assert history.stopped == "all 6 epochs are done"
    assert fit(mlp(), X, Y, sizes=[4], epochs=0).loss.shape == (0,)


@pytest.mark.parametrize("factor", ["1", "1/2", "1/N", "1/(2N)"])
def test_the_loss_of_an_epoch_is_that_of_all_samples(factor):
    X, Y = waves(50)
    network = mlp(factor=factor)
    model = Model(network, sizes=[3])
    wanted = model.trace(X, Y).loss
    history = fit(
        network, X, Y, parameters=model.parameters, rate=1e-300, batch=8, epochs=1, validation=(X, Y)
    )
    assert history.loss[0] == pytest.approx(wanted, rel=1e-12)
    assert history.validation_loss[0] == pytest.approx(wanted, rel=1e-12)


def test_it_stops_at_a_plateau():
    X, Y = waves()
    history = fit(mlp(), X, Y, sizes=[3], rate=1e-9, patience=3, epochs=50)
    assert (history.epochs, history.stopped) == (4, "the loss has not fallen for 3 epochs")


def test_it_stops_by_the_validation_set_and_gives_the_best_parameters_back():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(12, 3)), rng.normal(size=12)
    model = Model.mlp([20], hidden="tanh")
    history = model.fit(
        X, Y, optimizer=Adam(), rate=0.05, validation=0.4, patience=10, epochs=2000, batch=None
    )
    assert "the validation loss has not fallen for 10 epochs" in history.stopped
    best = int(history.validation_loss.argmin())
    assert best >= history.epochs - 12
    again = fit(
        model.network,
        X,
        Y,
        sizes=[20],
        optimizer=Adam(),
        rate=0.05,
        validation=0.4,
        epochs=best + 1,
        batch=None,
    )
    assert all(
        np.allclose(again.parameters[name], array, atol=0.05) for name, array in model.parameters.items()
    )


def test_a_callback_sees_every_epoch_and_may_stop_it():
    seen = []
    X, Y = waves()
    history = fit(
        mlp(), X, Y, sizes=[3], callback=lambda history: seen.append(history.epochs) or len(seen) == 3
    )
    assert seen == [1, 2, 3]
    assert history.stopped == "the callback asked for it"


def test_ctrl_c_leaves_a_usable_model_and_a_warning():
    X, Y = waves()
    model = Model.mlp([4])

    def press(history):
        if history.epochs == 5:
            signal.raise_signal(signal.SIGINT)

    with pytest.warns(TrainingWarning, match="Training was interrupted in epoch 5, after 10 steps"):
        history = model.fit(X, Y, callback=press)
    assert history.stopped == "it was interrupted from the keyboard"
    assert history.epochs == 5
    assert model.predict(X).shape == (60, 2)
    assert np.isfinite(model.predict(X)).all()
    whole = fit(mlp(), X, Y, sizes=[4], epochs=8)
    rest = model.fit(X, Y, progress=history.progress, epochs=3)
    assert [*history.losses, *rest.losses] == whole.losses


def test_ctrl_c_may_come_within_an_epoch():
    X, Y = waves()
    model = Model.mlp([4])

    def press(step):
        if step == 13:
            signal.raise_signal(signal.SIGINT)
        return 1.0

    with pytest.warns(TrainingWarning, match="interrupted in epoch 1, after 13 steps"):
        history = model.fit(X, Y, batch=7, schedule=press)
    assert (history.epochs, history.progress.epochs, history.progress.steps) == (1, 1, 13)
    assert np.isfinite(model.predict(X)).all()
    assert history.step(12).samples == 7
    rest = model.fit(X, Y, batch=7, progress=history.progress, epochs=2)
    assert rest.progress.steps == 13 + 2 * 9
    assert rest.step(20).samples == 7


def test_penalties_are_those_of_weight_decay():
    X, Y = waves()
    network = Network([Linear(bias=False)], SquaredError("1/N"))
    penalty = fit(network, X, Y, l2=0.1, rate=0.1, epochs=5)
    decay = fit(network, X, Y, optimizer=SGD(weight_decay=0.1), rate=0.1, epochs=5)
    assert np.allclose(penalty.parameters["W1"], decay.parameters["W1"], rtol=1e-14)
    sparse = fit(network, X[:, :1], X[:, :1] * 1e-3, l1=0.1, rate=0.01, epochs=3000, initial="uniform")
    assert abs(sparse.parameters["W1"].item()) < 2e-3  # no further from 0 than a step
    biased = Network([Linear()], SquaredError("1/N"))
    one = fit(biased, X, Y, l2=1e6, clip=1e-9, rate=1e-9, epochs=1, initial="uniform")
    assert one.gradient_norm[0] > 1e5


def test_the_gradient_is_clipped_as_a_whole():
    X, Y = waves()
    model = Model.mlp([3])
    before = model.trace(X, Y)
    history = fit(
        model.network, X, Y, parameters=before.parameters, clip=1e-3, rate=1.0, batch=None, epochs=1
    )
    moved = {name: history.parameters[name] - before.parameters[name] for name in before.parameters}
    assert np.sqrt(sum((array**2).sum() for array in moved.values())) == pytest.approx(1e-3)
    norm = np.sqrt(sum((array**2).sum() for array in before.gradients.values()))
    assert history.gradient_norm[0] == pytest.approx(norm)
    for name, array in moved.items():
        assert np.allclose(array, -before.gradients[name] * 1e-3 / norm)


def test_float32_trains_like_float64():
    X, Y = waves()
    wide = fit(mlp(), X, Y, sizes=[4], epochs=20, rate=0.1)
    narrow = fit(mlp(), X, Y, sizes=[4], epochs=20, rate=0.1, dtype="float32")
    assert np.allclose(narrow.loss, wide.loss, rtol=1e-4)
    assert {array.dtype.name for array in narrow.parameters.values()} == {"float32"}
    model = Model(mlp(), narrow.parameters)
    assert model.predict(X).shape == (60, 2)


def test_whole_numbers_train_without_being_copied_whole():
    X = np.random.default_rng(0).integers(0, 3, (40, 2), dtype=np.uint8)
    Y = X.sum(axis=1)
    assert fit(mlp(), X, Y, sizes=[4], epochs=3).losses == fit(mlp(), X * 1.0, Y, sizes=[4], epochs=3).losses


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_data_are_never_copied_whole(dtype):
    X = np.random.default_rng(0).random((100_000, 50))
    Y = X[:, :2]
    tracemalloc.start()
    fit(mlp(), X, Y, sizes=[4], epochs=1, batch=500, validation=0.2, dtype=dtype)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < X.nbytes / 5


@pytest.mark.parametrize("labels", [[0, 1, 2] * 4, np.array([0, 1, 2] * 4), np.eye(3)[[0, 1, 2] * 4]])
def test_class_labels_are_learnt(labels):
    X = np.repeat(np.eye(3)[None], 4, axis=0).reshape(12, 3)
    model = Model.mlp([5], hidden="tanh", loss="softmax_cross_entropy")
    history = model.fit(X, labels, optimizer=Adam(), rate=0.1, tolerance=0.05, epochs=500)
    assert history.stopped.startswith("the loss reached")
    assert model.predict(X).tolist() == [0, 1, 2] * 4
    probabilities = model.predict_probabilities(X)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert probabilities.argmax(axis=1).tolist() == [0, 1, 2] * 4


def test_widths_follow_from_data_and_formulas():
    residual = Network(
        [
            Part(Linear(), name="in"),
            Part(Linear(bias=False), name="z"),
            Part(ReLU(), name="h"),
            Part(Add(), ("in", "h"), name="sum"),
            Part(Linear()),
        ],
        SoftmaxCrossEntropy(),
    )
    assert shapes_of(residual, 4, 3, sizes=[6]) == {
        "W1": (4, 6),
        "b1": (6,),
        "W2": (6, 6),
        "W3": (6, 3),
        "b3": (3,),
    }
    shared = Network([Part(Linear(), name="a"), Tanh(), Part(Linear(), share="a")], SquaredError())
    assert shapes_of(shared, 4, 4)["W1"] == (4, 4)
    for message, network, inputs, sizes in [
        (r"sizes has 0 widths, but 1 must be said \(output of: layer 0, Linear\)", mlp(), 2, None),
        (r"sizes has 1 width, but 2 must be said .*layer 2, Linear\)\. Write sizes=\[8, 8\]", mlp(2), 2, [3]),
        (r"sizes has 1 width, but 0 must be said \(output of: none\)\. Leave sizes out", mlp(0), 2, [3]),
        ("Y has 1 for each sample, but this network gives back as many numbers as X has: 2", shared, 2, None),
        (r"sizes\[1\] must be a whole number from 1 to 10000000; 0 is not", mlp(2), 2, [3, 0]),
        ("sizes must be a list of whole numbers", mlp(), 2, "3"),
    ]:
        with pytest.raises(DataError, match=message):
            shapes_of(network, inputs, 1, sizes=sizes)


def test_one_sample_and_one_step_at_a_time():
    model = Model.mlp([3])
    X, Y = waves(5)
    first = model.step(X, Y, rate=0.1)
    assert all(np.allclose(model.parameters[name], first.updated[name]) for name in first.parameters)
    second = model.step(X, Y, rate=0.1)
    assert second.loss < first.loss
    assert all((second.parameters[name] == first.after.parameters[name]).all() for name in first.parameters)
    with_adam = Model.mlp([3])
    for _ in range(4):
        with_adam.step(X, Y, rate=0.01, optimizer=Adam())
    all_at_once = Model.mlp([3])
    all_at_once.fit(X, Y, batch=None, epochs=4, rate=0.01, optimizer=Adam())
    for name, array in all_at_once.parameters.items():
        np.testing.assert_allclose(with_adam.parameters[name], array, rtol=1e-13)


def test_a_model_explains_itself():
    model = Model.of(read_toml(source("two-three-two"), name="file"))
    page = model.explain([[1.0, 3.0]], [[4.0, 1.0]], rate=0.01, decimals=3)
    assert page.trace.loss == pytest.approx(model.trace([[1.0, 3.0]], [[4.0, 1.0]]).loss)
    assert "0.970" in page.text()


def test_a_model_goes_on_where_it_was_left():
    X, Y = waves()
    model = Model.mlp([4], seed=2)
    first = model.fit(X, Y, epochs=3)
    second = model.fit(X, Y, epochs=3)
    assert second.losses[0] < first.losses[0]
    assert repr(model).endswith("22 numbers in its parameters)")
    again = Model.mlp([4], seed=2)
    history = again.fit(X, Y, epochs=3)
    again.fit(X, Y, epochs=3, progress=history.progress)
    assert isinstance(history.progress, Progress)
    assert repr(Model.mlp([4])).endswith("SquaredError(factor='1/N')))")


def of_scale_300(rng, shape):
    return rng.normal(size=shape) * (300 if shape == (3, 2) else 1)


@pytest.mark.parametrize(
    ("unit", "options"),
    [
        (300, {"rate": 0.3, "batch": 64, "epochs": 60}),  # targets in units of 300, as one should
        pytest.param(
            1, {"rate": 1.0, "batch": 32, "epochs": 100, "initial": of_scale_300}, marks=pytest.mark.slow
        ),
    ],
)
def test_the_surface_that_a_notebook_could_not_learn(unit, options):
    rng = np.random.default_rng(0)
    X = rng.random((10_000, 2))
    Y = 300 * np.exp(np.sin(X))
    train, test = np.arange(10_000) % 3 != 0, np.arange(10_000) % 3 == 0
    network = Network([Linear(bias=False), Sigmoid(), Linear(bias=False)], SquaredError("1/N"))
    model = Model(network, sizes=[3])
    steps = options["epochs"] * -(-int(train.sum()) // options["batch"])
    history = model.fit(X[train], Y[train] / unit, optimizer=Adam(), schedule=cosine(steps), **options)
    error = ((model.predict(X[test]) * unit - Y[test]) ** 2).sum()
    spread = ((Y[test] - Y[test].mean(axis=0)) ** 2).sum()
    assert 1 - error / spread >= 0.985
    assert history.findings == []
