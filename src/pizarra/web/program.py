"""The pass of a network as JavaScript: a list of arrays, and a function for an entry of every one that is computed.

Lines stand in the order in which they must be computed: forward, loss, backward, update. Each is the layer's own
formula in the network's names; the array code of the layers is not written a second time.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from ..formula.evaluate import sizes
from ..formula.tree import ZERO, Add, Mul, Neg, Node, Ref, renamed
from ..layer import SAMPLES
from ..network import INPUT, TARGET, Step
from ..record import record
from ..trace import Trace
from .script import Array, function

RATE = "rate"
AXES = ("i", "j", "k", "l", "m")


@record
class Line:
    """What computes one array: its name, the axes of its entries, its formula in the network's names."""

    name: str
    axes: tuple[str, ...]
    tree: Node
    step: Step | None = None
    limits: Node | None = None

    @property
    def computed(self) -> Node:
        """The formula by which its numbers are found; see `Layer.limits`."""
        return self.tree if self.limits is None else self.limits


class Program:
    """The pass of a trace, to be computed elsewhere. `names` are all arrays by number: what is given, then the rest.

    >>> import numpy as np
    >>> from pizarra.layers import Linear
    >>> from pizarra.losses import SquaredError
    >>> from pizarra.network import Network
    >>> network = Network([Linear(bias=False)], SquaredError("1/2"))
    >>> program = Program(Trace(network, {"W1": np.ones((2, 1))}, np.ones((1, 2)), np.ones((1, 1))))
    >>> program.given, [line.name for line in program.lines]
    (('x', 't', 'W1', 'rate'), ['v1', 'L', 'd:v1', 'd:W1', 'new:W1'])
    """

    def __init__(self, trace: Trace) -> None:
        self.trace, self.network = trace, trace.network

    @property
    def given(self) -> tuple[str, ...]:
        """The names of what is not computed: input, target, parameters, rate."""
        return (INPUT, TARGET, *self.network.parameters, RATE)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every formula of the pass."""
        return (*self._forward(), *self._backward(), *self._update())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every array, by its number."""
        return (*self.given, *(line.name for line in self.lines))

    def _forward(self) -> Iterator[Line]:
        for step in self.network.all_steps:
            names = step.names()
            for line in step.layer.values:
                limits = renamed(step.layer.computed(line).tree, names)
                yield Line(names[line.name], line.axes, renamed(line.tree, names), step, limits)

    def _backward(self) -> Iterator[Line]:
        sent = self.trace.sent
        wanted = {*self.network.parameters, *self.network.values} - {INPUT}
        done = dict.fromkeys(sent, 0)
        for step in reversed(self.network.all_steps):
            if step.index is not None and step.output not in sent:
                continue  # it reaches the loss through a fixed input alone
            names = step.names()
            names |= {f"d{inside}": f"d:{outside}" for inside, outside in names.items()}
            for line in step.layer.cotangents:
                outside = names[line.name[1:]].removeprefix("d:")
                if outside not in wanted or outside not in sent:
                    continue
                several = len(sent[outside]) > 1
                mark = f"@{done[outside]}" if several else ""
                limits = renamed(step.layer.computed(line).tree, names)
                yield Line(f"d:{outside}{mark}", line.axes, renamed(line.tree, names), step, limits)
                done[outside] += 1
                if several and done[outside] == len(sent[outside]):
                    parts = tuple(Ref(f"d:{outside}@{k}", line.axes) for k in range(done[outside]))
                    yield Line(f"d:{outside}", line.axes, Add(parts))
        for name in sorted(wanted - {*sent}):
            yield Line(f"d:{name}", AXES[: self.array(name).ndim], ZERO)

    def _update(self) -> Iterator[Line]:
        for name in self.network.parameters:
            axes = AXES[: self.array(name).ndim]
            move = Neg(Mul((Ref(RATE), Ref(f"d:{name}", axes))))
            yield Line(f"new:{name}", axes, Add((Ref(name, axes), move)))

    # As data and as script

    def array(self, name: str) -> np.ndarray:
        """Give the numbers of a name."""
        trace = self.trace
        if name == RATE:
            return np.asarray(float(trace.learning_rate))
        if name.startswith("new:"):
            return trace.updated[name[4:]]
        if name.startswith("d:") and name not in trace.values:
            if name[2:] in trace.cotangents:
                return trace.cotangents[name[2:]]
            plain, _, place = name[2:].rpartition("@")
            return trace.sent[plain][int(place)][1]
        return np.asarray(trace.parameters[name] if name in trace.parameters else trace.values[name])

    @cached_property
    def arrays(self) -> dict[str, Array]:
        """The number and the shape of every array, by name."""
        return {name: Array(k, np.shape(self.array(name))) for k, name in enumerate(self.names)}

    def lengths(self, step: Step | None) -> dict[str, int]:
        """Give the lengths of the axes of a step's formulas, those of its derivatives included."""
        if step is None:
            return {}
        own = {inside: self.array(outside) for inside, outside in step.names().items()}
        slopes = {f"d{inside}": array for inside, array in own.items()}
        found = step.layer.lengths(own)
        return found | sizes([line.tree for line in step.layer.cotangents], own | slopes)

    def script(self) -> str:
        """Write the lines as JavaScript: each with the number of its array, its axes' lengths and its function."""
        made = []
        for line in self.lines:
            lengths = self.lengths(line.step)
            sizes = [
                "N" if axis == SAMPLES else str(n)
                for axis, n in zip(line.axes, self.shape(line), strict=True)
            ]
            body = function(line.computed, line.axes, self.arrays, lengths)
            made.append(f"{{to:{self.arrays[line.name].number},size:N=>[{','.join(sizes)}],entry:{body}}}")
        return "[" + ",\n".join(made) + "]"

    def shape(self, line: Line) -> tuple[int, ...]:
        """Give the shape of what a line computes."""
        return self.arrays[line.name].shape

    def data(self) -> dict[str, Any]:
        """Give what is given, number by number and in full, and the names of all arrays."""
        return {
            "names": list(self.names),
            "shapes": [list(self.arrays[name].shape) for name in self.names],
            "given": [_packed(self.array(name)) for name in self.given],
        }


def _packed(array: np.ndarray) -> str:
    """Write an array of float64 as base64 of its bytes, the lowest first: not a digit is lost."""
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f8").tobytes()).decode("ascii")
