"""Rewrite a line as an edit says: the formula that gives the user's numbers, to be shown beside the right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from ..formula import Formula
from ..formula.spell import spell
from ..formula.tree import (
    ONE,
    ZERO,
    Add,
    Div,
    Mul,
    Neg,
    Node,
    Number,
    Pow,
    Ref,
    Size,
    Sum,
    refs,
    reindexed,
    renamed,
    transform,
    walk,
)
from ..layer import Layer
from ..layers import LAYERS
from ..losses import LOSSES
from .derivation import RATE, Derivation, Line
from .edit import EVERY, Edit
from .families import other_forms

SCALES: dict[str, Node] = {
    "2": Number(Fraction(2)),
    "1/2": Number(Fraction(1, 2)),
    "N": Size("n"),
    "1/N": Div(ONE, Size("n")),
    "rate": Ref(RATE),
    "1/rate": Div(ONE, Ref(RATE)),
}


def rewritten(derivation: Derivation, line: Line, edits: tuple[Edit, ...]) -> Node | None:
    """Give the line's tree with its edits made; None where index notation has no words for one of them."""
    tree: Node | None = line.tree
    for edit in edits:
        if edit.line != line.name or tree is None:
            continue
        mentions = sum(ref.name == edit.old for ref in refs(line.tree))
        short = derivation.shortcut
        if (
            short is not None
            and short[0] == line.name
            and tree is line.tree
            and _beyond(tree, edit, mentions)
        ):
            tree, edit = short[1], replace(edit, place=max(edit.place - mentions, EVERY))
        tree = _one(derivation, line, tree, edit)
    return tree


def _beyond(tree: Node, edit: Edit, mentions: int) -> bool:
    """Whether an edit is to a line as it is written in one step with the loss: its own formula has no such place."""
    if edit.kind == "swap":
        return edit.place >= mentions
    return edit.kind in ("drop", "sign") and bool(edit.old) and all(spell(n) != edit.old for n in walk(tree))


def _one(derivation: Derivation, line: Line, tree: Node, edit: Edit) -> Node | None:
    match edit.kind:
        case "swap":
            return _swapped(tree, edit)
        case "base":
            same = derivation.kind_of(edit.new) == derivation.kind_of(edit.old)
            return _swapped(tree, Edit("swap", edit.line, edit.old, edit.new)) if same else None
        case "extra" if line.kind == "update":
            return Add((tree, Neg(Mul((Ref(RATE), Ref(edit.new, line.axes))))))
        case "drop":
            return _bared(tree, edit.old) if edit.new == "exponent" else _dropped(tree, edit.old)
        case "sign" if edit.old:
            return _flipped(tree, edit.old)
        case "sign":
            return _stepped(line, tree, Neg)
        case "zero":
            return Ref(line.of, line.axes) if line.kind == "update" else ZERO
        case "scale" if edit.new in SCALES:
            return _stepped(line, tree, lambda node: Mul((SCALES[edit.new], node)))
        case "part" if edit.new == "mean":
            return _mean(tree, edit.old)
        case "derivative" | "point" | "extra":
            return _slope(line, tree, edit)
        case "jacobian" if edit.new == "none" and line.arriving:
            return Ref(line.arriving, line.axes)
        case "loss":
            return _loss(derivation, line, edit)
        case "forward":
            return _activation(line, edit)
    return None


def _swapped(tree: Node, edit: Edit) -> Node | None:
    if " " in edit.new.removesuffix(" transposed"):
        return None
    seen = -1
    turned = edit.new.endswith(" transposed")
    name = edit.new.removesuffix(" transposed")

    def change(node: Node) -> Node | None:
        nonlocal seen
        if isinstance(node, Ref) and node.name == edit.old:
            seen += 1
            if edit.place in (seen, EVERY):
                return Ref(name, node.indices[::-1] if turned else node.indices)
        return None

    return transform(tree, change)


def _dropped(tree: Node, told: str) -> Node | None:
    done = False

    def change(node: Node) -> Node | None:
        nonlocal done
        if not done and isinstance(node, Mul | Add):
            rest = [item for item in node.items if spell(item) != told]
            if len(rest) < len(node.items):
                done = True
                if not rest:
                    return ONE if isinstance(node, Mul) else ZERO
                return rest[0] if len(rest) == 1 else type(node)(tuple(rest))
        if not done and spell(node) == told:
            done = True
            return ONE
        return None

    found = transform(tree, change)
    return found if done else None


def _bared(tree: Node, told: str) -> Node:
    """Give a power's base in its place."""
    return transform(tree, lambda node: node.left if isinstance(node, Pow) and spell(node) == told else None)


