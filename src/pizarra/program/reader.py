"""Reader: which network a program trains, told by what its numbers are and what they were computed from.

Names are used for speaking alone. The first round of updates is read; what cannot be established raises Unclear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..layer import Layer
from ..layers import ELU, LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Softplus, Tanh
from ..loss import Loss
from ..losses import BinaryCrossEntropy, CrossEntropy, SquaredError
from ..network import Network
from .graph import MOVES, PRODUCTS, SCALINGS, Graph, Update, alike
from .run import Event

ACTIVATIONS: tuple[Layer, ...] = (
    Sigmoid(),
    Tanh(),
    ReLU(),
    Softplus(),
    *(LeakyReLU(slope) for slope in (0.01, 0.1, 0.2, 0.05, 0.001)),
    ELU(),
)


class Unclear(Exception):
    """What keeps the program from being read: a key of the language's messages, and what goes into it."""

    def __init__(self, key: str, **given: object) -> None:
        super().__init__(key)
        self.key, self.given = key, given


@dataclass(eq=False)
class Dense:
    """A layer as the program computes it: product, bias, activation; then what goes back through it."""

    product: Event
    weight: Event
    taken: Event  # what the weights are multiplied by
    z: Event
    bias: Event | None = None
    activation: Layer | None = None
    a: Event | None = None
    delta: Event | None = None
    weight_update: Update | None = None
    bias_update: Update | None = None
    gradient: Event | None = None  # the product that makes the weights' gradient


@dataclass(eq=False)
class Reading:
    """A program as a network: its layers, data, prediction, target and loss, each an event."""

    graph: Graph
    layers: list[Dense]
    columns: bool
    turned: bool
    x: Event
    target: Event
    t: np.ndarray
    error: Event
    loss: Loss
    loss_event: Event | None
    updates: list[Update]

    @property
    def network(self) -> Network:
        """The network, in the package's own layers."""
        parts: list[Layer] = []
        for layer in self.layers:
            parts.append(Linear(bias=layer.bias is not None))
            if layer.activation is not None:
                parts.append(layer.activation)
        return Network(parts, self.loss)


def read(graph: Graph, number: int = 1) -> Reading | None:
    """Read a round of updates; None where the run has no such round. Raises Unclear for what is not understood."""
    listed = graph.all_updates
    if not listed:
        raise Unclear("program.no_update")
    afters = {update.after.number for update in listed}
    chosen = [update for update in listed if update.before.number not in afters]
    for _ in range(number - 1):
        before = {update.after.number for update in chosen}
        chosen = [update for update in listed if update.before.number in before]
    updates: list[Update] = []
    for update in chosen:
        if not any(u.before is update.before for u in updates):
            updates.append(update)
    if not updates:
        return None
    end = max(update.after.number for update in updates)
    layers, columns, turned = _forward(graph, updates, end)
    _activations(graph, layers, columns, end)
    x = graph.root(layers[0].taken)
    error, target, t = _target(graph, layers, updates, end)
    _output(graph, layers, error, columns, end)
    loss, loss_event = _loss(graph, layers, t, columns, end)
    reading = Reading(graph, layers, columns, turned, x, target, t, error, loss, loss_event, updates)
    for layer in layers:
        _backward(reading, layer)
    if reading.loss_event is None:
        reading.loss = _implied(reading)
        shown = any(event.op == "log" for event in graph.events)
        if shown and isinstance(reading.loss, SquaredError):
            raise Unclear("program.loss")
    return reading


def core(value: np.ndarray, columns: bool) -> np.ndarray:
    """Give samples as rows."""
    value = np.asarray(value, dtype=float)
    if value.ndim == 2:
        return value.T if columns else value
    return value.reshape(1, -1)


