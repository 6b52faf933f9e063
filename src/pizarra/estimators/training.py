"""Training: how an estimator's weights come about: L-BFGS, or epochs until there is no more to gain.

Attributes that end in an underscore, and the texts of warnings, are those that scikit-learn's estimators have.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..optimizers import SGD, Adam, Optimizer
from .epochs import Epochs
from .lbfgs import minimise
from .output import OUTPUTS
from .perceptron import Perceptron, drawn, logits

LEAST_RATE = 1e-6  # where learning_rate="adaptive" ends
Held = tuple[Any, Any, Any]  # samples, their answers and weights, kept from training


class Training:
    """The part of an estimator that trains. The options are the estimator's, which a subclass sets and checks."""

    coefs_: list[np.ndarray]
    intercepts_: list[np.ndarray]
    _score: Callable[..., float]

    if TYPE_CHECKING:  # the options, by their names, and what is learnt

        def __getattr__(self, name: str) -> Any: ...

    def _output(self) -> str:
        """Name the kind of output (a key of OUTPUTS) that fits what y is."""
        raise NotImplementedError

    def _answers(self, logits: np.ndarray) -> Any:
        """Make what `predict` gives of the last layer's numbers."""
        raise NotImplementedError

    def _held_out(self, x: Any, t: np.ndarray, weights: Any) -> tuple[Any, np.ndarray, Any, Held]:
        """Part the samples: x, t and weights to train on, and what is held out."""
        raise NotImplementedError

    def _not_converged(self, text: str) -> None:
        """Warn that training ended before it was done."""
        raise NotImplementedError

    def _perceptron(self) -> Perceptron:
        return Perceptron.of(self.n_layers_ - 1, self.activation, OUTPUTS[self.out_activation_])

    def _logits(self, x: Any) -> np.ndarray:
        """Give the last layer's numbers for rows that were checked."""
        return logits(self.activation, self.coefs_, self.intercepts_, x)

    def _outputs(self, x: Any) -> np.ndarray:
        """Give probabilities, or values, for rows that were checked."""
        return OUTPUTS[self.out_activation_].predictions(self._logits(x))

    def _begin(self, widths: list[int], dtype: Any) -> None:
        self.coefs_, self.intercepts_ = drawn(widths, self.activation, self._rng, dtype)
        self.n_layers_, self.n_outputs_ = len(widths), widths[-1]
        self.out_activation_ = self._output()
        self.n_iter_ = self.t_ = 0
        self._state = None
        if self.solver == "lbfgs":
            return
        self.loss_curve_: list[float] = []
        self.validation_scores_: Any = [] if self.early_stopping else None
        self.best_validation_score_: Any = -np.inf if self.early_stopping else None
        self.best_loss_: Any = None if self.early_stopping else np.inf
        self._waited = 0

    def _minimise(self, perceptron: Perceptron, x: Any, t: np.ndarray, weights: Any) -> None:
        parameters = perceptron.named(self.coefs_, self.intercepts_)
        found = minimise(
            perceptron,
            parameters,
            x,
            t,
            weights,
            alpha=self.alpha,
            max_iter=self.max_iter,
            max_fun=self.max_fun,
            tol=self.tol,
        )
        self.n_iter_, self.loss_ = min(found.nit, self.max_iter), float(found.fun)
        if self.verbose:
            print(f"L-BFGS: {self.n_iter_} iterations, {found.nfev} passes, loss = {self.loss_:.8f}")
        if found.status != 0:
            said = found.message.decode() if isinstance(found.message, bytes) else found.message
            self._not_converged(
                f"lbfgs failed to converge after {self.n_iter_} iterations: {said}. Raise max_iter or max_fun, or "
                "scale the columns of X."
            )

    def _optimizer(self) -> Optimizer:
        if self.solver == "sgd":
            return SGD(momentum=self.momentum, nesterov=bool(self.nesterovs_momentum and self.momentum))
        return Adam(beta1=self.beta_1, beta2=self.beta_2, epsilon=self.epsilon)

    def _descend(self, perceptron: Perceptron, x: Any, t: np.ndarray, weights: Any, again: bool) -> None:
        """Make epochs until there is no more to gain, or max_iter of them; with `again` one."""
        parameters, optimizer = perceptron.named(self.coefs_, self.intercepts_), self._optimizer()
        state = getattr(self, "_state", None)
        if state is None or not again or set(state.arrays) != set(optimizer.start(parameters).arrays):
            self._state = state = optimizer.start(parameters)
            self._rate = self.learning_rate_init
        held = None
        if self.early_stopping:
            x, t, weights, held = self._held_out(x, t, weights)
        count = x.shape[0]
        batch = self._batch(count)
        epochs = Epochs(perceptron, x, t, weights, batch, optimizer, self.alpha)
        order = np.arange(count)
        best = None if held is None else self._copies()  # which stays where no score can be computed
        self.n_iter_ = self.n_iter_ if again else 0
        try:
            for _ in range(1 if again else self.max_iter):
                if self.shuffle and batch < count:
                    order = self._rng.permutation(count)
                self.loss_ = epochs.go(parameters, state, order, self._rate)
                self.n_iter_ += 1
                self.t_ += count
                self.loss_curve_.append(self.loss_)
                if self.verbose:
                    print(f"Iteration {self.n_iter_}, loss = {self.loss_:.8f}")
                if self._judge(held) and held is not None:
                    best = self._copies()
                if not np.isfinite(self.loss_):
                    break
                if self.solver == "sgd" and self.learning_rate == "invscaling":
                    self._rate = self.learning_rate_init / (self.t_ + 1) ** self.power_t
                if self._waited > self.n_iter_no_change and not self._slower():
                    break
                if not again and self.n_iter_ == self.max_iter:
                    self._not_converged(
                        f"Stochastic Optimizer: Maximum iterations ({self.max_iter}) reached and the optimization "
                        "hasn't converged yet."
                    )
        except KeyboardInterrupt:
            warnings.warn("Training interrupted by user.", stacklevel=4)
        if best is not None:
            self.coefs_, self.intercepts_ = best[: len(self.coefs_)], best[len(self.coefs_) :]
        elif self.n_iter_ and not np.isfinite(self.loss_):
            self._refuse_not_finite()

    def _copies(self) -> list[np.ndarray]:
        return [array.copy() for array in (*self.coefs_, *self.intercepts_)]

    def _refuse_not_finite(self) -> None:
        raise ValueError(
            "Solver produced non-finite parameter weights. The input data may contain large values and need to be "
            "preprocessed."
        )

    def _batch(self, count: int) -> int:
        if self.batch_size == "auto":
            return min(200, count)
        if self.batch_size > count:
            warnings.warn(
                f"batch_size is {self.batch_size}, but there are {count} samples: all are taken in one step.",
                stacklevel=5,
            )
        return min(self.batch_size, count)

    def _judge(self, held: tuple | None) -> bool:
        """Count epochs without a gain, by the loss or by the score of what was held out; say whether it is the best."""
        if held is None:
            gained = self.loss_ <= self.best_loss_ - self.tol
            better = self.loss_ < self.best_loss_
            self.best_loss_ = min(self.loss_, self.best_loss_) if better else self.best_loss_
        else:
            x, answers, weights = held
            with np.errstate(all="ignore"):
                found = self._logits(x)
            score = float("nan")
            if np.isfinite(found).all() and np.isfinite(self.loss_):
                score = float(self._score(answers, self._answers(found), weights))
            self.validation_scores_.append(score)
            if self.verbose:
                print(f"Validation score: {score:f}")
            gained = score >= self.best_validation_score_ + self.tol
            better = score > self.best_validation_score_
            self.best_validation_score_ = score if better else self.best_validation_score_
        self._waited = 0 if gained else self._waited + 1
        return better

    def _slower(self) -> bool:
        """Go on with a smaller rate, where that is what was asked for; else say why training ends."""
        what = "Validation score" if self.early_stopping else "Training loss"
        said = f"{what} did not improve more than tol={self.tol:f} for {self.n_iter_no_change} consecutive epochs."
        slower = self.solver == "sgd" and self.learning_rate == "adaptive" and self._rate > LEAST_RATE
        if slower:
            self._rate, self._waited = self._rate / 5, 0
        if self.verbose:
            print(said, f"Setting learning rate to {self._rate:f}" if slower else "Stopping.")
        return slower
