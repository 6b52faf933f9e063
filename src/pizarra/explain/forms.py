"""The two forms of the backward pass side by side: VJPs with rows, δ with columns; and that they agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..formula import evaluate_matrix, simplify
from ..formula.tree import Node, Ref, refs, renamed, transform
from ..language import say
from ..layout import Layout, pushed
from ..mathematics.boxes import Box
from ..network import INPUT, Step
from ..notation import Notation
from ..page.blocks import Block, Inline, Table
from ..page.blocks import Step as PageStep
from .compose import bound_names
from .context import Context, part
from .view import View


def forms_step(context: Context) -> tuple[Block, ...]:
    """Write both forms of every cotangent as matrix formulas, evaluate both, and say whether they agree."""
    view = context.view
    found: list[tuple[str, Box, Box, bool]] = []
    vjp, delta = _one_sample(view, "numerator"), _one_sample(view, "parameter")
    for step in reversed(view.network.all_steps):
        lines = step.layer.matrix_lines()
        for inside in (*step.layer.parameters, *step.layer.inputs):
            outside = step.names()[inside]
            if "d" + inside not in lines or outside in (INPUT, "t"):
                continue
            first = _form(context, step, inside, vjp)
            second = _form(context, step, inside, delta)
            found.append((outside, first[0], second[0], _agree(first[1], second[1].T)))
    if not found:
        return ()
    return (view.once(("forms", *(agree for *_, agree in found)), lambda: _table(view, found)),)


def _table(view: View, found: list[tuple[str, Box, Box, bool]]) -> PageStep:
    rows: list[tuple[Inline, ...]] = [
        (view.partial(name), first, second, say("check.yes") if agree else say("check.no"))
        for name, first, second, agree in found
    ]
    head = (say("forms.quantity"), say("forms.vjp"), say("forms.delta"), say("table.agree"))
    table = Table(head, tuple(rows), caption=say("forms.caption"))
    return PageStep("forms", say("forms.title"), say("forms.purpose"), (part("general", table),))


def _agree(a: np.ndarray, b: np.ndarray) -> bool:
    """Say whether all entries are the same; where a formula is 0 / 0 in one form, it must be so in the other."""
    if a.shape != b.shape or (np.isnan(a) != np.isnan(b)).any():
        return False
    known = ~np.isnan(a)
    return bool((np.abs(a - b) <= 1e-12 * (1 + np.abs(b)))[known].all())


def _form(context: Context, step: Step, inside: str, one: View) -> tuple[Box, np.ndarray]:
    """Give one form of a cotangent: its formula and its value for the case's sample (for a parameter, one sample's)."""
    view, sample = context.view, context.case.sample
    tree, box = one.once(("form", step.output, inside), lambda: _said(view, step, inside, one))
    values = {}
    for ref in refs(tree):
        array = view.array(ref.name)
        kind = view.kind(ref.name)
        values[ref.name] = one.layout.matrix(array[sample : sample + 1] if kind.batch else array, kind)
    with np.errstate(all="ignore"):
        return box, evaluate_matrix(tree, values, view.lengths(step) | {"n": 1})


def _said(view: View, step: Step, inside: str, one: View) -> tuple[Node, Box]:
    """Say a cotangent in the form of `one`: its tree, and how it is written."""
    names = bound_names(step)
    left, tree = step.layer.matrix_lines()["d" + inside]
    target = Ref(names["d" + inside], left.indices)
    _, tree = one.layout.matrix_line(target, renamed(tree, names), view.kind)
    tree = written = simplify(pushed(tree))
    if one.notation.form == "vjp":
        arriving = Ref("d:" + step.output)
        written = transform(tree, lambda node: Ref("u:" + step.output) if node == arriving else None)
    return tree, one.in_symbols(written, {}, view.lengths(step) | {"n": 1})


def _one_sample(view: View, jacobian: str) -> View:
    """View one sample: u as a row in VJP form, δ or ∂L/∂v as a column in the other."""

    def said() -> tuple[Notation, Layout]:
        form = "vjp" if jacobian == "numerator" else "delta"
        gradient = "partial" if form == "delta" else view.notation.gradient
        notation = replace(view.notation, form=form, gradient=gradient)
        return notation, Layout("single", view.layout.weights, jacobian)  # type: ignore[arg-type]

    return View(view.trace, *view.once(("one sample", jacobian), said))
