"""A network as it is drawn: columns of neurons, connections, the loss; numbers are already text."""

from __future__ import annotations

from ..mathematics.boxes import Box
from ..record import record


@record
class Neuron:
    """One circle: its symbol, its value inside, its gradient (with sign) below. `symbol` None is an elision (⋮)."""

    key: str
    symbol: Box | None
    value: str = ""
    gradient: str = ""
    lit: bool = False


@record
class Column:
    """The neurons of one named value, from top to bottom, and what is written above them (its whole symbol)."""

    symbol: Box
    neurons: tuple[Neuron, ...]


@record
class Connection:
    """A line from one neuron to another, by their keys. `lit`: it lies on the path that the page works out.

    `weight` is the number on it, shown where it is lit. `key` links it to the weight's entry elsewhere.
    """

    source: str
    target: str
    weight: str = ""
    lit: bool = False
    key: str = ""


@record
class Diagram:
    """The drawing: columns from left to right; the loss stands in a square box after the last one.

    `biases` are (key of the neuron, text such as `b₁ = 1`), shown small above the neuron that gets them.
    """

    columns: tuple[Column, ...]
    connections: tuple[Connection, ...]
    loss_symbol: Box
    loss_value: str
    biases: tuple[tuple[str, str], ...] = ()
