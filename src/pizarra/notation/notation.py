"""Notation: the symbols and conventions in which a reader wants to see a solution.

A notation is a value: symbols for each kind of quantity, how samples, weights and gradients are laid out, how units are
counted, the form of the backward pass, decimals. Symbols are written in a tiny LaTeX (see `mathematics.symbols`), with
`#l` where the layer's number stands; a list gives one symbol a layer. What one entry of an array is called is derived
from the array's symbol (`W^{(2)}` gives w with (2) above and the indices below), or said under `entries`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from ..data import whole
from ..errors import NotationError, nearest, shown
from ..layout import Layout
from ..mathematics.boxes import Box, Letter, Numeral, Scripts, Sign, row
from ..mathematics.symbols import symbol

Pattern = str | tuple[str, ...]
ROLES = ("input", "weights", "bias", "parameter", "pre_activation", "activation", "logits", "prediction",
         "probability", "target")  # fmt: skip
_TRANSPOSES = {"t": Letter("t", "upright"), "T": Letter("T", "upright"), "top": Sign("⊤", "postfix")}


@dataclass(frozen=True)
class Notation:
    r"""A reader's notation. Every field has a sensible default; `notation.named` gives those of books and courses.

    Symbols: one text, with `#l` for the layer's number, or a tuple with one text a layer; where a network has more
    layers than the tuple has symbols, the first one is numbered. `gradient` is `partial` (∂L/∂W) or a symbol with `#v`
    where the quantity stands (`J_{#v}`). `form`: the backward pass with `vjp` (uᵗ ∂f/∂x) or with `delta`.

    probability: what a loss on logits makes of them; None takes the symbol of the prediction.

    samples, weights: how matrices are shown; None shows them as the source stores them. One sample is always shown as
    column vectors. jacobian: `parameter`, `numerator` or `denominator` layout. base: the index of the first unit.
    factor: that of a squared error whose source does not say one.

    >>> from pizarra.mathematics.unicode import inline
    >>> inline(Notation().entry("weights", 2, 2, [Numeral("1"), Numeral("3")]))
    'w₁₃⁽²⁾'
    """

    name: str = "standard"
    titles: Mapping[str, str] = field(default_factory=dict)
    input: Pattern = r"x"
    target: Pattern = r"y"
    prediction: Pattern = r"\hat{y}"
    probability: Pattern | None = None
    weights: Pattern = r"W^{(#l)}"
    bias: Pattern = r"b^{(#l)}"
    parameter: Pattern = r"\theta^{(#l)}"
    pre_activation: Pattern = r"z^{(#l)}"
    activation: Pattern = r"a^{(#l)}"
    logits: Pattern = r"z^{(#l)}"
    loss: str = r"\mathcal{L}"
    term: str = r"\ell"
    rate: str = r"\eta"
    delta: Pattern = r"\delta^{(#l)}"
    arrives: str = "u"
    gradient: str = "partial"
    batch: str = "capital"
    batch_input: str | None = None
    entries: Mapping[str, Pattern] = field(default_factory=dict)
    separator: str = ""
    indices: tuple[str, ...] = ("i", "j", "k", "m")
    sample_index: str = "n"
    transpose: str = "top"
    form: str = "delta"
    samples: str | None = None
    weights_layout: str | None = None
    jacobian: str = "parameter"
    factor: str | None = None
    base: int = 1
    first_layer: int = 1
    decimals: int = 4
    comma: bool = False

    def __post_init__(self) -> None:
        choices: dict[str, Sequence[object]] = {
            "form": ("vjp", "delta"),
            "batch": ("capital", "same"),
            "transpose": tuple(_TRANSPOSES),
            "base": (0, 1),
            "samples": (None, "rows", "columns"),
            "weights_layout": (None, "out_in", "in_out"),
            "jacobian": ("parameter", "numerator", "denominator"),
            "factor": (None, "1", "1/2", "1/N", "1/(2N)"),
            "comma": (False, True),
        }
        for key, known in choices.items():
            if not any(getattr(self, key) is option or getattr(self, key) == option for option in known):
                listed = ", ".join(str(option) for option in known if option is not None)
                raise NotationError(
                    f"The notation {shown(self.name)} says {key} = {shown(getattr(self, key))}. It may be: {listed}."
                )
        for key, least, most in (("decimals", 0, 12), ("first_layer", 0, 9)):
            whole(getattr(self, key), f"The notation's {key}", least=least, most=most)
        if len({*self.indices, self.sample_index}) < len(self.indices) + 1 or len(self.indices) < 4:
            raise NotationError(
                "A notation needs four letters as indices, all different, and another for samples."
            )
        for key in self.entries:
            if key not in (*ROLES, "delta"):
                raise NotationError(
                    f"A notation has no entries for {shown(key)}." + nearest(key, (*ROLES, "delta"))
                )
        for key in (*ROLES, "delta"):
            patterns = self.entries[key] if key in self.entries else getattr(self, key)
            if patterns is None:  # only the probability may be left out
                continue
            for text in (patterns,) if isinstance(patterns, str) else patterns:
                symbol(text, l=Numeral("1"), ij=Numeral("1"))
        for text in (self.loss, self.term, self.rate, self.arrives, *self.indices, self.sample_index):
            symbol(text)

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """All that it says, to be looked up by: two notations that say the same have the same key."""
        values = (getattr(self, f.name) for f in fields(self))
        return tuple(
            tuple(sorted(value.items())) if isinstance(value, Mapping) else value for value in values
        )

    @staticmethod
    def read(table: Mapping[str, Any]) -> Notation:
        """Read a notation from a table, as a TOML file gives it; `like = "name"` starts from another notation."""
        table = dict(table)
        like = table.pop("like", None)
        if like is not None:
            from .presets import named

            start = named(str(like))
        else:
            start = Notation()
        known = {f.name for f in fields(Notation)}
        changes: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                raise NotationError(
                    f"A notation has no {shown(key)}." + nearest(key, (*sorted(known), "like"))
                )
            changes[key] = _checked(key, tuple(value) if isinstance(value, list) else value)
        return replace(start, **changes)

    def pattern(self, role: str, number: int, count: int) -> str:
        """Give the text of a role's symbol for the number-th of `count` layers (from 1)."""
        if role == "probability" and self.probability is None:
            role = "prediction"
        return _chosen(getattr(self, role), number, count)

    def symbol(self, role: str, number: int = 1, count: int = 1, *, many: bool = False) -> Box:
        """Give the symbol of a whole quantity. many: it holds several samples, and may be a capital."""
        if many and role == "input" and self.batch_input is not None:
            return symbol(self.batch_input)
        box = symbol(self.pattern(role, number, count), l=self.layer_number(number))
        if many and self.batch == "capital" and role not in ("weights", "bias", "parameter"):
            return _respelled(box, lambda letter: Letter(letter.text.upper(), letter.style, letter.accent))
        return box

    def layer_number(self, number: int) -> Box:
        """Write the number of a layer, from the one with which this notation begins."""
        return Numeral(str(number + self.first_layer - 1))

    def entry(self, role: str, number: int, count: int, indices: Sequence[Box]) -> Box:
        """Give the symbol of one entry, with these indices; without indices the plain letter."""
        subscript = self.joined(indices)
        if role == "probability" and self.probability is None:
            role = "prediction"
        if role in self.entries:
            text = _chosen(self.entries[role], number, count)
            return symbol(text, l=self.layer_number(number), ij=subscript)
        return entry_of(symbol(self.pattern(role, number, count), l=self.layer_number(number)), subscript)

    def joined(self, indices: Sequence[Box]) -> Box:
        """Write indices side by side, with a comma where they would run together (w₁,₁₂)."""
        long = any(isinstance(index, Numeral) and len(index.text) > 1 for index in indices)
        comma = self.separator or ("," if long and len(indices) > 1 else "")
        parts: list[Box | str] = []
        for index in indices:
            parts += [comma, index] if parts and comma else [index]
        return row(*parts)

    def index(self, place: int) -> Box:
        """Write a place, counted from the notation's base."""
        return Numeral(str(place + self.base))

    def layout(self, source: Layout, *, single: bool) -> Layout:
        """Give the layout in which the page shows arrays: the notation's own, or that of the source."""
        return Layout(
            samples="single" if single else self.samples or source.samples,  # type: ignore[arg-type]
            weights=self.weights_layout or source.weights,  # type: ignore[arg-type]
            jacobian=self.jacobian,  # type: ignore[arg-type]
        )

    @property
    def transposed(self) -> Box:
        """The mark of a transposed matrix."""
        return _TRANSPOSES[self.transpose]


