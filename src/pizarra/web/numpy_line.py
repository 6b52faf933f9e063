"""A step as one line of NumPy, in the reader's notation and layout: arrays as the page shows them."""

from __future__ import annotations

import re

from ..explain.compose import bind, bind_matrix
from ..explain.view import RATE, View
from ..formula import definition, simplify
from ..formula.functions import FUNCTIONS
from ..formula.spell import spell
from ..formula.tree import Along, Call, Diag, Node, Ref, Transpose, refs, transform, walk
from ..mathematics.unicode import inline
from ..network import Step

_CALL = re.compile(r"\b(exp|log|sqrt|sin|cos|tanh|arctan|abs|sign|maximum|minimum|where)\(")
_ONES = r"ones\(n\)"


def step_line(view: View, step: Step, inside: str, left: str) -> str:
    """Write the line that computes `left`, which the layer calls `inside`; nothing where no single line does.

    Vectors are columns, or rows, as matrices with one side of 1.
    """
    matrix = bind_matrix(view, step, inside, 0, left=left)
    if matrix is not None and not matrix.left.indices:
        tree = matrix.tree
    elif step.layer.elementwise:
        lines = {line.name: line for line in (*step.layer.values, *step.layer.cotangents)}
        tree = transform(bind(view, step, lines[inside]).tree, _whole)
    else:
        return ""
    return _line(view, left, tree)


def update_line(view: View, name: str) -> str:
    """Write the line that moves a parameter against its gradient."""
    slope: Node = Ref(f"d:{name}")
    if view.layout.turned(view.kind(f"d:{name}")) != view.layout.turned(view.kind(name)):
        slope = Transpose(slope)
    own = _name(view, name)
    return f"{own} = {own} - {_name(view, RATE)} * {spell(_named(view, slope))}"


def _whole(node: Node) -> Node | None:
    return Ref(node.name) if isinstance(node, Ref) else None


def _line(view: View, left: str, tree: Node) -> str:
    def told(node: Node) -> Node | None:
        known = isinstance(node, Along) or (isinstance(node, Call) and node.function in FUNCTIONS)
        return definition(node) if known else None  # type: ignore[arg-type]

    tree = simplify(transform(tree, told))
    if any(isinstance(node, Along | Diag) for node in walk(tree)):
        return ""
    names = {_name(view, name) for name in {ref.name for ref in refs(tree)} | {left}}
    if len(names) < len({ref.name for ref in refs(tree)} | {left}):
        return ""  # two arrays would have one name
    text = _CALL.sub(r"np.\1(", spell(_named(view, tree)))
    text = re.sub(rf"\b([\w.]+) @ {_ONES}\.T", r"\1", text)  # NumPy repeats it by itself
    text = re.sub(rf"\b([\w.]+) @ {_ONES}", r"\1.sum(axis=1, keepdims=True)", text)
    text = re.sub(rf"{_ONES}\.T @ \b([\w.]+)", r"\1.sum(axis=0, keepdims=True)", text)
    text = re.sub(rf"{_ONES} @ \b([\w.]+)", r"\1", text)
    text = re.sub(r"\bnorm2\(", "np.linalg.norm(", text)
    text = re.sub(r"(np\.linalg\.norm\([^()]*\))", r"\1 ** 2", text)
    if "ones(" in text or "δ" in text or "sum(" in text.replace(".sum(", ""):
        return ""
    return f"{_name(view, left)} = {text}"


def _named(view: View, tree: Node) -> Node:
    return transform(tree, lambda n: Ref(_name(view, n.name), n.indices) if isinstance(n, Ref) else None)


def _name(view: View, name: str) -> str:
    """Give an array a name that Python allows: what it is called on the page, without marks."""
    if name.startswith("d:"):
        return "d" + _name(view, view.base(name))
    text = re.sub(r"\W", "", inline(view.whole(name), ascii=True))
    return (
        text
        if text.isidentifier() and text.isascii() and text not in ("N", "np")
        else re.sub(r"\W", "_", name)
    )
