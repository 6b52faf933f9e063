"""Check a layer: what its formulas, its matrices and its code say must be one thing, in every layout.

Our own suite calls this for every layer, and so can whoever writes one: `check_layer(MyLayer())`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from ..errors import LayerError, PizarraError, nearest, shown
from ..formula import evaluate, evaluate_matrix, spell
from ..formula.tree import Node, Ref, Transpose, refs, transform
from ..layer import SAMPLES, Layer, check_names
from ..layout import Kinds, Layout, layer_kinds

_WIDTHS = (
    4,
    2,
    5,
    3,
)  # of the axes other than the samples': unequal, and unequal to the number of samples next to them
_DOMAINS = ("real", "positive", "probability", "distribution")
_RTOL, _ATOL = 1e-9, 1e-12
_MEASURED = {"rtol": 1e-6, "atol": 1e-8}  # what finite differences of float64 are good for
_EDGES = np.array([-2.0, -1.0, 0.0, 0.0, 1.0, 2.0])  # zeros and ties, which random numbers never hit
LAYOUTS = tuple(
    Layout(*choice)
    for choice in product(
        ("rows", "columns", "single"), ("out_in", "in_out"), ("parameter", "numerator", "denominator")
    )
)


def check_layer(layer: Layer, *, seed: int = 0) -> None:
    """Raise LayerError where the layer contradicts itself; it names the line, the place and both numbers.

    On drawn arrays, for one sample and for three, with unequal widths, and once more with zeros and ties:
    every formula and every matrix formula gives what `forward` and `vjp` give, again after conversion to every Layout,
    and `vjp` is what finite differences of `forward` measure (at a kink: something between the two sides).

    Inputs are drawn from the layer's `domain`; where that says nothing, from the real numbers, or from (0, 1) if the
    layer is not finite on those.

    >>> from pizarra.layers import Sigmoid
    >>> check_layer(Sigmoid())
    """
    if not isinstance(layer, Layer):
        hint = f" Write {layer.__name__}()." if isinstance(layer, type) and issubclass(layer, Layer) else ""
        raise LayerError(f"check_layer takes a layer, such as Linear(); {shown(layer)} is not.{hint}")
    defined = [line.name for line in layer.lines]
    check_names(layer, type(layer).__name__, layer.parameters, defined, layer.cotangent)
    if wrong := [domain for domain in layer.domain.values() if domain not in _DOMAINS]:
        raise LayerError(f"{layer!r}: the domain cannot be {shown(wrong[0])}." + nearest(wrong[0], _DOMAINS))
    rng = np.random.default_rng(seed)
    for samples in (1, 3):
        drawn = _finite(layer, rng, samples)
        case = f"{samples} sample{'s' * (samples > 1)}, seed {seed}"
        _check_forms(drawn, case)
        _check_slopes(drawn, case)
    edge = _pass(layer, rng, 3, edge=True)
    if edge.finite:
        _check_forms(edge, f"zeros and ties, seed {seed}")
        _check_slopes(edge, f"zeros and ties, seed {seed}", sided=True)


@dataclass(frozen=True)
class _Pass:
    """One layer's arrays by its own names: inputs, parameters, values, and cotangents with a `d` before."""

    layer: Layer
    values: dict[str, np.ndarray]
    lengths: dict[str, int]

    @property
    def finite(self) -> bool:
        return all(np.isfinite(array).all() for array in self.values.values())

    def scalar(self, arrays: Mapping[str, np.ndarray]) -> float:
        """The number whose derivative the backward pass gives: the output, weighed with the cotangent."""
        layer = self.layer
        out = layer.run(np, *(arrays[name] for name in (*layer.inputs, *layer.parameters)))[layer.output]
        return float(np.sum(out if layer.cotangent is None else out * self.values[layer.cotangent]))


def _finite(layer: Layer, rng: np.random.Generator, samples: int) -> _Pass:
    drawn = _pass(layer, rng, samples)
    if not drawn.finite:
        drawn = _pass(layer, rng, samples, unsaid="probability")
    if drawn.finite:
        return drawn
    bad = next(name for name, array in drawn.values.items() if not np.isfinite(array).all())
    raise LayerError(
        f"{layer!r}: {bad} is not finite for inputs between 0.1 and 0.9, nor for those about ±1. "
        f"Say in `domain` what its inputs are."
    )


