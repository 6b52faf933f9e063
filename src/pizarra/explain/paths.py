"""One entry, path by path: every way from it to the loss, its factors, its contribution, and their sum.

The table adds up in the digits that it shows. What all paths of a sample share is then taken out of the sum: that is δ.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np

from ..formula import simplify
from ..formula.tree import ONE, Add, Index, Neg, Node, Ref, reindexed
from ..formula.write import is_negative
from ..language import Say, say
from ..layout import SAMPLES
from ..mathematics.boxes import Box, Fence, Fraction, Marked, Space, row, sign
from ..mathematics.symbols import symbol
from ..network import LOSS
from ..page.blocks import Block, Equation, Equations, Inline, Part, Sentence, Table
from ..page.blocks import Step as PageStep
from .case import Edge, count, paths, routes
from .compose import bind, expand
from .context import Context, note, part
from .digits import Digits, digits_for
from .local import Local
from .view import View

LISTED = 12  # as many paths are listed whole; of more, the first three, the three largest, and the sum of the others
EVERY = 40  # networks with at most this many paths in all have every partial derivative written out
WALKED = 4000  # more paths than this are not walked one by one


def path_steps(context: Context) -> tuple[Block, ...]:
    """Write the step that works the case out path by path, and for a small network every entry in one line each."""
    return (*_case_step(context), *(() if context.outline else _every_step(context)))


def _case_step(context: Context) -> tuple[Block, ...]:
    view, case = context.view, context.case
    entry = context.entry(case.name)
    found = list(_first(routes(view, case.name), 9))
    total = sum(count(route) for route in found)
    place = case.places[case.name]
    general = view.once(
        ("paths general", case.name, place),
        lambda: part("general", *(Equations((_general(context, route),)) for route in found[:8])),
    )
    title = say("paths.title", entry=entry)
    numbers = {"entry": entry, "count": total, "loss": view.whole(LOSS)}
    purpose = say("paths.purpose.one", **numbers) if total == 1 else say("paths.purpose", **numbers)
    worked = [] if context.outline else _tables(context, found)
    return (PageStep("paths", title, purpose, (general, *worked)),)


def _tables(context: Context, found: list[tuple[Local, ...]]) -> list[Part]:
    """Write a table for each route, and what adds up."""
    made = [part("case", *_route(context, route, k, len(found))) for k, route in enumerate(found[:8])]
    if len(found) > 1:
        made.append(part("sum", _sum_of_routes(context, found)))
    folds = _fold(context, found[0]) if len(found) == 1 else ()
    return [*made, part("fold", *folds)] if folds else made


def _every_step(context: Context) -> tuple[Block, ...]:
    """Write every partial derivative as the sum of its paths, each the product of its factors, for a small network."""
    view = context.view
    if not view.single:
        return ()
    every = {name: tuple(_first(routes(view, name), EVERY + 1)) for name in view.network.parameters}
    if sum(view.array(name).size * count(route) for name, found in every.items() for route in found) > EVERY:
        return ()
    lines: list[Equation] = []
    for name, found in every.items():
        for place in sorted(np.ndindex(view.array(name).shape), key=lambda core: view.at(name, core)):
            lines.append(
                _every_line(context, name, place, [path for route in found for path in paths(route, place)])
            )
    step = PageStep(
        "every",
        say("every.title"),
        say("every.purpose", loss=view.whole(LOSS)),
        (part("general", Equations(tuple(lines))),),
    )
    return (step,)


def _every_line(
    context: Context, name: str, place: tuple[int, ...], found: list[tuple[Edge, ...]]
) -> Equation:
    """Write one entry: the factors of each path in symbols, and the value."""
    view = context.view
    terms: list[Box | str] = []
    for path in found:
        factors = [factor for edge in path[::-1] if (factor := _edge_symbols(context, edge))[0] != ONE]
        alone = len(found) == len(factors) == 1  # nothing stands beside it, so it needs no brackets
        parts: list[Box] = []
        for tree, box in factors:
            held = Fence(box) if isinstance(tree, Add | Neg) and not alone else box
            parts += [Space(), held] if parts else [held]
        term = row(*parts) if parts else view.constant(1)
        terms += ["+", term] if terms else [term]
    entry = f"d:{name}"
    at = view.at(entry, place)
    return Equation(view.entry(entry, at), (("=", row(*terms)), ("=", view.number(entry, at))))


def _edge_symbols(context: Context, edge: Edge) -> tuple[Node, Box]:
    """Give one local derivative at its places, as a formula and written in symbols."""
    view, local = context.view, edge.local
    _, tree = view.layout.index_line(Ref(LOSS), local.tree, view.kind)
    mapping: dict[str, Index] = dict(zip(local.out_axes, edge.out, strict=True))
    mapping |= dict(zip(local.in_axes, edge.place, strict=True))
    tree = simplify(expand(reindexed(tree, mapping), view.lengths(local.step)))
    return tree, view.in_symbols(tree, {}, view.lengths(local.step))


def _first(items: Iterator, most: int) -> Iterator:
    for k, item in enumerate(items):
        if k == most:
            return
        yield item


def _letters(context: Context, route: tuple[Local, ...]) -> list[tuple[Box | None, ...]]:
    """Give, for every value on a route, the indices of its entry: fixed places, or a letter that runs."""
    view = context.view
    letters = [*view.notation.indices[1:], "p", "q", "r"]
    at: tuple[int | str, ...] = context.case.places[context.case.name]
    made: list[tuple[Box | None, ...]] = []
    for local in route:
        into = dict(zip(local.in_axes, at, strict=True))
        out: list[int | str] = []
        for axis, length in zip(local.out_axes, view.array(local.target).shape, strict=True):
            if axis in local.links:
                out.append(into[local.links[axis]])
            elif length == 1:
                out.append(0)
            else:
                out.append(
                    view.notation.sample_index if axis == SAMPLES else letters.pop(0) if letters else "s"
                )
        at = tuple(out)
        made.append(at)  # type: ignore[arg-type]
    return made


def _entry(context: Context, name: str, at: tuple) -> Box:
    """Write an entry whose indices, in the core's order, are places or letters."""
    view = context.view
    kind = view.kind(name)
    kept = tuple(a for a, own in zip(at, kind.axes, strict=True) if not (view.single and own == SAMPLES))
    if len(kept) == 2 and view.layout.turned(kind):
        kept = kept[::-1]
    letters = {a: symbol(a) for a in kept if isinstance(a, str)}
    return view.entry(name, kept, letters)


