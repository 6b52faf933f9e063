"""Mistakes in the gradients of weights and biases, in the penalty's part of them, and in what is unpacked."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .facts import Statement
from .proposed import Program, Proposed
from .syntax import bare, called, factors, is_place, key, of_module, operands, parsed, products, swapped, tail


def proposals(program: Program) -> Iterator[Proposed]:
    for one in program.facts.statements:
        if one.value is None or isinstance(one.node, ast.Return):
            continue
        yield from _weights(program, one)
        yield from _biases(program, one)
        yield from _shares(program, one)
        yield from _penalty(program, one)
        yield from _unpacked(program, one)


def _ends(program: Program) -> set[str]:
    """Give the places that hold deltas, or errors that are deltas."""
    return {*program.facts.delta_keys(), *program.facts.errors}


def _weights(program: Program, one: Statement) -> Iterator[Proposed]:
    facts, ends = program.facts, _ends(program)
    assert one.value is not None
    for product in products(one.value):
        left, right = operands(product) or (product, product)
        for delta, entry in ((left, right), (right, left)):
            name = key(bare(delta))
            source = bare(entry)
            if name not in ends or not is_place(source) or facts.is_parameter(source) or key(source) in ends:
                continue
            if bare(delta) is delta and source is entry and called(product) != "outer":
                continue
            yield from _transposed(program, one, product, left, right)
            for other in _near(program, one, ends - {name}):
                if _same_layer(program, name, other):
                    continue
                new = swapped(product, {bare(delta): parsed(other)})
                yield from program.changed(one, product, new, "wrong-layers-delta", f"{other} for {name}")
            own = _own(program, name)
            if own is not None and own != key(source):
                new = swapped(product, {source: parsed(own)})
                yield from program.changed(
                    one, product, new, "own-activation-instead-of-input", f"{own} for {key(source)}",
                    also=("wrong-layers-delta",),
                )  # fmt: skip
            if called(product) == "outer":
                text = f"np.dot({key(left)}, {key(right)})"
                yield from program.changed(
                    one, product, text, "inner-instead-of-outer-product", "inner for outer"
                )


def _transposed(program: Program, one: Statement, product, left, right) -> Iterator[Proposed]:
    """Give the transposed gradient; shapes allow it where the layer is square."""
    if called(product) == "outer":
        text = f"np.outer({key(right)}, {key(left)})"
    elif bare(left) is not left and bare(right) is right:
        text = _same_form(product, _turned(right), key(bare(left)))
    elif bare(right) is not right and bare(left) is left:
        text = _same_form(product, key(bare(right)), _turned(left))
    else:
        return
    yield from program.changed(one, product, text, "transposed-gradient", "transposed")


def _turned(node: ast.expr) -> str:
    return f"{key(node)}.T" if is_place(node) else f"({key(node)}).T"


def _same_form(product, first: str, second: str) -> str:
    if isinstance(product, ast.BinOp):
        return f"{first} @ {second}"
    if of_module(product):
        return f"{key(product.func)}({first}, {second})"
    return f"{first}.dot({second})"


def _near(program: Program, one: Statement, names: set[str]) -> list[str]:
    """Give those of the names that the same function has made above."""
    return [
        key(s.target)
        for s in program.facts.statements
        if s.target is not None
        and key(s.target) in names
        and (s.scope, s.cell) == (one.scope, one.cell)
        and s.line < one.line
    ]


def _same_layer(program: Program, name: str, other: str) -> bool:
    """Whether one of two is the error that the other is made of, or has no slope of its own."""
    deltas = program.facts.delta_keys()
    return name not in deltas or other not in deltas


def _own(program: Program, name: str) -> str | None:
    delta = program.facts.delta_keys().get(name)
    if delta is None:
        return None
    place = key(delta.slope.place)
    if place in program.facts.kinds:
        return place
    return next((a for a, z in program.facts.pre.items() if z == place), None)


def _biases(program: Program, one: Statement) -> Iterator[Proposed]:
    ends = _ends(program)
    assert one.value is not None
    for node in ast.walk(one.value):
        if not isinstance(node, ast.Call) or called(node) not in ("sum", "mean"):
            continue
        summed = node.args[0] if of_module(node) and node.args else getattr(node.func, "value", None)
        if summed is None or key(summed) not in ends:
            continue
        axis = [k for k in node.keywords if k.arg == "axis"] or node.args[1 if of_module(node) else 0 :]
        if not axis:
            continue
        name = "mean" if called(node) == "sum" else "sum"
        yield from program.changed(
            one, node, f"{_head(node, summed, called(node))})", "bias-summed-over-units-too", "axis left out"
        )
        text = key(node).replace(f".{called(node)}(", f".{name}(", 1)
        yield from program.changed(one, node, text, "bias-mean-weights-sum", f"{name} for {called(node)}")
        if isinstance(one.target, ast.Tuple) or one.target is None:
            continue
        for made in program.facts.statements:
            if (made.scope, made.cell) != (one.scope, one.cell) or made.line >= one.line:
                continue
            if not isinstance(made.node, ast.Assign) or made.target is None or not is_place(made.target):
                continue
            if program.facts.is_parameter(made.target):
                continue
            inner = [p for p in products(made.value) if made.value is not None] if made.value else []
            if not any(key(bare(side)) == key(summed) for p in inner for side in operands(p) or ()):
                continue
            if any(program.facts.is_parameter(bare(side)) for p in inner for side in operands(p) or ()):
                continue
            text = swapped(node, {summed: parsed(key(made.target))})
            yield from program.changed(
                one, node, text, "bias-gradient-from-weight-gradient", f"{key(made.target)} summed"
            )


def _head(node: ast.Call, summed: ast.expr, name: str) -> str:
    return f"{key(node.func)}({key(summed)}" if of_module(node) else f"{key(summed)}.{name}("


def _shares(program: Program, one: Statement) -> Iterator[Proposed]:
    """Leave the division by the number of samples out of one gradient."""
    ends = _ends(program)
    assert one.value is not None
    for node in ast.walk(one.value):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            inside = list(products(node.left))
            summed = any(called(n) == "sum" for n in ast.walk(node.left))
            named = {key(n) for n in ast.walk(node.left) if is_place(n)} & ends
            if (inside or summed) and named and not isinstance(node.right, ast.BinOp):
                text = key(node.left)
                yield from program.changed(one, node, text, "bias-mean-weights-sum", "1/N left out")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            share = node.left
            if (
                isinstance(share, ast.BinOp)
                and isinstance(share.op, ast.Div)
                and key(share.left) in ("1", "1.0")
            ) and (products(node.right) or called(node.right) == "sum"):
                yield from program.changed(
                    one, node, key(node.right), "bias-mean-weights-sum", "1/N left out"
                )


def _penalty(program: Program, one: Statement) -> Iterator[Proposed]:
    facts = program.facts
    assert one.value is not None
    for node in ast.walk(one.value):
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)):
            continue
        for term, rest in ((node.right, node.left), (node.left, node.right)):
            places = [f for f in factors(term) if is_place(f)]
            weights = [f for f in places if facts.is_parameter(f) and tail(f) in facts.forward_weights]
            if len(weights) != 1 or len(factors(term)) < 2 or products(term):
                continue
            if one.target is not None and key(one.target) == key(weights[0]):
                continue
            w = key(weights[0])
            yield from program.changed(one, node, key(rest), "regulariser-gradient-missing", "left out")
            squared = swapped(term, {weights[0]: parsed(f"{w} ** 2")})
            yield from program.changed(one, term, squared, "regulariser-gradient", "w² for w")
            summed = swapped(term, {weights[0]: parsed(f"np.sum({w} ** 2)")})
            yield from program.changed(one, term, summed, "regulariser-gradient", "the value for the slope")
            if term is node.right:
                text = f"{key(node.left)} - {key(term)}"
                yield from program.changed(
                    one, node, text, "regulariser-gradient", "minus the penalty", also=("sign-flipped",)
                )


def _unpacked(program: Program, one: Statement) -> Iterator[Proposed]:
    """Swap two neighbours among the names that a call's results are put into."""
    target = one.target
    if not (isinstance(target, ast.Tuple) and isinstance(one.value, ast.Call)):
        return
    if not isinstance(one.value.func, ast.Name | ast.Attribute) or of_module(one.value):
        return
    if one.value.args and any(isinstance(a, ast.Starred) for a in one.value.args):
        return
    names = [key(n) for n in target.elts]
    for i in range(len(names) - 1):
        if "_" in names[i : i + 2]:
            continue
        swap = [*names[:i], names[i + 1], names[i], *names[i + 2 :]]
        yield from program.changed(
            one,
            target,
            ", ".join(swap),
            "results-unpacked-in-the-wrong-order",
            f"{names[i]} and {names[i + 1]}",
        )