def _stepped(line: Line, tree: Node, change: Callable[[Node], Node]) -> Node:
    """Change a line as a whole; of an update, the step that it makes."""
    if line.kind == "update" and isinstance(tree, Add):
        before, *steps = tree.items
        return Add((before, *(Neg(change(s.body)) if isinstance(s, Neg) else change(s) for s in steps)))
    return change(tree)


def _flipped(tree: Node, told: str) -> Node:
    def change(node: Node) -> Node | None:
        if isinstance(node, Add) and any(spell(item) == told for item in node.items):
            return Add(
                tuple(
                    (item.body if isinstance(item, Neg) else Neg(item)) if spell(item) == told else item
                    for item in node.items
                )
            )
        return None

    return transform(tree, change)


def _mean(tree: Node, axis: str) -> Node:
    def change(node: Node) -> Node | None:
        return Div(node, Size(axis)) if isinstance(node, Sum) and node.axis == axis else None

    return transform(tree, change)


def _derivative(layer: Layer, z: Node, a: Node, line: Formula | None = None) -> Node:
    """Give an element-wise layer's derivative as a formula in given inputs and outputs.

    line: another way to write it than the layer's own.
    """
    line = line or next(line for line in layer.cotangents)
    items = line.tree.items if isinstance(line.tree, Mul) else (line.tree,)
    rest = [item for item in items if not (isinstance(item, Ref) and item.name == layer.cotangent)]
    body: Node = ONE if not rest else rest[0] if len(rest) == 1 else Mul(tuple(rest))

    def change(node: Node) -> Node | None:
        if isinstance(node, Ref):
            return z if node.name == "x" else a if node.name == layer.output else None
        return None

    return transform(reindexed(body, dict(zip(line.axes, _axes(z), strict=True))), change)


def _axes(node: Node) -> tuple[str, ...]:
    return tuple(str(i) for i in node.indices) if isinstance(node, Ref) else ()


def _slope(line: Line, tree: Node, edit: Edit) -> Node | None:
    step = line.step
    fused = step.index is None
    z = Ref(step.inputs[0], line.axes)
    a = Ref(step.names().get("p", step.inputs[0]) if fused else step.output, line.axes)
    arrives: Node = tree if fused or edit.kind == "extra" else Ref(line.arriving or "", line.axes)
    if edit.new == "none":
        return arrives
    if edit.new in ("the value", "its input"):
        return Mul((arrives, a if edit.new == "the value" else z))
    if edit.kind == "point":
        places = {"of a": (a, None), "z for a": (z, z), "a for z": (a, a)}
        if edit.new not in places:
            return None
        x, y = places[edit.new]
        y = y if y is not None else _value(step.layer, x)
        right = _derivative(step.layer, z, a)
        forms = [_derivative(step.layer, x, y, form) for form in (None, *other_forms(step.layer))]
        shown = next((form for form in forms if form != right), None)  # that which is not what belongs there
        return Mul((arrives, shown)) if shown is not None else None
    name, _, where = edit.new.partition(" ")
    if name not in LAYERS:
        return None
    layer = LAYERS[name]()
    x, y = {
        "of a": (z, a),
        "of z": (z, _value(layer, z)),
        "at a": (a, _value(layer, a)),
        "of z for a": (a, z),
    }.get(where, (z, a))
    return Mul((arrives, _derivative(layer, x, y)))


def _value(layer: Layer, z: Node) -> Node:
    line = layer.values[-1]
    body = reindexed(line.tree, dict(zip(line.axes, _axes(z), strict=True)))
    return transform(body, lambda node: z if isinstance(node, Ref) and node.name == "x" else None)


def _activation(line: Line, edit: Edit) -> Node | None:
    z = Ref(line.step.inputs[0], line.axes)
    if edit.new == "none":
        return z
    return _value(LAYERS[edit.new](), z) if edit.new in LAYERS else None


def _loss(derivation: Derivation, line: Line, edit: Edit) -> Node | None:
    told, _, place = edit.new.removesuffix(", unit by unit").partition(" of ")
    if told not in LOSSES:
        return None
    loss = LOSSES[told](factor=getattr(derivation.network.loss, "factor", "1"))
    found = loss.cotangents[0]
    names = {loss.inputs[0]: place, "t": "t"}
    if "p" in found.reads():
        inside = next(value for value in loss.values if value.name == "p")
        tree = transform(
            found.tree,
            lambda node: (
                reindexed(inside.tree, dict(zip(inside.axes, map(str, node.indices), strict=True)))
                if isinstance(node, Ref) and node.name == "p"
                else None
            ),
        )
    else:
        tree = found.tree
    shown = reindexed(renamed(tree, names), dict(zip(found.axes, line.axes, strict=True)))
    if not edit.new.endswith(", unit by unit"):
        return shown
    p = Ref(place, line.axes)
    return Mul((shown, p, Add((ONE, Neg(p)))))
