"""Faults: what is wrong in a network of a program, each with its class and its line.

Longer than most files: one rule after another, each a screen or less, in the order in which they are asked.
"""

from __future__ import annotations

import re

import numpy as np

from .arrays import PRODUCTS, Array
from .classes import fault_of, other_loss, same, slope_fault
from .factors import Jump, odd, rates
from .graph import Graph
from .halves import halves, product, written_over, wrong_slope
from .inspection import Inspection
from .judge import Judged, proportion, samples_of
from .memory import changing_factor, settled
from .pairing import mispaired
from .recording import Naming, Operation, Site
from .rounds import together
from .source import Source
from .static import handed, never_set
from .steps import Parameter, Stray
from .structure import (
    Noticed,
    collapsed,
    exchanged,
    forgotten,
    left_out,
    name_at,
    other_target,
    result_name,
    spread,
    stretched,
    untrained,
    unused_result,
)
from .suspects import Change, Search, Tried

VAGUE = ("wrong-formula", "unexplained", "wrong-factor", "wrong-shape")  # beside a cause on the same line
UNSPECIFIC = ("wrong-formula", "unexplained", "wrong-factor")  # faults that say what is wrong, and not why


class Unclear(Exception):
    """What keeps the program from being read: a key of the language's messages, and what goes into it."""

    def __init__(self, key: str, **given: object) -> None:
        super().__init__(key)
        self.key, self.given = key, given


def faults(
    source: Source,
    graph: Graph,
    inspection: Inspection,
    based: list[tuple[Operation, Parameter | None]],
    seconds: float,
) -> list[Noticed]:
    """Say what is wrong in a network. Raises Unclear where that cannot be told."""
    if not inspection.rounds:
        raise Unclear(inspection.reason or "program.no_update")
    found = spread(inspection, 0)
    if found is not None:
        return [found]
    one = together(inspection)
    joined = [] if one is None else _searched(source, inspection, based, Search(inspection, one, seconds / 2))
    if joined and not any(noticed.fault in UNSPECIFIC for noticed in joined):
        return joined
    try:
        alone = _searched(source, inspection, based, Search(inspection, inspection.rounds[0], seconds))
    except Unclear:
        if joined:
            return joined
        raise
    told = not any(noticed.fault in UNSPECIFIC for noticed in alone)
    return joined if joined and len(joined) <= len(alone) and not (alone and told) else alone


def _searched(
    source: Source, inspection: Inspection, based: list[tuple[Operation, Parameter | None]], search: Search
) -> list[Noticed]:
    """Say what a search finds; of several rounds nothing, where it does not explain all of them."""
    noticed = _never_set(source, search)
    noticed += _random_target(search)
    noticed += (
        _target(search) or _exchanged(search) or _unpacked(search) or mispaired(source, search.inspection)
    )
    noticed += _settled(search)
    before = len(search.accepted)
    search.run(wrong_slope)
    for tried in search.accepted[before:]:
        if not tried.again:
            noticed += _by_halves(search, tried.change) or [_told(source, search, tried)]
    left = [step for place, step in enumerate(search.steps) if place not in search.right]
    left = [step for step in left if not (step.vacuous and step.right)]  # still, now, as it should be
    if left and search.one.parts:
        return []
    if left and not inspection.rounds[0].shown and not search.right - search.settled:
        raise Unclear("program.loss")
    noticed += [_unexplained(search, step) for step in left]
    turned = any(tried.change.kind == "axis" for tried in search.accepted)
    noticed += [one for one in _odd(search) if not turned or one.fault == "sign-flipped"]
    noticed += _based(search, based) or _never(search, based)
    for parameter in inspection.parameters:
        operation = unused_result(inspection, parameter)
        if operation is not None:
            name = parameter.name
            noticed.append(Noticed("update-stored-under-another-name", name, operation.site, operation.stack))
    if not noticed and all(step.vacuous for one in inspection.rounds for step in one.steps):
        raise Unclear("program.nothing_moves")
    if not noticed:
        noticed = _later(source, inspection, search.seconds)
    elif not search.accepted and not search.settled:  # in the first round there are factors alone
        later = _added_up(inspection)
        noticed += [later] if later is not None else []
    noticed += _left_out(source, inspection)
    return merged(noticed)


