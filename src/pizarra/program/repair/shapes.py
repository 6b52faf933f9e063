"""Shapes: axes, transposes and products of matrices, and whether an array is changed in its place."""

from __future__ import annotations

import ast
import re

from ..report import Located
from .names import renamed
from .products import around, bracketed, factors_of, is_product
from .statement import Edit, Proposals, Statement, statement_at


def axes(statement: Statement, found: Located) -> Proposals:
    """Sum along the other axis; along one, where all is summed."""
    for call in statement.parts(ast.Call):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))  # type: ignore[attr-defined]
        if name not in ("sum", "mean", "max", "amax"):
            continue
        named = [one for one in call.keywords if one.arg == "axis"]  # type: ignore[attr-defined]
        place = call.args[1] if len(call.args) > 1 else None  # type: ignore[attr-defined]
        given = named[0].value if named else place
        if given is not None:
            for axis in ("0", "1", "-1"):
                yield statement.changed(statement.instead(given, axis))
                yield statement.changed(
                    *(statement.instead(one, axis) for one in _axes_like(statement, given))
                )
            continue
        end = statement.span(call)[1] - 1
        between = ", " if call.args or call.keywords else ""  # type: ignore[attr-defined]
        kept = any(one.arg == "keepdims" for one in call.keywords)  # type: ignore[attr-defined]
        for axis in ("axis=0", "axis=1"):
            yield statement.changed(Edit(end, end, between + axis))
            if not kept:
                yield statement.changed(Edit(end, end, f"{between}{axis}, keepdims=True"))


def _axes_like(statement: Statement, given: ast.expr) -> list[ast.expr]:
    """Give all axes of the function that are the same as one."""
    return [
        one.value
        for call in ast.walk(statement.scope)
        if isinstance(call, ast.Call)
        for one in call.keywords
        if one.arg == "axis" and ast.unparse(one.value) == ast.unparse(given)
    ]


def summed(statement: Statement, found: Located) -> Proposals:
    """Sum another array, along either axis."""
    for call in statement.parts(ast.Call):
        if getattr(call.func, "attr", getattr(call.func, "id", "")) not in ("sum", "mean"):  # type: ignore[attr-defined]
            continue
        inside = set(ast.walk(call))
        for other in renamed(statement, found, inside):
            yield other
            again = statement_at(other, found.cell, found.line)
            if again is not None and again.value is not None:
                yield from axes(again, found)


def turned(statement: Statement, found: Located) -> Proposals:
    """Transpose factors, exchange them, or take the outer product of them."""
    for part in statement.parts(ast.BinOp, ast.Call):
        pair = product_of(part)
        if pair is None:
            continue
        left, right = (statement.text(one) for one in pair)
        before = ""
        if isinstance(part, ast.BinOp) and is_product(pair[0]):  # rate * a.T @ b
            last = factors_of(pair[0])[-1]
            begin = around(statement, last)[0]
            before, left = left[: begin - statement.span(pair[0])[0]], statement.text(last)
        plain = [one[:-2] if one.endswith(".T") else one for one in (left, right)]
        a, b = (f"({one})" if re.search(r"[-+*/@ ]", one) and not one.endswith(")") else one for one in plain)
        whole = statement.text(part)
        orders = [(f"{a}.T", b), (a, f"{b}.T"), (f"{b}.T", a), (b, f"{a}.T"), (b, a), (f"{a}.T", f"{b}.T")]
        for one, other in orders:
            if isinstance(part, ast.Call):
                yield statement.changed(
                    statement.instead(
                        part,
                        f"{ast.unparse(part.func)}({one}, {other})"
                        if len(part.args) == 2
                        else f"{one}.dot({other})",
                    )
                )
            else:
                yield statement.changed(statement.instead(part, f"{before}{one} @ {other}"))
        yield statement.changed(statement.instead(part, f"({whole}).T"))
    if statement.value is not None:
        yield statement.changed(statement.instead(statement.value, f"({statement.text(statement.value)}).T"))


def outer(statement: Statement, found: Located) -> Proposals:
    """Take the outer product of two vectors."""
    for part in statement.parts(ast.BinOp, ast.Call):
        pair = product_of(part)
        if pair is None:
            continue
        left, right = (statement.text(one) for one in pair)
        function = "np.outer"
        if isinstance(part, ast.Call) and len(part.args) == 2 and isinstance(part.func, ast.Attribute):
            function = f"{ast.unparse(part.func.value)}.outer"
        yield statement.changed(statement.instead(part, f"{function}({left}, {right})"))
        yield statement.changed(statement.instead(part, f"{function}({right}, {left})"))


def product_of(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Give the two factors of a product of matrices: a @ b, np.dot(a, b), a.dot(b)."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.MatMult, ast.Mult)):
        return node.left, node.right
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("dot", "matmul", "outer", "inner") and len(node.args) == 2:
            return node.args[0], node.args[1]
        if name == "dot" and len(node.args) == 1 and isinstance(node.func, ast.Attribute):
            return node.func.value, node.args[0]
    return None


def shaped(statement: Statement, found: Located) -> Proposals:
    """Give prediction or target the shape of the other."""
    for part in statement.parts(ast.BinOp):
        if not isinstance(part.op, ast.Sub):  # type: ignore[attr-defined]
            continue
        left, right = part.left, part.right  # type: ignore[attr-defined]
        for one, other in ((right, left), (left, right)):
            mine, shape = bracketed(statement, one), bracketed(statement, other)
            yield statement.changed(statement.instead(one, f"{mine}.reshape({shape}.shape)"))


def out_of_place(statement: Statement, found: Located) -> Proposals:
    """Make a new array, and leave the old one as it is."""
    node = statement.node
    if isinstance(node, ast.AugAssign):
        sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}.get(type(node.op))
        if sign:
            target, value = statement.text(node.target), statement.text(node.value)
            value = f"({value})" if isinstance(node.value, ast.BinOp) else value
            yield statement.changed(Edit(*statement.span(node), f"{target} = {target} {sign} {value}"))
        for other in ast.walk(statement.scope):  # a second name, given to the same array
            if not isinstance(other, ast.Assign):
                continue
            named = isinstance(other.value, (ast.Name, ast.Attribute, ast.Subscript))
            if named and statement.text(other.targets[0]) == statement.text(node.target):
                copied = f"{statement.text(other.value)}.copy()"
                yield statement.changed(statement.instead(other.value, copied))
    for call in statement.parts(ast.Call):
        if any(one.arg == "out" for one in call.keywords):  # type: ignore[attr-defined]
            text = statement.text(call)
            yield statement.changed(statement.instead(call, re.sub(r",\s*out\s*=\s*[^,)]+", "", text)))
    if isinstance(node, ast.Assign):
        yield statement.changed(statement.instead(node.value, f"{bracketed(statement, node.value)}.copy()"))


def accumulated(statement: Statement, found: Located) -> Proposals:
    """Add to what is there, where it is written over."""
    node = statement.node
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        begin, end = statement.span(node.targets[0])[1], statement.span(node.value)[0]
        yield statement.changed(Edit(begin, end, statement.cell.text[begin:end].replace("=", "+=", 1)))
    elif isinstance(node, ast.AugAssign):
        begin, end = statement.span(node.target)[1], statement.span(node.value)[0]
        yield statement.changed(Edit(begin, end, " = "))
