"""Graph: what depends on what among the events of a run, and which of them are updates of parameters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .run import Event, Recording

# What hands numbers on as they are.
MOVES = {
    "T",
    "reshape",
    "copy",
    "astype",
    "ravel",
    "flatten",
    "transpose",
    "squeeze",
    "view",
    "array",
    "asarray",
}
MOVES |= {
    "atleast_2d",
    "ascontiguousarray",
    "asmatrix",
    "matrix",
    "swapaxes",
    "asanyarray",
    "float64",
    "float32",
}
PRODUCTS = {"matmul", "dot", "outer", "inner", "einsum", "tensordot", "multi_dot"}
ROUNDS = 3  # that are looked at: what is wrong shows in the first two
SCALINGS = {"mul", "multiply", "truediv", "divide", "neg", "negative"}


@dataclass(frozen=True, eq=False)
class Update:
    """A step: `after` is `before` plus or minus `step`."""

    before: Event
    after: Event
    step: Event
    sign: int


class Graph:
    """The events of a recording by what they depend on."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.events = recording.events
        self.users: dict[int, list[int]] = defaultdict(list)
        for event in self.events:
            for number in dict.fromkeys(event.inputs):
                if number is not None:
                    self.users[number].append(event.number)

    def inputs(self, event: Event) -> list[Event]:
        """Give the events that an event was computed from."""
        return [self.events[number] for number in event.inputs if number is not None]

    def behind(self, event: Event, stop: Collection[int] = (), down_to: int = 0) -> set[int]:
        """Give an event and all that it depends on, without going past `stop` or events before `down_to`."""
        found, waiting = {event.number}, [event.number]
        while waiting:
            number = waiting.pop()
            if number in stop and number != event.number:
                continue
            for before in self.events[number].inputs:
                if before is not None and before >= down_to and before not in found:
                    found.add(before)
                    waiting.append(before)
        return found

    def root(self, event: Event) -> Event:
        """Follow an event back through what only moves numbers."""
        while event.op in MOVES and event.inputs and event.inputs[0] is not None:
            before = self.events[event.inputs[0]]
            if before.value.size != event.value.size:
                break
            event = before
        return event

    def turns(self, event: Event) -> int:
        """Count the transpositions between an event and its root."""
        count = 0
        while event.op in MOVES and event.inputs and event.inputs[0] is not None:
            before = self.events[event.inputs[0]]
            if before.value.size != event.value.size:
                break
            count += event.op in ("T", "transpose")
            event = before
        return count

    def after(self, event: Event, until: int) -> set[int]:
        """Give an event and all before `until` that depends on it."""
        found, waiting = {event.number}, [event.number]
        while waiting:
            for number in self.users[waiting.pop()]:
                if number <= until and number not in found:
                    found.add(number)
                    waiting.append(number)
        return found

    def leaves(self, behind: set[int]) -> set[int]:
        """Give those that depend on nothing."""
        return {n for n in behind if not any(i is not None for i in self.events[n].inputs)}

    @cached_property
    def all_updates(self) -> list[Update]:
        """All updates, in order."""
        return list(self._updates())

    def _updates(self) -> Iterator[Update]:
        """Find the updates: a parameter plus or minus what depends on that same parameter, and on more."""
        known: dict[int, int] = {}  # the updates so far, and the round of each
        for event in self.events:
            if event.op not in ("add", "sub", "subtract") or len(event.inputs) < 2:
                continue
            for place in (0, 1) if event.op == "add" else (0,):
                first, second = event.inputs[place], event.inputs[1 - place]
                if first is None or second is None or first == second:
                    continue
                before, step = self.events[first], self.events[second]
                base = self.root(before)
                if before.value.shape != event.value.shape or step.value.size > before.value.size:
                    continue
                slice_ = self.behind(step, known, base.number)
                if base.number not in slice_:
                    continue
                own = self.behind(base)
                if base.number not in known and any(self.events[n].op in PRODUCTS for n in own):
                    continue
                if self.leaves(self.behind(step)) <= self.leaves(own) and base.number not in known:
                    continue
                known[event.number] = known.get(base.number, 0) + 1
                if known[event.number] > ROUNDS:
                    return
                yield Update(base, event, step, -1 if event.op.startswith("sub") else 1)
                break


def alike(a: np.ndarray, b: np.ndarray, tolerance: float = 1e-9) -> bool:
    """Whether two arrays have the same shape and the same numbers, but for rounding."""
    if a.shape != b.shape:
        return False
    with np.errstate(all="ignore"):
        scale = np.abs(b).max(initial=0.0, where=np.isfinite(b)) or 1.0
        return bool(np.allclose(a, b, rtol=tolerance, atol=tolerance * scale, equal_nan=True))
