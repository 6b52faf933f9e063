"""Told: the class, the name and the line of a cause that was found, as they are said.

Longer than most files: one question after another about where a cause lies.
"""

from __future__ import annotations

import re

import numpy as np

from .arrays import Array
from .calls import all_names, called, handed_over, mentions
from .classes import fault_of
from .graph import Graph
from .halves import Halves, halves, product, written_over
from .judge import proportion, same
from .odd import uphill
from .overwritten import changed_by, changed_under, replaced_sum, written_in_part
from .penalties import added, made_for_gradients, penalised
from .recording import Naming, Operation, Site
from .source import Source
from .static import handed
from .structure import (
    UNSPECIFIC,
    Noticed,
    result_name,
)
from .suspects import Change, Search, Tried
from .wrong_slopes import slope_fault


def by_halves(source: Source, search: Search, change: Change) -> list[Noticed]:
    """Tell of a wrong cotangent whose two parts are both wrong, or of an activation that was written over."""
    parts = halves(search, change)
    if parts is None or change.old is None:
        return []
    over = written_over(search, parts)
    if over is not None:
        return [Noticed("in-place-aliasing", result_name(search.graph, over), over.site, over.stack)]
    slope, back = product(search, parts.ahead), product(search, parts.back)
    if parts.ahead and same(slope, parts.slope) and not same(back, parts.arrives):
        return _other_cut(search, change, parts)
    if not parts.ahead or same(slope, parts.slope) or same(back, parts.arrives):
        return []
    kind = slope_fault(search, slope, parts.slope)
    under = changed_under(source, search, change, change.new) if change.new is not None else None
    kind = "in-place-aliasing" if kind == "derivative-at-activation" and under is not None else kind
    ids = parts.back[0]
    first = search.graph.maker(int(ids[-1]))
    if kind == "unknown" or len(parts.back) > 1 or first is None:
        return []
    from_above = Change(
        "value",
        first,
        first.site,
        first.stack,
        changed=(ids, parts.arrives),
        old=Array(ids, first.number + 1),
        new=parts.activation,
        found=back,
        expected=parts.arrives,
    )
    fault = fault_of(search, from_above)
    if fault in UNSPECIFIC:
        return []
    known = search.halved.setdefault(first.site, fault)  # the layers above on the same line tell more
    fault = known if fault in ("missing-paths", "wrong-activations-derivative") else fault
    maker = search.graph.maker(int(parts.ahead[0][-1]))
    given = _given_back(search, change.operation) if kind == "derivative-returns-the-value" else None
    site, callers = change.site, change.callers
    if given is not None:
        site, callers = given.site, ((change.site,) if change.site else ())
    elif maker is not None and maker.site != change.site and len(maker.stack) > len(change.callers):
        site, callers = _at_call(search, maker)
    layer = search.arrays.layer(parts.activation.position)
    name = result_name(search.graph, change.operation)
    if kind == "in-place-aliasing" and under is not None:
        name, site, callers = under.name, under.site, ()
    above = result_name(search.graph, first)
    return [
        Noticed(kind, name, site, callers, layer),
        Noticed(fault, above, first.site, first.stack, layer),
    ]


def _at_call(search: Search, slope: Operation) -> tuple[Site | None, tuple[Site, ...]]:
    """Give where a function that gives a slope is wrong: where it is called, if what it gives another call is right."""
    arrays, here = search.arrays, slope.stack[-1][:2] if slope.stack else None
    for other in arrays.operations(arrays.backward) if here is not None else ():
        again = other.site == slope.site and other.name == slope.name and len(other.stack) == len(slope.stack)
        if not again or other.stack[-1][:2] == here or other.ids.size < 4:
            continue
        value = search.graph.values[other.ids.ravel()]
        if any(right.size == value.size and same(value, right) for _, _, right in arrays.bends):
            return slope.stack[-1], slope.stack[:-1]
    return slope.site, slope.stack


