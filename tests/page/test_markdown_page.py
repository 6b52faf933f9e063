"""The page as Markdown, in both flavours."""

import re

import latex2mathml.converter
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pizarra.errors import PizarraError
from pizarra.language import say
from pizarra.mathematics.boxes import Words
from pizarra.page.blocks import Code, Equation, Equations, Page, Section, Sentence, Table
from pizarra.page.markdown import escape, markdown

from ..mathematics.drawn import boxes
from .sample import SHEET, speak


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    speak(monkeypatch)


def section(*blocks):
    return Page(say("title"), say("data"), (Section("s", say("data"), blocks),))


def test_a_notebook_has_dollars():
    page = markdown(SHEET, "es")
    assert "### 3. Un solo peso, camino a camino: $w_{13}$" in page
    assert "\n\n$$\nz_{j} = \\sum_{i} w_{ji}\\,x_{i} + b_{j}\n$$\n\n" in page
    assert "| vía $\\hat{y}_{1}$ | $0.6855$ | $-1.5$ | $0.2350$ | $2$ | $-0.4833$ |\n" in page
    assert "| **suma** |  |  |  |  | $-0.6335$ |" in page
    assert "```python\nz = W @ x + b1\n" in page


def test_github_has_fences_that_its_markdown_cannot_spoil():
    page = markdown(SHEET, "en", flavour="github")
    assert "camino" not in page
    assert "### 3. One weight, path by path: $`w_{13}`$" in page
    assert "\n\n```math\nz_{j} = \\sum_{i} w_{ji}\\,x_{i} + b_{j}\n```\n\n" in page
    assert "$$" not in page
    assert "data:image" not in page  # GitHub takes such pictures out
    assert "ŷ₁  −0.31  +0.69" in page


@pytest.mark.parametrize("flavour", ["notebook", "github"])
def test_another_program_can_read_the_mathematics(flavour):
    page = markdown(SHEET, "es", flavour=flavour)
    displays = re.findall(r"\$\$\n(.*?)\n\$\$|```math\n(.*?)\n```", page, re.DOTALL)
    assert len(displays) == 12
    for pair in displays:
        body = "".join(pair)
        assert "\n\n" not in body
        assert not re.search(r"\\\\[ \t]*\n[ \t]*\n|\\\\[^\n]", body)
        assert latex2mathml.converter.convert(body).startswith("<math")


def test_the_picture_is_within_the_page():
    pytest.importorskip("pizarra.page.svg")
    assert "](data:image/svg+xml;base64,PHN2Zy" in markdown(SHEET, "es")


def test_text_from_outside_is_shown_as_it_is():
    assert escape("<b>_a_</b> `x` $1 | \\") == r"&lt;b&gt;\_a\_&lt;/b&gt; \`x\` &#36;1 \| " + "\\\\"
    page = markdown(section(Table(("a|b", Words("c|d")), (("<i>", "x"),))), "en")
    assert r"| a\|b | $\text{c}\vert \text{d}$ |" in page
    assert "| &lt;i&gt; | x |" in page


def test_a_sentence_does_not_become_a_list(monkeypatch):
    page = markdown(section(Sentence(say("- a")), Sentence(say("1. b")), Sentence(say("c"), "note")), "en")
    assert "\n\n\\- a\n\n1\\. b\n\n> c\n" in page


def test_code_may_hold_fences():
    assert "````python\nx\n```\ny\n````" in markdown(section(Code("x\n```\ny")), "en")


def test_there_are_two_flavours():
    with pytest.raises(PizarraError, match=r"no flavour of Markdown 'gitlab'.*Known: notebook, github"):
        markdown(SHEET, "es", flavour="gitlab")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(boxes, boxes, st.sampled_from(["notebook", "github"]))
def test_any_boxes_can_stand_on_a_page(left, right, flavour):
    equations = Equations(
        (Equation(left, (("=", right), ("≈", left)), say("data")), Equation(None, (("=", right),)))
    )
    page = markdown(section(equations, Table((left,), ((right,),), numeric=(0,))), "en", flavour=flavour)
    table = page.rstrip("\n").split("\n")[-3:]
    assert [len(re.findall(r"(?<!\\)\|", line)) for line in table] == [2, 2, 2]