def _left_out(source: Source, inspection: Inspection) -> list[Noticed]:
    """A loop over the samples that ends one too early, or begins one too late."""
    home = left_out(inspection)
    site = inspection.rounds[0].met.operations[0].site
    if home is None or site is None:
        return []
    line = source.loop_around(site[0], site[1])
    return [Noticed("wrong-sample-or-target", "", (site[0], line, 0))] if line is not None else []


def merged(noticed: list[Noticed]) -> list[Noticed]:
    """Say once what is said of one line for several layers."""
    found: dict[tuple, Noticed] = {}
    for one in noticed:
        found.setdefault((one.fault, one.site[:2] if one.site else None), one)
    told = {one.site[:2] for one in found.values() if one.site and one.fault not in VAGUE}
    return [
        one for one in found.values() if one.fault not in VAGUE or not one.site or one.site[:2] not in told
    ]


def _never_set(source: Source, search: Search) -> list[Noticed]:
    """A function goes back with what an earlier cell left under a name, not with what went forward under it."""
    found, graph, one = [], search.graph, search.one
    for name, cell, line in never_set(source):
        named = [n for n in graph.recording.named if n.name == name and n.ids.size and n.site is not None]
        within = [
            n for n in named if one.turn.since <= n.position < one.turn.until and n.site and n.site[0] == cell
        ]
        outside = [n for n in named if n.site and n.site[0] != cell and n.position <= one.turn.until]
        if not within or not outside or within[-1].ids.size != outside[-1].ids.size:
            continue
        same = np.arange(graph.values.size)
        same[outside[-1].ids.ravel()] = within[-1].ids.ravel()
        operands: dict[int, dict[int, np.ndarray]] = {}
        for operation in search.arrays.operations(search.arrays.backward):
            for place, operand in enumerate(operation.operands):
                if operand.ids is not None and not np.array_equal(same[operand.ids], operand.ids):
                    operands.setdefault(operation.number, {})[place] = same[operand.ids]
        if operands:
            first, mine = graph.operations[min(operands)], one.met.t_ids
            if mine.min() >= 0 and (same[mine] != mine).any():
                search.target = graph.values[same[mine]]
            change = Change(
                "target", first, first.site, first.stack, operands=operands, forward=not one.shown
            )
            search.accept(change)
            found.append(Noticed("stale-or-undefined-variable", name, (cell, line, 0)))
    return found


def _random_target(search: Search) -> list[Noticed]:
    """What the prediction is held against is drawn at random in each round."""
    graph, one = search.graph, search.one
    draws = [n for n in graph.recording.named if n.name == "(random)"]
    # Data are drawn before the first update, if sample by sample.
    again = {n.site for n in draws if n.position >= one.turn.until}
    drawn = [n for n in draws if one.turn.since < n.position < one.turn.until and n.site in again]
    for operation in graph.operations[one.turn.since : one.turn.until]:
        if operation.name != "sub" or not one.turn.bits[operation.ids.flat[0]]:
            continue
        if one.turn.stop[operation.ids.flat[0]]:
            continue
        for operand in operation.operands:
            if operand.ids is None or one.turn.bits[operand.ids.flat[0]]:
                continue
            for naming in drawn:
                if np.isin(operand.ids, naming.ids).all():
                    name = name_at(graph, naming.ids)
                    site = name.site if name is not None else naming.site
                    return [Noticed("wrong-sample-or-target", name.name if name else "", site)]
    return []


