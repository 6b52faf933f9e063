"""Trial: a call made for a class that learns and that the program never lets learn, with sizes and data for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from ..language import Say, say
from .recording import Recording
from .source import Cell, Source

PLACE = "(trial)"
RATE = re.compile(
    r"^(lr|eta|alpha|mu|rate|.*rate|learn.*|tasa.*|taxa.*|taux.*|paso|pas|step.*)$", re.IGNORECASE
)
OFTEN = re.compile(r".*(epoch|epoca|época|iter|vuelta|round|times|steps|batch|lote)", re.IGNORECASE)
LISTS = ("len", "zip", "enumerate", "list", "iter", "reversed", "sum")
SIZES = (3, 4, 2)
GUESSED = ((3, 2), (2, 1))  # sizes of data and target; the second as for XOR
MOST = 8  # calls that are tried
DATA = """\
import numpy
_random = numpy.random.default_rng(0)
_x, _t = _random.random({shape_x}), _random.random({shape_t})
_made = {made}
for _ in range(20):{before}
    _made.{method}({arguments})
"""


@dataclass(frozen=True)
class Learner:
    """A class with a method that changes what the object has, by two things that it is given."""

    name: str
    build: tuple[str, ...]  # what is to be given to make one
    method: str
    given: tuple[str, ...]  # beside the data and the target
    sizes: tuple[int, int] | None  # of the data and of the target; None where nothing tells them
    before: str = ""  # the method that goes forward, where that is another one


def tried(source: Source, record: Callable[[Source], Recording]) -> tuple[Source, Recording, Say] | None:
    """Call what learns with data made for it, in one form after another; give the first in which something is trained.

    Where none is, the first call that got inside.
    """
    best: tuple[Source, Recording, Say] | None = None
    count = 0
    for learner in learners(source):
        forms = [_forms(*sizes) for sizes in ([learner.sizes] if learner.sizes else GUESSED)]
        for shape_x, shape_t in chain(*forms):
            if count == MOST:
                return best
            count += 1
            made = f"{learner.name}({', '.join(learner.build)})"
            text = DATA.format(
                shape_x=shape_x,
                shape_t=shape_t,
                made=made,
                before=f"\n    _made.{learner.before}(_x)" if learner.before else "",
                method=learner.method,
                arguments=", ".join(("_x", "_t", *learner.given)),
            )
            longer = replace(source, cells=(*source.cells, Cell(PLACE, text)))  # type: ignore[arg-type]
            recording = record(longer)
            if any(error["cell"] == PLACE for error in recording.errors):
                continue  # the call itself is not as it should be
            call = f"{made}.{learner.method}(…)"
            told = longer, recording, say("program.tried", call=call, x=str(shape_x), t=str(shape_t))
            if recording.updates:
                return told
            if best is None:
                best = told
    return best


def _forms(wide: int, out: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Give the shapes that data and target may have: samples in rows, in columns, one alone."""
    yield (6, wide), (6, out)
    yield (wide, 6), (out, 6)
    yield (wide,), (out,)
    yield (wide, 1), (out, 1)


def learners(source: Source) -> list[Learner]:
    """Find the classes that learn, those first that nothing makes an object of."""
    trees = [ast.parse(cell.text) for cell in source.cells]
    used = {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}
    found = []
    for tree in trees:
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and (learner := _learner(node)) is not None:
                found.append(learner)
    return sorted(found, key=lambda one: one.name in used)


def _learner(node: ast.ClassDef) -> Learner | None:
    methods = {m.name: m for m in node.body if isinstance(m, ast.FunctionDef)}
    begin = methods.get("__init__")
    steps = {name for name, method in methods.items() if name != "__init__" and _steps(method)}
    for _ in methods:  # and those that call them
        steps |= {name for name, method in methods.items() if name != "__init__" and steps & _calls(method)}
    called = {other for name in steps for other in _calls(methods[name]) if other != name}
    given = {name: _required(methods[name]) for name in steps}
    fit = [name for name in methods if name in steps and len(given[name]) > 1]
    fit = sorted(fit, key=lambda name: name in called)
    if not fit:
        return None
    build, sizes = _built(begin, methods) if begin is not None else ((), None)
    more = tuple("20" if OFTEN.match(name) else "0.1" for name in given[fit[0]][2:])
    return Learner(node.name, build, fit[0], more, sizes, _first(methods, fit[0]))


