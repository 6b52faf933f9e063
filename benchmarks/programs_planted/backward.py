"""Mistakes in deltas and in what is passed back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .facts import RATE, Delta, difference, one_minus, slope_in
from .proposed import Program, Proposed
from .syntax import bare, factors, is_place, key, operands, parsed, products, swapped, tail


def proposals(program: Program) -> Iterator[Proposed]:
    for delta in program.facts.deltas:
        yield from _slope(program, delta)
        if not delta.output:
            yield from _rate(program, delta)
    yield from _derivatives(program)
    yield from _other_loss(program)
    yield from _passed_back(program)
    yield from _masks(program)
    yield from _columns(program)
    yield from _paths(program)


def _slope(program: Program, delta: Delta) -> Iterator[Proposed]:
    """Leave the derivative out, take that of another activation, take it elsewhere, leave half of it out."""
    one, slope, facts = delta.statement, delta.slope, program.facts
    value = delta.chain
    place = key(slope.place)
    said = "missing-output-derivative" if delta.output else "wrong-activations-derivative"
    also = (
        ("loss-and-delta-do-not-match",)
        if delta.output
        else ("missing-output-derivative", "derivative-incomplete")
    )
    if delta.output:
        also = (*also, "wrong-activations-derivative")
    without = swapped(value, dict.fromkeys(slope.parts))
    if not delta.output or _squares(program):
        yield from program.changed(one, value, without, said, "derivative left out", also=also)

    forms = {
        "sigmoid": f"({place} * (1 - {place}))",
        "tanh": f"(1 - {place} ** 2)",
        "relu": f"({place} > 0)",
    }
    for form, text in forms.items():
        if slope.form in ("call", form) or (slope.form == "relu" and form == "sigmoid"):
            continue
        changes: dict = dict.fromkeys(slope.parts)
        changes[slope.parts[-1]] = parsed(text)
        new = swapped(value, changes)
        yield from program.changed(
            one, value, new, "wrong-activations-derivative", f"{form} for {slope.form}"
        )

    other = facts.pre.get(place) or next((a for a, z in facts.pre.items() if z == place), None)
    if other is not None:
        nodes = {
            n: parsed(other) for p in slope.parts for n in ast.walk(p) if key(n) == place and is_place(n)
        }
        new = swapped(value, nodes)
        yield from program.changed(one, value, new, "derivative-at-activation", f"at {other} for {place}")
    if slope.form == "sigmoid":
        gone = next(p for p in slope.parts if one_minus(p) is None)
        new = swapped(value, {gone: None})
        yield from program.changed(one, value, new, "derivative-incomplete", "1 - a without a")
    if slope.form == "tanh":
        new = swapped(value, {slope.parts[0]: parsed(f"(1 - {place})")})
        yield from program.changed(
            one,
            value,
            new,
            "wrong-activations-derivative",
            "1 - a for 1 - a²",
            also=("derivative-incomplete",),
        )
    if slope.form == "relu":
        new = swapped(value, {slope.parts[0]: slope.place})
        yield from program.changed(
            one,
            value,
            new,
            "derivative-returns-the-value",
            "the value for its slope",
            also=("wrong-activations-derivative",),
        )
    mine = [d for d in facts.deltas if d.slope.form == slope.form and not d.output and d is not delta]
    for neighbour in mine if not delta.output else ():
        if neighbour.statement.scope != one.scope:
            continue
        there = key(neighbour.slope.place)
        nodes = {
            n: parsed(there) for p in slope.parts for n in ast.walk(p) if key(n) == place and is_place(n)
        }
        yield from program.changed(
            one,
            value,
            swapped(value, nodes),
            "wrong-layers-delta",
            f"the slope of {there} for {place}",
            also=("wrong-activations-derivative", "derivative-at-activation"),
        )


def _squares(program: Program) -> bool:
    """Whether a squared error stands in the program: else it may as well mean cross-entropy."""
    text = "\n".join(line for lines in program.cells.values() for line in lines if "1 - " not in line)
    return any(sign in text for sign in ("** 2", "**2", "square(", "power("))


def _rate(program: Program, delta: Delta) -> Iterator[Proposed]:
    one = delta.statement
    rate = _rate_in(program, one.scope, one.cell)
    if rate is None or rate in key(one.node):
        return
    text = f"{rate} * {_grouped(delta.chain)}"
    yield from program.changed(
        one, delta.chain, text, "rate-inside-delta", "rate in the delta", also=("wrong-factor",)
    )


def _grouped(node: ast.AST) -> str:
    text = key(node)
    return text if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) else f"({text})"


def _rate_in(program: Program, scope: str, cell: int | None) -> str | None:
    """Give the rate of a step that is made in the same function, as it is written there."""
    for one in program.facts.statements:
        if one.scope != scope or one.target is None or one.value is None:
            continue
        if isinstance(one.node, ast.AugAssign) and isinstance(one.node.op, ast.Sub | ast.Add):
            for part in factors(one.value):
                if is_place(part) and RATE.match(tail(part)):
                    return key(part)
    return None


def _derivatives(program: Program) -> Iterator[Proposed]:
    """Change what the function of a derivative returns."""
    facts = program.facts
    for one in facts.statements:
        name = one.scope.rsplit(".", 1)[-1]
        if name not in facts.derivatives or not isinstance(one.node, ast.Return) or one.value is None:
            continue
        slope = slope_in(one.value, set())
        if slope is None:
            continue
        place = key(slope.place)
        if slope.form == "sigmoid" and len(factors(one.value)) == 2:
            yield from program.changed(
                one, one.value, f"1 - {place}", "derivative-incomplete", "1 - a without a"
            )
            yield from program.changed(
                one, one.value, f"1 - {place} ** 2", "wrong-activations-derivative", "tanh for sigmoid"
            )
    for one in facts.statements:
        name = one.scope.rsplit(".", 1)[-1]
        if name not in facts.derivatives or not isinstance(one.node, ast.Return) or one.value is None:
            continue
        value = one.value
        square = one_minus(value)
        if square is not None and "2" in key(square):
            names = [n for n in ast.walk(square) if is_place(n) and "." not in key(n)]
            inner = key(names[-1]) if len({key(n) for n in names}) == 1 else None
            if inner:
                yield from program.changed(
                    one, value, f"{inner} * (1 - {inner})", "wrong-activations-derivative", "sigmoid for tanh"
                )
        text = key(value)
        if "> 0" in text or ">= 0" in text:
            place = text.split(" > 0")[0].split(" >= 0")[0].split("(")[-1]
            if place.isidentifier():
                yield from program.changed(
                    one,
                    value,
                    f"np.maximum({place}, 0)",
                    "derivative-returns-the-value",
                    "the value for its slope",
                )


def _other_loss(program: Program) -> Iterator[Proposed]:
    """Multiply by the output's slope where the loss has it cancelled."""
    fault = {
        "binary_cross_entropy": "loss-and-delta-do-not-match",
        "cross_entropy": "softmax-derivative-elementwise",
    }.get(program.loss)
    if fault is None or "log" not in "".join(line for lines in program.cells.values() for line in lines):
        return
    for one in program.facts.statements:
        if one.value is None or not isinstance(one.node, ast.Assign) or one.target is None:
            continue
        where = difference(one.value)
        if where is None or products(one.value) or not is_place(one.target):
            continue
        made = key(one.target)
        used = [
            s for s in program.facts.statements
            if s is not one and s.value is not None and any(
                key(bare(side)) == made for p in products(s.value) for side in operands(p) or ()
            )
        ]  # fmt: skip
        out = [s for s in (where.left, where.right) if key(s) in program.facts.kinds]
        if not used or len(out) != 1:
            continue
        a = key(out[0])
        new = swapped(one.value, {where: parsed(f"(({key(where)}) * {a} * (1 - {a}))")})
        also = (
            ("missing-output-derivative",) if fault.startswith("loss") else ("loss-and-delta-do-not-match",)
        )
        yield from program.changed(one, one.value, new, fault, "the output's slope once more", also=also)


