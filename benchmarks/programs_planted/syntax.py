"""Expressions as people write them: places, products, chains of factors; and a line with another expression in it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

PRODUCTS = {"dot", "matmul"}


def key(node: ast.AST) -> str:
    return ast.unparse(node)


def is_place(node: ast.AST) -> bool:
    """Whether it is a name, an attribute of a place, or a place at one index."""
    if isinstance(node, ast.Attribute):
        return node.attr != "T" and is_place(node.value)
    if isinstance(node, ast.Subscript):
        return is_place(node.value) and not isinstance(node.slice, ast.Slice | ast.Tuple)
    return isinstance(node, ast.Name)


def tail(node: ast.AST) -> str:
    """Give what a place is called at its end: W1 for self.W1 and p['W1'], W[0] for net.W[0]."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return node.slice.value
        return f"{tail(node.value)}[{key(node.slice)}]"
    return node.id if isinstance(node, ast.Name) else ""


def called(node: ast.AST) -> str:
    """Give the last name of what is called: dot for np.dot(...) and x.dot(...)."""
    if not isinstance(node, ast.Call):
        return ""
    return tail(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""


def of_module(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and key(node.func.value) in ("np", "numpy", "xp")


def bare(node: ast.AST) -> ast.AST:
    """Take transposes off."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return bare(node.value)
    if called(node) == "transpose" and isinstance(node, ast.Call):
        if of_module(node):
            return bare(node.args[0])
        if isinstance(node.func, ast.Attribute):
            return bare(node.func.value)
    return node


def operands(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Give the two sides of a matrix or outer product."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return node.left, node.right
    if isinstance(node, ast.Call):
        name = called(node)
        if name in PRODUCTS | {"outer"} and of_module(node) and len(node.args) == 2:
            return node.args[0], node.args[1]
        if name == "dot" and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
            return node.func.value, node.args[0]
    return None


def products(node: ast.AST) -> list[ast.expr]:
    return [n for n in ast.walk(node) if isinstance(n, ast.expr) and operands(n)]


def is_multiplication(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mult)
    return called(node) == "multiply" and isinstance(node, ast.Call) and len(node.args) == 2


def factors(node: ast.AST) -> list[ast.AST]:
    """Give the factors of a chain of elementwise products; of a quotient those above the line."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return factors(node.left) + factors(node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return factors(node.left)
    if is_multiplication(node) and isinstance(node, ast.Call):
        return factors(node.args[0]) + factors(node.args[1])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return factors(node.operand)
    return [node]


def chains(node: ast.AST) -> Iterator[ast.AST]:
    """Give the multiplications that are no factor of a larger one."""
    inner = factors(node)
    if len(inner) > 1:
        yield node
    for part in inner if len(inner) > 1 else [node]:
        for child in ast.iter_child_nodes(part):
            yield from chains(child)


class _Swap(ast.NodeTransformer):
    def __init__(self, changes: dict[int, ast.AST | None]):
        self.changes = changes

    def visit(self, node: ast.AST):
        number = getattr(node, "number", None)
        if number in self.changes:
            return self.changes[number]
        node = self.generic_visit(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
            left, right = getattr(node, "left", None), getattr(node, "right", None)
            if left is None or right is None:
                if right is None:
                    return left
                return right if isinstance(node.op, ast.Mult) else None
        if called(node) == "multiply" and isinstance(node, ast.Call) and len(node.args) == 1:
            return node.args[0]
        if isinstance(node, ast.UnaryOp) and getattr(node, "operand", None) is None:
            return None
        return node


def swapped(top: ast.AST, changes: dict[ast.AST, ast.AST | None]) -> str | None:
    """Write an expression with parts of it replaced; a factor replaced by None is left out."""
    for number, node in enumerate(ast.walk(top)):
        node.number = number  # type: ignore[attr-defined]
    by_number = {old.number: new for old, new in changes.items()}  # type: ignore[attr-defined]
    new = _Swap(by_number).visit(copy.deepcopy(top))
    return None if new is None else ast.unparse(ast.fix_missing_locations(new))


def with_text(line: str, node: ast.expr | ast.stmt, text: str) -> str | None:
    """Write a line with another text where a node of one line stands."""
    if node.lineno != node.end_lineno:
        return None
    raw = line.encode()
    return (raw[: node.col_offset] + text.encode() + raw[node.end_col_offset :]).decode()


def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body
