"""Mistakes on a parameter's own line: dW and db."""

import re
from collections.abc import Iterator

from ..program import Mutation, Program, Site
from ..source import Change, renamed


def sites(program: Program, *kinds: str) -> Iterator[Site]:
    for layer in program.network.layers:
        for kind in kinds or ("dW", "db"):
            statement = program.line(kind, layer)
            if statement and not program.style.bias_rows:
                yield Site(statement, kind, layer, "gradient")


def below(program: Program, layer: int) -> str:
    return str(program.name("a", layer - 1))


def another_delta(program: Program) -> Iterator[Mutation]:
    for site in sites(program):
        delta = program.name("delta", site.layer)
        for other in program.alike("delta", site.layer):
            name = program.name("delta", other)
            # a name that is assigned further down would be undefined: those are dropped when run
            if delta and name:
                yield site.renamed("wrong-layers-delta", delta, name)


def another_input(program: Program) -> Iterator[Mutation]:
    sizes = program.network.sizes
    for site in sites(program, "dW"):
        inner = below(program, site.layer)
        for other in range(program.network.depth + 1):
            name = program.name("a", other)
            if other != site.layer - 1 and name and sizes[other] == sizes[site.layer - 1]:
                own = other == site.layer
                fault = "own-activation-instead-of-input" if own else "wrong-layers-delta"
                yield site.renamed(fault, inner, name)
        z = program.name("z", site.layer - 1)
        if site.layer > 1 and z:
            yield site.renamed("pre-activation-where-activation-belongs", inner, z)


def transposed(program: Program) -> Iterator[Mutation]:
    sizes = program.network.sizes
    for site in sites(program, "dW"):
        fan_in, fan_out = sizes[site.layer - 1 : site.layer + 1]
        W, value, fault = program.names("W", site.layer), site.statement.value, "transposed-gradient"
        # Where no other matrix shows the layout, the transpose is one.
        known = any(min(sizes[k - 1 : k + 1]) > 1 and k != site.layer for k in program.network.layers)
        if fan_in == fan_out > 1 and known:
            yield site.value(fault, f"({value}).T")
        if fan_in > 1 and fan_out > 1 and (known or fan_in != fan_out):
            yield site.value(fault, f"np.reshape(({value}).T, {W}.shape)")


def inner_product(program: Program) -> Iterator[Mutation]:
    for site in sites(program, "dW"):
        fan_in, fan_out = program.network.sizes[site.layer - 1 : site.layer + 1]
        if fan_in == fan_out > 1 and program.vectors:
            for function in ("np.dot", "np.inner"):
                yield site.value(
                    "inner-instead-of-outer-product", site.statement.value.replace("np.outer", function)
                )


def bias_over_units(program: Program) -> Iterator[Mutation]:
    for site in sites(program, "db"):
        value, delta = site.statement.value, str(program.name("delta", site.layer))
        summed = f"np.sum({delta})"
        tail = re.search(r" / \w+$", value)
        yield site.value("bias-summed-over-units-too", summed + (tail.group() if tail else ""))
        if "axis=" in value:
            other = (
                renamed(value, "axis=0", "axis=1") if "axis=0" in value else value.replace("axis=1", "axis=0")
            )
            yield site.value("bias-summed-over-units-too", other)


def bias_from_weights(program: Program) -> Iterator[Mutation]:
    for site in sites(program, "db"):
        dW = program.name("dW", site.layer)
        axis = 0 if program.layout.weights == "in_out" else 1
        more = "" if program.layout.bias == "flat" else ", keepdims=True"
        if program.layout.bias == "column" and axis == 0:
            text = f"np.sum({dW}, axis=0)[:, None]"
        elif program.layout.bias == "row" and axis == 1:
            text = f"np.sum({dW}, axis=1)[None, :]"
        else:
            text = f"np.sum({dW}, axis={axis}{more})"
        if not program.style.looped:
            yield site.value("bias-gradient-from-weight-gradient", text)


def bias_of_one_sample(program: Program) -> Iterator[Mutation]:
    for site in sites(program, "db"):
        delta = program.name("delta", site.layer)
        if not program.vectors:
            for index in ("0", "-1"):
                if program.layout.samples == "columns":
                    text = f"{delta}[:, [{index}]]"
                else:
                    text = f"{delta}[{index}]" if program.layout.bias == "flat" else f"{delta}[[{index}]]"
                yield site.value("wrong-sample-or-target", text)


def input_of_another_sample(program: Program) -> Iterator[Mutation]:
    for site in sites(program, "dW"):
        inner = below(program, site.layer)
        if not program.vectors:
            text = f"np.roll({inner}, 1, axis={program.sample_axis})"
            yield site.renamed("wrong-sample-or-target", inner, text)


def bias_zero(program: Program) -> Iterator[Mutation]:
    for site in sites(program, "db"):
        if not program.style.looped:
            b = program.names("b", site.layer)
            yield site.value("bias-never-updated", f"np.zeros_like({b})")


def sign_flipped(program: Program) -> Iterator[Mutation]:
    for site in sites(program):
        yield site.value("sign-flipped", f"-{site.statement.value}")


def mean_here_only(program: Program) -> Iterator[Mutation]:
    """A mean where all others are sums, or the reverse; a number of samples that is not the number of samples."""
    fault, x, count = "bias-mean-weights-sum", program.names("x"), program.names("N")
    if program.layout.samples == "vector":
        return
    columns = program.layout.samples == "columns"
    features = f"{x}.shape[0]" if columns else f"{x}.shape[1]"
    here = count if program.source.assigned(count) else f"{x}.shape[1]" if columns else f"{x}.shape[0]"
    for site in sites(program):
        value = site.statement.value
        if program.style.looped:
            yield from after_the_loop(program, site)
        elif value.endswith(f" / {count}"):
            bare = value.removesuffix(f" / {count}")
            yield site.value(fault, bare)
            yield site.value(fault, f"{bare} / {features}")
            yield site.value(fault, f"{bare} / 10")
        else:
            yield site.value(fault, f"{value} / {here}")
            if "sum" in value:
                yield site.value(fault, value.replace("sum", "mean"))


def after_the_loop(program: Program, site: Site) -> Iterator[Mutation]:
    for statement in program.source.assigned(site.statement.target):
        if statement.value == f"{site.statement.target} / {program.names('N')}":
            change = Change(remove=frozenset({statement.number}))
            yield Mutation(
                "bias-mean-weights-sum", site.kind, site.layer, site.statement.number, change, "gradient"
            )


def bias_row(program: Program) -> Iterator[Mutation]:
    """Of a matrix whose first row is the bias: the wrong row or column cut off."""
    fault = "wrong-bias-column-removed"
    if not program.style.bias_rows:
        return
    for layer in program.network.layers:
        for kind in ("dW", "db", "da", "delta"):
            statement = program.line(kind, layer)
            if statement is None:
                continue
            place = "gradient" if kind in ("dW", "db") else "propagation"
            site, value = Site(statement, kind, layer, place), statement.value
            for old, new in (("[1:]", "[:-1]"), ("[0]", "[-1]"), ("[:1]", "[-1:]"), ("[:, 1:]", "[:, :-1]")):
                if old in value:
                    yield site.value(fault, value.replace(old, new))


MUTATORS = (
    another_delta, another_input, transposed, inner_product, bias_over_units, bias_from_weights, bias_of_one_sample,
    input_of_another_sample, bias_zero, sign_flipped, mean_here_only, bias_row,
)  # fmt: skip