def _target(search: Search) -> list[Noticed]:
    """The error takes another target than the loss; in a later round too, where the first happens to be the same."""
    for place in range(len(search.inspection.rounds)):
        other = other_target(search.inspection, place)
        if other is None:
            continue
        one = search.inspection.rounds[place]
        first = one.met.operations[0]
        if place == 0:
            operands: dict[int, dict[int, np.ndarray]] = {}
            for operation in one.met.operations:
                for number, operand in enumerate(operation.operands):
                    ids = operand.ids
                    if ids is not None and ids.size == other.size and np.isin(ids, one.met.t_ids).all():
                        operands[operation.number] = {number: other.reshape(ids.shape)}
            search.accept(Change("target", first, first.site, first.stack, operands=operands))
        named = name_at(search.graph, one.met.t_ids, first.number)
        within = named is not None and named.position >= search.one.turn.since and named.position > 0
        site = named.site if within and named is not None and named.site is not None else first.site
        if not within:  # the outermost call that was handed this target
            mine = Array(one.met.t_ids[: one.met.t_ids.size // len(one.met.operations)], 0)
            calls = [call for call in first.stack if handed_over(search.graph, call, mine)]
            site = calls[0] if calls else site
        name = named.name if named is not None else result_name(search.graph, first)
        return [Noticed("wrong-sample-or-target", name, site, first.stack)]
    return []


def _exchanged(search: Search) -> list[Noticed]:
    """Two values have each other's names: with the names exchanged all is right."""
    pair = exchanged(search.inspection)
    if pair is None:
        return []
    named, other = pair
    if other.size != named.ids.size:
        return [Noticed("results-unpacked-in-the-wrong-order", named.name, named.site)]
    first = search.one.met.operations[0]
    right = len(search.right)
    operands = _the_other_way(search, [(named.ids, other)], named.position)
    search.accept(Change("operand", first, named.site, (), operands=operands, forward=True))
    if len(search.right) > right:
        return [Noticed("results-unpacked-in-the-wrong-order", named.name, named.site)]
    search.withdraw()
    return []


def _the_other_way(
    search: Search, pairs: list[tuple[np.ndarray, np.ndarray]], since: int
) -> dict[int, dict[int, np.ndarray]]:
    """Give what operations take, from one on, where each of a pair stands for the other."""
    same = np.arange(search.graph.values.size)
    for one, other in pairs:
        same[one.ravel()], same[other.ravel()] = other.ravel(), one.ravel()
    operands: dict[int, dict[int, np.ndarray]] = {}
    for operation in search.arrays.operations(search.arrays.numbers):
        for place, operand in enumerate(operation.operands):
            ids = operand.ids
            if operation.number >= since and ids is not None and not np.array_equal(same[ids], ids):
                operands.setdefault(operation.number, {})[place] = same[ids]
    return operands


def _unpacked(search: Search) -> list[Noticed]:
    """Two results of one call have each other's names, and nothing else is wrong."""
    graph, turn = search.graph, search.one.turn
    if len(search.right) == len(search.steps) or search.one.fits_other:
        return []
    lines: dict[Site, dict[int, list[Naming]]] = {}
    for naming in graph.recording.named:
        within = naming.ids.size and turn.since <= naming.position <= turn.until
        if within and naming.site is not None and naming.name[0] != "(":
            lines.setdefault(naming.site, {}).setdefault(naming.position, []).append(naming)
    tried = 0
    for site, times in lines.items():
        given = next(iter(times.values()))
        for place, one in enumerate(given):
            for other in given[place + 1 :]:
                if not (_from_elsewhere(graph, one, site) and _from_elsewhere(graph, other, site)):
                    continue
                pairs = [
                    (mine.ids, its.ids)
                    for all_ in times.values()
                    for mine in all_
                    for its in all_
                    if (mine.name, its.name) == (one.name, other.name) and mine.ids.size == its.ids.size
                ]
                operands = _the_other_way(search, pairs, one.position) if pairs else {}
                if not operands or tried == 20 or search.out_of_time:
                    continue
                tried += 1
                first = search.one.met.operations[0]
                search.accept(Change("operand", first, site, (), operands=operands, forward=True))
                if len(search.right) == len(search.steps) and not _odd(search):
                    return [Noticed("results-unpacked-in-the-wrong-order", one.name, site)]
                search.withdraw()
    return []


def _from_elsewhere(graph: Graph, naming: Naming, site: Site) -> bool:
    """Whether what a line names was made in a call, and not on the line itself."""
    made = graph.maker(int(naming.ids.flat[0]))
    return made is not None and made.site is not None and made.site[:2] != site[:2]


def _settled(search: Search) -> list[Noticed]:
    """Steps that are told by their shape, or are nothing at all."""
    found = []
    for place, step in enumerate(search.steps):
        if place in search.right or step.vacuous:
            continue
        other = stretched(search.arrays, step)
        if other is not None:
            search.settle(place)
            name = result_name(search.graph, other) or step.parameter.name
            found.append(Noticed("wrong-layers-delta", name, other.site, other.stack, _layer(search, step)))
            continue
        operation = collapsed(search.arrays, step)
        if operation is None and not step.step.move.any():
            search.settle(place)
            found.append(_zero(search, step))
            continue
        if operation is not None:
            search.settle(place)
            fault = (
                "inner-instead-of-outer-product"
                if operation.name in PRODUCTS and len(operation.operands) > 1
                else "bias-summed-over-units-too"
            )
            name = result_name(search.graph, operation) or step.parameter.name
            found.append(Noticed(fault, name, operation.site, operation.stack, _layer(search, step)))
    return found


def _zero(search: Search, step: Judged) -> Noticed:
    """A step of zeros: where the zeros were made that should have become a cotangent."""
    graph = search.graph
    _, live = graph.behind(np.concatenate(step.step.sources), search.one.turn.stop, search.one.turn.since)
    for naming in reversed(graph.recording.named):
        size = naming.ids.size
        if naming.position > step.step.operations[0].number or not size or naming.name[0] == "(":
            continue
        inside = naming.ids.ravel()
        if (
            (
                size > 1
                and live[inside].any()
                and not graph.values[inside].any()
                and graph.made_by[inside].max() < 0
            )
            and naming.site is not None
            and naming.position > search.one.turn.since
        ):
            return Noticed("delta-never-propagated", naming.name, naming.site, (), _layer(search, step))
    operation = step.step.operations[0]
    return Noticed(
        "delta-never-propagated", step.parameter.name, operation.site, operation.stack, _layer(search, step)
    )


def _layer(search: Search, step: Judged) -> int:
    base = int(step.step.base[0])
    for operation in search.arrays.operations(search.arrays.forward):
        for operand in operation.operands:
            if operand.ids is not None and operand.ids.size and base in operand.ids.ravel()[:1]:
                return search.arrays.layer(operation.number)
    return 1


def _by_halves(search: Search, change: Change) -> list[Noticed]:
    """Tell of a wrong cotangent whose two parts are both wrong, or of an activation that was written over."""
    parts = halves(search, change)
    if parts is None or change.old is None:
        return []
    over = written_over(search, [*parts.back, *parts.ahead], parts.activation)
    if over is not None:
        return [Noticed("in-place-aliasing", result_name(search.graph, over), over.site, over.stack)]
    slope, back = product(search, parts.ahead), product(search, parts.back)
    if not parts.ahead or same(slope, parts.slope) or same(back, parts.arrives):
        return []
    kind = slope_fault(search, slope, parts.slope)
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
        site, callers = maker.site, maker.stack
    layer = search.arrays.layer(parts.activation.position)
    name = result_name(search.graph, change.operation)
    above = result_name(search.graph, first)
    return [
        Noticed(kind, name, site, callers, layer),
        Noticed(fault, above, first.site, first.stack, layer),
    ]


def _told(source: Source, search: Search, tried: Tried) -> Noticed:
    """Tell of a change that was accepted."""
    change, graph = tried.change, search.graph
    fault = fault_of(search, change)
    operation = change.operation
    name = result_name(graph, operation)
    if not name:
        named = [
            n
            for n in graph.recording.named
            if n.site is not None and n.site[:2] == (change.site or (None, 0))[:2]
        ]
        name = named[0].name if named else change.old.name if change.old is not None else ""
    site, callers = _depth(source, search, change)
    if fault == "sign-flipped" and tried.uphill:
        operation = _uphill(search)
        name, site, callers = result_name(graph, operation) or name, operation.site, operation.stack
    alias = _called_otherwise(search, tried)
    if alias is not None:
        name, site, callers = alias.name, alias.site, ()
    if fault == "derivative-returns-the-value":
        given = _given_back(search, operation)
        site, callers = (
            (given.site, (operation.site,)) if given is not None and operation.site else (site, callers)
        )
    elif fault == "wrong-bias-column-removed":
        cut = _cut(search, change)
        name, site, callers = (cut.name, cut.site, ()) if cut is not None else (name, site, callers)
    elif fault in ("missing-output-derivative", "loss-and-delta-do-not-match") and alias is None:
        scaled, again = _scaled(search, change), _named_again(search, change)
        if again is not None:
            name, site, callers = again.name, again.site, ()
        elif scaled is not None:
            name, site, callers = result_name(graph, scaled) or name, scaled.site, scaled.stack
    if fault == "regulariser-gradient" and change.new is not None:
        added = _penalised(search, change.new)
        if added is not None:
            name, site, callers = result_name(graph, added) or name, added.site, added.stack
    where = change.new if change.kind in ("value", "operand") and change.new is not None else None
    number = where.position if where is not None else operation.number
    replacement = _replaced(source, graph, change)
    updates = _updated(search, change) if change.kind == "before" else ()
    return Noticed(fault, name, site, callers, search.arrays.layer(number), replacement, others=updates)


def _penalised(search: Search, parameter: Array) -> Operation | None:
    """Give where something that is made of a parameter alone is added to what is made of the error."""
    own = next((s.step for s in search.steps if np.isin(s.step.base, parameter.ids).all()), None)
    if own is None:
        return None
    graph, turn, arrays = search.graph, search.one.turn, search.arrays
    for number in graph.behind(np.concatenate(own.sources), turn.stop, turn.since)[0]:
        operation = graph.operations[number]
        sides = [o.ids for o in operation.operands if o.ids is not None]
        if operation.name not in ("add", "sub") or len(sides) != 2 or operation.ids.size != own.base.size:
            continue
        errors = [arrays.made_of_errors(ids) for ids in sides]
        if errors in ([True, False], [False, True]):
            return operation
    return None


def _depth(source: Source, search: Search, change: Change) -> tuple[Site | None, tuple[Site, ...]]:
    """Give the line where an array is taken for another: in a function that it is handed to, or where it is handed on.

    The same change is the same on the way to a line, call by call; it counts where the array is told by its name.
    """
    if change.kind == "before":
        return _where_named(source, search, change)
    touched = [search.graph.operations[number].sites for number in change.operands]
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
    names = _all_names(graph, old)
    others = _all_names(graph, new) if new is not None else []
    while len(common) > 1:
        outer = common[-2]
        text = source.line(outer[0], outer[1]).split("=", 1)[-1]
        within = made is not None and made.site is not None and made.site[:2] == outer[:2] != common[-1][:2]
        mine = handed_over(graph, outer, old)
        told = mine or within or _mentions(text, names) or handed(source, common[-1])
        other = (not mine and _mentions(text, others)) or (new is not None and handed_over(graph, outer, new))
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
    } | {name.split("[")[0] for name in _all_names(search.graph, change.old)}
    sites = [*change.callers, change.site]
    for depth in range(len(sites), 0, -1):
        site = sites[depth - 1]
        if _mentions(source.line(site[0], site[1]), [name for name in names if name]):
            return site, tuple(sites[: depth - 1])
    return change.site, change.callers


def handed_over(graph: Graph, call: Site, array: Array) -> bool:
    """Whether a call was handed an array, or one of those that it is put together of."""
    size = array.size // array.hits
    firsts = array.ids.reshape(array.hits, -1)[:, 0].tolist()
    return any((call, first, size) in graph.recording.given for first in firsts)


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


def _mentions(text: str, names: list[str]) -> bool:
    return any(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text) for name in names)


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
    new = _called(graph, change.new)
    for old in _all_names(graph, change.old):
        if (
            new
            and len(re.findall(rf"(?<![\w.]){re.escape(old)}(?![\w(\[])", text)) == 1
            and old not in text.split("=")[0]
        ):
            return re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w(\[])", new, text)
    return ""