def _pass(
    layer: Layer, rng: np.random.Generator, samples: int, *, unsaid: str = "real", edge: bool = False
) -> _Pass:
    lengths = _lengths(layer, samples)
    values = {
        name: _draw(
            rng,
            tuple(lengths[axis] for axis in layer.axes(name)),
            layer.domain.get(name, unsaid),
            edge=edge,
            fixed=name in layer.fixed,
        )
        for name in (*layer.inputs, *layer.parameters)
    }
    with np.errstate(all="ignore"):
        out = layer.run(np, *(values[name] for name in (*layer.inputs, *layer.parameters)))
        _same_names(layer, "forward", out, [line.name for line in layer.values])
        values |= {name: _shaped(layer, name, array, lengths) for name, array in out.items()}
        cotangent = None
        if layer.cotangent is not None:
            cotangent = _draw(rng, values[layer.output].shape, "real")
            values[layer.cotangent] = cotangent
        back = {"d" + name: array for name, array in layer.pull(np, cotangent, values).items()}
        _same_names(layer, "vjp", back, [line.name for line in layer.cotangents])
        values |= {name: _shaped(layer, name, array, lengths) for name, array in back.items()}
    return _Pass(layer, values, lengths)


def _lengths(layer: Layer, samples: int) -> dict[str, int]:
    """Choose a length for every axis. Axes that stand in one place of one array have one length."""
    joined: dict[str, str] = {}

    def root(axis: str) -> str:
        while joined.setdefault(axis, axis) != axis:
            axis = joined[axis]
        return axis

    least: dict[str, int] = {}
    first: dict[tuple[str, int], str] = {}
    mentions = [ref for line in layer.lines for tree in (line.left, line.tree) for ref in refs(tree)]
    mentions += [Ref(name, layer.axes(name)) for name in (*layer.inputs, *layer.parameters)]
    for ref in mentions:
        name = layer.output if ref.name == layer.cotangent else ref.name
        name = name[1:] if name[1:] in (*layer.inputs, *layer.parameters) and name[0] == "d" else name
        for place, index in enumerate(ref.indices):
            if isinstance(index, str):
                joined[root(index)] = root(first.setdefault((name, place), index))
    for ref in mentions:
        for place, index in enumerate(ref.indices):
            if isinstance(index, int) and (axis := first.get((ref.name, place))) is not None:
                least[root(axis)] = max(least.get(root(axis), 0), index + 1)
    roots = list(dict.fromkeys(root(axis) for axis in joined))
    chosen = {SAMPLES: samples}
    widths = iter(_WIDTHS * len(roots))
    for axis in roots:
        if axis != root(SAMPLES):
            chosen[axis] = max(next(widths), least.get(axis, 0))
    chosen[root(SAMPLES)] = samples
    return {axis: chosen[root(axis)] for axis in joined} | {SAMPLES: samples}


def _draw(
    rng: np.random.Generator, shape: tuple[int, ...], domain: str, *, edge: bool = False, fixed: bool = False
) -> np.ndarray:
    match domain, edge:
        case "real", False:  # away from 0, where many functions bend
            return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.2, 1.7, size=shape)
        case "real", True:
            return rng.choice(_EDGES, size=shape)
        case "positive", _:
            return rng.uniform(0.2, 2.0, size=shape)
        case "probability", True if fixed:
            return rng.choice([0.0, 1.0], size=shape)
        case "probability", True:
            return rng.choice([0.25, 0.5, 0.75], size=shape)
        case "distribution", True if fixed:
            return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]
        case "distribution", _:
            raw = rng.uniform(0.1, 0.9, size=shape)
            return raw / raw.sum(axis=-1, keepdims=True)
    return rng.uniform(0.1, 0.9, size=shape)


def _same_names(layer: Layer, function: str, given: Mapping[str, object], wanted: list[str]) -> None:
    if extra := [name for name in given if name not in wanted]:
        raise LayerError(
            f"{layer!r}.{function} gives {extra[0]!r}, of which the formulas say nothing. "
            f"They have: {', '.join(wanted)}."
        )
    if missing := [name for name in wanted if name not in given]:
        raise LayerError(
            f"{layer!r}.{function} does not give {missing[0]!r}, for which there is a formula. "
            f"It gives: {', '.join(given) or 'nothing'}."
        )


