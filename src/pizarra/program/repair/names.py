"""Names: another array, another index, another order, in the place of those that a statement names."""

from __future__ import annotations

import ast
import re
from collections.abc import Container
from itertools import permutations

from ..report import Located
from .statement import Edit, Proposals, Statement, alike

MOST_NAMES = 8  # other names that are tried in the place of one


def hinted(statement: Statement, found: Located) -> Proposals:
    """Write what the diagnosis suggests."""
    line = statement.cell.text.split("\n")[statement.line - 1]
    remedy = found.finding.remedy
    if remedy and found.source in line:
        begin = statement.starts[statement.line - 1] + line.index(found.source)
        yield statement.changed(Edit(begin, begin + len(found.source), remedy))


def renamed(statement: Statement, found: Located, inside: Container[ast.AST] | None = None) -> Proposals:
    """Name another array: those first that are named most alike, or that one is made of the other.

    inside: the parts of the statement that are looked at; nothing said, all.
    """
    pairs = []
    target = [ast.unparse(one) for one in getattr(statement.node, "targets", ())]
    for node in statement.paths():
        if inside is not None and node not in inside:
            continue
        mine = ast.unparse(node)
        near = statement.linked.get(mine, ())
        factor = mine in statement.factors
        likely = {
            name: alike(mine, name)
            + 0.8 * (name in near)
            + 0.6 * (factor and name in statement.factors)
            - 2 * (name in target)
            for name in statement.known
            if name != mine and kind_of(name) == kind_of(mine)
        }
        pairs += [
            (likely[name], node, name) for name in sorted(likely, key=lambda name: -likely[name])[:MOST_NAMES]
        ]
    for _, node, name in sorted(pairs, key=lambda pair: -pair[0])[: 4 * MOST_NAMES]:
        yield statement.changed(statement.instead(node, name))


def kind_of(name: str) -> str:
    """Give how a name is written: as a name, of an object, or as an entry."""
    return "entry" if "[" in name else "attribute" if "." in name else "name"


def as_its_target(statement: Statement, found: Located) -> Proposals:
    """Change that which is written to."""
    node, first = statement.node, next(iter(statement.paths()), None)
    if isinstance(node, ast.Assign) and first is not None:
        yield statement.changed(statement.instead(first, statement.text(node.targets[0])))


def both_renamed(statement: Statement, found: Located) -> Proposals:
    """Write to another name: to that which is changed, or change that which is written to."""
    node = statement.node
    if isinstance(node, ast.AugAssign):
        mine = statement.text(node.target)
        for name in _like_target(statement, mine):
            yield statement.changed(statement.instead(node.target, name))
        return
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return
    target, first = node.targets[0], next(iter(statement.paths()), None)
    if first is None:
        return
    mine, base = statement.text(target), statement.text(first)
    yield statement.changed(statement.instead(target, base))
    for name in _like_target(statement, mine):
        yield statement.changed(statement.instead(target, name), statement.instead(first, name))


def _like_target(statement: Statement, mine: str) -> list[str]:
    """Give names that may be meant by a target: like it, or like what is taken, as b is like gb and db."""
    taken = [ast.unparse(node) for node in statement.paths()]

    def likely(name: str) -> float:
        return alike(mine, name) + any(one != name and one.endswith(name) for one in taken)

    return [name for name in sorted(statement.known, key=lambda one: -likely(one)) if name != mine][
        :MOST_NAMES
    ]


