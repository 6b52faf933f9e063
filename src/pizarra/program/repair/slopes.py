"""Slopes: of activations and of penalties, written where they are missing or others stand."""

from __future__ import annotations

import ast
import re

from ..report import Located
from .names import kind_of
from .products import around, divisors, factors_of, is_plain, is_product, times
from .statement import Edit, Proposals, Statement, alike

PENALTY = re.compile(r"lam|reg|decay|pen|l2|l1|alpha|beta|wd|mu|castig|ridge|caida|queda")


def slopes(statement: Statement, found: Located) -> Proposals:
    """Write the slope of an activation, of what stands in the statement or is named around it."""
    reading = statement.known
    for part in statement.parts(ast.BinOp):  # x * (1 - x) at the end of a longer product
        factors = factors_of(part) if is_product(part) and not is_product(statement.parents.get(part)) else []
        for first in range(1, len(factors) - 1):
            begin, end = around(statement, factors[first])[0], around(statement, factors[first + 1])[1]
            name = statement.text(factors[first])
            linked = statement.linked.get(name, ())[:3]
            for one in (name, *linked):
                for form in (
                    *_forms(one),
                    *(f"{function}({one})" for function in _derivatives(statement)[:2]),
                ):
                    yield statement.changed(Edit(begin, end, form))
    arrays = [ast.unparse(node) for node in statement.paths()]
    for part in statement.parts(ast.BinOp, ast.Compare, ast.Call):
        own = [one for one in arrays if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", statement.text(part))]
        if not own or len(own) > 2 or isinstance(getattr(part, "op", None), ast.MatMult):
            continue
        name = own[-1]
        near = statement.linked.get(name, ())
        twins = sorted(
            (one for one in reading if kind_of(one) == kind_of(name)),
            key=lambda one: -alike(name, one) - (one in near),
        )
        twins = [one for one in twins if one != name][:3]
        for one in (name, *twins):
            for form in _forms(one):
                yield statement.changed(Edit(*around(statement, part), form))
        if isinstance(part, ast.Call):
            for function in _derivatives(statement):
                for one in (name, *twins):
                    yield statement.changed(statement.instead(part, f"{function}({one})"))


def with_slope(statement: Statement, found: Located) -> Proposals:
    """Multiply by the slope of an activation: one that the statement names first, then all that there are."""
    named = {ast.unparse(node) for node in statement.paths()}
    bent = {}
    for name, value in statement.assigned:
        given = [ast.unparse(one) for one in value.args] if isinstance(value, ast.Call) else []
        bent[name] = given[0] if len(given) == 1 and given[0] in statement.known else ""
    activations = [name for name, given in bent.items() if given]
    functions = _derivatives(statement)[:2]
    for one in dict.fromkeys((*(n for n in activations if n in named), *sorted(named), *activations)):
        if one not in statement.known:
            continue
        before = bent.get(one, "")
        forms = [*_forms(one)[:2], *(f"{function}({before or one})" for function in functions)]
        forms += [f"({before or one} > 0)", *(f"{function}({one})" for function in functions)]
        for form in forms:
            yield statement.changed(times(statement, f" * {form}"))


def _forms(name: str) -> tuple[str, ...]:
    """Give slopes of activations, of an activation or of what it was made of."""
    return f"{name} * (1 - {name})", f"(1 - {name} ** 2)", f"({name} > 0)", f"(1 - np.tanh({name}) ** 2)"


def _derivatives(statement: Statement) -> list[str]:
    """Give the functions of the program of one argument."""
    return [
        node.name
        for node in statement.nodes
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1 and node.args.args[0].arg != "self"
    ][:6]


def whole_jacobian(statement: Statement, found: Located) -> Proposals:
    """Take the rows of softmax together: p * (g - (g * p).sum()), for g * p * (1 - p)."""
    for part in statement.parts(ast.BinOp):
        factors = factors_of(part) if is_product(part) else []
        texts = [statement.text(one) for one in factors]
        for place in range(1, len(factors) - 1):
            if re.sub(r"\s", "", texts[place + 1]) != f"1-{texts[place]}".replace(" ", ""):
                continue
            name, given = texts[place], " * ".join(texts[:place])
            for axis in ("1", "0", "-1"):
                form = f"{name} * ({given} - np.sum({given} * {name}, axis={axis}, keepdims=True))"
                yield statement.changed(statement.instead(part, form))


def penalties(statement: Statement, found: Located) -> Proposals:
    """Write the slope of a penalty where the penalty itself stands."""
    for call in statement.parts(ast.Call):
        inside = _penalty_of(statement, call)
        if inside:
            for other in inside:
                yield statement.changed(statement.instead(call, other))
    for part in statement.parts(ast.BinOp, ast.Call):
        text = statement.text(part)
        inner = part
        if isinstance(part, ast.Call) and part.args and getattr(part.func, "attr", "") in ("sum", "mean"):
            inner = part.args[0]
        squared = isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Pow)
        if squared:
            base = statement.text(inner.left)  # type: ignore[attr-defined]
            for other in (base, f"2 * {base}"):
                yield statement.changed(statement.instead(part, other))
        elif (
            isinstance(inner, ast.Call)
            and getattr(inner.func, "attr", getattr(inner.func, "id", "")) == "abs"
        ):
            yield statement.changed(
                statement.instead(part, f"np.sign({', '.join(map(statement.text, inner.args))})")
            )
        elif isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult) and "**" in text:
            factors = re.sub(r"(np\.)?sum\((\w+|[\w.]+(\[[^\]]*\])?) ?\*\* ?2\)", r"\2", text)
            yield statement.changed(statement.instead(part, re.sub(r"(?<![\w.])0\.5 ?\* ?", "", factors)))
            yield statement.changed(statement.instead(part, re.sub(r" ?/ ?2(?![\w.])", "", factors)))
            yield statement.changed(statement.instead(part, f"2 * {factors}"))


