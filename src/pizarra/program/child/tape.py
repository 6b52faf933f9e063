"""Tape: every number that a program makes has an identity; operations say which numbers they were made of.

The program's own objects stay what they are. Beside each array, and each float, stands a shadow: an array of identities
of the same shape. What only moves numbers (a slice, a transpose, a list) moves identities; what computes appends an
operation. A shadow is believed only where its numbers are still those of the object.
"""

from __future__ import annotations

import bisect
import json
import math
import os
import weakref
from array import array
from typing import Any

import numpy as np

from .begun import Begun, Sum
from .shadow import LONG, ROWS, Kin, Shadow, following, following_one_another
from .shares import Shares
from .writes import Writes
from .writes import owner as _owner

LARGEST = 4_000_000  # entries of an array beyond which it is taken as constant
MOST_OPERATIONS = 150_000
MOST_NUMBERS = 40_000_000  # identities in all
ALL = -2  # in the place of a leaf: of leaves alone, and of several
# How an operand is told: by where its identities are listed, as a constant, as one that the program's text has, by the
# first of identities that follow one another, or by the first and how many the next is further along each axis.
LISTED, CONSTANT, WRITTEN, FOLLOWING, STRIDED = range(5)
ORDERED = ("lt", "le", "gt", "ge")
SCALING = ("mul", "div", "neg", "add", "sub")
FLOAT = np.dtype(float)
FEW = 4096  # numbers up to which it is quicker to compare their bits than it matters whether they were written to
ROUNDS = 3  # updates of each parameter that move it, after which a loop is left
STILL = 30  # updates of a parameter that move nothing, from which on they count as well


class Moved:
    """What something was added to: the numbers of both, as they were then."""

    __slots__ = ("kind", "leaf", "mask", "numbers", "shape", "sign", "step")

    def __init__(self, one: Shadow, leaf: int, step: Shadow, sign: float) -> None:
        self.numbers, self.step = (
            each.start if each.start is not None else each.ids.copy() for each in (one, step)
        )
        self.shape, self.sign, self.kind = one.shape, sign, step.kin.mask
        self.leaf, self.mask = leaf, one.kin.mask

    def ids(self, numbers: int | np.ndarray) -> np.ndarray:
        """Give identities, of which the first alone is kept where they follow one another."""
        return following(numbers, self.shape) if isinstance(numbers, int) else numbers.copy()


class Enough(BaseException):
    """Enough was seen, or the time is up: the program is left."""


