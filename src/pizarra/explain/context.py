"""What every section of a solution is written from: the view, the case, and the words for layers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..language import Say, say
from ..layer import Layer
from ..layers import LAYERS
from ..losses import LOSSES
from ..mathematics.boxes import Box
from ..network import Step
from ..page.blocks import Block, Equation, Equations, Part, Sentence, Table
from ..problem import Printed
from ..trace import Trace
from .case import Case
from .view import View
from .window import window

# A derivative is checked entry by entry where an array has at most this many entries on the page.
CHECKED = 64


@dataclass(frozen=True)
class Context:
    """A view, the case that is worked out, and what a program printed for the same network.

    An outline has titles, purposes and general forms alone: the living page computes the rest by itself.
    """

    view: View
    case: Case
    printed: tuple[Printed, ...] = field(default=())
    outline: bool = False

    @property
    def trace(self) -> Trace:
        """The pass."""
        return self.view.trace

    @property
    def vjp(self) -> bool:
        """Whether the backward pass is written with what arrives, u."""
        return self.view.notation.form == "vjp"

    def place(self, name: str) -> tuple[int, ...]:
        """Give the case's place in an array, in the order of the reader's indices."""
        return self.view.at(name, self.case.places[self.view.base(name)])

    def entry(self, name: str) -> Box:
        """Give the symbol of the case's entry of an array."""
        return self.view.entry(name, self.place(name))

    def number(self, name: str) -> Box:
        """Give the case's entry of an array in numbers."""
        return self.view.number(name, self.place(name))

    def sample(self) -> Box:
        """Write the number of the case's sample."""
        return self.view.notation.index(self.case.sample)


def layer_word(layer: Layer) -> Say | str:
    """Give a layer's name in words: the catalogue's for our own, the class's for a reader's."""
    for key, kind in {**LAYERS, **LOSSES}.items():
        if type(layer) is kind:
            return say(f"layer.{key}")
    return type(layer).__name__


def step_word(step: Step) -> Say:
    """Say which layer a step is, with its number as the file counts them."""
    if step.index is None:
        return say("place.loss", layer=layer_word(step.layer))
    return say("place.layer", number=step.index + 1, layer=layer_word(step.layer))


def part(kind: str, *blocks: Block | None) -> Part:
    """Label blocks as a part of a step."""
    return Part(kind, say(f"part.{kind}"), tuple(block for block in blocks if block is not None))


def note(key: str, **values: object) -> Sentence:
    """Write an aside."""
    return Sentence(say(key, **values), "note")


def difference_block(context: Context, name: str) -> tuple[Block, ...]:
    """Check a gradient beside its backpropagated numbers: every entry shown, by finite differences.

    A small array is checked as a whole and shown as a matrix; of a large one, the entries that are shown, in a table.
    """
    view, trace = context.view, context.trace
    plain = view.base(name)
    array = trace.cotangents[plain]
    places = shown_places(view, name)
    found = dict(zip(places, trace.differences({plain: places})[plain], strict=True))
    wrong = [place for place, d in found.items() if not d.agrees(float(array[place]))]
    kinks = [place for place, d in found.items() if d.kink and place not in wrong]
    verdict = say("check.fails") if wrong else say("check.agrees")
    blocks: list[Block] = []
    if len(places) == array.size:
        measured = np.zeros(array.shape)
        for place, d in found.items():
            measured[place] = float(array[place]) if d.kink and place in kinks else d.value
        matrix = view.layout.matrix(measured, view.kind(name))
        box = view.numbers(matrix, view.digits(name), role="gradient")
        blocks.append(Equations((Equation(view.whole(name), (("≈", box),), verdict),)))
    else:
        rows = []
        for place, d in found.items():
            at = view.at(name, place)
            agreed = say("check.no") if place in wrong else say("check.yes")
            number = view.digits(name).box(d.value)
            rows.append((view.entry(name, at), view.number(name, at), number, agreed))
        head = (say("table.entry"), say("table.backpropagated"), say("table.difference"), say("table.agree"))
        blocks.append(Table(head, tuple(rows), numeric=(1, 2)))
    for place in kinks[:3]:
        d = found[place]
        blocks.append(
            note(
                "check.kink",
                entry=view.entry(name, view.at(name, place)),
                left=view.plain(_rounded(d.left)),
                right=view.plain(_rounded(d.right)),
                value=view.number(name, view.at(name, place)),
            )
        )
    return tuple(blocks)


def _rounded(value: float) -> float:
    """Drop the noise of a one-sided difference: it is good to about seven digits."""
    return float(f"{value:.6g}") if abs(value) > 1e-6 else 0.0


def shown_places(view: View, name: str) -> list[tuple[int, ...]]:
    """List the places, in the core's order, of the entries of an array that the page shows."""
    array = view.array(name)
    kept = view.keep.get(name)
    kind = view.kind(name)
    rows, columns = view.matrix(name).shape
    place = view.layout.place(kind, kept) if kept is not None else None
    found = []
    for r in window(rows, place[0] if place else None):
        for c in window(columns, place[1] if place else None):
            if r is None or c is None:
                continue
            core = (c, r) if view.layout.turned(kind) else (r, c)
            found.append(core[: array.ndim] if array.ndim == 2 else (max(core),) if array.ndim else ())
    return list(dict.fromkeys(found))
