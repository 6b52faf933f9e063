"""Recorder: what the rewritten program calls where its expressions, loops and assignments stood.

Longer than most files: every hook that the rewriter puts into a program, and nothing else.
"""

from __future__ import annotations

import builtins
import copy
import functools
import operator
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from .choices import asked, chosen, laid_out, limited, picked
from .functions import entrywise, recorded, shadows
from .reading import gives, reads
from .shadow import Kin, Shadow, following
from .tape import ROUNDS, Tape

NAMES = {"truediv": "div"}
THROUGH = (zip, enumerate, list, tuple, map, reversed, iter, set, sorted)
DEEPEST = 60
SHORTER = 2_000  # the same, once something was trained
MOST_FILLED = 50  # arrays that are filled part by part and noted as a whole
LONGEST = 60_000  # operations in a loop, after which it is left though nothing was updated in it


class Recorder:
    """The tape of a run, and the hooks that write on it."""

    def __init__(self, tape: Tape, deadline: float) -> None:
        self.tape = tape
        self.deadline = deadline
        self.left = False  # whether a loop was left before its end
        self.filled: dict[
            int, tuple[Any, ...]
        ] = {}  # arrays filled part by part, and where, until they are read
        self.looked: dict[Any, int] = {}  # by the place of a report, how often it was made out
        self.ufuncs: dict[Any, str | None] = {}  # the names of functions that compute entry by entry
        self.stubs: dict[str, Any] = {}  # arrays that stand in for what a name would be given

    def hooks(self) -> dict[str, Any]:
        """Give the names under which the program calls the recorder."""
        names = [
            "binary",
            "minus",
            "compare",
            "call",
            "item",
            "turned",
            "name",
            "number",
            "set",
            "loop",
            "items",
            "looking",
            "chosen",
            "limited",
        ]
        names += ["inplace", "inplace_item", "inplace_attribute", "written"]
        hooks = {f"__pizarra_{name}__": getattr(self, name) for name in names}
        more = {"__pizarra_slice__": slice, "__pizarra_start__": self.start, "__pizarra_going__": self.going}
        return {**hooks, **more, "__pizarra_shown__": self.shown, "__pizarra_stub__": self.stub}

    def stub(self, names: list[str]) -> Any:
        """Give what stands in for the value of an assignment."""
        given = [self.stubs[name] for name in names]
        return given[0] if len(given) == 1 else given

    def number(self, site: Any, value: Any) -> Any:
        """Give a number as it is written an identity of its own."""
        value = float(repr(value)) if isinstance(value, float) else Whole(value)
        self.tape.leaf(value)
        self.tape.note(site, "(number)", value)
        return value

    def shown(self, value: Any) -> Any:
        self.tape.show(value)
        return value

    def looking(self, site: Any) -> bool:
        """Whether a report is made out though it is not its turn: in the rounds that are recorded."""
        self.looked[site] = self.looked.get(site, 0) + 1
        return self.looked[site] <= ROUNDS + 1

    # ---- expressions

    def binary(self, site: Any, op: str, left: Any, right: Any, written: int = 0) -> Any:
        if (type(left) is int and type(right) is int) or isinstance(left, str):
            return getattr(operator, op)(left, right)
        if op != "matmul" and (_of_things(left) or _of_things(right)):
            return self._one_by_one(site, op, left, right)
        tape = self.tape
        a = None if written & 1 else tape.of(left)
        b = None if written & 2 else tape.of(right)
        result = getattr(operator, op)(left, right)
        if op == "mul" and ((written & 1 and left == 0) or (written & 2 and right == 0)):
            return result  # 0 * w: zeros of its shape, and nothing of w
        negated = b if written & 1 and left == -1 else a if written & 2 and right == -1 else None
        if op == "mul" and negated is not None and tape.numeric(result):
            return tape.negated(site, negated, result)
        if op == "mul" and isinstance(result, list) and len(result) <= 1000:
            # [0.1] * n: each is a number of its own
            return [self.number(site, one) if type(one) is float else one for one in result]
        if (a is None and b is None) or not tape.numeric(result):
            return result
        name = NAMES.get(op, op)
        if name == "mul" and isinstance(result, np.matrix) and np.ndim(left) == 2 and np.ndim(right) == 2:
            name = "matmul"
        given = [left if a is None else a, right if b is None else b]
        return tape.operation(site, name, given, result, None, written)

    def _one_by_one(self, site: Any, op: str, left: Any, right: Any) -> Any:
        """Compute of arrays of things, such as arrays of several shapes, thing by thing, as Python does."""
        sides = []
        for side in (left, right):
            whole = np.empty((), dtype=object)
            whole[()] = side
            sides.append(side if _of_things(side) else whole if np.ndim(side) == 0 else np.asarray(side))
        pairs = np.broadcast(*sides)
        result = np.empty(pairs.shape, dtype=object)
        for place, (one, other) in zip(np.ndindex(pairs.shape), pairs, strict=True):
            result[place] = self.binary(site, op, one, other)
        return result

    def minus(self, site: Any, thing: Any) -> Any:
        a = self.tape.of(thing)
        result = -thing
        if a is None or not self.tape.numeric(result):
            return result
        return self.tape.negated(site, a, result)

    def compare(self, site: Any, op: str, left: Any, right: Any) -> Any:
        result = getattr(operator, op)(left, right)
        if isinstance(result, np.ndarray) and self.tape.numeric(result):
            a, b = self.tape.of(left), self.tape.of(right)
            if a is not None or b is not None:
                self.tape.operation(site, op, [left if a is None else a, right if b is None else b], result)
        return result

    def chosen(self, site: Any, value: Any, *tests: Callable[[], Any]) -> Any:
        return chosen(self.tape, site, value, asked(tests))

    def limited(self, site: Any, outer: Any, bound: Any, inner: Any, *given: Any) -> Any:
        value = self.call(site, outer, bound, self.call(site, inner, *given))
        return limited(self.tape, site, outer, inner, bound, given, value)

    def item(self, site: Any, base: Any, index: Any) -> Any:
        if isinstance(base, np.ndarray) and self.tape.numeric(base):
            shadow = self.tape.of(base)
            result = base[index]
            if shadow is not None and id(base) in self.filled:
                filled, place = self.filled[id(base)]
                if filled is base and place is not None:
                    self.tape.name(place, "(filled)", shadow)
                    self.filled[id(base)] = (base, None)  # once: some are filled and read in turn
            if shadow is not None and self.tape.numeric(result):
                ids = shadow.ids.view(np.matrix) if isinstance(base, np.matrix) else shadow.ids
                copied = isinstance(result, np.ndarray) and not np.may_share_memory(result, base)
                kin = shadow.kin.own() if copied else shadow.kin
                self.tape.put(result, np.asarray(ids[index]), kin, seen=True)
                self._labels(index, result)
            return result
        result = base[index]
        if type(base).__name__ in ("CClass", "RClass") and isinstance(result, np.ndarray):
            self._glued(base, index, result)
        return result

    def _glued(self, base: Any, index: Any, result: np.ndarray) -> None:
        """np.c_ and np.r_ move numbers."""
        parts = [
            self.tape.of(p) if not isinstance(p, (slice, str)) else None
            for p in (index if isinstance(index, tuple) else (index,))
        ]
        if all(part is not None for part in parts):
            ids = np.asarray(base[tuple(part.ids for part in parts if part is not None)])
            if ids.shape == result.shape:
                mask = 0
                for part in parts:
                    mask |= part.kin.mask if part is not None else 0
                self.tape.put(result, ids, Kin(mask, None))

    def _labels(self, index: Any, result: Any) -> None:
        """One entry of each row, as integer targets are used: which entries they are is written down."""
        if isinstance(index, tuple) and len(index) == 2 and isinstance(result, np.ndarray):
            parts = [np.asarray(p) if isinstance(p, (range, list, np.ndarray)) else None for p in index]
            if all(p is not None and p.dtype.kind in "iu" and p.ndim == 1 for p in parts):
                self.tape.note(None, "(labels)", result)
                shadow = self.tape.known(result)
                if shadow is not None and shadow.kin.leaf is None:
                    shadow.kin.picked = True

    def turned(self, site: Any, base: Any) -> Any:
        result = base.T
        if isinstance(base, np.ndarray) and self.tape.numeric(base):
            shadow = self.tape.of(base)
            if shadow is not None:
                self.tape.put(result, shadow.ids.T, shadow.kin, seen=True)
        return result

    # ---- assignments

    def name(self, site: Any, name: str, value: Any) -> Any:
        if isinstance(value, (np.ndarray, float, np.floating)):
            self.tape.note(site, name, value)
        elif isinstance(value, (list, tuple)) and value:
            whole = self.tape.listed(value)
            if whole is not None:
                self.tape.name(site, name, whole)
            for number, part in enumerate(value[:20]):
                if isinstance(part, (np.ndarray, list)):
                    self.tape.note(site, f"{name}[{number}]", part)
        elif isinstance(value, dict):
            for key, part in list(value.items())[:40]:
                if isinstance(part, (np.ndarray, float)):
                    self.tape.note(site, f"{name}[{key!r}]", part)
        return value

    def set(self, site: Any, base: Any, index: Any, value: Any, text: str) -> None:
        if not isinstance(base, np.ndarray):
            base[index] = self.name(site, text, value)
            if type(base) not in (list, dict):
                self.tape.writes.everywhere()  # as what lies behind x.flat
            return
        shadow, given = self.tape.of(base), self.tape.of(value)
        if shadow is not None and self._masked(base, index) and self._told(shadow, index, given, value):
            self._where(site, base, shadow, index, value if given is None else given)
            base[index] = value
            self.tape.writes.to(base)
            self.name(site, text.split("[")[0], base)
            return
        try:
            base[index] = value
        except (ValueError, TypeError):
            if not isinstance(value, np.ndarray) or value.size != 1:
                raise
            base[index] = value.item()  # older versions of NumPy took an array of one number for a number
            self.tape.bridged.append((site, "cell"))
        self.tape.writes.to(base)
        if shadow is not None:
            self._into(shadow, index, given, base)
            self.tape.name(site, text, Shadow(base, np.asarray(shadow.ids[index]), shadow.kin))
            if len(self.filled) < MOST_FILLED:
                self.filled.setdefault(id(base), (base, site))

    def _masked(self, base: np.ndarray, index: Any) -> bool:
        """Whether an index is a condition on each entry of an array."""
        return (
            isinstance(index, np.ndarray)
            and index.dtype.kind == "b"
            and index.shape == base.shape
            and self.tape.numeric(base)
        )

    def _told(self, shadow: Shadow, index: np.ndarray, given: Shadow | None, value: Any) -> bool:
        """Whether one number is put where a condition holds, into what was computed; or by an error, into anything."""
        if shadow.kin.leaf is None:
            return np.ndim(value) == 0
        fits = np.ndim(value) == 0 or np.shape(value) == (np.count_nonzero(index),)
        fits = fits and (given is not None or np.size(value) < 2)
        return fits and picked(self.tape, shadow, index, given)

    def _where(self, site: Any, base: np.ndarray, shadow: Shadow, index: Any, given: Any) -> None:
        """Write down what depends on a condition: the numbers of an array, here and in its views."""
        if isinstance(given, Shadow) and given.shape:
            given = laid_out(base, shadow, index, given)
        elif not isinstance(given, Shadow) and not np.size(given):
            given = shadow  # the condition holds nowhere
        mask, held = self.tape.of(index), self.tape.held(given.ids) if isinstance(given, Shadow) else given
        made = np.where(index, held, base)
        operands = [index if mask is None else mask, given, shadow]
        self.tape.operation(site, "where", operands, made, {"out": True})
        other = self.tape.shadows.pop(id(made))
        self.tape.replace(shadow, other)
        shadow.kin.mask, shadow.kin.leaf, shadow.kin.met = other.kin.mask, None, other.kin.met

    def _into(self, shadow: Shadow, index: Any, given: Shadow | None, base: np.ndarray) -> None:
        """Put the identities of a value into those of an array."""
        if given is not None:
            ids, kin = given.ids, shadow.kin
            if ids.size == 1 and np.ndim(shadow.ids[index]) == 0:
                ids = ids.reshape(())
                if kin.leaf is not None and given.kin.leaf != kin.leaf and shadow.ids.size < 10_000:
                    kin.was = (kin.leaf, kin.mask, kin.met, shadow.ids.copy())
                elif kin.was is not None and self._back(shadow, index, ids):
                    return
            self.tape.change(shadow.ids, index, ids)
            part = shadow.ids[index]
            if (shadow.ids.size > 1 or np.ndim(part)) and np.size(
                part
            ) == shadow.ids.size:  # nothing is left of it
                kin.mask, kin.leaf, kin.met = given.kin.mask, given.kin.leaf, given.kin.met
                return
            leaf = self.tape.part_of(kin, given.kin, shadow.size)
            if leaf is not None:
                kin.was = None
            kin.mask |= given.kin.mask
            kin.met = kin.met or given.kin.met
            if given.kin.leaf != kin.leaf:
                kin.leaf = leaf
        else:
            part = np.asarray(base[index])
            self.tape.change(shadow.ids, index, following(self.tape.fresh(part), part.shape))

    def _back(self, shadow: Shadow, index: Any, ids: np.ndarray) -> bool:
        """Take what one number was before, where it is put back, as after a difference quotient was taken with it."""
        leaf, mask, met, before = shadow.kin.was
        if before.shape != shadow.ids.shape:
            return False
        old, values = before[index], self.tape.values
        if abs(values[old] - values[ids]) > 1e-12 * max(1.0, abs(values[old])):
            return False
        values[old] = values[ids]  # but for rounding
        self.tape.writes.everywhere()
        self.tape.change(shadow.ids, index, old)
        if np.array_equal(shadow.ids, before):
            kin = shadow.kin
            kin.leaf, kin.mask, kin.met, kin.was = leaf, mask, met, None
        return True

    def inplace(self, site: Any, op: str, target: Any, value: Any, text: str) -> Any:
        tape = self.tape
        if not isinstance(target, np.ndarray):
            if isinstance(target, list) and op == "add":
                target += value
                return target
            return self.name(site, text, self.binary(site, op, target, value))
        if _of_things(target):
            target[...] = self._one_by_one(site, op, target, value)
            return self.name(site, text, target)
        shadow, given = tape.of(target), tape.of(value)
        try:
            result = getattr(operator, "i" + op)(target, value)
        except TypeError:
            if target.dtype.kind not in "iu":
                raise
            tape.bridged.append((site, "integers"))  # an array of integers does not take fractions
            return self.name(site, text, self.binary(site, op, target, value))
        tape.writes.to(target)
        if shadow is not None and tape.numeric(result):
            name = NAMES.get(op, op)
            if name == "mul" and isinstance(target, np.matrix) and np.ndim(value) == 2:
                name = "matmul"
            tape.operation(site, name, [shadow, value if given is None else given], result, {"out": True})
            self._replaced(shadow, target, result)
        return self.name(site, text, result)

    def _replaced(self, shadow: Shadow, target: Any, result: Any) -> None:
        """After an array was changed in place: its old shadow, which views share, takes the new identities."""
        made = self.tape.shadows[id(result)]
        if result is target:
            self.tape.replace(shadow, made)
            shadow.kin.mask, shadow.kin.leaf, shadow.kin.met = made.kin.mask, made.kin.leaf, made.kin.met
            shadow.kin.over, shadow.kin.scaled = made.kin.over, made.kin.scaled
            self.tape.shadows[id(result)] = shadow

    def inplace_item(self, site: Any, op: str, base: Any, index: Any, value: Any, text: str) -> None:
        if not isinstance(base, np.ndarray):
            base[index] = self.inplace(site, op, self.item(site, base, index), value, text)
            if type(base) not in (list, dict):
                self.tape.writes.everywhere()
            return
        before = self.item(site, base, index)
        if isinstance(before, np.ndarray) and before.base is not None and np.shares_memory(before, base):
            base[index] = self.inplace(site, op, before, value, text)
            self.tape.writes.to(base)
            return
        if isinstance(before, np.ndarray) and type(index) is tuple:
            self._labelled(site, base, index, before)
        made = self.binary(site, op, before, value)
        shadow = self.tape.known(made)
        if shadow is not None:
            shadow.kin.met = True  # labels are told by the entries that something is taken from
        self.set(site, base, index, made, text)

    def _labelled(self, site: Any, base: np.ndarray, index: Any, before: np.ndarray) -> None:
        parts = [np.asarray(p) if isinstance(p, (range, list, np.ndarray)) else None for p in index]
        if len(parts) == 2 and all(p is not None and p.dtype.kind in "iu" and p.ndim == 1 for p in parts):
            self.tape.note(site, "(target)", base)

    def inplace_attribute(
        self, site: Any, op: str, thing: Any, attribute: str, value: Any, text: str
    ) -> None:
        setattr(thing, attribute, self.inplace(site, op, getattr(thing, attribute), value, text))
        if isinstance(thing, np.ndarray):
            self.tape.writes.to(thing)

    # ---- loops

    def loop(self, site: Any, things: Any) -> Any:
        """Go through what a loop goes through, until enough was seen of the updates in it."""
        watch = self.start(site)
        for thing in self.items(site, things):
            if not self.going(site, watch):
                return
            yield thing

    def start(self, site: Any) -> list[Any]:
        tape = self.tape
        return [len(tape.updates), len(tape.operations), 0]

    def going(self, site: Any, watch: list[Any]) -> bool:
        """Whether a loop goes on: not once each of the parameters that it updates had its updates."""
        on = self._going(watch)
        self.left = self.left or not on
        return on

    def _going(self, watch: list[Any]) -> bool:
        tape = self.tape
        watch[2] += 1
        if watch[2] <= 3 or len(tape.operations) < watch[1] + 4:
            return True
        if len(tape.updates) - watch[0] >= ROUNDS:
            seen: dict[int, int] = {}
            for number, leaf, _ in tape.updates[watch[0] :]:
                seen[leaf] = seen.get(leaf, 0) + (number not in tape.idle)
            return not all(n >= ROUNDS or (n > 1 and tape.latest[leaf] > ROUNDS) for leaf, n in seen.items())
        seen_enough = any(number >= ROUNDS for number in tape.latest.values())
        return len(tape.operations) - watch[1] < (SHORTER if seen_enough else LONGEST)

    def items(self, site: Any, things: Any) -> Any:
        """Give the items of an array with their identities; of all else, what it gives."""
        if isinstance(things, np.ndarray) and things.ndim and self.tape.numeric(things):
            return (self.item(site, things, k) for k in range(len(things)))
        self._ask(things)
        return things

    def _ask(self, things: Any) -> None:
        """From here on nothing is believed, if what gives items does more than that."""
        self.tape.writes.unseen += not gives(things)

    def written(self, value: Any = None) -> Any:
        """Take note of what was written to without the recorder."""
        self.tape.writes.everywhere()
        return value

    # ---- calls

    def call(self, site: Any, function: Any, *args: Any, **keywords: Any) -> Any:
        if type(function) is np.ufunc and len(args) == function.nin and not keywords:
            if function not in self.ufuncs:
                self.ufuncs[function] = entrywise(function)
            name = self.ufuncs[function]
            if name is not None:
                return self._entrywise(site, name, function, args)
        while isinstance(function, functools.partial):
            args, keywords = (*function.args, *args), {**function.keywords, **keywords}
            function = function.func
        if self._users(function):
            if len(self.tape.stack) > DEEPEST:
                return function(*args, **keywords)
            for one in (*args, *keywords.values()):
                if isinstance(one, (np.ndarray, float)):
                    self.tape.hand(site, one)
            self.tape.stack.append(site)
            try:
                return function(*args, **keywords)
            finally:
                self.tape.stack.pop()
        if function is builtins.print:
            for one in args:
                self.tape.show(one)
            return function(*args, **keywords)
        return self._of_library(site, function, args, keywords)

    def _entrywise(self, site: Any, name: str, function: Any, args: Any) -> Any:
        tape = self.tape
        given = [tape.of(one) or one for one in args]
        result = function(*args)
        if not tape.numeric(result) or isinstance(result, np.integer):
            return result
        if any(isinstance(one, Shadow) for one in given):
            return tape.operation(site, name, given, result)
        tape.leaf(result)
        return result

    def _users(self, function: Any) -> bool:
        """Whether a function is the program's own."""
        if isinstance(function, types.MethodType):
            function = function.__func__
        if isinstance(function, types.FunctionType):
            return function.__code__.co_filename.startswith("<pizarra")
        kind = function if isinstance(function, type) else type(function)
        call = getattr(kind, "__init__" if isinstance(function, type) else "__call__", None)
        return isinstance(call, types.FunctionType) and call.__code__.co_filename.startswith("<pizarra")

    def _of_library(self, site: Any, function: Any, args: Any, keywords: Any) -> Any:
        tape = self.tape
        owner = getattr(function, "__self__", None)
        if any(function is one for one in THROUGH):
            for one in args:
                self._ask(one)
            return function(*(self._listed(site, a, function) for a in args), **keywords)
        if function is sum and args and not isinstance(args[0], np.ndarray):
            return self._sum(site, *args)
        if function is max and len(args) == 2 and not keywords:
            given = [None if type(one) is int and one == 0 else tape.known(one) for one in args]
            if sum(one is None for one in given) == 1 and 0 in args:  # max(0, z)
                given = [0.0 if one is None else one for one in given]
                return tape.operation(site, "maximum", given, max(*args) + 0.0)
        if isinstance(function, np.vectorize) and len(args) == 1 and isinstance(args[0], np.ndarray):
            return self._each(site, function.pyfunc, args[0])
        name = getattr(function, "__name__", "")
        if isinstance(owner, np.ndarray):
            given = (owner, *args)
        else:
            given = tuple(args)
            if isinstance(owner, (list, dict, set)):
                if name == "append" and args and isinstance(args[0], (float, np.floating, np.ndarray)):
                    tape.note(site, "(item)", args[0])
                return function(*args, **keywords)
        single = getattr(function, "__module__", None) == "math" or function is float
        if single and any(isinstance(a, np.ndarray) and a.ndim and a.size == 1 for a in args):
            tape.bridged.append((site, "number"))
            given = args = tuple(self._numbers(site, args))
        if name in ("mean", "average") and args and isinstance(args[0], types.GeneratorType):
            tape.bridged.append((site, "generator"))
            given = args = ([*args[0]], *args[1:])
        if name == "at" and owner is np.add and len(args) == 3 and isinstance(args[0], np.ndarray):
            return self._added_at(site, *args)
        drawn = name in ("shuffle", "permutation") and "random" in type(owner).__module__
        if drawn and args and isinstance(args[0], np.ndarray) and args[0].ndim:
            return self._shuffled(site, function, owner, name, args, keywords)
        before = shadows(tape, given)
        out = keywords.get("out")
        if isinstance(function, np.ufunc) and out is None and len(args) > function.nin:
            out = args[function.nin]
        held = tape.of(out) if isinstance(out, np.ndarray) else None
        if reads(function, name, args, keywords):
            result = function(*args, **keywords)
        else:
            tape.writes.unseen += 1
            try:
                result = function(*args, **keywords)
            finally:
                tape.writes.unseen -= 1
                tape.writes.everywhere()
            if hasattr(type(result), "__next__"):
                self._ask(result)
        if name == "copyto" and isinstance(args[0], np.ndarray) and isinstance(before[0], Shadow):
            self._into(before[0], ..., before[1] if isinstance(before[1], Shadow) else None, args[0])
            return result
        if held is not None:
            tape.shadows.pop(id(out), None)
            recorded(
                tape,
                site,
                function,
                given[: getattr(function, "nin", 9)],
                {},
                before[: getattr(function, "nin", 9)],
                result,
            )
            if tape.known(result) is not None:
                tape.operations[-1][6]["out"] = True
                self._replaced(held, out, result)
            return result
        recorded(tape, site, function, given, keywords, before, result)
        return result

    def _added_at(self, site: Any, base: np.ndarray, index: Any, values: Any) -> None:
        """Add rows to those of an array that an index names, some of them more than once: a matrix of ones does it."""
        tape = self.tape
        shadow, given = tape.of(base), tape.of(values)
        np.add.at(base, index, values)
        tape.writes.to(base)
        rows = np.asarray(index)
        if shadow is None or given is None or rows.dtype.kind not in "iu" or base.ndim < 1:
            return
        few = (rows.size, -1)
        ids = np.broadcast_to(given.ids, (*rows.shape, *base.shape[1:])).reshape(few)
        which = (np.arange(len(base))[:, None] == rows.ravel()[None] % len(base)).astype(float)
        summed = which @ tape.held(ids)
        tape.operation(site, "matmul", [which, Shadow(summed, ids, given.kin)], summed)
        made = base.reshape(len(base), -1).copy()
        parts = [Shadow(made, shadow.ids.reshape(made.shape), shadow.kin), tape.shadows[id(summed)]]
        tape.operation(site, "add", parts, made, {"out": True})
        other = tape.shadows.pop(id(made))
        tape.change(shadow.ids, ..., other.ids.reshape(shadow.shape))
        shadow.kin.mask, shadow.kin.leaf, shadow.kin.met = other.kin.mask, other.kin.leaf, other.kin.met

    def _shuffled(self, site: Any, function: Any, owner: Any, name: str, args: Any, keywords: Any) -> Any:
        """Shuffle rows, and their identities in the same way: with what is drawn for as many whole numbers."""
        shadow, array = self.tape.of(args[0]), args[0]
        held = copy.deepcopy(owner)
        result = function(*args, **keywords)
        self.tape.writes.to(array)
        there = array if name == "shuffle" else result
        if shadow is None or len(args) > 1 or keywords:
            return result
        ids = shadow.ids.copy()
        drawn = getattr(held, name)(ids)
        ids = ids if name == "shuffle" else drawn
        if np.array_equal(self.tape.held(ids), there):
            if there is array:
                self.tape.change(shadow.ids, ..., ids)
                self.tape.name(site, "(shuffled)", shadow)
            else:
                self.tape.put(there, ids, shadow.kin)
        return result

    def _numbers(self, site: Any, args: Any) -> Any:
        for one in args:
            if isinstance(one, np.ndarray) and one.size == 1:
                yield self.call(site, one.item)
            else:
                yield one

    def _listed(self, site: Any, thing: Any, function: Any) -> Any:
        if isinstance(thing, np.ndarray) and thing.ndim and self.tape.numeric(thing):
            gone = self.items(site, thing)
            return list(gone) if function in (reversed, sorted) else gone
        return thing

    def _sum(self, site: Any, things: Any, start: Any = 0) -> Any:
        things = list(things)
        whole = self.tape.listed(things) if things and not isinstance(things[0], np.ndarray) else None
        if whole is not None and whole.ids.ndim == 1 and start == 0:
            return self.tape.operation(site, "sum", [whole], sum(things) + 0.0, {"axis": None})
        for number, thing in enumerate(things):
            start = (
                thing
                if number == 0 and type(start) is int and start == 0
                else self.binary(site, "add", start, thing)
            )
        return start

    def _each(self, site: Any, function: Any, array: np.ndarray) -> Any:
        made = [self.call(site, function, self.item(site, array, place)) for place in np.ndindex(array.shape)]
        result = np.array([float(one) for one in made]).reshape(array.shape)
        whole = self.tape.listed(made)
        if whole is not None:
            self.tape.put(result, whole.ids.reshape(array.shape), whole.kin)
        return result


def _of_things(thing: Any) -> bool:
    """Whether an array holds arrays, of which each is traced by itself."""
    if not isinstance(thing, np.ndarray) or thing.dtype.kind != "O" or not 0 < thing.size <= 1000:
        return False
    return thing.ndim > 0 and any(isinstance(one, np.ndarray) for one in thing.flat)


class Whole(int):
    """A whole number as it is written, with an identity of its own."""
