"""Choices: numbers picked by the sign of an error, as the slope of |e| is, so that they are known to depend on it.

Only what stands with either sign in one place is such a pick: `d = D if e > 0 else -D`, an `if` that does so, or the
results of a function. A rate that is made smaller once the loss is small is none. Of arrays, what is put where an error
says so, into numbers that nothing was computed of, is a pick: `g[margin > 0] = -t[margin > 0]`.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from .shadow import Kin, Shadow
from .tape import Tape

TESTS = "pizarra_tests"  # what an expression was picked by
RESULT = "(return)"
Given = tuple[ast.expr, ...]


def mark(tree: ast.AST) -> None:
    """Write beside each number that is picked what it is picked by, in all of a program's functions."""
    for scope in (n for n in ast.walk(tree) if isinstance(n, (ast.Module, ast.FunctionDef, ast.Lambda))):
        body = _body(scope)
        _otherwise(body, _two_sided(_picks(body, ())))
        found = list(_picks(body, ()))  # anew, with the numbers that hold where no condition does
        sided = _two_sided(found)
        for place, value, tests in found:
            if tests and (place, _text(value)[1]) in sided:
                setattr(value, TESTS, tests)


def _body(scope: ast.Module | ast.FunctionDef | ast.Lambda) -> list[ast.stmt]:
    if isinstance(scope, ast.Lambda):
        return [ast.copy_location(ast.Return(scope.body), scope.body)]
    return scope.body


def tests_of(node: ast.AST) -> Given:
    """Give what an expression was picked by; nothing where it was not."""
    return getattr(node, TESTS, ())


def _picks(body: list[ast.stmt], tests: Given) -> Iterator[tuple[str, ast.expr, Given]]:
    """Give the numbers that names are given and functions return: the place, the number, and the conditions."""
    for statement in body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                for value, own in _values(statement.value, tests):
                    yield ast.unparse(target), value, own
        elif isinstance(statement, ast.Return) and statement.value is not None:
            for value, own in _values(statement.value, tests):
                yield RESULT, value, own
        elif isinstance(statement, ast.If):
            more = (*tests, *_operands(statement.test))
            yield from _picks(statement.body, more)
            yield from _picks(statement.orelse, more)
            tests = more if _leaves(statement.body) else tests
        elif isinstance(statement, (ast.For, ast.While, ast.With)):
            yield from _picks(statement.body, tests)
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield from _inside(statement)


def _inside(statement: ast.stmt) -> Iterator[tuple[str, ast.expr, Given]]:
    """Give what is picked within a statement's expressions: `D * (1 if e > 0 else -1)`."""
    parts = [one for one in ast.iter_child_nodes(statement) if isinstance(one, ast.expr)]
    for number, node in enumerate(n for one in parts for n in ast.walk(one)):
        if isinstance(node, ast.IfExp):
            for value, tests in _values(node, ()):
                yield f"{statement.lineno}:{number}", value, tests


def _values(node: ast.expr, tests: Given) -> Iterator[tuple[ast.expr, Given]]:
    if isinstance(node, ast.IfExp):
        tests = (*tests, *_operands(node.test))
        yield from _values(node.body, tests)
        yield from _values(node.orelse, tests)
    elif _text(node)[1]:
        yield node, tests