def _forward(graph: Graph, updates: list[Update], end: int) -> tuple[list[Dense], bool, bool]:
    updated = {update.before.number for update in updates}
    behind = set().union(*(graph.behind(update.step) for update in updates))
    layers: list[Dense] = []
    sides: set[tuple[bool, bool]] = set()
    seen: set[int] = set()
    carried: set[int] = set()  # what depends on the layers so far
    for event in graph.events[: end + 1]:
        if event.op not in PRODUCTS or event.number not in behind or len(event.inputs) < 2:
            continue
        given = [graph.events[n] if n is not None else None for n in event.inputs[:2]]
        if given[0] is None or given[1] is None:
            continue
        for place in (0, 1):
            operand, other = given[place], given[1 - place]
            assert operand is not None
            assert other is not None
            weight = graph.root(operand)
            if weight.number not in updated or weight.number in seen:
                continue
            if layers and layers[-1].z.number not in graph.behind(other, (), layers[-1].z.number):
                continue
            if event.op in ("outer", "inner", "einsum", "tensordot"):
                raise Unclear("program.product", line=event.site[1] if event.site else "?")
            left = place == 0
            turns = graph.turns(operand) % 2 == 1
            if weight.value.ndim == 2 and operand.value.ndim == 2:
                sides.add((left, left != turns))
            seen.add(weight.number)
            layer = Dense(event, weight, other, event)
            _add_bias(graph, layer, updated, end)
            layers.append(layer)
            carried.add(event.number)
            break
    if not layers:
        raise Unclear("program.no_product")
    if len(sides) > 1:
        raise Unclear("program.mixed_layout")
    left, turned = next(iter(sides), (False, False))
    used = seen | {layer.bias.number for layer in layers if layer.bias is not None}
    if strange := [u for u in updates if u.before.number not in used]:
        raise Unclear("program.strange_parameter", name=called(graph, strange[0].before))
    for layer in layers:
        shape = layer.weight.value.shape
        if layer.weight.value.ndim > 2 or layer.z.value.ndim > 2 or not shape:
            raise Unclear("program.axes", name=called(graph, layer.weight))
    if any(graph.root(layers[0].taken).number in graph.after(u.before, end) for u in updates):
        raise Unclear("program.no_input")
    return layers, left, turned


def _add_bias(graph: Graph, layer: Dense, updated: set[int], end: int) -> None:
    """Take what is added to a product and depends on no data for its bias."""
    for number in graph.users[layer.product.number]:
        event = graph.events[number]
        if number > end or event.op not in ("add", "sub") or len(event.inputs) < 2:
            continue
        other = next((n for n in event.inputs if n != layer.product.number), None)
        if other is None:
            continue
        bias = graph.root(graph.events[other])
        if bias.number not in updated and any(graph.events[n].op in PRODUCTS for n in graph.behind(bias)):
            continue
        units = layer.weight.value.shape
        if bias.number not in updated and (bias.value.size not in (*units, 1) or event.op == "sub"):
            continue
        if event.op == "sub":
            raise Unclear("program.threshold", name=called(graph, bias))
        layer.bias, layer.z = bias, event
        return


def _activations(graph: Graph, layers: list[Dense], columns: bool, end: int) -> None:
    for layer, following in pairwise(layers):
        z = layer.z.value
        taken = graph.root(following.taken)
        found = _function(z, taken.value) or _function(z, following.taken.value)
        if found is not None:
            layer.activation, layer.a = found, taken
            continue
        same = taken is graph.root(layer.z) or alike(taken.value.ravel(), z.ravel())
        if not same:
            raise Unclear("program.activation", name=called(graph, taken))
        # What is computed from z, and is an activation, is what its author meant to hand on.
        for number in sorted(graph.after(layer.z, following.product.number - 1)):
            event = graph.events[number]
            if event.value.shape == z.shape and (meant := _function(z, event.value)) is not None:
                layer.activation, layer.a = meant, event
                break


def _function(z: np.ndarray, a: np.ndarray) -> Layer | None:
    if z.shape != a.shape or (z.size and alike(a, z)):
        return None
    for layer in ACTIVATIONS:
        with np.errstate(all="ignore"):
            if alike(layer.forward(np, z)["y"], a, 1e-6 if _single(a) else 1e-9):
                return layer
    return None


def _single(a: np.ndarray) -> bool:
    return bool((a == a.astype(np.float32)).all()) and bool((a != np.round(a, 3)).any())


