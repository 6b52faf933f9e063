"""Steps: which numbers a program trains, and how far each update moves them.

Longer than most files: what an update is, and the ways in which programs write one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from .blocks import in_turn
from .graph import Graph
from .pieces import in_pieces
from .recording import Operation, Site

NEAR = 6  # operations between what is scaled and the update that it is scaled for


@dataclass(eq=False)
class Step:
    """One update of a parameter: its numbers before, after, and what was added to them."""

    base: np.ndarray
    after: np.ndarray
    operations: list[Operation] = field(default_factory=list)
    sources: list[np.ndarray] = field(default_factory=list)  # identities of what is added or taken away
    moved: list[np.ndarray] = field(default_factory=list)
    sign: int = -1

    @property
    def move(self) -> np.ndarray:
        """What was added, entry by entry of `base`."""
        return np.concatenate(self.moved)

    @property
    def site(self) -> Site | None:
        """Where the update stands."""
        return self.operations[-1].site


@dataclass(eq=False)
class Parameter:
    """Numbers that a program trains, as one array or as the numbers that one line updates; its steps in order."""

    leaf: int
    shape: tuple[int, ...]
    steps: list[Step] = field(default_factory=list)
    name: str = ""
    beside: list[Parameter] = field(default_factory=list)  # of the same network, and trained by other rounds

    @property
    def first(self) -> np.ndarray:
        """The numbers before any step."""
        return self.steps[0].base


def parameters(graph: Graph) -> list[Parameter]:
    """Find what is trained, in the order of the first updates."""
    roots: dict[int, int] = {}  # by the same, what it was at first
    rounds: dict[int, int] = {}  # by the first number of a value, how often it was updated
    found: dict[object, dict[int, Step]] = defaultdict(dict)
    shapes: dict[object, tuple[int, ...]] = {}
    leaves: dict[object, int] = {}
    whole: dict[int, set[int]] = defaultdict(set)
    strays = {operation.number for operation in other_bases(graph)}
    every = sorted(one for one in {*graph.recording.updates, *_weak(graph)} if one[0] not in strays)
    for number, leaf, _ in every:
        whole[leaf].add(graph.operations[number].ids.size)
        if graph.operations[number].ids.ndim:
            whole[leaf].add(0)  # no plain number, from its first step on
    spans: dict[object, dict[int, list[int]]] = defaultdict(
        dict
    )  # by a line, of each number: when it was updated
    seen: list[tuple[Operation, int, np.ndarray, np.ndarray, np.ndarray, int, int, bool]] = []
    for number, leaf, place in every:
        operation = graph.operations[number]
        before, step = operation.operands[place].ids, operation.operands[1 - place].ids
        if before is None or step is None:
            continue
        base = _base(graph, before, number)
        first = _before(graph, int(base.flat[0]), rounds)
        turn = rounds.get(first, 0)
        rounds[int(operation.ids.flat[0])] = turn + 1
        single = base.size == 1 and whole[leaf] == {1} and base.ndim == 0
        root = roots.get(first, first)
        roots[int(operation.ids.flat[0])] = root
        if single:
            spans[operation.site, operation.stack].setdefault(root, []).append(number)
        seen.append((operation, leaf, before, base, step, turn, root, single))
    trainings = {key: _trainings(span) for key, span in spans.items()}
    for operation, leaf, before, base, step, turn, root, single in seen:
        sign = -1 if operation.name == "sub" else 1
        key: object = (leaf, root) if base.size > 1 else leaf
        if single:
            updated = operation.site, operation.stack
            key = ("line", *updated, trainings[updated][root])
        made = found[key].setdefault(turn, Step(np.empty(0, dtype=int), np.empty(0, dtype=int), sign=sign))
        if np.isin(base.ravel(), made.base).any():
            continue  # the same numbers as the base of another update
        made.base = np.concatenate([made.base, base.ravel()])
        made.after = np.concatenate([made.after, operation.ids.ravel()])
        made.operations.append(operation)
        spread = np.broadcast_to(step, operation.ids.shape)
        made.sources.append(spread.ravel())
        if base is before:
            made.moved.append(sign * graph.values[spread].ravel())
        else:
            made.moved.append((graph.values[operation.ids] - graph.values[base]).ravel())
        shapes.setdefault(key, base.shape)
        leaves.setdefault(key, leaf)
    listed = []
    for key, steps in found.items():
        ordered = [steps[turn] for turn in sorted(steps)]
        line = isinstance(key, tuple) and key[0] == "line"
        for part in _by_layers(graph, ordered, roots) if line else [ordered]:
            parameter = Parameter(leaves[key], shapes[key], part)
            listed.append(parameter)
    listed = in_pieces(graph, listed)
    for parameter in listed:
        parameter.name = name_of(graph, parameter)
    return listed


def _trainings(updated: dict[int, list[int]]) -> dict[int, int]:
    """Number the trainings that a line is part of, by the numbers that it updates: each ends before the next."""
    found: dict[int, int] = {}
    training, last, again = 0, -1, False
    for root, numbers in sorted(updated.items(), key=lambda one: one[1][0]):
        if again and numbers[0] > last:
            training, again = training + 1, False
        found[root] = training
        last, again = max(last, numbers[-1]), again or len(numbers) > 1
    return found


def _before(graph: Graph, first: int, known: dict[int, int]) -> int:
    """Give what a step begins with, or what that was before a velocity moved it ahead. known: what steps made."""
    maker = graph.maker(first)
    if first in known or maker is None or maker.name not in ("add", "sub"):
        return first
    given = [o.ids for o in maker.operands if o.ids is not None and o.ids.shape == maker.ids.shape]
    return next((int(ids.flat[0]) for ids in given if ids.size and int(ids.flat[0]) in known), first)


def _by_layers(graph: Graph, steps: list[Step], roots: dict[int, int]) -> list[list[Step]]:
    """Part the numbers that one line updates by the layers that they stand in: by how many of them lie before."""
    first = steps[0]
    if first.base.size < 2:
        return [steps]
    mine = np.zeros(graph.values.size, dtype=bool)
    mine[first.base] = True
    depth = np.zeros(graph.values.size, dtype=np.int16)
    layer: dict[int, int] = {}
    for operation in graph.operations[: first.operations[0].number]:
        given = [o.ids for o in operation.operands if o.ids is not None and o.ids.size]
        if not given:
            continue
        deepest = max(int(depth[ids].max()) for ids in given)
        own = [ids[mine[ids]] for ids in given if mine[ids].any()]
        for number in np.concatenate([np.ravel(ids) for ids in own]).tolist() if own else ():
            layer.setdefault(number, deepest)
        start = int(operation.ids.flat[0])
        depth[start : start + operation.ids.size] = deepest + bool(own)
    every = sorted(set(layer.values()))
    if len(every) < 2 or len(layer) < first.base.size:
        return [steps]
    found = []
    for one in every:
        parts = []
        for step in steps:
            places = [
                k for k, b in enumerate(map(int, step.base)) if layer.get(roots.get(b, b), every[-1]) == one
            ]
            if not places:
                continue
            part = Step(step.base[places], step.after[places], sign=step.sign)
            part.operations = [step.operations[k] for k in places]
            part.sources = [step.sources[k] for k in places]
            part.moved = [step.moved[k] for k in places]
            parts.append(part)
        if parts:
            found.append(parts)
    return found


@dataclass(eq=False)
class Stray:
    """An update of a parameter beside its own: what was added to it on another line, each round."""

    parameter: Parameter
    step: Step

    @property
    def operation(self) -> Operation:
        """The update."""
        return self.step.operations[-1]


def parted(parameter: Parameter) -> list[tuple[Parameter, Stray]]:
    """Part a parameter that two lines update in turn: each of the two as its own update, the other one as a stray."""
    steps = parameter.steps
    sites = [step.site[:2] if step.site is not None else None for step in steps]
    pairs = len(steps) // 2
    if not pairs or len(set(sites)) != 2 or any(a != b for a, b in zip(sites, sites[2:], strict=False)):
        return []
    found = []
    for own in (0, 1):
        kept = []
        for first, second in zip(steps[: 2 * pairs : 2], steps[1 : 2 * pairs : 2], strict=True):
            one = (first, second)[own]
            if first.base.size != second.base.size or not np.array_equal(first.after, second.base):
                return []
            kept.append(Step(first.base, second.after, one.operations, one.sources, one.moved, one.sign))
        stray = steps[1 - own]
        whole = Parameter(parameter.leaf, parameter.shape, kept, parameter.name)
        found.append((whole, Stray(whole, stray)))
    return found


def chained(listed: list[Parameter]) -> list[tuple[Parameter, Parameter]]:
    """Give single numbers that one line updates, and the line that goes on from there with one of them."""
    found = []
    for second in listed:
        for first in listed:
            if second is first or len(second.steps[0].base) != 1 or not second.steps:
                continue
            own = second.steps[0].base[0]
            if any(own in step.after for step in first.steps[:1]):
                found.append((first, second))
    return found


def other_bases(graph: Graph) -> list[Operation]:
    """Give the updates that begin with another parameter than the one whose name the result takes.

    That one has, from the same numbers, an update of its own.
    """
    named: dict[int, set[str]] = defaultdict(set)
    given: dict[tuple[int, int], str] = {}
    for naming in graph.recording.named:
        if naming.ids.size and naming.name[0] != "(":
            first = int(naming.ids.flat[0])
            named[first].add(naming.name)
            given[naming.position, first] = naming.name
    found = []
    starts: dict[tuple[int, int], list[Operation]] = defaultdict(list)
    for number, _, place in graph.recording.updates:
        base = graph.operations[number].operands[place].ids
        if base is not None and base.size > 1:
            starts[int(base.flat[0]), base.size].append(graph.operations[number])
    for (first, _), operations in starts.items():
        taken = [given.get((o.number + 1, int(o.ids.flat[0])), "") for o in operations]
        own = [name in named[first] for name in taken]
        if any(own) and len(operations) > 1:
            found += [o for o, mine, name in zip(operations, own, taken, strict=True) if name and not mine]
    return found


def _weak(graph: Graph) -> list[tuple[int, int, int]]:
    """Give what stands on the line of an update, or takes the name of what it adds to, though it depends on nothing."""
    recording = graph.recording
    lines = {(graph.operations[n].site, graph.operations[n].stack) for n, _, _ in recording.updates}
    leaves = {leaf for _, leaf, _ in recording.updates}
    names: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for naming in recording.named:
        if naming.ids.size:
            names[int(naming.ids.flat[0])].append((naming.position, naming.name))
    first, last = (
        recording.updates[0][0] if recording.updates else 0,
        max((n for n, _, _ in recording.updates), default=0),
    )
    found = []
    whole: dict[str, set[int]] = {}
    for number, leaf, place in recording.weak:
        operation = graph.operations[number]
        before, step = operation.operands[place].ids, operation.operands[1 - place].ids
        if leaf in leaves or before is None or step is None or not first - 200 < number < last + 200:
            continue
        same = (operation.site, operation.stack) in lines
        if not same and before.size > 1:
            now = {name for position, name in names[int(operation.ids.flat[0])] if position == number + 1}
            same = any(name in now for _, name in names[int(before.flat[0])]) and not graph.values[step].any()
        elif not same and not graph.values[step].any():  # an entry of a matrix, by nothing
            now = {name for position, name in names[int(operation.ids.flat[0])] if position == number + 1}
            roots = {name.partition("[")[0] for name in now if "[" in name}
            same = any(int(before.flat[0]) in _entries(graph, whole, root) for root in roots)
        if same:
            found.append((number, leaf, place))
    return found


def _entries(graph: Graph, known: dict[str, set[int]], name: str) -> set[int]:
    """Give the numbers of the first array of a name."""
    if name not in known:
        first = next((n.ids for n in graph.recording.named if n.name == name and n.ids.size > 1), None)
        known[name] = set(first.ravel().tolist()) if first is not None else set()
    return known[name]


def _base(graph: Graph, before: np.ndarray, number: int) -> np.ndarray:
    """Look through a decay: what is scaled for this update alone stands for the parameter itself."""
    maker = graph.maker(int(before.flat[0]))
    if (
        maker is None
        or maker.name not in ("mul", "cast")
        or maker.ids.shape != before.shape
        or (number - maker.number > NEAR and not _nearly_all(graph, maker))
    ):
        return before
    same = [o.ids for o in maker.operands if o.ids is not None and o.ids.shape == before.shape]
    used = any(
        operand.ids is not None and operand.ids.size and operand.ids.flat[0] == before.flat[0]
        for other in graph.operations[maker.number + 1 : number]
        for operand in other.operands
    )
    return same[0] if len(same) == 1 and not used else before


def _nearly_all(graph: Graph, scaled: Operation) -> bool:
    """Whether numbers are scaled as by a decay, which an optimizer may take long before its own step."""
    given = (o.numbers(graph.values) for o in scaled.operands)
    shares = [float(np.ravel(one)[0]) for one in given if np.size(one) == 1]
    return scaled.name == "mul" and len(shares) == 1 and 0.5 < shares[0] < 1


def name_of(graph: Graph, parameter: Parameter) -> str:
    """Give the name that the program gave a parameter."""
    first = parameter.steps[0]
    operation = first.operations[0]
    for naming in graph.recording.named if operation.ids.size == first.base.size else ():
        if naming.position == operation.number + 1 and naming.ids.size and naming.site == operation.site:
            return naming.name
    held = set(first.base[:1].tolist())
    names = [
        n.name
        for n in graph.recording.named
        if n.ids.size and int(n.ids.flat[0]) in held and n.name[0] != "("
    ]
    own = [n for n in graph.recording.named if n.ids.size == first.base.size and n.name[0] != "("]
    names = [n.name for n in own if int(n.ids.flat[0]) in held and operation.ids.size > n.ids.size] or names
    return names[0] if names else "?"


def networks(graph: Graph, listed: list[Parameter]) -> list[list[Parameter]]:
    """Part the parameters into those whose steps depend on one another."""
    afters = graph.marked(step.after for parameter in listed for step in parameter.steps)
    group = list(range(len(listed)))

    def root(place: int) -> int:
        while group[place] != place:
            place = group[place]
        return place

    for place, parameter in enumerate(listed):
        step = parameter.steps[0]
        _, live = graph.behind(np.concatenate(step.sources), afters)
        for other, against in enumerate(listed):
            if other != place and (
                live[against.first].any() or any(live[s.after].any() for s in against.steps)
            ):
                group[root(place)] = root(other)
    parts: dict[int, list[Parameter]] = defaultdict(list)
    for place, parameter in enumerate(listed):
        parts[root(place)].append(parameter)
    return [block for part in parts.values() for block in in_turn(graph, part)]
