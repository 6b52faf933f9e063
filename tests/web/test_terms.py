"""Terms that differ from region to region, chosen on the page: by mouse, by keys, by its address."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from pizarra.language import LANGUAGES, MARKED, catalogue
from pizarra.language.terms import TERMS, marked, marks
from pizarra.web import living_page

from ..browser.test_browser import browser
from .test_living_page import SMALL, opened

__all__ = ["browser", "opened"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_first_form_of_every_term_a_sentence_is_as_it_was(language: str) -> None:
    known = marks(language)
    for key, sentence in catalogue(language + MARKED).items():
        assert "".join(known[c][1][0] if c in known else c for c in sentence) == catalogue(language)[key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_has_every_name(language: str) -> None:
    for number, forms in marks(language).values():
        assert len(forms) == len(TERMS[language][number].names)


def test_words_around_a_term_agree_and_holes_stay() -> None:
    known = marks("es")

    def told(sentence: str, name: int) -> str:
        return "".join(known[c][1][name] if c in known else c for c in marked(sentence, "es"))

    assert told("la derivada de la pérdida", 1) == "la derivada del costo"
    assert told("La pérdida {loss} baja", 2) == "El coste {loss} baja"
    assert told("lo que llega: la pérdida misma", 1) == "lo que llega: el costo mismo"
    assert marked("{loss} losses", "en") == "{loss} losses"


# What every name of a page would be put into: the others must be gone. The chooser itself names them all.
SAID = """() => { const page = document.getElementById('live').cloneNode(true);
  page.querySelector('[data-is=terms]').remove(); return page.textContent; }"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "terms", "there", "gone"),
    [("es", "costo, sesgo", ("costo", "sesgo"), "coste|pérdida|bias"),
     ("es", "coste, bias", ("coste", "bias"), "costo|pérdida|sesgo"),
     ("en", "cost", ("cost", "bias"), "loss")],
)  # fmt: skip
def test_one_chooses_the_terms(
    opened: Any, language: str, terms: str, there: tuple[str, ...], gone: str
) -> None:
    text = living_page(SMALL, language=language, others=["nielsen"])
    page = opened(text, address="#all=1&beside=nielsen")
    page.page.locator("[data-is=terms]").select_option(label=terms)
    assert page("document.activeElement.dataset.is") == "terms"
    said = page(SAID)
    assert all(re.search(rf"\b{name}\b", said) for name in there)
    assert re.findall(rf"\b(?:{gone})\b", said, re.I) == []
    assert re.findall("[\uf100-\uf1ff]", said) == []
    again = opened(text, address=page.address())
    assert again(SAID) == said


@pytest.mark.browser
def test_keys_choose_the_terms_and_a_file_s_own_words_stay(opened: Any) -> None:
    mine = replace(SMALL, title={"es": "La pérdida de Ana", "en": "Ana's loss"})
    page = opened(living_page(mine, language="es"))
    page.page.locator("[data-is=terms]").focus()
    for _ in range(2):
        page.page.keyboard.press("ArrowDown")
    assert "Costo:" in page.text(".summary")
    assert page.text("h1") == "La pérdida de Ana"


@pytest.mark.browser
def test_terms_that_there_are_not_are_said(opened: Any) -> None:
    page = opened(living_page(SMALL, language="es"), address="#terms=perdida.x")
    assert "terms=perdida.x" in page.text("[data-is=refused]")
    assert "pérdida" in page.text("[data-is=steps]")
