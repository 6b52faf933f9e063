"""Mistakes of the forward pass that nobody printed: one value edited, all that follows computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import numpy as np

from ..formula import evaluate
from .bench import Bench
from .derivation import RATE, Line, cotangent, updated
from .edit import NONE, Edit, Ledger
from .enumerate import stack_of
from .families import forwards
from .limit import NEVER, Limit
from .point import Point


def forward_edits(
    point: Point, only: frozenset[Edit] | None = None, limit: Limit = NEVER, begin: int = 0
) -> Iterator[tuple[Edit, str, np.ndarray]]:
    """Yield edits of values, each with the name of the value and its other numbers. begin: which line is the first."""
    derivation, values = point.derivation, point.true
    for line in derivation.lines[begin:]:
        if line.kind != "value" or line.name in point.given:
            continue
        seen: list[np.ndarray] = []
        for edit, found in _versions(line, point, values, limit):
            if only is not None and edit not in only:
                continue
            if found.shape == values[line.name].shape and np.isfinite(found).all():
                if any(np.array_equal(found, other) for other in (values[line.name], *seen)):
                    continue
                seen.append(found)
                yield edit, line.name, found


def _versions(
    line: Line, point: Point, values: Mapping[str, np.ndarray], limit: Limit
) -> Iterator[tuple[Edit, np.ndarray]]:
    ledger = Ledger()
    forbidden = frozenset({RATE, *(name for name in values if name.startswith("d:") or name.endswith("'"))})
    bench = Bench(point.derivation, values, ledger, {}, 1, forbidden=forbidden, limit=limit)
    if line.step.parameters:
        with np.errstate(all="ignore"):
            stack = stack_of(bench, line)
        for row in np.flatnonzero(stack.cost == 1):
            edit = ledger.edits[int(next(k for k in stack.own[row] if k != NONE))]
            yield edit, stack.values[row]
        return
    if len(line.step.inputs) == 1 and line.of == line.step.output:
        yield from forwards(line, values)


def inside_the_loss(
    point: Point, only: frozenset[Edit] | None = None
) -> Iterator[tuple[Edit, str, np.ndarray]]:
    """Yield the same for what the loss computes by itself, such as the softmax of logits."""
    step = point.derivation.network.loss_step
    for line in step.layer.values:
        name = step.names()[line.name]
        if line.name == "p" and name not in point.given:
            for edit, found in forwards(point.derivation.by_name[name], point.true):
                if only is None or edit in only:
                    yield edit, name, found


def exchanges(
    point: Point, only: frozenset[Edit] | None = None
) -> Iterator[tuple[Edit, dict[str, np.ndarray], Point]]:
    """Yield what comes of two values that have changed their names: all is right up to the loss, then wrong.

    With each comes the point as a search must see it: with the values as they were up to the loss, and with each line
    in the way of writing it that was taken.
    """
    derivation, network = point.derivation, point.derivation.network
    inside = network.loss_step.names().get("p")
    names = [step.output for step in network.steps] + ([inside] if inside else [])
    names = [name for name in names if name not in point.given]
    short = point.shortcut
    for k, later in enumerate(names):
        for earlier in names[:k]:
            a, b = point.true[earlier], point.true[later]
            edit = Edit("forward", later, later, f"exchanged with {earlier}", weight=1.3)
            if a.shape != b.shape or np.array_equal(a, b) or (only is not None and edit not in only):
                continue
            lines = [
                line
                for line in derivation.lines
                if line.kind == "cotangent" and line.step.output in (earlier, later) and line.alternatives
            ]
            for trees in product(*((line.tree, *line.alternatives) for line in lines)):
                written = {line.name: tree for line, tree in zip(lines, trees, strict=True)}
                for way in (written, {**written, **dict([short] if short is not None else [])}):
                    seen = replace(point, derivation=derivation.written(way), forward={earlier: a, later: b})
                    seen.__dict__["true"] = point.true
                    yield edit, _backward(seen, {earlier: b, later: a}), seen
                    if short is None:
                        break


def _backward(point: Point, values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Compute all that follows the loss from other values."""
    found = {**point.true, **values}
    for line in point.derivation.lines:
        if line.kind in ("cotangent", "gradient") or (line.kind == "update" and line.name in point.given):
            with np.errstate(all="ignore"):
                found[line.name] = np.asarray(evaluate(line.tree, found, line.axes), dtype=float)
    return found