def _shaped(layer: Layer, name: str, array: object, lengths: Mapping[str, int]) -> np.ndarray:
    result = np.asarray(array)
    axes = layer.axes(name)
    wanted = tuple(lengths[axis] for axis in axes)
    if result.shape != wanted:
        raise LayerError(
            f"{layer!r}: the code gives {name} the shape {result.shape}, its formula {name}[{','.join(axes)}] {wanted}."
        )
    return result


def _check_forms(drawn: _Pass, case: str) -> None:
    """Hold every formula, as written and in every layout, against the arrays that the code gave."""
    layer, values, lengths = drawn.layer, drawn.values, drawn.lengths
    for line in layer.lines:
        found = _said(layer, line.source, case, lambda line=line: line.evaluate(values, lengths=lengths))
        _compare(layer, f"the line {line.source!r}", found, values[line.name], case)
    order = [*layer.inputs, *layer.parameters, *(line.name for line in layer.values)]
    for name, (left, tree) in layer.matrix_lines().items():
        if name not in values:
            raise LayerError(
                f"{layer!r}: the matrix line {_spelled(left, tree)!r} defines {name!r}, which no formula does."
            )
        known = [layer.cotangent, *order] if name in _cotangents(layer) else order[: order.index(name)]
        if stray := [ref.name for ref in refs(tree) if ref.name not in known]:
            raise LayerError(
                f"{layer!r}: the matrix line {_spelled(left, tree)!r} reads {stray[0]!r}, which is not known there."
            )
        for found, wanted in _matrix_cases(drawn, left, tree, values, case):
            _compare(layer, f"the matrix line {_spelled(left, tree)!r}", found, wanted, case)
    for layout in LAYOUTS:
        if layout.samples == "single" and lengths[SAMPLES] > 1:
            continue
        _check_layout(drawn, layout, f"{case}, {layout}")


def _check_layout(drawn: _Pass, layout: Layout, case: str) -> None:
    layer, values, lengths = drawn.layer, drawn.values, drawn.lengths
    plain = [name for name in values if name != layer.cotangent and name not in _cotangents(layer)]
    kinds = layer_kinds({name: layer.axes(name) for name in plain})
    stored = {name: layout.stored(array, kinds(name)) for name, array in values.items()}
    for line in layer.lines:
        left, tree = layout.index_line(line.left, line.tree, kinds)
        axes = [str(index) for index in left.indices]
        text = _spelled(left, tree)
        found = _said(
            layer, text, case, lambda tree=tree, axes=axes: evaluate(tree, stored, axes, lengths=lengths)
        )
        _compare(layer, f"the line {text!r}", found, stored[line.name], case)
    if any(array.ndim > 2 for array in values.values()):
        return
    shown_as = {name: layout.matrix(array, kinds(name)) for name, array in values.items()}
    for left, tree in layer.matrix_lines().values():
        new_left, new_tree = layout.matrix_line(left, tree, kinds)
        whose = f"the matrix line {_spelled(new_left, new_tree)!r}"
        if not left.indices or layout.samples == "single":
            for found, wanted in _matrix_cases(drawn, new_left, new_tree, shown_as, case):
                _compare(layer, whose, found, wanted, case)
            continue
        for found, wanted in _matrix_cases(drawn, new_left, _rows(layout, new_tree, kinds), values, case):
            turned = layout.turned_sample(kinds(left.name))
            _compare(layer, whose, found, wanted.T if turned else wanted, case)


def _rows(layout: Layout, tree: Node, kinds: Kinds) -> Node:
    """Make one sample of a core array the row that a layout says it is: the evaluation gives columns."""

    def change(node: Node) -> Node | None:
        if isinstance(node, Ref) and node.indices and layout.turned_sample(kinds(node.name)):
            return Transpose(node)
        return None

    return transform(tree, change)


