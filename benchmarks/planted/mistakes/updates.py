"""Mistakes in the step: the line that makes a parameter new, and when it stands."""

from collections.abc import Iterator

from ..program import Mutation, Program, Site
from ..source import Change, renamed
from .backward import hidden, propagation


def sites(program: Program) -> Iterator[Site]:
    for kind, layer in program.parameters:
        if statement := program.update(kind, layer):
            yield Site(statement, kind, layer, "update")


def line(
    program: Program, site: Site, *, target: str = "", base: str = "", slope: str = "", flip: bool = False
) -> str:
    """Write the update anew."""
    name = program.names(site.kind, site.layer)
    plus = program.style.negative != flip
    target, base = target or site.statement.target, base or name
    slope = slope or program.roles[f"d{site.kind}{site.layer}"]
    step = f"{program.names('rate')} * {slope}"
    if program.style.update == "inplace" and target == base:
        return f"{site.statement.indent}{target} {'+' if plus else '-'}= {step}"
    return f"{site.statement.indent}{target} = {base} {'+' if plus else '-'} {step}"


def before_use(program: Program) -> Iterator[Mutation]:
    if program.style.returns != "step" or program.style.bias_rows or program.style.looped:
        return
    for layer in hidden(program):
        use, W = propagation(program, layer), program.names("W", layer + 1)
        update, slope = program.update("W", layer + 1), program.line("dW", layer + 1)
        if use is None or update is None or slope is None:
            continue
        number = use.statement.number
        moved = tuple(s.number for s in (slope, update) if s.number > number)
        text = renamed(use.statement.value, W, update.target)
        change = Change({number: use.statement.with_value(text)}, move=(moved, number))
        yield Mutation("update-before-use", use.kind, layer, number, change, "propagation")


def bias_never(program: Program) -> Iterator[Mutation]:
    for site in sites(program):
        if site.kind == "b" and program.style.update != "new":
            number = site.statement.number
            change = Change(remove=frozenset({number}))
            yield Mutation("bias-never-updated", "b", site.layer, number, change, "update")
        elif site.kind == "b":
            yield site.value("bias-never-updated", program.names("b", site.layer))


def wrong_parameter(program: Program) -> Iterator[Mutation]:
    for site in sites(program):
        for other in program.alike(site.kind, site.layer):
            slope = program.roles[f"d{site.kind}{other}"]
            if program.style.update != "new":
                name = program.names(site.kind, other)
                yield site.whole("wrong-parameter-updated", line(program, site, target=name, base=name))
            yield site.whole("wrong-layers-delta", line(program, site, slope=slope))


def another_name(program: Program) -> Iterator[Mutation]:
    for site in sites(program):
        if program.style.update != "new":
            name = program.names.new(site.kind, site.layer)
            yield site.whole("update-stored-under-another-name", line(program, site, target=name))


def wrong_base(program: Program) -> Iterator[Mutation]:
    for site in sites(program):
        others = [program.names(site.kind, other) for other in program.alike(site.kind, site.layer)]
        if site.kind == "W" and program.network.bias:
            others.append(program.names("b", site.layer))
        for other in others:
            yield site.whole("wrong-base-in-update", line(program, site, base=other))


def sign_flipped(program: Program) -> Iterator[Mutation]:
    found = list(sites(program))
    for site in found:
        yield site.whole("sign-flipped", line(program, site, flip=True))
    if len(found) > 1:
        change = Change({site.statement.number: line(program, site, flip=True) for site in found})
        last = max(found, key=lambda site: site.layer)
        yield Mutation("sign-flipped", last.kind, last.layer, last.statement.number, change, "all")


MUTATORS = (before_use, bias_never, wrong_parameter, another_name, wrong_base, sign_flipped)