def _other_cut(search: Search, change: Change, parts: Halves) -> list[Noticed]:
    """Tell of a column or row that was cut off at the wrong end of what came back."""
    for ids in parts.back:
        maker = search.graph.maker(int(ids.flat[0]))
        if maker is None or maker.ids.size <= ids.size or not np.isin(ids, maker.ids).all():
            continue
        whole = search.values[maker.ids]
        others = [np.delete(whole, end, axis) for axis in range(whole.ndim) for end in (0, -1)]
        if any(one.size == ids.size and same(one.ravel(), parts.arrives) for one in others):
            cut = _cut(search, change)
            site, callers = (cut.site, ()) if cut is not None else (change.site, change.callers)
            name = cut.name if cut is not None else result_name(search.graph, change.operation)
            return [Noticed("wrong-bias-column-removed", name, site, callers)]
    return []


def told(source: Source, search: Search, tried: Tried) -> Noticed:
    """Tell of a change that was accepted."""
    change, graph = tried.change, search.graph
    fault = fault_of(search, change)
    operation = change.operation
    site, callers = _depth(source, search, change)
    name = _made_on(search, change, site) or result_name(graph, operation)
    if not name:
        named = [
            n
            for n in graph.recording.named
            if n.site is not None and n.site[:2] == (change.site or (None, 0))[:2]
        ]
        name = named[0].name if named else change.old.name if change.old is not None else ""
    if fault == "sign-flipped":
        turned = uphill(search) if tried.uphill and _all_uphill(search) else _taken_by_sign(search, change)
        if turned is not None:
            name, site, callers = result_name(graph, turned) or name, turned.site, turned.stack
    if change.kind == "slope":
        site, callers = _at_call(search, operation)
    alias = _called_otherwise(search, tried)
    if alias is not None:
        name, site, callers = alias.name, alias.site, ()
    if fault == "derivative-returns-the-value":
        given = _given_back(search, operation)
        site, callers = (
            (given.site, (operation.site,)) if given is not None and operation.site else (site, callers)
        )
    elif (
        fault == "bias-gradient-from-weight-gradient" and change.kind == "operand" and change.old is not None
    ):
        summed = graph.maker(int(change.old.ids.flat[0]))
        if summed is not None:
            name, site, callers = change.old.name or name, summed.site, summed.stack
    elif fault == "wrong-bias-column-removed":
        cut = _cut(search, change)
        name, site, callers = (cut.name, cut.site, ()) if cut is not None else (name, site, callers)
    elif fault in ("missing-output-derivative", "loss-and-delta-do-not-match") and alias is None:
        scaled, again = _scaled(search, change), _named_again(search, change)
        if again is not None:
            name, site, callers = again.name, again.site, ()
        elif scaled is not None:
            name, site, callers = result_name(graph, scaled) or name, scaled.site, scaled.stack
    elif fault == "pre-activation-where-activation-belongs":
        given = _instead(search, change)
        name, site, callers = (
            (result_name(graph, operation) or name, given.site, ()) if given else (name, site, callers)
        )
    elif change.kind == "mask" and change.old is not None:
        passed = _passed_on(source, search, change.old)
        if passed is not None:
            name, site, callers = called(graph, Array(passed.ids, passed.position)) or name, passed.site, ()
    if fault == "in-place-aliasing" and change.old is not None and change.new is not None:
        written = written_in_part(change.old, change.new)
        into = [n for n in graph.recording.named if n.ids.size and np.isin(n.ids, written).all()]
        name, site, callers = (into[0].name, into[0].site, ()) if into else (name, site, callers)
        over = changed_by(search, change.old, change.new)
        if over is not None:
            name = result_name(graph, over) or name
            site, callers = _handed_on(graph, over, change.new)
    if fault == "derivative-at-activation":
        under = None if change.new is None else changed_under(source, search, change, change.new)
        if under is not None:
            fault, name, site, callers = "in-place-aliasing", under.name, under.site, ()
    if fault == "missing-paths":
        term = replaced_sum(search, change)
        name, site, callers = (term.name, term.site, ()) if term is not None else (name, site, callers)
    if fault == "regulariser-gradient" and change.new is not None:
        of = added(search, change.old, change.new) if change.kind == "operand" and change.old else None
        of = of or penalised(search, change.new)
        if of is not None:
            name, site, callers = result_name(graph, of) or name, of.site, of.stack
            own = made_for_gradients(search, of)
            site, callers = (own.site, (of.site,)) if own is not None and of.site else (site, callers)
    where = change.new if change.kind in ("value", "operand") and change.new is not None else None
    number = where.position if where is not None else operation.number
    replacement = _replaced(source, graph, change)
    updates = _updated(search, change) if change.kind == "before" else ()
    return Noticed(fault, name, site, callers, search.arrays.layer(number), replacement, others=updates)


