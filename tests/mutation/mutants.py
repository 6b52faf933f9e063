"""Small mistakes, put into a formula's tree or into the source of a function, one at a time."""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator

from pizarra.formula import spell
from pizarra.formula.tree import (
    ONE,
    Add,
    Along,
    Call,
    Div,
    MatMul,
    Mul,
    Neg,
    Node,
    Number,
    Ones,
    Pow,
    Ref,
    Size,
    Sum,
    Test,
    Transpose,
    Where,
)


def of_tree(tree: Node, fitting: Callable[[Ref], list[Ref]]) -> Iterator[tuple[str, Node]]:
    """Give every tree with one mistake, and what the mistake is. `fitting` gives names of the same shape."""
    yield "sign of all", Neg(tree)
    yield "all twice", Mul((Number(2), tree))
    for what, wrong in _everywhere(tree, fitting):
        if spell(wrong) != spell(tree):
            yield what, wrong


def _everywhere(tree: Node, fitting: Callable[[Ref], list[Ref]]) -> Iterator[tuple[str, Node]]:
    yield from _here(tree, fitting)
    for k, child in enumerate(tree.children):
        for what, wrong in _everywhere(child, fitting):
            yield what, tree.rebuilt((*tree.children[:k], wrong, *tree.children[k + 1 :]))


def _here(node: Node, fitting: Callable[[Ref], list[Ref]]) -> Iterator[tuple[str, Node]]:
    match node:
        case Add(items):
            for k, item in enumerate(items):
                yield f"sign of {spell(item)}", Add((*items[:k], Neg(item), *items[k + 1 :]))
                yield f"dropped {spell(item)}", _without(Add, items, k)
        case Mul(items) | MatMul(items):
            for k, item in enumerate(items):
                yield f"dropped {spell(item)}", _without(type(node), items, k)
            if isinstance(node, MatMul):
                yield "order", MatMul(items[::-1])
        case Neg(body):
            yield "dropped −", body
        case Number(value):
            yield f"{value} is {value + 1}", Number(value + 1)
        case Ref(name, indices):
            for other in fitting(node):
                yield f"{name} is {other.name}", other
            if len(indices) == 2:
                yield f"{name} turned", Ref(name, indices[::-1])
            if not indices:
                yield f"{name} transposed", Transpose(node)
        case Transpose(body):
            yield "dropped .T", body
        case Sum(axis, body):
            yield f"dropped sum over {axis}", body
        case Size() | Ones():
            yield f"{spell(node)} is 1", ONE
        case Div(left, right):
            yield f"dropped / {spell(right)}", left
            yield f"times {spell(right)}", Mul((left, right))
            yield "upside down", Div(right, left)
        case Pow(left, _):
            yield "dropped power", left
        case Call(function, (argument,)):
            yield f"dropped {function}", argument
            yield f"sign in {function}", Call(function, (Neg(argument),))
        case Along(function, axis, body, at):
            yield f"dropped {function}", body
            yield f"sign in {function}", Along(function, axis, Neg(body), at)
        case Test(left, sign, right):
            yield "comparison turned", Test(right, sign, left)
            yield "comparison with =", Test(left, {">": ">=", ">=": ">", "<": "<=", "<=": "<"}[sign], right)
        case Where(test, then, otherwise):
            yield "branches", Where(test, otherwise, then)
            yield "always then", then
            yield "never then", otherwise


def _without(kind: type, items: tuple[Node, ...], k: int) -> Node:
    rest = (*items[:k], *items[k + 1 :])
    return rest[0] if len(rest) == 1 else kind(rest)


def of_function(function: Callable) -> Iterator[tuple[str, Callable]]:
    """Give every version of a function with one mistake in its source, and what the mistake is."""
    source = textwrap.dedent(inspect.getsource(function))
    tree = ast.parse(source)
    for place in range(sum(1 for _ in ast.walk(tree))):
        for kind in range(6):
            wrong = copy.deepcopy(tree)
            node = list(ast.walk(wrong))[place]
            change = _changed(node, kind)
            if change is None:
                break
            wrong = _Replace(node, change).visit(wrong)
            ast.fix_missing_locations(wrong)
            names: dict = {}
            exec(compile(wrong, f"<mutant of {function.__qualname__}>", "exec"), function.__globals__, names)
            before, after = ast.unparse(_nth(tree, place)), ast.unparse(change)
            yield f"{before} is {after}", names[function.__name__]


def _nth(tree: ast.AST, place: int) -> ast.AST:
    return list(ast.walk(tree))[place]


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


_OTHER = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
_COMPARED = {ast.Gt: (ast.Lt, ast.GtE), ast.GtE: (ast.Lt, ast.Gt), ast.Eq: (ast.NotEq,)}
_CALLED = {"maximum": "minimum", "minimum": "maximum", "exp": "expm1", "expm1": "exp", "log1p": "log", "log": "log1p",
           "max": "min", "zeros_like": "ones_like", "ones_like": "zeros_like", "sum": "max"}  # fmt: skip


def _changed(node: ast.AST, kind: int) -> ast.AST | None:
    options: list[ast.AST] = []
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            if type(op) in _OTHER:
                options.append(ast.BinOp(left, _OTHER[type(op)](), right))
            elif isinstance(op, ast.MatMult):
                options.append(ast.BinOp(right, op, left))
            options += [left, right]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            options.append(operand)
        case ast.Constant(value=bool() as value):
            options.append(ast.Constant(not value))
        case ast.Constant(value=int() | float() as value):
            options += [ast.Constant(value + 1), ast.Constant(value - 1)]
        case ast.Attribute(value=value, attr="T"):
            options.append(value)
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in _COMPARED:
            options += [ast.Compare(left, [new()], others) for new in _COMPARED[type(op)]]
        case ast.IfExp(test=test, body=body, orelse=orelse):
            options.append(ast.IfExp(test, orelse, body))
        case ast.Call(func=ast.Attribute(value=value, attr="where") as func, args=[a, b, c]):
            options.append(ast.Call(func, [a, c, b], []))
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="xp") as value, attr=name), args=args, keywords=keys
        ):
            if name in _CALLED:
                options.append(ast.Call(ast.Attribute(value, _CALLED[name], ast.Load()), args, keys))
            if len(args) == 1:
                options.append(args[0])
    return options[kind] if kind < len(options) else None
