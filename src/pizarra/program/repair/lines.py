"""Lines: repairs that add a line or move one: an update that is missing, a reset, an update that comes too soon."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..report import Located
from ..source import Source
from .statement import Edit, Statement

MOST = 6


def moved(statement: Statement, found: Located) -> Iterator[Source]:
    """Move the updates of weights behind the line that takes them, or that line before them."""
    places = [line for cell, line in found.also if cell == found.cell]
    places += [line for cell, line in found.callers if cell == found.cell]
    for update in [one for one in places if one != statement.line]:
        for body in _bodies(statement.tree):
            first = next((one for one in body if one.lineno <= update <= (one.end_lineno or 0)), None)
            uses = [one for one in body if one.lineno <= statement.line <= (one.end_lineno or 0)]
            if first is None or not uses or uses[0] is first or uses[0].lineno < first.lineno:
                continue
            yield _past(statement, first, uses[0])
            last = body[-1]
            if last is not uses[0] and not isinstance(last, ast.Return):
                yield _past(statement, first, last)
            yield _before(statement, uses[0], first)
            updates = [one for one in body if first.lineno <= one.lineno < uses[0].lineno and _is_update(one)]
            if len(updates) > 1:
                yield _before(statement, uses[0], updates[0])


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Give all lists of statements."""
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body:
                yield body


def _is_update(node: ast.stmt) -> bool:
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, (ast.Sub, ast.Add))
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return False
    mine = ast.unparse(node.targets[0])
    return isinstance(node.value, ast.BinOp) and any(ast.unparse(one) == mine for one in ast.walk(node.value))


def _lines(statement: Statement, node: ast.stmt) -> tuple[int, int]:
    """Give where the lines of a statement begin and end, the last line break with them."""
    text, ends = statement.cell.text, (node.end_lineno or node.lineno)
    begin = statement.starts[node.lineno - 1]
    end = statement.starts[ends] if ends < len(statement.starts) else len(text)
    return begin, end


def _past(statement: Statement, one: ast.stmt, other: ast.stmt) -> Source:
    """Move a statement behind another one."""
    begin, end = _lines(statement, one)
    after = _lines(statement, other)[1]
    text = statement.cell.text[begin:end]
    return statement.changed(*_put(statement, after, text), Edit(begin, end, ""))


def _before(statement: Statement, one: ast.stmt, other: ast.stmt) -> Source:
    """Move a statement before another one."""
    begin, end = _lines(statement, one)
    text = statement.cell.text[begin:end]
    text = text if text.endswith("\n") else text + "\n"
    at = _lines(statement, other)[0]
    return statement.changed(Edit(at, at, text), Edit(begin, end, ""))


def _put(statement: Statement, at: int, text: str) -> list[Edit]:
    """Put lines into the text."""
    text = text.rstrip("\n")
    if at and statement.cell.text[at - 1 : at] != "\n":
        return [Edit(at, at, "\n" + text)]
    return [Edit(at, at, text + "\n")]


def reset(statement: Statement, found: Located) -> Iterator[Source]:
    """Set a sum back at the beginning of each loop in which it grows, and with it those that are made beside it."""
    node = statement.node
    if isinstance(node, ast.Assign):
        name = statement.text(node.targets[0])
    elif isinstance(node, ast.AugAssign):
        name = statement.text(node.target)
    else:
        return
    name = re.split(r"[\[,]", name)[0].strip(" (")
    grown = {
        re.split(r"\[", ast.unparse(one.target))[0]: one.lineno
        for one in ast.walk(statement.scope)
        if isinstance(one, ast.AugAssign)
    }
    for body in _bodies(statement.scope):
        made = [one for one in body if isinstance(one, ast.Assign) and name in _names(one)]
        if not made:
            continue
        beside = [one for one in body if isinstance(one, ast.Assign) and _names(one) & grown.keys()]
        for chosen in (made, beside):
            lines = [" ".join(statement.text(one).split()) for one in chosen]
            for loop in ast.walk(statement.scope):
                if not isinstance(loop, (ast.For, ast.While)) or loop.lineno <= made[0].lineno:
                    continue
                first = loop.body[0].lineno
                if not loop.lineno < grown.get(name, 0) <= (loop.end_lineno or 0) or first == loop.lineno:
                    continue
                text = "\n".join(statement.indent(first) + line for line in lines)
                yield statement.changed(*_put(statement, statement.starts[first - 1], text))


def _names(node: ast.Assign) -> set[str]:
    """Give the names that an assignment gives."""
    listed = [part for one in node.targets for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return {ast.unparse(one) for one in listed}


def updated(statement: Statement, found: Located) -> Iterator[Source]:
    """Add the update of a parameter that has none: as another parameter is updated, with names of its own."""
    name = found.finding.name or ""
    short = re.split(r"[.\[]", name)[-1].strip("'\"] ")
    for cell in statement.source.every:
        there = Statement(statement.source, cell, 1)
        for node in ast.walk(there.tree):
            if not isinstance(node, (ast.AugAssign, ast.Assign)) or not _is_update(node):
                continue
            mine = ast.unparse(node.target if isinstance(node, ast.AugAssign) else node.targets[0])
            there = Statement(statement.source, cell, node.lineno)
            for text in _as_its_own(there, node, mine, name, short):
                at = _lines(there, node)[1]
                yield there.changed(*_put(there, at, there.indent(node.lineno) + text))


def _as_its_own(statement: Statement, node: ast.stmt, mine: str, name: str, short: str) -> Iterator[str]:
    """Write an update of one parameter as one of another: names that end as its own, or have its number, change."""
    text = statement.text(node)
    old = re.split(r"[.\[]", mine)[-1].strip("'\"] ")
    if old == short or not short:
        return
    numbers = re.findall(r"\d+", old)[-1:], re.findall(r"\d+", short)[-1:]
    words = {word for known in statement.known for word in re.findall(r"\w+", known)}

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if word == old:
            return short
        if word.endswith(old) and word[: -len(old)] + short in words:
            return word[: -len(old)] + short
        if numbers[0] and numbers[1] and re.search(rf"(?<!\d){numbers[0][0]}(?!\d)", word):
            return re.sub(rf"(?<!\d){numbers[0][0]}(?!\d)", numbers[1][0], word)
        return word

    written = re.sub(r"(?<![\d.])[^\W\d]\w*", other, text)
    yield written
    gradients = sorted(
        (one for one in statement.known if one.endswith(short) and one not in (name, short)), key=len
    )
    own = [one for one in statement.paths() if statement.text(one) != mine]
    for gradient in gradients[:MOST]:
        for one in own:
            kept = written.replace(statement.text(one), gradient)
            if kept != written:
                yield kept
