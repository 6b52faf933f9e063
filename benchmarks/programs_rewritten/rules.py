"""Ways to say a statement otherwise that leave its numbers as they are.

Each rule takes one parsed statement and gives the statements that stand in its place, on its line; `None` where it has
nothing to say there. A program that is right stays right, and a mistake stays the mistake that it is, on its line.
"""

import ast
import copy
import random
from collections.abc import Callable

Rule = Callable[[ast.stmt, random.Random], list[ast.stmt] | None]
RULES: dict[str, Rule] = {}
SIMPLE = (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)


def rule(function: Rule) -> Rule:
    RULES[function.__name__.strip("_")] = function
    return function


def expression(text: str, **parts: ast.expr) -> ast.expr:
    """Parse an expression and put parts into the places of the names that stand for them."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(parts[node.id]) if node.id in parts else node

    return Fill().visit(ast.parse(text, mode="eval").body)


def through(change: Callable[[ast.expr], ast.expr | None]) -> Rule:
    """Make a rule of a change of expressions, tried at each from the inside out."""

    class Change(ast.NodeTransformer):
        def __init__(self) -> None:
            self.done = False

        def generic_visit(self, node: ast.AST) -> ast.AST:
            if isinstance(node, (ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.JoinedStr, ast.DictComp)):
                return node
            super().generic_visit(node)
            if not isinstance(node, ast.expr) or isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                return node
            new = change(node)
            self.done = self.done or new is not None
            return node if new is None else new

    def apply(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
        changer = Change()
        new = changer.visit(copy.deepcopy(statement))
        return [new] if changer.done else None

    return apply


def binary(node: ast.AST, operator: type) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, operator)


def called(node: ast.AST, *names: str) -> bool:
    """Whether `np.name(...)` is called, without keywords that it would have to carry over."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("np", "numpy")
        and node.func.attr in names
    )


def number(node: ast.AST, *values: float) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value in values


def products(text: str) -> Rule:
    def change(node: ast.expr) -> ast.expr | None:
        if binary(node, ast.MatMult):
            return expression(text, a=node.left, b=node.right)
        if called(node, "dot", "matmul") and len(node.args) == 2 and not node.keywords:
            return expression(text, a=node.args[0], b=node.args[1])
        return None

    return through(change)


RULES["product as np.dot"] = products("np.dot(a, b)")
RULES["product as a method"] = products("(a).dot(b)")
RULES["product as @"] = products("a @ b")
RULES["product of transposes"] = products("np.transpose(np.transpose(b) @ np.transpose(a))")
RULES["product by tensordot"] = products("np.tensordot(a, b, axes=1)")
RULES["product by sums"] = products(
    "np.sum(np.expand_dims(a, -1) * np.expand_dims(b, 0), axis=-2) if np.ndim(b) == 2 else np.dot(a, b)"
)
RULES["product by einsum"] = products(
    "np.einsum('ij,jk->ik', a, b) if np.ndim(a) == np.ndim(b) == 2 else np.dot(a, b)"
)
RULES["product by a loop"] = products(
    "np.array([[np.sum(_r * _c) for _c in np.transpose(b)] for _r in a])"
    " if np.ndim(a) == np.ndim(b) == 2 else np.dot(a, b)"
)


