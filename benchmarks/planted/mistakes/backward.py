"""Mistakes on the way down: the derivative of an activation, and what is passed to the layer below."""

import ast
import re
from collections.abc import Iterator

from ..activations import SLOPES
from ..program import Mutation, Program, Site
from ..source import Change, has_name, renamed


def slopes(program: Program, layer: int) -> tuple[Site, list[ast.expr]] | None:
    """Give the line of delta and those of its factors that are the derivative of the activation."""
    statement = program.line("delta", layer)
    if statement is None or (layer == program.network.depth and jacobian(program) is not None):
        return None
    carriers = [
        program.name("delta", layer + 1),
        program.name("da", layer),
        program.names("t"),
        program.names("tn"),
    ]
    found = []
    for factor in statement.factors:
        text = statement.text(factor)
        carried = any(name and has_name(text, name) for name in carriers)
        if not carried and not isinstance(factor, ast.Constant):
            found.append(factor)
    carrying = len(found) < len(statement.factors)
    return (Site(statement, "delta", layer, "slope"), found) if carrying else None


def jacobian(program: Program) -> Site | None:
    """Give the line of the output's delta where it multiplies by the Jacobian of softmax."""
    top = program.network.depth
    statement, error = program.line("delta", top), program.name("da", top)
    if program.network.prediction != "softmax" or statement is None or error is None:
        return None
    return Site(statement, "delta", top, "slope") if statement.mentions(error) else None


def propagation(program: Program, layer: int) -> Site | None:
    """Give the line that takes the delta above through its weights, to a hidden layer."""
    above = program.name("delta", layer + 1)
    for kind in ("da", "delta"):
        statement = program.line(kind, layer)
        if above and statement and statement.mentions(above):
            return Site(statement, kind, layer, "propagation")
    return None


def hidden(program: Program) -> range:
    return range(1, program.network.depth)


def with_slope(site: Site, old: list[ast.expr], new: str) -> str:
    kept = site.statement.without(*old)
    loose = not new.startswith(("np.where(", "np.heaviside(")) and re.fullmatch(r"\w+(\(\w+\))?", new) is None
    return f"{kept} * ({new})" if loose else f"{kept} * {new}"


def error_passed_back(program: Program) -> Iterator[Mutation]:
    for layer in hidden(program):
        site, above = propagation(program, layer), slopes(program, layer + 1)
        delta, error = program.name("delta", layer + 1), program.name("da", layer + 1)
        if site is None or delta is None:
            continue
        if layer + 1 == program.network.depth and jacobian(program) and error:
            yield site.renamed("error-passed-back-instead-of-delta", delta, error)
        elif above and above[1]:
            kept = above[0].statement.without(*above[1])
            text = error or (
                kept if kept.startswith("(") and kept.endswith(")") and kept.count("(") == 1 else f"({kept})"
            )
            yield site.renamed("error-passed-back-instead-of-delta", delta, text)


def derivative_at_activation(program: Program) -> Iterator[Mutation]:
    for layer in program.network.layers:
        z, a = program.name("z", layer), program.name("a", layer)
        found = slopes(program, layer)
        if not z or not a:
            continue
        if site := (jacobian(program) if layer == program.network.depth else None):
            yield site.renamed("derivative-at-activation", a, z)
        for old, new in ((z, a), (a, z)):
            if found and any(has_name(found[0].statement.text(node), old) for node in found[1]):
                site, parts = found
                text = " * ".join(renamed(site.statement.bracketed(node), old, new) for node in parts)
                yield site.value("derivative-at-activation", f"{site.statement.without(*parts)} * {text}")
        # tanh written over its argument: the derivative, taken at z, reads a
        statement = program.line("a", layer)
        if statement and program.style.returns != "all" and statement.value == f"np.tanh({z})":
            site = Site(statement, "a", layer, "slope")
            yield site.value("derivative-at-activation", f"np.tanh({z}, out={z})")


