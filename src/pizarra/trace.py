"""Trace: every value and every cotangent of one pass, by name. Immutable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from .difference import Difference as Difference
from .difference import Place, measure
from .errors import NetworkError, nearest
from .network import INPUT, LOSS, TARGET, Network, Step


class Trace:
    """One pass through a network: forward, loss, backward, update.

    `parameters` are by name (`W1`, `b1`, …), weights as (inputs, outputs); x and t have one row a sample. Arrays are
    taken as they are: use `pizarra.explain` or `Problem` for checked input in other layouts. Raises ShapeError where
    they do not fit.

    >>> from pizarra.layers import Linear
    >>> from pizarra.losses import SquaredError
    >>> network = Network([Linear(bias=False)], SquaredError("1/2"))
    >>> trace = Trace(network, {"W1": np.array([[2.0], [1.0]])}, np.array([[1.0, 3.0]]), np.array([[4.0]]))
    >>> float(trace.loss), trace.gradients["W1"].tolist()
    (0.5, [[1.0], [3.0]])
    """

    def __init__(
        self,
        network: Network,
        parameters: Mapping[str, np.ndarray],
        x: np.ndarray,
        t: np.ndarray,
        *,
        learning_rate: float = 1.0,
        check: bool = True,
    ) -> None:
        if missing := [name for name in network.parameters if name not in parameters]:
            raise NetworkError(f"The parameter {missing[0]} is missing." + nearest(missing[0], parameters))
        if check:
            network.check(parameters, x, t)
        self.network, self.parameters, self.learning_rate = network, dict(parameters), learning_rate
        self.values = network.forward(parameters, x, t)

    @cached_property
    def _backward(self) -> tuple[dict[str, np.ndarray], dict[str, tuple[tuple[Step, np.ndarray], ...]]]:
        return self.network.backward(self.parameters, self.values)

    @property
    def x(self) -> np.ndarray:
        """The input, one row a sample."""
        return self.values[INPUT]

    @property
    def t(self) -> np.ndarray:
        """The target, one row a sample."""
        return self.values[TARGET]

    @property
    def samples(self) -> int:
        """The number of samples."""
        return len(self.x)

    @property
    def loss(self) -> float:
        """The loss."""
        return float(self.values[LOSS])

    @property
    def cotangents(self) -> Mapping[str, np.ndarray]:
        """∂L/∂v for every value and parameter v, in the shape of v."""
        return self._backward[0]

    @property
    def sent(self) -> Mapping[str, tuple[tuple[Step, np.ndarray], ...]]:
        """What each reader of a value or parameter sends back; their sum is its cotangent."""
        return self._backward[1]

    @property
    def gradients(self) -> dict[str, np.ndarray]:
        """∂L/∂p for every parameter p, in the shape of p."""
        return {name: self.cotangents[name] for name in self.network.parameters}

    @cached_property
    def updated(self) -> dict[str, np.ndarray]:
        """The parameters after one step of gradient descent: p − learning_rate · ∂L/∂p."""
        updated = {}
        for name, gradient in self.gradients.items():
            change = np.asarray(self.learning_rate * gradient)  # a new array, which takes the result as well
            updated[name] = np.subtract(self.parameters[name], change, out=change)
        return updated

    @cached_property
    def after(self) -> Trace:
        """The same pass with the updated parameters: the next step."""
        return Trace(
            self.network, self.updated, self.x, self.t, learning_rate=self.learning_rate, check=False
        )

    def steps(self, count: int) -> Iterator[Trace]:
        """Yield this pass and the ones after it, `count` in all."""
        trace = self
        for k in range(count):
            trace = trace.after if k else trace
            yield trace

    def jacobian(self, of: str, wrt: str) -> np.ndarray:
        """Give ∂of/∂wrt, of shape `of.shape + wrt.shape`, for any two values (or parameters, for `wrt`) by name.

        Raises NetworkError for a name that the network does not have. Entries are zero where nothing depends.
        """
        known = (*self.network.values, LOSS)
        if of not in known:
            raise NetworkError(f"There is no value {of!r}." + nearest(of, known))
        if wrt not in (*known, *self.network.parameters):
            raise NetworkError(
                f"There is no value or parameter {wrt!r}." + nearest(wrt, (*known, *self.network.parameters))
            )
        target = np.asarray(self.values[of])
        source = np.asarray(self.parameters[wrt] if wrt in self.parameters else self.values[wrt])
        if of == LOSS and wrt != LOSS:
            return self.cotangents[wrt].copy()
        result = np.zeros(target.shape + source.shape)
        for place in np.ndindex(target.shape):
            seed = np.zeros(target.shape)
            seed[place] = 1.0
            if of == wrt:
                result[place] = seed
                continue
            found, _ = self.network.backward(self.parameters, self.values, seed=(of, seed))
            if wrt in found:
                result[place] = found[wrt]
        return result

    def difference(self, name: str, place: tuple[int, ...]) -> Difference:
        """Measure ∂L/∂name[place] by finite differences, for a value or a parameter.

        Raises NetworkError for a name that the network does not have.
        """
        return self.differences({name: [place]})[name][0]

    def differences(self, wanted: Mapping[str, Sequence[Place]]) -> dict[str, list[Difference]]:
        """Measure ∂L/∂name at several places of several values and parameters at once.

        Raises NetworkError for a name that the network does not have.
        """
        known = (*self.network.values, *self.network.parameters)
        for name in wanted:
            if name not in known:
                raise NetworkError(f"There is no value or parameter {name!r}." + nearest(name, known))
        found = self._differences
        spots = [(name, place) for name, places in wanted.items() for place in places]
        if missing := [spot for spot in spots if spot not in found]:
            found.update(measure(self.network, {**self.values, **self.parameters}, missing))
        return {name: [found[name, place] for place in places] for name, places in wanted.items()}

    @cached_property
    def _differences(self) -> dict[tuple[str, Place], Difference]:
        return {}

    def __repr__(self) -> str:
        return f"Trace({self.network!r}, samples={self.samples}, loss={self.loss:.6g})"

    def _repr_markdown_(self) -> str:
        """Show in a notebook what there is, and what its derivative is, in short."""
        rows = ["| name | shape | value | ∂L/∂ |", "|:--|:--|:--|:--|"]
        for name in (*self.network.values, *self.network.parameters):
            value = self.parameters[name] if name in self.parameters else self.values[name]
            found = self.cotangents.get(name)
            shape = "×".join(map(str, np.shape(value)))
            rows.append(
                f"| `{name}` | {shape} | {_short(value)} | {'' if found is None else _short(found)} |"
            )
        return "\n".join([*rows, "", f"loss `L` = {self.loss:.6g}"])


def _short(array: np.ndarray) -> str:
    """Write an array on one line of a table, cut short where it is large."""
    text = np.array2string(np.asarray(array), precision=4, suppress_small=True, threshold=20, separator=" ")
    return "`" + " ".join(text.split()) + "`"
