"""The update: every parameter moved against its gradient, as matrices and for one entry; then the pass after it."""

from __future__ import annotations

from ..formula import evaluate_matrix, simplify
from ..formula.tree import Add, Mul, Neg, Node, Ref, Transpose
from ..formula.write import write
from ..language import say
from ..layout import pushed
from ..mathematics.boxes import Box
from ..network import LOSS
from ..page.blocks import Block, Equation, Equations, Part, Sentence, Table
from ..page.blocks import Step as PageStep
from ..trace import Trace
from .compose import Spelled, spelled, with_turned
from .context import Context, part
from .digits import digits_for, settle
from .view import RATE, View


def update_steps(context: Context) -> tuple[Block, ...]:
    """Write a step for every parameter."""
    return tuple(_step(context, name) for name in context.view.network.parameters)


def _step(context: Context, name: str) -> PageStep:
    view = context.view
    symbols = view.once(("update", name), lambda: _said(view, name))[2]
    general = view.once(
        ("update general", name),
        lambda: part("general", Equations((Equation(view.whole(name), (("←", symbols),)),))),
    )
    return PageStep(
        f"update-{name}",
        say("update.title", symbol=view.whole(name)),
        say("update.purpose", symbol=view.whole(name)),
        (general,) if context.outline else (general, *_worked(context, name)),
    )


def _worked(context: Context, name: str) -> tuple[Part, ...]:
    """Write the update as matrices, and of the case's entry."""
    view = context.view
    tree, with_numbers, symbols = view.once(("update", name), lambda: _said(view, name))
    names = (name, f"d:{name}", RATE)
    digits = {known: view.digits(known) for known in names}
    target = view.digits(f"new:{name}")
    result = view.matrix(f"new:{name}")

    def compute(chosen):
        values = {n: view.layout.matrix(view.rounded(n, chosen(n)), view.kind(n)) for n in names}
        return evaluate_matrix(tree, values, {})

    large = not view.whole_shown(name)
    chosen, relation = (digits.__getitem__, "=") if large else settle(digits, compute, result, target)
    numbers = write(with_numbers, view.matrix_numbers({}, chosen))
    chain = (("=", numbers), (relation, view.grid(f"new:{name}")))
    return (
        part("matrices", Equations((Equation(view.whole(name), (("←", symbols), *chain)),))),
        part("case", Equations((_case(context, name),))),
    )


def _said(view: View, name: str) -> tuple[Node, Node, Box]:
    """Say the update of a whole parameter: its tree, the same to be written with numbers, and its symbols."""
    gradient: Node = Ref(f"d:{name}")
    if view.layout.turned(view.kind(f"d:{name}")) != view.layout.turned(view.kind(name)):
        gradient = Transpose(gradient)
    tree = simplify(pushed(Add((Ref(name), Neg(Mul((Ref(RATE), gradient)))))))
    return tree, with_turned(tree), view.in_symbols(tree, {}, {})


def _case(context: Context, name: str) -> Equation:
    """Work one entry's update out."""
    view = context.view
    place = context.place(name)

    def said() -> Spelled:
        turned = len(place) == 2 and view.layout.turned(view.kind(f"d:{name}")) != view.layout.turned(
            view.kind(name)
        )
        gradient = Ref(f"d:{name}", place[::-1] if turned else place)
        tree = Add((Ref(name, place), Neg(Mul((Ref(RATE), gradient)))))
        return spelled(view, tree, tree, {})

    known = view.once(("update case", name, place), said)
    target = view.digits(f"new:{name}")
    value = float(view.stored(f"new:{name}")[place])
    digits, relation = known.settled(view, {}, value, target)
    (numbers,) = known.numbers(view, {}, digits)
    chain = (("←", known.symbols), ("=", numbers), (relation, target.box(value)))
    return Equation(view.entry(name, place), chain)


def after_blocks(context: Context) -> tuple[Block, ...]:
    """Write the forward pass of the updated network: its values and the loss before and after."""
    view = context.view
    later = _view_of(context, view.trace.after)
    equations = [Equation(later.whole(name), (("=", later.grid(name)),)) for name in view.network.values[1:]]
    before, after = view.trace.loss, later.trace.loss
    key = "after.down" if after < before else "after.up" if after > before else "after.same"
    digits = digits_for(before, view.decimals, comma=view.comma)
    both = (
        digits
        if f"{before:.{view.decimals}f}" != f"{after:.{view.decimals}f}" or before == after
        else digits.finer(4)
    )
    return (
        Sentence(say("after.values")),
        Equations(tuple(equations)),
        Sentence(
            say(
                key,
                loss=view.whole(LOSS),
                before=both.box(before),
                after=_like(view, after, both.decimals).box(after),
            )
        ),
    )


def _like(view: View, value: float, decimals: int):
    return digits_for(value, max(view.decimals, decimals), comma=view.comma)


def _view_of(context: Context, trace: Trace) -> View:
    view = context.view
    return View(trace, view.notation, view.layout, decimals=view.decimals, comma=view.comma, keep=view.keep)


def more_steps(context: Context, steps: int) -> tuple[Block, ...]:
    """Write the steps after the first in short: values, gradients and updated parameters of each, and all losses."""
    if steps < 2:
        return ()
    view = context.view
    traces = list(view.trace.steps(steps))
    rows = []
    for k, trace in enumerate(traces):
        rows.append((str(k + 1), view.plain(trace.loss), view.plain(trace.after.loss)))
    head = (
        say("steps.step"),
        say("steps.before", loss=view.whole(LOSS)),
        say("steps.after", loss=view.whole(LOSS)),
    )
    blocks: list[Block] = [Table(head, tuple(rows), numeric=(1, 2), caption=say("steps.caption"))]
    for k, trace in enumerate(traces[1:5], 2):
        later = _view_of(context, trace)
        values = [Equation(later.whole(name), (("=", later.grid(name)),)) for name in view.network.values[1:]]
        gradients = [
            Equation(later.whole(f"d:{name}"), (("=", later.grid(f"d:{name}")),))
            for name in view.network.parameters
        ]
        updated = [
            Equation(later.whole(name), (("←", later.grid(f"new:{name}")),))
            for name in view.network.parameters
        ]
        parts = (
            part(
                "values",
                Equations(tuple(values)),
                Equations((Equation(later.whole(LOSS), (("=", later.plain(trace.loss)),)),)),
            ),
            part("gradients", Equations(tuple(gradients))),
            part("updated", Equations(tuple(updated))),
        )
        blocks.append(PageStep(f"step-{k}", say("steps.title", number=k), say("steps.purpose"), parts))
    if steps > 5:
        blocks.append(Sentence(say("steps.rest", count=steps - 5), "note"))
    return tuple(blocks)