def missing_derivative(program: Program) -> Iterator[Mutation]:
    for layer in program.network.layers:
        top = layer == program.network.depth
        fault = "missing-output-derivative" if top else "wrong-activations-derivative"
        error = program.name("da", layer)
        if top and (site := jacobian(program)) and error:
            yield site.value(fault, error)
        elif (found := slopes(program, layer)) and found[1]:
            yield found[0].value(fault, found[0].statement.without(*found[1]))


def wrong_activation(program: Program) -> Iterator[Mutation]:
    for layer in program.network.layers:
        found = slopes(program, layer)
        if not found or (layer == program.network.depth and not found[1]):
            continue
        site, old = found
        form = "a" if program.style.slope_of == "a" or not program.name("z", layer) else "z"
        v = program.name(form, layer)
        for name, texts in SLOPES.items():
            if v and name not in ("identity", program.network.activation(layer)):
                text = texts[form][0].format(v=v)
                for helper in (f"{name}_derivative", f"derivada_{name}", f"d_{name}"):
                    text = f"{helper}({v})" if helper in program.source.functions else text
                yield site.value("wrong-activations-derivative", with_slope(site, old, text))


def returns_the_value(program: Program) -> Iterator[Mutation]:
    written = program.source.functions
    for layer in program.network.layers:
        found, a = slopes(program, layer), program.name("a", layer)
        if found and found[1] and a:
            yield found[0].value("derivative-returns-the-value", with_slope(*found, a))
            call = found[1][0]
            name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
            if name in written and program.style.slope_of == "a":
                argument, number, _ = written[name]
                yield of_helper("derivative-returns-the-value", layer, number, argument)


def incomplete(program: Program) -> Iterator[Mutation]:
    fault = "derivative-incomplete"
    written = program.source.functions
    for layer in program.network.layers:
        found = slopes(program, layer)
        if layer == program.network.depth and (site := jacobian(program)):
            a, error = program.name("a", layer), program.name("da", layer)
            yield site.value(fault, f"{a} * {error}")
            sums = [node for node in site.statement.factors if isinstance(node, ast.BinOp)]
            if sums and len(site.statement.factors) == 2:
                yield site.value(fault, site.statement.text(sums[0]))
        if not found or not found[1]:
            continue
        site, parts = found
        for node in parts if len(parts) > 1 else ():
            yield site.value(fault, site.statement.without(node))
        if program.network.activation(layer) == "tanh" and len(parts) == 1:
            a = program.name(program.style.slope_of, layer)
            text = site.statement.text(parts[0])
            if text in (f"1 - {a} ** 2", f"1 - {a} * {a}"):
                yield site.value(fault, with_slope(site, parts, f"1 - {a}"))
        call = parts[0]
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in written:
            _, number, text = written[call.func.id]
            halves = text.split(" * ") if program.network.activation(layer) == "sigmoid" else []
            for half in halves if len(halves) == 2 else ():
                yield of_helper(fault, layer, number, half)


def of_helper(fault: str, layer: int, number: int, value: str) -> Mutation:
    """Another value for a function, and so for every layer that calls it."""
    return Mutation(fault, "delta", layer, number, Change({number: f"    return {value}"}), "helper")


def softmax_elementwise(program: Program) -> Iterator[Mutation]:
    top = program.network.depth
    statement, y = program.line("delta", top), program.name("a", top)
    if program.network.prediction != "softmax" or statement is None:
        return
    if site := jacobian(program):
        error = program.name("da", top)
        yield site.value("softmax-derivative-elementwise", f"{error} * {y} * (1 - {y})")
        for axis in (", axis=0, keepdims=True", ", axis=1, keepdims=True"):
            if axis in site.statement.value:
                yield site.value("softmax-wrong-axis", site.statement.value.replace(axis, ""))
                other = axis.replace("0", "-").replace("1", "0").replace("-", "1")
                yield site.value("softmax-wrong-axis", site.statement.value.replace(axis, other))
    else:
        site = Site(statement, "delta", top, "slope")
        yield site.value("softmax-derivative-elementwise", f"({statement.value}) * {y} * (1 - {y})")