def _text(node: ast.expr) -> tuple[int, str]:
    """Give the sign and the text of a number or of a name; no text for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, text = _text(node.operand)
        return -sign, text
    number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return 1, ast.unparse(node) if number or _plain(node) else ""


def _plain(node: ast.expr) -> bool:
    """Whether an expression is a name, or something that a name holds: it can be asked for twice."""
    if isinstance(node, ast.Attribute):
        return _plain(node.value)
    if isinstance(node, ast.Subscript):
        return _plain(node.value) and (isinstance(node.slice, ast.Constant) or _plain(node.slice))
    return isinstance(node, ast.Name)


def _operands(test: ast.expr) -> Given:
    """Give what a condition compares."""
    if _plain(test):
        return (copy.deepcopy(test),)
    parts: Iterable[ast.AST] = ast.iter_child_nodes(test)
    if isinstance(test, ast.Call):
        parts = test.args  # of abs(e), e
    return tuple(one for part in parts if isinstance(part, ast.expr) for one in _operands(part))


def _two_sided(found: Iterable[tuple[str, ast.expr, Given]]) -> set[tuple[str, str]]:
    """Give the places, and the numbers that stand there with either sign, one of them at least on a condition."""
    signs: dict[tuple[str, str], set[int]] = {}
    picked: set[tuple[str, str]] = set()
    for place, value, tests in found:
        sign, text = _text(value)
        signs.setdefault((place, text), set()).add(sign)
        if tests:
            picked.add((place, text))
    return {key for key in picked if len(signs[key]) == 2}


def _otherwise(body: list[ast.stmt], sided: set[tuple[str, str]]) -> None:
    """Where a name has one sign and an `if` gives it the other, write down that it keeps the first one otherwise."""
    kept: dict[str, str] = {}
    for statement in body:
        if isinstance(statement, ast.Assign):
            kept |= {ast.unparse(target): _text(statement.value)[1] for target in statement.targets}
        elif isinstance(statement, ast.If):
            _otherwise(statement.body, sided)
            _otherwise(statement.orelse, sided)
            if not statement.orelse and len(statement.body) == 1:
                (one,) = statement.body
                name = ast.unparse(one.targets[0]) if isinstance(one, ast.Assign) else ""
                if isinstance(one, ast.Assign) and (name, kept.get(name)) in sided:
                    value = ast.copy_location(ast.parse(name, mode="eval").body, one)
                    setattr(value, TESTS, _operands(statement.test))
                    again = ast.Assign([one.targets[0]], value)
                    statement.orelse = [ast.fix_missing_locations(ast.copy_location(again, one))]
        elif isinstance(statement, (ast.For, ast.While, ast.With)):
            _otherwise(statement.body, sided)


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether what comes after a block is reached only where its condition does not hold."""
    return bool(body) and isinstance(body[-1], (ast.Return, ast.Continue, ast.Break))


def between(node: ast.Call) -> tuple[ast.expr, ast.Call] | None:
    """Give the bound and the inner call of max(-D, min(D, e)), or the other way round; None for any other call."""
    if not isinstance(node.func, ast.Name) or node.func.id not in ("max", "min") or len(node.args) != 2:
        return None
    for bound, inner in (node.args, node.args[::-1]):
        if (
            isinstance(inner, ast.Call)
            and isinstance(inner.func, ast.Name)
            and {inner.func.id, node.func.id} == {"max", "min"}
            and len(inner.args) == 2
            and not (node.keywords or inner.keywords)
        ):
            return bound, inner
    return None


def asked(tests: Iterable[Callable[[], Any]]) -> tuple[Any, ...]:
    """Give what a condition compares, asked for once more: without what it names itself, or did not come to."""
    found = []
    for test in tests:
        with contextlib.suppress(NameError, LookupError, AttributeError, TypeError, ValueError):
            found.append(test())
    return tuple(found)


def chosen(tape: Tape, site: Any, value: Any, tests: tuple[Any, ...]) -> Any:
    """Write down that a number was picked by what is made of an error; give the number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    given = tape.known(value)
    by = [one for one in map(tape.known, tests) if one is not None and not one.shape]
    by = [one for one in by if one.kin.leaf is None and one.kin.met]
    if not by or (given is not None and given.kin.leaf is None):
        return value
    return tape.operation(site, "chosen", [value if given is None else given, *by], value + 0.0)


def picked(tape: Tape, shadow: Shadow, index: np.ndarray, given: Shadow | None) -> bool:
    """Whether numbers that are made of no error are put where a condition on errors holds, into new numbers."""
    mask = tape.known(index)
    new = shadow.kin.leaf is not None and shadow.kin.leaf not in tape.used
    outside = given is None or not given.kin.met
    return new and outside and mask is not None and mask.kin.leaf is None and mask.kin.met


def laid_out(base: np.ndarray, shadow: Shadow, index: np.ndarray, given: Shadow) -> Shadow:
    """Give the numbers that are put where a condition holds, each in its place in the array that takes them."""
    ids = shadow.ids.copy()
    ids[index] = given.ids
    return Shadow(base, ids, Kin(given.kin.mask, None))


def limited(
    tape: Tape, site: Any, outer: Any, inner: Any, bound: Any, given: tuple[Any, Any], value: Any
) -> Any:
    """Write down that a single number was kept between two others; give the number."""
    if {outer, inner} != {builtins.max, builtins.min} or np.ndim(value):
        return value
    shadows = [tape.known(one) for one in given]
    free = [place for place, one in enumerate(shadows) if one is not None and one.kin.leaf is None]
    if len(free) != 1 or any(not isinstance(one, (int, float)) for one in (bound, *given)):
        return value
    inside, other = shadows[free[0]], given[1 - free[0]]
    low, high = (bound, other) if outer is builtins.max else (other, bound)
    return tape.operation(site, "clip", [inside, low, high], value + 0.0)