def _penalty_of(statement: Statement, call: ast.AST) -> list[str]:
    """Give the slopes of what a function of the program computes of one array: its share times that array."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))  # type: ignore[attr-defined]
    given = [statement.text(one) for one in call.args]  # type: ignore[attr-defined]
    found: list[str] = []
    for node in statement.nodes:
        if not isinstance(node, ast.FunctionDef) or node.name != name or not given:
            continue
        shares = [
            ast.unparse(one)
            for product in ast.walk(node)
            if isinstance(product, ast.BinOp) and isinstance(product.op, (ast.Mult, ast.Div))
            for one in (product.left, product.right)
            if isinstance(one, (ast.Name, ast.Attribute))
        ]
        for share in dict.fromkeys(shares):
            found += [
                f"{share} * {given[-1]}",
                f"2 * {share} * {given[-1]}",
                f"{share} * np.sign({given[-1]})",
            ]
    return found


def penalised(statement: Statement, found: Located) -> Proposals:
    """Add the slope of a penalty: a share that the program names, of the weights that the loss squares."""
    squares, factors = [], []
    for node in statement.nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and ast.unparse(node.right) == "2":
            squares.append(ast.unparse(node.left))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            factors += [ast.unparse(one) for one in (node.left, node.right) if is_plain(one)]
    node, value = statement.node, statement.value
    assert value is not None
    targets = [node.target] if isinstance(node, ast.AugAssign) else getattr(node, "targets", [])
    names = [ast.unparse(one) for one in targets]
    weights = sorted(dict.fromkeys(squares), key=lambda one: -max((alike(one, t) for t in names), default=0))[
        :2
    ]
    shares = sorted(dict.fromkeys(factors), key=lambda one: PENALTY.search(one.lower()) is None)
    text, signs = statement.text(value), "+"
    if isinstance(node, ast.AugAssign):  # an update: the weights that it changes, and a rate before the share
        weights, signs = names, "-" if isinstance(node.op, ast.Add) else "+"
    for weight in weights:
        for share in shares[:3]:
            rates = (
                [f"{one} * " for one in shares[:6] if one != share] if isinstance(node, ast.AugAssign) else []
            )
            for form in (share, f"2 * {share}", *(f"{share} / {n}" for n in divisors(statement)[:2])):
                for rate in ("", *rates[:3]):
                    yield statement.changed(
                        statement.instead(value, f"{text} {signs} {rate}{form} * {weight}")
                    )