def _handed_on(graph: Graph, operation: Operation, array: Array) -> tuple[Site | None, tuple[Site, ...]]:
    """Give the line of an operation, or where a function that does it is handed the array that it is done to."""
    site, callers = operation.site, operation.stack
    while callers and handed_over(graph, callers[-1], array):
        site, callers = callers[-1], callers[:-1]
    return site, callers


def _made_on(search: Search, change: Change, site: Site | None) -> str:
    """Give the name of what a line makes of an array that it takes for another."""
    if change.kind != "operand" or not change.operands or site is None:
        return ""
    first, named = min(change.operands), search.graph.recording.named
    return next(
        (
            n.name
            for n in named
            if n.position > first and n.site and n.site[:2] == site[:2] and n.name[0] != "("
        ),
        "",
    )


def _all_uphill(search: Search) -> bool:
    """Whether the steps as they are recorded are the gradient, with the other sign: then the updates may be meant."""
    return all(step.factor < 0 for step in search.one.steps if not step.vacuous)


def _taken_by_sign(search: Search, change: Change) -> Operation | None:
    """Give what takes an array on the way back, where the loss needs it with the sign that it has."""
    graph, losses = search.graph, search.one.losses
    if change.changed is None or change.old is None or not losses.size:
        return None
    if change.operation.number not in search.arrays.lossy:
        return None
    again, _ = graph.again(change.changed, search.arrays.lossy)
    if np.allclose(again[losses], graph.values[losses], rtol=1e-9, atol=0):
        return None
    mine = {*search.arrays.lossy}
    return next(
        (
            operation
            for operation in search.arrays.operations(search.arrays.backward)
            if operation.number not in mine
            and any(o.ids is not None and np.isin(o.ids, change.old.ids).any() for o in operation.operands)
        ),
        None,
    )


def _depth(source: Source, search: Search, change: Change) -> tuple[Site | None, tuple[Site, ...]]:
    """Give the line where an array is taken for another: in a function that it is handed to, or where it is handed on.

    The same change is the same on the way to a line, call by call; it counts where the array is told by its name.
    """
    if change.kind == "before":
        return _where_named(source, search, change)
    ahead = set(search.arrays.forward) if change.forward else change.operands.keys()
    touched = [search.graph.operations[number].sites for number in change.operands if number in ahead]
    if change.kind != "operand" or change.old is None or not touched:
        return change.site, change.callers
    common = []
    for sites in zip(*touched, strict=False):
        if len({site[:2] for site in sites}) > 1:
            break
        common.append(sites[0])
    old, new, graph = change.old, change.new, search.graph
    made = graph.maker(int(old.ids.flat[0]))
    if new is old and made is not None and not search.one.turn.stop[old.ids].any():
        return made.site, made.stack  # turned: where it is made
    names = all_names(graph, old)
    others = all_names(graph, new) if new is not None else []
    while len(common) > 1:
        outer = common[-2]
        text = source.line(outer[0], outer[1]).split("=", 1)[-1]
        within = made is not None and made.site is not None and made.site[:2] == outer[:2] != common[-1][:2]
        mine = handed_over(graph, outer, old)
        told = mine or within or mentions(text, names) or handed(source, common[-1])
        other = (not mine and mentions(text, others)) or (new is not None and handed_over(graph, outer, new))
        if not told or other or _used_beside(search, change, common[:-1]):
            break
        common.pop()
    return (common[-1], tuple(common[:-1])) if common else (change.site, change.callers)


