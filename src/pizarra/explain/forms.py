"""The two forms of the backward pass side by side: VJPs with rows, δ with columns; and that they agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..formula import evaluate_matrix, simplify
from ..formula.tree import Ref, refs, renamed, transform
from ..language import say
from ..layout import Layout, pushed
from ..mathematics.boxes import Box
from ..network import INPUT, Step
from ..page.blocks import Block, Inline, Table
from ..page.blocks import Step as PageStep
from .compose import bound_names
from .context import Context, part
from .view import View


def forms_step(context: Context) -> tuple[Block, ...]:
    """Write both forms of every cotangent as matrix formulas, evaluate both, and say whether they agree."""
    view = context.view
    rows: list[tuple[Inline, ...]] = []
    vjp, delta = _one_sample(view, "numerator"), _one_sample(view, "parameter")
    for step in reversed(view.network.all_steps):
        lines = step.layer.matrix_lines()
        for inside in (*step.layer.parameters, *step.layer.inputs):
            outside = step.names()[inside]
            if "d" + inside not in lines or outside in (INPUT, "t"):
                continue
            first = _form(context, step, inside, vjp)
            second = _form(context, step, inside, delta)
            if first is None or second is None:
                continue
            agree = bool(np.allclose(first[1], second[1].T, rtol=1e-12, atol=1e-12))
            rows.append(
                (view.partial(outside), first[0], second[0], say("check.yes") if agree else say("check.no"))
            )
    if not rows:
        return ()
    head = (say("forms.quantity"), say("forms.vjp"), say("forms.delta"), say("table.agree"))
    table = Table(head, tuple(rows), caption=say("forms.caption"))
    return (PageStep("forms", say("forms.title"), say("forms.purpose"), (part("general", table),)),)


def _form(context: Context, step: Step, inside: str, one: View) -> tuple[Box, np.ndarray] | None:
    """Give one form of a cotangent: its formula and its value for the case's sample (for a parameter, one sample's)."""
    view, layout = context.view, one.layout
    names = bound_names(step)
    left, tree = step.layer.matrix_lines()["d" + inside]
    target = Ref(names["d" + inside], left.indices)
    _, tree = layout.matrix_line(target, renamed(tree, names), view.kind)
    tree = simplify(pushed(tree))
    sample = context.case.sample
    lengths = view.lengths(step) | {"n": 1}
    values = {}
    for ref in refs(tree):
        array = view.array(ref.name)
        kind = view.kind(ref.name)
        if kind.batch:
            array = array[sample : sample + 1]
        values[ref.name] = layout.matrix(array, kind)
    value = evaluate_matrix(tree, values, lengths)
    if one.notation.form == "vjp":
        arriving = Ref("d:" + step.output)
        tree = transform(tree, lambda node: Ref("u:" + step.output) if node == arriving else None)
    return one.in_symbols(tree, {}, lengths), value


def _one_sample(view: View, jacobian: str) -> View:
    """View one sample: u as a row in VJP form, δ or ∂L/∂v as a column in the other."""
    form = "vjp" if jacobian == "numerator" else "delta"
    gradient = "partial" if form == "delta" else view.notation.gradient
    notation = replace(view.notation, form=form, gradient=gradient)
    return View(view.trace, notation, Layout("single", view.layout.weights, jacobian))  # type: ignore[arg-type]
