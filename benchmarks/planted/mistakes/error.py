"""Mistakes where the backward pass begins: the slope of the loss, its target, its samples."""

import ast
from collections.abc import Iterator

from ..program import Mutation, Program, Site
from ..source import Statement, has_name, renamed


def error(program: Program) -> tuple[Site, ast.expr] | None:
    """Give the line that reads the target, and the part of it that is the slope of the loss without its factor."""
    top = program.network.depth
    for kind in ("da", "delta"):
        statement = program.line(kind, top)
        if statement and statement.mentions(target(program)):
            return Site(statement, kind, top, "error"), core(statement, target(program), program.names("N"))
    return None


def target(program: Program) -> str:
    return program.names("tn") if program.style.looped else program.names("t")


def core(statement: Statement, t: str, count: str) -> ast.expr:
    node = statement.node
    while isinstance(node, ast.BinOp):
        by_count = isinstance(node.op, ast.Div) and statement.text(node.right) == count
        if not isinstance(node.op, ast.Mult) and not by_count:
            break
        node = node.left if has_name(statement.text(node.left), t) else node.right
    return node


def kind_of_loss(program: Program) -> str:
    logits = {"softmax_cross_entropy": "cross_entropy", "binary_cross_entropy_logits": "binary_cross_entropy"}
    return logits.get(program.network.loss, program.network.loss)


def is_difference(site: Site, node: ast.expr) -> bool:
    """Whether it is y - t or t - y, and no quotient."""
    return (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and "/" not in site.statement.text(node)
    )


def other_losses(program: Program) -> Iterator[Mutation]:
    found, top = error(program), program.network.depth
    if not found:
        return
    site, node = found
    fault, statement = "loss-and-delta-do-not-match", site.statement
    y, t = program.name("a", top), target(program)
    shortcut = site.kind == "delta" and statement.node is not None and (program.name("da", top) is None)
    shown, made = kind_of_loss(program), program.network.prediction
    difference = f"{t} - {y}" if program.style.negative else f"{y} - {t}"
    minus = "" if program.style.negative else "-"
    texts = []
    if is_difference(site, node):
        texts.append(f"np.sign({difference})")
        if shown == "squared_error" and made == "sigmoid":
            texts.append(f"({difference}) / ({y} * (1 - {y}))")
        if shown == "squared_error" and made == "softmax":
            texts.append(f"{minus}{t} / {y}")
        if shown != "squared_error" and shortcut and made == "sigmoid":
            texts.append(f"({difference}) * {y} * (1 - {y})")
        if made == "softmax" and shortcut and not program.vectors and program.layout.samples == "rows":
            hard = f"np.eye({y}.shape[1])[np.argmax({y}, axis=1)]"
            texts.append(f"{t} - {hard}" if program.style.negative else f"{hard} - {t}")
    elif shown != "squared_error":
        texts.append(difference)
        if shown == "binary_cross_entropy":
            texts.append(f"{minus}{t} / {y}")
    for text in texts:
        yield site.whole(fault, statement.part(node, text))


def incomplete(program: Program) -> Iterator[Mutation]:
    found = error(program)
    if not found:
        return
    site, node = found
    y = program.name("a", program.network.depth)
    text = site.statement.text(node)
    quotient = f"({y} * (1 - {y}))"
    if quotient in text:
        for part in (y, f"(1 - {y})"):
            line = site.statement.part(node, text.replace(quotient, str(part)))
            yield site.whole("derivative-incomplete", line)


def at_logits(program: Program) -> Iterator[Mutation]:
    found, top = error(program), program.network.depth
    y, z = program.name("a", top), program.name("z", top)
    if found and y and z and program.network.prediction != "identity":
        site, node = found
        line = site.statement.part(node, renamed(site.statement.text(node), y, z))
        yield site.whole("pre-activation-where-activation-belongs", line)


def sign_flipped(program: Program) -> Iterator[Mutation]:
    found = error(program)
    if not found:
        return
    site, node = found
    text = site.statement.text(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        left, right = site.statement.bracketed(node.left), site.statement.bracketed(node.right)
        yield site.whole("sign-flipped", site.statement.part(node, f"{left} + {right}"))
        if is_difference(site, node):  # all of the gradient: a mistake in a step alone
            whole = site.whole("sign-flipped", site.statement.part(node, f"{right} - {left}"))
            yield Mutation(whole.fault, whole.kind, whole.layer, whole.line, whole.change, "all")
    elif text.startswith("-"):
        whole = site.whole("sign-flipped", site.statement.part(node, text[1:]))
        yield Mutation(whole.fault, whole.kind, whole.layer, whole.line, whole.change, "all")


def another_sample(program: Program) -> Iterator[Mutation]:
    found, fault = error(program), "wrong-sample-or-target"
    if not found or program.vectors:
        return
    site, node = found
    t, text = target(program), site.statement.text(node)
    columns = program.layout.samples == "columns"
    axis = 1 if columns else 0
    for other in (
        f"np.roll({t}, 1, axis={axis})",
        f"np.roll({t}, -1, axis={axis})",
        f"{t}[:, :1]" if columns else f"{t}[:1]",
        f"{t}[:, ::-1]" if columns else f"{t}[::-1]",
    ):
        yield site.whole(fault, site.statement.part(node, renamed(text, t, other)))


def broadcast(program: Program) -> Iterator[Mutation]:
    """(N,) against (N, 1): a matrix of errors, as it is or averaged away as the loss would."""
    found, fault = error(program), "target-broadcast"
    if not found or program.vectors or program.network.sizes[-1] != 1 or not is_difference(*found):
        return
    site, node = found
    t, text = target(program), site.statement.text(node)
    columns = program.layout.samples == "columns"
    spread = renamed(text, t, f"{t}.T" if columns else f"{t}.ravel()")
    yield site.whole(fault, site.statement.part(node, spread))
    axis = 0 if columns else 1
    mean = f"np.mean({spread}, axis={axis}, keepdims=True)"
    yield site.whole(fault, site.statement.part(node, mean))


MUTATORS = (other_losses, incomplete, at_logits, sign_flipped, another_sample, broadcast)
