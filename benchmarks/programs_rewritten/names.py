"""Ways to hold a whole program's values otherwise: under other names, in one object, within a function.

Each takes the texts of a program's cells and gives them rewritten, line by line; `None` where it does not fit.
"""

import ast
import builtins
import io
import keyword
import random
import re
import tokenize
from collections.abc import Callable

Whole = Callable[[list[str], random.Random], list[str] | None]
WHOLE: dict[str, Whole] = {}


def names_of(cells: list[str]) -> tuple[set[str], set[str]]:
    """Give the names that hold values at the top of a program, and those that it uses in any other way."""
    top: set[str] = set()
    other = set(dir(builtins)) | set(keyword.kwlist) | {"np", "plt", "numpy"}
    for tree in map(ast.parse, cells):
        stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        inner: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.GeneratorExp)):
                inside = {
                    n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
                }
                inner |= inside | {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)}
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                other.add(node.name)
            elif isinstance(node, ast.alias):
                other |= {node.name, node.asname or node.name}
            elif isinstance(node, ast.keyword) and node.arg:
                other.add(node.arg)
            elif isinstance(node, ast.Attribute):
                other.add(node.attr)
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                other |= set(node.names)
            elif isinstance(node, ast.ExceptHandler) and node.name:
                other.add(node.name)
        top |= stored
        other |= inner
    return top - other, other


def renamed(text: str, words: dict[str, str]) -> str:
    """Put other words in the places of names, in the code and in what f-strings hold."""
    lines = text.split("\n")
    found = []
    before = None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        plain = token.type == tokenize.NAME and token.string in words
        if plain and not (before is not None and before.string == "."):
            found.append((token.start, token.end, words[token.string]))
        elif (
            token.type == tokenize.STRING
            and re.match(r"[rR]?[fF]", token.string)
            and token.start[0] == token.end[0]
        ):
            new = re.sub(
                r"\{[^{}]*\}",
                lambda part: re.sub(
                    r"(?<![\w.])[A-Za-z_]\w*", lambda word: words.get(word[0], word[0]), part[0]
                ),
                token.string,
            )
            found.append((token.start, token.end, new))
        before = token
    for (row, first), (_, last), word in sorted(found, reverse=True):
        line = lines[row - 1]
        lines[row - 1] = line[:first] + word + line[last:]
    return "\n".join(lines)


def whole(name: str) -> Callable[[Whole], Whole]:
    def keep(function: Whole) -> Whole:
        WHOLE[name] = function
        return function

    return keep


@whole("names shuffled")
def names_shuffled(cells: list[str], draw: random.Random) -> list[str] | None:
    names = sorted(names_of(cells)[0])
    others = names[:]
    draw.shuffle(others)
    return (
        [renamed(cell, dict(zip(names, others, strict=True))) for cell in cells] if len(names) > 3 else None
    )


@whole("names that say nothing")
def names_that_say_nothing(cells: list[str], draw: random.Random) -> list[str] | None:
    names = sorted(names_of(cells)[0])
    draw.shuffle(names)
    return (
        [renamed(cell, {name: f"q{n}" for n, name in enumerate(names)}) for cell in cells] if names else None
    )


def held(text: str, first: str) -> Whole:
    def change(cells: list[str], draw: random.Random) -> list[str] | None:
        names = names_of(cells)[0]
        counts = {n.id for tree in map(ast.parse, cells) for n in loops(tree)}
        words = {name: text.format(name) for name in names - counts}
        if not words or any(re.search(r"\{[^{}]*['\"]", cell) for cell in cells):
            return None
        new = [renamed(cell, words) for cell in cells]
        for number, cell in enumerate(cells):
            for line in cell.split("\n"):
                if line.startswith("import numpy as np"):
                    new[number] = new[number].replace(line, f"import numpy as np; {first}", 1)
                    return new
        return None

    return change


def loops(tree: ast.AST) -> list[ast.Name]:
    """The names that loops count with."""
    return [
        part
        for node in ast.walk(tree)
        if isinstance(node, (ast.For, ast.With))
        for target in ([node.target] if isinstance(node, ast.For) else [])
        for part in ast.walk(target)
        if isinstance(part, ast.Name)
    ]


WHOLE["values in an object"] = held("_o.{}", "import types; _o = types.SimpleNamespace()")
WHOLE["values in a dictionary"] = held('_d["{}"]', "_d = {}")


@whole("within a function")
def within_a_function(cells: list[str], draw: random.Random) -> list[str] | None:
    if len(cells) != 1 or not re.match(r'#|"""[^"]*"""\n', cells[0]) or "global " in cells[0]:
        return None
    rest = cells[0].rstrip("\n").split("\n")[1:]
    return ["\n".join(["def _main():", *(f"    {line}" if line else line for line in rest), "_main()", ""])]
