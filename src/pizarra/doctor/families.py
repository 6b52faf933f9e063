"""Families: what stands in a line's place in the package's other layers and losses. No layer is named here.

Another activation's derivative, the right one at the wrong point, the diagonal of a Jacobian, another loss's
cotangent: all are read from the layers and losses that there are, so that a new one is known with no further work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np

from ..errors import PizarraError
from ..formula import Formula
from ..layer import Layer
from ..layers import LAYERS
from ..loss import Loss
from ..losses import LOSSES, Cost
from ..network import TARGET
from .derivation import Derivation, Line
from .edit import Edit

Values = Mapping[str, np.ndarray]
Wanted = Callable[[Edit], bool]  # whether an edit's numbers are worth working out
UNITS = 64  # the widest layer whose Jacobian's diagonal is worked out
# Losses that people use and the package writes as a formula.
COSTS = {"absolute_error": "abs(y - t)"}


@lru_cache
def activations() -> tuple[tuple[str, Layer], ...]:
    """Give every element-wise layer of the package, with its name."""
    made = []
    for name, kind in LAYERS.items():
        try:
            layer = kind()
        except TypeError:  # it needs a formula or a number of its own
            continue
        if layer.elementwise:
            made.append((name, layer))
    return tuple(made)


@lru_cache
def losses(factor: str) -> tuple[tuple[str, Loss], ...]:
    """Give every loss of the package that has this factor, with its name."""
    made = []
    for name, kind in LOSSES.items():
        try:
            made.append((name, kind(factor=factor)))
        except TypeError:
            continue
    made += [(name, Cost(formula, factor=factor)) for name, formula in COSTS.items()]
    return tuple(made)


def forwards(line: Line, values: Values) -> Iterator[tuple[Edit, np.ndarray]]:
    """Yield what else an activation's line may compute: nothing, another activation, a softmax over other numbers."""
    step = line.step
    layer, z = step.layer, values[step.inputs[0]]
    own = type(layer).__name__
    yield Edit("forward", line.name, own, "none"), z
    for name, other in activations():
        if type(other) is not type(layer):
            with np.errstate(all="ignore"):
                yield (
                    Edit("forward", line.name, own, name, weight=1.2),
                    np.asarray(other.run(np, z)[other.output]),
                )
    if line.step.index is not None and layer.elementwise:
        return
    from ..formula.functions import softmax

    mine = values.get(line.name)
    if mine is not None and z.ndim == 2 and np.allclose(softmax(np, z, -1), _own(line, z)):
        e = np.exp(z - z.max(axis=1, keepdims=True))  # shifted sample by sample, or by one number for all
        for shifted in (e, np.exp(z - z.max())):
            yield (
                Edit("forward", line.name, own, "over samples"),
                shifted / shifted.sum(axis=0, keepdims=True),
            )
            yield Edit("forward", line.name, own, "over all"), shifted / shifted.sum()
        late = np.exp(z - z.max(axis=0, keepdims=True))
        yield Edit("forward", line.name, own, "over samples"), late / late.sum(axis=0, keepdims=True)
        yield Edit("forward", line.name, own, "over all"), late / late.sum()


def _own(line: Line, z: np.ndarray) -> np.ndarray:
    if line.step.index is None:
        return np.asarray(line.step.layer.run(np, z, np.zeros_like(z))["p"])
    return np.asarray(line.step.layer.run(np, z)[line.step.layer.output])


