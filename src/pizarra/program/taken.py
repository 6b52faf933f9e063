"""Taken: what is taken for something else before the error is made: a target, a result, what an earlier cell left."""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .calls import handed_over
from .graph import Graph
from .odd import odd_steps
from .recording import Naming, Site
from .source import Source
from .static import never_set
from .structure import (
    Noticed,
    exchanged,
    name_at,
    other_target,
    result_name,
)
from .suspects import Change, Search


def never_set_here(source: Source, search: Search) -> list[Noticed]:
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


def random_target(search: Search) -> list[Noticed]:
    """What the prediction is held against is drawn at random in each round."""
    graph, one = search.graph, search.one
    draws = [n for n in graph.recording.named if n.name == "(random)"]
    # Data are drawn before the first update, if sample by sample.
    again = {n.site for n in draws if n.position >= one.turn.until}
    drawn = [n for n in draws if one.turn.since < n.position < one.turn.until and n.site in again]
    # What the prediction is made of, too, are data that are drawn anew in each round.
    data = graph.behind(one.met.y, None, one.turn.since)[1] if drawn else None
    drawn = [n for n in drawn if data is None or not data[n.ids].any()]
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


def other_targets(search: Search) -> list[Noticed]:
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


def exchanged_names(search: Search) -> list[Noticed]:
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


def unpacked(search: Search) -> list[Noticed]:
    """The results of one call have each other's names, two of them or more, and nothing else is wrong."""
    graph, turn = search.graph, search.one.turn
    if len(search.right) == len(search.steps) or search.one.fits_other:
        return []
    lines: dict[Site, dict[int, list[Naming]]] = {}
    for naming in graph.recording.named:
        within = naming.ids.size and turn.since <= naming.position <= turn.until
        if within and naming.site is not None and naming.name[0] != "(":
            lines.setdefault(naming.site, {}).setdefault(naming.position, []).append(naming)
    pairs = {site: _exchanges(graph, site, times) for site, times in lines.items()}
    single = ((site, [pair]) for site, listed in pairs.items() for pair in listed)
    several = ((site, names) for site, listed in pairs.items() for names in _at_once(listed))
    # One exchange before several at once, on any line: it is the lesser mistake.
    for tries, most in ((single, 20), (several, 8)):
        tried = 0
        for site, names in tries:
            exchanged = [
                (mine.ids, its.ids)
                for all_ in lines[site].values()
                for mine in all_
                for its in all_
                if (mine.name, its.name) in names and mine.ids.size == its.ids.size
            ]
            operands = _the_other_way(search, exchanged, min(lines[site])) if exchanged else {}
            if not operands:
                continue
            if tried == most or search.out_of_time:
                break
            tried += 1
            met = search.one.met.operations[0]
            search.accept(Change("operand", met, site, (), operands=operands, forward=True))
            if len(search.right) == len(search.steps) and not odd_steps(search):
                return [Noticed("results-unpacked-in-the-wrong-order", names[0][0], site)]
            search.withdraw()
    return []


def _exchanges(graph: Graph, site: Site, times: dict[int, list[Naming]]) -> list[tuple[str, str]]:
    """Give the pairs of names of a line that may have each other's results."""
    given = [one for one in next(iter(times.values())) if _from_elsewhere(graph, one, site)]
    return [(one.name, other.name) for place, one in enumerate(given) for other in given[place + 1 :]]


def _at_once(pairs: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Give several exchanges at once: of a line's halves, two blocks of as many names, or of neighbours."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    found = []
    for half in range(2, len(names) // 2 + 1):
        for begin in range(len(names) - 2 * half + 1):
            block = names[begin : begin + 2 * half]
            found += [
                list(zip(block[:half], block[half:], strict=True)),
                list(zip(block[::2], block[1::2], strict=True)),
            ]
    return found


def _from_elsewhere(graph: Graph, naming: Naming, site: Site) -> bool:
    """Whether what a line names was made in a call, and not on the line itself."""
    made = graph.maker(int(naming.ids.flat[0]))
    return made is not None and made.site is not None and made.site[:2] != site[:2]
