"""The page's address: it leads back to what was chosen and changed, and what cannot be used is said, not obeyed."""

from __future__ import annotations

import urllib.parse
from typing import Any

import numpy as np
import pytest

from pizarra.problem import from_plain
from pizarra.web import living_page

from ..browser.test_browser import browser
from ..page.test_html_page import HOSTILE
from .test_living_page import SMALL, opened

__all__ = ["browser", "opened"]
pytestmark = pytest.mark.browser
# A new address is reported some time after it was set; the page has answered once this later listener is called.
GO = """link => new Promise(answered => {
  const before = location.href;
  addEventListener("hashchange", answered, { once: true });
  location.hash = link;
  if (location.href === before) answered();
})"""
BITS = "pizarra.model.arrays.map(a => [...a].map(v => Object.is(v, -0) ? '-0' : String(v)))"


def test_changed_numbers_come_back_to_the_last_bit(opened: Any) -> None:
    text = living_page(SMALL)
    page = opened(text)
    for name, place, value in (
        ("W1", (2, 1), "0.1"),
        ("x", (0, 0), "-1e-7"),
        ("rate", (), "1e21"),
        ("t", (0, 2), "-0"),
    ):
        page.field(name, *place).fill(value)
        page.page.keyboard.press("Tab")
    link = page.address()
    again = opened(text, address=link)
    assert again(BITS) == page(BITS)
    assert again.field("W1", 2, 1).input_value() == "0.1"
    assert "changed" in again.field("W1", 2, 1).get_attribute("class")
    assert len(link) < 120
    again.page.reload()
    again.page.wait_for_selector(".active")
    assert again(BITS) == page(BITS)
    again.page.locator("[data-is=undo]").click()
    assert "given" not in again.address()


def test_trained_parameters_come_back(opened: Any) -> None:
    text = living_page(SMALL)
    page = opened(text)
    for _ in range(5):
        page.page.locator("[data-is=once]").click()
    link = page.address()
    assert len(link) < 400
    again = opened(text, address=link)
    assert again(BITS) == page(BITS)
    again(GO, "step=paths")
    assert again("pizarra.model.isEdited") is False
    assert again("pizarra.step") == again("pizarra.lesson.steps.findIndex(s => s.key === 'paths')")
    again(GO, link)
    assert again(BITS) == page(BITS)


def test_what_finds_no_room_is_said(opened: Any) -> None:
    rng = np.random.default_rng(0)
    layers = [(rng.normal(size=(40, 20)), np.zeros(40)), "tanh", (rng.normal(size=(1, 40)), np.zeros(1))]
    page = opened(living_page(from_plain(layers, rng.normal(size=20), [0.5], learning_rate=0.01)))
    said = page.page.locator("[data-is=unkept]")
    page.field("W1", 0, 0).fill("2")
    page.page.keyboard.press("Tab")
    assert "given=2_0_2" in page.address()
    assert not said.is_visible()
    page.page.locator("[data-is=once]").click()
    link = page.address()
    assert "given" not in link
    assert len(link) < 200
    assert said.is_visible()
    page.page.locator("[data-is=restart]").click()
    said.wait_for(state="hidden")
    assert not said.is_visible()


BAD = [
    "2_0_NaN", "2_0_Infinity", "2_0_1e999", "2_6_1", "2_-1_1", "99_0_1", "2_0_", "2_0_0x10", "2_0_1_", "2.AAAA", "2._",
    "2_0_1*", "*", "2_0_1*2", "constructor_0_1", "__proto___0_1", "2_length_1", "2.////8AAAAAAA", "2_0_1,5",
    "2." + "AAAAAAAA+H8" * 6, "_" * 5000, "2" + "_0_1" * 2000,
    "2.AAAAAAAA8H8AAAAAAADwfwAAAAAAAPB_AAAAAAAA8H8AAAAAAADwfwAAAAAAAPB_",
]  # fmt: skip


def test_numbers_that_cannot_be_used_are_said_and_none_is_taken(opened: Any) -> None:
    page = opened(living_page(SMALL))
    first, said = page(BITS), page.page.locator("[data-is=refused]")
    assert not said.is_visible()
    for text in BAD:
        page(GO, "given=" + urllib.parse.quote(text))
        assert said.is_visible(), text
        assert "given=" + text[:30] in said.text_content()
        assert page(BITS) == first, text


@pytest.mark.parametrize("language", ["en", "es"])
def test_choices_that_cannot_be_used_are_said(opened: Any, language: str) -> None:
    page = opened(
        living_page(SMALL, language=language),
        address="#decimals=99&step=nowhere&comma=x&lang=toString&case=2:0,1@0",
    )
    said = page.text("[data-is=refused]")
    assert said.startswith({"en": "The address asks", "es": "La dirección pide"}[language])
    for one in ("decimals=99", "step=nowhere", "comma=x", "lang=toString"):
        assert one in said
    assert "case" not in said
    assert page("pizarra.chosen.place") == [0, 1]


def test_hostile_addresses_never_run(opened: Any) -> None:
    page = opened(living_page(SMALL))
    first = page(BITS)
    for text in [t for t in HOSTILE if t.isprintable() and t] + [
        "<img src=//x.invalid/a onerror=globalThis.ran=1>",
        "$&$1$`",
    ]:
        for key in ("given", "case", "step", "notation", "lang", "decimals"):
            page(GO, f"{key}={urllib.parse.quote(text)}")
            page("globalThis.ran ??= 0")
            assert page("ran") == 0, (key, text)
            assert page("document.querySelector('[data-is=refused]').children.length") == 0
    assert page(BITS) == first