def _matrix_cases(
    drawn: _Pass, left: Ref, tree: Node, values: Mapping[str, np.ndarray], case: str
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Evaluate a matrix formula, for every sample where its left side has an index: (found, wanted)."""
    source = _spelled(left, tree)
    for place in range(drawn.lengths[SAMPLES]) if left.indices else (None,):

        def at(node: Node, place: int | None = place) -> Node | None:
            if isinstance(node, Ref) and node.indices == (SAMPLES,) and place is not None:
                return Ref(node.name, (place,))
            return None

        here = transform(tree, at)
        found = _said(
            drawn.layer, source, case, lambda here=here: evaluate_matrix(here, values, drawn.lengths)
        )
        wanted = values[left.name] if place is None else values[left.name][place]
        yield found, wanted if wanted.ndim == 2 else wanted.reshape(-1, 1)


def _cotangents(layer: Layer) -> set[str]:
    return {line.name for line in layer.cotangents}


def _spelled(left: Ref, tree: Node) -> str:
    return f"{spell(left)} = {spell(tree)}"


def _said(layer: Layer, source: str, case: str, compute: Callable[[], np.ndarray]) -> np.ndarray:
    """Say of which line a failure is."""
    with np.errstate(all="ignore"):
        try:
            return compute()
        except (PizarraError, ValueError, LookupError) as error:
            raise LayerError(f"{layer!r}: {source!r} cannot be evaluated ({case}): {error}") from error


def _compare(layer: Layer, what: str, found: np.ndarray, wanted: np.ndarray, case: str) -> None:
    if found.shape != wanted.shape:
        raise LayerError(f"{layer!r}: {what} has the shape {found.shape}, the code {wanted.shape} ({case}).")
    if np.allclose(found, wanted, rtol=_RTOL, atol=_ATOL):
        return
    place = np.unravel_index(int(np.argmax(np.abs(found - wanted))), wanted.shape)
    raise LayerError(
        f"{layer!r}: {what} gives {found[place]:.9g} at {[int(k) for k in place]} where the code gives "
        f"{wanted[place]:.9g}, the largest difference ({case}). One of the two is wrong."
    )


def _check_slopes(drawn: _Pass, case: str, *, sided: bool = False) -> None:
    """Hold the backward pass against finite differences of the forward pass, entry by entry."""
    layer = drawn.layer
    for name in (*layer.inputs, *layer.parameters):
        if name in layer.fixed:
            continue
        for place in np.ndindex(drawn.values[name].shape):
            found = float(drawn.values["d" + name][place])
            low, high = _sides(drawn, name, place) if sided else (_slope(drawn, name, place),) * 2
            loose = _MEASURED["atol"] + _MEASURED["rtol"] * max(abs(low), abs(high))
            if sided:
                loose = max(loose, 1e-4 * (1 + abs(found)))  # one-sided differences know no more
            if not low - loose <= found <= high + loose:
                measured = f"{low:.9g}" if low == high else f"between {low:.6g} and {high:.6g}"
                raise LayerError(
                    f"{layer!r}: the backward pass gives {found:.9g} for d{name} at {list(place)}; "
                    f"finite differences of the forward pass give {measured} ({case})."
                )


def _moved(drawn: _Pass, name: str, place: tuple[int, ...], step: float) -> float:
    array = drawn.values[name].copy()
    array[place] += step
    with np.errstate(all="ignore"):
        return drawn.scalar({**drawn.values, name: array})


def _slope(drawn: _Pass, name: str, place: tuple[int, ...]) -> float:
    """Measure a derivative: two central differences, extrapolated; closer by where something bends between them."""

    def central(h: float) -> float:
        return (_moved(drawn, name, place, h) - _moved(drawn, name, place, -h)) / (2 * h)

    for h in (1e-3, 1e-5):
        wide, narrow = central(h), central(h / 2)
        if abs(wide - narrow) <= 1e-3 * (1 + abs(narrow)):
            break
    return narrow + (narrow - wide) / 3


def _sides(drawn: _Pass, name: str, place: tuple[int, ...]) -> tuple[float, float]:
    h = 1e-6
    here = drawn.scalar(drawn.values)
    left = (here - _moved(drawn, name, place, -h)) / h
    right = (_moved(drawn, name, place, h) - here) / h
    return min(left, right), max(left, right)
