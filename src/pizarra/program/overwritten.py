"""Overwritten: where numbers that a later line needs were lost, because others were written in their place."""

from __future__ import annotations

import re

import numpy as np

from .arrays import Array
from .calls import handed_over, mentions
from .graph import Graph
from .judge import same
from .recording import Naming, Operation
from .source import Source
from .suspects import Change, Search

DEEPEST = 8
PLAIN = re.compile(r"""^\s*[\w."'\[\]]+\s*=\s*[\w."'\[\]]+\s*$""")  # another name for the same array
LISTED = re.compile(r"^\s*([\w.]+)\.append\((\w+)\)\s*$")  # a list that holds it


def replaced_sum(search: Search, change: Change) -> Naming | None:
    """Give the line that puts each term of a sum in the place of the one before it, rather than add to it.

    Nothing takes the terms before the last; with them all, what is made of the last one is what it should be.
    """
    old, found, expected = change.old, change.found, change.expected
    if change.kind != "value" or old is None or found is None or expected is None:
        return None
    if not old.size == found.size == expected.size > 0:
        return None
    numbers, named = old.ids.ravel(), [n for n in search.graph.recording.named if n.ids.size == 1]
    ends = {(n.position, int(n.ids.flat[0])): place for place, n in enumerate(named) if n.name[0] != "("}
    taken = np.zeros(search.graph.values.size, dtype=bool)
    for operation in search.graph.operations:
        for operand in operation.operands:
            if operand.ids is not None:
                taken[operand.ids] = True
    lines, sums, lasts = {}, [], []
    for number in numbers:
        terms = next(
            (terms for way in _ways(search, int(number)) if (terms := _terms(named, ends, taken, *way))), []
        )
        if not terms:
            return None
        values = [float(search.values[int(n.ids.flat[0])]) for n in terms]
        sums.append(sum(values))
        lasts.append(values[0])
        lines[terms[0].name, terms[0].site] = terms[0]
    # What is found is as much of what is expected as the last term is of the sum, but for the rate of a step.
    explained = same(expected.ravel() * np.array(lasts), found.ravel() * np.array(sums))
    return next(iter(lines.values())) if explained and len(lines) == 1 else None


def _ways(search: Search, number: int) -> list[tuple[int, int]]:
    """Give what a number is a multiple of, each with the place behind what made it."""
    found = []
    for _ in range(DEEPEST):
        maker = search.graph.maker(number)
        if maker is None or maker.ids.size != 1:
            break
        found.append((maker.number + 1, number))
        back = [o.ids for o in maker.operands if o.ids is not None and search.arrays.made_of_errors(o.ids)]
        if maker.name not in ("mul", "div", "neg") or len(back) != 1 or back[0].size != 1:
            break
        number = int(back[0].flat[0])
    return found


def _terms(
    named: list[Naming], ends: dict[tuple[int, int], int], taken: np.ndarray, position: int, number: int
) -> list[Naming]:
    """Give what one line gave one name, time after time, the last first; nothing took what it gave before."""
    place = ends.get((position, number))
    if place is None:
        return []
    terms = [named[place]]
    for other in reversed(named[:place]):
        if (other.name, other.site) != (terms[0].name, terms[0].site):
            if other.name in (terms[0].name, "(number)"):
                break
            continue
        if taken[other.ids].any():
            break
        terms.append(other)
    return terms if len(terms) > 1 else []


def changed_under(source: Source, search: Search, change: Change, z: Array) -> Naming | None:
    """Give the line that changed entries of a pre-activation in its place, where it is taken by its name after that.

    Where what it became is taken by a name of its own, or a copy was changed, it was not the change that was wrong.
    """
    graph = search.graph
    for operation in search.arrays.operations(search.arrays.backward):
        mine = (operation.site or (None, 0))[:2]
        if change.site is None or change.site[:2] not in {mine, *(site[:2] for site in operation.stack)}:
            continue
        for operand in operation.operands:
            ids = operand.ids
            if ids is None or ids.shape != z.ids.shape:
                continue
            after = Array(ids, operation.number)
            written = written_in_part(after, z)
            into = [n for n in graph.recording.named if n.ids.size and np.isin(n.ids, written).all()]
            if not written.size or not into or search.arrays.made_of_errors(ids):
                continue
            where = next(
                (site for site in operation.sites if handed_over(graph, site, after)), operation.site
            )
            names = _names(source, graph, z, into[0].position)
            text = source.line(where[0], where[1]).split("=", 1)[-1] if where is not None else ""
            if mentions(text, names):
                return into[0]
    return None


def _names(source: Source, graph: Graph, z: Array, until: int) -> set[str]:
    """Give the names of an array before a change: the one that it was made under, and others for the same array."""
    maker = graph.maker(int(z.ids.flat[-1]))
    found = set()
    for naming in graph.recording.named:
        site = naming.site
        if naming.position > until or site is None or not np.array_equal(naming.ids, z.ids):
            continue
        listed = LISTED.match(source.line(site[0], site[1])) if naming.name == "(item)" else None
        if listed is not None:
            found.add(listed[1])
        if naming.name[0] == "(":
            continue
        made = maker is not None and naming.position == maker.number + 1 and maker.site is not None
        if (made and maker.site[:2] == site[:2]) or PLAIN.match(source.line(site[0], site[1])):  # type: ignore[union-attr,index]
            found.add(naming.name)
    return found


def change_in_place(search: Search, old: Array, new: Array) -> bool:
    """Whether an array was made of another one, in its place, in one step or several."""
    if written_in_part(old, new).size:  # what bore this name was given other entries
        now, before = (
            {
                n.name
                for n in search.graph.recording.named
                if np.array_equal(n.ids, one.ids) and n.name[0] != "("
            }
            for one in (old, new)
        )
        return bool(now & before)
    return changed_by(search, old, new) is not None


def changed_by(search: Search, old: Array, new: Array) -> Operation | None:
    """Give what first changed an array in its place, where in one step or several another one was made of it so."""
    maker = search.graph.maker(int(old.ids.flat[0]))
    for _ in range(4):
        if maker is None or not maker.params.get("out"):
            return None
        taken = [o.ids for o in maker.operands if o.ids is not None and o.ids.size]
        if any(ids.flat[0] == new.ids.flat[0] for ids in taken):
            return maker
        same = [ids for ids in taken if ids.shape == maker.ids.shape]
        maker = search.graph.maker(int(same[0].flat[0])) if same else None
    return None


def written_in_part(old: Array, new: Array) -> np.ndarray:
    """Give the numbers of an array that another one has not, where all others lie in the same places in both."""
    other = old.ids != new.ids if old.ids.shape == new.ids.shape else np.zeros(old.ids.shape, dtype=bool)
    return old.ids[other] if other.any() and not other.all() else np.empty(0, dtype=int)