def _all_names(graph: Graph, array: Array) -> list[str]:
    first, size = int(array.ids.flat[0]), array.size // array.hits
    names = [
        n.name
        for n in graph.recording.named
        if n.ids.size == size and int(n.ids.flat[0]) == first and n.name[0] != "("
    ]
    return list(dict.fromkeys(names))


def _called(graph: Graph, array: Array) -> str:
    names = _all_names(graph, array)
    return names[-1] if names else ""


def _unexplained(search: Search, step: Judged) -> Noticed:
    """A step that is wrong, by nothing that is known: the line of its gradient."""
    graph = search.graph
    operation = step.step.operations[-1]
    source = graph.maker(int(step.step.sources[0][0]))
    while (
        source is not None and source.site == operation.site and source.name in ("mul", "div", "neg", "cast")
    ):
        further = [
            graph.maker(int(o.ids.flat[0])) for o in source.operands if o.ids is not None and o.ids.size > 1
        ]
        made = [m for m in further if m is not None]
        if not made:
            break
        source = made[0]
    place = source if source is not None else operation
    return Noticed("unexplained", step.parameter.name, place.site, place.stack, _layer(search, step))


def _odd(search: Search) -> list[Noticed]:
    """Steps that are the gradient, by a factor that the others do not have."""
    found = []
    listed = odd(search)
    down = any(step.factor > 0 for step in search.steps)
    if listed and not down and all(jump is None and ratio == -1.0 for _, jump, ratio in listed):
        operation = _uphill(search)
        name = result_name(search.graph, operation) or listed[0][0].parameter.name
        return [Noticed("sign-flipped", name, operation.site, operation.stack)]
    ratios = {round(abs(ratio), 6) for _, _, ratio in listed}
    for step, jump, ratio in listed:
        operation = jump.operation if jump is not None else step.step.operations[-1]
        fault = _factor_fault(search, jump, ratio, ratios)
        name = result_name(search.graph, operation) or step.parameter.name
        found.append(Noticed(fault, name, operation.site, operation.stack, _layer(search, step)))
    return found