def _first(methods: dict[str, ast.FunctionDef], name: str) -> str:
    """Give the method to call with the data before another one that reads what only that one leaves behind."""
    inside = {name}
    for _ in methods:
        inside |= {other for one in inside for other in _calls(methods[one]) if other in methods}
    wanted = {attribute for one in inside for attribute in _own(methods[one], ast.Load)}
    wanted -= {
        attribute for one in (*inside, "__init__") if one in methods for attribute in _kept(methods[one])
    }
    for other, method in methods.items():
        if other not in inside and len(_required(method)) == 1 and wanted & _kept(method):
            return other
    return ""


def _own(method: ast.FunctionDef, how: type[ast.expr_context]) -> set[str]:
    """Give the attributes of its own object that a method reads, or sets."""
    return {
        n.attr
        for n in ast.walk(method)
        if isinstance(n, ast.Attribute) and isinstance(n.ctx, how) and ast.unparse(n.value) == "self"
    }


def _kept(method: ast.FunctionDef) -> set[str]:
    """Give the attributes that a method sets to something: not to None."""
    nothing = {
        n.targets[0].attr
        for n in ast.walk(method)
        if isinstance(n, ast.Assign)
        and isinstance(n.targets[0], ast.Attribute)
        and isinstance(n.value, ast.Constant)
        and n.value.value is None
    }
    return _own(method, ast.Store) - nothing


def _required(method: ast.FunctionDef) -> list[str]:
    """Give the names that a method must be given."""
    names = [a.arg for a in (*method.args.posonlyargs, *method.args.args)][1:]
    return names[: len(names) - len(method.args.defaults)] if method.args.defaults else names


def _calls(method: ast.FunctionDef) -> set[str]:
    return {
        n.func.attr for n in ast.walk(method) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }


def _steps(method: ast.FunctionDef) -> bool:
    """Whether a method takes something from what it has, or from an entry of it."""
    parts = (ast.Attribute, ast.Subscript)
    for n in ast.walk(method):
        if isinstance(n, ast.AugAssign) and isinstance(n.target, parts) and not isinstance(n.op, ast.Mult):
            return True
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.BinOp) and len(n.targets) == 1:
            target = n.targets[0]
            if isinstance(target, parts) and ast.unparse(target) == ast.unparse(n.value.left):
                return True
    return False


def _built(
    begin: ast.FunctionDef, methods: dict[str, ast.FunctionDef]
) -> tuple[tuple[str, ...], tuple[int, int] | None]:
    """Guess what a class is made with: a list of sizes where it is gone through, else sizes in order, and a rate."""
    names = _required(begin)
    through = _through(begin, methods)
    numbers = [n for n in names if n not in through and not RATE.match(n) and not OFTEN.match(n)]
    listed = any(name in through for name in names)
    sizes = {1: (SIZES[0],), 2: (SIZES[0], SIZES[-1])}.get(len(numbers), SIZES)
    by_name = dict(zip(numbers, (*sizes, *[SIZES[-1]] * len(numbers)), strict=False))
    build = [
        str(list(SIZES))
        if name in through
        else "0.1"
        if RATE.match(name)
        else "20"
        if OFTEN.match(name)
        else str(by_name[name])
        for name in names
    ]
    if not listed and not numbers:
        return tuple(build), None
    return tuple(build), (SIZES[0], SIZES[-1]) if listed else (sizes[0], sizes[-1])


def _through(method: ast.FunctionDef, methods: dict[str, ast.FunctionDef], depth: int = 3) -> set[str]:
    """Give the names that a method is given and goes through as lists, itself or by handing them on to another."""
    kept = {  # what the object keeps is what it was given
        f"{ast.unparse(target)}": ast.unparse(n.value)
        for n in ast.walk(method)
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.Name)
        for target in n.targets
        if isinstance(target, ast.Attribute)
    }
    places = [n for one in methods.values() for n in ast.walk(one)] if kept else []
    found = {kept[text] for text in _listed(places) if text in kept} | _listed(list(ast.walk(method)))
    for n in ast.walk(method) if depth else ():
        if not isinstance(n, ast.Call) or not isinstance(n.func, ast.Attribute) or n.func.attr not in methods:
            continue
        other = methods[n.func.attr]
        inside = _through(other, methods, depth - 1)
        wanted = [a.arg for a in (*other.args.posonlyargs, *other.args.args)][1:]
        found |= {ast.unparse(a) for a, name in zip(n.args, wanted, strict=False) if name in inside}
    return found


def _listed(nodes: list[ast.AST]) -> set[str]:
    """Give what is taken entries of, or gone through, among parts of a program."""
    parts: list[ast.expr] = []
    for n in nodes:
        if isinstance(n, ast.Subscript):
            parts.append(n.value)
        elif isinstance(n, ast.For | ast.comprehension):
            parts.append(n.iter)
        elif isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in LISTS:
            parts += n.args
    return {ast.unparse(part) for part in parts}
