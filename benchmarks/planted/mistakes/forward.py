"""Mistakes in the forward pass, which make the backward pass that of another network."""

import re
from collections.abc import Iterator

from ..program import Mutation, Program, Site
from ..source import Change, renamed


def affine(program: Program, layer: int) -> Site | None:
    """Give the line that reads the weights of a layer on the way up."""
    for kind in ("z", "a"):
        if statement := program.line(kind, layer):
            return Site(statement, kind, layer, "forward")
    return None


def pre_activation(program: Program) -> Iterator[Mutation]:
    fault = "pre-activation-where-activation-belongs"
    for layer in program.network.layers:
        a, z = program.name("a", layer), program.name("z", layer)
        if (
            not a
            or not z
            or program.network.activation(layer) == "identity"
            or layer == program.network.depth
        ):
            continue
        above, own = affine(program, layer + 1), program.line("a", layer)
        if above and above.statement.mentions(a):
            yield above.renamed(fault, a, z)
        if own:
            yield Site(own, "a", layer, "forward").value(fault, z)


def softmax_axis(program: Program) -> Iterator[Mutation]:
    top = program.network.depth
    if program.network.prediction != "softmax":
        return
    for number, text in enumerate(program.source.lines):
        if text.startswith("    return e /") and "axis=" in text:
            other = text.replace("axis=1", "axis=0") if "axis=1" in text else text.replace("axis=0", "axis=1")
            for new in (other, re.sub(r"(, )?axis=\d, keepdims=True", "", text)):
                yield Mutation("softmax-wrong-axis", "a", top, number, Change({number: new}), "forward")


def wrong_weights(program: Program) -> Iterator[Mutation]:
    for layer in program.network.layers:
        site, W = affine(program, layer), program.names("W", layer)
        if site is None or not site.statement.mentions(W):
            continue
        for other in program.alike("W", layer):
            yield site.renamed("wrong-weights", W, program.names("W", other))
        if program.network.sizes[layer - 1] == program.network.sizes[layer] > 1:
            text = site.statement.value
            turned = text.replace(f"{W}.T", W) if f"{W}.T" in text else renamed(text, W, f"{W}.T")
            yield site.value("transposed-gradient", turned)


def unpacked(program: Program) -> Iterator[Mutation]:
    top, sizes = program.network.depth, program.network.sizes
    hidden, y = program.name("a", top - 1), program.name("a", top)
    if not program.style.split or top < 2 or sizes[-1] != sizes[-2] or not hidden or not y:
        return
    for statement in program.source.assigned(y):
        if "," in statement.target:
            left, right = statement.line.split(" = ", 1)
            swapped = renamed(renamed(left, y, "@"), hidden, y).replace("@", hidden)
            site = Site(statement, "a", top, "unpacking")
            yield site.whole("results-unpacked-in-the-wrong-order", f"{swapped} = {right}")


MUTATORS = (pre_activation, softmax_axis, wrong_weights, unpacked)