def slope(layer: Layer, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute an element-wise layer's derivative from its input and its output, which need not belong together."""
    with np.errstate(all="ignore"):
        return np.asarray(layer.pull(np, np.ones_like(x), {"x": x, "y": y})["x"], dtype=float)


@lru_cache
def other_forms(layer: Layer) -> tuple[Formula, ...]:
    """Give the other ways that a layer knows of writing its derivative."""
    cotangents = {line.name for line in layer.cotangents}
    return tuple(line for line in map(Formula.read, layer.alternatives) if line.name in cotangents)


def forms(layer: Layer, x: np.ndarray, y: np.ndarray) -> Iterator[np.ndarray]:
    """Yield an element-wise layer's derivative in every form that the layer knows, from an input and an output."""
    yield slope(layer, x, y)
    for line in other_forms(layer):
        values = {"x": x, "y": y, "dy": np.ones_like(x)}
        with np.errstate(all="ignore"):
            yield np.asarray(line.evaluate(values), dtype=float)


def slopes(line: Line, values: Values, wanted: Wanted) -> Iterator[tuple[Edit, np.ndarray]]:
    """Yield what a hand may have written where the derivative of `line`'s activation belongs."""
    step = line.step
    z, a = values[step.inputs[0]], values[step.output]
    own = step.layer
    name = type(own).__name__

    def point(told: str) -> Edit:
        return Edit("point", line.name, name, told)

    with np.errstate(all="ignore"):
        again = np.asarray(own.run(np, a)[own.output], dtype=float)
    if wanted(edit := point("of a")):
        yield from ((edit, found) for found in forms(own, a, again))
        if own.kinks:  # at a bend somebody takes one side, somebody the other, somebody the middle
            sides = [slope(own, a + side, again) for side in (-1e-300, 1e-300)]
            yield from ((edit, found) for found in (*sides, (sides[0] + sides[1]) / 2))
    if wanted(edit := point("z for a")):
        yield from ((edit, found) for found in forms(own, z, z))
    if wanted(edit := point("a for z")):
        yield from ((edit, found) for found in forms(own, a, a))
    if wanted(edit := point("of a twice")):
        yield edit, slope(own, again, np.asarray(own.run(np, again)[own.output]))
    yield Edit("derivative", line.name, name, "none", weight=0.95), np.ones_like(z)
    yield Edit("derivative", line.name, name, "the value"), a
    yield Edit("derivative", line.name, name, "its input", weight=1.3), z
    yield from _of_others(line, own, z, a, "derivative", wanted)


def extra_slopes(line: Line, values: Values, wanted: Wanted) -> Iterator[tuple[Edit, np.ndarray]]:
    """Yield derivatives of activations that do not belong into a line, at its input and its output."""
    step = line.step
    if step.index is None:
        network_output = step.inputs[0]
        inside = step.names().get("p", network_output)
        z, a = values[network_output], values.get(inside, values[network_output])
    else:
        z, a = values[step.inputs[0]], values[step.output]
    yield from _of_others(line, None, z, a, "extra", wanted)


def _of_others(
    line: Line, own: Layer | None, z: np.ndarray, a: np.ndarray, kind: str, wanted: Wanted
) -> Iterator[tuple[Edit, np.ndarray]]:
    old = type(own).__name__ if own is not None else ""

    def ran(layer: Layer, x: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(layer.run(np, x)[layer.output], dtype=float)

    for name, layer in activations():
        if own is not None and type(layer) is type(own):
            continue
        if wanted(edit := Edit(kind, line.name, old, f"{name} of a")):
            yield from ((edit, found) for found in forms(layer, z, a))
        if wanted(edit := Edit(kind, line.name, old, f"{name} of z")):
            yield edit, slope(layer, z, ran(layer, z))
        if wanted(edit := Edit(kind, line.name, old, f"{name} at a")):
            yield edit, slope(layer, a, ran(layer, a))
        if kind == "derivative" and wanted(
            edit := Edit(kind, line.name, old, f"{name} of z for a", weight=1.3)
        ):
            yield from ((edit, found) for found in forms(layer, a, z))


def diagonal(line: Line, values: Values) -> np.ndarray | None:
    """Work out the diagonal of the Jacobian of a layer that mixes units; None where there is no such layer."""
    step = line.step
    if step.index is None or step.layer.elementwise or step.parameters or len(step.inputs) > 1:
        return None
    own = {inside: values[place] for inside, place in step.names().items() if place in values}
    y = own[step.layer.output]
    if y.ndim != 2 or y.shape != own[step.layer.inputs[0]].shape or y.shape[1] > UNITS:
        return None
    columns = []
    for unit in range(y.shape[1]):
        arrives = np.zeros_like(y)
        arrives[:, unit] = 1.0
        columns.append(step.layer.pull(np, arrives, own)[step.layer.inputs[0]][:, unit])
    return np.stack(columns, axis=1)


def other_losses(
    derivation: Derivation, line: Line, values: Values, wanted: Wanted
) -> Iterator[tuple[Edit, np.ndarray]]:
    """Yield the cotangents that other losses would begin with, in the place of a line at the network's end."""
    network = derivation.network
    factor = getattr(network.loss, "factor", "1")
    end = network.prediction
    maker = network.maker(end)
    before = maker.inputs[0] if maker is not None and not maker.parameters else end
    t = values[TARGET]
    seen = [end] if before == end else [end, before]
    inside = network.loss_step.names().get("p")
    old = type(network.loss).__name__
    for name, loss in losses(factor):
        first = loss.inputs[0]
        for place in [*seen, *([inside] if inside and inside in values else [])]:
            if type(loss) is type(network.loss) and line.step.index is None:
                continue  # the loss's own line: another array in it is a swap
            told = Edit("loss", line.name, old, f"{name} of {place}")
            alone = Edit("loss", line.name, old, f"{name} of {place}, unit by unit", weight=1.3)
            if not wanted(told) and not wanted(alone):
                continue
            try:
                with np.errstate(all="ignore"):
                    inner = loss.run(np, values[place], t)
                    found = loss.pull(np, None, {first: values[place], "t": t, **inner})[first]
            except (PizarraError, FloatingPointError):
                continue
            if not np.isfinite(found).all():
                continue
            yield told, np.asarray(found)
            if (line.of == before != end and place == end) or place == inside:
                yield alone, found * (values[place] * (1 - values[place]))
