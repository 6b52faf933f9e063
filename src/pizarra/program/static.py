"""Static: what is wrong in the text alone: names that nothing defines, gradients left empty, cells out of order."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

from .source import Cell, Source
from .structure import Noticed

KNOWN = {*dir(builtins), "__file__", "__name__", "display", "get_ipython", "In", "Out", "_", "exit", "quit"}
# What arrays have had, under names that NumPy has no more.
OLD = {
    "product",
    "cumproduct",
    "float",
    "int",
    "bool",
    "object",
    "float_",
    "NaN",
    "Inf",
    "mat",
    "row_stack",
    "alltrue",
}

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
SCOPES += (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def module_names(cell: Cell) -> set[str]:
    """Give the names that a cell defines for all."""
    found = set()
    for node in ast.walk(ast.parse(cell.text)):
        if isinstance(node, ast.Global):
            found.update(node.names)
    table = symtable.symtable(cell.text, "cell", "exec")
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            found.add(symbol.get_name())
    if any(
        isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
        for node in ast.walk(ast.parse(cell.text))
    ):
        found.add("*")
    return found


def defined_by(source: Source) -> dict[str, int]:
    """Give, for each name that the program defines for all, the place of the first cell that does."""
    found: dict[str, int] = {}
    for place, cell in enumerate(source.cells):
        for name in module_names(cell):
            found.setdefault(name, place)
    return found


def undefined(source: Source) -> list[Noticed]:
    """Give the names that functions read and nothing defines, each at its first line."""
    defined = defined_by(source)
    if "*" in defined:
        return []
    found: list[Noticed] = []
    for cell in source.cells:
        tree = ast.parse(cell.text)
        scopes: dict[str, set[int]] = {}
        for name, line in _free(symtable.symtable(cell.text, "cell", "exec")):
            if name not in defined and name not in KNOWN:
                scopes.setdefault(name, set()).add(line)
        for name, lines in scopes.items():
            site = (cell.number, _line(tree, name, lines), 0)
            found.append(Noticed("stale-or-undefined-variable", name, site, text=True))
        found += _attributes(cell, tree)
    return sorted(found, key=lambda one: (one.site or (0, 0))[1])


def _free(table: symtable.SymbolTable) -> Iterator[tuple[str, int]]:
    """Give the names that functions take from the module, with the line where the function begins."""
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_referenced() and symbol.is_global():
                yield symbol.get_name(), child.get_lineno()
        yield from _free(child)


def _line(tree: ast.AST, name: str, scopes: set[int]) -> int:
    lines = [
        node.lineno
        for scope in ast.walk(tree)
        if isinstance(scope, SCOPES) and scope.lineno in scopes
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]
    return min(lines, default=min(scopes))


def _attributes(cell: Cell, tree: ast.AST) -> Iterator[Noticed]:
    """Attributes of its own that a class reads and never sets, where it stands by itself."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef) or node.bases or node.decorator_list:
            continue
        names = {
            n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)
        }  # of subclasses too
        names |= {t.id for n in node.body if isinstance(n, ast.Assign | ast.AnnAssign) for t in _targets(n)}
        own = [n for n in ast.walk(node) if isinstance(n, ast.Attribute) and _is_self(n.value)]
        names |= {n.attr for n in own if not isinstance(n.ctx, ast.Load)}
        if any(isinstance(n, ast.Name) and n.id in ("setattr", "vars", "super") for n in ast.walk(node)):
            continue
        if any(isinstance(n, ast.Attribute) and n.attr == "__dict__" for n in ast.walk(node)):
            continue
        outside = {
            n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
        }
        for attribute in own:
            if attribute.attr not in names | outside and not attribute.attr.startswith("__"):
                names.add(attribute.attr)
                site = (cell.number, attribute.lineno, 0)
                yield Noticed("stale-or-undefined-variable", f"self.{attribute.attr}", site, text=True)


def _targets(node: ast.Assign | ast.AnnAssign) -> list[ast.Name]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [t for t in targets if isinstance(t, ast.Name)]


def _is_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def never_set(source: Source) -> list[tuple[str, int | None, int]]:
    """Give the names that a function takes from an earlier cell, while a function beside it has its own of that name.

    So the one computes with what the other does not see. Each with its cell and line.
    """
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(source.cells):
        for symbol in symtable.symtable(cell.text, "cell", "exec").get_symbols():
            if symbol.is_assigned():
                places.setdefault(symbol.get_name(), []).append(place)
    found = []
    for place, cell in enumerate(source.cells):
        functions = [
            t
            for t in symtable.symtable(cell.text, "cell", "exec").get_children()
            if t.get_type() == "function"
        ]
        own = {s.get_name() for t in functions for s in t.get_symbols() if s.is_local() and s.is_assigned()}
        tree = ast.parse(cell.text)
        for table in functions:
            for symbol in table.get_symbols():
                name = symbol.get_name()
                if not symbol.is_global() or not symbol.is_referenced() or name not in own:
                    continue
                if places.get(name) and max(places[name]) < place:
                    found.append((name, cell.number, _line(tree, name, {table.get_lineno()})))
    return found


