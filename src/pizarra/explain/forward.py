"""The forward pass and the loss: every value in general, as matrices with numbers, and one entry worked out."""

from __future__ import annotations

from ..formula import Formula, definition
from ..formula.tree import Along, Call, Sum, walk
from ..language import say
from ..network import LOSS, Step
from ..page.blocks import Block, Equation, Equations, Sentence
from ..page.blocks import Step as PageStep
from .compose import bind, bind_matrix, letters_for
from .context import Context, layer_word, part, step_word


def forward_steps(context: Context) -> tuple[Block, ...]:
    """Write a step for every value between the input and the prediction."""
    return tuple(_step(context, step) for step in context.view.network.steps)


def loss_steps(context: Context) -> tuple[Block, ...]:
    """Write the loss: a step for each of its lines."""
    step = context.view.network.loss_step
    made: list[Block] = []
    for line in step.layer.values:
        name = step.names()[line.name]
        title = (
            say("loss.title", symbol=context.view.whole(name))
            if name == LOSS
            else _inner_title(context, name)
        )
        purpose = (
            say("loss.purpose", layer=layer_word(step.layer)) if name == LOSS else _inner_purpose(line.name)
        )
        made.append(PageStep(f"forward-{name}", title, purpose, _parts(context, step, line)))
    return tuple(made)


def _inner_title(context: Context, name: str):
    known = {f"{LOSS}.p": "loss.p.title", f"{LOSS}.l": "loss.l.title"}
    return say(known.get(name, "loss.inner.title"), symbol=context.view.whole(name))


def _inner_purpose(name: str):
    return say({"p": "loss.p.purpose", "l": "loss.l.purpose"}.get(name, "loss.inner.purpose"))


def _step(context: Context, step: Step) -> PageStep:
    view = context.view
    symbol = view.whole(step.output)
    line = step.layer.values[-1]
    kind = (
        "linear"
        if step.parameters
        else "softmax"
        if _has_along(line)
        else "activation"
        if step.layer.elementwise
        else "other"
    )
    title = say(f"forward.{kind}.title", symbol=symbol, layer=layer_word(step.layer), place=step_word(step))
    inputs = [view.whole(name) for name in step.inputs]
    purpose = say(f"forward.{kind}.purpose", symbol=symbol, input=inputs[0], layer=layer_word(step.layer))
    parts = tuple(p for own in step.layer.values for p in _parts(context, step, own))
    return PageStep(f"forward-{step.output}", title, purpose, parts)


def _has_along(line: Formula) -> bool:
    return any(isinstance(node, Along) for node in walk(line.tree))


def _parts(context: Context, step: Step, line: Formula):
    """Write one line of a layer in its three forms."""
    view = context.view
    bound = bind(view, step, line)
    parts = [
        view.once(
            ("forward", step.output, line.name),
            lambda: part("general", Equations((bound.general(),)), *_definitions(context, step, line)),
        )
    ]
    if context.outline:
        return tuple(parts)
    matrix = bind_matrix(view, step, line.name, context.case.sample)
    if matrix is not None:
        numbers, relation, result = matrix.numbers()
        chain = (("=", matrix.symbols()), ("=", numbers), (relation, result))
        aside = None
        if matrix.left.indices:
            aside = Sentence(say("forward.per_sample", sample=context.sample()), "note")
        parts.append(
            part("matrices", Equations((Equation(matrix.left_box(), chain),)), aside, _whole(context, matrix))
        )
    elif bound.left.indices:
        name = bound.left.name
        parts.append(part("matrices", Equations((Equation(view.whole(name), (("=", view.grid(name)),)),))))
    place = context.place(bound.left.name) if bound.left.indices else ()
    worked = bound.at(place)
    parts.append(part("case", Equations((Equation(view.entry(bound.left.name, place), worked.worked()),))))
    return tuple(parts)


def _whole(context: Context, matrix):
    """After one sample of a batch, give all of them."""
    if not matrix.left.indices:
        return None
    view, name = context.view, matrix.left.name
    return Equations((Equation(view.whole(name), (("=", view.grid(name)),)),))


def _definitions(context: Context, step: Step, line: Formula) -> tuple[Block, ...]:
    """Say what a function with a name is: σ(z) = 1/(1 + e⁻ᶻ)."""
    view = context.view
    bound = bind(view, step, line)
    made = []
    for node in dict.fromkeys(walk(bound.tree)):
        if not isinstance(node, Call | Along) or (simpler := definition(node)) is None:
            continue
        lengths = dict(bound.lengths)
        for inner in walk(
            simpler
        ):  # the running index of a definition is as long as the axis that it runs along
            if isinstance(inner, Sum) and isinstance(node, Along):
                lengths.setdefault(inner.axis, lengths[node.axis])
        letters = letters_for(view, step, (bound.left, bound.tree, simpler))
        simple = view.in_symbols(simpler, letters, lengths)
        made.append(Equation(view.in_symbols(node, letters, lengths), (("=", simple),)))
    return (Equations(tuple(made)),) if made else ()
