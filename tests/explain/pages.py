"""The problems whose pages are tested: the gallery's, and random networks in every layout."""

from functools import cache

from pizarra.explain.solution import Solution
from pizarra.gallery import names, source
from pizarra.layout import Layout
from pizarra.mathematics.unicode import inline
from pizarra.problem import Problem, read_toml

from ..drawn_networks import draw
from .arithmetic import equations_of

GALLERY = names()
LAYOUTS = tuple(
    Layout(samples, weights) for samples in ("rows", "columns") for weights in ("out_in", "in_out")
)


@cache
def problem(name: str) -> Problem:
    return read_toml(source(name), name=name)


def solution(name: str, **options) -> Solution:
    return Solution(problem(name), **options)


@cache
def own(name: str, language: str = "en") -> Solution:
    """The solution of a gallery's entry in its own notation, worked once."""
    return Solution(problem(name), language=language)


def random_problem(seed: int) -> Problem:
    drawn = draw(seed)
    return Problem(
        drawn.network,
        drawn.parameters,
        drawn.x,
        drawn.t,
        learning_rate=0.1,
        layout=LAYOUTS[seed % 4],
        single=len(drawn.x) == 1,
    )


def without_spaces(text: str) -> str:
    return " ".join(text.split())


def stated(page) -> list[tuple[str, str, str]]:
    """List what the page says: where, the symbol, and each thing that it is said to be, as plain text."""
    found = []
    for where, equations in equations_of(page):
        left = ""
        for line in equations.lines:
            left = inline(line.left) if line.left is not None else left
            found += [(where, left, inline(box)) for _, box in line.chain]
    return found
