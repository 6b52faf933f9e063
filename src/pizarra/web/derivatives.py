"""The local derivatives that paths are made of: numbered as they are met, then written as JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ..explain.case import routes
from ..explain.local import Local
from ..explain.view import View
from .program import Program
from .script import function

WAYS = 8  # from one entry to the loss, at most


class Derivatives:
    """The local derivatives of a network, by number. `program` numbers the arrays."""

    def __init__(self, view: View, program: Program) -> None:
        self.view, self.program = view, program
        self.known: dict[tuple[str, str], int] = {}

    def number(self, local: Local) -> int:
        """Give the number of a local derivative among those of the page."""
        return self.known.setdefault((local.target, local.inside), len(self.known))

    def routes(self) -> dict[str, list[list[int]]]:
        """Give every way from a parameter or value to the loss, as local derivatives by number; at most eight each."""
        network = self.view.network
        found = {}
        for name in (*network.parameters, *network.values):
            ways = [[self.number(local) for local in way] for way in islice(routes(self.view, name), WAYS)]
            found[str(self.program.arrays[name].number)] = ways
        return found

    def scripts(self) -> Iterator[str]:
        """Write every local derivative as JavaScript: what it derives, by what, which axes go together, its entry."""
        number = {name: array.number for name, array in self.program.arrays.items()}
        for target, inside in self.known:
            step = self.view.network.maker(target)
            assert step is not None
            local = Local.of(self.view, step, inside)
            lengths = self.program.lengths(step)
            lengths |= {axis: lengths[axis[1:]] for axis in local.in_axes if axis[1:] in lengths}
            axes = (*local.out_axes, *local.in_axes)
            links = [local.in_axes.index(local.links[a]) if a in local.links else -1 for a in local.out_axes]
            yield (
                f"{{target:{number[target]},source:{number[local.source]},links:{links},"
                f"entry:{function(local.computed, axes, self.program.arrays, lengths)}}}"
            )