def _chosen(patterns: Pattern, number: int, count: int) -> str:
    if isinstance(patterns, str):
        return patterns
    if count <= len(patterns):
        return patterns[number - 1]
    first = patterns[0]
    return first if "#l" in first else f"{first.split('_')[0]}_{{#l}}"


def _checked(key: str, value: Any) -> Any:
    """Refuse a value of another type than the field's own default has."""
    texts = ("name", "loss", "term", "rate", "arrives", "gradient", "batch", "batch_input", "separator", "sample_index",
             "transpose", "form", "samples", "weights_layout", "jacobian", "factor")  # fmt: skip
    lists = (*ROLES, "delta", "indices")
    is_list = isinstance(value, tuple) and len(value) > 0 and all(isinstance(item, str) for item in value)
    if key in texts and not isinstance(value, str):
        raise NotationError(f"The notation's {key} must be text; {shown(value)} is not.")
    if key in lists and not (isinstance(value, str) and key != "indices") and not is_list:
        raise NotationError(f"The notation's {key} must be text or a list of texts; {shown(value)} is not.")
    if key in ("titles", "entries"):
        if not isinstance(value, Mapping):
            raise NotationError(f"The notation's {key} must be a table; {shown(value)} is not.")
        value = {name: tuple(text) if isinstance(text, list) else text for name, text in value.items()}
        if any(
            not isinstance(t, str)
            for text in value.values()
            for t in (text if isinstance(text, tuple) else (text,))
        ):
            raise NotationError(f"The notation's {key} must hold texts; {shown(value)} does not.")
    return value


def entry_of(box: Box, indices: Box | None) -> Box:
    """Give the symbol of an entry from that of its array: a small italic letter, the indices below it."""
    small = _respelled(box, lambda letter: Letter(_lower(letter), "italic", letter.accent))
    if indices is None:
        return small
    if isinstance(small, Scripts):
        sub = indices if small.sub is None else row(small.sub, ",", indices)
        return Scripts(small.base, sub, small.sup)
    return Scripts(small, indices)


def _lower(letter: Letter) -> str:
    return letter.text.lower() if len(letter.text) == 1 else letter.text


def _respelled(box: Box, change: Any) -> Box:
    """Change the base letter of a symbol."""
    match box:
        case Letter():
            return change(box)
        case Scripts(base, sub, sup):
            return Scripts(_respelled(base, change), sub, sup)
    return box
