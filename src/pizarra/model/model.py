"""Model: a network and its parameters: fit, predict, step, trace, explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import signature
from typing import Any

import numpy as np

from ..data import number
from ..engines import outputs
from ..errors import DataError, NetworkError, PizarraError, nearest, shown
from ..explain import Solution
from ..formula.functions import sigmoid, softmax
from ..losses import BinaryCrossEntropy, BinaryCrossEntropyLogits, CrossEntropy, SoftmaxCrossEntropy
from ..network import Network
from ..optimizers import SGD, Optimizer, State
from ..problem import Problem
from ..trace import Trace
from ..train import History, draw, fit, mlp, shapes_of
from ..train.arguments import checked, outputs_for
from ..train.samples import outputs_of, rows, target_rows
from .encoding import Encoding
from .file import FilePath, read, write

# What others call our options.
ELSEWHERE = {
    "learning_rate": "rate",
    "lr": "rate",
    "batch_size": "batch",
    "tol": "tolerance",
    "max_iter": "epochs",
    "random_state": "seed",
}


class Model:
    """A network with parameters that are trained and used. The network stays as it is, the parameters move.

    `parameters` are by name, weights as (inputs, outputs); arrays of float32 stay such. Without them they are drawn
    when the first data come, with the hidden widths `sizes`, by `initial` from `seed`.

    standardize: bring the columns of X, and under a squared error those of Y, to mean 0 and deviation 1, as measured on
    the samples that train first. predict gives answers in the units of Y; losses, traces and pages are about the
    numbers that the network reads. `encoding` has what was measured, and the class labels where Y had texts.

    >>> model = Model.mlp([3], hidden="tanh")
    >>> X = np.linspace(-1, 1, 20)[:, None]
    >>> history = model.fit(X, X[:, 0] ** 2, rate=0.1, tolerance=1e-3, epochs=5000)
    >>> history.stopped
    'the loss reached the tolerance 0.001'
    >>> bool(abs(model.predict([[0.5]]).item() - 0.25) < 0.1)
    True
    """

    def __init__(
        self,
        network: Network,
        parameters: Mapping[str, Any] | None = None,
        *,
        sizes: Any = None,
        initial: Any = "glorot_uniform",
        seed: int = 0,
        standardize: bool = False,
        encoding: Encoding | None = None,
    ) -> None:
        if not isinstance(network, Network):
            raise NetworkError(f"A model is made of a Network; {shown(network)} is none.")
        self.network = network
        self._parameters = None if parameters is None else checked(network, parameters, _type_of(parameters))
        self._start = {"sizes": sizes, "initial": initial, "seed": seed}
        self._optimizer: tuple[Optimizer, State] | None = None
        if not isinstance(standardize, bool | np.bool):
            raise DataError(f"standardize must be True or False; {shown(standardize)} is neither.")
        self.encoding = Encoding(scaled=bool(standardize)) if encoding is None else encoding
        self.history: History | None = None

    @classmethod
    def mlp(
        cls,
        sizes: Iterable[int],
        *,
        initial: Any = "glorot_uniform",
        seed: int = 0,
        standardize: bool = False,
        encoding: Encoding | None = None,
        **options: Any,
    ) -> Model:
        """Make a chain of linear layers with these hidden widths; `options` are those of `pizarra.train.mlp`."""
        if isinstance(sizes, str | bytes | dict) or not isinstance(sizes, Iterable):
            raise DataError(
                f"sizes must be a list of whole numbers, such as [16, 16]; {shown(sizes)} is not."
            )
        widths = list(sizes)
        _known(options, mlp, "mlp")
        network = mlp(len(widths), **options)
        return cls(
            network, sizes=widths, initial=initial, seed=seed, standardize=standardize, encoding=encoding
        )

    @classmethod
    def of(cls, problem: Problem) -> Model:
        """Make the model of a problem: its network, from its parameters."""
        return cls(problem.network, problem.parameters)

    @classmethod
    def load(cls, path: FilePath) -> Model:
        """Read a model that `save` wrote. Nothing in the file is executed. Raises FileError with the reason."""
        network, parameters, encoding = read(path)
        model = cls(network, encoding=encoding)
        model._parameters = parameters
        return model

    def save(self, path: FilePath) -> None:
        """Write the model as `.safetensors` or `.npz`, wholly or not at all: all that predicting needs.

        Raises FileError with the reason, and then the old file stays; NetworkError where there are no parameters yet.

        >>> import os, tempfile
        >>> model = Model.mlp([3], standardize=True)
        >>> history = model.fit([[20.0], [30.0]], [1.0, 2.0], epochs=5)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "model.safetensors")
        ...     model.save(path)
        ...     again = Model.load(path)
        >>> (again.predict([[25.0]]) == model.predict([[25.0]])).tolist()
        [[True]]
        """
        write(path, self.network, self.parameters, self.encoding)

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """The parameters, by name. Raises NetworkError where there are none yet."""
        if self._parameters is None:
            raise NetworkError("The model has no parameters yet: fit it, or give it parameters.")
        return self._parameters

    def fit(self, X: Any, Y: Any, **options: Any) -> History:
        """Train on X and Y, from the parameters that the model has; `options` are those of `pizarra.train.fit`.

        The model has what came of it, also after Ctrl-C. Called again it goes on from there; with
        `progress=history.progress` bit by bit, as if it had not stopped.
        """
        _known(options, fit, "fit")
        start = {name: value for name, value in self._start.items() if name not in options}
        if options.get("progress") is not None:
            start.pop("sizes", None)
        elif self._parameters is not None or "parameters" in options:
            start = {"parameters": self._parameters, "seed": self._start["seed"]}
        options = {**start, **options}
        encoding = self.encoding.fitted(X, Y, self.network.loss, options.get("validation"), options["seed"])
        x, t = encoding.inputs(X), encoding.targets(Y, self.network.loss)
        if isinstance(pair := options.get("validation"), tuple | list) and len(pair) == 2:
            try:
                pair = encoding.inputs(pair[0]), encoding.targets(pair[1], self.network.loss)
            except PizarraError as error:
                raise type(error)(f"In validation: {error}") from None
            options["validation"] = pair
        history = fit(self.network, x, t, **options)
        self._parameters, self._optimizer, self.encoding, self.history = (
            history.parameters,
            None,
            encoding,
            history,
        )
        return history

    def step(self, X: Any, Y: Any, *, rate: float | None = None, optimizer: Optimizer | None = None) -> Trace:
        """Make one step on all of X and Y, and give the pass that it came from, with the parameters before it.

        The optimiser (SGD() unless said) keeps its state from call to call, as long as it is the same.
        """
        x, t = self._samples(X, Y)
        chosen = optimizer or (self._optimizer[0] if self._optimizer else SGD())
        if not isinstance(chosen, Optimizer):
            raise DataError(f"optimizer must be an Optimizer, such as Adam(); {shown(chosen)} is not.")
        eta = _rate(rate, chosen.usual_rate)
        trace = Trace(self.network, self.parameters, x, t, learning_rate=eta)
        moved = {name: array.copy() for name, array in trace.parameters.items()}
        if self._optimizer is None or self._optimizer[0] != chosen:
            self._optimizer = chosen, chosen.start(moved)
        chosen.step(moved, trace.gradients, self._optimizer[1], eta)
        self._parameters = moved
        return trace

    def trace(self, X: Any, Y: Any) -> Trace:
        """Compute one pass with everything kept: every value and every gradient, by name."""
        x, t = self._samples(X, Y)
        return Trace(self.network, self.parameters, x, t)

    def explain(self, X: Any, Y: Any, *, rate: float = 1.0, **options: Any) -> Solution:
        """Work out a step of gradient descent on X and Y as a page; `options` are those of `pizarra.Solution`."""
        x, t = self._samples(X, Y)
        numbers = {name: array.astype(float) for name, array in self.parameters.items()}
        return Solution(Problem(self.network, numbers, x, t, _rate(rate, 1.0)), **options)

    def predict(self, X: Any) -> np.ndarray:
        """Give the prediction for each row of X: class labels under a cross-entropy, else the values, in rows.

        Over classes the label is that of the greatest output, one for each sample. Under a binary cross-entropy it is
        1 from the probability ½ on, one for each sample and output (with one output: one for each sample).
        """
        return self.encoding.answers(self._answers(X))

    def _answers(self, X: Any) -> np.ndarray:
        """Give labels as whole numbers, or the values."""
        outputs, loss = self._outputs(X), self.network.loss
        if isinstance(loss, CrossEntropy | SoftmaxCrossEntropy):
            return outputs.argmax(axis=1)
        if isinstance(loss, BinaryCrossEntropy | BinaryCrossEntropyLogits):
            least = 0.5 if isinstance(loss, BinaryCrossEntropy) else 0.0
            labels = (outputs >= least).astype(int)
            return labels[:, 0] if labels.shape[1] == 1 else labels
        return outputs

    def predict_probabilities(self, X: Any) -> np.ndarray:
        """Give the probability of each output, in rows. Raises NetworkError where the loss is no cross-entropy."""
        loss = self.network.loss
        match loss:
            case CrossEntropy() | BinaryCrossEntropy():
                return self._outputs(X)
            case SoftmaxCrossEntropy():
                return softmax(np, self._outputs(X), -1)
            case BinaryCrossEntropyLogits():
                return sigmoid(np, self._outputs(X))
        raise NetworkError(
            f"Under the loss {type(loss).__name__} the outputs are no probabilities. Take predict, or a cross-entropy."
        )

    def _outputs(self, X: Any) -> np.ndarray:
        """Compute what the loss would read, some samples at a time."""
        x = rows(self.encoding.inputs(X), "X")
        self._fitting(x)
        return outputs(self.network, self.parameters, x)

    def _samples(self, X: Any, Y: Any) -> tuple[np.ndarray, np.ndarray]:
        loss = self.network.loss
        self.encoding = self.encoding.fitted(X, Y, loss, None, 0)
        x, Y = rows(self.encoding.inputs(X), "X").astype(float, copy=False), self.encoding.targets(Y, loss)
        if self._parameters is None:
            options = self._start
            found = shapes_of(self.network, x.shape[1], outputs_of(Y, self.network.loss), options["sizes"])
            self._parameters = draw(found, options["initial"], seed=options["seed"])
        t = target_rows(Y, self.network.loss, len(x), self._fitting(x))
        return x, t.astype(float, copy=False)

    def _fitting(self, x: np.ndarray) -> int:
        """Check that X fits the parameters, and give the number of outputs."""
        return outputs_for(self.network, self.parameters, x)

    def __repr__(self) -> str:
        count = sum(array.size for array in (self._parameters or {}).values())
        return f"Model({self.network!r}{f', {count} numbers in its parameters' * bool(count)})"


def _type_of(parameters: Any) -> str:
    arrays = list(parameters.values()) if isinstance(parameters, Mapping) else []
    small = [isinstance(array, np.ndarray) and array.dtype == np.float32 for array in arrays]
    return "float32" if small and all(small) else "float64"


def _rate(rate: Any, usual: float) -> float:
    return usual if rate is None else number(rate, "rate", least=0.0)


def _known(options: Mapping[str, Any], function: Any, what: str) -> None:
    """Refuse an option that a function does not have, with the one that was probably meant."""
    known = [name for name, one in signature(function).parameters.items() if one.kind is one.KEYWORD_ONLY]
    for name in options:
        if name not in known:
            ours = ELSEWHERE.get(name)
            meant = f" Here it is {ours!r}." if ours in known else nearest(name, known)
            raise DataError(f"{what} has no option {name!r}.{meant}")
