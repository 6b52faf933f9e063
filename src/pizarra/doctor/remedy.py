"""Remedy: the right line as NumPy, in the reader's names and layout."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..formula.simplify import simplify
from ..formula.spell import spell
from ..formula.tree import Call, Node, Ref, renamed, transform
from ..layout import Kind, Layout
from .derivation import RATE, Derivation, Line
from .layouts import Form
from .names import own_name


def remedy(derivation: Derivation, form: Form, names: Mapping[str, str], line: Line) -> str:
    """Write the line as the reader could write it; nothing where a layer has no matrix formula.

    A cotangent that the reader has no name for is written out where it is used.
    """
    tree = _matrices(derivation, names, line)
    if tree is None:
        return ""
    if not any(node.name.startswith("d:") for node in _refs(tree)) and any(
        isinstance(n, Call) for n in _nodes(tree)
    ):
        return ""  # functions of the reader's have names that nobody knows
    told = form.told()
    layout = Layout(samples=told["samples"], weights=told["weights"])  # type: ignore[arg-type]

    def kind(name: str) -> Kind:
        return Kind(derivation.axes.get(name, ()), name.startswith("d:"))

    _, tree = layout.matrix_line(Ref(line.name), tree, kind)
    every = {name: own_name(derivation, name, names) for name in (*derivation.below, *derivation.by_name)}
    text = spell(simplify(renamed(tree, every)))
    keep = ", keepdims=True" if form.columns else ""
    text = re.sub(r"\b(\w+)\.T @ ones\(n\)", rf"\1.sum(axis={0}{keep})", text)
    text = re.sub(r"\b(\w+) @ ones\(n\)", rf"\1.sum(axis=1{keep})", text)
    if "ones(" in text or "diag(" in text or "norm2" in text:
        return ""
    rate = own_name(derivation, RATE, names)
    return f"{own_name(derivation, line.name, names)} = {text}".replace(RATE, rate)


def _matrices(derivation: Derivation, names: Mapping[str, str], line: Line) -> Node | None:
    if line.kind == "update":
        return simplify(transform(line.tree, lambda node: Ref(node.name) if isinstance(node, Ref) else None))
    short = derivation.shortcut
    if short is not None and short[0] == line.name:
        return transform(short[1], lambda node: Ref(node.name) if isinstance(node, Ref) else None)
    own = {outside: inside for inside, outside in line.step.names().items()}
    wanted = f"d{own[line.of]}" if line.name != line.of else own[line.of]
    found = line.step.layer.matrix_lines().get(wanted)
    if (
        found is None
        or found[0].indices
        or (len(derivation.network.readers(line.of)) > 1 and line.name != line.of)
    ):
        return None
    every = {
        **line.step.names(),
        **({line.step.layer.cotangent: f"d:{line.step.output}"} if line.step.layer.cotangent else {}),
    }
    tree = renamed(found[1], every)

    def inlined(node: Node) -> Node | None:
        if isinstance(node, Ref) and node.name.startswith("d:") and node.name not in names.values():
            other = derivation.by_name[node.name]
            if (
                other.kind == "cotangent"
                and derivation.kind_of(other.of) == "sample"
                and not _is_delta(derivation, other)
            ):
                return _matrices(derivation, names, other)
        return None

    return transform(tree, inlined)


def _is_delta(derivation: Derivation, line: Line) -> bool:
    """Whether people have a name for a cotangent: that of what a layer with parameters makes."""
    maker = derivation.network.maker(line.of)
    return maker is not None and bool(maker.parameters)


def _refs(tree: Node) -> list[Ref]:
    return [node for node in _nodes(tree) if isinstance(node, Ref)]


def _nodes(tree: Node) -> list[Node]:
    return [tree, *(node for child in tree.children for node in _nodes(child))]
