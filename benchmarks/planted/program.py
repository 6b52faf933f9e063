"""A written program together with what its names stand for: what mutators read, and nothing more."""

from dataclasses import dataclass
from functools import cached_property

from .names import Names
from .network import Layout, Network
from .source import Change, Source, Statement, renamed
from .style import Style


@dataclass(frozen=True)
class Program:
    """The text, and the network that it is meant to be."""

    source: Source
    roles: dict[str, str]  # "dW1" to the name that the text uses
    network: Network
    layout: Layout
    style: Style
    names: Names

    @cached_property
    def lines(self) -> dict[tuple[str, int], Statement | None]:
        """The lines that were looked up already."""
        return {}

    def name(self, kind: str, layer: int) -> str | None:
        """The name of an array; None where the text has none for it."""
        if kind == "a" and layer == 0:
            return self.names("xn") if self.style.looped else self.names("x")
        return self.roles.get(f"{kind}{layer}")

    def line(self, kind: str, layer: int) -> Statement | None:
        """The line that computes an array: not the one that fills it with zeros, not a division after a loop."""
        key = (kind, layer)
        if key not in self.lines:
            self.lines[key] = self._line(kind, layer)
        return self.lines[key]

    def _line(self, kind: str, layer: int) -> Statement | None:
        name = self.name(kind, layer)
        if name is None:
            return None
        for statement in self.source.assigned(name):
            if (
                not statement.value.startswith(("np.zeros", f"{name}.copy", "forward("))
                and statement.target == name
            ):
                return statement
        return None

    def update(self, kind: str, layer: int) -> Statement | None:
        """The line that makes a parameter new."""
        after, slope = self.roles.get(f"{kind}{layer}_new"), self.roles.get(f"d{kind}{layer}")
        if after is None or slope is None:
            return None
        found = [
            s for s in self.source.assigned(after) if s.mentions(slope) and s.mentions(self.names("rate"))
        ]
        return found[-1] if found else None

    @property
    def parameters(self) -> list[tuple[str, int]]:
        kinds = ("W", "b") if self.network.bias else ("W",)
        return [(kind, layer) for layer in self.network.layers for kind in kinds]

    def shape(self, kind: str, layer: int) -> tuple[int, ...]:
        """What decides whether one array can stand in the place of another."""
        sizes = self.network.sizes
        if kind in ("W", "dW"):
            return (sizes[layer - 1], sizes[layer])
        return (sizes[layer],)

    def alike(self, kind: str, layer: int) -> list[int]:
        """Other layers whose array of this kind has the same shape."""
        return [
            other
            for other in self.network.layers
            if other != layer and self.shape(kind, other) == self.shape(kind, layer)
        ]

    @property
    def vectors(self) -> bool:
        return self.style.looped or self.layout.samples == "vector"

    @property
    def sample_axis(self) -> int:
        return 1 if self.layout.samples == "columns" else 0


@dataclass(frozen=True)
class Mutation:
    """One mistake that could be made here."""

    fault: str
    kind: str  # of the array whose line is wrong: "dW", "delta", …; "W" and "b" are made new by their updates
    layer: int
    line: int  # from 0, as the program is numbered before
    change: Change
    # What is wrong there, for the table of synonyms: "forward", "error", "slope" (of an activation), "whole" (a factor
    # on all of the line), "propagation", "gradient", "update", "sample", "helper", "unpacking", or "all" at once
    place: str


@dataclass(frozen=True)
class Site:
    """A line that can go wrong, and what a mistake there is told as."""

    statement: Statement
    kind: str
    layer: int
    place: str

    def value(self, fault: str, text: str) -> Mutation:
        """The commonest mutation: another value on the line."""
        return self.whole(fault, self.statement.with_value(text))

    def whole(self, fault: str, line: str) -> Mutation:
        """Another line altogether."""
        number = self.statement.number
        return Mutation(fault, self.kind, self.layer, number, Change({number: line}), self.place)

    def renamed(self, fault: str, old: str, new: str) -> Mutation:
        """Another name in the value."""
        return self.value(fault, renamed(self.statement.value, old, new))
