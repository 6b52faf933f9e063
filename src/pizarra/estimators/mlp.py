"""MLPClassifier and MLPRegressor: what scikit-learn asks of an estimator. The only file that imports scikit-learn.

Names of options and attributes, defaults, and the texts of some messages are scikit-learn's, so that one stands in for
the other. What is trained is a pizarra network: `network_` and `parameters_`, on the engine that trains all others.
The file is long since scikit-learn reads the options of each class from its own signature.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from ..errors import MissingPackageError
from ..explain import Solution
from ..model import Model
from .options import check, widths_of
from .output import OUTPUTS
from .training import Training

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, is_classifier
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.metrics import accuracy_score, r2_score
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import LabelBinarizer
    from sklearn.utils import check_random_state, column_or_1d
    from sklearn.utils.metaestimators import available_if
    from sklearn.utils.multiclass import check_classification_targets, type_of_target, unique_labels
    from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data
except ImportError as error:
    raise MissingPackageError(
        "The estimators need scikit-learn 1.6 or newer. Install it: pip install 'pizarra[sklearn]'."
    ) from error


def _stochastic(estimator: Any) -> bool:
    if estimator.solver == "lbfgs":
        raise AttributeError(
            "partial_fit is only available for stochastic optimizers. lbfgs is not stochastic."
        )
    return True


_validated: Any = validate_data  # it gives X, or X and y


def _weights(sample_weight: Any, x: Any) -> np.ndarray | None:
    if sample_weight is None:
        return None
    weights = _check_sample_weight(sample_weight, x, dtype=x.dtype, ensure_non_negative=True)
    if not weights.any():
        raise ValueError("sample_weight must have a number above 0. Leave it out to weigh all samples alike.")
    return weights


class _MLP(Training, BaseEstimator):
    """What both estimators share: fitting. A subclass says what y is, and what the outputs mean."""

    def __init__(
        self,
        hidden_layer_sizes=(100,),
        activation="relu",
        *,
        solver="adam",
        alpha=0.0001,
        batch_size="auto",
        learning_rate="constant",
        learning_rate_init=0.001,
        power_t=0.5,
        max_iter=200,
        shuffle=True,
        random_state=None,
        tol=1e-4,
        verbose=False,
        warm_start=False,
        momentum=0.9,
        nesterovs_momentum=True,
        early_stopping=False,
        validation_fraction=0.1,
        beta_1=0.9,
        beta_2=0.999,
        epsilon=1e-8,
        n_iter_no_change=10,
        max_fun=15000,
    ):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.max_fun = max_fun

    def __sklearn_tags__(self):
        """Say that X may be sparse."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def fit(self, X, y, sample_weight=None):
        """Train on X, one row a sample, dense or sparse, and y; `sample_weight` has a number for each sample."""
        return self._fit(X, y, sample_weight, again=False)

    @property
    def network_(self):
        """The network that is trained, with the loss of its logits. Its parameters are `parameters_`."""
        check_is_fitted(self)
        return self._perceptron().network

    @property
    def parameters_(self):
        """`coefs_` and `intercepts_` by the names that the network has for them. The arrays are the same."""
        check_is_fitted(self)
        return self._perceptron().named(self.coefs_, self.intercepts_)

    def explain(self, X, y, **options: Any) -> Solution:
        """Work out a step of gradient descent from the fitted weights on X and y as a page, as `Model.explain` does."""
        check_is_fitted(self)
        x, t = self._samples(X, y, reset=False, keep=True)
        x = x.toarray() if hasattr(x, "toarray") else x
        return Model(self.network_, self.parameters_).explain(x, t.astype(float), **options)

    def _fit(self, X, y, sample_weight, again: bool):
        """Train; with `again` for one epoch, from where the last one ended."""
        check(self.get_params())
        hidden = widths_of(self.hidden_layer_sizes)
        if again and self.early_stopping:
            raise ValueError("partial_fit does not support early_stopping=True")
        afresh = not hasattr(self, "coefs_") or not (self.warm_start or again)
        x, t = self._samples(X, y, reset=afresh, keep=again or (self.warm_start and not afresh))
        weights = _weights(sample_weight, x)
        if not again or not hasattr(self, "_rng"):
            self._rng = check_random_state(self.random_state)
        if afresh:
            self._begin([x.shape[1], *hidden, t.shape[1]], x.dtype)
        perceptron = self._perceptron()
        if self.solver == "lbfgs":
            self._minimise(perceptron, x, t, weights)
        else:
            self._descend(perceptron, x, t, weights, again)
        if not all(np.isfinite(array).all() for array in (*self.coefs_, *self.intercepts_)):
            self._refuse_not_finite()
        return self

    def _held_out(self, x: Any, t: np.ndarray, weights: Any) -> tuple:
        """Part the samples; a class is kept in proportion where each sample has one of two or is a single column."""
        stratify = t.astype(bool) if is_classifier(self) and self.n_outputs_ == 1 else None
        given = (x, t) if weights is None else (x, t, weights)
        parts: Any = train_test_split(
            *given, random_state=self._rng, test_size=self.validation_fraction, stratify=stratify
        )
        if parts[1].shape[0] < 2:
            raise ValueError(
                "The validation set is too small. Increase 'validation_fraction' or the size of your dataset."
            )
        held = parts[1::2] if weights is not None else [*parts[1::2], None]
        training = parts[::2] if weights is not None else [*parts[::2], None]
        return *training, (held[0], self._truth(held[1]), held[2])

    def _truth(self, t: np.ndarray) -> Any:
        """Make of targets what `_answers` makes of logits."""
        raise NotImplementedError

    def _not_converged(self, text: str) -> None:
        warnings.warn(text, ConvergenceWarning, stacklevel=6)

    def _checked(self, X):
        check_is_fitted(self)
        return _validated(self, X, accept_sparse="csr", dtype=(np.float64, np.float32), reset=False)


