"""Reports: what a program shows only in some rounds, as its loss in every hundredth, made out in the recorded ones too.

A report is an `if` that does nothing but show: what it would print is computed in the first rounds as well, without
printing, where that can change nothing: by the program's own functions only if they keep nothing.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Iterable

OWN = "__pizarra_seen_"  # before the names that are given in a report made out by the way
LIBRARIES = {"np", "numpy", "math", "cmath", "statistics"}
METHODS = {
    "abs",
    "argmax",
    "argmin",
    "astype",
    "clip",
    "copy",
    "dot",
    "flatten",
    "format",
    "item",
    "max",
    "mean",
    "min",
    "ravel",
    "reshape",
    "round",
    "squeeze",
    "std",
    "sum",
    "tolist",
    "transpose",
}
# What of NumPy gives an array that nobody else has.
NEW = {
    "abs",
    "array",
    "empty",
    "empty_like",
    "exp",
    "full",
    "full_like",
    "maximum",
    "minimum",
    "ones",
    "ones_like",
    "where",
    "zeros",
    "zeros_like",
}
LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Raise, ast.Global, ast.Nonlocal, ast.Delete, ast.Await)


def keeping_nothing(trees: Iterable[ast.AST]) -> frozenset[str]:
    """Give the names of a program's functions that compute something and change nothing that others see.

    Of functions with one name all have to be so.
    """
    functions: dict[str, list[ast.AST]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                for target in node.targets:
                    functions.setdefault(ast.unparse(target), []).append(node.value)
            elif isinstance(node, ast.ClassDef):
                functions.setdefault(node.name, []).append(node)
    pure = {name for name, made in functions.items() if not any(isinstance(n, ast.ClassDef) for n in made)}
    while True:
        less = {name for name in pure if all(_keeps_nothing(node, pure) for node in functions[name])}
        if less == pure:
            return frozenset(pure)
        pure = less


def _keeps_nothing(node: ast.AST, pure: Iterable[str]) -> bool:
    local = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    made = _made_here(node)
    for one in ast.walk(node):
        if isinstance(one, (ast.Global, ast.Nonlocal, ast.Delete, ast.Yield, ast.YieldFrom, ast.Await)):
            return False
        if isinstance(one, (ast.Attribute, ast.Subscript)) and isinstance(one.ctx, ast.Store):
            into = one.value if isinstance(one, ast.Subscript) else None
            if not (isinstance(into, ast.Name) and into.id in made):
                return False
            continue
        if isinstance(one, ast.AugAssign) and not (
            isinstance(one.target, ast.Subscript)
            or (isinstance(one.target, ast.Name) and one.target.id in local)
        ):
            return False
        if isinstance(one, ast.Call) and not _harmless(one, pure, local):
            return False
    return True


def _made_here(node: ast.AST) -> set[str]:
    """Give the names that a function gives to nothing but what it computes anew: it may put numbers into those.

    Sums, products and comparisons are anew; what is taken of an array may lie in that array.
    """
    given: dict[str, list[ast.expr]] = {}
    for one in ast.walk(node):
        if isinstance(one, ast.Assign):
            for target in one.targets:
                if isinstance(target, ast.Name):
                    given.setdefault(target.id, []).append(one.value)
    stored = [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    added = [
        n.target.id for n in ast.walk(node) if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)
    ]
    taken = {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    return {
        name
        for name, values in given.items()
        if name not in taken
        and stored.count(name) == len(values) + added.count(name)
        and all(_anew(value) for value in values)
    }


def _anew(value: ast.expr) -> bool:
    """Whether an expression makes an array of its own."""
    if isinstance(value, ast.Call):
        called = value.func
        if not isinstance(called, ast.Attribute):
            return False
        library = isinstance(called.value, ast.Name) and called.value.id in LIBRARIES
        return called.attr == "copy" or (library and called.attr in NEW)
    return isinstance(value, (ast.BinOp, ast.UnaryOp, ast.Compare))


def _harmless(call: ast.Call, pure: Iterable[str], local: Iterable[str] = ()) -> bool:
    """Whether a call computes something, and that is all."""
    called = call.func
    if any(keyword.arg == "out" for keyword in call.keywords):
        return False
    if isinstance(called, ast.Name):
        known = called.id in pure or (
            hasattr(builtins, called.id) and called.id not in ("next", "input", "open")
        )
        return known and called.id not in ("exec", "eval", "setattr", "delattr")
    if not isinstance(called, ast.Attribute):
        return False
    root = called.value
    while isinstance(root, ast.Attribute):
        if root.attr == "random":
            return False
        root = root.value
    if isinstance(root, ast.Name) and root.id in LIBRARIES:
        return called.attr not in ("copyto", "put", "place", "fill_diagonal", "save", "savetxt", "seed")
    if called.attr == "append":
        return isinstance(root, ast.Name) and root.id in local
    return called.attr in pure or called.attr in METHODS


def report_of(node: ast.If, pure: Iterable[str]) -> list[ast.stmt]:
    """Give what makes out a report without showing it; nothing where the `if` is none, or more would come of it."""
    if node.orelse or any(isinstance(one, LEAVING) for one in ast.walk(node)):
        return []
    found: list[ast.stmt] = []
    shows = False
    for statement in node.body:
        if isinstance(statement, ast.Assign) and all(_plain(target) for target in statement.targets):
            found.append(copy.deepcopy(statement))
            continue
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            if isinstance(statement, (ast.Assign, ast.AugAssign, ast.For, ast.While, ast.With, ast.Try)):
                return []
            continue
        call = statement.value
        printed = isinstance(call.func, ast.Name) and call.func.id == "print"
        kept = isinstance(call.func, ast.Attribute) and call.func.attr == "append"
        if printed or kept:
            shows = True
            found += [ast.copy_location(_shown(copy.deepcopy(a)), statement) for a in call.args]
    calls = [one for made in found for one in ast.walk(made) if isinstance(one, ast.Call)]
    if not shows or not all(_harmless(c, pure) or _own(c) for c in calls):
        return []
    given: set[str] = set()  # a name is the report's own from where it is given there
    for made in found:
        names = [n for n in ast.walk(made) if isinstance(n, ast.Name)]
        here = {n.id for n in names if isinstance(n.ctx, ast.Store)}
        for name in names:
            if isinstance(name.ctx, ast.Store) or name.id in given:
                name.id = OWN + name.id
        given |= here
    return [ast.fix_missing_locations(one) for one in found]


def _plain(target: ast.expr) -> bool:
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(isinstance(one, ast.Name) for one in target.elts)
    return isinstance(target, ast.Name)


def _shown(value: ast.expr) -> ast.Expr:
    if isinstance(value, ast.Starred):
        value = value.value
    return ast.Expr(ast.Call(ast.Name("__pizarra_shown__", ast.Load()), [value], []))


def _own(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id.startswith("__pizarra_")
