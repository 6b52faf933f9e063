"""Mistakes on the way forward: what the next layer is given, along which axis, and for which sample."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .facts import difference
from .proposed import Program, Proposed
from .syntax import bare, called, is_place, key, operands, parsed, products, swapped


def proposals(program: Program) -> Iterator[Proposed]:
    yield from _pre_activations(program)
    yield from _axis(program)
    yield from _samples(program)
    yield from _batches(program)
    yield from _columns_of_targets(program)


def _pre_activations(program: Program) -> Iterator[Proposed]:
    facts = program.facts
    for one in facts.statements:
        if not isinstance(one.node, ast.Assign) or one.value is None:
            continue
        for product in products(one.value):
            sides = operands(product) or ()
            if not any(facts.is_parameter(bare(side)) for side in sides):
                continue
            for side in sides:
                if key(side) in facts.pre and facts.kinds[key(side)] != "softmax":
                    z = facts.pre[key(side)]
                    new = swapped(product, {side: parsed(z)})
                    yield from program.changed(
                        one, product, new, "pre-activation-where-activation-belongs", f"{z} for {key(side)}"
                    )


def _axis(program: Program) -> Iterator[Proposed]:
    facts = program.facts
    for one in facts.statements:
        name = one.scope.rsplit(".", 1)[-1]
        if (
            facts.activations.get(name) != "softmax"
            or not isinstance(one.node, ast.Return)
            or one.value is None
        ):
            continue
        for node in ast.walk(one.value):
            if called(node) != "sum" or not isinstance(node, ast.Call):
                continue
            for word in node.keywords:
                if word.arg == "axis" and key(word.value) in ("0", "1", "-1"):
                    text = "1" if key(word.value) == "0" else "0"
                    yield from program.changed(
                        one, word.value, text, "softmax-wrong-axis", "axis", tuple(_lines_of(program, one))
                    )


def _lines_of(program: Program, one) -> list[int]:
    return [
        s.line for s in program.facts.statements
        if (s.scope, s.cell) == (one.scope, one.cell) and s is not one and "axis" in key(s.node)
    ]  # fmt: skip


def _samples(program: Program) -> Iterator[Proposed]:
    """Take the target of the sample before."""
    for one in program.facts.statements:
        if one.value is None or not isinstance(one.node, ast.Assign):
            continue
        found = difference(one.value)
        candidates = [] if found is None else [found.left, found.right]
        if is_place(one.value):
            candidates.append(one.value)
        for node in candidates:
            index = node.slice if isinstance(node, ast.Subscript) else None
            if (
                not isinstance(index, ast.Name)
                or not isinstance(node, ast.Subscript)
                or not is_place(node.value)
            ):
                continue
            counted = {
                key(loop.target)
                for loop in one.loops
                if isinstance(loop, ast.For) and "range" in key(loop.iter) and _goes_forward(program, loop)
            }
            target = one.target
            if key(index) not in counted or target is None or not is_place(target):
                continue
            if key(node) in program.facts.kinds or (
                node is one.value and not _is_target(program, key(target))
            ):
                continue
            new = f"{key(node.value)}[{key(index)} - 1]"
            yield from program.changed(one, node, new, "wrong-sample-or-target", "the sample before")


def _goes_forward(program: Program, loop: ast.For) -> bool:
    """Whether the whole network is in a loop's body, so that its index counts samples."""
    known, weights = program.facts.kinds, program.facts.parameters
    inside = [s for s in program.facts.statements if loop in s.loops and s.target is not None]
    activated = any(key(s.target) in known for s in inside if s.target is not None)
    last = [s for s in inside if s.loops[-1] is loop]
    return activated and bool(last) and bool(weights)


def _is_target(program: Program, name: str) -> bool:
    """Whether a name is taken from an output somewhere."""
    for one in program.facts.statements:
        found = difference(one.value) if one.value is not None else None
        if found is not None and name in (key(found.left), key(found.right)):
            return not any(
                name == key(bare(side))
                for s in program.facts.statements if s.value is not None
                for p in products(s.value) for side in operands(p) or ()
            )  # fmt: skip
    return False


def _batches(program: Program) -> Iterator[Proposed]:
    """Take the targets of the first batch, or in the order before the shuffle."""
    for one in program.facts.statements:
        value, target = one.value, one.target
        if not isinstance(one.node, ast.Assign) or target is None:
            continue
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=True))
        for name, taken in pairs:
            if not (
                isinstance(taken, ast.Subscript) and is_place(taken.value) and _is_target(program, key(name))
            ):
                continue
            part = taken.slice
            if isinstance(part, ast.Name) and one.loops:
                text = f"{key(taken.value)}[:len({key(part)})]"
            elif isinstance(part, ast.Slice) and part.lower is not None and part.upper is not None:
                text = f"{key(taken.value)}[:{key(part.upper)} - {_grouped(part.lower)}]"
            else:
                continue
            yield from program.changed(one, taken, text, "wrong-sample-or-target", "targets of other samples")


def _grouped(node: ast.AST) -> str:
    return key(node) if is_place(node) else f"({key(node)})"


def _columns_of_targets(program: Program) -> Iterator[Proposed]:
    """Leave the target in one dimension: (N,) against (N, 1)."""
    for one in program.facts.statements:
        if one.value is None or not isinstance(one.node, ast.Assign):
            continue
        for node in ast.walk(one.value):
            inner = None
            if (
                called(node) == "reshape"
                and isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
            ):
                if [key(a) for a in node.args][-2:] == ["-1", "1"]:
                    inner = node.func.value
            elif isinstance(node, ast.Subscript) and key(node.slice).strip("()") in (
                ":, None",
                ":, np.newaxis",
            ):
                inner = node.value
            if inner is None or not isinstance(node, ast.expr):
                continue
            used = difference(one.value)
            taken = used is not None and node in (used.left, used.right)
            if not taken and (one.target is None or not _is_target(program, key(one.target))):
                continue
            lines = tuple(
                s.line for s in program.facts.statements
                if s.cell == one.cell and s.value is not None and one.target is not None
                and (d := difference(s.value)) is not None and key(one.target) in (key(d.left), key(d.right))
            )  # fmt: skip
            text = key(inner) if is_place(inner) or isinstance(inner, ast.Call) else f"({key(inner)})"
            yield from program.changed(one, node, text, "target-broadcast", "no column", lines)
