"""Mistakes in the steps: which parameter, from where, which way, when."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from .facts import Statement
from .proposed import Program, Proposed
from .syntax import bare, is_place, key, operands, parsed, products, swapped, tail


def proposals(program: Program) -> Iterator[Proposed]:
    made = updates(program)
    for one in made:
        yield from _sign(program, one)
        yield from _left_out(program, one)
        yield from _elsewhere(program, one, made)
        yield from _base(program, one, made)
        yield from _early(program, one)
    yield from _not_reset(program)
    yield from _copies(program)


def updates(program: Program) -> list[Statement]:
    """Give the statements that move a parameter by its name: W -= ..., W = W - ..."""
    found = []
    for one in program.facts.statements:
        target, value = one.target, one.value
        if target is None or value is None or not is_place(target) or not program.facts.is_parameter(target):
            continue
        if isinstance(one.node, ast.AugAssign):
            if isinstance(one.node.op, ast.Sub | ast.Add):
                found.append(one)
        elif (
            isinstance(value, ast.BinOp)
            and isinstance(value.op, ast.Sub | ast.Add)
            and key(value.left) == key(target)
        ):
            found.append(one)
    return found


def _sign(program: Program, one: Statement) -> Iterator[Proposed]:
    lines = list(program.cells[one.cell])
    old = lines[one.line - 1]
    assert one.target is not None
    if isinstance(one.node, ast.AugAssign):
        now, new = ("-=", "+=") if isinstance(one.node.op, ast.Sub) else ("+=", "-=")
        if old.count(now) == 1:
            lines[one.line - 1] = old.replace(now, new)
            yield Proposed(one.cell, one.line, "sign-flipped", "update", tuple(lines), old=old.strip())
    elif isinstance(one.value, ast.BinOp):
        sign = "+" if isinstance(one.value.op, ast.Sub) else "-"
        right = key(one.value.right)
        if isinstance(one.value.right, ast.BinOp) and isinstance(one.value.right.op, ast.Add | ast.Sub):
            right = f"({right})"
        text = f"{key(one.value.left)} {sign} {right}"
        yield from program.changed(one, one.value, text, "sign-flipped", "update")


def is_bias(program: Program, name: str) -> bool:
    if not program.facts.forward_weights:  # every weight a number of its own
        return name.lower().startswith(("b", "sesgo", "umbral", "vies", "theta"))
    return name in program.shapes and name not in program.facts.forward_weights


def _made_at(program: Program, one: Statement, name: str, cell: int | None) -> tuple[int, ...]:
    """Give the lines of a cell where a parameter is made."""
    lines = []
    for other in program.facts.statements:
        if other is one or other.cell != cell or other.target is None:
            continue
        targets = other.target.elts if isinstance(other.target, ast.Tuple) else [other.target]
        if isinstance(other.node, ast.Assign) and name in [tail(t) for t in targets]:
            lines.append(other.line)
    for number, line in enumerate(program.cells[cell], 1):
        if f'"{name}":' in line or f"'{name}':" in line:
            lines.append(number)
    return tuple(lines)


def _left_out(program: Program, one: Statement) -> Iterator[Proposed]:
    assert one.target is not None
    name = tail(one.target)
    if is_bias(program, name):
        other = (one.line - 1, one.line + 1, *_made_at(program, one, name, one.cell))
        places = tuple(
            (cell, line)
            for cell in program.cells
            if cell != one.cell
            for line in _made_at(program, one, name, cell)
        )
        for found in program.changed(one, one.node, "pass", "bias-never-updated", "left out", other):
            yield replace(found, other_places=places)


def _elsewhere(program: Program, one: Statement, made: list[Statement]) -> Iterator[Proposed]:
    """Store the new value under another name, or in another parameter."""
    assert one.target is not None
    assert one.value is not None
    name = key(one.target)
    also = ("bias-never-updated",) if is_bias(program, tail(one.target)) else ("weights-never-updated",)
    new = f"{tail(one.target)}_new" if tail(one.target).isidentifier() else None
    if new and isinstance(one.target, ast.Name | ast.Attribute):
        fault = "update-stored-under-another-name"
        if isinstance(one.node, ast.AugAssign):
            sign = "-" if isinstance(one.node.op, ast.Sub) else "+"
            text = f"{new} = {name} {sign} {_grouped(one.value)}"
            yield from program.changed(one, one.node, text, fault, "new name", also=also)
        else:
            yield from program.changed(one, one.target, new, fault, "new name", also=also)
    for other in made:
        assert other.target is not None
        there = key(other.target)
        if there == name or (other.scope, other.cell) != (one.scope, one.cell):
            continue
        if is_bias(program, tail(other.target)) != is_bias(program, tail(one.target)):
            continue
        text = _with_target(one, there)
        if text is None:
            continue
        yield from program.changed(
            one, one.node, text, "wrong-parameter-updated", f"{there} for {name}", also=also
        )


def _with_target(one: Statement, there: str) -> str | None:
    if isinstance(one.node, ast.AugAssign):
        sign = "-" if isinstance(one.node.op, ast.Sub) else "+"
        return f"{there} {sign}= {key(one.value)}" if one.value is not None else None
    if isinstance(one.value, ast.BinOp):
        return f"{there} = {swapped(one.value, {one.value.left: parsed(there)})}"
    return None


def _grouped(node: ast.AST) -> str:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return f"({key(node)})"
    return key(node)


def _base(program: Program, one: Statement, made: list[Statement]) -> Iterator[Proposed]:
    if not isinstance(one.node, ast.Assign) or not isinstance(one.value, ast.BinOp):
        return
    for other in made:
        if (other.scope, other.cell) == (one.scope, one.cell) and other.target is not None:
            there = key(other.target)
            alike = is_bias(program, tail(other.target)) == is_bias(program, tail(one.value.left))
            if alike and there != key(one.value.left):
                new = swapped(one.value, {one.value.left: parsed(there)})
                yield from program.changed(one, one.value, new, "wrong-base-in-update", f"from {there}")


def _early(program: Program, one: Statement) -> Iterator[Proposed]:
    """Move the step of weights above the line that passes an error back through them."""
    assert one.target is not None
    name = key(one.target)
    here = one.block.index(one.node)
    for other in program.facts.statements:
        if other.block is not one.block or other.line >= one.line or other.value is None:
            continue
        if not any(key(bare(side)) == name for p in products(other.value) for side in operands(p) or ()):
            continue
        if not _backward(other, program):
            continue
        needed = {key(n) for n in ast.walk(one.node) if isinstance(n, ast.Name)}
        between = one.block[other.block.index(other.node) : here]
        given = {key(t) for s in between for n in ast.walk(s) for t in _targets(n)}
        if needed & given:
            continue
        yield from program.moved(
            one,
            other.line,
            "update-before-use",
            "step before its weights are used",
            other.line + 1,
            (other.line,),
        )


def _backward(one: Statement, program: Program) -> bool:
    ends = {*program.facts.delta_keys(), *program.facts.errors}
    return one.value is not None and any(
        key(bare(side)) in ends for p in products(one.value) for side in operands(p) or ()
    )


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        found = [
            t for target in node.targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])
        ]
        return [t.value if isinstance(t, ast.Subscript) else t for t in found]
    return [node.target] if isinstance(node, ast.AugAssign | ast.For) else []


def _not_reset(program: Program) -> Iterator[Proposed]:
    """Make the sums of gradients once, before the rounds, instead of in each."""
    facts = program.facts
    for one in facts.statements:
        if len(one.loops) != 1 or not isinstance(one.node, ast.Assign) or one.target is None:
            continue
        if one.value is None or "zeros" not in key(one.value):
            continue
        names = [key(t) for t in _targets(one.node)]
        sums = [
            s for s in facts.statements
            if isinstance(s.node, ast.AugAssign) and s.target is not None and key(s.target) in names
            and len(s.loops) == 2 and s.loops[0] is one.loops[0]
        ]  # fmt: skip
        if not sums or one.block is not one.loops[0].body:
            continue
        to = one.loops[0].lineno
        uses = {s.line for s in facts.statements if s.loops[:1] == one.loops and set(names) & _names(s.node)}
        yield from program.moved(
            one, to, "accumulator-not-reset", "sums made before the rounds", to, (to + 1, *sorted(uses))
        )


def _names(node: ast.AST) -> set[str]:
    return {key(n) for n in ast.walk(node) if is_place(n)}


def _copies(program: Program) -> Iterator[Proposed]:
    """Keep the array itself where a copy of it belongs."""
    for one in program.facts.statements:
        value = one.value
        if (
            (
                isinstance(value, ast.Call)
                and isinstance(value.func, ast.Attribute)
                and value.func.attr == "copy"
            )
            and isinstance(one.node, ast.Assign)
            and is_place(value.func.value)
        ):
            yield from program.changed(
                one,
                value,
                key(value.func.value),
                "in-place-aliasing",
                "copy left out",
                also=("update-before-use",),
            )
