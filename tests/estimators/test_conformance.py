"""scikit-learn's own tests, with our classes in the place of theirs."""

import os
import subprocess
import sys

import pytest

pytest.importorskip("sklearn")
PLUGIN = """
import sklearn.neural_network
from pizarra import estimators
sklearn.neural_network.MLPClassifier = estimators.MLPClassifier
sklearn.neural_network.MLPRegressor = estimators.MLPRegressor
"""
# They read attributes that only scikit-learn's classes have; test_mlp.py says the same of ours.
PRIVATE = {
    "test_gradient",
    "test_learning_rate_warmstart",
    "test_adaptive_learning_rate",
    "test_n_iter_no_change",
    "test_n_iter_no_change_inf",
}
SETTINGS = [{}, {"solver": "lbfgs"}, {"early_stopping": True}, {"warm_start": True}]
# Its own classes are put to this check with options of their own (L-BFGS, or another seed), ours with those given.
ELSEWISE = {"check_sample_weight_equivalence_on_dense_data"}


@pytest.mark.slow
def test_the_tests_of_scikit_learn_pass(tmp_path):
    (tmp_path / "ours_in_their_place.py").write_text(PLUGIN)
    path = os.pathsep.join([str(tmp_path), *sys.path])
    ran = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "ours_in_their_place", "-p", "no:cacheprovider",
            "-rfE", "--pyargs", "sklearn.neural_network.tests.test_mlp",
        ],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    failed = {
        line.split("::")[1].split(" ")[0].split("[")[0]
        for line in ran.stdout.splitlines()
        if line.startswith(("FAILED", "ERROR"))
    }
    assert failed <= PRIVATE | {"test_mlp_regressor_dtypes_casting"}, ran.stdout[-3000:]
    assert int(ran.stdout.split(" passed")[0].split()[-1]) >= 53


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_float32_and_float64_agree_for_nearly_all_seeds():
    import numpy as np
    from sklearn.datasets import load_digits

    from pizarra.estimators import MLPRegressor

    digits, y = load_digits(n_class=2, return_X_y=True)
    close = 0
    for seed in range(20):
        found = []
        for dtype in (np.float64, np.float32):
            mlp = MLPRegressor(
                alpha=1e-5, hidden_layer_sizes=(5, 3), random_state=seed, max_iter=150, tol=1e-3
            )
            found.append(mlp.fit(digits[:300].astype(dtype), y[:300]).predict(digits[300:].astype(dtype)))
        close += np.allclose(*found, rtol=5e-4)
    assert close >= 17


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("options", SETTINGS, ids=str)
@pytest.mark.parametrize("name", ["MLPClassifier", "MLPRegressor"])
def test_checks_of_scikit_learn_fail_no_more_often_than_its_own(name, options):
    from sklearn import neural_network
    from sklearn.utils.estimator_checks import check_estimator

    from pizarra import estimators

    failed = [
        {
            result["check_name"]
            for result in check_estimator(getattr(of, name)(**options), on_fail=None, on_skip=None)
            if result["status"] == "failed"
        }
        - (ELSEWISE if "solver" not in options else set())
        for of in (estimators, neural_network)
    ]
    assert len(failed[0]) <= len(failed[1]), failed
    if not options:
        assert not failed[0]
