"""Pairing: whether each prediction is held against the target of its own sample, by where both lay at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import PRODUCTS
from .derivative import ELEMENTWISE
from .graph import Graph, places_of
from .inspected import Inspected
from .inspection import Inspection
from .recording import Naming, Site
from .source import Source
from .structure import Noticed, result_name


@dataclass(frozen=True, eq=False)
class Home:
    """Where numbers lay at first, one of each sample: the name, the place of each, how many samples there are."""

    naming: Naming
    own: np.ndarray
    places: np.ndarray
    samples: int
    axis: int = 0


def mispaired(source: Source, inspection: Inspection) -> list[Noticed]:
    """Give the line that takes targets in another order than their samples."""
    graph = inspection.graph
    pairs = [pair for one in inspection.rounds if (pair := _pairs(graph, one)) is not None]
    if not pairs:
        return []
    if len({samples.shape[1] for samples, _ in pairs}) > 1:
        return []
    samples, t = (np.concatenate(side) for side in zip(*pairs, strict=True))
    # A column of ones for the biases is no sample's own.
    own = np.flatnonzero(np.ptp(graph.values[samples], axis=0) > 0)
    column = int(own[0]) if own.size else 0
    x = samples[:, column]
    if np.unique(x).size < x.size:  # the same samples in each round
        x, t = pairs[0][0][:, column], pairs[0][1]
    if np.unique(x).size < x.size:
        return []
    xs, ts = _homes(graph, x), _homes(graph, t)
    known = [(a, b) for a in xs for b in ts if a.samples == b.samples > 3]
    if not known or any(_in_step(a, b, t) for a, b in known):
        return []
    # Targets that were made once the samples had been put in another order lie as those lay then.
    named, last = graph.recording.named, ts[-1]
    for a in xs:
        until = max(named.index(a.naming), named.index(last.naming))
        later = _order_at(named[:until], a), _order_at(named[:until], last)
        if later[0].samples == later[1].samples and _in_step(*later, last.own):
            return []
    outside = [
        (a, b)
        for a, b in known
        if graph.made_by[a.naming.ids].max() < 0 and not np.array_equal(a.naming.ids, b.naming.ids)
    ]
    if not outside:  # what was computed, before there was anything to train
        early = inspection.rounds[0].met.operations[0]
        training = {
            (site[0], line)
            for site in early.sites
            if site is not None
            for line in source.loops_around(site[0], site[1])
        }
        outside = [
            (a, b)
            for a, b in known
            if max(a.naming.position, b.naming.position) < early.number
            and training.isdisjoint({_loop(source, a.naming.site), _loop(source, b.naming.site)})
        ]
    if not outside:
        return []
    a, b = outside[-1]
    moved = [n for n in graph.recording.named if _moved(n, a.naming, x) or _moved(n, b.naming, t)]
    homes = {_loop(source, a.naming.site), _loop(source, b.naming.site)}
    both = all(len(h.places) > 1 and (np.diff(h.places) != 1).any() for h in (a, b))
    if moved and not both and (_loop(source, moved[0].site) is None or _loop(source, moved[0].site) in homes):
        return []
    last = inspection.rounds[len(pairs) - 1]
    first = last.met.operations[0]
    site, name = None, ""
    for c, d in (*outside[::-1], *known):
        site, name = _line(source, graph, c.naming, d.naming, pairs[-1][1], first.number)
        if site is not None:
            break
    if site is None:  # the line of the loop that names these targets
        named = [n for n in graph.recording.named if n.position <= first.number and n.name[0] != "("]
        mine = [n for n in named if np.array_equal(n.ids.ravel(), last.met.t_ids)]
        here = [n for n in mine if _loop(source, n.site) is not None]
        site, name = (here[0].site, here[0].name) if here else (None, "")
    if site is None:  # the outermost call that was handed these targets
        own = (int(pairs[-1][1][0]), len(last.met.t_ids))
        site = next((call for call in first.stack if (call, *own) in graph.recording.given), first.site)
    return [Noticed("wrong-sample-or-target", name or result_name(graph, first), site, first.stack)]


def _order_at(named: Sequence[Naming], home: Home) -> Home:
    """Give how numbers lay in the last of some arrays that had all of them."""
    all_of_it = np.sort(home.naming.ids, axis=None)
    same = [
        n
        for n in named
        if n.name[0] != "("
        and n.ids.shape == home.naming.ids.shape
        and np.array_equal(np.sort(n.ids, axis=None), all_of_it)
    ]
    return (_home_in(same[-1], home.own) if same else None) or home


def _in_step(a: Home, b: Home, t: np.ndarray) -> bool:
    """Whether targets lie where their samples lie, or as far from there, each as the others.

    The rows of a table may be the same ones more than once: that of the sample's class.
    """
    if np.ptp(a.places - b.places) == 0:
        return True
    ids = b.naming.ids if b.axis == 0 else b.naming.ids.T
    return bool((ids.reshape(len(ids), -1)[a.places][:, 0] == t).all())


def _pairs(graph: Graph, one: Inspected) -> tuple[np.ndarray, np.ndarray] | None:
    """Give the numbers of each sample that goes in, in rows, and one of its target."""
    met, turn = one.met, one.turn
    if met.labels or len(met.operations) != 1 or not met.t_ids.size or met.t_ids.min() < 0:
        return None
    made = met.operations[0].ids.shape
    if met.t_ids.size != met.operations[0].ids.size:  # some of the predictions alone have a target
        return None
    for number in graph.behind(met.y, turn.stop, turn.since)[0]:
        operation = graph.operations[number]
        if operation.name not in PRODUCTS or operation.name in ("einsum", "tensordot"):
            continue
        for place, operand in enumerate(operation.operands[:2]):
            other = operation.operands[1 - place].ids
            if operand.ids is None or other is None or not turn.stop[other].all() or other.size < 2:
                continue
            if turn.bits[operand.ids].any():
                continue
            ids = operand.ids if place == 0 else operand.ids.T
            t = met.t_ids.reshape(made)
            if ids.ndim == 1 or 1 in ids.shape:
                return (
                    (ids.reshape(1, -1), t.ravel()[:1])
                    if max(made, default=1) == t.size and t.size < 50
                    else None
                )
            t = t if place == 0 or t.ndim < 2 else t.T
            rows = t.reshape(len(t), -1)
            return (ids.reshape(len(ids), -1), rows[:, 0]) if len(rows) == len(ids) else None
    return None


def _homes(graph: Graph, ids: np.ndarray) -> list[Home]:
    """Give the named arrays that numbers were taken from, the latest first, and what those were made of."""
    found: list[Home] = []
    for _ in range(6):
        named = [
            n
            for n in graph.recording.named
            if n.ids.ndim
            and n.ids.size > 3
            and (n.name[0] != "(" or n.name == "(filled)")
            and np.isin(ids, n.ids).all()
        ]
        if named:
            home = _home_in(max(named, key=lambda n: n.ids.size), ids)
            found += [home] if home is not None else []
        maker = graph.maker(int(ids[0]))
        if maker is None or maker.name not in ELEMENTWISE or not np.isin(ids, maker.ids).all():
            break
        inner = [o.ids for o in maker.operands if o.ids is not None and o.ids.shape == maker.ids.shape]
        if not inner:
            break
        ids = inner[0].ravel()[ids - int(maker.ids.flat[0])]
    return found


def _home_in(naming: Naming, ids: np.ndarray) -> Home | None:
    """Give where numbers lie in an array, along one axis; None where they lie along several."""
    places = np.unravel_index(places_of(naming.ids, ids), naming.ids.shape)
    axes = [k for k, along in enumerate(places) if np.ptp(along) > 0]
    axis = axes[0] if len(axes) == 1 else 0
    return Home(naming, ids, places[axis], naming.ids.shape[axis], axis) if len(axes) < 2 else None


def _moved(naming: Naming, home: Naming, ids: np.ndarray) -> bool:
    """Whether a name was given to these numbers in another order than they lay in at first."""
    if naming.position < home.position or naming.ids.size < 4 or not np.isin(naming.ids, home.ids).all():
        return False
    mine = np.isin(ids, naming.ids).any()
    firsts = naming.ids.reshape(len(naming.ids), -1)[:, 0]
    return bool(mine and (np.diff(places_of(home.ids, firsts)) < 0).any())


def _loop(source: Source, site: Site | None) -> tuple[object, int] | None:
    line = source.loop_around(site[0], site[1]) if site is not None else None
    return None if line is None or site is None else (site[0], line)


def _line(
    source: Source, graph: Graph, x: Naming, t: Naming, ids: np.ndarray, until: int
) -> tuple[Site | None, str]:
    """Give the first line in a loop that names targets to which no samples belong that are named there."""
    named = [
        n
        for n in graph.recording.named
        if n.position <= until
        and n.ids.ndim
        and n.name != "(filled)"
        and (_loop(source, n.site) is not None or n.name == "(shuffled)")
    ]
    for one in named:
        if not np.isin(ids, one.ids).all() or not np.isin(one.ids, t.ids).all():
            continue
        mine = places_of(t.ids, one.ids.reshape(len(one.ids), -1)[:, 0]) // max(t.ids.size // len(t.ids), 1)
        partners = [
            places_of(x.ids, n.ids.reshape(len(n.ids), -1)[:, 0]) // (x.ids.size // len(x.ids))
            for n in named
            if len(n.ids) == len(one.ids) and np.isin(n.ids, x.ids).all()
        ]
        if not any(np.array_equal(mine, theirs) for theirs in partners):
            return one.site, one.name if one.name[0] != "(" else ""
    return None, ""