def _passed_back(program: Program) -> Iterator[Proposed]:
    """Pass back the error, through other weights, or the delta of another layer."""
    facts = program.facts
    deltas = facts.delta_keys()
    for one in facts.statements:
        if one.value is None or not isinstance(one.node, ast.Assign | ast.Return):
            continue
        for product in products(one.value):
            for side, partner in _both(product):
                weights = bare(partner)
                if not (facts.is_parameter(weights) and tail(weights) in facts.forward_weights):
                    continue
                if key(bare(side)) in deltas:
                    delta = deltas[key(bare(side))]
                    for part in factors(delta.chain):
                        if is_place(part) and key(part) in facts.errors and delta.output:
                            new = swapped(product, {bare(side): parsed(key(part))})
                            yield from program.changed(
                                one, product, new, "error-passed-back-instead-of-delta", "error for delta"
                            )
                    yield from _other_delta(program, one, product, side, deltas)
                if _goes_back(one, side, program):
                    yield from _other_weights(program, one, product, weights)


def _both(product: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    left, right = operands(product) or (product, product)
    return [(left, right), (right, left)]


def _goes_back(one, side: ast.AST, program: Program) -> bool:
    place = key(bare(side))
    return place in program.facts.delta_keys() or place in program.facts.errors


def _other_weights(program: Program, one, product, weights) -> Iterator[Proposed]:
    mine = program.shapes.get(tail(weights))
    for other in sorted(program.facts.forward_weights - {tail(weights)}):
        if program.shapes.get(other) != mine or tail(weights) not in key(weights):
            continue
        text = key(weights).replace(tail(weights), other)
        new = swapped(product, {weights: parsed(text)})
        yield from program.changed(one, product, new, "wrong-weights", f"{other} for {tail(weights)}")


def _other_delta(program: Program, one, product, side, deltas) -> Iterator[Proposed]:
    for name, delta in deltas.items():
        above = delta.statement.scope == one.scope and delta.statement.line < one.line
        if name != key(bare(side)) and above and delta.statement.cell == one.cell:
            new = swapped(product, {bare(side): parsed(name)})
            yield from program.changed(
                one,
                product,
                new,
                "wrong-layers-delta",
                f"{name} passed back",
                also=("error-passed-back-instead-of-delta",),
            )


def _masks(program: Program) -> Iterator[Proposed]:
    """Leave the mask, or the division by the share that is kept, out of the backward pass."""
    facts = program.facts
    for one in facts.statements:
        if one.value is None or not isinstance(one.node, ast.Assign | ast.AugAssign):
            continue
        masks = [f for f in factors(one.value) if key(f) in facts.masks]
        if len(masks) != 1 or len(factors(one.value)) < 2:
            continue
        back = slope_in(one.value, facts.derivatives) is not None or any(
            key(bare(side)) in {*facts.delta_keys(), *facts.errors}
            for p in products(one.value)
            for side in operands(p) or ()
        )
        made = [facts.made(key(f), one) for f in factors(one.value) if is_place(f)]
        back |= any(
            m is not None and m.value is not None and any(
                key(bare(s)) in facts.delta_keys() for p in products(m.value) for s in operands(p) or ()
            )
            for m in made
        )  # fmt: skip
        if not back:
            continue
        new = swapped(one.value, {masks[0]: None})
        # Without its mask a line may be right for what was masked: then it is wrong where it is used, or made.
        near = [m.line for m in made if m is not None and (m.cell, m.scope) == (one.cell, one.scope)]
        name = key(one.target) if one.target is not None else ""
        near += [
            s.line
            for s in facts.statements
            if (s.cell, s.scope) == (one.cell, one.scope) and s.value is not None and s.line > one.line
            if name in [key(f) for f in factors(s.value)]
        ]
        yield from program.changed(
            one, one.value, new, "dropout-mask-missing-backward", "mask left out", tuple(near)
        )
        for node in ast.walk(one.value):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and _is_keep(node.right):
                new = swapped(one.value, {node: node.left})
                yield from program.changed(one, one.value, new, "dropout-scale-mismatch", "scale left out")


def _is_keep(node: ast.AST) -> bool:
    return is_place(node) and any(
        word in key(node).lower() for word in ("keep", "conserv", "prob", "mant", "gard")
    )


def _columns(program: Program) -> Iterator[Proposed]:
    """Cut off the last column for the first, or the first for the last."""
    facts = program.facts
    for one in facts.statements:
        if one.value is None or not isinstance(one.node, ast.Assign):
            continue
        for node in ast.walk(one.value):
            if not isinstance(node, ast.Subscript):
                continue
            text = key(node.slice).strip("()")
            other = {
                ":, 1:": ":, :-1", ":, :-1": ":, 1:", "1:, :": ":-1, :", ":-1, :": "1:, :",
                "1:": ":-1", ":-1": "1:",
            }.get(text)  # fmt: skip
            weights = any(facts.is_parameter(n) for n in ast.walk(node.value))
            back = weights and (
                any(isinstance(n, ast.Attribute) and n.attr == "T" for n in ast.walk(one.value))
                or slope_in(one.value, facts.derivatives) is not None
            )
            if other is None or not back or one.scope.endswith(("__init__", "init")):
                continue
            new = f"{_called_part(node.value)}[{other}]"
            yield from program.changed(
                one, node, new, "wrong-bias-column-removed", "the other column cut off"
            )


def _called_part(node: ast.expr) -> str:
    return key(node) if is_place(node) or isinstance(node, ast.Call | ast.Attribute) else f"({key(node)})"


def _paths(program: Program) -> Iterator[Proposed]:
    """Count all paths but one: in a sum over the units above, in a generator, or over one unit's alone."""
    for one in program.facts.statements:
        if one.value is None or not any(
            word in one.scope + key(one.node) for word in ("delta", "retro", "back", "err")
        ):
            continue
        for node in ast.walk(one.value):
            if not (isinstance(node, ast.GeneratorExp) and len(node.generators) == 1):
                continue
            walked = node.generators[0].iter
            if not (isinstance(walked, ast.Call) and key(walked.func) == "range" and len(walked.args) == 1):
                continue
            if "peso" not in key(node.elt) and "w" not in key(node.elt).lower():
                continue
            limit = walked.args[0]
            yield from program.changed(
                one, limit, f"{key(limit)} - 1", "missing-paths", "the last path left out"
            )
