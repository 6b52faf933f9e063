"""Names and titles from files are shown and never obeyed: nothing of theirs runs, and nothing is asked for."""

from __future__ import annotations

from functools import cache

import pytest

from pizarra.errors import NetworkError
from pizarra.layers import Linear, Sigmoid
from pizarra.losses import SquaredError
from pizarra.network import Network, Part
from pizarra.notation import Notation
from pizarra.problem import Problem, from_shape
from pizarra.web import living_page, playground_page

from ..browser.test_browser import browser
from ..page.test_html_page import HOSTILE
from .test_living_page import opened
from .test_page_file import unpacked

__all__ = ["browser", "opened"]
MORE = [
    "<img src=//x.invalid/a onerror=globalThis.ran=1>", "</script><script>globalThis.ran=1</script>", "a@1",
    "${globalThis.ran=1}", "`;globalThis.ran=1;`", "\u2028globalThis.ran=1", "*/globalThis.ran=1/*", "0:0,0",
    "<style>@import '//x.invalid'</style>", "<form action=//x.invalid><button>", "__proto__", "constructor",
]  # fmt: skip
STRINGS = [text for text in [*HOSTILE, *MORE] if text]


TOGETHER = 12


def hostile(texts: list[str]) -> Problem:
    """A problem with the texts in every place where a file may have one: its title, the names of its layers."""
    base = from_shape("-".join(["2"] * (TOGETHER // 2 + 1)), hidden="sigmoid", output="sigmoid")
    kinds = [Linear() if k % 2 == 0 else Sigmoid() for k in range(TOGETHER)]
    names = [f"{text[:40]}{k}" for k, text in enumerate([*texts, *["v"] * TOGETHER][:TOGETHER])]
    parts = [Part(kind, name=name) for kind, name in zip(kinds, names, strict=True)]
    title = " ".join(texts)
    return Problem(
        Network(parts, SquaredError()), base.parameters, base.x, base.t, title={"en": title, "es": title}
    )


def named(texts: list[str]) -> Notation:
    title = " ".join(texts)
    return Notation(name=title, titles={"en": title, "es": title})


def test_there_are_enough_of_them():
    assert len({*STRINGS}) >= 60


GROUPS = [STRINGS[k : k + TOGETHER] for k in range(0, len(STRINGS), TOGETHER)]


@cache
def plain_page():
    return living_page(hostile(["name"]), notation=named(["name"]))


@pytest.mark.parametrize(
    "texts",
    [pytest.param(texts, marks=[pytest.mark.slow] * (k > 0), id=str(k)) for k, texts in enumerate(GROUPS)],
)
def test_no_name_becomes_script(texts):
    plain, page = plain_page(), living_page(hostile(texts), notation=named(texts))
    assert page[page.index('<script type="module">') :] == plain[plain.index('<script type="module">') :]
    assert unpacked(page)["script"] == unpacked(plain)["script"]
    assert page.count("<script") == plain.count("<script")
    assert page.count("</script>") == plain.count("</script>")


def test_letters_that_the_page_needs_for_itself_are_refused():
    with pytest.raises(NetworkError, match="a character of Unicode's private use"):
        living_page(hostile(["\ue010n:0:0,0"]))


@pytest.mark.browser
def test_nothing_runs_and_nothing_is_asked_for(opened):
    for texts in GROUPS:
        page = opened(living_page(hostile(texts), notation=named(texts), others=["nielsen"]))
        page(
            "() => { pizarra.all = true; for (const l of ['es', 'en']) for (const n of [1, 0]) {"
            "pizarra.language = l; pizarra.notation = n; pizarra.build(); } }"
        )
        page(
            "for (const node of [...document.querySelectorAll('#live [data-k]')].slice(0, 60))"
            "node.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))"
        )
        assert page("globalThis.ran") is None
        live = page.page.locator("#live")
        assert live.locator("script, img, iframe, form, a, link, style, base, meta").count() == 0
        assert page.said == []


@pytest.mark.browser
@pytest.mark.parametrize("text", STRINGS[::6])
def test_what_is_typed_is_never_obeyed(opened, text):
    page = opened(living_page(from_shape("2-2-1", hidden="sigmoid")))
    field = page.field("W1", 0, 0)
    field.evaluate("(input, text) => { input.value = text; }", text)
    field.dispatch_event("change")
    assert page("globalThis.ran") is None
    assert page("pizarra.model.isEdited") is False


@pytest.mark.browser
def test_what_is_typed_or_pasted_to_be_checked_is_never_obeyed(opened):
    page = opened(living_page(from_shape("2-2-2"), language="es"), address="#step=backward-d-W1")
    page.page.locator(".active .mine summary").click()
    field, area = page.page.locator(".active .mine input").first, page.page.locator(".active .mine textarea")
    for text in STRINGS:
        for box, whole in ((field, text), (area, f"[[{text}, 1], [2, {text}]]"), (area, text)):
            box.fill(whole)
            box.dispatch_event("change")
        live = page.page.locator("#live")
        assert live.locator("script, img, iframe, form, a, link, style, base, meta").count() == 0
    assert page("globalThis.ran") is None
    assert page("Object.prototype.polluted") is None


@pytest.mark.browser
def test_what_is_put_into_the_playground_or_the_address_is_never_obeyed(opened):
    text = playground_page(most_layers=1)
    page = opened(text, address="#data=rows")
    page.page.locator('[data-set="data"]').select_option("rows")
    page(
        "texts => { for (const text of texts) {"
        "  for (const whole of [text, `x,t\\n${text},1\\n2,3`, `${text};${text};1`]) {"
        "    const area = document.querySelector('[data-set=rows]'); area.value = whole;"
        "    area.dispatchEvent(new Event('change', {bubbles: true})); }"
        "  for (const name of ['rate', 'batch', 'seed', 'units:0']) {"
        '    const field = document.querySelector(`[data-set="${name}"]`); field.value = text;'
        "    field.dispatchEvent(new Event('change', {bubbles: true})); } } }",
        STRINGS,
    )
    assert page("[globalThis.ran ?? null, Object.prototype.polluted ?? null]") == [None, None]
    live = page.page.locator("#live")
    assert live.locator("script, img, iframe, form, a, link, style, base, meta").count() == 0
    for whole in (text, living_page(from_shape("2-2-1"))):
        page = opened(whole)
        page(
            "texts => { for (const text of texts) pizarra.read(['step', 'case', 'notation', 'data', 'hidden', 'points']"
            "  .map((key) => `${key}=${encodeURIComponent(text.toWellFormed())}`).join('&')); pizarra.build(); }",
            STRINGS,
        )
        assert page("globalThis.ran ?? null") is None
        assert (
            page.page.locator("#live")
            .locator("script, img, iframe, form, a, link, style, base, meta")
            .count()
            == 0
        )