def _factors(context: Context, route: tuple[Local, ...], places: list[tuple]) -> list[Box]:
    """Write the local derivatives of a route as fractions, the one at the loss first."""
    at: tuple = context.case.places[context.case.name]
    made = []
    for local, out in zip(route, places, strict=True):
        top = context.view.whole(LOSS) if local.target == LOSS else _entry(context, local.target, out)
        bottom = _entry(context, local.source, at)
        made.append(Fraction(row(sign("∂"), top), row(sign("∂"), bottom)))
        at = out
    return made[::-1]


def _general(context: Context, route: tuple[Local, ...]) -> Equation:
    """Write ∂ℒ/∂w as the sum over the running indices of the product of local derivatives."""
    from ..mathematics.boxes import BigSum

    view = context.view
    places = _letters(context, route)
    running: dict[str, int] = {}
    for local, out in zip(route, places, strict=True):
        for letter, length in zip(out, view.array(local.target).shape, strict=True):
            if isinstance(letter, str):
                running[letter] = length
    parts: list[Box] = []
    for letter, length in running.items():
        parts.append(
            BigSum(row(symbol(letter), "=", view.notation.index(0)), view.notation.index(length - 1))
        )
    for k, factor in enumerate(_factors(context, route, places)):
        parts += [Space(), factor] if k else [factor]
    name = context.case.name
    left = _entry(context, f"d:{name}", context.case.places[name])
    return Equation(left, (("=", row(*parts)),))


