"""A program's text, read with `ast`: which lines assign what, what their factors are, and how to change them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property


@dataclass(frozen=True)
class Statement:
    """One assignment on one line: `target sign value`."""

    number: int  # of the line, from 0
    line: str
    target: str
    sign: str
    node: ast.expr  # the value

    @cached_property
    def value(self) -> str:
        return self.text(self.node)

    @property
    def indent(self) -> str:
        return self.line[: len(self.line) - len(self.line.lstrip())]

    def with_value(self, value: str) -> str:
        """The line with another value."""
        return self.line[: self.node.col_offset] + value + self.line[self.node.end_col_offset :]

    def text(self, node: ast.expr) -> str:
        """The text of a part of the value."""
        return self.line[node.col_offset : node.end_col_offset]

    def mentions(self, name: str) -> bool:
        return has_name(self.value, name)

    @cached_property
    def factors(self) -> list[ast.expr]:
        """The factors of the value, from left to right: of `a * b * c`, three."""
        return list(multiplied(self.node))

    def without(self, *dropped: ast.AST) -> str:
        """The value without some of its factors."""
        kept = [node for node in self.factors if node not in dropped]
        return " * ".join(self.bracketed(node) for node in kept)

    def bracketed(self, node: ast.expr) -> str:
        loose = isinstance(node, ast.BinOp | ast.UnaryOp | ast.Compare | ast.BoolOp)
        return f"({self.text(node)})" if loose else self.text(node)

    def part(self, node: ast.expr, text: str) -> str:
        """The line with other text for a part of the value."""
        return self.line[: node.col_offset] + text + self.line[node.end_col_offset :]


def multiplied(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from multiplied(node.left)
        yield from multiplied(node.right)
    else:
        yield node


def flat(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Give statements one by one, those of functions and loops after them."""
    for node in body:
        yield node
        if isinstance(node, ast.FunctionDef | ast.For):
            yield from flat(node.body)


@cache
def whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(name)}\b")


def has_name(text: str, name: str) -> bool:
    return name in text and whole(name).search(text) is not None


def renamed(text: str, old: str, new: str) -> str:
    """Write another name for a name."""
    return whole(old).sub(lambda _: new, text)


SIGNS = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*=", ast.Div: "/="}


@dataclass(frozen=True)
class Source:
    """The lines of a program. `marks` are lines (from 0) where mistakes were planted."""

    lines: tuple[str, ...]
    marks: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Source":
        return cls(tuple(text.splitlines()))

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(self._read())

    def _read(self) -> Iterator[Statement]:
        for node in flat(self.tree.body):
            match node:
                case ast.Assign(targets=[target], value=value):
                    sign = "="
                case ast.AugAssign(target=target, op=op, value=value):
                    sign = SIGNS[type(op)]
                case _:
                    continue
            yield Statement(node.lineno - 1, self.lines[node.lineno - 1], ast.unparse(target), sign, value)

    @cached_property
    def by_name(self) -> dict[str, list[Statement]]:
        """The lines that assign each name, from the top."""
        found: dict[str, list[Statement]] = {}
        for statement in sorted(self.statements, key=lambda s: s.number):
            for name in re.findall(r"\w+", statement.target):
                found.setdefault(name, []).append(statement)
        return found

    def assigned(self, name: str) -> list[Statement]:
        """The lines that assign a name, from the top."""
        return self.by_name.get(name, [])

    @cached_property
    def loop(self) -> int | None:
        """The line where the samples are gone through one by one."""
        return next((n for n, line in enumerate(self.lines) if line.startswith("    for ")), None)

    @cached_property
    def functions(self) -> dict[str, tuple[str, int, str]]:
        """The functions of one line, `return …`: name, to argument, number of that line, what it returns."""
        return {
            node.name: (node.args.args[0].arg, node.body[0].lineno - 1, ast.unparse(node.body[0].value))
            for node in self.tree.body
            if isinstance(node, ast.FunctionDef)
            and len(node.body) == 1
            and isinstance(node.body[0], ast.Return)
            and node.body[0].value is not None
        }


@dataclass(frozen=True)
class Change:
    """What a mistake does to the lines: other text, lines that move before another, lines that go, lines put in."""

    text: dict[int, str] = field(default_factory=dict)
    move: tuple[tuple[int, ...], int] | None = None
    remove: frozenset[int] = frozenset()
    before: dict[int, str] = field(default_factory=dict)

    @property
    def touched(self) -> set[int]:
        moved = {*self.move[0], self.move[1]} if self.move else set()
        return {*self.text, *moved, *self.remove, *self.before}

    def with_(self, other: "Change") -> "Change":
        """Both changes; no line is touched by the two."""
        return Change(
            self.text | other.text,
            self.move or other.move,
            self.remove | other.remove,
            self.before | other.before,
        )

    def apply(self, source: Source, *marks: int) -> Source:
        """Give the changed source; `marks` are lines (as they were numbered) to be followed from now on."""
        order = list(range(len(source.lines)))
        if self.move:
            lines, place = self.move
            order = [n for n in order if n not in lines]
            at = order.index(place)
            order[at:at] = lines
        new: list[str] = []
        where: dict[int, int] = {}
        for number in order:
            if number in self.before:
                new.append(self.before[number])
            where[number] = len(new)
            if number not in self.remove:
                new.append(self.text.get(number, source.lines[number]))
        return Source(tuple(new), tuple(where[m] for m in marks))