class MLPClassifier(ClassifierMixin, _MLP):
    """A multi-layer perceptron that tells classes apart: two, several, or several labels at once.

    In the place of scikit-learn's class of the same name: options, attributes and messages are alike.

    hidden_layer_sizes: the widths of the hidden layers. activation: identity, logistic, tanh or relu, after each.
    solver: adam or sgd, step by step, or lbfgs, all samples at once. alpha: the penalty ½ · alpha · Σw², divided by
    the samples of a step. batch_size: samples in a step; "auto" is 200, or all if there are fewer.
    learning_rate_init: the rate; for sgd, learning_rate lets it be "constant", "invscaling" (divided by the number of
    samples seen to the power power_t) or "adaptive" (a fifth whenever there is no more gain). momentum and
    nesterovs_momentum are for sgd, beta_1, beta_2 and epsilon for adam, max_fun (passes at most) for lbfgs.
    max_iter: epochs at most. tol, n_iter_no_change: it ends when the loss has not fallen by tol for more than so many
    epochs; with early_stopping it is the score on a part of the samples (validation_fraction), and the best weights are
    kept. warm_start: fit goes on from the weights of the last fit. random_state: what decides weights and order.

    `coefs_`, `intercepts_`, `classes_`, `loss_curve_`, `loss_`, `n_iter_` and the others have scikit-learn's meaning;
    `network_` and `parameters_` are what the rest of pizarra reads. Raises ValueError for data that cannot be used.

    >>> import numpy as np
    >>> from pizarra.estimators import MLPClassifier
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> xor = MLPClassifier((8,), "tanh", solver="lbfgs", random_state=1).fit(X, ["even", "odd", "odd", "even"])
    >>> xor.predict(X).tolist()
    ['even', 'odd', 'odd', 'even']
    """

    _score = staticmethod(lambda y, answers, weights: accuracy_score(y, answers, sample_weight=weights))

    def __sklearn_tags__(self):
        """Say that a sample may have several labels."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags

    @available_if(_stochastic)
    def partial_fit(self, X, y, sample_weight=None, classes=None):
        """Make one epoch from where the last one ended. The first call needs `classes`, all that there will be."""
        if classes is not None:
            classes = unique_labels(classes)
        if getattr(self, "classes_", None) is None:
            if classes is None:
                raise ValueError("classes must be passed on the first call to partial_fit.")
            self._know(y if type_of_target(y).startswith("multilabel") else classes)
        elif classes is not None and not np.array_equal(self.classes_, classes):
            raise ValueError(
                f"classes is {classes}, but the first call to partial_fit or fit had {self.classes_}."
            )
        return self._fit(X, y, sample_weight, again=True)

    def predict(self, X):
        """Give the class of each row; for several labels, a 0 or 1 for each."""
        return self._answers(self._logits(self._checked(X)))

    def predict_proba(self, X):
        """Give the probability of each class, in the order of `classes_`, in rows."""
        outputs = self._outputs(self._checked(X))
        return np.hstack([1 - outputs, outputs]) if self.n_outputs_ == 1 else outputs

    def predict_log_proba(self, X):
        """Give the logarithms of `predict_proba`."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))

    def _know(self, y) -> None:
        self._labels = LabelBinarizer().fit(y)
        self.classes_ = self._labels.classes_

    def _output(self) -> str:
        return "softmax" if self._labels.y_type_ == "multiclass" else "logistic"

    def _answers(self, logits: np.ndarray) -> np.ndarray:
        if self.out_activation_ == "softmax":
            return self.classes_[logits.argmax(axis=1)]
        chosen = (logits > 0).astype(int)  # where the probability is above ½
        if self._labels.y_type_.startswith("multilabel"):
            return chosen
        return self.classes_[chosen[:, 0] if len(self.classes_) > 1 else np.zeros(len(chosen), int)]

    def _truth(self, t: np.ndarray) -> Any:
        return self._labels.inverse_transform(t[:, 0] if t.shape[1] == 1 else t)

    def _samples(self, X, y, *, reset: bool, keep: bool) -> tuple[Any, np.ndarray]:
        """Check X and y; with `keep` the classes are those that are known."""
        x, y = _validated(
            self, X, y, accept_sparse="csr", multi_output=True, dtype=(np.float64, np.float32), reset=reset
        )
        check_classification_targets(y)
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        if not keep or not hasattr(self, "classes_"):
            self._know(y)
        else:
            found = unique_labels(y)
            if self.warm_start and set(found) != set(self.classes_):
                raise ValueError(
                    "warm_start can only be used where `y` has the same classes as in the previous call to fit. "
                    f"Previously got {self.classes_}, `y` has {found}"
                )
            if set(found) - set(self.classes_):
                raise ValueError(
                    f"y has classes that the first fit did not know. It knew {self.classes_}; y has {found}."
                )
        t: Any = self._labels.transform(y)
        t = t.toarray() if hasattr(t, "toarray") else t
        return x, np.ascontiguousarray(t.reshape(len(t), -1), dtype=x.dtype)


