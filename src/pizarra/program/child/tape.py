"""Tape: every number that a program makes has an identity; operations say which numbers they were made of.

The program's own objects stay what they are. Beside each array, and each float, stands a shadow: an array of identities
of the same shape. What only moves numbers (a slice, a transpose, a list) moves identities; what computes appends an
operation. A shadow is believed only where its numbers are still those of the object.
"""

from __future__ import annotations

import json
import os
import weakref
from typing import Any

import numpy as np

LARGEST = 4_000_000  # entries of an array beyond which it is taken as constant
MOST_OPERATIONS = 150_000
MOST_NUMBERS = 40_000_000  # identities in all
LONG = 128  # identities from which on it pays to know that they follow one another
ALL = -2  # in the place of a leaf: of leaves alone, and of several
ROUNDS = 3  # updates of each parameter, after which a loop is left


class Enough(BaseException):
    """Enough was seen, or the time is up: the program is left."""


class Kin:
    """What the numbers of an array come from: the leaves, as bits; and the one leaf, where they are it or its updates.

    met: whether something was compared with something on the way, as a prediction is with a target.
    """

    __slots__ = ("apart", "leaf", "mask", "met", "scaled", "turned", "was")

    def __init__(self, mask: int, leaf: int | None, met: bool = False) -> None:
        self.mask, self.leaf, self.met, self.turned = mask, leaf, met, False
        self.scaled = False  # whether it is a leaf times a number
        self.was: Any = None  # the leaf and the identities, before one number was set to try something
        self.apart: tuple[
            Any, ...
        ] = ()  # the identities of two things that it is the difference of, or a share of it

    def own(self) -> Kin:
        """Give the same for a copy: what is put into that is nothing to the original."""
        kin = Kin(self.mask, self.leaf, self.met)
        kin.turned, kin.was = self.turned, self.was
        return kin


class Shadow:
    """An object, kept alive, with the identities of its numbers."""

    __slots__ = ("ids", "kin", "thing")

    def __init__(self, thing: Any, ids: np.ndarray, kin: Kin) -> None:
        self.thing, self.ids, self.kin = thing, ids, kin


