"""Scikit: what programs take from scikit-learn beside the training, where it is not installed.

Splits, scales, codes, scores and drawn samples: with them the training is what it would be, but for the numbers that
are drawn. Data that scikit-learn brings along and models that it trains are not stood in for: they are missing.
"""

from __future__ import annotations

import math
import types
from importlib.machinery import ModuleSpec
from typing import Any

import numpy as np

NAME = "sklearn"


class Scikit:
    """Finds stand-ins for the modules of scikit-learn; it is asked last, so only where there are none."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.partition(".")[0] != NAME:
            return None
        self.used = [NAME]
        return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: Any) -> Any:
        return Part(spec.name)

    def exec_module(self, module: Any) -> None:
        module.__dict__.update(PARTS.get(module.__name__.rpartition(".")[2], {}))


class Part(types.ModuleType):
    """A module of scikit-learn: what is not stood in for is missing as the whole is."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ModuleNotFoundError(f"No module named '{NAME}'", name=NAME)


def train_test_split(
    *arrays: Any,
    test_size: Any = None,
    train_size: Any = None,
    random_state: Any = None,
    shuffle: bool = True,
    stratify: Any = None,
) -> list[Any]:
    """Part arrays by their rows: of each what is trained on, and what is kept back."""
    count = len(arrays[0])

    def part(size: Any, up: bool) -> int:
        return size if isinstance(size, int) else int((math.ceil if up else math.floor)(size * count))

    if test_size is None:
        test_size = 0.25 if train_size is None else count - part(train_size, False)
    kept_back = part(test_size, True)
    trained = count - kept_back if train_size is None else part(train_size, False)
    if shuffle:
        order = _drawing(random_state).permutation(count)
        rows = order[kept_back : kept_back + trained], order[:kept_back]
    else:
        rows = np.arange(trained), np.arange(trained, trained + kept_back)
    return [_rows(array, some) for array in arrays for some in rows]


def _rows(array: Any, rows: np.ndarray) -> Any:
    return array[rows] if isinstance(array, np.ndarray) else [array[row] for row in rows]


def _drawing(state: Any) -> Any:
    if state is None:
        return np.random
    return np.random.RandomState(state) if isinstance(state, (int, np.integer)) else state


class Scale:
    """Columns moved and scaled, by what was fitted."""

    from_: Any
    scale_: Any

    def fit(self, X: Any, y: Any = None) -> Any:
        self._fit(np.asarray(X, dtype=float))
        self.scale_ = np.where(self.scale_ == 0, 1.0, self.scale_)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        return self.fit(X).transform(X)

    def transform(self, X: Any) -> Any:
        return (np.asarray(X, dtype=float) - self.from_) / self.scale_

    def inverse_transform(self, X: Any) -> Any:
        return np.asarray(X, dtype=float) * self.scale_ + self.from_

    def _fit(self, X: np.ndarray) -> None:
        raise NotImplementedError


class StandardScaler(Scale):
    """To a mean of 0 and a standard deviation of 1."""

    def _fit(self, X: np.ndarray) -> None:
        self.mean_ = self.from_ = X.mean(axis=0)
        self.scale_ = X.std(axis=0)


class MinMaxScaler(Scale):
    """To a least value of 0 and a greatest of 1, or to a range."""

    def __init__(self, feature_range: Any = (0, 1)) -> None:
        self.feature_range = feature_range

    def _fit(self, X: np.ndarray) -> None:
        low, high = self.feature_range
        width = X.max(axis=0) - X.min(axis=0)
        self.scale_ = np.where(width == 0, 1.0, width) / (high - low)
        self.from_ = X.min(axis=0) - low * self.scale_


class LabelEncoder:
    """Labels as numbers from 0."""

    def fit(self, y: Any) -> Any:
        self.classes_ = np.unique(y)
        return self

    def transform(self, y: Any) -> Any:
        return np.searchsorted(self.classes_, np.asarray(y))

    def fit_transform(self, y: Any) -> Any:
        return self.fit(y).transform(y)

    def inverse_transform(self, y: Any) -> Any:
        return self.classes_[np.asarray(y)]


class OneHotEncoder:
    """Columns of labels as columns of 0 and 1, one for each label."""

    def __init__(self, **keywords: Any) -> None:
        self.dense = keywords.get("sparse_output", keywords.get("sparse", True)) is False

    def fit(self, X: Any, y: Any = None) -> Any:
        self.categories_ = [np.unique(column) for column in np.asarray(X).T]
        return self

    def transform(self, X: Any) -> Any:
        columns = zip(np.asarray(X).T, self.categories_, strict=True)
        made = np.hstack([(column[:, None] == labels).astype(float) for column, labels in columns])
        return made if self.dense else made.view(Sparse)

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        return self.fit(X).transform(X)


class LabelBinarizer(LabelEncoder):
    """Labels as columns of 0 and 1; of two, as one column."""

    def transform(self, y: Any) -> Any:
        codes = (np.asarray(y).ravel()[:, None] == self.classes_).astype(int)
        return codes[:, 1:] if len(self.classes_) == 2 else codes


class Sparse(np.ndarray):
    """An array that also answers as one that is kept without its zeros does."""

    def toarray(self) -> Any:
        return np.array(self)

    todense = toarray


