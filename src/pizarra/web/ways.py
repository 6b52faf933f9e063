"""Ways to get a line wrong, as formulas: the edits that a diagnosis tries, where index notation has words for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from ..doctor.bench import Bench
from ..doctor.derivation import RATE, Derivation, Line
from ..doctor.edit import Edit, Ledger
from ..doctor.enumerate import stack_of
from ..doctor.rewrite import SCALES, rewritten
from ..formula import evaluate
from ..formula.simplify import simplify
from ..formula.spell import spell
from ..formula.tree import (
    Add,
    Div,
    Index,
    Neg,
    Node,
    Number,
    Size,
    Sum,
    all_indices,
    fresh,
    refs,
    reindexed,
    transform,
)


def ways(derivation: Derivation, line: Line, values: Mapping[str, np.ndarray]) -> Iterator[tuple[Edit, Node]]:
    """Yield each edit with the formula that it makes of the line, the likeliest first, and no formula twice.

    values: numbers of all names, as far as they may stand in a formula. Their shapes decide what may be mistaken for
    what; the numbers themselves matter little.
    """
    lengths = dict(zip(line.axes, np.shape(values[line.name]), strict=True))
    seen = {spell(simplify(line.tree))}
    for edit in sorted(_edits(derivation, line, values), key=lambda edit: edit.cost):
        tree = rewritten(derivation, line, (edit,))
        tree = simplify(tree) if tree is not None else _worded(line, edit, lengths)
        if tree is None or any(ref.name not in values for ref in refs(tree)):
            continue
        text = spell(tree)
        if text not in seen:
            seen.add(text)
            yield edit, tree


def _edits(derivation: Derivation, line: Line, values: Mapping[str, np.ndarray]) -> list[Edit]:
    ledger, samples = Ledger(), {"n": len(values["x"])}
    factors = {
        told: float(evaluate(tree, {RATE: values[RATE]}, (), lengths=samples))
        for told, tree in SCALES.items()
    } | {"-1": -1.0}
    bench = Bench(
        derivation, values, ledger, {told: factor for told, factor in factors.items() if factor != 1.0}, 1,
        entries=frozenset({line.name}), forbidden=frozenset({RATE}),
    )  # fmt: skip
    with np.errstate(all="ignore"):
        stack_of(bench, line)
    return ledger.edits


def _worded(line: Line, edit: Edit, lengths: Mapping[str, int]) -> Node | None:
    """Write an edit for which a diagnosis has no formula, since it names places: only the first path, a row for all."""
    tree = line.tree
    match edit.kind:
        case "transpose" if not edit.new:
            return reindexed(tree, dict(zip(line.axes, line.axes[::-1], strict=True)))
        case "reduce":
            return _reduced(tree, edit.old.split(","), edit.new, lengths)
        case "part":
            return _part(tree, edit.old, edit.new)
        case "jacobian" if line.arriving is not None:
            return _diagonal(line)
    return None


def _reduced(tree: Node, axes: Sequence[str], how: str, lengths: Mapping[str, int]) -> Node | None:
    """One number for all places along some axes: their sum, their mean, that of the first or the last."""
    for axis in axes:
        if how in ("first", "last"):
            tree = reindexed(tree, {axis: 0 if how == "first" else lengths[axis] - 1})
            continue
        if how not in ("sum", "mean"):
            return None
        running = fresh(all_indices(tree) | {*lengths})
        tree = Sum(running, reindexed(tree, {axis: running}))
        if how == "mean":
            tree = Div(tree, Size(axis) if axis == "n" else Number(Fraction(lengths[axis])))
    return tree


def _part(tree: Node, axis: str, told: str) -> Node | None:
    """Give a sum with some of its terms: only the first, all but the third."""
    only, place = told.startswith("only "), told.removeprefix("only ").removeprefix("all but ")
    at: Index | None = 0 if place == "first" else int(place) if place.isdecimal() else None
    if at is None:  # the last one, whose number is not known here
        return None

    def change(node: Node) -> Node | None:
        if not (isinstance(node, Sum) and node.axis == axis):
            return None
        term = reindexed(node.body, {axis: at})
        return term if only else Add((node, Neg(term)))

    return transform(tree, change)


def _diagonal(line: Line) -> Node:
    """Give a layer that mixes units what arrives at the unit itself, nothing of the others."""

    def change(node: Node) -> Node | None:
        if isinstance(node, Sum) and any(ref.name == line.arriving for ref in refs(node.body)):
            return reindexed(node.body, {node.axis: line.axes[-1]})
        return None

    return transform(line.tree, change)