def left_empty(source: Source) -> list[Noticed]:
    """Give the arrays that are written as nested brackets with nothing inside, and are used by their indices."""
    found = []
    for cell in source.cells:
        tree = ast.parse(cell.text)
        read = {name for n in ast.walk(tree) if isinstance(n, ast.Subscript) for name in _base(n)}
        for node in ast.walk(tree):
            if (
                not isinstance(node, ast.Assign)
                or not isinstance(node.value, ast.Call)
                or not node.value.args
            ):
                continue
            target = node.targets[0]
            if isinstance(target, ast.Name) and target.id in read and _empty(node.value.args[0]):
                found.append(Noticed("empty-gradient", target.id, (cell.number, node.lineno, 0)))
    return found


def _base(node: ast.Subscript) -> Iterator[str]:
    while isinstance(node.value, ast.Subscript):
        node = node.value
    if isinstance(node.value, ast.Name):
        yield node.value.id


def _empty(node: ast.AST) -> bool:
    if not isinstance(node, ast.List) or len(node.elts) != 1:
        return False
    inner = node.elts[0]
    return isinstance(inner, ast.List) and (not inner.elts or _empty(inner))


def generators(source: Source) -> list[Noticed]:
    """Give the calls of np.mean and the like with a generator, which NumPy does not take for its numbers."""
    found = []
    for cell in source.cells:
        for node in ast.walk(ast.parse(cell.text)):
            if (
                not isinstance(node, ast.Call)
                or not isinstance(node.func, ast.Attribute)
                or len(node.args) != 1
            ):
                continue
            of = node.func
            numpy = isinstance(of.value, ast.Name) and of.value.id in ("np", "numpy")
            if (
                numpy
                and of.attr in ("mean", "array", "max", "min", "std")
                and isinstance(node.args[0], ast.GeneratorExp)
            ):
                found.append(Noticed("generator-as-array", f"np.{of.attr}", (cell.number, node.lineno, 0)))
    return found


def old_names(source: Source) -> list[tuple[int | str | None, int, str]]:
    """Give the lines with names that newer versions of NumPy have no more."""
    return [
        (cell.number, node.lineno, f"np.{node.attr}")
        for cell in source.cells
        for node in ast.walk(ast.parse(cell.text))
        if isinstance(node, ast.Attribute)
        and node.attr in OLD
        and isinstance(node.value, ast.Name)
        and node.value.id in ("np", "numpy")
    ]


def not_called(source: Source) -> list[tuple[int | str | None, int, str]]:
    """Give the classes that nothing in the program makes an object of: what they would do is not seen."""
    trees = [(cell, ast.parse(cell.text)) for cell in source.cells]
    used = {
        n.id
        for _, tree in trees
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
    }
    return [
        (cell.number, node.lineno, node.name)
        for cell, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name not in used
    ]


def handed(source: Source, site: tuple) -> bool:
    """Whether a line in a function goes by one thing alone, which the function is given as an argument."""
    cell = next((cell for cell in source.every if cell.number == site[0]), None)
    if cell is None:
        return False
    around = [
        node
        for node in ast.walk(ast.parse(cell.text))
        if isinstance(node, (ast.FunctionDef, ast.Lambda))
        and node.lineno <= site[1] <= (node.end_lineno or 0)
    ]
    if not around:
        return False
    inner = max(around, key=lambda node: (node.lineno, node.col_offset))
    given = {a.arg for a in (*inner.args.posonlyargs, *inner.args.args)} - {"self", "cls"}
    body = [n for n in ast.walk(inner) if getattr(n, "lineno", 0) == site[1]]
    called = {id(n.func) for n in body if isinstance(n, ast.Call)}
    modules = {id(n.value) for n in body if isinstance(n, ast.Attribute) and id(n) in called}
    if any(
        isinstance(n, ast.Subscript) or (isinstance(n, ast.Attribute) and id(n) not in called) for n in body
    ):
        return False
    names = {
        n.id
        for n in body
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and id(n) not in called | modules
    }
    return len(names) == 1 and names <= given