def accuracy_score(true: Any, told: Any, **keywords: Any) -> float:
    """Which part of the labels is right."""
    same = np.asarray(true) == np.asarray(told)
    return float(np.mean(same.all(axis=1) if same.ndim > 1 else same))


def mean_squared_error(true: Any, told: Any, **keywords: Any) -> float:
    """The mean of the squares of the errors."""
    return float(np.mean((np.asarray(true) - np.asarray(told)) ** 2))


def mean_absolute_error(true: Any, told: Any, **keywords: Any) -> float:
    """The mean of the errors' sizes."""
    return float(np.mean(np.abs(np.asarray(true) - np.asarray(told))))


def r2_score(true: Any, told: Any, **keywords: Any) -> float:
    """How much less the squares of the errors are than those of what differs from the mean."""
    true = np.asarray(true)
    return float(1 - np.sum((true - np.asarray(told)) ** 2) / np.sum((true - true.mean(axis=0)) ** 2))


def confusion_matrix(true: Any, told: Any, **keywords: Any) -> Any:
    """How often what label was told for what."""
    labels = np.unique(np.concatenate([np.ravel(true), np.ravel(told)]))
    places = np.searchsorted(labels, np.ravel(true)), np.searchsorted(labels, np.ravel(told))
    made = np.zeros((len(labels), len(labels)), dtype=int)
    np.add.at(made, places, 1)
    return made


def make_moons(
    n_samples: Any = 100, *, shuffle: bool = True, noise: Any = None, random_state: Any = None
) -> Any:
    """Draw two half circles that reach into one another."""
    rng, half = _drawing(random_state), n_samples // 2
    one, other = np.linspace(0, np.pi, half), np.linspace(0, np.pi, n_samples - half)
    X = np.vstack([np.c_[np.cos(one), np.sin(one)], np.c_[1 - np.cos(other), 0.5 - np.sin(other)]])
    return _drawn(rng, X, np.r_[np.zeros(half, int), np.ones(n_samples - half, int)], shuffle, noise)


def make_circles(
    n_samples: Any = 100,
    *,
    shuffle: bool = True,
    noise: Any = None,
    random_state: Any = None,
    factor: float = 0.8,
) -> Any:
    """Draw a circle inside another one."""
    rng, half = _drawing(random_state), n_samples // 2
    one, other = (np.linspace(0, 2 * np.pi, n, endpoint=False) for n in (half, n_samples - half))
    X = np.vstack([np.c_[np.cos(one), np.sin(one)], factor * np.c_[np.cos(other), np.sin(other)]])
    return _drawn(rng, X, np.r_[np.zeros(half, int), np.ones(n_samples - half, int)], shuffle, noise)


def make_blobs(
    n_samples: int = 100,
    n_features: int = 2,
    *,
    centers: Any = None,
    cluster_std: Any = 1.0,
    random_state: Any = None,
    **keywords: Any,
) -> Any:
    """Draw clouds of points around centres."""
    rng = _drawing(random_state)
    if centers is None or isinstance(centers, int):
        centers = rng.uniform(-10, 10, size=(centers or 3, n_features))
    y = np.arange(n_samples) % len(centers)
    noise = rng.normal(size=(n_samples, np.shape(centers)[1]))
    X = np.asarray(centers)[y] + noise * np.ravel(cluster_std)[y % np.size(cluster_std)][:, None]
    return _drawn(rng, X, y, True, None)


def make_classification(
    n_samples: int = 100,
    n_features: int = 20,
    *,
    n_classes: int = 2,
    random_state: Any = None,
    **keywords: Any,
) -> Any:
    """Draw points of classes, each around a corner of its own."""
    rng = _drawing(random_state)
    corners = rng.choice([-1.0, 1.0], size=(n_classes, n_features))
    y = np.arange(n_samples) % n_classes
    return _drawn(rng, corners[y] + rng.normal(size=(n_samples, n_features)), y, True, None)


def make_regression(
    n_samples: int = 100,
    n_features: int = 100,
    *,
    noise: float = 0.0,
    random_state: Any = None,
    **keywords: Any,
) -> Any:
    """Draw points, and a value that is linear in them but for noise."""
    rng = _drawing(random_state)
    X = rng.normal(size=(n_samples, n_features))
    return X, X @ (100 * rng.uniform(size=n_features)) + noise * rng.normal(size=n_samples)


def _drawn(rng: Any, X: np.ndarray, y: np.ndarray, shuffle: bool, noise: Any) -> Any:
    order = rng.permutation(len(X)) if shuffle else np.arange(len(X))
    X, y = X[order], y[order]
    return (X + rng.normal(scale=noise, size=X.shape) if noise else X), y


PARTS: dict[str, dict[str, Any]] = {
    "model_selection": {"train_test_split": train_test_split},
    "preprocessing": {
        kind.__name__: kind
        for kind in (StandardScaler, MinMaxScaler, LabelEncoder, OneHotEncoder, LabelBinarizer)
    },
    "metrics": {
        score.__name__: score
        for score in (accuracy_score, mean_squared_error, mean_absolute_error, r2_score, confusion_matrix)
    },
    "datasets": {
        draw.__name__: draw
        for draw in (make_moons, make_circles, make_blobs, make_classification, make_regression)
    },
}