def _uphill(search: Search) -> Operation:
    """Give what is to be turned where all steps go uphill: the error as target − prediction, else the update."""
    first = search.one.met.operations[0]
    updates = [step.step.operations[-1] for step in search.steps]
    mine = first.operands[0].ids
    turned = first.name != "sub" or (mine is None or not search.one.turn.bits[mine].any())
    several = len({operation.site[:2] for operation in updates if operation.site is not None}) > 1
    return first if turned and several else updates[0]


def _factor_fault(search: Search, jump: Jump | None, ratio: float, ratios: set[float]) -> str:
    if ratio < 0:
        return "sign-flipped"
    if jump is None:
        return "wrong-factor"
    operation, sizes = jump.operation, samples_of((search.one.parts or (search.one,))[0].met)
    if operation.name == "mean" or any(
        abs(jump.ratio * n - 1) < 2e-3 or abs(jump.ratio / n - 1) < 2e-3 for n in sizes
    ):
        return "bias-mean-weights-sum"
    outside = [
        o.ids for o in operation.operands if o.ids is not None and not search.one.turn.bits[o.ids.flat[0]]
    ]
    if any(i.size > 1 for i in outside):
        return "dropout-scale-mismatch"
    if any(i.size == 1 and abs(search.values[i].ravel()[0] / jump.ratio - 1) < 1e-6 for i in outside):
        return "rate-inside-delta"
    if any(
        abs(rate - jump.ratio) < 1e-6 * abs(rate) for step in search.steps for rate in rates(search, step)
    ):
        return "rate-inside-delta"
    return "rate-inside-delta" if len(ratios) > 1 else "wrong-factor"


