"""Layouts: turn a reader's arrays into the layout of the core and back, and find out which layout theirs is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import ShapeError
from ..network import INPUT, TARGET
from ..problem import Problem
from .derivation import Derivation


@dataclass(frozen=True, eq=False)
class Form:
    """How a reader stores arrays: samples in columns or in rows, weights as (outputs, inputs) or (inputs, outputs).

    `like` are arrays of the reader's, by name: they say how many axes a bias or a single sample has.
    """

    derivation: Derivation
    columns: bool
    turned: bool

    def flips(self, name: str) -> bool:
        """Whether the reader's matrix is the transpose of the core's."""
        kind = self.derivation.kind_of(name)
        return self.turned if kind == "weight" else self.columns if kind == "sample" else False

    def to_core(self, name: str, array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
        """Give the array in the core's shape; None where it does not fit."""
        array = np.asarray(array)
        if self.flips(name) and array.ndim == 2:
            array = array.T
        if array.shape == shape:
            return array
        if (
            array.size == int(np.prod(shape))
            and (array.ndim < 2 or 1 in array.shape)
            and (len(shape) < 2 or 1 in shape)
        ):
            return array.reshape(shape)
        return None

    def to_reader(self, name: str, array: np.ndarray, like: np.ndarray | None = None) -> np.ndarray:
        """Give a core array as the reader stores it, with as many axes as `like` has."""
        array = np.asarray(array)
        if array.ndim == 1 and like is not None and like.ndim == 2:
            row = like.shape[0] == 1 if like.shape[0] != like.shape[1] else not self.columns
            return np.ascontiguousarray(array.reshape((1, -1) if row else (-1, 1)))
        if self.flips(name) and array.ndim == 2:
            array = array.T
        if like is not None and like.ndim == 1 and 1 in array.shape:
            array = array.reshape(-1)
        return np.array(array, order="C")

    def conformed(
        self, name: str, array: np.ndarray, shape: tuple[int, ...]
    ) -> tuple[np.ndarray | None, bool]:
        """Give the array in the core's shape, spread as NumPy would; else False, and the array turned, or None."""
        array = np.asarray(array, dtype=float)
        core = self.to_core(name, array, shape)
        if core is not None:
            return core, True
        flips = self.flips(name) and len(shape) == 2
        own = shape[::-1] if flips else shape
        try:
            if array.size and np.broadcast_shapes(array.shape, own) == own:
                spread = np.broadcast_to(array, own)
                return spread.T if flips else spread, True
        except ValueError:
            pass
        turned = array if flips else array.T
        return (turned if turned.shape == shape else None), False

    def told(self) -> dict[str, str]:
        """Name the layout."""
        return {
            "samples": "columns" if self.columns else "rows",
            "weights": "out_in" if self.turned else "in_out",
        }


@dataclass(frozen=True, eq=False)
class Reader:
    """A reader's parameters and data, and the same in the core's layout."""

    form: Form
    parameters: Mapping[str, np.ndarray]
    x: np.ndarray
    t: np.ndarray
    core: Mapping[str, np.ndarray]
    core_x: np.ndarray
    core_t: np.ndarray


def readers(
    derivation: Derivation,
    parameters: Mapping[str, np.ndarray],
    x: np.ndarray,
    t: np.ndarray,
    samples: str | None = None,
    weights: str | None = None,
) -> list[Reader]:
    """Give every layout in which the reader's arrays fit the network, the usual ones first."""
    found = []
    for columns, turned in ((False, False), (True, True), (False, True), (True, False)):
        form = Form(derivation, columns, turned)
        if samples not in (None, form.told()["samples"]) or weights not in (None, form.told()["weights"]):
            continue
        core = {}
        for name in derivation.network.parameters:
            array = np.asarray(parameters[name])
            vector = derivation.kind_of(name) == "vector"
            core[name] = (
                array.reshape(-1) if vector else array.T if form.flips(name) and array.ndim == 2 else array
            )
        for core_x, core_t in _data(form, np.asarray(x), np.asarray(t)):
            try:
                derivation.network.check(core, core_x, core_t)
            except (ShapeError, IndexError, ValueError):
                continue
            found.append(Reader(form, parameters, np.asarray(x), np.asarray(t), core, core_x, core_t))
            break
    return found


def readings(
    derivation: Derivation, problem: Problem, samples: str | None = None, weights: str | None = None
) -> list[Reader]:
    """Give the layouts in which somebody may have worked on a problem, its own first."""
    core = {name: np.asarray(array, dtype=float) for name, array in problem.parameters.items()}
    x, t = np.asarray(problem.x, dtype=float), np.asarray(problem.t, dtype=float)
    own = (problem.layout.samples != "rows", problem.layout.weights == "out_in")
    orders = [own, (False, False), (True, True), (False, True), (True, False)]
    found = []
    for columns, turned in dict.fromkeys(orders):
        form = Form(derivation, columns, turned)
        if samples not in (None, form.told()["samples"]) or weights not in (None, form.told()["weights"]):
            continue
        mine = {name: form.to_reader(name, array) for name, array in core.items()}
        found.append(Reader(form, mine, form.to_reader(INPUT, x), form.to_reader(TARGET, t), core, x, t))
    return found


def _data(form: Form, x: np.ndarray, t: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    def shapes(array: np.ndarray) -> list[np.ndarray]:
        if array.ndim == 2:
            return [array.T if form.columns else array]
        return [array.reshape(1, -1), array.reshape(-1, 1)]

    for one in shapes(x):
        for other in shapes(t):
            yield one, other