def wrong_array_passed_back(program: Program) -> Iterator[Mutation]:
    for layer in hidden(program):
        site = propagation(program, layer)
        delta, W = program.name("delta", layer + 1), program.name("W", layer + 1)
        if site is None or delta is None or W is None:
            continue
        for other in program.network.layers:
            name = program.name("delta", other)
            if (
                name
                and other > layer + 1
                and program.shape("delta", other) == program.shape("delta", layer + 1)
            ):
                yield site.renamed("wrong-layers-delta", delta, name)
        for other in program.alike("W", layer + 1) if site.statement.mentions(W) else ():
            yield site.renamed("wrong-weights", W, program.names("W", other))


def weights_not_transposed(program: Program) -> Iterator[Mutation]:
    for layer in hidden(program):
        site, W = propagation(program, layer), program.names("W", layer + 1)
        if site is None or not site.statement.mentions(W):
            continue
        text, (here, above) = site.statement.value, program.network.sizes[layer : layer + 2]
        turned = f"{W}.T" in text
        if here == above:
            yield site.value(
                "transposed-gradient", text.replace(f"{W}.T", W) if turned else renamed(text, W, f"{W}.T")
            )
        if turned and here > 1 and above > 1:
            yield site.value("transposed-gradient", text.replace(f"{W}.T", f"{W}.reshape({W}.shape[::-1])"))


def never_propagated(program: Program) -> Iterator[Mutation]:
    for layer in hidden(program):
        a = program.name("a", layer)
        for kind in ("da", "delta"):
            if (statement := program.line(kind, layer)) and a:
                site = Site(statement, kind, layer, "propagation" if kind == "da" else "slope")
                yield site.value("delta-never-propagated", f"np.zeros_like({a})")


def missing_paths(program: Program) -> Iterator[Mutation]:
    in_rows = program.layout.samples == "rows" and not program.vectors
    for layer in hidden(program):
        site, delta = propagation(program, layer), program.name("delta", layer + 1)
        if site is None or delta is None or program.network.sizes[layer + 1] < 2:
            continue
        W = program.names("V" if program.style.bias_rows else "W", layer + 1)
        for part in (":1", "-1:", ":-1", "1:"):
            d = f"{delta}[:, {part}]" if in_rows else f"{delta}[{part}]"
            w = f"{W}[:, {part}]" if program.layout.weights == "in_out" else f"{W}[{part}]"
            yield site.value("missing-paths", renamed(renamed(site.statement.value, delta, d), W, w))


def sign_flipped(program: Program) -> Iterator[Mutation]:
    for layer in program.network.layers:
        found = slopes(program, layer)
        statement = program.line("delta", layer)
        if layer < program.network.depth and statement:
            yield Site(statement, "delta", layer, "whole").value("sign-flipped", f"-{statement.value}")
            if site := propagation(program, layer):
                yield site.value("sign-flipped", f"-{site.statement.value}")
        for node in found[1] if found else ():
            text = found[0].statement.text(node)
            if "1 - " in text and "np.exp" not in text:
                yield found[0].whole(
                    "sign-flipped", found[0].statement.part(node, text.replace("1 - ", "1 + ", 1))
                )


def mean_again(program: Program) -> Iterator[Mutation]:
    """1/N, or the rate, on a layer and so on all below it."""
    for layer in hidden(program):
        statement = program.line("delta", layer)
        if statement is None:
            continue
        site = Site(statement, "delta", layer, "whole")
        if program.layout.samples != "vector":
            count = program.names("N")
            if not program.source.assigned(count):
                x = program.names("x")
                count = f"{x}.shape[1]" if program.layout.samples == "columns" else f"len({x})"
            yield site.value("bias-mean-weights-sum", f"{statement.value} / {count}")
        if program.style.returns == "step":
            yield site.value("rate-inside-delta", f"{program.names('rate')} * {statement.value}")


MUTATORS = (
    error_passed_back, derivative_at_activation, missing_derivative, wrong_activation, returns_the_value, incomplete,
    softmax_elementwise, wrong_array_passed_back, weights_not_transposed, never_propagated, missing_paths,
    sign_flipped, mean_again,
)  # fmt: skip