def _based(search: Search, based: list[tuple[Operation, Parameter | None]]) -> list[Noticed]:
    """Parameters whose update begins with another one, which has an update of its own."""
    graph, found = search.graph, []
    for operation, _ in based:
        name = result_name(graph, operation)
        own = name.rpartition(".")[2]  # of an attribute, whatever its object is called
        before = [
            n
            for n in graph.recording.named
            if n.name.rpartition(".")[2] == own and n.position <= operation.number
        ]
        mine = any(search.one.adjoint[n.ids].any() for n in before if n.ids.size)
        if name and mine and all(one.site != operation.site for one in found):
            found.append(Noticed("wrong-base-in-update", name, operation.site, operation.stack))
    return found


def _never(search: Search, based: list[tuple[Operation, Parameter | None]]) -> list[Noticed]:
    """Biases that are used and that no step changes."""
    graph, found = search.graph, []
    kinds = [(bias, "bias-never-updated") for bias in forgotten(search.arrays)]
    kinds += [(weights, "weights-never-updated") for weights in untrained(search.arrays)]
    for bias, fault in kinds:
        names = _all_names(graph, Array(bias, 0))
        base = next((o for o, _ in based if result_name(graph, o) in names), None)
        if base is not None:
            found.append(Noticed("wrong-base-in-update", result_name(graph, base), base.site, base.stack))
            continue
        stray = next((one for one in search.inspection.strays if _is_of(search, one, bias)), None)
        if stray is not None:
            to, operation = result_name(graph, stray.operation), stray.operation
            found.append(Noticed("wrong-parameter-updated", to, operation.site, operation.stack))
            continue
        elsewhere = _from_another(search, bias, names)
        if elsewhere is not None:
            to = result_name(graph, elsewhere)
            found.append(Noticed("wrong-base-in-update", to, elsewhere.site, elsewhere.stack))
            continue
        copied = next(
            (
                step.operations[-1]
                for parameter in search.inspection.parameters
                for step in parameter.steps[:2]
                if step.base.size == bias.size > 1
                and proportion(step.move, search.one.adjoint[bias.ravel()], 1e-6) is not None
            ),
            None,
        )
        if copied is not None:
            to = result_name(graph, copied)
            kind = "wrong-base-in-update" if to in names else "wrong-parameter-updated"
            found.append(Noticed(kind, to, copied.site, copied.stack))
            continue
        own = int(bias.flat[0])
        named = next(
            (
                n
                for n in graph.recording.named
                if n.ids.size
                and (n.name in names or (n.name in ("(item)", "(number)") and n.ids.flat[0] == own))
                and n.ids.size == bias.size
            ),
            None,
        )
        beside = _beside(search, bias) if fault == "bias-never-updated" else ()
        site = named.site if named is not None else next(iter(beside), None)
        found.append(Noticed(fault, names[0] if names else "", site, others=beside))
    return found


