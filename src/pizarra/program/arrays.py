"""Arrays: what the numbers of a round make up, in the forward pass and in the backward pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .derivative import ELEMENTWISE, Opaque
from .graph import Graph
from .inspected import Inspected
from .inspection import Inspection
from .recording import Operation

PRODUCTS = {"matmul", "dot", "outer", "inner", "einsum", "tensordot"}
MOST_LEVELS = 3_000_000  # operations of a round times its lines
MOST_LAYERS = 3  # results of one line that are looked at one by one, too
MOST = 400  # arrays of one round that are looked at


@dataclass(frozen=True, eq=False)
class Array:
    """Identities that belong together, the operation after which they are there, and what they are called."""

    ids: np.ndarray
    position: int
    name: str = ""
    hits: int = 1  # how often it was made, once for each sample; they lie along its first axis

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return int(self.ids.size)

    @property
    def turned(self) -> np.ndarray | None:
        """The identities of the transpose; None where that is nothing else."""
        each = self.ids.shape[1:] if self.hits > 1 else self.ids.shape
        if len(each) < 2 or 1 in each:
            return None
        return np.swapaxes(self.ids, -1, -2)


class Arrays:
    """The arrays of a round."""

    def __init__(self, inspection: Inspection, one: Inspected) -> None:
        self.graph: Graph = inspection.graph
        self.one = one
        turn, met = self.one.turn, self.one.met
        loss = [] if one.loss is None else self.graph.behind(one.losses, turn.stop, turn.since)[0]
        ahead = self.graph.behind(met.y, turn.stop, turn.since)[0]
        self.forward = [n for n in ahead if self._of_round(n)]
        known = set(self.forward)
        self.lossy = [n for n in loss if n not in known and self._of_round(n)]
        behind = set(turn.behind)
        for stray in inspection.strays:
            behind |= {*self.graph.behind(np.concatenate(stray.step.sources), turn.stop, turn.since)[0]}
        self.backward = [
            n for n in sorted(behind) if n not in known and (self._of_round(n) or self._later(n))
        ]
        self.after = inspection.after
        self.numbers = sorted({*self.forward, *self.lossy, *self.backward})

    def _of_round(self, number: int) -> bool:
        return bool(self.one.turn.bits[self.graph.operations[number].ids.flat[0]])

    def _later(self, number: int) -> bool:
        return number >= self.one.met.operations[0].number

    def go_by(self, ids: np.ndarray) -> None:
        """Count what numbers are made of as the forward pass, as it is once they are taken where they belong."""
        more = self.graph.behind(ids, self.one.turn.stop, self.one.turn.since)[0]
        added = {n for n in more if self._of_round(n)}.difference(self.forward)
        if added:
            self.forward = sorted({*self.forward, *added})
            self.backward = [n for n in self.backward if n not in added]
            for kept in ("ahead", "back", "bends", "_errors"):
                self.__dict__.pop(kept, None)

    def operations(self, numbers: list[int]) -> list[Operation]:
        """Give operations by number."""
        return [self.graph.operations[n] for n in numbers]

    @cached_property
    def pool(self) -> list[Array]:
        """All arrays of the round: parameters, named arrays, results; what has the same numbers only once."""
        turn = self.one.turn
        found: dict[bytes, Array] = {}

        def put(ids: np.ndarray, position: int, name: str = "", hits: int = 1) -> None:
            key = np.ravel(ids).tobytes()
            if ids.size and (key not in found or (name and not found[key].name)):
                position = min(position, found[key].position) if key in found else position
                found[key] = Array(ids, position, name, hits)

        for parameter in turn.parameters:
            step = parameter.steps[turn.number]
            ids = (
                step.base.reshape(parameter.shape)
                if step.base.size == np.prod(parameter.shape)
                else step.base
            )
            put(ids, 0, parameter.name, len(self.one.parts) or 1)
            for made in self._summands(step.sources):
                put(made, int(self.graph.made_by[made].min()) + 1)
        alike, named = self._alike, {}
        member = {int(o.ids.flat[0]): (o.ids.size, place) for place, hits in enumerate(alike) for o in hits}
        last, used = max(self.numbers, default=0), self._used
        for naming in self.graph.recording.named:
            if (
                turn.since <= naming.position <= last + 1
                and naming.name[0] != "("
                and 0 < naming.ids.size < 100_000
                and used[naming.ids.flat[0]]
            ):
                size, place = member.get(int(naming.ids.flat[0]), (0, 0))
                if size == naming.ids.size:
                    named.setdefault(place, naming.name)
                else:
                    put(naming.ids, naming.position, naming.name)
        scalars: dict[object, list[Operation]] = {}
        # A few may as well be layers of the same width, each for itself.
        layers = [] if self.one.parts else [hits for hits in alike if len(hits) <= MOST_LAYERS]
        few = {int(o.ids.flat[0]) for hits in layers for o in hits if o.ids.ndim}
        for operation in self.operations(self.numbers):
            start = int(operation.ids.flat[0])
            alone = start not in member or start in few
            if alone and (operation.ids.ndim or len(self.numbers) < 60):
                put(operation.ids, operation.number + 1)
            if not operation.ids.ndim:
                scalars.setdefault((operation.name, operation.site, operation.stack), []).append(operation)
        for hits in scalars.values():
            put(np.array([int(o.ids) for o in hits]), hits[0].number + 1)
        for place, hits in enumerate(alike):
            put(np.stack([o.ids for o in hits]), hits[0].number + 1, named.get(place, ""), len(hits))
            for given in zip(*(o.operands for o in hits), strict=False):
                outside = [
                    o.ids for o in given if o.ids is not None and self.graph.made_by[o.ids.flat[0]] < 0
                ]
                if len(outside) == len(hits) and len({ids.shape for ids in outside}) == 1:
                    put(np.stack(outside), 0, self._called(outside[0]), len(hits))
        for operation in self.operations([*self.forward, *self.backward]):
            for operand in operation.operands:
                if (
                    operand.ids is not None
                    and operand.ids.ndim
                    and self.graph.made_by[operand.ids.flat[0]] < 0
                ):
                    put(operand.ids, 0, self._called(operand.ids))
        for ids in self._earlier:
            put(ids, 0, self._called(ids))
        return sorted(found.values(), key=lambda a: (not a.name, a.position))[:MOST]

    def _summands(self, sources: list[np.ndarray]) -> list[np.ndarray]:
        """Give what the steps of single numbers are made of, one array for each operation of their line."""
        found: list[np.ndarray] = []
        ids = np.concatenate(sources) if 1 < len(sources) < 2000 else np.empty(0, dtype=int)
        waiting = [ids] if ids.size == len(sources) else []
        while waiting and len(found) < 6:
            ids = waiting.pop(0)
            makers = [self.graph.maker(int(number)) for number in ids]
            made = [m for m in makers if m is not None]
            if len(made) < len(ids) or len({(m.name, m.site, m.ids.ndim) for m in made}) > 1:
                continue
            if made[0].ids.ndim or made[0].number < self.one.met.operations[0].number:
                continue
            found.append(ids)
            for place in range(len(made[0].operands)):
                given = [m.operands[place].ids for m in made]
                scalars = [int(one.flat[0]) for one in given if one is not None and one.size == 1]
                if len(scalars) == len(ids) and len(set(scalars)) > 1:
                    waiting.append(np.array(scalars))
        return [one for one in found if np.unique(one).size == one.size]

    @cached_property
    def _earlier(self) -> list[np.ndarray]:
        """What the backward pass takes that was computed before the round, and is none of what is trained."""
        turn, found = self.one.turn, []
        for operation in self.operations(self.backward) if turn.since else ():
            for operand in operation.operands:
                ids = operand.ids
                if ids is None or ids.size < 2 or turn.stop[ids].any():
                    continue
                if self.stale(ids) and not any(np.array_equal(ids, other) for other in found):
                    found.append(ids)
        return found

    def made_of_errors(self, ids: np.ndarray) -> bool:
        """Whether numbers were made of the error: of the backward pass."""
        return bool(self._errors[ids].any())

    @cached_property
    def _errors(self) -> np.ndarray:
        marks = np.zeros(self.graph.values.size, dtype=bool)
        met = {operation.number for operation in self.one.met.operations}
        for operation in self.operations(self.backward):
            if operation.number in met or any(
                o.ids is not None and marks[o.ids].any() for o in operation.operands
            ):
                marks[operation.ids] = True
        return marks

    def stale(self, ids: np.ndarray) -> bool:
        """Whether numbers were computed before the round."""
        makers = self.graph.made_by[ids]
        return bool(makers.min() >= 0 and makers.max() < self.one.turn.since)

    @cached_property
    def _alike(self) -> list[list[Operation]]:
        """Groups of operations that one line did for one sample after another, and that need nothing of each other."""
        return self._in_groups(self.numbers) + self._in_groups(sorted(self._idle.difference(self.numbers)))

    def _in_groups(self, numbers: list[int]) -> list[list[Operation]]:
        groups: dict[object, int] = {}
        own = np.empty(len(numbers), dtype=int)
        for place, operation in enumerate(self.operations(numbers)):
            own[place] = groups.setdefault((operation.name, operation.site, operation.stack), len(groups))
        if len(numbers) * len(groups) > MOST_LEVELS or len(groups) == len(numbers):
            return []
        places = {number: place for place, number in enumerate(numbers)}
        levels = np.zeros((len(numbers), len(groups)), dtype=np.int16)
        found: dict[tuple, list[Operation]] = {}
        for place, operation in enumerate(self.operations(numbers)):
            makers = {m for o in operation.operands if o.ids is not None for m in self.graph.makers(o.ids)}
            before = [places[m] for m in makers if m in places]
            if before:
                levels[place] = levels[before].max(axis=0)
            levels[place, own[place]] += 1
            key = (own[place], levels[place, own[place]], operation.ids.shape)
            found.setdefault(key, []).append(operation)
        return [hits for hits in found.values() if len(hits) > 1]

    @property
    def _idle(self) -> set[int]:
        """What the round computes, names and leaves alone: another array may be taken where it belongs."""
        turn, graph = self.one.turn, self.graph
        makers = (
            graph.maker(int(naming.ids.flat[0]))
            for naming in graph.recording.named
            if turn.since < naming.position <= turn.until and naming.ids.size > 1 and naming.name[0] != "("
        )
        return {
            maker.number
            for maker in makers
            if maker is not None and turn.since <= maker.number < turn.until and self._of_round(maker.number)
        }

    def _called(self, ids: np.ndarray) -> str:
        first, size = int(ids.flat[0]), ids.size
        names = [n.name for n in self.graph.recording.named if n.ids.size == size and n.ids.flat[0] == first]
        return next((name for name in names if name[0] != "("), "")

    @property
    def _used(self) -> np.ndarray:
        """Marks of the numbers that the round takes, or makes of what it trains."""
        used = self.one.turn.bits > 0  # what is made of them and left alone, too
        for operation in self.operations(self.numbers):
            used[operation.ids] = True
            for operand in operation.operands:
                if operand.ids is not None:
                    used[operand.ids] = True
        return used

    @cached_property
    def ahead(self) -> list[Array]:
        """Those of the forward pass, with the parameters and the data."""
        known = np.zeros(self.graph.values.size, dtype=bool)
        for operation in self.operations(self.forward):
            known[operation.ids] = True
            for operand in operation.operands:
                if operand.ids is not None:
                    known[operand.ids] = True
        known[self.one.turn.stop] = True
        return [a for a in self.pool if known[a.ids].all()]

    @cached_property
    def back(self) -> list[Array]:
        """Those of the backward pass, in the order in which they are made."""
        known = np.zeros(self.graph.values.size, dtype=bool)
        for operation in self.operations(self.backward):
            known[operation.ids] = True
        return sorted((a for a in self.pool if known[a.ids].any()), key=lambda a: a.position)

    @cached_property
    def bends(self) -> list[tuple[Array, Array, np.ndarray]]:
        """Activations: an array of the forward pass, what it becomes entry by entry, and the slope there."""
        found = []
        for z in self.ahead:
            if z.size < 2 or not self.is_product(z):
                continue
            for a in self.ahead:
                if a.size != z.size or a.position <= z.position or self.is_product(a):
                    continue
                slope = self.slope(z, a)
                if slope is not None:
                    found.append((z, a, slope))
        return found

    def slope(self, z: Array, a: Array) -> np.ndarray | None:
        """Give the slope of an array where it is made of another one entry by entry; None where it is not."""
        stop = self.one.stop.copy()
        stop[z.ids] = True
        behind, live = self.graph.behind(a.ids, stop, self.one.turn.since)
        if not live[z.ids].all() or any(
            self.graph.operations[n].name not in ELEMENTWISE for n in behind if self._of_round(n)
        ):
            return None
        try:
            slope = self.graph.cotangents((a.ids.ravel(), np.ones(a.size)), self.one.turn.since, stop)[z.ids]
        except Opaque:
            return None
        return slope

    def is_product(self, array: Array) -> bool:
        """Whether an array is a product with weights, a bias added: a pre-activation."""
        # By what was made last: some entries of a pre-activation may be left as they are by what bends the others.
        last = int(np.argmax(self.graph.made_by[array.ids]))
        maker = self.graph.maker(int(array.ids.flat[last]))
        summed = False  # to one number
        for _ in range(12):
            if maker is None:
                return False
            if maker.name in PRODUCTS or (maker.name == "mul" and (summed or maker.ids.ndim == 0)):
                return True
            summed = maker.name == "sum"
            if maker.name not in ("add", "sub", "cast", "sum") or (maker.name == "sum" and maker.ids.ndim):
                return False
            further = [
                self.graph.maker(int(o.ids.flat[0]))
                for o in maker.operands
                if o.ids is not None and self.one.turn.bits[o.ids.flat[0]]
            ]
            made = [m for m in further if m is not None]
            maker = made[0] if made else None
        return False

    def layer(self, number: int) -> int:
        """Give the layer, from 1, that an operation of the forward pass belongs to; behind it, the last one."""
        count = 0
        seen: set[int] = set()
        for operation in self.operations(self.forward):
            if operation.number > number:
                break
            if operation.name not in PRODUCTS:
                continue
            for operand in operation.operands:
                first = int(operand.ids.flat[0]) if operand.ids is not None else -1
                if first >= 0 and self.one.turn.stop[first] and first not in seen:
                    seen.add(first)
                    count += 1
        return max(count, 1)