def ordered(statement: Statement, found: Located) -> Proposals:
    """Unpack results in another order: that in which they are given back, by name, first."""
    node = statement.node
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Tuple):
        return
    names = [statement.text(one) for one in node.targets[0].elts]
    given = [
        [ast.unparse(one) for one in back.value.elts]
        for back in statement.nodes
        if isinstance(back, ast.Return)
        and isinstance(back.value, ast.Tuple)
        and len(back.value.elts) == len(names)
    ]
    orders = [order for order in permutations(names) if list(order) != names] if len(names) <= 4 else []
    if len(names) > 4:
        for i in range(len(names)):
            for j in range(i):
                order = [*names]
                order[i], order[j] = order[j], order[i]
                orders.append(tuple(order))
    orders.sort(key=lambda order: -max((sum(map(alike, order, one)) for one in given), default=0.0))
    for order in orders[:8]:
        edits = [statement.instead(one, text) for one, text in zip(node.targets[0].elts, order, strict=True)]
        yield statement.changed(*edits)


def subscripts(statement: Statement, found: Located) -> Proposals:
    """Cut off the other end; take another index."""
    for part in statement.parts(ast.Subscript):
        text = ast.unparse(part.slice)  # type: ignore[attr-defined]
        for old, new in (("1:", ":-1"), (":-1", "1:")):
            if old in text and statement.text(part.slice).count(old) == 1:  # type: ignore[attr-defined]
                other = statement.text(part.slice).replace(old, new)  # type: ignore[attr-defined]
                yield statement.changed(statement.instead(part.slice, other))  # type: ignore[attr-defined]
    loops = [
        node.target.id
        for node in ast.walk(statement.tree)
        if isinstance(node, ast.For)
        and isinstance(node.target, ast.Name)
        and node.lineno <= statement.line <= (node.end_lineno or 0)
    ]
    named = sorted((name for name in statement.known if name.isidentifier()), key=len)[:12]
    for part in statement.parts(ast.Subscript):
        index = part.slice  # type: ignore[attr-defined]
        indices = list(index.elts) if isinstance(index, ast.Tuple) else [index]
        if len(indices) == 2:
            first, second = map(statement.text, indices)
            yield statement.changed(
                statement.instead(indices[0], second), statement.instead(indices[1], first)
            )
        for one in indices:
            inner = [node for node in ast.walk(one) if isinstance(node, ast.Name)]
            if isinstance(one, ast.BinOp):
                yield statement.changed(statement.instead(one, statement.text(one.left)))
            elif inner:
                yield statement.changed(statement.instead(one, f"{statement.text(one)} + 1"))
                yield statement.changed(statement.instead(one, f"{statement.text(one)} - 1"))
            for name in dict.fromkeys((*loops, *named)):
                if inner and name != inner[0].id:
                    yield statement.changed(statement.instead(inner[0], name))


def ranges(statement: Statement, found: Located) -> Proposals:
    """Let the loops around, or those behind, go one further, or one less far."""
    loops = [
        node
        for node in ast.walk(statement.scope)
        if isinstance(node, (ast.For, ast.comprehension))
        and isinstance(node.iter, ast.Call)
        and ast.unparse(node.iter.func) in ("range", "reversed", "enumerate")
        and abs(node.iter.lineno - statement.line) <= 6
    ]
    for loop in sorted(loops, key=lambda node: abs(node.iter.lineno - statement.line)):
        for call in ast.walk(loop.iter):
            if not isinstance(call, ast.Call) or ast.unparse(call.func) != "range":
                continue
            for place in range(len(call.args)) if len(call.args) < 3 else (1, 0):
                one = call.args[place]
                yield statement.changed(statement.instead(one, _next(statement.text(one), -1)))
                yield statement.changed(statement.instead(one, _next(statement.text(one), 1)))


def _next(text: str, by: int) -> str:
    """Write an integer, or what ends in one, by one more or less."""
    whole = re.fullmatch(r"-?\d+", text)
    if whole:
        return str(int(text) + by)
    ending = re.fullmatch(r"(.*?)\s*([-+])\s*(\d+)", text)
    if ending is None:
        return f"{text} {'+' if by > 0 else '-'} 1"
    number = int(ending[2] + ending[3]) + by
    return ending[1] if number == 0 else f"{ending[1]} {'+' if number > 0 else '-'} {abs(number)}"
