"""The living page in one file: the solution to read without scripts, and what computes it again with them.

Nothing is loaded from anywhere, and a content policy lets exactly the script and the style of this file be used. Names,
titles and numbers from files stand in text and in data alone. Script and data are packed, which makes the file a third
smaller: a short script unpacks them, and the policy has the hashes of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..errors import NetworkError, shown
from ..explain.context import Context
from ..explain.intro import diagram
from ..explain.solution import Solution
from ..language import LANGUAGES, MARKED
from ..language.terms import TERMS, marks
from ..mathematics.markup import escape
from ..notation import Notation, named
from ..page.html import is_narrow
from ..page.html_inline import inline
from ..page.html_inline import words as words_of
from ..page.svg import svg
from ..problem import Problem
from ..record import record
from .checking import Checking
from .derivatives import Derivatives
from .document import document
from .lesson import Lesson
from .modules import joined
from .network import drawing, places
from .program import Program
from .words import words

# Those of every page, and of this one.
SHARED = ("kernels", "pass", "digits", "place", "model", "symbols", "template", "address", "choices", "patch", "paths",
          "fit", "lit", "diagram", "table", "editing", "frame", "steps", "formula", "reading", "judge", "check",
          "training", "cursor", "controls", "app")  # fmt: skip
MODULES = SHARED


def living_page(
    problem: Problem,
    *,
    notation: str | Notation | None = None,
    others: Sequence[str] = (),
    language: str = "en",
    case: str | None = None,
    decimals: int | None = None,
    comma: bool | None = None,
) -> str:
    """Write the living page of a problem as one HTML file.

    notation, language, case, decimals and comma are those of `Solution`; `others` are the names of notations that the
    reader may choose on the page besides. Raises a PizarraError for what cannot be used.

    >>> from pizarra.gallery import source
    >>> from pizarra.problem import read_toml
    >>> page = living_page(read_toml(source("xor"), name="xor"))
    >>> page.count("<script"), "unsafe" in page
    (2, False)
    """
    made = contents(
        problem, others, notation=notation, language=language, case=case, decimals=decimals, comma=comma
    )
    solution = made.solution
    body, more = _written(solution, language)
    title = words_of(solution.page.title, language)
    side = "beside" if is_narrow(diagram(Context(solution.view, solution.case))) else "above"
    start = (
        'const {page,lessons,steps}=globalThis.pizarra,root=document.getElementById("live");'
        'document.getElementById("static").remove();root.hidden=false;'
        "globalThis.pizarra=new App(root,...unfolded(page,lessons,steps,LINES,LOCALS),{alone:true});\n"
    )
    return document(language, title, side, body, made.data, joined(MODULES) + made.script + start, more)


@record
class Contents:
    """What a page shows: the solution that it begins with, its data, and the network's functions as script."""

    solution: Solution
    program: Program
    data: dict[str, Any]
    script: str


def contents(problem: Problem, others: Sequence[str], **options: Any) -> Contents:
    """Work out all that a page of a problem needs; options are those of `Solution`."""
    solution = Solution(problem, **options)
    program = Program(solution.trace)
    if strange := [name for name in program.names if re.search("[\ue000-\uf8ff]", name)]:
        raise NetworkError(
            f"The name {shown(strange[0])} has a character of Unicode's private use, which the page needs for itself. "
            "Rename the layer."
        )
    if len({*program.names}) < len(program.names):
        twice = next(name for name in program.names if program.names.count(name) > 1)
        raise NetworkError(
            f"A layer is called {shown(twice)}, which is what the page calls an array of its own. Rename the layer."
        )
    notations = [solution.notation, *(named(name) for name in others if name != solution.notation.name)]
    derivatives = Derivatives(solution.view, program)
    lessons = [Lesson(solution, program, derivatives)]
    for other in notations[1:]:
        lessons.append(Lesson(Solution(_same(problem, solution), notation=other), program, derivatives))
    said = [lesson.data() for lesson in lessons]
    routes = derivatives.routes()
    steps = [list(together) for together in zip(*(one.pop("steps") for one in said), strict=True)]
    page = _page(solution, program, routes) | {"check": Checking(program).data()}
    locals_ = ",\n".join(derivatives.scripts())
    script = f"const LINES={program.script()};\nconst LOCALS=[{locals_}];\n"
    return Contents(solution, program, {"page": page, "lessons": said, "steps": steps}, script)


def terms() -> dict[str, Any]:
    """Give the regional terms of every language: their names, and the forms that stand for each mark."""
    return {
        language: {"names": [term.names for term in TERMS[language]], "marks": marks(language)}
        for language in LANGUAGES
    }


def _same(problem: Problem, solution: Solution) -> Problem:
    """Give the problem as it is worked out: a notation that is chosen on the page changes no factor."""
    from dataclasses import replace

    return replace(problem, network=solution.problem.network, factor_said=True)


def _written(solution: Solution, language: str) -> tuple[str, str]:
    """Write the whole solution for readers without scripts: the drawing, and the text; also the rules that it needs."""
    page = solution.page
    drawn = svg(diagram(Context(solution.view, solution.case)), language, inline=True)
    least = re.search(r' style="([^"]*)"', drawn)  # a strict policy forbids attributes of style
    rule = f"#static .diagram{{{least[1]}}}" if least else ""
    text = escape(solution.text(language, width=100).rstrip())
    return (
        f"<header><h1>{inline(page.title, language)}</h1></header>\n"
        f'<figure><div class="scroll">{drawn.replace(least[0], "") if least else drawn}</div></figure>\n'
        f'<div class="scroll"><pre><code>{text}</code></pre></div>\n'
    ), rule


def _page(solution: Solution, program: Program, routes: dict[str, Any]) -> dict[str, Any]:
    """Give what the page knows of the network, whatever the notation."""
    network, case = program.network, solution.case
    number = {name: array.number for name, array in program.arrays.items()}

    def base(name: str) -> str:
        return solution.view.base(name)

    return {
        **program.data(),
        "base": [number[base(name)] for name in program.names],
        "batch": [int(bool(a := solution.view.kind(name).axes) and a[0] == "n") for name in program.names],
        "slope": [number.get(f"d:{name}") for name in program.names],
        "moves": [[number[name], number[f"new:{name}"]] for name in network.parameters],
        "feeds": {number[name]: number[network.readers(name)[0][0].inputs[0]] for name in network.parameters},
        "loss": number["L"],
        "prediction": number[network.prediction],
        "plane": program.array("x").shape[-1] == 2,
        "places": places(solution.view, number),
        "routes": routes,
        "drawing": drawing(solution.view, number),
        "chosen": {"of": number[case.name], "place": list(case.place), "sample": case.sample},
        "language": solution.language,
        "words": {language: words(language + MARKED) for language in LANGUAGES},
        "terms": terms(),
    }
