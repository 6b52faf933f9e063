"""Trace: every value and every cotangent of one pass, by name. Immutable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .errors import NetworkError, nearest
from .network import INPUT, LOSS, TARGET, Network, Step


@dataclass(frozen=True)
class Difference:
    """A derivative measured by finite differences.

    `value` is the central one, extrapolated from two step sizes; `left` and `right` are one-sided. At a kink the two
    sides differ, and any number between them is a valid derivative. `error` estimates what the arithmetic leaves open.
    """

    value: float
    left: float
    right: float
    error: float

    @property
    def kink(self) -> bool:
        """Whether the two sides differ by more than the curvature explains."""
        return abs(self.right - self.left) > 1e-3 * max(abs(self.left), abs(self.right)) + 1e-6

    def agrees(self, derivative: float) -> bool:
        """Whether a derivative is the one measured: within the error, or at a kink between the two sides."""
        if abs(derivative - self.value) <= self.error:
            return True
        low, high = sorted((self.left, self.right))
        return self.kink and low - self.error <= derivative <= high + self.error


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

        Two central differences, extrapolated (Richardson); the disagreement of the two and the rounding of the loss
        bound the error. Raises NetworkError for a name that the network does not have.
        """
        known = (*self.network.values, *self.network.parameters)
        if name not in known:
            raise NetworkError(f"There is no value or parameter {name!r}." + nearest(name, known))
        source = self.parameters[name] if name in self.parameters else self.values[name]
        here = self.loss
        h = 1e-3 * max(1.0, abs(float(source[place])))

        def loss(step: float) -> float:
            moved = np.array(source, dtype=float)
            moved[place] += step
            return self._loss_with(name, moved)

        with np.errstate(all="ignore"):
            up, down, up2, down2 = loss(h), loss(-h), loss(h / 2), loss(-h / 2)
            tiny = 1e-7 * max(1.0, abs(float(source[place])))
            left, right = (here - loss(-tiny)) / tiny, (loss(tiny) - here) / tiny
        wide, narrow = (up - down) / (2 * h), (up2 - down2) / h
        value = narrow + (narrow - wide) / 3
        noise = 1e-13 * (abs(here) + abs(up) + abs(down)) / h
        if abs(right - left) > 1e-3 * max(abs(left), abs(right)) + 1e-6 or abs(wide - narrow) > 1e-2 * abs(
            narrow
        ):
            value = (left + right) / 2  # something bends nearby: stay close
            noise += 1e-8 * abs(here) + 1e-6 * (abs(left) + abs(right))
        return Difference(value, left, right, noise + abs(narrow - wide) / 10 + 1e-9 * abs(value))

    def _loss_with(self, name: str, array: np.ndarray) -> float:
        if name in self.parameters:
            parameters = {**self.parameters, name: array}
            return float(self.network.forward(parameters, self.x, self.t)[LOSS])
        fixed: dict[str, Any] = {name: array}
        x = array if name == INPUT else self.x
        return float(self.network.forward(self.parameters, x, self.t, fixed=fixed)[LOSS])