def _where_named(source: Source, search: Search, change: Change) -> tuple[Site | None, tuple[Site, ...]]:
    """Give the line where weights that were updated already are taken by their name, or handed to a function."""
    assert change.old is not None
    if change.site is None:
        return change.site, change.callers
    turn, old = search.one.turn, change.old.ids
    names = {
        re.split(r"[\[(]", parameter.name)[0]
        for parameter in turn.parameters
        if np.isin(parameter.steps[turn.number].after, old).any()
    } | {name.split("[")[0] for name in all_names(search.graph, change.old)}
    sites = [*change.callers, change.site]
    for depth in range(len(sites), 0, -1):
        site = sites[depth - 1]
        if mentions(source.line(site[0], site[1]), [name for name in names if name]):
            return site, tuple(sites[: depth - 1])
    return change.site, change.callers


def _cut(search: Search, change: Change) -> Naming | None:
    """Give the line that takes a part of what was computed, of what is changed or of what that is made of."""
    graph, given = search.graph, [o.ids for o in change.operation.operands if o.ids is not None]
    for ids in ([change.old.ids] if change.old is not None else []) + given:
        maker = graph.maker(int(ids.flat[0])) if ids.size else None
        if maker is None or maker.ids.size <= ids.size or not np.isin(ids, maker.ids).all():
            continue
        for naming in graph.recording.named:
            own = naming.ids.size == ids.size and naming.position > maker.number and naming.name[0] != "("
            if own and np.array_equal(naming.ids.ravel(), ids.ravel()):
                return naming
    return None


def _given_back(search: Search, operation: Operation) -> Naming | None:
    """Give the line of a function that returns what it was given, as it is, for this operation."""
    own = [o.ids for o in operation.operands if o.ids is not None]
    back = [
        n
        for n in search.graph.recording.named
        if n.name == "(return)"
        and operation.number - 3 <= n.position <= operation.number
        and any(np.array_equal(n.ids, ids) for ids in own)
    ]
    return back[-1] if back else None


def _passed_on(source: Source, search: Search, old: Array) -> Naming | None:
    """Give the line of a function that is given a cotangent and gives it back as it is, where a mask belongs.

    The mask was put on that cotangent or on what it is multiplied by next.
    """
    passed = [old.ids.ravel()]
    for operation in search.arrays.operations(search.arrays.backward):
        given = [o.ids.ravel() for o in operation.operands if o.ids is not None and o.ids.size == old.size]
        if operation.name == "mul" and any(np.array_equal(ids, passed[0]) for ids in given):
            passed += [ids for ids in given if search.arrays.made_of_errors(ids)]
    back = [
        naming
        for naming in search.graph.recording.named
        if naming.name == "(return)"
        and naming.site is not None
        and any(np.array_equal(naming.ids.ravel(), ids) for ids in passed)
        and handed(source, naming.site)
    ]
    return back[0] if back else None


def _instead(search: Search, change: Change) -> Naming | None:
    """Give the line of a function that gives back a pre-activation after the activation was made of it."""
    old, new = change.old, change.new
    if old is None or new is None:
        return None
    size = old.size // old.hits
    return next(
        (
            naming
            for naming in search.graph.recording.named
            if naming.name == "(return)"
            and naming.ids.size == size
            and int(naming.ids.flat[0]) == int(old.ids.flat[0])
            and naming.position >= new.position
            and naming.site is not None
            and naming.site[0] == (change.site or (None,))[0]
        ),
        None,
    )