def replayed(
    point: Point, name: str, found: np.ndarray, *, slope_of_input: bool = False
) -> dict[str, np.ndarray]:
    """Compute everything again with one value replaced.

    slope_of_input: the activation that makes the value still has the derivative that belongs to its input.
    """
    network = point.derivation.network
    with np.errstate(all="ignore"):
        if name.startswith(f"{network.loss_step.output}."):
            values = dict(network.forward(point.parameters, point.x, point.t, fixed=point.fixed))
            values[name] = found
        else:
            values = network.forward(point.parameters, point.x, point.t, fixed={**point.fixed, name: found})
        cotangents, _ = network.backward(point.parameters, values)
        maker = network.maker(name)
        if slope_of_input and maker is not None:
            below = maker.inputs[0]
            own = {inside: point.true[outside] for inside, outside in maker.names().items()}
            sent = maker.layer.pull(np, cotangents[name], own)[maker.layer.inputs[0]]
            rest, _ = network.backward(point.parameters, values, seed=(below, sent))
            cotangents = {**cotangents, **rest, below: sent}
    return _all_of(point, values, cotangents)


def _collapsed(point: Point, name: str, found: np.ndarray) -> dict[str, np.ndarray] | None:
    """Compute everything again where the output's activation and the loss are one step, c · (prediction − target)."""
    network = point.derivation.network
    maker = network.maker(name)
    if name != network.prediction or maker is None or maker.parameters:
        return None
    below, error = maker.inputs[0], point.true[name] - point.t
    delta = point.true[cotangent(below)]
    size = float((error * error).sum())
    factor = float((delta * error).sum()) / size if size else 0.0
    if not np.allclose(delta, factor * error, rtol=1e-9, atol=1e-12):
        return None
    values = {**point.true, name: found}
    sent = factor * (found - point.t)
    with np.errstate(all="ignore"):
        cotangents, _ = network.backward(point.parameters, values, seed=(below, sent))
    return _all_of(point, values, {**cotangents, below: sent})


def _all_of(
    point: Point, values: Mapping[str, np.ndarray], cotangents: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    result = {**point.true, **values}
    result |= {cotangent(key): np.asarray(array, dtype=float) for key, array in cotangents.items()}
    return result | {  # nobody reads a step that was not given
        updated(key): point.parameters[key] - point.rate * result[cotangent(key)]
        for key in point.parameters
        if updated(key) in point.given
    }


def replays(point: Point, edit: Edit, name: str, found: np.ndarray) -> Iterator[dict[str, np.ndarray]]:
    """Yield what follows from an edit of a value: its derivative changed with it, or not."""
    yield replayed(point, name, found)
    maker = point.derivation.network.maker(name)
    if edit.kind == "forward" and maker is not None and maker.index is not None:
        yield replayed(point, name, found, slope_of_input=True)
        if (other := _collapsed(point, name, found)) is not None:
            yield other


def starts(
    point: Point, only: frozenset[Edit] | None = None, limit: Limit = NEVER
) -> Iterator[tuple[Edit, Point, dict[str, np.ndarray]]]:
    """Yield every mistake of the forward pass, the point as a search must see it, and all numbers that follow."""
    for edit, name, found in (*forward_edits(point, only, limit), *inside_the_loss(point, only)):
        for values in replays(point, edit, name, found):
            limit.ask()
            yield edit, point, values
    for edit, values, seen in exchanges(point, only):
        yield edit, seen, values


def pairs(
    point: Point, only: frozenset[Edit] | None = None, limit: Limit = NEVER
) -> Iterator[tuple[tuple[Edit, Edit], dict[str, np.ndarray]]]:
    """Yield every two mistakes of the forward pass, in two lines of it, and all numbers that follow from both."""
    places = {line.name: place for place, line in enumerate(point.derivation.lines)}
    for first, name, found in forward_edits(point, only, limit):
        after = replace(point, fixed={name: found})
        after.__dict__["true"] = replayed(point, name, found)
        begin = places[name] + 1
        for second, other, numbers in (
            *forward_edits(after, only, limit, begin),
            *inside_the_loss(after, only),
        ):
            for values in replays(after, second, other, numbers):
                limit.ask()
                yield (first, second), values
