"""Mistakes that only a loop over the samples allows."""

from collections.abc import Iterator

from ..program import Mutation, Program, Site
from ..source import Change
from .backward import hidden, propagation


def another_sample(program: Program) -> Iterator[Mutation]:
    fault, top = "wrong-sample-or-target", program.network.depth
    x, t = program.names("x"), program.names("t")
    for role in ("xn", "tn"):
        name = program.names(role)
        for statement in program.source.assigned(name):
            layer, kind = (1, "x") if role == "xn" else (top, "t")
            site, value = Site(statement, kind, layer, "sample"), statement.value
            if value.endswith("i]"):
                for other in ("i - 1]", "0]"):
                    yield site.value(fault, value[:-2] + other)
    number = program.source.loop
    if number is None:
        return
    text = program.source.lines[number]
    others = []
    if "zip(" in text:
        others = [
            text.replace(f", {t})", f", {t}[::-1])"),
            text.replace(f"({x}, {t})", f"({x}[:-1], {t}[:-1])"),
        ]
    elif "range(" in text:
        others = [text.replace("):", " - 1):"), text.replace("range(", "range(1, ")]
    for other in others:
        place = "sample" if "::-1" in other else "all"
        yield Mutation(fault, "t", top, number, Change({number: other}), place)


def overwritten(program: Program) -> Iterator[Mutation]:
    for kind, layer in program.parameters if program.style.looped else ():
        if statement := program.line(f"d{kind}", layer):
            line = statement.line.replace("+=", "=", 1)
            yield Site(statement, f"d{kind}", layer, "gradient").whole("wrong-sample-or-target", line)


def not_reset(program: Program) -> Iterator[Mutation]:
    number = program.source.loop
    for layer in program.network.layers if number is not None else ():
        statement = program.line("delta", layer)
        if statement and number is not None:
            text = f"{statement.indent}{statement.target} = {statement.target} + {statement.value}"
            first = f"    {statement.target} = np.zeros({program.network.sizes[layer]})"
            change = Change({statement.number: text}, before={number: first})
            yield Mutation("accumulator-not-reset", "delta", layer, statement.number, change, "slope")


def stale(program: Program) -> Iterator[Mutation]:
    """The delta above is read before it is computed: it is the one of the sample before."""
    number = program.source.loop
    for layer in hidden(program) if number is not None else ():
        use, above = propagation(program, layer), program.line("delta", layer + 1)
        if use and above and number is not None:
            first = f"    {above.target} = np.zeros({program.network.sizes[layer + 1]})"
            change = Change(move=((use.statement.number,), above.number), before={number: first})
            yield Mutation(
                "stale-or-undefined-variable", use.kind, layer, use.statement.number, change, "propagation"
            )


MUTATORS = (another_sample, overwritten, not_reset, stale)