def _target(
    graph: Graph, layers: list[Dense], updates: Sequence[Update], end: int
) -> tuple[Event, Event, np.ndarray]:
    """Find where the prediction first meets what depends on no parameter: the error, and the target."""
    last = layers[-1].z
    behind = set().union(*(graph.behind(update.step, (), last.number) for update in updates))
    moved = graph.after(last, end)
    trained = set().union(*(graph.after(update.before, end) for update in updates))
    for number in sorted(behind & moved):
        event = graph.events[number]
        if event.op == "set_sub" and "labels" in event.more and event.inputs[0] in moved:
            rows, classes = event.more["labels"]
            t = np.zeros(event.value.shape)
            t[rows, classes] = 1.0
            return event, event, t
        if event.op not in ("sub", "subtract", "truediv", "divide") or len(event.inputs) < 2:
            continue
        given = [graph.events[n] for n in event.inputs[:2] if n is not None]
        if len(given) < 2:
            continue
        for mine, other in (given, given[::-1]):
            if mine.number in moved and other.number not in trained and other.value.size > 0:
                if other.value.size == 1 and mine.value.size > 1:
                    continue
                return event, other, other.value
    raise Unclear("program.no_target")


def _output(graph: Graph, layers: list[Dense], error: Event, columns: bool, end: int) -> None:
    """Find the activation after the last product: what meets the target is the prediction."""
    last = layers[-1]
    z = last.z.value
    for number in error.inputs:
        if number is None:
            continue
        prediction = graph.events[number]
        root = graph.root(prediction)
        if prediction.number not in graph.after(last.z, end):
            continue
        for seen in (root, prediction):
            if alike(seen.value, z) or alike(seen.value.ravel(), z.ravel()):
                last.a = seen
                return
            if (found := _function(z, seen.value)) is not None or (
                found := _function(z.ravel(), seen.value.ravel())
            ) is not None:
                last.activation, last.a = found, seen
                return
            if seen.value.shape == z.shape and alike(
                core(seen.value, columns), _softmax(core(z, columns)), 1e-7
            ):
                last.activation, last.a = Softmax(), seen
                return
        raise Unclear("program.activation", name=called(graph, prediction))
    raise Unclear("program.no_target")