def _route(context: Context, route: tuple[Local, ...], number: int, of: int) -> tuple[Block, ...]:
    """Write one route's table: a row a path, a column a factor."""
    case, view = context.case, context.view
    many = count(route)
    if many > WALKED:
        return (note("paths.too_many", count=many, listed=LISTED),)
    every = list(paths(route, case.places[case.name]))
    products = [prod([edge.value for edge in path]) for path in every]
    total = float(sum(products))
    if many <= LISTED:
        chosen, rest = list(range(many)), 0.0
    else:
        largest = sorted(range(many), key=lambda k: -abs(products[k]))[:3]
        chosen = sorted({0, 1, 2, *largest})
        rest = total - sum(products[k] for k in chosen)
    columns = [[path[::-1][c].value for path in (every[k] for k in chosen)] for c in range(len(route))]
    own = [_column_digits(context, route[::-1][c], column) for c, column in enumerate(columns)]
    values = [products[k] for k in chosen]
    numbers, relation, results, summed = _settled(context, columns, own, values, rest, total)
    rows: list[tuple[Inline, ...]] = []
    for r, k in enumerate(chosen):
        cells: list[Inline] = [_via(context, every[k])]
        for c, column in enumerate(columns):
            box = numbers[c].box(column[r])
            cells.append(
                Marked(
                    Fence(box) if c and is_negative(box) else box,
                    "gradient" if c == 0 and len(columns) > 1 else "local",
                )
            )
        result = Marked(results.box(values[r]), "gradient")
        cells.append(result if relation[r] == "=" else row(sign(relation[r]), result))
        rows.append(tuple(cells))
    blank: tuple[Inline, ...] = ("",) * len(columns)
    foot: list[tuple[Inline, ...]] = []
    if many > len(chosen):
        foot.append(
            (say("paths.others", count=many - len(chosen)), *blank, Marked(results.box(rest), "gradient"))
        )
    sum_box: Box = Marked(results.box(total), "gradient", case=True)
    foot.append((say("paths.sum"), *blank, sum_box if summed == "=" else row(sign("≈"), sum_box)))
    factors = view.once(
        ("paths factors", case.name, case.places[case.name], number),
        lambda: _factors(context, route, _letters(context, route)),
    )
    head: list[Inline] = [say("paths.path"), *factors, say("paths.contribution")]
    caption = (
        say("paths.caption")
        if of == 1
        else say("paths.caption.route", number=number + 1, of=of, route=_through(context, route))
    )
    table = Table(
        tuple(head), tuple(rows), tuple(foot), caption, numeric=tuple(range(1, len(columns) + 2)),
        tinted=len(columns) + 1, role="paths",
    )  # fmt: skip
    return (table,)


def _route_total(context: Context, route: tuple[Local, ...]) -> float:
    """Add a route's contributions without walking it: one by one, or as backpropagation does."""
    case, trace = context.case, context.trace
    if count(route) <= WALKED:
        found = paths(route, case.places[case.name])
        return float(sum(prod([edge.value for edge in path]) for path in found))
    return float(trace.cotangents[case.name][case.places[case.name]])


def _column_digits(context: Context, local: Local, column: list[float]) -> Digits:
    view = context.view
    return digits_for(np.array(column), view.decimals, comma=view.comma)


def _settled(
    context: Context,
    columns: list[list[float]],
    own: list[Digits],
    values: list[float],
    rest: float,
    total: float,
) -> tuple[list[Digits], list[str], Digits, str]:
    """Find digits with which every row's product and the sum can be recomputed; what cannot is marked ≈."""
    view = context.view
    start = digits_for(np.array([*values, total]), view.decimals, comma=view.comma)
    best: tuple[int, list[Digits], list[str], Digits, str] | None = None
    for more in (0, 1, 2):
        results = start.finer(more) if more else start
        summed = "=" if _adds_up(results, [*values, rest] if rest else values, total) else "≈"
        for extra in range(more, more + 4):
            numbers = [digits.finer(extra) for digits in own]
            factors = [map(digits.seen, column) for digits, column in zip(numbers, columns, strict=True)]
            products = map(prod, zip(*factors, strict=True))
            relations = [
                "=" if _reads_same(results, product, value) else "≈"
                for product, value in zip(products, values, strict=True)
            ]
            bad = relations.count("≈") + (summed == "≈")
            if best is None or bad < best[0]:
                best = (bad, numbers, relations, results, summed)
            if bad == 0:
                return numbers, relations, results, summed
    assert best is not None
    return best[1], best[2], best[3], best[4]


