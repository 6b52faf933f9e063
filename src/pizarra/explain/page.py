"""The page: all sections of a solution, in their order."""

from __future__ import annotations

from ..language import Say, say
from ..page.blocks import Block, Page, Section, Sentence
from .backward import backward_steps
from .context import Context, layer_word
from .forms import forms_step
from .forward import forward_steps, loss_steps
from .intro import data_blocks, shape_text
from .paths import path_steps
from .summary import printed_blocks, summary_blocks
from .update import more_steps, update_steps


def page_of(
    context: Context, title: Say | None = None, *, steps: int = 1, remarks: tuple[Say, ...] = ()
) -> Page:
    """Write the whole solution as data: data and notation, forward, loss, backward, update, summary and check."""
    back: tuple[Block, ...] = (*backward_steps(context), *path_steps(context), *forms_step(context))
    sections = [
        Section(
            "data", say("section.data"), (*(Sentence(one, "note") for one in remarks), *data_blocks(context))
        ),
        Section("forward", say("section.forward"), forward_steps(context)),
        Section("loss", say("section.loss"), loss_steps(context)),
        Section("backward", say("section.backward"), back),
        Section("update", say("section.update"), update_steps(context)),
        Section("summary", say("section.summary"), summary_blocks(context)),
    ]
    if context.printed:
        sections.append(Section("printed", say("section.printed"), printed_blocks(context)))
    if steps > 1:
        sections.append(Section("steps", say("section.steps"), more_steps(context, steps)))
    return _page(context, title, sections)


def outline_of(context: Context, title: Say | None = None) -> Page:
    """Write the steps alone, of each what holds for all numbers; the context must be that of an outline."""
    back = (*backward_steps(context), *path_steps(context))
    steps = {
        "forward": forward_steps(context),
        "loss": loss_steps(context),
        "backward": back,
        "update": update_steps(context),
    }
    return _page(context, title, [Section(key, say(f"section.{key}"), made) for key, made in steps.items()])


def _page(context: Context, title: Say | None, sections: list[Section]) -> Page:
    heading, view = title or say("page.title", shape=shape_text(context)), context.view
    layers = _layers(context)
    summary = say("page.summary", layers=layers, loss=layer_word(view.network.loss), count=view.trace.samples)
    return Page(heading, summary, tuple(section for section in sections if section.blocks))


def _layers(context: Context) -> Say:
    """Name the layers in their order: linear, sigmoid, linear."""
    words = [layer_word(step.layer) for step in context.view.network.steps]
    joined: Say | str = words[0]
    for word in words[1:]:
        joined = say("list.then", first=joined, second=word)
    return say("list.whole", items=joined)
