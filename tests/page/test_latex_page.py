"""The page as a LaTeX document: exact pieces, and that pdfLaTeX takes it."""

import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pizarra.language import say
from pizarra.mathematics.boxes import (
    BigSum,
    Fence,
    Grid,
    Letter,
    Numeral,
    Operator,
    Row,
    Scripts,
    Sign,
    Sized,
)
from pizarra.mathematics.latex_marks import ACCENTS
from pizarra.page.blocks import Code, Equation, Equations, Page, Section, Sentence, Table
from pizarra.page.latex import escape, latex_page

from ..mathematics.drawn import boxes
from .sample import SHEET, speak

needs_latex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    speak(monkeypatch)


def section(*blocks):
    return Page(say("title"), say("data"), (Section("s", say("data"), blocks),))


def compiled(document, folder):
    """Run pdfLaTeX; give its log."""
    (folder / "page.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "page.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    log = (folder / "page.log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[-3000:]
    return log


def test_it_needs_amsmath_only():
    document = latex_page(SHEET, "es")
    assert document.startswith("\\documentclass")
    assert r"\section{Hacia atrás}" in document
    assert r"\subsection{3\quad Un solo peso, camino a camino: $w_{13}$}" in document
    assert "\\begin{align*}\nz_{j} &= \\sum_{i} w_{ji}\\,x_{i} + b_{j}\n\\end{align*}" in document
    assert r"vía $\hat{y}_{1}$ & $0.6855$ & $-1.5$ & $0.2350$ & $2$ & $-0.4833$ \\" in document
    assert "graphicx" not in document


def test_text_from_outside_is_escaped():
    assert escape("\\input{x} 5% #1 ~^_") == (
        r"\textbackslash{}input\{x\} 5\% \#1 \textasciitilde{}\textasciicircum{}\_"
    )
    assert escape("a -- b <<") == "a -{}- b <{}<"
    assert "?" in latex_page(section(Code("# 中")), "en")


def test_wide_matrices_are_announced_to_amsmath():
    wide = Grid((tuple(Numeral("0") for _ in range(14)),))
    assert r"\setcounter{MaxMatrixCols}{14}" in latex_page(section(Equations((Equation(wide, ()),))), "en")


@pytest.mark.slow
@needs_latex
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_sample_compiles_and_fits(language, tmp_path):
    assert "Overfull" not in compiled(latex_page(SHEET, language), tmp_path)


@pytest.mark.slow
@needs_latex
def test_a_wide_matrix_fits(tmp_path):
    row = tuple(Numeral(text) for text in ["-0.1234", "1", "10.5"] * 4)
    matrix = Sized(Grid((row, row[::-1])), "2×12")
    equations = Equations((Equation(Letter("W", "bold"), (("=", matrix), ("≈", matrix))),))
    assert "Overfull" not in compiled(latex_page(section(equations), "en"), tmp_path)


@pytest.mark.slow
@needs_latex
def test_every_character_that_is_let_through_is_in_the_fonts(tmp_path):
    every = "".join(chr(c) for c in range(32, 0x2300) if chr(c).isprintable())
    blocks = [Sentence(say("{x}", x=every)), Code(every), Table((every[:95],), ((every[95:500],),))]
    assert "Missing character" not in compiled(latex_page(section(*blocks), "en"), tmp_path)


@pytest.mark.slow
@needs_latex
def test_scripts_upon_scripts_compile(tmp_path):
    """Whatever stands below, TeX must not see two indices at one place."""
    k, star = Letter("k"), Sign("⊤", "postfix")
    letters = [Letter(text, "bold", accent) for text in ("y", "loss") for accent in (None, *ACCENTS)]
    others = [
        Fence(Letter("y")),
        Fence(Letter("y"), "", ""),
        Grid(((k,),)),
        BigSum(k, k),
        Operator("max"),
        Sized(k, "n×1"),
    ]
    below = [
        Scripts(base, *marks)
        for base in (*letters, *others)
        for marks in ((k, None), (None, star), (k, star))
    ]
    nested = [*below, *(Fence(box, "", "") for box in below), *(Row((box,)) for box in below)]
    blocks = [Equations((Equation(Scripts(box, k, star), ()),)) for box in nested]
    compiled(latex_page(section(*blocks), "en"), tmp_path)


@pytest.mark.slow
@needs_latex
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=5,
    phases=[Phase.generate],  # shrinking would run pdfLaTeX for minutes
)
@given(pairs=st.lists(st.tuples(boxes, boxes), min_size=30, max_size=30))
def test_any_boxes_compile(pairs, tmp_path):
    blocks = [
        Equations((Equation(left, (("=", right),), say("data")), Equation(None, (("≈", left),))))
        for left, right in pairs
    ]
    compiled(latex_page(section(*blocks), "en"), tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(boxes, boxes)
def test_any_boxes_can_stand_on_a_page(left, right):
    equations = Equations((Equation(left, (("=", right), ("≈", left)), say("data")),))
    document = latex_page(section(equations, Table((left,), ((right,),), numeric=(0,))), "en")
    assert document.count("\\begin{") == document.count("\\end{")
