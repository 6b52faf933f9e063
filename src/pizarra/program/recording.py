"""Recording: what a program computed, number by number, as its child process wrote it down."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .child.tape import CONSTANT, LISTED, WRITTEN

Site = tuple[int | str | None, int, int]


@dataclass(frozen=True, eq=False)
class Operand:
    """What an operation was computed of: identities of numbers, or a constant."""

    ids: np.ndarray | None
    constant: np.ndarray = field(default_factory=lambda: np.empty(0))
    written: bool = False  # as a number in the program's text

    def numbers(self, values: np.ndarray) -> np.ndarray:
        """Give the numbers themselves. values: the number of each identity."""
        return values[self.ids] if self.ids is not None else self.constant


@dataclass(frozen=True, eq=False)
class Operation:
    """One expression that was computed: what it did, where, of what; `ids` are the numbers that came out."""

    number: int
    name: str
    site: Site | None
    stack: tuple[Site, ...]
    ids: np.ndarray
    operands: tuple[Operand, ...]
    params: dict[str, Any]

    @property
    def sites(self) -> tuple[Site, ...]:
        """The calls that led there, the outermost first, and the place itself."""
        return self.stack if self.site is None else (*self.stack, self.site)


@dataclass(frozen=True, eq=False)
class Naming:
    """A name that was given to numbers, before operation `position`."""

    position: int
    name: str
    site: Site | None
    ids: np.ndarray


@dataclass(frozen=True, eq=False)
class Recording:
    """A run: all numbers by identity, the operations, the names, the updates, and how it ended."""

    values: np.ndarray = field(default_factory=lambda: np.empty(0))
    operations: tuple[Operation, ...] = ()
    named: tuple[Naming, ...] = ()
    updates: tuple[
        tuple[int, int, int], ...
    ] = ()  # the operation, the leaf, and which operand is the parameter
    weak: tuple[tuple[int, int, int], ...] = ()  # what is an update only if others like it are
    shown: frozenset[int] = frozenset()
    given: frozenset[tuple[Site, int, int]] = (
        frozenset()
    )  # a call, the first number of what it was handed, its size
    errors: tuple[dict[str, Any], ...] = ()
    bridged: tuple[tuple[Site, str], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    ended: str = ""  # "timeout", "died" or "memory", where nothing came back


def read_recording(folder: Path) -> Recording:
    """Read what the child wrote, believing nothing of it: what does not hang together was not written by it."""
    try:
        content = json.loads((folder / "tape.json").read_text(encoding="utf-8"))
        values = np.fromfile(folder / "values.bin")
        ids = np.fromfile(folder / "ids.bin", dtype=np.int64)
        constants = np.fromfile(folder / "constants.bin")
        if ids.size and not (ids.min() >= 0 and ids.max() < values.size):
            return Recording(ended="died")
        sites = [_site(site) for site in content["sites"]]
        stacks = [tuple(_site(site) for site in stack) for stack in content["stacks"]]
        every = np.arange(values.size)  # of which all that follow one another are parts
        every.setflags(write=False)
        operations, least = [], 0
        for number, (name, site, stack, start, shape, operands, params) in enumerate(content["operations"]):
            size = int(np.prod(shape, dtype=np.int64))
            if start < least or start + size > values.size:
                return Recording(ended="died")
            least = start + size
            given = []
            for kind, *where in operands:
                if kind in (CONSTANT, WRITTEN):
                    given.append(Operand(None, _part(constants, *where), kind == WRITTEN))
                    continue
                part = _part(ids if kind == LISTED else every[:start], *where)
                if kind == LISTED and part.size and part.max() >= start:
                    return Recording(ended="died")
                given.append(Operand(part))
            made = every[start : start + size].reshape(shape)
            operations.append(
                Operation(number, str(name), sites[site], stacks[stack], made, tuple(given), dict(params))
            )
        named = []
        for position, name, site, kind, *where in content["named"]:
            part = _part(ids if kind == LISTED else every, *where)
            named.append(Naming(int(position), str(name), sites[site], part))
        keys = (
            "errors",
            "bridged",
            "operations",
            "named",
            "sites",
            "stacks",
            "updates",
            "weak",
            "shown",
            "given",
        )
        return Recording(
            values,
            tuple(operations),
            tuple(named),
            tuple((int(a), int(b), int(c)) for a, b, c in content["updates"]),
            tuple((int(a), int(b), int(c)) for a, b, c in content["weak"]),
            frozenset(int(one) for one in content["shown"]),
            frozenset((sites[site], int(first), int(size)) for site, first, size in content["given"]),
            tuple(content["errors"]),
            tuple(((s[0], s[1], s[2]), str(kind)) for s, kind in content["bridged"]),
            {key: value for key, value in content.items() if key not in keys},
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Recording(ended="died")


def _part(
    numbers: np.ndarray, place: int, shape: Sequence[int], steps: Sequence[int] | None = None
) -> np.ndarray:
    """Give what begins at a place, one after another or in steps along each axis. Raises ValueError."""
    if steps is None:
        last = place + math.prod(shape)
        least = place
    else:
        ends = [step * (size - 1) for step, size in zip(steps, shape, strict=True)]
        least = place + sum(end for end in ends if end < 0)
        last = place + sum(end for end in ends if end > 0) + 1
    if least < 0 or last > numbers.size or min(shape, default=1) < (0 if steps is None else 1):
        raise ValueError(f"{place}, {shape}, {steps} of {numbers.size}")
    if steps is None:
        return numbers[place:last].reshape(shape)
    return np.lib.stride_tricks.as_strided(
        numbers[place:], shape, [step * numbers.itemsize for step in steps], writeable=False
    )


def _site(site: Any) -> Any:
    return None if site is None else (site[0], int(site[1]), int(site[2]))