def _reads_same(digits: Digits, found: float, value: float) -> bool:
    if digits.scientific:
        return digits.seen(found) == digits.seen(value)
    unit = 10.0**-digits.decimals
    return abs(round(found, digits.decimals) - round(value, digits.decimals)) < 0.5 * unit


def _adds_up(digits: Digits, values: list[float], total: float) -> bool:
    apart = abs(sum(map(digits.seen, values)) - digits.seen(total))
    return apart <= 1e-9 * abs(total) if digits.scientific else apart < 0.5 * 10.0**-digits.decimals


def _via(context: Context, path: tuple[Edge, ...]) -> Say:
    """Name a path by the entries that it goes through where it could have gone elsewhere."""
    key = ("via", *((edge.local.target, edge.local.inside, edge.out) for edge in path))
    return context.view.once(key, lambda: _named_via(context.view, path))


def _named_via(view: View, path: tuple[Edge, ...]) -> Say:
    stops: list[Box] = []
    for edge in path:
        if edge.local.target != LOSS and edge.local.count() > 1:
            stops.append(view.entry(edge.local.target, view.at(edge.local.target, edge.out)))
    if not stops:
        target = path[0].local.target
        stops = [view.whole(LOSS)] if target == LOSS else [view.entry(target, view.at(target, path[0].out))]
    boxes: list[Box | str] = []
    for stop in stops:
        boxes += ["→", stop] if boxes else [stop]
    return say("paths.via", stops=row(*boxes))


def _through(context: Context, route: tuple[Local, ...]) -> Box:
    """Write the values that a route goes through."""
    boxes: list[Box | str] = []
    for local in route:
        boxes += ["→", context.view.whole(local.target)] if boxes else [context.view.whole(local.target)]
    return row(*boxes)


def _sum_of_routes(context: Context, found: list[tuple[Local, ...]]) -> Block:
    """Add the routes up."""
    view, name = context.view, context.case.name
    total = float(view.trace.cotangents[name][context.case.places[name]])
    values = [_route_total(context, route) for route in found]
    digits = digits_for(np.array([*values, total]), view.decimals, comma=view.comma)
    for extra in (1, 2):
        if not _adds_up(digits, values, total):
            digits = digits.finer(extra)
    parts: list[Box] = []
    for k, value in enumerate(values):
        box: Box = Marked(digits.box(value), "gradient")
        parts += [sign("+"), Fence(box) if is_negative(box) else box] if k else [box]
    relation = "=" if _adds_up(digits, values, total) else "≈"
    left = _entry(context, f"d:{name}", context.case.places[name])
    return Equations(
        (Equation(left, (("=", row(*parts)), (relation, Marked(digits.box(total), "gradient", case=True)))),)
    )


def _fold(context: Context, route: tuple[Local, ...]) -> list[Block]:
    """Take the factors that all paths share out of the sum, one layer at a time: this is how δ comes about."""
    view = context.view
    if len(route) < 2:
        return []
    lines: list[Equation] = []
    name = context.case.name
    values = [local.source for local in route][1:]
    for value in (*reversed(values), name):
        step, inside = view.network.readers(value)[0]
        line = next(line for line in step.layer.cotangents if line.name == "d" + inside)
        bound = bind(view, step, line)
        place = view.at(value, context.case.places[value])
        if len(place) == 2 and view.layout.turned(view.kind(bound.left.name)) != view.layout.turned(
            view.kind(value)
        ):
            place = place[::-1]
        one = bound.at(place)
        lines.append(Equation(view.entry(bound.left.name, place), one.worked()))
    return [Sentence(say("paths.fold", entry=context.entry(name))), Equations(tuple(lines))]
