"""Optimizer: what every optimiser is, and the state that it keeps from step to step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar

import numpy as np

from ..data import copied, number
from ..errors import DataError, ShapeError, shown

_BELOW_ONE = ("momentum", "alpha", "beta1", "beta2")  # at 1 a running mean or sum would never forget


@dataclass
class State:
    """What an optimiser keeps between steps: `arrays` by name (`W1.momentum`) and the number of `steps` made.

    `scratch` is room to compute in. It holds nothing from one step to the next and need not be saved.
    """

    arrays: dict[str, np.ndarray]
    steps: int = 0
    scratch: dict[str, np.ndarray] = field(default_factory=dict, repr=False, compare=False)

    def copy(self) -> State:
        """Give a state of its own arrays that goes on from here."""
        return State({name: copied(array) for name, array in self.arrays.items()}, self.steps)


class Optimizer:
    """A rule that moves parameters against their gradients. Subclass it as a frozen dataclass.

    `kept` names the arrays that it keeps for each parameter, `usual_rate` is the rate that it is most often given.
    """

    usual_rate: ClassVar[float] = 1e-3

    def __post_init__(self) -> None:
        """Check the options. Raises DataError, which names the one at fault."""
        for option in fields(self):  # type: ignore[arg-type]
            value, what = getattr(self, option.name), f"{option.name} of {type(self).__name__}"
            if isinstance(option.default, bool):
                if not isinstance(value, bool):
                    raise DataError(f"{what} must be True or False; {shown(value)} is neither.")
                continue
            if number(value, what, least=0.0) >= 1 and option.name in _BELOW_ONE:
                raise DataError(f"{what} is {value:g}; it must be below 1.")

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of the arrays that it keeps for each parameter."""
        return ()

    def start(self, parameters: Mapping[str, np.ndarray]) -> State:
        """Make the state before the first step: zeros of each parameter's shape and type, by `parameter.name`."""
        return State(
            {
                f"{name}.{kept}": copied(np.broadcast_to(array.dtype.type(0), array.shape))
                for name, array in parameters.items()
                for kept in self.kept
            }
        )

    def step(
        self,
        parameters: Mapping[str, np.ndarray],
        gradients: Mapping[str, np.ndarray],
        state: State,
        rate: float,
    ) -> None:
        """Move every parameter, in place, and the state with it. Raises ShapeError; then nothing has moved."""
        for name, parameter in parameters.items():
            if (shape := np.shape(gradients[name])) != parameter.shape:
                raise ShapeError(
                    f"The gradient of {name} has the shape {shape}, but {name} has {parameter.shape}. "
                    "Give one number for each number of the parameter."
                )
        state.steps += 1
        for name, parameter in parameters.items():
            arrays = tuple(state.arrays[f"{name}.{kept}"] for kept in self.kept)
            room = [_room(state, place, parameter) for place in ("first", "second")]
            self.move(parameter, gradients[name], arrays, room, state.steps, rate)

    def move(
        self,
        p: np.ndarray,
        g: np.ndarray,
        kept: tuple[np.ndarray, ...],
        room: list[np.ndarray],
        t: int,
        rate: float,
    ) -> None:
        """Move one parameter p with gradient g at step t, counted from 1, in place; `room` is two arrays like p."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it moves a parameter.")


def _room(state: State, place: str, like: np.ndarray) -> np.ndarray:
    """Give scratch of a parameter's shape: all parameters share one array, as large as the largest of them."""
    key = f"{place} {like.dtype}"
    room = state.scratch.get(key)
    if room is None or room.size < like.size:
        room = state.scratch[key] = np.empty(like.size, like.dtype)
    return room[: like.size].reshape(like.shape)


def with_decay(p: np.ndarray, g: np.ndarray, decay: float, room: np.ndarray) -> np.ndarray:
    """Give g + decay · p, in `room`: the gradient with that of ½ · decay · Σ p² in it. Without decay, g itself."""
    if decay == 0:
        return g
    np.multiply(p, decay, out=room)
    return np.add(room, g, out=room)
