"""What one sees while reading: what an entry is worked out from, flat units, slopes, two notations, paper."""

from __future__ import annotations

from typing import Any

import pytest

from pizarra.gallery import source
from pizarra.problem import read_toml
from pizarra.web import living_page

from ..browser.test_browser import browser
from .test_living_page import SMALL, opened

__all__ = ["browser", "opened"]
pytestmark = pytest.mark.browser


def xor() -> str:
    return living_page(read_toml(source("xor"), name="xor"), others=["nielsen"])


def test_pointing_at_an_entry_tints_the_row_and_the_column_that_it_comes_from(opened: Any) -> None:
    page = opened(xor(), address="#step=backward-d-W1")
    number = page("pizarra.page.names.indexOf('d:W1')")
    page.page.locator(f'.active mtd [data-k="{number}:0,1"]').last.hover()
    tinted = page("[...document.querySelectorAll('.active .read')].map(node => node.dataset.k)")
    inputs, slopes = page("['x', 'd:v1'].map(name => pizarra.page.names.indexOf(name))")
    assert {*tinted} == {f"{inputs}:{n},0" for n in range(4)} | {f"{slopes}:{n},1" for n in range(4)}
    page.page.locator("h1").hover()
    assert page("document.querySelectorAll('.read').length") == 0


def test_units_that_are_dead_or_saturated_are_marked_and_named(opened: Any) -> None:
    page = opened(
        xor(), address="#case=2:0,0@0"
    )  # at (0, 0) the sum of the first unit is −1, of the second 0.5
    assert page("document.querySelectorAll('.d-flat').length") == 1
    assert "dead" in page.text("[data-is=caption]")
    page = opened(living_page(SMALL))
    page.field("b1", 0).fill("5")
    page.page.keyboard.press("Tab")
    assert "saturated" in page.text("[data-is=caption]")
    assert page("document.querySelectorAll('.d-flat').length") == 1


def test_local_derivatives_stand_on_the_lit_path(opened: Any) -> None:
    page = opened(living_page(SMALL))
    plate = page("document.querySelector('.plate[data-k=\"2:0,0\"] .d-local').textContent")
    weight, slope = page(
        "[pizarra.model.at(2, [0, 0]), pizarra.model.arrays[pizarra.page.names.indexOf('v2')][0]]"
    )
    assert float(plate.replace("∂ ", "").replace("−", "-")) == pytest.approx(
        weight * slope * (1 - slope), abs=6e-5
    )


def test_two_notations_side_by_side(opened: Any) -> None:
    page = opened(xor(), address="#step=backward-d-W1&beside=nielsen")
    assert page.page.locator('.active [data-part="matrices"] .whose').all_text_contents() == [
        page("pizarra.lesson.titles.en"),
        page("pizarra.other.titles.en"),
    ]
    page.field("x", 0, 0).fill("2")
    page.page.keyboard.press("Tab")
    halves = page.page.locator('.active [data-part="matrices"] .twins > div')
    assert "2" in halves.nth(1).text_content()
    page.page.locator('[data-is="beside"]').select_option("")
    assert page.page.locator(".twins").count() == 0


def test_on_paper_every_step_is_open(opened: Any) -> None:
    page = opened(xor())
    page("dispatchEvent(new Event('beforeprint'))")
    steps = page("pizarra.lesson.steps.length")
    assert page.page.locator("section.step").count() == steps
    page("dispatchEvent(new Event('afterprint'))")
    assert page.page.locator("section.step").count() == 1


def test_the_line_of_numpy_stands_beside(opened: Any) -> None:
    page = opened(xor(), address="#step=backward-d-W1")
    assert " @ " in page.text('.active [data-part="numpy"]')