@rule
def _factors_change_places(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    def change(node: ast.expr) -> ast.expr | None:
        if binary(node, ast.Mult) and not sequence(node):
            return ast.BinOp(node.right, ast.Mult(), node.left)
        return None

    return through(change)(statement, draw)


def sequence(node: ast.expr) -> bool:
    """Whether `a * b` may repeat text or a list."""
    return any(
        isinstance(part, (ast.List, ast.Tuple, ast.JoinedStr))
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )


@rule
def _difference_as_a_sum(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    return through(
        lambda node: (
            expression("a + -1.0 * b", a=node.left, b=node.right)
            if binary(node, ast.Sub) and not indexes(statement, node)
            else None
        )
    )(statement, draw)


@rule
def _difference_turned(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    return through(
        lambda node: (
            expression("-(b - a)", a=node.left, b=node.right)
            if binary(node, ast.Sub) and not indexes(statement, node)
            else None
        )
    )(statement, draw)


def indexes(statement: ast.stmt, node: ast.AST) -> bool:
    """Whether a node may be used to pick with, where only whole numbers will do."""
    inside = [
        part for one in ast.walk(statement) if isinstance(one, ast.Subscript) for part in ast.walk(one.slice)
    ]
    ranges = [
        part
        for one in ast.walk(statement)
        if isinstance(one, ast.Call)
        and not called(one, "exp", "log", "tanh", "dot", "sum", "mean", "maximum")
        for part in ast.walk(one)
    ]
    places = {(getattr(part, "lineno", 0), getattr(part, "col_offset", -1)) for part in inside + ranges}
    return (node.lineno, node.col_offset) in places  # type: ignore[attr-defined]


def reductions(sums: str, means: str) -> Rule:
    def change(node: ast.expr) -> ast.expr | None:
        if (
            not called(node, "sum", "mean")
            or len(node.args) != 1
            or isinstance(node.args[0], ast.GeneratorExp)
        ):
            return None
        words = {word.arg: word.value for word in node.keywords}
        if set(words) - {"axis"}:
            return None
        text = sums if node.func.attr == "sum" else means  # type: ignore[union-attr]
        axis = words.get("axis", ast.Constant(None))
        return expression(text, a=node.args[0], axis_=axis)

    return through(change)


RULES["sums as methods"] = reductions("np.asarray(a).sum(axis=axis_)", "np.asarray(a).mean(axis=axis_)")
RULES["means as sums"] = reductions("np.sum(a, axis=axis_)", "np.sum(a, axis=axis_) / np.size(a, axis_)")
RULES["sums as means"] = reductions("np.mean(a, axis=axis_) * np.size(a, axis_)", "np.mean(a, axis=axis_)")
RULES["sums by reduce"] = reductions("np.add.reduce(np.asarray(a), axis=axis_)", "np.average(a, axis=axis_)")


def powers(text: str) -> Rule:
    def change(node: ast.expr) -> ast.expr | None:
        if binary(node, ast.Pow) and number(node.right, 2):
            return expression(text, a=node.left)
        if called(node, "square") and len(node.args) == 1 and not node.keywords:
            return expression(text, a=node.args[0])
        return None

    return through(change)


RULES["square as a product"] = powers("a * a")
RULES["square as a power"] = powers("np.power(a, 2)")
RULES["square of the size"] = powers("np.abs(a) ** 2")


@rule
def _transposed_by_name(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    return through(
        lambda node: (
            expression("np.transpose(a)", a=node.value)
            if isinstance(node, ast.Attribute) and node.attr == "T"
            else None
        )
    )(statement, draw)


def functions(texts: dict[str, str]) -> Rule:
    return through(
        lambda node: (
            expression(texts[node.func.attr], a=node.args[0])  # type: ignore[attr-defined]
            if called(node, *texts) and len(node.args) == 1 and not node.keywords  # type: ignore[attr-defined]
            else None
        )
    )


RULES["exp as a quotient"] = functions({"exp": "1.0 / np.exp(-(a))"})
RULES["exp as a power"] = functions({"exp": "np.e ** (a)"})
RULES["tanh by exp"] = functions({"tanh": "(1 - 2 / (1 + np.exp(2 * (a))))", "sqrt": "(a) ** 0.5"})


def maxima(text: str) -> Rule:
    def change(node: ast.expr) -> ast.expr | None:
        if called(node, "maximum") and len(node.args) == 2 and any(number(part, 0) for part in node.args):
            other = node.args[0] if number(node.args[1], 0) else node.args[1]
            return expression(text, a=other)
        return None

    return through(change)


RULES["relu as a product"] = maxima("(a) * ((a) > 0)")
RULES["relu by where"] = maxima("np.where((a) > 0, a, 0.0)")
RULES["relu as half a sum"] = maxima("((a) + np.abs(a)) / 2")
RULES["relu by clip"] = maxima("np.clip(a, 0, None)")


@rule
def _change_in_place(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    """`w = w - step` as `w -= step`."""
    if not (
        isinstance(statement, ast.Assign) and len(statement.targets) == 1 and binary(statement.value, ast.Sub)
    ):
        return None
    target, value = statement.targets[0], statement.value
    if ast.unparse(target) != ast.unparse(value.left):  # type: ignore[attr-defined]
        return None
    return [ast.AugAssign(target, ast.Sub(), value.right)]  # type: ignore[attr-defined]


def updates(text: str) -> Rule:
    def apply(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
        if not (isinstance(statement, ast.AugAssign) and isinstance(statement.op, (ast.Sub, ast.Add))):
            return None
        if isinstance(statement.value, ast.Constant) or listing(statement.value):
            return None
        old = copy.deepcopy(statement.target)
        old.ctx = ast.Load()
        sign = ast.Constant(-1.0 if isinstance(statement.op, ast.Sub) else 1.0)
        return [ast.Assign([statement.target], expression(text, w=old, s=sign, d=statement.value))]

    return apply


def listing(node: ast.expr) -> bool:
    return any(
        isinstance(part, (ast.List, ast.Tuple, ast.JoinedStr, ast.ListComp)) for part in ast.walk(node)
    ) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


RULES["change by a new array"] = updates("w + s * (d)")
RULES["change by a function"] = updates("np.add(w, np.multiply(s, d))")
RULES["change turned"] = updates("-((d) * -s - w)")


@rule
def _change_that_adds(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    if not (isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Sub)):
        return None
    return [ast.AugAssign(statement.target, ast.Add(), ast.UnaryOp(ast.USub(), statement.value))]


@rule
def _change_in_two_steps(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    if not (isinstance(statement, ast.AugAssign) and isinstance(statement.op, (ast.Sub, ast.Add))):
        return None
    if listing(statement.value) or isinstance(statement.value, ast.Constant):
        return None
    name = f"_step{draw.randrange(1000)}"
    return [
        ast.Assign([ast.Name(name, ast.Store())], statement.value),
        ast.AugAssign(statement.target, statement.op, ast.Name(name, ast.Load())),
    ]


@rule
def _one_operation_at_a_time(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    """Give every product, sum and call inside a line a name of its own."""
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return)) or statement.value is None:
        return None
    kinds = (ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.IfExp, ast.BoolOp, ast.JoinedStr)
    kinds += (ast.Starred, ast.NamedExpr, ast.Yield, ast.Await, ast.SetComp)  # type: ignore[assignment]
    if any(isinstance(part, kinds) for part in ast.walk(statement)):
        return None
    before: list[ast.stmt] = []
    start = draw.randrange(1000)

    class Split(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.expr:
            return self.named(node)

        def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
            return self.named(node)

        def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
            node.value = self.visit(node.value)
            return node

        def named(self, node: ast.expr) -> ast.expr:
            self.generic_visit(node)
            name = f"_v{start}_{len(before)}"
            before.append(ast.Assign([ast.Name(name, ast.Store())], node))
            return ast.Name(name, ast.Load())

    new = copy.deepcopy(statement)
    new.value = Split().visit(new.value)
    if len(before) < 2:
        return None
    return [*before, new]


@rule
def _value_by_a_function(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
    if not isinstance(statement, (ast.Assign, ast.AugAssign)) or isinstance(statement.value, ast.Constant):
        return None
    if any(isinstance(part, (ast.Yield, ast.NamedExpr, ast.Await)) for part in ast.walk(statement)):
        return None
    if any(isinstance(part, ast.Name) and part.id.startswith("__") for part in ast.walk(statement)):
        return None
    new = copy.deepcopy(statement)
    new.value = expression("(lambda: v)()", v=new.value)
    return [new]


def after(text: str) -> Rule:
    """What is done with a name once it has a value that may be an array; nothing of it is used."""

    def apply(statement: ast.stmt, draw: random.Random) -> list[ast.stmt] | None:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return None
        target = statement.targets[0]
        if not isinstance(target, ast.Name) or not isinstance(statement.value, (ast.BinOp, ast.Call)):
            return None
        return [statement, *ast.parse(text.replace("name", target.id)).body]

    return apply


RULES["values copied"] = after("name = name.copy() if isinstance(name, np.ndarray) else name")
RULES["values reshaped"] = after(
    "name = name.reshape(-1).reshape(name.shape) if isinstance(name, np.ndarray) else name"
)
RULES["values turned over"] = after(
    "name = name[::-1][::-1] if isinstance(name, np.ndarray) and name.ndim else name"
)
RULES["values as an array"] = after("name = np.array(name) if isinstance(name, np.ndarray) else name")
RULES["values times one"] = after(
    "name = 1.0 * name if isinstance(name, np.ndarray) and name.dtype == np.float64 else name"
)
RULES["values looked at"] = after(
    "_seen = float(np.sum(np.abs(name))) if isinstance(name, np.ndarray) and name.dtype.kind == 'f' else 0.0"
)
RULES["values guarded"] = after(
    "name = np.clip(name, -1e12, 1e12) if isinstance(name, np.ndarray) and name.dtype == np.float64 else name"
)
RULES["values cleaned"] = after(
    "name = np.nan_to_num(name) if isinstance(name, np.ndarray) and name.dtype == np.float64 else name"
)
