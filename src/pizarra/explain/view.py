"""View: one pass as a reader sees it: symbols, layout and digits for everything that has a name.

Names are those of the network, with a prefix for what belongs to a value: `d:v1` is ∂L/∂v1, `new:W1` is W1 after the
update, `d:v1@v3` is what v3 alone sends back to v1 where several steps read v1.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from ..formula.evaluate import sizes
from ..formula.tree import Index, Node, Ref
from ..formula.write import Signs, write
from ..layout import SAMPLES, Kind, Layout
from ..mathematics.boxes import (
    Box,
    Fence,
    Grid,
    Letter,
    Marked,
    Numeral,
    Role,
    Scripts,
    Sized,
    row,
    sign,
)
from ..mathematics.boxes import Fraction as Over
from ..mathematics.symbols import symbol
from ..mathematics.unicode import inline
from ..network import INPUT, LOSS, TARGET, Step
from ..notation import Notation, entry_of
from ..trace import Trace
from .digits import Digits, digits_for
from .naming import Naming, name_all, own_symbol, told_apart
from .remembered import remembered
from .window import WHOLE, window

GAP = "⋯"  # terms of a long sum that are not written
UNIT = "I"  # the unit matrix: the Jacobian of what passes everything on
RATE = "rate"  # the learning rate
PENALTY = "penalty"  # what a large weight costs, where training takes that into account
Said = TypeVar("Said")


class View:
    """A trace in a notation."""

    def __init__(
        self,
        trace: Trace,
        notation: Notation,
        layout: Layout,
        *,
        decimals: int | None = None,
        comma: bool | None = None,
        keep: Mapping[str, tuple[int, ...]] | None = None,
    ) -> None:
        self.trace, self.notation, self.layout = trace, notation, layout
        self.network = trace.network
        self.decimals = notation.decimals if decimals is None else decimals
        self.comma = notation.comma if comma is None else comma
        self.keep = dict(keep or {})  # places that an elided array must still show
        self._arrays: dict[str, np.ndarray] = {}
        self._matrices: dict[str, np.ndarray] = {}
        self._stored: dict[str, np.ndarray] = {}
        self._digits: dict[str, Digits] = {}
        # A page shows the same numbers in many places; a box that stands in several is also written once.
        self._rounded: dict[tuple[str, Digits], np.ndarray] = {}
        self._grids: dict[tuple[str, Digits, bool, bool], Box] = {}
        self._numbers: dict[tuple[str, tuple[int, ...], Digits], Box] = {}
        self._known = remembered(trace, notation, layout, self.comma)
        self._lengths: dict[str, dict[str, int]] = {}
        self._kinds: dict[str, Kind] = {}
        self._orders: dict[str, int] = {}
        self.locals: dict[tuple[str, str], Any] = {}  # local derivatives that were asked for (see `Local.of`)

    @property
    def single(self) -> bool:
        """Whether there is one sample, so that it has no index."""
        return self.layout.samples == "single"

    def once(self, key: tuple[Hashable, ...], make: Callable[[], Said]) -> Said:
        """Make what is said in symbols alone, or give what was made under this key for a network of the same build."""
        said = self._known.said
        if key not in said:
            said[key] = make()
        return said[key]

    # What a name is

    @cached_property
    def namings(self) -> dict[str, Naming]:
        """The role of every value and parameter."""
        return name_all(self.network.all_steps, self.network.prediction, self.network.loss)

    def base(self, name: str) -> str:
        """Strip what a prefix says: the value or parameter that a name belongs to."""
        if name in self.axes:
            return name
        plain = name.removeprefix("d:").removeprefix("u:").removeprefix("new:")
        return plain if plain in self.axes else plain.rpartition("@")[0] or plain

    def is_sent(self, name: str) -> bool:
        """Whether it is what one of several readers sends back, `d:v1@0`; a reader's own name may have an @ too."""
        return "@" in name and name.removeprefix("d:") not in self.axes

    def kind(self, name: str) -> Kind:
        """Give the axes of a name in the core's order."""
        if name not in self._kinds:
            self._kinds[name] = Kind(self.axes[self.base(name)], gradient=name.startswith(("d:", "u:")))
        return self._kinds[name]

    @cached_property
    def axes(self) -> dict[str, tuple[str, ...]]:
        """The core's axes of every value and parameter, with the letters of the layer that makes or reads it."""
        found: dict[str, tuple[str, ...]] = {RATE: (), PENALTY: (), UNIT: ()}
        for step in self.network.all_steps:
            for inside, outside in step.names().items():
                found.setdefault(outside, step.layer.axes(inside))
        return found

    def array(self, name: str) -> np.ndarray:
        """Give the core array of a name."""
        if name not in self._arrays:
            self._arrays[name] = self._array(name)
        return self._arrays[name]

    def _array(self, name: str) -> np.ndarray:
        trace = self.trace
        plain = self.base(name)
        if name.startswith("new:"):
            return trace.updated[plain]
        if plain == RATE:
            return np.asarray(trace.learning_rate)
        if plain == PENALTY:
            return np.asarray(0.0)
        if self.is_sent(name):
            return trace.sent[plain][int(name.rpartition("@")[2])][1]
        if name.startswith(("d:", "u:")):
            return trace.cotangents[plain]
        return np.asarray(trace.parameters[name] if name in trace.parameters else trace.values[name])

    def matrix(self, name: str) -> np.ndarray:
        """Give the array as the reader's matrix, two-dimensional."""
        if name not in self._matrices:
            self._matrices[name] = self.layout.matrix(self.array(name), self.kind(name))
        return self._matrices[name]

    def stored(self, name: str) -> np.ndarray:
        """Give the array with its axes in the order of the reader's indices."""
        if name not in self._stored:
            self._stored[name] = self.layout.stored(self.array(name), self.kind(name))
        return self._stored[name]

    def lengths(self, step: Step) -> dict[str, int]:
        """Give the length of every axis of a step's formulas."""
        if step.output not in self._lengths:
            own = {inside: self.array(outside) for inside, outside in step.names().items()}
            found = step.layer.lengths(own)
            slopes = {
                f"d{inside}": array for inside, array in own.items()
            }  # their sums may have letters of their own
            self._lengths[step.output] = found | sizes(
                [line.tree for line in step.layer.cotangents], own | slopes
            )
        return dict(self._lengths[step.output])

    def role(self, name: str) -> Role:
        """Give the colour of a name."""
        if name.startswith(("d:", "u:")):
            return "gradient"
        plain = self.base(name)
        if plain in self.network.parameters:
            return "parameter"
        return "target" if plain in (TARGET, LOSS) or plain.startswith(LOSS + ".l") else "value"

    # Symbols

    def whole(self, name: str) -> Box:
        """Give the symbol of a whole array."""
        return self.once(("whole", name), lambda: Marked(self._whole(name), self.role(name), key=name))

    def _whole(self, name: str, *, many: bool = True) -> Box:
        key = (name, many)
        if key not in self._known.wholes:
            self._known.wholes[key] = self._make_whole(name, many=many)
        return self._known.wholes[key]

    def _make_whole(self, name: str, *, many: bool) -> Box:
        plain = self.base(name)
        if plain == RATE:
            return symbol(self.notation.rate)
        if plain == PENALTY:
            return Letter("λ")
        if plain == UNIT:
            return Letter("I", "bold")
        if name.startswith("u:"):
            arrives = symbol(self.notation.arrives)
            return Scripts(arrives, sup=self.notation.transposed) if self.is_row(name) else arrives
        if self.is_sent(name):
            return Scripts(Fence(self.partial(plain)), sub=self.via(name))
        if name.startswith("d:"):
            if self.is_delta(plain):
                return self.notation.symbol("delta", self._delta_number(plain), self._delta_count)
            if self.notation.gradient != "partial":
                return symbol(self.notation.gradient, v=self._whole(plain))
            return self.partial(plain)
        return told_apart(self._bare_whole(plain, many=many), self.twins[plain])

    def _bare_whole(self, plain: str, *, many: bool = True) -> Box:
        """Give the symbol of a value or parameter, which another may have too."""
        if plain == LOSS:
            return symbol(self.notation.loss)
        naming = self.namings[plain]
        if naming.role == "name":
            return own_symbol(plain)
        if naming.role == "term":
            return symbol(self.notation.term)
        if naming.role == "inner":
            return own_symbol(plain.split(".")[-1])
        many = many and not self.single and self.kind(plain).batch
        return self.notation.symbol(naming.role, naming.number, naming.count, many=many)

    @cached_property
    def twins(self) -> dict[str, int]:
        """Count how many have the same symbol and come before: two activations of one layer, say."""
        seen: dict[str, int] = {}
        found: dict[str, int] = {}
        for name in (INPUT, TARGET, LOSS, *self.network.parameters, *self.namings):
            if name not in found:
                text = inline(self._bare_whole(name))
                found[name] = seen.get(text, 0)
                seen[text] = found[name] + 1
        return found

    def via(self, name: str) -> Box:
        """Name the value through which one of several contributions comes back."""
        plain, _, place = name.removeprefix("d:").rpartition("@")
        return self._whole(self.trace.sent[plain][int(place)][0].output)

    def is_row(self, name: str) -> bool:
        """Whether one sample of it is a row in the reader's layout."""
        return self.layout.jacobian == "numerator" and self.kind(name).gradient

    def contributions(self, plain: str) -> list[str]:
        """Name what each reader of a value sends back; one name, the cotangent itself, where there is one reader."""
        sent = self.trace.sent[plain]
        return [f"d:{plain}"] if len(sent) == 1 else [f"d:{plain}@{k}" for k in range(len(sent))]

    def partial(self, plain: str, indices: tuple[Index, ...] = ()) -> Box:
        """Write ∂L/∂v, or ∂L/∂v_i at indices in the order of v itself."""
        below = self.entry(plain, indices) if indices else self.whole(plain)
        return Over(row(sign("∂"), self.whole(LOSS)), row(sign("∂"), below))

    def is_delta(self, plain: str) -> bool:
        """Whether the notation calls the cotangent of this value δ: what a layer with weights makes."""
        if self.notation.form != "delta" or plain in self.network.parameters:
            return False
        maker = self.network.maker(plain)
        return maker is not None and bool(maker.parameters) and maker.index is not None

    @cached_property
    def _deltas(self) -> list[str]:
        return [step.output for step in self.network.steps if step.parameters]

    def _delta_number(self, plain: str) -> int:
        return self._deltas.index(plain) + 1

    @property
    def _delta_count(self) -> int:
        return len(self._deltas)

    def entry(self, name: str, indices: tuple[Index, ...], letters: Mapping[str, Box] | None = None) -> Box:
        """Give the symbol of an entry, at indices in the reader's order: letters of axes, or places."""
        own = tuple((letters or {}).get(i) for i in indices if isinstance(i, str))
        known = (name, indices, own)
        found = self._known.entries.get(known)
        if found is None:
            made = self._entry(name, indices, [self.index(i, letters) for i in indices], letters)
            found = Marked(made, self.role(name), key=self.key(name, indices))
            self._known.entries[known] = found
        return found

    def _entry(
        self, name: str, indices: tuple[Index, ...], boxes: list[Box], letters: Mapping[str, Box] | None
    ) -> Box:
        plain = self.base(name)
        joined = self.notation.joined(boxes) if boxes else None
        if plain == RATE:
            return symbol(self.notation.rate)
        if plain == PENALTY:
            return Letter("λ")
        if name.startswith("u:"):
            return entry_of(symbol(self.notation.arrives), joined)
        if name.startswith("d:"):
            turned = len(indices) == 2 and self.layout.turned(self.kind(name)) != self.layout.turned(
                self.kind(plain)
            )
            inner = indices[::-1] if turned else indices
            if self.is_sent(name):
                body = Over(
                    row(sign("∂"), self.whole(LOSS)), row(sign("∂"), self.entry(plain, inner, letters))
                )
                return Scripts(Fence(body), sub=self.via(name))
            if self.is_delta(plain):
                return self.notation.entry(
                    "delta", self._delta_number(plain), self._delta_count, boxes[::-1] if turned else boxes
                )
            return Over(row(sign("∂"), self.whole(LOSS)), row(sign("∂"), self.entry(plain, inner, letters)))
        if plain == LOSS:
            return symbol(self.notation.loss)
        naming = self.namings[plain]
        if naming.role == "term":
            made = entry_of(symbol(self.notation.term), joined)
        elif naming.role in ("name", "inner"):
            made = entry_of(own_symbol(plain.split(".")[-1]), joined)
        else:
            made = self.notation.entry(naming.role, naming.number, naming.count, boxes)
        return told_apart(made, self.twins[plain])

    def index(self, index: Index, letters: Mapping[str, Box] | None = None) -> Box:
        """Write an index: a place as a numeral counted from the notation's base, an axis by its letter."""
        if isinstance(index, int):
            return self.notation.index(index)
        return (letters or {}).get(index, Letter(index))

    def key(self, name: str, indices: tuple[Index, ...]) -> str | None:
        """Give the link of an entry: the same wherever this entry stands."""
        if not indices or any(isinstance(i, str) for i in indices):
            return name
        return f"{name}[{','.join(map(str, indices))}]"

    def at(self, name: str, place: tuple[int, ...]) -> tuple[int, ...]:
        """Turn a core place into one in the order of the reader's indices (no sample where there is one)."""
        kind = self.kind(name)
        left = tuple(p for a, p in zip(kind.axes, place, strict=True) if not (self.single and a == SAMPLES))
        return left[::-1] if len(left) == 2 and self.layout.turned(kind) else left

    # Numbers

    def digits(self, name: str) -> Digits:
        """Give how the numbers of an array are shown."""
        if name not in self._digits:
            self._digits[name] = digits_for(self.array(name), self.decimals, comma=self.comma)
        return self._digits[name]

    def number(self, name: str, indices: tuple[int, ...] = (), digits: Digits | None = None) -> Box:
        """Write one entry, at places in the reader's order, as a number."""
        digits = digits or self.digits(name)
        known = name, indices, digits
        found = self._numbers.get(known)
        if found is None:
            value = float(self.stored(name)[indices])
            found = Marked(digits.box(value), self.role(name), key=self.key(name, indices))
            self._numbers[known] = found
        return found

    def rounded(self, name: str, digits: Digits) -> np.ndarray:
        """Give the array, in the core's order, as a reader sees it with these digits."""
        known = name, digits
        found = self._rounded.get(known)
        if found is None:
            found = self._rounded[known] = digits.shown(self.array(name))
        return found

    def value(self, ref: Ref) -> float:
        """Give the entry that a name at places, in the reader's order, stands for."""
        return float(self.stored(ref.name)[ref.indices])  # type: ignore[index]

    def plain(self, value: float) -> Box:
        """Write a number that belongs to no array."""
        return digits_for(value, self.decimals, comma=self.comma).box(value)

    def grid(
        self, name: str, *, turned: bool = False, digits: Digits | None = None, sized: bool = True
    ) -> Box:
        """Write a whole array in numbers, elided where it is large, with its shape below."""
        digits = digits or self.digits(name)
        known = name, digits, turned, sized
        if known not in self._grids:
            self._grids[known] = self._grid(name, turned, digits, sized)
        return self._grids[known]

    def _grid(self, name: str, turned: bool, digits: Digits, sized: bool) -> Box:
        array = self.matrix(name)
        kept = self.keep.get(name)
        place = self.layout.place(self.kind(name), kept) if kept is not None else None
        if turned:
            array, place = array.T, (place[1], place[0]) if place else None
        role = self.role(name)
        return self.numbers(array, digits, role=role, name=name, turned=turned, place=place, sized=sized)

    def numbers(
        self,
        array: np.ndarray,
        digits: Digits,
        *,
        role: Role | None = None,
        name: str | None = None,
        turned: bool = False,
        place: tuple[int, int] | None = None,
        sized: bool = True,
    ) -> Box:
        """Write a matrix of numbers; one number alone stands without brackets."""
        rows = window(array.shape[0], place[0] if place else None)
        columns = window(array.shape[1], place[1] if place else None)
        if array.shape == (1, 1):
            return Marked(digits.box(float(array[0, 0])), role, key=name)
        vector = name is not None and self.order(name) < 2
        shown = array[[r for r in rows if r is not None]][:, [c for c in columns if c is not None]]
        values = iter(shown.ravel().tolist())
        made = []
        for r in rows:
            line: list[Box] = []
            for c in columns:
                if r is None or c is None:
                    line.append(sign("⋱" if r is None and c is None else "⋮" if r is None else "⋯"))
                    continue
                link = max(r, c) if vector else f"{c},{r}" if turned else f"{r},{c}"
                key = f"{name}[{link}]" if name else None  # as `key` writes it
                line.append(Marked(digits.box(next(values)), role, key=key, case=(r, c) == place))
            made.append(tuple(line))
        grid = Grid(tuple(made))
        return Sized(grid, f"{array.shape[0]}×{array.shape[1]}") if sized else grid

    def whole_shown(self, name: str) -> bool:
        """Whether every entry of an array is shown."""
        return max(self.matrix(name).shape) <= WHOLE

    # Signs for the writer of formulas

    def in_symbols(self, tree: Node, letters: Mapping[str, Box], lengths: Mapping[str, int]) -> Box:
        """Write a formula in symbols, with these letters for the axes."""
        key = (tree, tuple(letters.items()), tuple(lengths.items()))
        if key not in self._known.formulas:
            self._known.formulas[key] = write(tree, self.general(letters, lengths))
        return self._known.formulas[key]

    def limits(self, axis: str, letters: Mapping[str, Box], lengths: Mapping[str, int]) -> tuple[Box, Box]:
        """Write where a sum over an axis begins and ends."""
        start = row(letters.get(axis, Letter(axis)), "=", self.notation.index(0))
        if axis == SAMPLES:
            return start, Letter("N") if self.notation.base else row(Letter("N"), "−", Numeral("1"))
        return start, self.notation.index(lengths[axis] - 1)

    def general(self, letters: Mapping[str, Box], lengths: Mapping[str, int]) -> Signs:
        """Write a formula in symbols, with these letters for the axes."""
        return Signs(
            ref=lambda ref: self.ref(ref, letters),
            index=lambda index: self.index(index, letters),
            size=lambda axis: Letter("N") if axis == SAMPLES else Numeral(str(lengths[axis])),
            number=self.constant,
            transpose=self.notation.transposed,
            is_array=self.is_array,
            limits=lambda axis: self.limits(axis, letters, lengths),
        )

    def is_array(self, ref: Ref) -> bool:
        """Whether a name in a matrix formula is an array, not a number: one sample of a batch is one too."""
        return ref.name != GAP and len(ref.indices) < self.order(ref.name.removeprefix("T:"))

    def order(self, name: str) -> int:
        """Say how many indices an entry of an array has in the reader's index formulas."""
        if name not in self._orders:
            self._orders[name] = len(self.layout.indices(self.kind(name)))
        return self._orders[name]

    def ref(self, ref: Ref, letters: Mapping[str, Box]) -> Box:
        """Write a name at its indices; a whole sample of a batch is the array with the sample's index."""
        if ref.name == GAP:
            return sign(GAP)
        if not ref.indices:
            return self.whole(ref.name)
        if len(ref.indices) < self.order(ref.name):
            one = Marked(self._whole(ref.name, many=False), self.role(ref.name), key=ref.name)
            return Scripts(one, sub=self.notation.joined([self.index(i, letters) for i in ref.indices]))
        return self.entry(ref.name, ref.indices, letters)

    def constant(self, value: Fraction | float) -> Box:
        """Write a constant of a formula: a short decimal, else a fraction."""
        if isinstance(value, Fraction):
            if value.denominator == 1:
                return Numeral(str(value.numerator))
            decimal = float(value)
            if Fraction(repr(decimal)) != value:
                return Over(Numeral(str(value.numerator)), Numeral(str(value.denominator)))
            value = decimal
        text = f"{value:.6g}"
        return Numeral(text.replace(".", ",") if self.comma else text)

    def in_numbers(self, ref: Callable[[Ref], Box], lengths: Mapping[str, int]) -> Signs:
        """Write a formula with numbers put in, by `ref`."""
        return Signs(
            ref=ref,
            index=lambda index: self.index(index),
            size=lambda axis: Numeral(str(lengths[axis])),
            number=self.constant,
            transpose=self.notation.transposed,
            is_array=self.is_array,
            ones=lambda axis: self.numbers(np.ones((lengths[axis], 1)), Digits(0, exact=True)),
        )

    def matrix_numbers(self, lengths: Mapping[str, int], digits: Callable[[str], Digits]) -> Signs:
        """Write a matrix formula with the arrays put in; a transposed name is the array transposed."""

        def ref(ref: Ref) -> Box:
            turned = ref.name.startswith("T:")
            name = ref.name.removeprefix("T:")
            if ref.indices:  # one sample of a batch, as a column
                column = self.array(name)[tuple(int(k) for k in ref.indices)].reshape(-1, 1)
                lying = turned != self.is_row(name)
                return self.numbers(column.T if lying else column, digits(name), role=self.role(name))
            return self.grid(name, turned=turned, digits=digits(name))

        return self.in_numbers(ref, lengths)