class Tape:
    """The numbers, the operations, and the names that were given."""

    def __init__(self) -> None:
        try:
            self.values = np.empty(MOST_NUMBERS)  # of which the system gives what is written
        except MemoryError:
            self.values = np.empty(65536)
        self.size = 0
        self.writes = Writes()
        self.shadows: dict[int, Shadow] = {}
        self.leaves = 0
        self.filled: set[int] = set()  # leaves that are arrays which were filled part by part
        self.used: set[int] = set()  # leaves that something else than their scale was computed of
        self.multiplied = 0  # the leaves that something multiplied by weights was made of, as bits
        # By a leaf, what a share of it was added to, and where.
        self.ahead: dict[int, tuple[set[int], int]] = {}
        self.velocities: dict[int, bool] = {}  # leaves that move others, and whether they changed since
        self.shares = Shares()
        self.begun = Begun(self)
        self.moved: dict[int, list[Moved]] = {}  # by the first identity of a sum, what was added to something
        self.operations: list[Any] = []
        self.ids = array("q")
        self.constants = array("d")
        self.named: list[Any] = []
        self.sites: dict[Any, int] = {}
        self.stacks: dict[Any, int] = {}
        self.stack: list[Any] = []
        # By the first identity of a parameter's value, how often it was updated; and the same by leaf.
        self.rounds: dict[int, int] = {}
        self.latest: dict[int, int] = {}
        # The operation, the leaf, and which operand is the parameter.
        self.updates: list[tuple[int, int, int]] = []
        self.called: dict[str, int] = {}  # by a name, the first identity of what it was given to last
        # The first identities of the last update that adds, and of its step; and what they come from.
        self.added: tuple[int, int, int] = (-1, -1, 0)
        self.still: dict[int, int] = {}  # by leaf, how many of its updates moved nothing
        self.idle: set[int] = set()  # which operations these are
        self.sizes: dict[int, int] = {}  # by leaf, how many numbers it has
        self.last: tuple[int, list[Any]] = (-1, [])  # the last difference, and what it is of
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

    def fresh(self, value: Any) -> int:
        """Give new identities to numbers, which follow one another; give the first."""
        start, array = self.size, isinstance(value, np.ndarray)
        end = start + (value.size if array else 1)
        if end > MOST_NUMBERS:
            raise Enough
        if end > self.values.size:
            grown = np.empty(max(end, 2 * self.values.size))
            grown[:start] = self.values[:start]
            self.values = grown
        if not array:
            self.values[start] = value
        else:
            self.values[start:end].reshape(value.shape)[...] = value
        self.size = end
        return start

    def first(self, ids: np.ndarray) -> int | None:
        """Give the first of many identities of which each is by one more than the one before; None for others."""
        if ids.size < LONG:
            return None
        return int(ids.item(0)) if ids.flags.c_contiguous and following_one_another(_owner(ids)) else None

    def change(self, ids: np.ndarray, index: Any, to: Any) -> None:
        """Put other identities into an array of them, and so into all that lie in the same memory."""
        row = _owner(ids)
        ROWS.pop(id(row), None)
        self.writes.to(row)
        ids[index] = to

    def replace(self, shadow: Shadow, by: Shadow) -> None:
        """Give all numbers of an object other identities, which lie in the same memory as those that it has."""
        if shadow.start is not None and by.start is not None:  # nobody shares them
            shadow.start, shadow.seen = by.start, by.seen
            return
        by_itself = by.start is not None
        self.change(shadow.ids, ..., by.ids)
        row = _owner(shadow.ids)
        if by_itself and row.size == shadow.size >= LONG and shadow.ids.flags.c_contiguous:
            ROWS[id(row)] = weakref.ref(row)
        shadow.seen = self.writes.count

    def held(self, ids: np.ndarray) -> np.ndarray:
        """Give the numbers of identities."""
        first = self.first(ids)
        return self.values[ids] if first is None else self.values[first : first + ids.size].reshape(ids.shape)

    def written(self, shadow: Shadow) -> tuple[Any, ...]:
        """Write identities down; give where: those that follow one another are told by the first."""
        if shadow.start is not None:
            return FOLLOWING, shadow.start, shadow.shape
        ids = shadow.ids
        if ids.size >= LONG and following_one_another(_owner(ids)):
            if ids.flags.c_contiguous:
                return FOLLOWING, int(ids.item(0)), shadow.shape
            return STRIDED, int(ids.item(0)), shadow.shape, [step // ids.itemsize for step in ids.strides]
        place = len(self.ids)
        self.ids.frombytes(_bytes(ids, np.int64))
        return LISTED, place, shadow.shape

    def put(self, thing: Any, ids: np.ndarray, kin: Kin, seen: bool = False) -> Shadow:
        """Give an object its shadow. seen: whether its numbers are known to be those of the identities."""
        shadow = self.shadows[id(thing)] = Shadow(thing, ids, kin, self.writes.count if seen else -1)
        return shadow

    def leaf(self, thing: Any) -> Shadow:
        """Take an object as coming from outside."""
        number = self.leaves
        self.leaves += 1
        self.numbers |= (not isinstance(thing, np.ndarray)) << number
        size = self.redrawn.get(number, 0.0)
        if size and isinstance(thing, np.ndarray) and thing.dtype.kind == "f" and thing.flags.writeable:
            thing[...] = np.random.default_rng(number).normal(size=thing.shape) * size
        shape = thing.shape if isinstance(thing, np.ndarray) else ()
        kin = Kin(1 << number, number)
        self.sizes[number] = math.prod(shape)
        shadow = Shadow.following(thing, self.fresh(thing), shape, kin, self.writes.count)
        self.shadows[id(thing)] = shadow
        return shadow

    def part_of(self, kin: Kin, part: Kin, size: int) -> int | None:
        """Give the leaf of an array that is filled part by part with what comes from outside, as some weights begin."""
        leaves = kin.leaf, part.leaf
        if None in leaves or kin.leaf == part.leaf or kin.met or part.met or self.used.intersection(leaves):
            return None
        if kin.leaf not in self.filled:
            self.filled.add(self.leaves)
            self.sizes[self.leaves] = size
            kin.mask |= 1 << self.leaves
            self.leaves += 1
            return self.leaves - 1
        return kin.leaf

    def known(self, thing: Any) -> Shadow | None:
        """Give the shadow of an object, its numbers seen to; None where it has none."""
        shadow = self.shadows.get(id(thing))
        if shadow is None:
            return None
        if not isinstance(thing, np.ndarray):
            return shadow if shadow.thing is thing else None
        if shadow.thing() is not thing:
            return None
        if shadow.size != thing.size:  # as by x.resize(4)
            return None
        if shadow.shape != thing.shape:  # as by x.shape += (1,)
            shadow.ids = shadow.ids.reshape(thing.shape)
        if shadow.size > FEW and self.writes.none(thing, shadow.memory, shadow.seen):
            return shadow
        start = shadow.start
        held = self.held(shadow.ids) if start is None else self.values[start : start + shadow.size]
        if shadow.size <= FEW and thing.dtype is FLOAT and held.tobytes() == thing.tobytes():
            return shadow  # the same to the bit, which is soon seen
        held = held.reshape(shadow.shape)
        same = held == thing
        if not same.all():
            changed = ~np.asarray(same) & ~((held != held) & np.asarray(thing != thing))
            if changed.any():  # by something that was not seen: these numbers come from outside
                part = np.asarray(thing)[changed]
                self.change(shadow.ids, changed, following(self.fresh(part), part.shape))
        shadow.seen = self.writes.count
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
                    value = np.asarray(thing, dtype=float)
                    ids.append(following(self.fresh(value), value.shape))
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
        number = len(self.operations)
        if number >= MOST_OPERATIONS:
            raise Enough
        mask = 0
        operands: list[Any] = []
        for one in given:
            if isinstance(one, Shadow):
                mask |= one.kin.mask
                operands.append(self.written(one))
                continue
            kind = WRITTEN if written & 1 << len(operands) else CONSTANT
            if type(one) is float or type(one) is int:
                operands.append((kind, len(self.constants), ()))
                self.constants.append(one)
            else:
                operands.append((kind, len(self.constants), np.shape(one)))
                self.constants.frombytes(_bytes(one, float))
        if len(self.ids) + len(self.constants) > MOST_NUMBERS:
            raise Enough
        shape = result.shape if isinstance(result, np.ndarray) else ()
        start = self.fresh(result)
        stack = self.stacks.setdefault(tuple(self.stack), len(self.stacks))
        self.operations.append((name, self.site(site), stack, start, shape, operands, params or {}))
        if name == "sub" and len(given) == 2 and all(isinstance(one, Shadow) for one in given):
            self.last = number, given
        kin = self._kin(name, given, mask, start, shape)
        if kin.leaf is None:
            kin.met = self._met(name, given)
        kin.apart = _apart(name, given)
        kin.turned = name == "neg"  # what is added to it is compared with it
        if name in ("add", "sub") and len(given) == 2 and shape:
            back = self._moved_back(name, given, start, shape)
            if back is not None:
                self.writes.everywhere()
                self.put(result, *back)
                return result
        self.shadows[id(result)] = Shadow.following(result, start, shape, kin, self.writes.count)
        return result

    def negated(self, site: Any, one: Shadow, result: Any) -> Any:
        """Write down that numbers are negated; of a step less its parameter, as in -(step - w), that it is w - step."""
        number, given = self.last
        turned = 0 <= number == len(self.operations) - 1 and self.operations[number][3] == one.first()
        if turned and (not self.named or self.named[-1][0] <= number):
            step, base = given
            leaf = base.kin.leaf if step.kin.leaf is None and one.shape == base.shape else None
            if (
                leaf is not None
                and leaf >= 0
                and (step.kin.mask & 1 << leaf or not self.held(step.ids).any())
            ):
                self.operations.pop()
                return self.operation(site, "sub", [base, step], result)
        return self.operation(site, "neg", [one], result)

    def _moved_back(
        self, name: str, given: list[Any], start: int, shape: tuple[int, ...]
    ) -> tuple[np.ndarray, Kin] | None:
        """Give what a parameter was before something was added that is taken away here; else keep what it was."""
        for place in (0, 1) if name == "add" else (0,):
            one, step = given[place], given[1 - place]
            if not isinstance(one, Shadow) or not isinstance(step, Shadow) or one.shape != step.shape:
                continue
            sign = -1.0 if name == "sub" else 1.0
            for before in self.moved.get(one.first(), ()):
                if before.shape != one.shape or before.kind != step.kin.mask:
                    continue
                if np.array_equal(
                    before.sign * self.values[before.ids(before.step)], -sign * self.held(step.ids)
                ):
                    self._forget(one.first(), before.leaf)
                    # But for rounding.
                    ids = before.ids(before.numbers)
                    self.values[ids] = self.values[start : start + one.size].reshape(shape)
                    return ids, Kin(before.mask, before.leaf)
            if one.kin.leaf is not None and one.shape == shape:
                self.moved.setdefault(start, []).append(Moved(one, one.kin.leaf, step, sign))
        return None

    def _forget(self, first: int, leaf: int) -> None:
        """Count what moved a parameter for a while as no update of it."""
        kept = [one for one in self.updates if self.operations[one[0]][3] != first]
        if len(kept) < len(self.updates):
            self.updates = kept
            self.latest[leaf] -= 1

    def _met(self, name: str, given: list[Any]) -> bool:
        """Whether two things are compared here, or were before."""
        kins = [one.kin for one in given if isinstance(one, Shadow)]
        for kin in kins:
            if kin.met:
                return True
        if name in ORDERED and len(kins) == 1:
            return self._margin(given)
        if name not in ("sub", "div", "add") or len(given) < 2:
            return False
        if len(kins) < 2:
            return name == "sub"
        if all(kin.leaf is not None for kin in kins):
            return False  # data are scaled, or moved
        if name == "sub" and kins[0].picked != kins[1].picked:
            return True  # scores are compared with that of the right class
        turned = name != "add" or kins[0].turned or kins[1].turned
        return kins[0].mask != kins[1].mask and turned

    def _margin(self, given: list[Any]) -> bool:
        """Whether scores times what they should have as their sign are held against a number but 0: y * s < 1."""
        one, limit = given if isinstance(given[0], Shadow) else given[::-1]
        if np.size(limit) != 1 or not float(np.ravel(limit)[0]) or one.kin.leaf is not None or not one.size:
            return False
        first = one.first()
        number = bisect.bisect_right(self.operations, first, key=lambda made: made[3]) - 1
        name, _, _, start, shape, operands, _ = self.operations[number]
        if name != "mul" or not start <= first < start + math.prod(shape):
            return False
        return any((np.abs(self._taken(*operand)) == 1).all() for operand in operands)

    def _taken(self, kind: int, place: int, shape: tuple[int, ...], *steps: Any) -> np.ndarray:
        """Give the numbers of an operand that was written down; 0 where they lie apart."""
        if kind in (CONSTANT, WRITTEN):
            return np.array(self.constants[place : place + math.prod(shape)])
        apart = kind not in (LISTED, FOLLOWING)
        return np.zeros(1) if apart else self.values[self.identities(kind, place, shape)]

    def identities(self, kind: int, place: int, shape: tuple[int, ...], *steps: Any) -> np.ndarray:
        """Give the identities of an operand that was written down; none of a constant."""
        if kind in (CONSTANT, WRITTEN):
            return np.empty(0, dtype=np.int64)
        size = math.prod(shape)
        if kind == LISTED:
            return np.array(self.ids[place : place + size], dtype=np.int64)
        if kind == FOLLOWING:
            return np.arange(place, place + size)
        counts = (np.arange(each) for each in shape)
        apart = (step * count for step, count in zip(steps[0], np.ix_(*counts), strict=True))
        return place + np.ravel(sum(apart, np.zeros(shape, dtype=np.int64)))

    def _kin(self, name: str, given: list[Any], mask: int, start: int, shape: tuple[int, ...]) -> Kin:
        """Tell updates of parameters: what is of one leaf, plus or minus what depends on that leaf and on more."""
        kins: list[Any] = [one.kin if isinstance(one, Shadow) else None for one in given]
        for place, kin in enumerate(kins):
            if kin is not None and kin.leaf == ALL:
                kins[place] = Kin(kin.mask, None, kin.met)
        if name in SCALING:  # drawn at random, then scaled and moved
            like, rest = [], []
            for place, kin in enumerate(kins):
                if kin is not None and given[place].shape == shape:
                    like.append(kin)
                else:
                    rest.append((given[place], kin))
            if (
                len(like) == 1
                and self._scaled(rest, shape)
                and not self._first_of_number(like[0], rest, shape)
            ):
                number = like[0].leaf
                if number is not None and number in self.used and name != "neg":
                    # A penalty is a part of a parameter; what is left after a decay is nearly all of it.
                    kept = name == "mul" and number not in self.shares.penalised and self._nearly_all(rest)
                    number = number if kept or number in self.ahead else None
                    if kept:
                        self.shares.whole[start] = given[kins.index(like[0])].first()
                elif number is not None and self.multiplied >> number & 1 and name == "mul":
                    # Parts of it were multiplied by weights, as the rows of a table are: that is a penalty.
                    number = number if self._nearly_all(rest) or number in self.ahead else None
                found = Kin(mask, number)
                found.scaled = name == "mul"
                return found
            if len(like) == len(given) == 2 and name in ("add", "sub"):
                moved = self._by_velocity(name, given, kins, start)
                if moved is not None:
                    return moved
            if len(like) == len(given) == 2 and shape and not self.updates and name in ("add", "sub", "mul"):
                drawn = [kin.leaf is not None and kin.leaf not in self.used and not kin.met for kin in like]
                if all(drawn):  # a beginning, and something drawn at random
                    self.leaves += 1
                    for velocity in (kin.leaf for kin in kins if kin.leaf in self.ahead):
                        self.ahead[velocity][0].add(self.leaves - 1)  # unless it is moved back
                    return Kin(mask | 1 << self.leaves - 1, self.leaves - 1)
        if name == "cast" or (len(given) == 1 and not shape):
            return Kin(mask, kins[0].leaf)
        if name == "matmul":
            self.multiplied |= mask
        plain = True
        for kin in kins:
            if kin is not None and kin.leaf is not None:
                self.used.add(kin.leaf)
                plain = False
                if name == "matmul":  # a weight that was tried elsewhere before, and no velocity
                    self.ahead.pop(kin.leaf, None)
            plain = plain and (kin is None or kin.over is None)
        if not plain and len(given) == 2 and name in ("add", "sub"):
            stepped = self._stepped(name, given, kins, start, shape)
            if stepped is not None:
                return stepped
        if plain and len(given) == 2 and name in ("add", "sub"):
            going = self.begun.goes_on(name, given, start, shape)
            if going is not None:
                return self._begin(*going, given, start)
        found = Kin(mask, None)
        if len(given) == 2 and name in ("add", "sub"):
            found.over = self._over(name, given, kins, start)
        return found

    def _over(self, name: str, given: list[Any], kins: list[Any], start: int) -> tuple[int, int] | None:
        """Give the parameter that is moved ahead here by a velocity, and the velocity."""
        for place in (0, 1) if name == "add" else (0,):
            base, step = kins[place], kins[1 - place]
            if base is None or step is None or base.leaf is None or step.leaf is None:
                continue
            bases, site = self.ahead.get(step.leaf, ((), -1))
            if base.leaf in bases and site == self.operations[-1][1]:
                self.rounds[start] = self.rounds.get(given[place].first(), 0)
                return base.leaf, step.leaf
        return None

    def _stepped(
        self, name: str, given: list[Any], kins: list[Any], start: int, shape: tuple[int, ...]
    ) -> Kin | None:
        """Write down an update, if that is what a sum or a difference is; give what comes of it."""
        number = len(self.operations) - 1
        for place in (0, 1):
            before, step, one = kins[place], kins[1 - place], given[place]
            second = one is given[1]
            if name == "sub" and second:
                break
            if before is None or step is None:
                continue
            if before.over is not None and one.shape == shape and self._steps(before.over[0], before, step):
                return self._from_ahead(before.over, one, place, start)
            if before.leaf is None:
                continue
            if step.was is not None:  # a parameter that is tried at other places
                continue
            own = 1 << before.leaf
            if one.shape != shape and not _same_but_for_ones(one.shape, shape):
                if math.prod(shape) > one.size and step.met and step.mask & own and step.leaf is None:
                    self.spread.append((number, before.leaf))
                continue
            if not (self._with_penalty(before.leaf, one, step) or self._steps(before.leaf, before, step)):
                self.weak.append((number, before.leaf, int(second)))
                continue
            if any(part.same(one) for part in step.apart):
                break  # m += share * (g - m): a mean that is kept
            if before.leaf in self.velocities:
                self.velocities[before.leaf] = True
                return Kin(own, before.leaf)
            self.updates.append((number, before.leaf, int(second)))
            if name == "add":
                self.added = start, given[1 - place].first(), before.mask | step.mask
            self.shares.doubt(before.leaf, one.first(), start)
            return self._updated(before.leaf, one, start)
        return None

    def _begin(self, first: Sum, place: int, given: list[Any], start: int) -> Kin:
        """Take what was computed, and is moved by one line again and again, for a leaf; count both updates."""
        leaf = self.leaves
        self.leaves += 1
        self.numbers |= (not first.shape) << leaf
        self.sizes[leaf] = math.prod(first.shape)
        self.updates += [(first.number, leaf, first.place), (len(self.operations) - 1, leaf, place)]
        self.rounds[self.operations[first.number][3]] = 1
        return self._updated(leaf, given[place], start)

    def _is_added_to(self, name: str, shadow: Shadow) -> None:
        """Count as no update what takes the name of its step: s += x, where s was made of the array that x is of."""
        start, step, mask = self.added
        if shadow.first() != start or self.called.get(name) != step or self.operations[-1][3] != start:
            return
        number, leaf, _ = self.updates[-1]
        if number != len(self.operations) - 1 or leaf not in self.latest:
            return
        self.updates.pop()
        self.latest[leaf] -= 1
        self.rounds.pop(start, None)
        self.idle.discard(number)
        shadow.kin = Kin(mask, None, True)

    def _with_penalty(self, leaf: int, one: Shadow, step: Kin) -> bool:
        """Whether what counts as an update of these numbers is a part of this one: their gradient, and its penalty."""
        if not step.mask & 1 << leaf or (step.leaf is not None and not step.scaled):
            return False
        mistaken = self.shares.penalty(leaf, one.first())
        known = leaf in self.shares.penalised
        if mistaken is None or (not known and self._names(mistaken) & self._names(one.first())):
            return False  # or it goes by the same name, as what is updated does
        self._forget(mistaken, leaf)
        self.shares.penalised.add(leaf)
        return True

    def _names(self, first: int) -> set[str]:
        """Give the names that numbers were given, by the first of them."""
        return {
            name
            for _, name, _, kind, place, *_ in self.named
            if (self.ids[place] if kind == LISTED and place < len(self.ids) else place) == first
            and name[0] != "("
        }

    def _steps(self, leaf: int, before: Kin, step: Kin) -> bool:
        """Whether what is added to a leaf depends on it, on more, and on a comparison: that is a step."""
        return bool(step.mask & 1 << leaf and step.mask & ~before.mask and step.met and step.leaf is None)

    def _from_ahead(self, over: tuple[int, int], before: Shadow, place: int, start: int) -> Kin:
        """Count a step that goes on from where a velocity had led: what looked like steps of the velocity is none."""
        leaf, velocity = over
        self.velocities[velocity] = False
        self.latest.pop(velocity, None)
        self.updates = [one for one in self.updates if one[1] != velocity]
        self.updates.append((len(self.operations) - 1, leaf, place))
        return self._updated(leaf, before, start)

    def _updated(self, leaf: int, before: Shadow, start: int) -> Kin:
        """Count an update of a leaf; give what its result comes from: the leaf."""
        still = self._still(leaf, before, start)
        number = self.rounds.get(before.first(), 0) + (not still)
        self.rounds[start] = number
        self.latest[leaf] = max(number, self.latest.get(leaf, 0))
        return Kin(1 << leaf, leaf)

    def _still(self, leaf: int, before: Shadow, start: int) -> bool:
        """Whether an update moves nothing, as with an input of zeros, or a rate of 0; but not for ever."""
        already = self.still.get(leaf, 0)
        first = before.first()
        if already >= STILL or self.values[first] != self.values[start]:
            return False
        if before.size != self.sizes.get(leaf):
            return False  # a part of an array: the others of its round may move
        if not np.array_equal(self.held(before.ids).ravel(), self.values[start : start + before.size]):
            return False
        self.still[leaf] = already + 1
        self.idle.add(len(self.operations) - 1)
        return True

    def _by_velocity(self, name: str, given: list[Shadow], kins: list[Kin], start: int) -> Kin | None:
        """Tell updates of parameters by velocities that they are moved ahead by, as Nesterov has it, from that move.

        There a gradient depends on the velocity, which looks like a parameter then; but it moves one, once it changed.
        """
        site = self.operations[-1][1]
        for place in (0, 1) if name == "add" else (0,):
            base, velocity = kins[place].leaf, kins[1 - place].leaf
            if base is None or velocity is None or base == velocity:
                continue
            known = self.ahead.get(velocity)
            if known is None:
                # What was used for more than that is a weight, which is tried at another place: w + h.
                new = not self.latest.get(velocity) and velocity not in self.used
                if new and kins[1 - place].scaled and not kins[place].scaled:
                    self.ahead[velocity] = ({base}, site)
                continue
            changed = self.velocities.get(velocity, velocity in self.latest)
            if base not in known[0] or known[1] == site or not changed:
                continue
            self.velocities[velocity] = False
            self.latest.pop(velocity, None)
            update = (len(self.operations) - 1, base, place)
            mistaken = [number for number, one in enumerate(self.updates) if one[1] == velocity]
            for number in mistaken:
                self.updates[number] = update
            if not mistaken:
                self.updates.append(update)
            return self._updated(base, given[place], start)
        return None

    def _first_of_number(self, step: Kin, rest: list[Any], shape: tuple[int, ...]) -> bool:
        """Whether a number takes its first step here, by an array of one number: from then on it is an array."""
        if math.prod(shape) != 1 or len(rest) != 1 or rest[0][1] is None:
            return False
        number, kin = rest[0]
        if kin.leaf is None or kin.leaf < 0 or not self._steps(kin.leaf, kin, step):
            return False
        return not (kin.scaled and self._size(number) == 0)  # a share of nothing: what a mean begins with

    def _scaled(self, rest: list[Any], shape: tuple[int, ...]) -> bool:
        """Whether each of what has another shape than the result is one number, which nothing was trained for."""
        for one, kin in rest:
            if kin is None:
                if not _single(one):
                    return False
            elif one.size != 1 or not self._constant(kin, shape):
                return False
        return True

    def _size(self, one: Any) -> float:
        """Give one number."""
        return float(self.values[one.first()] if isinstance(one, Shadow) else np.ravel(one)[0])

    def _nearly_all(self, shares: list[tuple[Any, Any]]) -> bool:
        """Whether what something is multiplied by leaves nearly all of it, as a decay does."""
        return all(0.5 < self._size(one) < 1.5 for one, _ in shares)

    def _constant(self, kin: Kin, shape: tuple[int, ...]) -> bool:
        """Whether a number comes from outside, or was made of plain numbers alone: n ** -0.5, 1 - rate * decay.

        Where a program is written number by number, all are plain: there, nothing that was trained or compared is.
        """
        plain = not kin.mask & ~self.numbers
        return kin.leaf is not None or (plain and (bool(shape) or not (kin.met or self.updates)))

    def note(self, site: Any, name: str, thing: Any) -> None:
        """Write down that an object was given a name."""
        shadow = self.of(thing)
        if shadow is not None:
            self.name(site, name, shadow)

    def name(self, site: Any, name: str, shadow: Shadow) -> None:
        """Write down that numbers were given a name."""
        if shadow.size:
            self._is_added_to(name, shadow)
            self.called[name] = shadow.first()
        if shadow.size <= 1_000_000:
            self.named.append((len(self.operations), name, self.site(site), *self.written(shadow)))

    def hand(self, site: Any, thing: Any) -> None:
        """Write down that a call was handed numbers."""
        shadow = self.known(thing)
        if shadow is not None and len(self.given) < 20_000:
            self.given.append([self.site(site), shadow.first(), shadow.size])

    def show(self, thing: Any) -> None:
        """Write down that numbers were shown."""
        shadow = self.known(thing)
        if shadow is not None and shadow.size == 1:
            self.shown.append(shadow.first())

    def write(self, folder: str, more: dict[str, Any]) -> None:
        """Write all of it: numbers as they are, the rest as JSON."""
        for name, numbers in (("ids", self.ids), ("constants", self.constants)):
            with open(os.path.join(folder, f"{name}.bin"), "wb") as file:
                numbers.tofile(file)
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


def _bytes(numbers: Any, kind: Any) -> Any:
    return np.ravel(np.asarray(numbers, dtype=kind)).view(np.uint8)


def _same_but_for_ones(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a step only adds axes of length 1, as where a row is taken from a vector or a number."""
    more = len(after) - len(before)
    return more > 0 and set(after[:more]) == {1} and after[more:] == before


def _apart(name: str, given: list[Any]) -> tuple[Shadow, ...]:
    """Give two things whose difference this is, or a share of their difference."""
    if name == "sub":
        return tuple(given) if all(isinstance(one, Shadow) for one in given) else ()
    if name not in ("mul", "div", "neg"):
        return ()
    whole = [one for one in given if isinstance(one, Shadow) and one.kin.apart]
    if len(whole) != 1 or not all(_single(one) for one in given if one is not whole[0]):
        return ()
    return whole[0].kin.apart


def _single(one: Any) -> bool:
    return (
        type(one) is float
        or type(one) is int
        or (one if isinstance(one, Shadow) else np.asarray(one)).size == 1
    )
