"""Rewriter: a program's syntax tree with calls of the recorder where expressions and assignments stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from .choices import between, tests_of
from .reports import OWN, report_of

BINARY = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.Mod: "mod",
    ast.FloorDiv: "floordiv",
}
COMPARED = {ast.Gt: "gt", ast.Lt: "lt", ast.GtE: "ge", ast.LtE: "le", ast.Eq: "eq", ast.NotEq: "ne"}
# What looks at its caller's names, or is asked for types alone.
LEFT_ALONE = {"super", "locals", "globals", "vars", "dir", "isinstance", "type", "open"}
LEFT_ALONE |= {"getattr", "hasattr", "str", "repr", "range", "len", "input"}
UNSEEN = {"exec", "eval", "setattr"}  # the same, and may write to arrays
PARTS = {"flat", "real", "imag", "data", "dtype", "strides"}  # attributes of an array that are its numbers


def written(value: ast.expr | None = None) -> ast.expr:
    """Tell the recorder that something was written to, and go on with a value."""
    called = ast.Name("__pizarra_written__", ast.Load())
    return ast.copy_location(ast.Call(called, [value] if value else [], []), value or called)


def writes(target: ast.AST) -> bool:
    """Whether an assignment to this writes to what may be an array."""
    return any(
        isinstance(one, ast.Subscript) or (isinstance(one, ast.Attribute) and one.attr in PARTS)
        for one in ast.walk(target)
        if isinstance(getattr(one, "ctx", None), ast.Store)
    )


def literal(node: ast.AST) -> bool:
    """Whether a node is a number as it is written."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
    )


