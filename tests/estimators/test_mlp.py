"""Our estimators step as scikit-learn's do from the same start, and keep what scikit-learn's tests leave open."""

import pickle

import numpy as np
import pytest
from scipy import sparse
from sklearn import neural_network as theirs
from sklearn.datasets import load_digits, load_iris, make_multilabel_classification
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import pizarra
from pizarra import estimators as ours
from pizarra.errors import DataError
from pizarra.estimators.output import OUTPUTS
from pizarra.estimators.perceptron import AT_ONCE, Perceptron, blocks, drawn, slopes

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
rng = np.random.default_rng(0)
X = rng.normal(size=(60, 4))
TARGETS = {
    "two classes": (X[:, 0] > 0).astype(int),
    "three classes": np.digitize(X[:, 1], [-0.5, 0.5]),
    "labels": (X[:, :3] > 0).astype(int),
    "numbers": np.sin(X[:, 0]),
    "rows": np.c_[np.sin(X[:, 0]), X[:, 1] ** 2],
}
SOLVERS = {
    "sgd": {"solver": "sgd", "learning_rate_init": 0.1},
    "plain sgd": {"solver": "sgd", "learning_rate_init": 0.1, "momentum": 0.0},
    "heavy sgd": {"solver": "sgd", "learning_rate_init": 0.05, "nesterovs_momentum": False},
    "adam": {"solver": "adam", "learning_rate_init": 0.01, "epsilon": 1e-14},  # it stands elsewhere
    "lbfgs": {"solver": "lbfgs"},
}


def kind(what):
    return "MLPRegressor" if what in ("numbers", "rows") else "MLPClassifier"


def both(what, **options):
    options = {"hidden_layer_sizes": (5, 3), "random_state": 7, "max_iter": 12, "batch_size": 60, **options}
    return [getattr(of, kind(what))(**options) for of in (ours, theirs)]


