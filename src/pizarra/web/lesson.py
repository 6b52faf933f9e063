"""A lesson: the solution in one notation, with holes where the page puts in symbols, numbers and matrices of its own.

Formulas, words and their order are those of the worked solution; in its matrices and cases every entry is a hole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..explain.context import Context
from ..explain.intro import symbols
from ..explain.solution import Solution
from ..explain.view import View
from ..language import LANGUAGES, MARKED, say, words
from ..mathematics.boxes import Box, Letter, Marked
from ..mathematics.mathml import mathml
from ..mathematics.unicode import inline as spelt
from ..page.blocks import Part, Sentence
from ..page.blocks import Step as PageStep
from ..page.html import Addresses
from ..page.html_blocks import Writer
from ..page.html_inline import inline
from ..page.svg_text import tspans
from .derivatives import Derivatives
from .equations import Equations, Wanted
from .holes import Holes
from .program import Program

FIRST = 0xE000  # letters for places, from Unicode's private use: nobody's name has them


class Lesson:
    """A solution's templates. `program` numbers the arrays; `derivatives` collects those that are met on the way.

    Of a step that is not wanted only the key is given.
    """

    def __init__(
        self,
        solution: Solution,
        program: Program,
        derivatives: Derivatives,
        equations: type[Equations] = Equations,
        wanted: Wanted = lambda key: True,
    ) -> None:
        self.solution, self.program = solution, program
        self.view: View = solution.view
        self.context = Context(solution.view, solution.case)
        self.wanted = wanted
        self.lines = dict(equations(self.context, Holes(self.view, program), derivatives).steps(wanted))

    def data(self) -> dict[str, Any]:
        """Give everything that this notation says, as plain data."""
        view, notation = self.view, self.view.notation
        return {
            "name": notation.name,
            "titles": {language: _title(notation, language) for language in LANGUAGES},
            "base": notation.base,
            "comma": view.comma,
            "decimals": view.decimals,
            "symbols": [self._symbol(name) for name in self.program.names],
            "first": mathml(view.index(notation.indices[0])),
            "letters": [
                mathml(view.index(letter)) for letter in (*notation.indices[1:], notation.sample_index)
            ],
            "turned": [int(view.layout.turned(view.kind(name))) for name in self.program.names],
            "single": int(view.single),
            "steps": [step for section in self.solution.outline.sections for step in self._steps(section)],
            "sections": [
                {"key": section.key, "title": self._said(section.title)}
                for section in self.solution.outline.sections
            ],
            "guide": self._guide(),
            "title": self._said(self.solution.outline.title),
            "summary": self._said(self.solution.outline.summary),
        }

    def _said(self, what: Any) -> dict[str, str]:
        return {language: inline(what, language + MARKED) for language in LANGUAGES}

    def _symbol(self, name: str) -> dict[str, str]:
        """Write how an array and its entries are called, with letters for the places of an entry."""
        view = self.view
        kind = view.kind(name)
        letters = {axis: Letter(chr(FIRST + k)) for k, axis in enumerate(kind.axes)}
        indices = view.layout.indices(kind)
        whole = view.whole(name)
        entry = view.entry(name, indices, letters) if indices else whole
        arriving = "u:" + name[2:]
        made = {
            "whole": _inside(whole),
            "entry": _inside(entry),
            "drawn": tspans(entry.body if isinstance(entry, Marked) else entry, 17, True),
            "text": spelt(whole),
            "head": tspans(whole, 17, True),
            "role": view.role(name),
        }
        if name.startswith("d:") and self.context.vjp and name[2:] in view.network.values:
            made["arrives"] = _inside(
                view.entry(arriving, indices, letters) if indices else view.whole(arriving)
            )
        return made

    def _guide(self) -> dict[str, str]:
        """Write what every symbol means, and how numbers are rounded."""
        view = self.view
        blocks = (symbols(self.context), Sentence(say("data.rounding", decimals=view.decimals), "note"))
        return {
            language: "".join(
                Writer(language + MARKED, Addresses(), keys=True).block(block, 4) for block in blocks
            )
            for language in LANGUAGES
        }

    # Steps

    def _steps(self, section: Any) -> Iterator[dict[str, Any]]:
        for block in section.blocks:
            if isinstance(block, PageStep):
                found = self._step(section.key, block)
                if found is not None:
                    yield found

    def _step(self, section: str, block: PageStep) -> dict[str, Any] | None:
        if not self.wanted(block.key):
            return {"key": block.key}
        lines = self.lines.get(block.key)
        if lines is None and block.key != "paths":
            return None
        general = [part for part in block.parts if part.kind in ("general", "collapse")]
        made: dict[str, Any] = {
            "key": block.key,
            "section": section,
            "title": self._said(block.title),
            "purpose": self._said(block.purpose),
            "general": [self._general(part) for part in general] if block.key != "paths" else [],
        }
        if lines is not None:
            made |= lines
        return made

    def _general(self, part: Part) -> dict[str, str]:
        return {
            language: "".join(
                Writer(language + MARKED, Addresses(), keys=True).block(block, 4) for block in part.blocks
            )
            for language in LANGUAGES
        }


def _inside(box: Box) -> str:
    """Write a symbol without its mark and without `<math>` around it: the page gives both."""
    body = box.body if isinstance(box, Marked) else box
    return mathml(body).removeprefix("<math>").removesuffix("</math>")


def _title(notation: Any, language: str) -> str:
    return notation.titles.get(language) or words(say("web.standard"), language)