def _beside(search: Search, bias: np.ndarray) -> tuple[Site, ...]:
    """Give the line of the update of the weights whose product a bias is added to: its own belongs beside it."""
    numbers = search.arrays.operations(search.arrays.forward)
    for operation in numbers:
        taken = [o.ids for o in operation.operands if o.ids is not None]
        if operation.name not in ("add", "sub") or not any(np.array_equal(ids, bias) for ids in taken):
            continue
        products = {int(m) for ids in taken for m in search.graph.makers(ids)}
        weights = [
            o.ids
            for n in numbers
            if n.number in products
            for o in n.operands
            if o.ids is not None and o.ids.size
        ]
        for step in search.steps:
            if step.step.site is not None and any(np.isin(ids, step.step.base).all() for ids in weights):
                return (step.step.site,)
    return ()


def _is_of(search: Search, stray: Stray, ids: np.ndarray) -> bool:
    """Whether what was added to another parameter is the gradient of these numbers, as large as the others'."""
    # As it is once what was found is put right.
    true, move = (
        search.adjoint[ids.ravel()],
        stray.step.sign * search.values[np.concatenate(stray.step.sources)],
    )
    if move.size > true.size == 1 and not np.ptp(move):
        move = move[:1]
    if move.size != true.size:
        return False
    factor = proportion(move, true, 1e-6)
    others = [step.factor for step in search.steps if step.right and not step.vacuous and not step.bent]
    alike = any(abs(factor / other - 1) < 2e-3 for other in others) if factor else False
    return factor is not None and factor > 0 and (alike or true.size > 1)


