"""The summary: every gradient with its check and its update, and what a program printed for the same network."""

from __future__ import annotations

import numpy as np

from ..language import say
from ..mathematics.boxes import Box
from ..network import LOSS
from ..page.blocks import Block, Equation, Equations, Inline, Sentence, Table
from .context import Context, note, part, shown_places
from .update import after_blocks

ROWS = 40


def summary_blocks(context: Context) -> tuple[Block, ...]:
    """Write the table of all gradients (or, for large networks, of those shown), and the pass after the update."""
    view, trace = context.view, context.trace
    rows: list[tuple[Inline, ...]] = []
    worst = 0.0
    places = [(name, place) for name in view.network.parameters for place in shown_places(view, name)]
    if len(places) > ROWS:
        places = [(name, context.case.places[name]) for name in view.network.parameters]
    agreed = True
    for name, place in places:
        value = float(trace.cotangents[name][place])
        found = trace.difference(name, place)
        yes = found.agrees(value)
        agreed = agreed and yes
        worst = max(worst, abs(found.value - value)) if not found.kink else worst
        at = view.at(name, place)
        gradient = view.at(f"d:{name}", place)
        measured = value if found.kink and yes else found.value
        rows.append(
            (
                view.entry(name, at),
                view.number(name, at),
                view.number(f"d:{name}", gradient),
                view.digits(f"d:{name}").box(measured),
                say("check.yes") if yes else say("check.no"),
                view.number(f"new:{name}", at),
            )
        )
    total = sum(trace.parameters[name].size for name in view.network.parameters)
    head = tuple(
        say(f"table.{key}") for key in ("entry", "before", "backpropagated", "difference", "agree", "after")
    )
    table = Table(
        head, tuple(rows), numeric=(1, 2, 3, 5), caption=say("summary.caption", shown=len(rows), total=total)
    )
    verdict = Sentence(
        say("summary.agrees") if agreed else say("summary.fails"), "plain" if agreed else "warning"
    )
    return (table, verdict, *after_blocks(context))


def printed_blocks(context: Context) -> tuple[Block, ...]:
    """Stand what a program printed beside what is right for the network, and its numbers after its own update."""
    if not context.printed:
        return ()
    view = context.view
    before, after = [], []
    for item in context.printed:
        name = {"cotangent": "d:", "gradient": "d:", "updated": "new:"}.get(item.kind, "") + item.name
        matrix = (
            view.layout.matrix(item.numbers, view.kind(name))
            if item.name != LOSS
            else np.asarray(item.numbers).reshape(1, 1)
        )
        box = view.numbers(matrix, view.digits(name) if not view.digits(name).exact else _fine(view, matrix))
        if item.update is None:
            before.append((item, name, box))
        else:
            after.append((item, name, box))
    blocks: list[Block] = [Sentence(say("printed.intro"), "warning")]
    for item, name, box in before:
        own: Box = view.grid(name) if item.name != LOSS else view.number(name)
        blocks.append(
            part(
                "printed",
                Sentence(say("printed.label", label=item.label)),
                Equations((Equation(None, (("", box),)),)),
            )
        )
        blocks.append(
            part(
                "true",
                Equations(
                    (Equation(view.whole(name) if item.name != LOSS else view.whole(LOSS), (("=", own),)),)
                ),
            )
        )
        blocks.append(_relation(context, item, name))
    if after:
        sign = after[0][0].update
        blocks.append(Sentence(say("printed.after", sign="+" if sign == "+" else "−"), "note"))
        for item, name, box in after:
            blocks.append(
                part(
                    "printed_after",
                    Sentence(say("printed.label", label=item.label)),
                    Equations((Equation(view.whole(name), (("=", box),)),)),
                )
            )
    return tuple(blocks)


def _fine(view, matrix):
    from .digits import digits_for

    return digits_for(matrix, view.decimals, comma=view.comma)


def _relation(context: Context, item, name: str) -> Sentence:
    """Say how the printed array stands to the true one: equal, its opposite, or another."""
    true = np.asarray(context.view.array(name), dtype=float)
    given = np.asarray(item.numbers, dtype=float).reshape(true.shape)
    scale = max(float(np.max(np.abs(true))), 1e-300)
    if np.max(np.abs(given - true)) <= 1e-6 * scale:
        return note("printed.equal")
    if np.max(np.abs(given + true)) <= 1e-6 * scale:
        return note("printed.opposite")
    return note("printed.differs", symbol=context.view.whole(name))
