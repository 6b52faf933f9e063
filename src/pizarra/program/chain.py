"""Chain: the layers of a program's network, told from what its numbers are made of, from the prediction to the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .affine import Affine, NotAffine, Terms
from .arrays import Arrays
from .derivative import ELEMENTWISE
from .graph import Graph
from .inspection import Inspection
from .recording import Operation, Site

SOFTMAX = {"softmax", "log_softmax"}


class NoLayer(Exception):
    """What no layer says: a key of the language's messages, and the place."""

    def __init__(self, key: str, site: Site | None = None) -> None:
        super().__init__(key)
        self.key, self.site = key, site


@dataclass(frozen=True, eq=False)
class Link:
    """A linear layer and what follows it, as identities: samples in rows, weights as (inputs, outputs)."""

    inputs: np.ndarray
    weights: np.ndarray
    bias: np.ndarray | None
    made: np.ndarray  # what it makes, before the activation
    after: np.ndarray  # and behind it
    inside: bool = False  # whether the bias stands among the weights, where ones meet it


class Chain:
    """Goes from the prediction back to the data. Raises NoLayer where that is no chain of layers."""

    def __init__(self, inspection: Inspection) -> None:
        self.graph: Graph = inspection.graph
        self.one = inspection.rounds[0]
        self.arrays = Arrays(inspection, inspection.rounds[0])
        self.affine = Affine(self.graph, self.one.turn)
        self.order = np.empty(0, dtype=int)  # of the prediction's numbers, as samples in rows
        # What is behind numbers: many ways lead to the same.
        self.known: dict[bytes, np.ndarray | NoLayer] = {}
        self.links = self._links()

    def _links(self) -> list[Link]:
        ids, found = self.one.met.y, []
        while self.one.turn.bits[ids].any():
            made = self._root(ids)
            try:
                terms = self.affine.terms(made)
            except NotAffine:
                raise NoLayer("program.no_layer", self._site(made)) from None
            grid, link = _arranged(terms, made, ids)
            if grid is None or link is None:
                raise NoLayer("program.no_layer", self._site(made))
            if not found:
                self.order = grid
            link = self._split(link)
            found.append(link)
            ids = link.inputs.ravel()
        if not found:
            raise NoLayer("program.no_layer", self.one.met.operations[0].site)
        return found[::-1]

    def _site(self, ids: np.ndarray) -> Site | None:
        makers = self.graph.made_by[ids]
        return self.graph.operations[int(makers.max())].site if makers.max() >= 0 else None

    # ---- behind an activation

    def _root(self, ids: np.ndarray) -> np.ndarray:
        """Give what the entries of an activation are made of, one by one; where there is none, the entries."""
        found = self._behind(ids)
        if (found < 0).any():
            found = self._as_before(found)
        return found

    def _is_sum(self, ids: np.ndarray) -> bool:
        try:
            self.affine.terms(ids)
        except NotAffine:
            return False
        return True

    def _behind(self, ids: np.ndarray) -> np.ndarray:
        key = ids.tobytes()
        if key not in self.known:
            try:
                self.known[key] = self._found_behind(ids)
            except NoLayer as error:
                self.known[key] = error
        found = self.known[key]
        if isinstance(found, NoLayer):
            raise found
        return found

    def _found_behind(self, ids: np.ndarray) -> np.ndarray:
        if self._is_sum(ids):
            return ids
        found = np.full(ids.size, -1)
        makers = self.graph.made_by[ids]
        for maker in np.unique(makers):
            places = np.flatnonzero(makers == maker)
            if maker < 0 or not self.one.turn.bits[ids[places]].any():
                continue  # put there from outside, as by a[a < 0] = 0
            if self._is_sum(ids[places]):
                found[places] = ids[places]
                continue
            operation = self.graph.operations[maker]
            found[places] = self._through(operation, ids[places] - int(operation.ids.flat[0]))
        return found

    def _through(self, operation: Operation, local: np.ndarray) -> np.ndarray:
        if operation.name not in ELEMENTWISE | SOFTMAX:
            raise NoLayer("program.no_layer", operation.site)
        roots, bits = [], self.one.turn.bits
        for operand in operation.operands:
            ids = operand.ids
            if ids is None:
                continue
            if not bits[ids].any():
                if ids.size > 1 and operation.name in ("mul", "div"):
                    raise NoLayer("program.masked", operation.site)
                continue
            if ids.size < operation.ids.size:
                continue  # the greatest of each sample, or their sum: of a softmax
            try:
                roots.append(self._behind(np.broadcast_to(ids, operation.ids.shape).ravel()[local]))
            except NoLayer as error:
                if operation.name not in ("sub", "div") or not roots:
                    raise error from None
        if not roots:
            raise NoLayer("program.no_layer", operation.site)
        first = roots[0]
        if operation.name in ("mul", "add", "where", "maximum") and any(
            not np.array_equal(first, other) for other in roots[1:]
        ):
            raise NoLayer("program.no_layer", operation.site)
        return first

    def _as_before(self, found: np.ndarray) -> np.ndarray:
        """Find the array that entries were put into: what it had in the places of the new ones."""
        known = found >= 0
        for array in self.arrays.pool:
            flat = array.ids.ravel()
            alike = flat.size == found.size and known.any() and np.array_equal(flat[known], found[known])
            if alike and self._is_sum(flat):
                return flat
        raise NoLayer("program.no_layer", self._site(found[known]) if known.any() else None)

    # ---- biases among the weights

    def _split(self, link: Link) -> Link:
        """Take the weights that meet ones out of the matrix: they are the biases."""
        graph, bits = self.graph, self.one.turn.bits
        if link.bias is not None or link.inputs.shape[1] < 2:
            return link
        ones = (graph.values[link.inputs] == 1).all(axis=0) & (graph.made_by[link.inputs] < 0).all(axis=0)
        ones &= ~bits[link.inputs].any(axis=0)
        hidden = bool(bits[link.inputs].any())
        for column in np.flatnonzero(ones):
            rest = np.delete(link.inputs, column, axis=1)
            if not hidden and np.ptp(link.inputs) + 1 == np.unique(link.inputs).size:
                continue  # a column of the data
            weights = np.delete(link.weights, column, axis=0)
            return Link(rest, weights, link.weights[column], link.made, link.after, True)
        return link


def _arranged(terms: Terms, made: np.ndarray, after: np.ndarray) -> tuple[np.ndarray | None, Link | None]:
    """Put numbers that share weights below one another: units in columns, samples in rows."""
    order = np.argsort(terms.weights, axis=1)
    weights = np.take_along_axis(terms.weights, order, axis=1)
    inputs = np.take_along_axis(terms.inputs, order, axis=1)
    first, place = np.unique(weights[:, 0], return_inverse=True)
    samples, left = divmod(made.size, first.size)
    if left or (np.bincount(place) != samples).any():
        return None, None
    grid = np.argsort(place, kind="stable").reshape(first.size, samples).T
    if (weights[grid] != weights[grid[:1]]).any() or (inputs[grid] != inputs[grid[:, :1]]).any():
        return None, None
    bias = terms.bias[grid]
    if (bias != bias[:1]).any():
        return None, None
    own = bias[0] if (bias[0] >= 0).all() else None
    link = Link(inputs[grid[:, 0]], weights[grid[0]].T, own, made[grid], after[grid])
    return grid, link