class MLPRegressor(RegressorMixin, _MLP):
    """A multi-layer perceptron that gives numbers, one or several for each row.

    In the place of scikit-learn's class of the same name. loss: squared_error, or poisson for counts (then the output
    is the exponential of the last layer's number). The other options are those of MLPClassifier. `loss_` is a mean over
    samples of the sum over outputs of half the squared error, or of exp(z) − t·z. Raises ValueError for data that
    cannot be used.

    >>> import numpy as np
    >>> from pizarra.estimators import MLPRegressor
    >>> X = np.linspace(-3, 3, 60)[:, None]
    >>> wave = MLPRegressor(hidden_layer_sizes=(10,), activation="tanh", solver="lbfgs", random_state=0)
    >>> wave.fit(X, np.sin(X[:, 0])).score(X, np.sin(X[:, 0])) > 0.999
    True
    """

    _score = staticmethod(lambda y, answers, weights: r2_score(y, answers, sample_weight=weights))

    def __init__(
        self,
        loss="squared_error",
        hidden_layer_sizes=(100,),
        activation="relu",
        *,
        solver="adam",
        alpha=0.0001,
        batch_size="auto",
        learning_rate="constant",
        learning_rate_init=0.001,
        power_t=0.5,
        max_iter=200,
        shuffle=True,
        random_state=None,
        tol=1e-4,
        verbose=False,
        warm_start=False,
        momentum=0.9,
        nesterovs_momentum=True,
        early_stopping=False,
        validation_fraction=0.1,
        beta_1=0.9,
        beta_2=0.999,
        epsilon=1e-8,
        n_iter_no_change=10,
        max_fun=15000,
    ):
        super().__init__(
            hidden_layer_sizes,
            activation,
            solver=solver,
            alpha=alpha,
            batch_size=batch_size,
            learning_rate=learning_rate,
            learning_rate_init=learning_rate_init,
            power_t=power_t,
            max_iter=max_iter,
            shuffle=shuffle,
            random_state=random_state,
            tol=tol,
            verbose=verbose,
            warm_start=warm_start,
            momentum=momentum,
            nesterovs_momentum=nesterovs_momentum,
            early_stopping=early_stopping,
            validation_fraction=validation_fraction,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            n_iter_no_change=n_iter_no_change,
            max_fun=max_fun,
        )
        self.loss = loss

    def __sklearn_tags__(self):
        """Say that y may have several columns."""
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    @available_if(_stochastic)
    def partial_fit(self, X, y, sample_weight=None):
        """Make one epoch from where the last one ended."""
        return self._fit(X, y, sample_weight, again=True)

    def predict(self, X):
        """Give a number for each row, or a row of numbers."""
        return self._answers(self._logits(self._checked(X)))

    def _output(self) -> str:
        return "exp" if self.loss == "poisson" else "identity"

    def _answers(self, logits: np.ndarray) -> np.ndarray:
        values = OUTPUTS[self.out_activation_].predictions(logits)
        return values[:, 0] if values.shape[1] == 1 else values

    def _truth(self, t: np.ndarray) -> np.ndarray:
        return t[:, 0] if t.shape[1] == 1 else t

    def _samples(self, X, y, *, reset: bool, keep: bool) -> tuple[Any, np.ndarray]:
        x, y = _validated(
            self, X, y, accept_sparse="csr", multi_output=True, y_numeric=True, dtype=(np.float64, np.float32),
            reset=reset,
        )  # fmt: skip
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        if self.loss == "poisson" and (np.asarray(y) < 0).any():
            raise ValueError("Under the loss poisson, y must have no number below 0.")
        return x, np.ascontiguousarray(np.reshape(y, (len(y), -1)), dtype=x.dtype)
