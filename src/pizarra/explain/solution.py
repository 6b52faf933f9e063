"""Solution: the worked solution of one problem, in a notation and a language, in every format."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from ..data import whole
from ..errors import DataError, FileError, nearest, shown
from ..files import write_text
from ..language import LANGUAGES, Say, Worded, say
from ..losses import SquaredError
from ..mathematics.unicode import inline
from ..network import Network
from ..notation import Notation, named
from ..page.blocks import Page
from ..page.written import Written
from ..problem import Problem
from ..result import as_json
from ..trace import Trace
from .case import choose
from .context import Context
from .page import outline_of, page_of
from .view import View

MOST_STEPS = 10_000


class Solution(Written):
    """A worked solution. It writes itself as text, Markdown, LaTeX, HTML and JSON, and shows itself in notebooks.

    notation: a name (`standard`, `seed-000` … `seed-004`, `nielsen`, `d2l`), a TOML file's path, or a `Notation`; None
    takes the one that the problem names. case: the entry to work out, such as `W[1,3]`, in the notation's symbols and
    indices. language: the one that it writes in unless told otherwise; the page itself has none. steps: how many
    steps of gradient descent are written. Raises a PizarraError for what it cannot use.

    >>> from pizarra.gallery import source
    >>> from pizarra.problem import read_toml
    >>> solution = Solution(read_toml(source("xor"), name="xor"), language="es")
    >>> print(solution.text().splitlines()[0])
    O exclusivo con ReLU y softmax
    """

    def __init__(
        self,
        problem: Problem,
        *,
        notation: str | Path | Notation | None = None,
        language: str = "en",
        case: str | None = None,
        decimals: int | None = None,
        comma: bool | None = None,
        steps: int = 1,
    ) -> None:
        if language not in LANGUAGES:
            raise DataError(f"There is no language {shown(language)}." + nearest(language, LANGUAGES))
        if decimals is not None:
            whole(decimals, "decimals", least=0, most=12)
        self.steps = whole(steps, "steps", least=1, most=MOST_STEPS)
        chosen = notation if notation is not None else problem.notation or "standard"
        self.notation = chosen if isinstance(chosen, Notation) else named(str(chosen))
        problem = self._with_factor(problem)
        self.problem, self.language = problem, language
        self.trace = Trace(
            problem.network, problem.parameters, problem.x, problem.t, learning_rate=problem.learning_rate
        )
        layout = self.notation.layout(problem.layout, single=problem.samples == 1)
        view = View(self.trace, self.notation, layout, decimals=decimals, comma=comma)
        self.case = choose(view, case)
        view.keep = {
            name: place
            for known, place in self.case.places.items()
            for name in (known, f"d:{known}", f"u:{known}", f"new:{known}")
        }
        self.view = view

    def _with_factor(self, problem: Problem) -> Problem:
        """Take the notation's factor for a squared error whose source does not say one."""
        factor = self.notation.factor
        if factor is None or problem.factor_said or not isinstance(problem.network.loss, SquaredError):
            return problem
        network = problem.network
        loss = SquaredError(factor)
        return replace(problem, network=Network(network.parts, loss, prediction=network.prediction))

    @cached_property
    def page(self) -> Page:
        """The solution as plain data, before it is written in any format."""
        context = Context(self.view, self.case, self.problem.printed)
        return page_of(context, self._title, steps=self.steps, remarks=self.problem.remarks)

    @cached_property
    def outline(self) -> Page:
        """The page's steps with their titles, purposes and general forms alone."""
        return outline_of(Context(self.view, self.case, outline=True), self._title)

    @property
    def _title(self) -> Say | None:
        return say("page.titled", title=Worded(self.problem.title)) if self.problem.title else None

    def json(self) -> str:
        """Write its numbers as JSON: loss, values, parameters with gradients, in the source's own layout."""
        data = as_json(self.problem, self.trace, lambda name: inline(self.view.whole(name)))
        return json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n"

    def save(self, path: str | Path) -> None:
        """Write it to a file whose ending says the format: .html .md .tex .txt .json."""
        writers = {
            ".html": self.html,
            ".md": self.markdown,
            ".tex": self.latex,
            ".txt": self.text,
            ".json": self.json,
        }
        ending = Path(path).suffix.lower()
        if ending not in writers:
            raise FileError(
                f"The ending {shown(ending)} of {shown(str(path))} says no format." + nearest(ending, writers)
            )
        write_text(str(path), writers[ending]())

    def __repr__(self) -> str:
        return (
            f"Solution({self.problem.network!r}, loss {self.trace.loss:.6g}); print it, or save('page.html')"
        )