class Tape:
    """The numbers, the operations, and the names that were given."""

    def __init__(self) -> None:
        self.values = np.empty(65536)
        self.size = 0
        self.shadows: dict[int, Shadow] = {}
        self.leaves = 0
        self.used: set[int] = set()  # leaves that something else than their scale was computed of
        self.ahead: dict[int, tuple[int, int]] = {}  # by a leaf, what a share of it was added to, and where
        self.velocities: dict[int, bool] = {}  # leaves that move others, and whether they changed since
        self.operations: list[list[Any]] = []
        self.ids: list[np.ndarray | range] = []
        self.ids_size = 0
        self.rows: dict[int, Any] = {}  # arrays of identities that follow one another, by id
        self.places: dict[tuple[int, int], int] = {}  # where such identities are written: the first, how many
        self.constants: list[np.ndarray] = []
        self.constants_size = 0
        self.named: list[list[Any]] = []
        self.sites: dict[Any, int] = {}
        self.stacks: dict[Any, int] = {}
        self.stack: list[Any] = []
        self.rounds: dict[
            int, int
        ] = {}  # by the first identity of a parameter's value, how often it was updated
        self.latest: dict[int, int] = {}  # by leaf, the same
        self.updates: list[
            tuple[int, int, int]
        ] = []  # the operation, the leaf, and which operand is the parameter
        self.weak: list[tuple[int, int, int]] = []  # what is a step only if others on that line are
        self.spread: list[tuple[int, int]] = []  # steps with more entries than what they change, and the leaf
        self.bridged: list[Any] = []
        self.shown: list[int] = []
        self.given: list[list[int]] = []  # the call, and the first of the numbers that it was handed
        self.numbers = 0  # a bit for each leaf that is one plain number
        self.redrawn: dict[int, float] = {}  # by leaf, the size of the numbers that take the place of its own

    # ---- identities

    def numeric(self, thing: Any) -> bool:
        """Whether an object has numbers that are traced: arrays of real numbers, and floats."""
        if isinstance(thing, np.ndarray):
            return thing.dtype.kind in "fiub" and 0 < thing.size <= LARGEST
        return isinstance(thing, (float, np.floating, np.integer))

    def fresh(self, value: Any) -> np.ndarray:
        """Give new identities to numbers."""
        value = np.asarray(value, dtype=float)
        start, end = self.size, self.size + value.size
        if end > MOST_NUMBERS:
            raise Enough
        if end > self.values.size:
            grown = np.empty(max(end, 2 * self.values.size))
            grown[:start] = self.values[:start]
            self.values = grown
        self.values[start:end] = value.ravel()
        self.size = end
        row = np.arange(start, end)
        if row.size >= LONG:
            self.rows[id(row)] = weakref.ref(row)
        return row.reshape(value.shape)

    def first(self, ids: np.ndarray) -> int | None:
        """Give the first of many identities of which each is by one more than the one before; None for others."""
        if ids.size < LONG:
            return None
        row = _owner(ids)
        found = self.rows.get(id(row))
        return int(ids.item(0)) if found is not None and found() is row and ids.flags.c_contiguous else None

    def change(self, ids: np.ndarray, index: Any, to: Any) -> None:
        """Put other identities into an array of them, and so into all that lie in the same memory."""
        self.rows.pop(id(_owner(ids)), None)
        ids[index] = to

    def written(self, ids: np.ndarray) -> int:
        """Write identities down, those that follow one another only once; give where they begin."""
        first, place = self.first(ids), self.ids_size
        if first is not None:
            known = self.places.setdefault((first, ids.size), place)
            if known != place:
                return known
            self.ids.append(range(first, first + ids.size))
        else:
            self.ids.append(ids.ravel().copy())
        self.ids_size += ids.size
        return place

    def put(self, thing: Any, ids: np.ndarray, kin: Kin) -> Shadow:
        """Give an object its shadow."""
        shadow = Shadow(thing, ids, kin)
        self.shadows[id(thing)] = shadow
        return shadow

    def leaf(self, thing: Any) -> Shadow:
        """Take an object as coming from outside."""
        number = self.leaves
        self.leaves += 1
        self.numbers |= (not isinstance(thing, np.ndarray)) << number
        size = self.redrawn.get(number, 0.0)
        if size and isinstance(thing, np.ndarray) and thing.dtype.kind == "f" and thing.flags.writeable:
            thing[...] = np.random.default_rng(number).normal(size=thing.shape) * size
        return self.put(thing, self.fresh(thing), Kin(1 << number, number))

    def known(self, thing: Any) -> Shadow | None:
        """Give the shadow of an object, its numbers seen to; None where it has none."""
        shadow = self.shadows.get(id(thing))
        if shadow is None or shadow.thing is not thing:
            return None
        if isinstance(thing, np.ndarray):
            if shadow.ids.shape != thing.shape:  # as by x.shape += (1,)
                shadow.ids = shadow.ids.reshape(thing.shape)
            ids = shadow.ids
            first = self.first(ids)
            held = self.values[ids if first is None else slice(first, first + ids.size)].reshape(ids.shape)
            same = held == thing
            if not same.all():
                changed = ~np.asarray(same) & ~((held != held) & np.asarray(thing != thing))
                if changed.any():  # by something that was not seen: these numbers come from outside
                    self.change(ids, changed, self.fresh(np.asarray(thing)[changed]))
        return shadow

    def of(self, thing: Any) -> Shadow | None:
        """Give the shadow of a number, an array, or a list of numbers; None for what is a constant."""
        found = self.known(thing)
        if found is not None:
            return found
        if isinstance(thing, (list, tuple)):
            return self.listed(thing)
        if not self.numeric(thing) or isinstance(thing, np.integer):
            return None
        if isinstance(thing, np.ndarray) and isinstance(thing.base, np.ndarray):
            view = self.view(thing, thing.base)
            if view is not None:
                return view
        return self.leaf(thing)

    def view(self, thing: np.ndarray, base: np.ndarray) -> Shadow | None:
        """Give a view that was made out of sight the identities that lie in the same places."""
        whole = self.known(base)
        if (
            whole is None
            or base.itemsize != thing.itemsize
            or not base.flags.c_contiguous
            or not whole.ids.flags.c_contiguous
        ):
            return None
        offset = thing.__array_interface__["data"][0] - base.__array_interface__["data"][0]
        if offset % base.itemsize or any(stride % base.itemsize for stride in thing.strides):
            return None
        strides = tuple(stride // base.itemsize * 8 for stride in thing.strides)
        flat = whole.ids.reshape(-1)[offset // base.itemsize :]
        return self.put(thing, np.lib.stride_tricks.as_strided(flat, thing.shape, strides), whole.kin)

    def listed(self, things: Any) -> Shadow | None:
        """Give the identities of a list of numbers or arrays, if it has the form of an array and anything is traced."""
        if not 0 < len(things) <= 50_000:
            return None
        if not isinstance(things[0], (list, tuple, float, int, np.ndarray, np.generic)):
            return None
        parts = [self.of(part) for part in things]
        if all(part is None for part in parts):
            return None
        mask, leaf, met = 0, -1, False
        every = all(
            part is None or part.kin.leaf is not None for part in parts
        )  # a matrix, written number by number
        ids = []
        for thing, part in zip(things, parts, strict=False):
            if part is None:
                if not isinstance(thing, (int, float, list, tuple, np.generic, np.ndarray)):
                    return None
                try:
                    ids.append(self.fresh(thing))
                except (ValueError, TypeError):
                    return None
                continue
            ids.append(part.ids)
            mask |= part.kin.mask
            met = met or part.kin.met
            leaf = part.kin.leaf if leaf == -1 or leaf == part.kin.leaf else None
        if any(one.shape != ids[0].shape for one in ids):
            return None
        return Shadow(
            things,
            np.array(ids),
            Kin(mask, None if leaf == -1 else ALL if leaf is None and every else leaf, met),
        )

    # ---- what was done

    def site(self, site: Any) -> int:
        return self.sites.setdefault(site, len(self.sites))

    def operation(
        self,
        site: Any,
        name: str,
        given: list[Any],
        result: Any,
        params: dict[str, Any] | None = None,
        written: int = 0,
    ) -> Any:
        """Write down an operation on shadows and constants; give the result, which now has its shadow.

        written: bits of the operands that stand in the program as numbers.
        """
        if len(self.operations) >= MOST_OPERATIONS:
            raise Enough
        mask = 0
        operands = []
        for one in given:
            if isinstance(one, Shadow):
                mask |= one.kin.mask
                operands.append([0, self.written(one.ids), one.ids.shape])
            else:
                value = np.asarray(one, dtype=float)
                operands.append([2 if written & 1 << len(operands) else 1, self.constants_size, value.shape])
                self.constants.append(value.ravel().copy())
                self.constants_size += value.size
        if self.ids_size + self.constants_size > MOST_NUMBERS:
            raise Enough
        ids = self.fresh(result)
        stack = self.stacks.setdefault(tuple(self.stack), len(self.stacks))
        self.operations.append(
            [name, self.site(site), stack, int(ids.flat[0]), ids.shape, operands, params or {}]
        )
        kin = self._kin(name, given, mask, ids)
        if kin.leaf is None:
            kin.met = self._met(name, given)
        kin.apart = _apart(name, given)
        kin.turned = name == "neg"  # what is added to it is compared with it
        self.put(result, ids, kin)
        return result

    def _met(self, name: str, given: list[Any]) -> bool:
        """Whether two things are compared here, or were before."""
        kins = [one.kin for one in given if isinstance(one, Shadow)]
        if any(kin.met for kin in kins):
            return True
        if name not in ("sub", "div", "add") or len(given) < 2:
            return False
        if len(kins) < 2:
            return name == "sub"
        if all(kin.leaf is not None for kin in kins):
            return False  # data are scaled, or moved
        turned = name != "add" or kins[0].turned or kins[1].turned
        return kins[0].mask != kins[1].mask and turned

    def _kin(self, name: str, given: list[Any], mask: int, ids: np.ndarray) -> Kin:
        """Tell updates of parameters: what is of one leaf, plus or minus what depends on that leaf and on more."""
        given = [
            Shadow(one.thing, one.ids, Kin(one.kin.mask, None, one.kin.met))
            if isinstance(one, Shadow) and one.kin.leaf == ALL
            else one
            for one in given
        ]
        if name in ("mul", "div", "neg", "add", "sub"):  # drawn at random, then scaled and moved
            leaf = [one.kin.leaf for one in given if isinstance(one, Shadow) and one.ids.shape == ids.shape]
            scaled = [one for one in given if not (isinstance(one, Shadow) and one.ids.shape == ids.shape)]
            given_ = [one for one in scaled if not isinstance(one, Shadow) or self._constant(one.kin, ids)]
            if len(leaf) == 1 and len(given_) == len(scaled) and all(_single(one) for one in scaled):
                number = leaf[0]
                if number is not None and number in self.used and name != "neg":
                    # A penalty is a part of a parameter; what is left after a decay is nearly all of it.
                    sizes = [
                        float(np.ravel(self.values[one.ids] if isinstance(one, Shadow) else one)[0])
                        for one in scaled
                    ]
                    kept = name == "mul" and all(0.5 < size < 1.5 for size in sizes)
                    number = number if kept or number in self.ahead else None
                found = Kin(mask, number)
                found.scaled = name == "mul"
                return found
        kins = [one.kin for one in given if isinstance(one, Shadow) and one.ids.shape == ids.shape]
        if name in ("add", "sub") and len(kins) == len(given) == 2:
            moved = self._by_velocity(name, given, ids)
            if moved is not None:
                return moved
        if len(kins) == len(given) == 2 and ids.ndim and not self.updates:
            drawn = [kin.leaf is not None and kin.leaf not in self.used and not kin.met for kin in kins]
            if all(drawn) and name in ("add", "sub", "mul"):  # a beginning, and something drawn at random
                self.leaves += 1
                return Kin(mask | 1 << self.leaves - 1, self.leaves - 1)
        if name == "cast" or (len(given) == 1 and not ids.ndim):
            return Kin(mask, given[0].kin.leaf)
        for one in given:
            if isinstance(one, Shadow) and one.kin.leaf is not None:
                self.used.add(one.kin.leaf)
        if name in ("add", "sub") and len(given) == 2:
            for before, step in ((given[0], given[1]), (given[1], given[0])):
                if name == "sub" and before is given[1]:
                    break
                if not isinstance(before, Shadow) or not isinstance(step, Shadow) or before.kin.leaf is None:
                    continue
                if step.kin.was is not None:  # a parameter that is tried at other places
                    continue
                own = 1 << before.kin.leaf
                if before.ids.shape != ids.shape and not _same_but_for_ones(before.ids.shape, ids.shape):
                    if (
                        ids.size > before.ids.size
                        and step.kin.met
                        and step.kin.mask & own
                        and step.kin.leaf is None
                    ):
                        self.spread.append((len(self.operations) - 1, before.kin.leaf))
                    continue
                if (
                    not step.kin.mask & own
                    or not step.kin.mask & ~before.kin.mask
                    or not step.kin.met
                    or step.kin.leaf is not None
                ):
                    self.weak.append((len(self.operations) - 1, before.kin.leaf, int(before is given[1])))
                    continue
                if any(np.array_equal(ids, before.ids) for ids in step.kin.apart):
                    break  # m += share * (g - m): a mean that is kept
                if before.kin.leaf in self.velocities:
                    self.velocities[before.kin.leaf] = True
                    return Kin(own, before.kin.leaf)
                self.updates.append((len(self.operations) - 1, before.kin.leaf, int(before is given[1])))
                return self._updated(before, ids)
        return Kin(mask, None)

    def _updated(self, before: Shadow, ids: np.ndarray) -> Kin:
        """Count an update of a leaf; give what its result comes from: the leaf."""
        leaf = before.kin.leaf
        assert leaf is not None
        number = self.rounds.get(int(before.ids.flat[0]), 0) + 1
        self.rounds[int(ids.flat[0])] = number
        self.latest[leaf] = max(number, self.latest.get(leaf, 0))
        return Kin(1 << leaf, leaf)

    def _by_velocity(self, name: str, given: list[Shadow], ids: np.ndarray) -> Kin | None:
        """Tell updates of parameters by velocities that they are moved ahead by, as Nesterov has it, from that move.

        There a gradient depends on the velocity, which looks like a parameter then; but it moves one, once it changed.
        """
        site = self.operations[-1][1]
        for before, step in (given, given[::-1])[: 1 if name == "sub" else 2]:
            base, velocity = before.kin.leaf, step.kin.leaf
            if base is None or velocity is None or base == velocity:
                continue
            known = self.ahead.get(velocity)
            if known is None:
                if step.kin.scaled and not before.kin.scaled and not self.latest.get(velocity):
                    self.ahead[velocity] = (base, site)
                continue
            changed = self.velocities.get(velocity, velocity in self.latest)
            if known[0] != base or known[1] == site or not changed:
                continue
            self.velocities[velocity] = False
            self.latest.pop(velocity, None)
            update = (len(self.operations) - 1, base, int(before is given[1]))
            mistaken = [place for place, one in enumerate(self.updates) if one[1] == velocity]
            for place in mistaken:
                self.updates[place] = update
            if not mistaken:
                self.updates.append(update)
            return self._updated(before, ids)
        return None

    def _constant(self, kin: Kin, ids: np.ndarray) -> bool:
        """Whether a number comes from outside, or was made of plain numbers alone: n ** -0.5, 1 - rate * decay.

        Where a program is written number by number, all are plain: there, nothing that was trained or compared is.
        """
        plain = not kin.mask & ~self.numbers
        return kin.leaf is not None or (plain and (bool(ids.ndim) or not (kin.met or self.updates)))

    def note(self, site: Any, name: str, thing: Any) -> None:
        """Write down that an object was given a name."""
        shadow = self.of(thing)
        if shadow is not None and shadow.ids.size <= 1_000_000:
            place = self.written(shadow.ids)
            self.named.append([len(self.operations), name, self.site(site), shadow.ids.shape, place])

    def hand(self, site: Any, thing: Any) -> None:
        """Write down that a call was handed numbers."""
        shadow = self.known(thing)
        if shadow is not None and len(self.given) < 20_000:
            self.given.append([self.site(site), int(shadow.ids.flat[0]), int(shadow.ids.size)])

    def show(self, thing: Any) -> None:
        """Write down that numbers were shown."""
        shadow = self.known(thing)
        if shadow is not None and shadow.ids.size == 1:
            self.shown.append(int(shadow.ids.flat[0]))

    def write(self, folder: str, more: dict[str, Any]) -> None:
        """Write all of it: numbers as they are, the rest as JSON."""
        for name, parts in (("ids", self.ids), ("constants", self.constants)):
            kind = np.int64 if name == "ids" else np.float64
            with open(os.path.join(folder, f"{name}.bin"), "wb") as file:
                for part in parts:  # one after another: all together may be too large
                    part = np.arange(part.start, part.stop) if isinstance(part, range) else part
                    file.write(part.astype(kind, copy=False).data)
        self.values[: self.size].tofile(os.path.join(folder, "values.bin"))
        content = {
            "operations": self.operations,
            "named": self.named,
            "sites": list(self.sites),
            "stacks": list(self.stacks),
            "updates": self.updates,
            "spread": [
                n for n, leaf in self.spread[:1000] if leaf not in self.latest
            ],  # else it goes forward
            "weak": self.weak[:20000],
            "bridged": self.bridged,
            "shown": self.shown,
            "given": self.given,
            **more,
        }
        with open(os.path.join(folder, "tape.json"), "w", encoding="utf-8") as file:
            file.write(json.dumps(content))  # which is written in C, as json.dump is not


def _owner(ids: Any) -> Any:
    """Give the array in whose memory these lie."""
    while (base := getattr(ids, "base", None)) is not None:
        ids = base
    return ids


def _same_but_for_ones(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a step only adds axes of length 1, as where a row of a matrix is taken from a vector."""
    more = len(after) - len(before)
    return more > 0 < len(before) and set(after[:more]) == {1} and after[more:] == before


def _apart(name: str, given: list[Any]) -> tuple[Any, ...]:
    """Give the identities of two things whose difference this is, or a share of their difference."""
    held = [one for one in given if isinstance(one, Shadow)]
    if name == "sub" and len(held) == 2:
        return held[0].ids, held[1].ids
    whole = [one for one in held if one.kin.apart]
    others = [one for one in given if one is not (whole[0] if whole else None)]
    scaled = name in ("mul", "div", "neg") and len(whole) == 1 and all(_single(one) for one in others)
    return whole[0].kin.apart if scaled else ()


def _single(one: Any) -> bool:
    return np.size(one.ids if isinstance(one, Shadow) else one) == 1