def _softmax(z: np.ndarray) -> np.ndarray:
    raised = np.exp(z - z.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _loss(
    graph: Graph, layers: list[Dense], t: np.ndarray, columns: bool, end: int
) -> tuple[Loss, Event | None]:
    """Find a number that is a known loss of prediction and target: the last one computed counts."""
    assert layers[-1].a is not None
    prediction = layers[-1].a.value
    if t.size != prediction.size:
        return SquaredError("1"), None
    y, t = core(prediction, columns), core(t.reshape(prediction.shape), columns)
    samples, entries = y.shape[0], y.size
    known: list[tuple[Loss, float]] = []
    with np.errstate(all="ignore"):
        squares = float(((y - t) ** 2).sum())
        for factor, number in (("1", 1.0), ("1/2", 0.5)):
            known += [(SquaredError(factor), number * squares / share) for share in (1, samples, entries)]
        crossed = float(-(t * np.log(y)).sum())
        other = float(-((1 - t) * np.log(1 - y)).sum())
        if isinstance(layers[-1].activation, Softmax):
            known += [(CrossEntropy(), crossed / share) for share in (1, samples, entries)]
        elif ((y > 0) & (y < 1)).all():
            known += [(BinaryCrossEntropy(), (crossed + other) / share) for share in (1, samples, entries)]
    found: tuple[Loss, Event | None] = (SquaredError("1"), None)
    for number in sorted(graph.after(layers[-1].z, min(end + 200, len(graph.events) - 1))):
        event = graph.events[number]
        if event.value.size != 1 or (
            entries == 1 and event.op not in ("sum", "mean", "add", "mul", "truediv", "neg")
        ):
            continue
        for loss, value in known:
            if (
                np.isfinite(value)
                and value
                and abs(float(event.value.ravel()[0]) - value) <= 1e-6 * abs(value)
            ):
                found = loss, event
                break
    return found


def _implied(reading: Reading) -> Loss:
    """Where no loss is computed, take the one whose derivative is the last δ; half of a squared error, else."""
    last = reading.layers[-1]
    if last.delta is None or last.a is None or reading.t.size != last.a.value.size:
        return SquaredError("1/2")
    plain = last.a.value - reading.t.reshape(last.a.value.shape)
    with np.errstate(all="ignore"):
        straight = last.delta.value.size == plain.size and _multiple(last.delta.value.ravel(), plain.ravel())
    if straight and isinstance(last.activation, Sigmoid):
        return BinaryCrossEntropy()
    if straight and isinstance(last.activation, Softmax):
        return CrossEntropy()
    return SquaredError("1/2")


def _multiple(a: np.ndarray, b: np.ndarray) -> bool:
    scale = float(a @ b) / (float(b @ b) or 1.0)
    return scale != 0 and alike(a, scale * b, 1e-7)


def _backward(reading: Reading, layer: Dense) -> None:
    """Find a layer's updates, the product that makes its gradient, and δ, the other side of that product."""
    graph = reading.graph
    for update in reading.updates:
        if update.before is layer.weight:
            layer.weight_update = update
        if layer.bias is not None and update.before is layer.bias:
            layer.bias_update = update
    if layer.weight_update is None:
        raise Unclear("program.strange_parameter", name=called(graph, layer.weight))
    found = gradient_products(graph, layer.weight_update)
    if len(found) > 1:
        raise Unclear("program.sums", name=called(graph, layer.weight))
    if not found:
        return
    layer.gradient = found[0]
    operands = [graph.events[n] for n in layer.gradient.inputs[:2] if n is not None]
    if len(operands) < 2:
        return
    moved = graph.after(reading.error, reading.updates[-1].after.number)
    late = [operand for operand in operands if operand.number in moved]
    if len(late) == 1:
        layer.delta = _unscaled(graph, late[0])
        size = layer.z.value.size
        while (
            layer.delta.op in MOVES and layer.delta.value.shape != layer.z.value.shape
        ) or layer.delta.op == "T":
            before = graph.events[layer.delta.inputs[0]] if layer.delta.inputs[0] is not None else None
            if before is None or before.value.size != layer.delta.value.size:
                break
            layer.delta = before
        if layer.delta.value.size != size:
            layer.delta = layer.delta if layer.delta.value.size == size else None


def _unscaled(graph: Graph, event: Event) -> Event:
    """Leave out a number by which an array is multiplied on its way into a product."""
    while event.op in SCALINGS and event.number not in graph.recording.named:
        arrays = [e for e in graph.inputs(event) if e.value.size == event.value.size > 1]
        rest = [e for e in graph.inputs(event) if e.value.size == 1]
        if len(arrays) != 1 or len(arrays) + len(rest) < len(graph.inputs(event)):
            break
        event = arrays[0]
    return event


def gradient_products(graph: Graph, update: Update) -> list[Event]:
    """Go back from a step to the products that it is made of, through what scales, adds and moves."""
    found, waiting, seen = [], [update.step], set()
    while waiting:
        event = waiting.pop()
        if event.number in seen:
            continue
        seen.add(event.number)
        if event.op in PRODUCTS or (event.op in SCALINGS and _spreads(graph, event)):
            found.append(event)
            continue
        if event.value.size < update.before.value.size and update.before.value.size > 1:
            continue
        if event.op in SCALINGS or event.op in MOVES or event.op in ("add", "sub", "set", "set_add", "clip"):
            waiting += [e for e in graph.inputs(event) if e.number > update.before.number]
    return found


def _spreads(graph: Graph, event: Event) -> bool:
    """Whether a multiplication of arrays makes an array that neither of them is as large as."""
    given = graph.inputs(event)
    return len(given) == 2 and all(1 < e.value.size < event.value.size for e in given)


def called(graph: Graph, event: Event) -> str:
    """Give the name that the program has for an event, the last one that it got; else its line."""
    names = graph.recording.named.get(event.number)
    if names:
        return names[-1][0]
    return f"line {event.site[1]}" if event.site else "?"
