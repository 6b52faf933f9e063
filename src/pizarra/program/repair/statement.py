"""Statement: one line of a program, what may stand in the place of its parts, and the program's text with that."""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..source import Cell, Source

MODULES = ("np", "numpy", "math", "plt", "self")
Proposals = Iterator[Source]
SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Expr)


@dataclass(frozen=True)
class Edit:
    """What stands in the place of a part of a cell's text: from a character, up to one, and the new text."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, eq=False)
class Statement:
    """One line of a program, with the text around it, parsed."""

    source: Source
    cell: Cell
    line: int

    @cached_property
    def tree(self) -> ast.Module:
        """The cell, parsed."""
        return ast.parse(self.cell.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of all cells and files of the program."""
        return [node for cell in self.source.every for node in ast.walk(ast.parse(cell.text))]

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins, in characters."""
        found, at = [], 0
        for line in self.cell.text.split("\n"):
            found.append(at)
            at += len(line) + 1
        return found

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """By a node, the one that it is a part of."""
        return {part: node for node in ast.walk(self.tree) for part in ast.iter_child_nodes(node)}

    @cached_property
    def node(self) -> ast.stmt | None:
        """The simple statement, or the lambda's or the branch's, that stands on the line; None where none does."""
        there = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, SIMPLE) and node.lineno <= self.line <= (node.end_lineno or 0)
        ]
        return there[-1] if there else None

    @cached_property
    def scope(self) -> ast.AST:
        """The function in which the line stands, or all of the cell."""
        around = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef) and node.lineno <= self.line <= (node.end_lineno or 0)
        ]
        return around[-1] if around else self.tree

    @property
    def value(self) -> ast.expr | None:
        """What the statement computes."""
        return getattr(self.node, "value", None)

    def place(self, line: int, column: int) -> int:
        """Give a place in the text; columns of a parsed tree count bytes."""
        text = self.cell.text.split("\n")[line - 1]
        return self.starts[line - 1] + len(text.encode()[:column].decode())

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Give where a node begins and ends."""
        return (
            self.place(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.place(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def text(self, node: ast.AST) -> str:
        """Give a node as it is written."""
        begin, end = self.span(node)
        return self.cell.text[begin:end]

    def instead(self, node: ast.AST, text: str) -> Edit:
        """Put text in the place of a node."""
        return Edit(*self.span(node), text)

    def parts(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        """Give the nodes of what the statement computes, of some kinds, in the order of the text."""
        found = [node for node in ast.walk(self.value) if isinstance(node, kinds)] if self.value else []
        return sorted(found, key=lambda node: self.span(node))

    def paths(self) -> list[ast.AST]:
        """Give what is named in what the statement computes: names, attributes of them, entries by constants."""
        found = []
        for node in self.parts(ast.Name, ast.Attribute, ast.Subscript):
            parent = self.parents.get(node)
            called = isinstance(parent, ast.Call) and parent.func is node
            whole = not isinstance(parent, ast.Attribute) or parent.attr in ("T",) or _method(self, parent)
            inner = isinstance(parent, ast.Subscript) and parent.value is node and _is_path(parent)
            if _is_path(node) and not (called or inner) and whole and self.text(node) not in MODULES:
                found.append(node)
        return found

    @cached_property
    def known(self) -> list[str]:
        """What is named in the program, each once: in the function of the line first."""
        trees = [self.scope]
        if self.scope is not self.tree:
            trees.append(self.tree)
        trees += [ast.parse(cell.text) for cell in self.source.cells if cell.number != self.cell.number]
        found: dict[str, None] = {}
        called: set[str] = set(dir(builtins))
        for tree in trees:
            for node in ast.walk(tree):
                if _is_path(node):
                    found[ast.unparse(node)] = None
                if isinstance(node, ast.Call):
                    called.add(ast.unparse(node.func))
                    called.add(ast.unparse(node.func).split(".")[0] if _draws(node.func) else "")
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    called.add(node.name)
        return [name for name in found if name not in MODULES and name not in called]

    @cached_property
    def factors(self) -> set[str]:
        """What is multiplied as a matrix anywhere, also turned: a @ b, a.T @ b, np.dot(a, b)."""
        found = set()
        for node in self.nodes:
            given: list[ast.expr] = []
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                given = [node.left, node.right]
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("dot", "matmul", "outer"):
                given = [*node.args, node.func.value]  # type: ignore[attr-defined]
            found |= {ast.unparse(one).removesuffix(".T") for one in given}
        return found

    @cached_property
    def assigned(self) -> list[tuple[str, ast.expr]]:
        """What is assigned anywhere in the program, one name at a time."""
        found = []
        for node in self.nodes:
            if not isinstance(node, ast.Assign):
                continue
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            found += [(ast.unparse(one), other) for one, other in pairs if _is_path(one)]
        return found

    @cached_property
    def linked(self) -> dict[str, list[str]]:
        """By a name, those that it is made of in an assignment, and those that are made of it; by one call first."""
        found: dict[str, dict[str, bool]] = {}
        for name, value in self.assigned:
            paths = dict.fromkeys(ast.unparse(one) for one in ast.walk(value) if _is_path(one))
            others = [
                one for one in paths if one not in (*MODULES, name)
            ]  # in order, so that each run is alike
            for other in others:
                bent = isinstance(value, ast.Call) and len(others) <= 2
                for one, two in ((name, other), (other, name)):
                    found.setdefault(one, {})[two] = bent or found.get(one, {}).get(two, False)
        return {name: sorted(others, key=lambda one: not others[one]) for name, others in found.items()}

    def changed(self, *edits: Edit) -> Source:
        """Give the program with edits."""
        text = self.cell.text
        for edit in sorted(edits, key=lambda one: one.begin, reverse=True):
            text = text[: edit.begin] + edit.text + text[edit.end :]
        return with_text(self.source, self.cell.number, text)

    def indent(self, line: int | None = None) -> str:
        """Give the blanks that a line begins with."""
        text = self.cell.text.split("\n")[(line or self.line) - 1]
        return text[: len(text) - len(text.lstrip())]


def _draws(node: ast.expr) -> bool:
    """Whether a method is of a generator of random numbers."""
    return isinstance(node, ast.Attribute) and node.attr in (
        "normal",
        "uniform",
        "random",
        "permutation",
        "integers",
    )


def _method(statement: Statement, node: ast.AST) -> bool:
    """Whether an attribute is called: h.sum()."""
    parent = statement.parents.get(node)
    return isinstance(parent, ast.Call) and parent.func is node


def _is_path(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return True
    if isinstance(node, ast.Attribute):
        return node.attr != "T" and isinstance(node.value, ast.Name) and node.value.id not in MODULES[:3]
    if isinstance(node, ast.Subscript):
        inner = isinstance(node.value, (ast.Name, ast.Attribute)) and _is_path(node.value)
        return inner and not any(isinstance(one, ast.Slice) for one in ast.walk(node.slice))
    return False


def statement_at(source: Source, cell: int | str | None, line: int | None) -> Statement | None:
    """Give the statement on a line of a program; None where there is none."""
    for one in source.every:
        if one.number == cell and line is not None and 0 < line <= len(one.text.split("\n")):
            return Statement(source, one, line)
    return None


def with_text(source: Source, cell: int | str | None, text: str) -> Source:
    """Give a program in which a cell has another text."""
    cells = tuple(Cell(one.number, text) if one.number == cell else one for one in source.cells)
    beside = tuple(Cell(one.number, text) if one.number == cell else one for one in source.beside)
    return replace(source, cells=cells, beside=beside)


def alike(name: str, other: str) -> float:
    """Give how much two names look alike: the same but for a number, or for one word, look alike most."""
    same = difflib.SequenceMatcher(None, name, other).ratio()
    stems = [re.sub(r"\d+", "", one).lower() for one in (name, other)]
    numbers = [re.findall(r"\d+", one) for one in (name, other)]
    return same + 0.5 * (stems[0] == stems[1]) + 0.4 * (bool(numbers[0]) and numbers[0] == numbers[1])


def hunks(before: Source, after: Source) -> Iterator[tuple[int | str | None, int, int, list[str]]]:
    """Give where two programs differ: the cell, the lines from and up to which, counted from 0, and what is new."""
    for one, other in zip(before.every, after.every, strict=True):
        if one.text == other.text:
            continue
        old, new = one.text.split("\n"), other.text.split("\n")
        for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                yield one.number, i, j, new[k:m]


def parses(source: Source) -> bool:
    """Whether all of a program is Python."""
    try:
        for cell in source.every:
            ast.parse(cell.text)
    except (SyntaxError, ValueError):
        return False
    return True