@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
@pytest.mark.parametrize(
    ("what", "solver"),
    # under L-BFGS scikit-learn's loss of several numbers is their mean, and its gradient that of their sum
    [(what, solver) for what in TARGETS for solver in SOLVERS if (what, solver) != ("rows", "lbfgs")],
)
def test_weights_move_as_scikit_learns_do(what, solver, activation):
    one, other = both(what, activation=activation, alpha=0.1, **SOLVERS[solver])
    if solver == "lbfgs":
        one.set_params(max_iter=4), other.set_params(max_iter=4)
    one.fit(X, TARGETS[what])
    other.fit(X, TARGETS[what])
    for ours_, theirs_ in zip(one.coefs_ + one.intercepts_, other.coefs_ + other.intercepts_, strict=True):
        np.testing.assert_allclose(ours_, theirs_, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(
        one.predict_proba(X) if what in ("two classes", "three classes", "labels") else one.predict(X),
        other.predict_proba(X) if what in ("two classes", "three classes", "labels") else other.predict(X),
        rtol=1e-6,
        atol=1e-7,
    )
    assert (one.out_activation_, one.n_layers_, one.n_outputs_) == (
        other.out_activation_,
        other.n_layers_,
        other.n_outputs_,
    )
    if solver != "lbfgs":
        assert (one.n_iter_, one.t_) == (other.n_iter_, other.t_)
        if what != "rows":  # scikit-learn's is the mean over outputs as well
            np.testing.assert_allclose(one.loss_curve_, other.loss_curve_, rtol=1e-2)


@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("what", TARGETS)
def test_sparse_rows_are_rows(what, solver):
    options = {"solver": solver, "batch_size": 7, "random_state": 0, "max_iter": 3}
    thin = np.where(np.abs(X) > 0.5, X, 0)
    one = getattr(ours, kind(what))(**options).fit(thin, TARGETS[what])
    for format in (sparse.csr_matrix, sparse.csc_array):
        other = getattr(ours, kind(what))(**options).fit(format(thin), TARGETS[what])
        np.testing.assert_allclose(other.coefs_[0], one.coefs_[0], rtol=1e-9, atol=1e-12)
        assert (other.predict(format(thin)) == other.predict(thin)).all() or kind(what) == "MLPRegressor"


def test_blocks_of_sparse_rows_are_whole_batches():
    wide = sparse.csr_array((10, AT_ONCE // 4))
    assert list(blocks(wide, 10, 3)) == [slice(0, 3), slice(3, 6), slice(6, 9), slice(9, 10)]


@pytest.mark.parametrize("solver", ["sgd", "lbfgs"])
@pytest.mark.parametrize("what", TARGETS)
def test_a_weight_of_two_is_the_sample_twice_and_one_of_zero_is_none(what, solver):
    weights = np.arange(60) % 3
    options = {"solver": solver, "random_state": 0, "max_iter": 3, "alpha": 0.3}
    t = TARGETS[what]
    weighed = getattr(ours, kind(what))(**options).fit(X, t, sample_weight=weights)
    repeated = getattr(ours, kind(what))(**options).fit(np.repeat(X, weights, 0), np.repeat(t, weights, 0))
    for one, other in zip(weighed.coefs_, repeated.coefs_, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("weights", [np.zeros(60), -np.ones(60)])
def test_weights_that_weigh_nothing_or_less_are_refused(weights):
    with pytest.raises(ValueError, match=r"[Ss]ample.weight"):
        ours.MLPRegressor().fit(X, X[:, 0], sample_weight=weights)


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
@pytest.mark.parametrize("weighed", [False, True])
def test_slopes_are_those_of_the_loss(output, weighed):
    draws = np.random.RandomState(3)
    x, t = draws.normal(size=(6, 3)), draws.randint(0, 2, (6, 4)).astype(float)
    if output.name == "softmax":
        t = np.eye(4)[draws.randint(0, 4, 6)]
    weights = draws.rand(6) if weighed else None
    perceptron = Perceptron.of(2, "tanh", output)
    start = perceptron.named(*drawn([3, 5, 4], "tanh", draws, float))
    report = pizarra.check_gradient(
        lambda p: slopes(perceptron, p, x, t, weights, 0.5)[0],
        lambda p: slopes(perceptron, p, x, t, weights, 0.5)[1],
        dict(start),
    )
    assert report.verdict == "correct", str(report)


def test_epochs_one_by_one_are_epochs():
    for solver in ("sgd", "adam"):
        options = {"solver": solver, "random_state": 3, "max_iter": 8, "tol": 0.0, "batch_size": 16}
        whole = ours.MLPClassifier(**options).fit(X, TARGETS["three classes"])
        parts = ours.MLPClassifier(**options)
        for _ in range(8):
            parts.partial_fit(X, TARGETS["three classes"], classes=[0, 1, 2])
        np.testing.assert_array_equal(whole.coefs_[0], parts.coefs_[0])
        assert parts.n_iter_ == 8


@pytest.mark.parametrize("schedule", ["constant", "invscaling"])
def test_the_rate_falls_with_the_samples_seen(schedule):
    options = {"solver": "sgd", "max_iter": 1, "power_t": 0.25, "warm_start": True, "learning_rate": schedule}
    mlp = ours.MLPClassifier(random_state=0, **options)
    mlp.fit(X, TARGETS["two classes"]).fit(X, TARGETS["two classes"])
    assert mlp._rate == (0.001 if schedule == "constant" else 0.001 / (120 + 1) ** 0.25)


def test_an_adaptive_rate_ends_below_a_millionth():
    mlp = ours.MLPClassifier(tol=0.5, max_iter=3000, solver="sgd", learning_rate="adaptive", random_state=0)
    mlp.fit(X, TARGETS["two classes"])
    assert mlp.n_iter_ < 3000
    assert mlp._rate <= 1e-6


@pytest.mark.parametrize("patience", [2, 5, 10])
def test_training_ends_after_as_many_epochs_without_gain(patience):
    mlp = ours.MLPClassifier(tol=0.01, max_iter=3000, solver="sgd", n_iter_no_change=patience, random_state=0)
    mlp.fit(X, TARGETS["two classes"])
    curve = np.array(mlp.loss_curve_)
    least = np.minimum.accumulate(curve)
    gained = curve[1:] <= least[:-1] - 0.01
    assert not gained[-patience - 1 :].any()
    assert mlp.n_iter_ < 3000


def test_what_estimators_are_used_in():
    digits, y = load_digits(return_X_y=True)
    scores = []
    for of in (theirs, ours):
        search = GridSearchCV(
            make_pipeline(StandardScaler(), of.MLPClassifier(max_iter=40, random_state=0)),
            {"mlpclassifier__hidden_layer_sizes": [(8,), (32,)]},
            cv=2,
        ).fit(digits[:400], y[:400])
        assert search.best_params_["mlpclassifier__hidden_layer_sizes"] == (32,)
        scores.append(search.score(digits[400:800], y[400:800]))
    assert scores[0] > 0.6
    assert scores[1] == pytest.approx(scores[0], abs=0.05)
    again = pickle.loads(pickle.dumps(search.best_estimator_))
    assert (again.predict(digits) == search.predict(digits)).all()


def test_a_fitted_estimator_is_explained():
    iris, y = load_iris(return_X_y=True)
    mlp = ours.MLPClassifier((3,), "tanh", random_state=0, max_iter=20).fit(iris, y)
    text = mlp.explain(iris[:2], y[:2]).text()
    assert "softmax" in text
    values = mlp.network_.forward(mlp.parameters_, iris)
    np.testing.assert_allclose(
        OUTPUTS["softmax"].predictions(values[mlp.network_.prediction]), mlp.predict_proba(iris)
    )
    labels = make_multilabel_classification(n_samples=20, random_state=0)
    assert "L" in ours.MLPClassifier((2,), max_iter=2).fit(*labels).explain(*labels).text()


def test_ctrl_c_leaves_a_fitted_estimator(monkeypatch):
    mlp = ours.MLPRegressor(max_iter=1000, random_state=0)
    judge, calls = mlp._judge, []

    def interrupted(held):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return judge(held)

    monkeypatch.setattr(mlp, "_judge", interrupted)
    with pytest.warns(UserWarning, match="Training interrupted by user"):
        mlp.fit(X, X[:, 0])
    assert mlp.n_iter_ == 3
    assert np.isfinite(mlp.predict(X)).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"activation": "rleu"}, r"activation must be one of .*Did you mean 'relu'"),
        ({"solver": 3}, "solver must be one of 'lbfgs', 'sgd', 'adam'; 3 is not"),
        ({"alpha": -1}, "alpha must be a number from 0 on; -1 is not"),
        ({"alpha": float("nan")}, "alpha must be a number"),
        ({"batch_size": 0}, "batch_size must be 'auto' or a whole number from 1 on"),
        ({"max_iter": 2.5}, "max_iter must be a whole number"),
        ({"shuffle": "yes"}, "shuffle must be True or False"),
        ({"momentum": 1.5}, "momentum must be a number from 0 to below 1"),
        ({"n_iter_no_change": 0}, "n_iter_no_change must be"),
        ({"verbose": -1}, "verbose must be"),
        ({"hidden_layer_sizes": (4, 0)}, r"hidden_layer_sizes must be > 0, got \[4, 0\]"),
        ({"hidden_layer_sizes": "wide"}, "hidden_layer_sizes must be whole numbers"),
        ({"hidden_layer_sizes": (4.0,)}, "hidden_layer_sizes must be whole numbers"),
    ],
)
def test_options_that_will_not_do(options, message):
    with pytest.raises(DataError, match=message):
        ours.MLPClassifier(**options).fit(X, TARGETS["two classes"])


def test_counts_below_zero_are_no_counts():
    with pytest.raises(ValueError, match="poisson, y must have no number below 0"):
        ours.MLPRegressor("poisson").fit(X, X[:, 0])
    with pytest.raises(DataError, match="loss must be one of 'squared_error', 'poisson'"):
        ours.MLPRegressor((8,)).fit(X, X[:, 0])


def test_what_does_not_converge_says_so():
    with pytest.warns(ConvergenceWarning, match=r"Maximum iterations \(1\) reached"):
        ours.MLPRegressor(max_iter=1).fit(X, X[:, 0])
    with pytest.warns(ConvergenceWarning, match="lbfgs failed to converge after 1 iterations"):
        ours.MLPRegressor(max_iter=1, solver="lbfgs").fit(X, X[:, 0])


def test_a_class_that_was_not_known_is_refused():
    mlp = ours.MLPClassifier().partial_fit(X, TARGETS["two classes"], classes=[0, 1])
    with pytest.raises(ValueError, match=r"y has classes that the first fit did not know"):
        mlp.partial_fit(X, TARGETS["three classes"])
    with pytest.raises(ValueError, match="classes must be passed on the first call"):
        ours.MLPClassifier().partial_fit(X, TARGETS["two classes"])
