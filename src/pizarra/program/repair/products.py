"""Products: factors that are left out, put in, or of the other sign; sums where means are taken."""

from __future__ import annotations

import ast
import re

from ..report import Located
from .statement import Edit, Proposals, Statement

MASK = re.compile(r"mas[ck]|drop|keep|kept|gard|mant|conserv|apag|abandon|(?<![a-z])[dmr]\d?(?!\w)")
SHARE = re.compile(r"keep|kept|prob|drop|gard|mant|conserv|retain|(?<![a-z])[pq](?![a-z])")
REDUCED = {"sum": "mean", "mean": "sum"}


def signs(statement: Statement, found: Located) -> Proposals:
    """Take away where something is added, or the other way round; then, turn the sign of all of it."""
    node, text = statement.node, statement.cell.text
    if isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.Add, ast.Sub)):
        begin, end = statement.span(node.target)[1], statement.span(node.value)[0]
        middle = text[begin:end]
        other = middle.replace("-=", "+=") if "-=" in middle else middle.replace("+=", "-=")
        yield statement.changed(Edit(begin, end, other))
    for part in statement.parts(ast.BinOp):
        if isinstance(part.op, (ast.Add, ast.Sub)):  # type: ignore[attr-defined]
            begin, end = statement.span(part.left)[1], statement.span(part.right)[0]  # type: ignore[attr-defined]
            middle = text[begin:end]
            turned = middle.replace("-", "+", 1) if "-" in middle else middle.replace("+", "-", 1)
            yield statement.changed(Edit(begin, end, turned))
    for part in statement.parts(ast.UnaryOp):
        if isinstance(part.op, ast.USub):  # type: ignore[attr-defined]
            yield statement.changed(statement.instead(part, statement.text(part.operand)))  # type: ignore[attr-defined]
    if statement.value is not None:
        yield statement.changed(statement.instead(statement.value, f"-({statement.text(statement.value)})"))


def means(statement: Statement, found: Located) -> Proposals:
    """Sum where a mean is taken, or the other way round; without a division by a number, or with one more."""
    for part in statement.parts(ast.Attribute):
        other = REDUCED.get(part.attr)  # type: ignore[attr-defined]
        if other:
            end = statement.span(part)[1]
            yield statement.changed(Edit(end - len(part.attr), end, other))  # type: ignore[attr-defined]
    for part in statement.parts(ast.Name):
        other = REDUCED.get(part.id)  # type: ignore[attr-defined]
        if other:
            yield statement.changed(statement.instead(part, other))
    yield from without(statement, 1)
    for divisor in divisors(statement):
        yield statement.changed(times(statement, f" / {divisor}"))


def dropped(statement: Statement, found: Located) -> Proposals:
    """Leave a factor out, the first first; then two that stand side by side."""
    yield from without(statement, 1)
    yield from without(statement, 2)


def pairs_dropped(statement: Statement, found: Located) -> Proposals:
    """Leave two factors out that stand side by side, as a * (1 - a) does; then one."""
    yield from without(statement, 2)
    yield from without(statement, 1)


def without(statement: Statement, count: int) -> Proposals:
    """Leave factors that stand side by side out of each product."""
    for part in statement.parts(ast.BinOp):
        if not is_product(part) or is_product(statement.parents.get(part)):
            continue
        factors = factors_of(part)
        for first in range(len(factors) - count + 1):
            last = first + count - 1
            if count == len(factors):
                continue
            if first:
                begin, end = around(statement, factors[first - 1])[1], around(statement, factors[last])[1]
            elif divides(statement, factors[last + 1]):
                continue
            else:
                begin, end = around(statement, factors[0])[0], around(statement, factors[last + 1])[0]
            yield statement.changed(Edit(begin, end, ""))


def multiplied(statement: Statement, found: Located) -> Proposals:
    """Multiply by what other lines multiply by: a mask, a slope; divide by what they divide by."""
    factors, given = factors_elsewhere(statement), divisors(statement)
    masks = [one for one in factors if MASK.search(one.lower())]
    for factor in (*masks, *(one for one in factors if one not in masks)):
        yield statement.changed(times(statement, f" * {factor}"))
    for divisor in given:
        yield statement.changed(times(statement, f" / {divisor}"))
    for factor in masks[:3]:
        for divisor in given:
            yield statement.changed(times(statement, f" * {factor} / {divisor}"))


def scaled(statement: Statement, found: Located) -> Proposals:
    """Divide, or multiply, by what other lines divide by, what is called a share that is kept first; or do not."""
    given = sorted(divisors(statement), key=lambda text: SHARE.search(text.lower()) is None)
    for divisor in given[:3]:
        yield statement.changed(times(statement, f" / {divisor}"))
    yield from without(statement, 1)
    for divisor in given[:3]:
        yield statement.changed(times(statement, f" * {divisor}"))


def factors_elsewhere(statement: Statement) -> list[str]:
    """Give what arrays are multiplied by elsewhere in the program, what is called a mask first, then what is short."""
    found: dict[str, None] = {}
    for node in statement.nodes:
        if not isinstance(node, (ast.BinOp, ast.AugAssign)) or not isinstance(node.op, ast.Mult):
            continue
        right = node.right if isinstance(node, ast.BinOp) else node.value
        for one in (right, getattr(node, "left", right)):
            text = ast.unparse(one)
            if isinstance(one, (ast.Constant, ast.List)) or len(text) > 24:
                continue
            found[f"({text})" if isinstance(one, (ast.BinOp, ast.Compare, ast.UnaryOp)) else text] = None
    return sorted(found, key=lambda text: (MASK.search(text.lower()) is None, len(text)))[:12]


def divisors(statement: Statement) -> list[str]:
    """Give what other lines around divide by."""
    found = [
        ast.unparse(node.right)
        for node in (*ast.walk(statement.scope), *statement.nodes)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and is_plain(node.right)
    ]
    return list(dict.fromkeys(found))[:6]


def is_plain(node: ast.expr) -> bool:
    """Whether a node is a name, a part of an object, an entry, or a length."""
    return isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) or (
        isinstance(node, ast.Call) and ast.unparse(node.func) == "len"
    )


def times(statement: Statement, text: str) -> Edit:
    """Multiply, or divide, all that the statement computes; what is added up stands in brackets then."""
    value = statement.value
    assert value is not None
    mine = statement.text(value)
    adds = isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub))
    return statement.instead(value, (f"({mine})" if adds or isinstance(value, ast.UnaryOp) else mine) + text)


def factors_of(node: ast.AST) -> list[ast.AST]:
    """Give the factors of a product, in the order of the text; a product of matrices is one."""
    return [*factors_of(node.left), node.right] if is_product(node) else [node]  # type: ignore[attr-defined]


def divides(statement: Statement, node: ast.AST) -> bool:
    """Whether a node stands behind a division."""
    parent = statement.parents.get(node)
    return isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and parent.right is node


def is_product(node: ast.AST | None) -> bool:
    """Whether a node is a product of numbers, or a quotient."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div))


def around(statement: Statement, node: ast.AST) -> tuple[int, int]:
    """Give where a node begins and ends, with the brackets around it."""
    text, (begin, end) = statement.cell.text, statement.span(node)
    while True:
        after = re.match(r"\s*\)", text[end:])
        before = re.search(r"\(\s*$", text[:begin])
        if after is None or before is None or text[before.start() - 1 : before.start()].isalnum():
            return begin, end
        end, begin = end + after.end(), before.start()


def bracketed(statement: Statement, node: ast.expr) -> str:
    """Give a node as it is written, in brackets where it is made of several."""
    text = statement.text(node)
    return f"({text})" if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare)) else text