def _scaled(search: Search, change: Change) -> Operation | None:
    """Give where the error, taken for the cotangent behind it, was scaled last: on a line of its own."""
    met = search.one.met.operations
    found, current = None, change.operation
    if all(current.number != operation.number for operation in met):
        return None
    backward = search.arrays.operations(search.arrays.backward)
    while True:
        takers = [
            (operation, [o.ids for o in operation.operands if o.ids is not None and o.ids.size > 1])
            for operation in backward
            if any(o.ids is not None and np.isin(o.ids, current.ids).any() for o in operation.operands)
        ]
        if len(takers) != 1:
            break  # each of several lines takes it as it is
        operation, taken = takers[0]
        alone = len(taken) == 1 and taken[0].size == operation.ids.size
        if not alone and operation.ids.size == current.ids.size:  # times what is the same everywhere
            before, after = search.values[current.ids.ravel()], search.values[operation.ids.ravel()]
            alone = proportion(before, after, 1e-9) is not None
        if not alone or operation.name not in ("mul", "div", "neg"):
            break
        found = current = operation
    return found if found is not None and found.site[:2] != change.operation.site[:2] else None  # type: ignore[index]


def _used_beside(search: Search, change: Change, call: list[Site]) -> bool:
    """Whether an array is taken in a call where the change leaves it as it is, too."""
    assert change.old is not None
    marks = np.zeros(search.graph.values.size, dtype=bool)
    marks[change.old.ids] = True
    return any(
        operation.number not in change.operands
        and operation.sites[: len(call)] == tuple(call)
        and len(operation.sites) > len(call)
        and any(o.ids is not None and marks[o.ids].any() for o in operation.operands)
        for operation in search.arrays.operations(search.arrays.backward)
    )


def _updated(search: Search, change: Change) -> tuple[Site, ...]:
    """Give the lines of the updates whose results a line takes."""
    assert change.old is not None
    turn, old = search.one.turn, change.old.ids
    steps = [parameter.steps[turn.number] for parameter in turn.parameters]
    sites = [step.site for step in steps if step.site is not None and np.isin(step.after, old).any()]
    return tuple(dict.fromkeys(sites))


def _called_otherwise(search: Search, tried: Tried) -> Naming | None:
    """Give the line that takes a cotangent, right as it is, for another one by giving it another name."""
    change, old = tried.change, tried.change.old
    if not tried.alias or change.kind != "value" or old is None or change.site is None:
        return None
    later = [
        n
        for n in search.graph.recording.named
        if n.ids.size == old.size
        and n.site is not None
        and n.position > change.operation.number
        and np.array_equal(n.ids.ravel(), old.ids.ravel())
        and n.name[0] != "("
    ]
    own, calls = change.site[:2], {site[:2] for site in change.callers}
    if not any(n.site and n.site[:2] == own and n.position == change.operation.number + 1 for n in later):
        return None
    others = [n for n in later if n.site and n.site[0] == own[0] and n.site[:2] not in {own, *calls}]
    return others[0] if others else None


def _named_again(search: Search, change: Change) -> Naming | None:
    """Give the line that does nothing but call the error a delta: where its slope is missing."""
    if change.site is None or change.old is None:
        return None
    own, size = change.site[:2], change.old.size // change.old.hits
    named = [n for n in search.graph.recording.named if n.ids.size == size and n.site is not None]
    named = [n for n in named if n.name[0] != "(" and n.position > change.old.position - 1]
    first = next((n for n in named if n.site and n.site[:2] == own), None)
    if first is None:
        return None
    for other in named:
        line = other.site[:2] if other.site else own
        if line in {own, *(site[:2] for site in change.callers)} or line[0] != own[0]:
            continue
        kept = re.search(rf"(^|\W){re.escape(first.name)}\W*$", other.name) is not None
        if not kept and np.array_equal(other.ids.ravel(), first.ids.ravel()):
            return other
    return None


def _replaced(source: Source, graph: Graph, change: Change) -> str:
    """Write the line with one name in the place of another, where both are names of arrays."""
    if (
        change.kind != "operand"
        or change.old is None
        or change.new is None
        or change.site is None
        or change.turned
    ):
        return ""
    text = source.line(change.site[0], change.site[1])
    new = called(graph, change.new)
    for old in all_names(graph, change.old):
        if (
            new
            and len(re.findall(rf"(?<![\w.]){re.escape(old)}(?![\w(\[])", text)) == 1
            and old not in text.split("=")[0]
        ):
            return re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w(\[])", new, text)
    return ""
