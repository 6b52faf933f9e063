"""Our estimators beside scikit-learn's: the time to fit and to predict as ratios, with the scores of both.

    python benchmarks/bench_estimators.py [--threads 1] [--rounds 5]

Each row is one network, solver and batch. Both fit the same rows for the same number of epochs from the same seed (the
weights are drawn alike, the order of the batches is not), in turns; a row's figures are the median of the quotients
within a round, and their least and greatest. The data: scikit-learn's digits; rows of 784 random numbers in 10 classes
with a rule behind them; and the surface 300·exp(sin x) of two numbers.
"""

import argparse
import os
import statistics
import time
import warnings

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--rounds", type=int, default=5)
chosen = parser.parse_args()
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = str(chosen.threads)  # before NumPy is imported

import numpy as np  # noqa: E402
from sklearn import neural_network as theirs  # noqa: E402
from sklearn.datasets import load_digits  # noqa: E402

from pizarra import estimators as ours  # noqa: E402


def digits():
    X, y = load_digits(return_X_y=True)
    return X / 16, y, 100


def images():
    rng = np.random.default_rng(0)
    X = rng.random((5000, 784), np.float32)
    return X, (X[:, :50] @ rng.normal(size=(50, 10))).argmax(axis=1), 128


def surface():
    X = np.random.default_rng(0).uniform(-3, 3, (5000, 2))
    return X, np.exp(np.sin(X)), 3


NETWORKS = {
    "digits 64-100-10": (digits, "MLPClassifier", "relu"),
    "784-128-10": (images, "MLPClassifier", "relu"),
    "2-3-2": (surface, "MLPRegressor", "logistic"),
}
EPOCHS = {1: 1, 64: 8, 512: 15}


def predicting(estimator, X):
    """Give the median time of 30 predictions, one after the other: a single one takes a millisecond or two."""
    times = []
    for _ in range(30):
        began = time.perf_counter()
        estimator.predict(X)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def row(name, solver, batch):
    data, kind, activation = NETWORKS[name]
    X, y, hidden = data()
    options = {
        "hidden_layer_sizes": (hidden,),
        "activation": activation,
        "solver": solver,
        "batch_size": batch,
        "max_iter": EPOCHS[batch],
        "random_state": 0,
        "tol": 0.0,
    }
    fits, predictions, scores = [], [], {}
    for _ in range(chosen.rounds):
        spent = {}
        for who in (ours, theirs):
            estimator = getattr(who, kind)(**options)
            began = time.perf_counter()
            estimator.fit(X, y)
            spent[who] = time.perf_counter() - began, predicting(estimator, X)
            scores[who] = estimator.score(X, y)
        fits.append(spent[theirs][0] / spent[ours][0])
        predictions.append(spent[theirs][1] / spent[ours][1])
    fit, predict = (
        f"{statistics.median(q):6.2f} ({min(q):5.2f} to {max(q):5.2f})" for q in (fits, predictions)
    )
    print(
        f"{name:17} {solver:5} {batch:5} {fit} {predict}  {scores[ours]:6.3f} {scores[theirs]:6.3f}",
        flush=True,
    )


def main():
    warnings.simplefilter("ignore")
    print(
        f"{chosen.threads} thread(s), {chosen.rounds} rounds; times as fast as scikit-learn; scores ours, theirs"
    )
    print(f"{'network':17} {'':5} {'batch':>5} {'fit':>23} {'predict':>23} {'scores':>14}")
    for name in NETWORKS:
        for solver in ("sgd", "adam"):
            for batch in (1, 64, 512):
                row(name, solver, batch)


if __name__ == "__main__":
    main()