def fraction(node: ast.AST) -> bool:
    """Whether a node is a number as it is written, and not a whole one."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


class Rewriter(ast.NodeTransformer):
    """Puts calls of the recorder where expressions and assignments stand. `place`: the cell, or a file's name."""

    stubs: frozenset[str] = frozenset()  # names that are given an array of another origin
    pure: Iterable[str] = frozenset()  # names of functions that keep nothing

    def __init__(self, place: int | str | None) -> None:
        self.place = place
        self.classes: list[str] = []
        self.loops = 0  # how many loops and functions stand around

    def visit(self, node: ast.AST) -> Any:
        tests = tests_of(node)
        made = super().visit(node)
        if not tests:
            return made
        asked = [super(Rewriter, self).visit(test) for test in tests]
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        later = [ast.copy_location(ast.Lambda(nothing, one), one) for one in asked]
        return self.call(node, "chosen", made, *later)

    def site(self, node: Any) -> ast.Constant:
        return ast.Constant((self.place, node.lineno, node.col_offset))  # type: ignore[arg-type]

    def call(
        self, node: ast.AST, name: str, *arguments: Any, keywords: list[ast.keyword] | None = None
    ) -> ast.Call:
        made = ast.Call(
            ast.Name(f"__pizarra_{name}__", ast.Load()), [self.site(node), *arguments], keywords or []
        )
        return ast.fix_missing_locations(ast.copy_location(made, node))

    def private(self, name: str) -> ast.Constant:
        inside = self.classes and name.startswith("__") and not name.endswith("__")
        return ast.Constant(f"_{self.classes[-1].lstrip('_')}{name}" if inside else name)

    def index(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Slice):
            parts: list[ast.expr] = [
                self.visit(p) if p else ast.Constant(None) for p in (node.lower, node.upper, node.step)
            ]
            return ast.Call(ast.Name("__pizarra_slice__", ast.Load()), parts, [])
        if isinstance(node, ast.Tuple) and not any(isinstance(e, ast.Starred) for e in node.elts):
            return ast.Tuple([self.index(e) for e in node.elts], ast.Load())
        return self.visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.classes.append(node.name)
        node.body = self.block(node.body)
        self.classes.pop()
        return node

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Rewrite statements one after another."""
        found: list[ast.stmt] = []
        for statement in body:
            made = self.visit(statement)
            found += made if isinstance(made, list) else [made]
        return found

    def visit_FunctionDef(self, node: Any) -> ast.AST:
        self.loops += 1
        node.body = self.block(node.body)
        self.loops -= 1
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_If(self, node: ast.If) -> ast.AST:
        report = report_of(node, self.pure) if self.loops else []
        self.generic_visit(node)
        if report:
            nothing = ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, [ast.Pass()])
            tried = ast.Try(self.block(report), [nothing], [], [])
            node.orelse = [ast.If(self.call(node, "looking"), [tried], [])]
        return ast.fix_missing_locations(node)

    def after(self, node: ast.stmt, *targets: ast.AST) -> list[ast.stmt]:
        """Give what follows an assignment that stands as it did."""
        told = ast.Expr(written())
        return [ast.fix_missing_locations(ast.copy_location(told, node))] if any(map(writes, targets)) else []

    def visit_For(self, node: ast.For) -> ast.AST:
        self.loops += 1
        self.generic_visit(node)
        self.loops -= 1
        node.body = [*self.after(node, node.target), *node.body]
        node.iter = self.call(node.iter, "loop", node.iter)
        return node

    def visit_While(self, node: ast.While) -> Any:
        self.loops += 1
        self.generic_visit(node)
        self.loops -= 1
        count = f"__pizarra_while_{node.lineno}_{node.col_offset}__"
        start = ast.Assign([ast.Name(count, ast.Store())], self.call(node, "start"))
        going = self.call(node, "going", ast.Name(count, ast.Load()))
        node.test = ast.BoolOp(ast.And(), [going, node.test])
        return [ast.fix_missing_locations(ast.copy_location(one, node)) for one in (start, node)]

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.iter = self.call(node.iter, "items", node.iter)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        name = BINARY.get(type(node.op))
        left, right = self.visit(node.left), self.visit(node.right)
        if name is None or (isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)):
            node.left, node.right = left, right
            return node
        written = ast.Constant(
            literal(node.left) + 2 * literal(node.right)
        )  # which of them are numbers as written
        return self.call(node, "binary", ast.Constant(name), left, right, written)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        node.operand = self.visit(node.operand)
        if isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
            return self.call(node, "minus", node.operand)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        name = COMPARED.get(type(node.ops[0]))
        if name is None or len(node.ops) > 1:
            return node
        return self.call(node, "compare", ast.Constant(name), node.left, node.comparators[0])

    def own(self, node: ast.expr) -> ast.expr:
        """Give a number as it is written an identity of its own, wherever one is kept; leave all else as it is."""
        return self.call(node, "number", node) if literal(node) else node

    def visit_List(self, node: ast.List) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.elts = [self.own(e) for e in node.elts]
        return node

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.elts = [self.own(e) if fraction(e) else e for e in node.elts]
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        self.generic_visit(node)
        node.values = [self.own(e) if fraction(e) else e for e in node.values]
        return node

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        self.generic_visit(node)
        node.elt = self.own(node.elt)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        args = [self.visit(a) for a in node.args]
        keywords = [ast.keyword(k.arg, self.visit(k.value)) for k in node.keywords]
        if isinstance(node.func, ast.Name) and node.func.id in UNSEEN:
            node.args, node.keywords = args, keywords
            return written(node)
        if isinstance(node.func, ast.Name) and (
            node.func.id in LEFT_ALONE or node.func.id.startswith("__pizarra_")
        ):
            node.args, node.keywords = args, keywords
            return node
        kept = between(node)
        if kept is not None:
            bound, inner = kept
            parts = (inner.func, *inner.args)
            return self.call(node, "limited", node.func, self.visit(bound), *map(self.visit, parts))
        called = ast.unparse(node.func).split(".")[-1].lstrip("_")
        if called == "dict" or called[:1].isupper():  # what is kept by what is made here
            args = [self.own(a) if fraction(a) else a for a in args]
            for keyword in keywords:
                keyword.value = self.own(keyword.value) if fraction(keyword.value) else keyword.value
        elif called in ("array", "asarray", "float64", "float32"):  # each time another number
            args = [self.own(a) if fraction(a) else a for a in args]
        return self.call(node, "call", self.visit(node.func), *args, keywords=keywords)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = ast.Call(ast.Name("__pizarra_shown__", ast.Load()), [self.visit(node.value)], [])
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        return self.call(node, "item", self.visit(node.value), self.index(node.slice))

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        node.value = self.visit(node.value)
        if isinstance(node.ctx, ast.Load) and node.attr == "T":
            return self.call(node, "turned", node.value)
        return node

    def named(self, node: ast.stmt, target: ast.expr, value: ast.expr) -> ast.expr:
        return self.call(node, "name", ast.Constant(ast.unparse(target).removeprefix(OWN)), value)

    def visit_Return(self, node: ast.Return) -> ast.AST:
        if isinstance(node.value, (ast.Name, ast.Attribute)):
            node.value = self.call(node, "name", ast.Constant("(return)"), self.visit(node.value))
            return node
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> Any:
        wanted = [n.id for n in ast.walk(node.targets[0]) if isinstance(n, ast.Name)]
        if wanted and self.stubs.issuperset(wanted):
            node.value = ast.copy_location(
                ast.parse(f"__pizarra_stub__({wanted!r})", mode="eval").body, node.value
            )
            return ast.fix_missing_locations(node)
        if len(node.targets) > 1 and literal(node.value):  # a = b = 0.1: each a number of its own
            each = [ast.copy_location(ast.Assign([target], node.value), node) for target in node.targets]
            return self.block([*each])
        if len(node.targets) == 1 and into_parts(node.targets[0]):
            first, *rest = one_by_one(node)
            first.value = self.visit(first.value)
            if isinstance(first.value, ast.Tuple):
                first.value.elts = [self.own(e) for e in first.value.elts]
            return [first, *self.block([*rest])]
        value = self.visit(node.value)
        if literal(node.value) and not tests_of(node.value):
            value = self.call(node, "number", value)
        text = [ast.unparse(target) for target in node.targets]
        if len(node.targets) == 1 and isinstance(target := node.targets[0], ast.Subscript):
            given = [self.visit(target.value), self.index(target.slice), value, ast.Constant(text[0])]
            return ast.fix_missing_locations(
                ast.copy_location(ast.Expr(self.call(node, "set", *given)), node)
            )
        for target in node.targets:
            if isinstance(target, (ast.Name, ast.Attribute)):
                value = self.named(node, target, value)
        node.value = value
        after: list[ast.stmt] = []
        for target in node.targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                if isinstance(node.value, (ast.Tuple, ast.List)):
                    node.value.elts = [self.own(e) for e in node.value.elts]
                for one in parts(target):
                    if isinstance(one, ast.Name):
                        seen = self.named(node, one, ast.Name(one.id, ast.Load()))
                        after.append(ast.fix_missing_locations(ast.copy_location(ast.Expr(seen), node)))
                    elif isinstance(one, ast.Attribute):
                        again = ast.parse(ast.unparse(one), mode="eval").body
                        seen = self.named(node, one, again)
                        after.append(ast.fix_missing_locations(ast.copy_location(ast.Expr(seen), node)))
        node.targets = [self.visit(t) for t in node.targets]
        return [node, *after, *self.after(node, *node.targets)]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is not None:
            node.value = self.named(node, node.target, self.visit(node.value))
        return [node, *self.after(node, node.target)]

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        name, value, target = BINARY.get(type(node.op)), self.visit(node.value), node.target
        if name is None:
            node.value = value
            return [node, ast.copy_location(ast.Expr(written()), node)]
        op, text = ast.Constant(name), ast.Constant(ast.unparse(target))
        if isinstance(target, ast.Name):
            now = self.call(node, "inplace", op, ast.Name(target.id, ast.Load()), value, text)
            made: ast.stmt = ast.Assign([target], now)
        elif isinstance(target, ast.Subscript):
            given = [op, self.visit(target.value), self.index(target.slice), value, text]
            made = ast.Expr(self.call(node, "inplace_item", *given))
        else:
            given = [op, self.visit(target.value), self.private(target.attr), value, text]
            made = ast.Expr(self.call(node, "inplace_attribute", *given))
        return ast.fix_missing_locations(ast.copy_location(made, node))


def into_parts(target: ast.expr) -> bool:
    """Whether several are assigned to at once, of which one at least is a part of something: a[0], a[1:] = ..."""
    if not isinstance(target, (ast.Tuple, ast.List)):
        return False
    plain = all(isinstance(one, (ast.Name, ast.Attribute, ast.Subscript)) for one in target.elts)
    return plain and any(isinstance(one, ast.Subscript) for one in target.elts)


def one_by_one(node: ast.Assign) -> list[ast.Assign]:
    """Give the same as assignments of their own: of all that is assigned to names that are free, and on from there."""
    target = node.targets[0]
    assert isinstance(target, (ast.Tuple, ast.List))
    names = [f"__pizarra_part_{node.lineno}_{node.col_offset}_{k}__" for k in range(len(target.elts))]
    whole = ast.Tuple([ast.Name(name, ast.Store()) for name in names], ast.Store())
    made = [ast.Assign([whole], node.value)]
    for name, one in zip(names, target.elts, strict=True):
        made.append(ast.Assign([one], ast.Name(name, ast.Load())))
    return [ast.fix_missing_locations(ast.copy_location(each, node)) for each in made]


def parts(target: ast.expr) -> list[ast.expr]:
    """Give what an assignment gives names to, however deep: (a, b), (c, d) = ... are four."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return [part for one in target.elts for part in parts(one)]
    return [target.value] if isinstance(target, ast.Starred) else [target]
