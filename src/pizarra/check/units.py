"""Units: ∂L/∂z for every unit of every sample, by moving one unit of one sample at a time.

A moved weight moves one unit of each sample by the sample's input, so the slope along a weight is the sum over samples
of input times the unit's slope: exactly, because z = xW + b is linear in W. That leaves as many numbers to move as
there are units and samples, not weights. A moved unit reaches the rest of its own sample only: through an activation it
stays one number, through the next weights it is the sum that was, plus one number times a row of weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..formula import evaluate
from ..formula.tree import Along, Mul, Node, Number, Ref, Size, Sum, refs, transform, walk
from ..layer import SAMPLES, Layer
from ..layers import Linear
from ..network import LOSS, Network, Step
from .line import ROUNDING, SCATTER, first_step

MOST = 2_000_000  # numbers in one array of moved rows
Values = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class UnitSlopes:
    """∂L/∂v for a value v, with a bound for each entry. `moves`: whether the loss did, wherever it was looked at."""

    value: np.ndarray
    bound: np.ndarray
    moves: np.ndarray


def separable(network: Network) -> bool:
    """Whether each sample has its own part of the loss, on which no other sample acts."""
    layers = [step.layer for step in network.steps]
    try:
        return all(_by_rows(layer) for layer in layers) and _term(network.loss, 1) is not None
    except TypeError:  # a layer of one's own that cannot be remembered
        return False


@lru_cache(maxsize=512)
def _by_rows(layer: Layer) -> bool:
    return all(_rowwise(line.tree) and line.axes[:1] == (SAMPLES,) for line in layer.values)


def _rowwise(tree: Node) -> bool:
    for node in walk(tree):
        if (isinstance(node, Sum | Along) and node.axis == SAMPLES) or (
            isinstance(node, Size) and node.axis == SAMPLES
        ):
            return False
        if isinstance(node, Ref) and SAMPLES in node.indices[1:]:
            return False
    return all(ref.indices[:1] == (SAMPLES,) or SAMPLES not in ref.indices for ref in refs(tree))


@lru_cache(maxsize=128)
def _term(loss: Layer, samples: int) -> Node | None:
    """Give the formula of one sample's part of the loss; None where the loss is not a sum over samples."""
    tree = loss.values[-1].tree
    factors = list(tree.items) if isinstance(tree, Mul) else [tree]
    sums = [k for k, node in enumerate(factors) if isinstance(node, Sum) and node.axis == SAMPLES]
    if len(sums) != 1 or not all(_rowwise(line.tree) for line in loss.values[:-1]):
        return None
    body = factors[sums[0]]
    assert isinstance(body, Sum)
    factors[sums[0]] = body.body
    part = Mul(tuple(factors)) if len(factors) > 1 else factors[0]
    part = transform(part, lambda node: Number(samples) if node == Size(SAMPLES) else None)
    return part if _rowwise(part) else None


@dataclass
class _Moved:
    """One value in the rows that are moved: whole rows, or, as long as only one number of each differs, that number."""

    rows: np.ndarray | None
    unit: np.ndarray
    number: np.ndarray

    def whole(self, base: np.ndarray, samples: np.ndarray) -> np.ndarray:
        if self.rows is None:
            self.rows = base[samples]
            self.rows[np.arange(len(samples)), self.unit] = self.number
        return self.rows


class Units:
    """The units of one network at one point."""

    def __init__(self, network: Network, parameters: Values, values: Values) -> None:
        self.network, self.parameters, self.values = network, parameters, values
        self.samples = len(values[network.steps[0].inputs[0]]) if network.steps else 0
        self.term = _term(network.loss, self.samples)

    def slopes(self, name: str, eps: float) -> UnitSlopes:
        """Measure ∂L/∂name at two step sizes, with Richardson's estimate."""
        z = np.asarray(self.values[name], dtype=float)
        width = z.shape[1]
        top = float(np.max(np.abs(z))) or 1.0
        scale = np.maximum(np.abs(z), float(np.sqrt(np.mean((z / top) ** 2))) * top or 1.0)
        step = first_step(eps) * scale
        samples, units = np.divmod(np.arange(z.size), width)
        moved = np.concatenate([z.ravel() + part * step.ravel() for part in (1.0, -1.0, 0.25, -0.25)])
        samples, units = np.tile(samples, 4), np.tile(units, 4)
        widest = max(np.shape(array)[-1] for array in self.values.values() if np.ndim(array) == 2)
        each = max(1, MOST // widest)
        losses = np.concatenate(
            [
                self._losses(name, samples[k : k + each], units[k : k + each], moved[k : k + each])
                for k in range(0, len(moved), each)
            ]
        )
        a, b, c, d = losses.reshape(4, -1)
        up, down, up2, down2 = moved.reshape(4, -1) - z.ravel()
        wide, narrow = (a - b) / (up - down), (c - d) / (up2 - down2)
        largest = np.maximum(np.abs(a), np.abs(b))
        ratio = ((up - down) / (up2 - down2)) ** 2
        bound = SCATTER * np.abs(wide - narrow) + ROUNDING * eps * largest / up
        value = (ratio * narrow - wide) / (ratio - 1)
        bad = ~np.isfinite(value + bound)
        value[bad], bound[bad] = 0.0, np.inf
        moves = ~((a == b) & (a == c) & (a == d))
        return UnitSlopes(value.reshape(z.shape), bound.reshape(z.shape), moves.reshape(z.shape))

    def _losses(self, name: str, samples: np.ndarray, units: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Compute each moved sample's part of the loss, from the moved value on."""
        moved = {name: _Moved(None, units, numbers)}
        for step in self.network.steps:
            if step.output == name or not any(read in moved for read in step.inputs):
                continue
            moved[step.output] = self._through(step, moved, samples)
        return self._loss(moved, samples)

    def _through(self, step: Step, moved: Mapping[str, _Moved], samples: np.ndarray) -> _Moved:
        layer = step.layer
        source = moved.get(step.inputs[0])
        if source is not None and source.rows is None:
            if layer.elementwise:
                number = layer.run(np, source.number[:, None])[layer.output][:, 0]
                return _Moved(None, source.unit, number)
            if isinstance(layer, Linear):
                change = source.number - np.asarray(self.values[step.inputs[0]])[samples, source.unit]
                weights = self.parameters[step.parameters["W"]]
                rows = weights[source.unit]
                rows *= change[:, None]
                rows += np.asarray(self.values[step.output])[samples]
                return _Moved(rows, source.unit, source.number)
        arrays = [self._rows(read, moved, samples) for read in step.inputs]
        arrays += [self.parameters[name] for name in step.parameters.values()]
        return _Moved(np.asarray(layer.run(np, *arrays)[layer.output]), samples, samples)

    def _rows(self, name: str, moved: Mapping[str, _Moved], samples: np.ndarray) -> np.ndarray:
        base = np.asarray(self.values[name])
        return moved[name].whole(base, samples) if name in moved else base[samples]

    def _loss(self, moved: Mapping[str, _Moved], samples: np.ndarray) -> np.ndarray:
        step, layer = self.network.loss_step, self.network.loss
        known = {
            own: self._rows(read, moved, samples) for own, read in zip(layer.inputs, step.inputs, strict=True)
        }
        assert self.term is not None
        wanted = {ref.name for ref in refs(self.term)}
        if not wanted <= known.keys():  # intermediates: their array code is faster than their formulas
            known |= {name: array for name, array in layer.run(np, *known.values()).items() if name != LOSS}
        return np.asarray(evaluate(self.term, {name: known[name] for name in wanted}, (SAMPLES,)))
