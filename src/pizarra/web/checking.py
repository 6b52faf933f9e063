"""What the page must know to judge a reader's numbers: every line as data, and the likely ways to get it wrong.

The ways are the edits that a diagnosis tries, each with the formula that it makes of the line. The page works them out
from the numbers that are there when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from ..doctor.classes import fault
from ..doctor.derivation import Derivation, on_axes
from ..doctor.derivation import Line as Derived
from ..doctor.edit import Edit
from ..doctor.rewrite import SCALES
from ..errors import ShapeError
from ..formula.evaluate import sizes
from ..formula.spell import spell
from ..formula.tree import Node, renamed, walk
from ..language import LANGUAGES, MARKED, say, words
from ..mathematics.markup import escape
from .plain import plain
from .program import Line, Program
from .ways import ways

ENTRIES = (
    40_000  # in a line of more no mistake is looked for: it would take longer than all the rest of the page
)


class Checking:
    """What a page of a program says when numbers are checked.

    >>> from pizarra.explain.solution import Solution
    >>> from pizarra.problem import from_shape
    >>> program = Program(Solution(from_shape("2-2-1")).trace)
    >>> found = Checking(program).data()["lines"][program.arrays["d:b1"].number]
    >>> found["axes"], found["right"], found["causes"][0]
    (['j'], ['S', 'n', 0, [15, 'n', 'j']], ['bias-never-updated', ['zero'], 0])
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.derivation = Derivation(program.network)

    def data(self) -> dict[str, Any]:
        """Give every line by the number of its array, and the sentences of the mistakes that occur."""
        numbers = self.program.arrays
        lines = {numbers[line.name].number: self._line(line) for line in self.program.lines}
        found = sorted({cause[0] for line in lines.values() for cause in line["causes"]})
        return {
            "lines": lines,
            "faults": {language: _sentences(found, language + MARKED) for language in LANGUAGES},
        }

    def _line(self, line: Line) -> dict[str, Any]:
        derived = self.derivation.by_name.get(derived_name(line.name))
        causes = [
            [
                fault(self.derivation, edit),
                [p if isinstance(p, str) else self._plain(p) for p in told],
                self._plain(tree),
            ]
            for edit, told, tree in self.mistakes(line)
        ]
        return {
            "axes": list(line.axes),
            "right": self._plain(line.tree),
            "layer": derived.layer if derived is not None else 0,
            "causes": causes,
        }

    def mistakes(self, line: Line) -> Iterator[tuple[Edit, list[str | Node], Node]]:
        """Yield the likely mistakes in a line of the page: what was done to it, in pieces, and what it then is."""
        derived = self.derivation.by_name.get(derived_name(line.name))
        if derived is None or np.size(self._arrays[line.name]) > ENTRIES:
            return
        for edit, tree in ways(self.derivation, derived, self._values):
            ours = on_axes(renamed(tree, self._names), derived.axes, line.axes)
            told = [p if isinstance(p, str) else renamed(p, self._names) for p in _told(derived, edit)]
            try:
                sizes([ours], self._arrays)
            except ShapeError:  # NumPy spreads one array over the other, which a formula cannot say
                continue
            yield edit, told, ours

    @cached_property
    def _names(self) -> dict[str, str]:
        """What the page calls the names of a derivation."""
        return {derived_name(name): name for name in self.program.names}

    @cached_property
    def _arrays(self) -> dict[str, np.ndarray]:
        return {name: np.asarray(self.program.array(name), dtype=float) for name in self.program.names}

    @cached_property
    def _values(self) -> dict[str, np.ndarray]:
        known = {*self.derivation.by_name, *self.program.given}
        return {theirs: self._arrays[ours] for theirs, ours in self._names.items() if theirs in known}

    def _plain(self, tree: Node) -> Any:
        numbers = {name: array.number for name, array in self.program.arrays.items()}
        return plain(tree, numbers, sizes([tree], self._arrays))


def derived_name(name: str) -> str:
    """Give a derivation's name for an array of the page."""
    return f"{name.removeprefix('new:')}'" if name.startswith("new:") else name


def _told(line: Derived, edit: Edit) -> list[str | Node]:
    """Say what an edit does to a line: the kind, and the piece of the formula that is concerned."""
    if edit.kind in ("drop", "sign") and edit.old and edit.new != "exponent":
        piece = next((node for node in walk(line.tree) if spell(node) == edit.old), None)
        return [] if piece is None else [edit.kind, piece]
    if edit.kind == "sign":
        return ["negative"]
    if edit.kind == "scale":
        return ["scale", SCALES[edit.new]] if edit.new in SCALES else []
    return ["zero"] if edit.kind == "zero" and line.kind != "update" else []


def _sentences(faults: list[str], language: str) -> dict[str, str]:
    """Give the sentence of each mistake; the page puts in the name and the layer."""

    def sentence(name: str) -> str:
        said = say(f"fault.{name.replace('-', '_')}", name="{name}", layer="{layer}")
        return escape(words(said, language))

    return {name: sentence(name) for name in faults}