def _from_another(search: Search, ids: np.ndarray, names: list[str]) -> Operation | None:
    """Give the update that takes the name of numbers which it does not begin with."""
    graph, turn = search.graph, search.one.turn
    for naming in graph.recording.named:
        if naming.name not in names or not turn.since < naming.position <= turn.until + 20:
            continue
        maker = graph.maker(int(naming.ids.flat[0])) if naming.ids.size else None
        if maker is None or maker.name not in ("add", "sub") or maker.number + 1 != naming.position:
            continue
        given = [o.ids for o in maker.operands if o.ids is not None]
        begins = any(np.isin(own, ids).any() for own in given)
        weights = any(turn.stop[own].all() or search.arrays.after[own].all() for own in given)
        if weights and not begins and naming.site is not None:
            return maker
    return None


def _later(source: Source, inspection: Inspection, seconds: float) -> list[Noticed]:
    """What the first round does not show: sums that go on, values that stay, what was lost in zeros or in ones."""
    graph = inspection.graph
    if inspection.stale is not None:
        first = inspection.rounds[0].met.operations[0]
        until = inspection.rounds[-1].turn.until
        again = next(
            (o for o in graph.operations[until:] if o.site == first.site and o.name == first.name), first
        )
        return [Noticed("stale-or-undefined-variable", result_name(graph, again), again.site, again.stack)]
    if other := changing_factor(inspection):
        first = inspection.rounds[0].met.operations[0]
        fault = other_loss(inspection.rounds[0].kind, other)
        return [Noticed(fault, result_name(graph, first), first.site, first.stack)]
    rounds = inspection.rounds
    # Where the loss is worked out in each round, one without it was cut off by the end of the recording.
    whole = all(one.loss is not None for one in rounds[:2])
    for place in range(1, len(rounds)):
        if whole and rounds[place].loss is None:
            continue
        unexplained, added = settled(inspection, place)
        if added:
            return [_accumulated(inspection, place, added[0])]
        if unexplained:
            return _searched_later(source, inspection, place, seconds)
    return []


def _added_up(inspection: Inspection) -> Noticed | None:
    """Sums that go on from the first round to the second."""
    for place in range(1, min(len(inspection.rounds), 2)):
        _, added = settled(inspection, place)
        if added:
            return _accumulated(inspection, place, added[0])
    return None


def _searched_later(source: Source, inspection: Inspection, place: int, seconds: float) -> list[Noticed]:
    """Look for what is wrong in a later round, where the numbers of the first one do not tell it."""
    search = Search(inspection, inspection.rounds[place], seconds)
    if all(step.right for step in search.steps) or not search.run():
        raise Unclear("program.rounds")
    if len(search.right) < len(search.steps):
        raise Unclear("program.rounds")
    return [
        one
        for tried in search.accepted
        for one in _by_halves(search, tried.change) or [_told(source, search, tried)]
    ]


def _accumulated(inspection: Inspection, place: int, step: Judged) -> Noticed:
    """Where an array of sums is made, that goes on from round to round."""
    graph, turn = inspection.graph, inspection.rounds[0].turn
    _, live = graph.behind(np.concatenate(step.step.sources), None, 0)
    for naming in graph.recording.named:
        ids = naming.ids.ravel()
        if ids.size == step.step.base.size and naming.site is not None and live[ids].all():
            nothing = not graph.values[ids].any() and graph.made_by[ids].max() < 0
            if nothing and not turn.stop[ids].any():
                return Noticed("accumulator-not-reset", naming.name, naming.site)
    operation = step.step.operations[-1]
    return Noticed("accumulator-not-reset", step.parameter.name, operation.site, operation.stack)
